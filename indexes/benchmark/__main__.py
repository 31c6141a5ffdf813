"""`python -m indexes.benchmark`: measure, print the figures, and write them down if wanted."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from indexes.benchmark.measuring import machine, measure_ingestion, measure_memory, measure_search
from indexes.benchmark.report import as_markdown

HERE = Path(__file__).parent
PARTS = ("ingestion", "search", "memory")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of the parts as JSON."""
    options = _parser().parse_args(arguments)
    figures: dict[str, Any] = {}
    for part in options.parts or PARTS:
        about = machine()
        figures[part] = {"figures": _measured(part, options), "machine": about}
        if options.record:
            _record(options.record, figures)
    print(json.dumps(figures, indent=2))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m indexes.benchmark",
        description="How fast articles come in and are found on this machine, and in what memory.",
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--articles", type=int, default=2000, help="how many to add (default: 2000)")
    parser.add_argument(
        "--fp32", type=Path, metavar="FILE", help="the float32 weights, to compare llama-index"
    )
    parser.add_argument(
        "--seconds", type=float, default=float("inf"), help="begin no more turns of adding after so long"
    )
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 10_000, 100_000], metavar="N")
    parser.add_argument("--folder", type=Path, help="keep the indexes that are searched, for another run")
    parser.add_argument("--memory", type=int, nargs="+", default=[2_000, 20_000], metavar="ARTICLES")
    parser.add_argument(
        "--chroma-url", metavar="URL", help="measure memory with the vectors on this Chroma server as well"
    )
    parser.add_argument(
        "--record",
        type=Path,
        nargs="?",
        const=HERE,
        metavar="FOLDER",
        help="put the figures in figures.json and README.md there (default: beside this command)",
    )
    return parser


def _measured(part: str, options: argparse.Namespace) -> Any:
    if part == "ingestion":
        return measure_ingestion(options.articles, fp32=options.fp32, seconds=options.seconds, tell=_tell)
    if part == "search":
        return [measure_search(count, folder=options.folder, tell=_tell) for count in options.passages]
    places = ["nowhere", "embedded", *filter(None, [options.chroma_url])]
    return [measure_memory(count, vectors=place) for place in places for count in options.memory]


def _record(folder: Path, figures: dict[str, Any]) -> None:
    """Put the figures of the parts that were measured in the place of earlier ones."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "figures.json"
    known = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    known |= figures
    kept.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
    (folder / "README.md").write_text(as_markdown(known), "utf-8")


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
