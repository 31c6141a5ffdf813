"""Command line of the encoder: check its files, or measure its speed."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from models.benchmark import ARTICLES, measure_embedding, measure_reading, passages
from models.encoder import Encoder
from models.errors import ModelError


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns 0, or 1 with a message when the encoder's files are not as they should be."""
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="open every file, check it, and print the fingerprint as JSON")
    benchmark = commands.add_parser("benchmark", help="measure speed and print it as JSON")
    benchmark.add_argument("--fp32", type=Path, help="float32 ONNX from the export recipe, to compare with")
    benchmark.add_argument("--articles", type=Path, default=ARTICLES, help="Markdown texts to embed")
    benchmark.add_argument("--texts", type=int, default=200, help="passages to embed (default 200)")
    benchmark.add_argument("--rounds", type=int, default=5, help="measurements, of which the median counts")
    parsed = parser.parse_args(arguments)
    try:
        encoder = Encoder.load()
        figures: dict[str, object] = {"fingerprint": encoder.fingerprint}
        if parsed.command == "check":
            encoder.embed(["a test"])
            encoder.judge([("a test", "This is a test.")])
        else:
            texts = passages(parsed.articles)[: parsed.texts]
            if not texts:
                parser.error(f"{parsed.articles} holds no Markdown passages")
            figures |= measure_embedding(encoder, texts, fp32=parsed.fp32, rounds=parsed.rounds)
            figures |= measure_reading(encoder, texts, rounds=parsed.rounds)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
