"""Measures answers by a language model: `python -m eval.bench_generation PART…`, figures as JSON.

write        asks a small local model 40 questions of the test split and stores its sentences for labelling
labels       the verifier on the labelled sentences: share let through, precision, recall
overhead     parsing and verifying an answer of five sentences
first-token  time to the first token against a bare stream over the same prompt, on the local model
fuzz         1,000 random streams through the writer: citations of passages that were not offered
faults       what a reader sees of each fault of a server

The local model and the faulty server are those of `eval/model_servers`. Figures are kept beside those of the
benchmarks; `python -m eval bench --table` writes them into eval/RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from eval.bench import keep, origin
from eval.bench_generation.faults import faults, fuzz
from eval.bench_generation.sentences import labels, write
from eval.bench_generation.speed import first_token, overhead
from eval.commands.harness import OUTPUT

KEPT = ("labels", "overhead", "first-token", "fuzz", "faults")
LABELS = Path(__file__).parent.parent / "generation_labels.jsonl"


def main() -> None:
    """Print the figures of the parts named."""
    parts: Mapping[str, Callable[[], dict[str, Any]]] = {
        "write": lambda: write(arguments.out),
        "labels": lambda: labels(arguments.labels),
        "overhead": overhead,
        "first-token": lambda: first_token(arguments.runs),
        "fuzz": fuzz,
        "faults": faults,
    }
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench_generation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("part", nargs="+", choices=list(parts))
    parser.add_argument("--out", type=Path, default=Path("generation_sentences.jsonl"), help="for write")
    parser.add_argument("--labels", type=Path, default=LABELS, help="for labels")
    parser.add_argument("--runs", type=int, default=7, help="for first-token (default: 7)")
    parser.add_argument("--figures", type=Path, default=OUTPUT / "bench", help="where figures are kept")
    arguments = parser.parse_args()
    found = {}
    for part in arguments.part:
        measured = origin(f"generation-{part}")
        found[part] = parts[part]()
        if part in KEPT:
            keep(arguments.figures, f"generation-{part}", found[part], measured=measured)
    print(json.dumps(found, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
