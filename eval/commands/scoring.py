"""`python -m eval score`: the same report for another system's answers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.commands.harness import OUTPUT


def add_commands(commands: Any) -> None:
    """Add score."""
    score = commands.add_parser(
        "score",
        help="score answers of any system (question, answer, contexts, citations; ragas' names too)",
    )
    score.add_argument("file", type=Path, metavar="RUN.jsonl", help="JSON lines, plain or gzipped")
    score.add_argument("--judge", choices=("embedded", "llm"), default="embedded")
    score.add_argument("--out", type=Path, default=OUTPUT / "score", metavar="DIR")
    score.set_defaults(run=run_command)


def run_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Score the rows and write the reports."""
    from eval.errors import DataError
    from eval.progress import track
    from eval.reports.files import write_reports
    from eval.rows import read_rows, sampled
    from eval.runs import Run, summarise
    from eval.scoring import score_rows
    from eval.systems import chosen_judge

    judge = chosen_judge(given.judge)
    rows, total = sampled(lambda: read_rows(given.file), None)
    results = tuple(score_rows(track(rows, "scoring", total=total), judge))
    if not results:
        raise DataError(f"{given.file} has no rows; each line needs an answer and its contexts")
    run = Run(system=given.file.name, judge=judge.name, split="all", results=results)
    summary = summarise(results)
    return {
        "answers": summary["answers"],
        "metrics": {name: found["mean"] for name, found in summary["metrics"].items()},
        "abstention": summary["abstention"],
        "stated_cases": summary["stated_cases"],
        "files": write_reports(run, given.out),
    }, 0
