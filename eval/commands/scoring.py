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
    score.add_argument("--judge", default="embedded", metavar="embedded|llm|MODULE:NAME")
    score.add_argument("--out", type=Path, default=OUTPUT / "score", metavar="DIR")
    score.add_argument(
        "--baseline", type=Path, metavar="FILE", help="hold the answers against this one; status 1 when worse"
    )
    score.add_argument(
        "--update-baseline", action="store_true", help="write this run to the --baseline instead"
    )
    score.set_defaults(run=run_command)


def run_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Score the rows and write the reports; status 1 when they are worse than the baseline."""
    from eval.baselines import read_baseline, write_baseline
    from eval.errors import DataError, EvaluationError
    from eval.gate import compare
    from eval.progress import track
    from eval.reports.files import write_reports
    from eval.reports.markdown import gate_section
    from eval.rows import read_rows, sampled
    from eval.runs import Run, summarise
    from eval.scoring import score_rows
    from eval.systems import chosen_judge

    if given.update_baseline and not given.baseline:
        raise EvaluationError("name the file to write with --baseline FILE")
    # what is missing is told before every row is judged
    baseline = read_baseline(given.baseline) if given.baseline and not given.update_baseline else None
    given.out.mkdir(parents=True, exist_ok=True)
    judge = chosen_judge(given.judge)
    rows, total = sampled(lambda: read_rows(given.file), None)
    results = tuple(score_rows(track(rows, "scoring", total=total), judge))
    if not results:
        raise DataError(f"{given.file} has no rows; each line needs an answer and its contexts")
    run = Run(system=given.file.name, judge=judge.name, split="all", results=results)
    gate = compare(run, baseline) if baseline else None
    if given.update_baseline:
        write_baseline(run, given.baseline)
    if gate:
        print(gate_section(gate))
    summary = summarise(results)
    return {
        **({"gate": "passed" if gate.passed else "failed"} if gate else {}),
        "answers": summary["answers"],
        "metrics": {name: found["mean"] for name, found in summary["metrics"].items()},
        "abstention": summary["abstention"],
        "stated_cases": summary["stated_cases"],
        "files": write_reports(run, given.out, gate),
    }, int(gate is not None and not gate.passed)
