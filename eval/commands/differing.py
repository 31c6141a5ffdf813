"""`python -m eval diff`: two runs over the same questions, compared in pairs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_commands(commands: Any) -> None:
    """Add diff."""
    diff = commands.add_parser(
        "diff", help="compare two runs in pairs: every metric with the interval of its difference"
    )
    diff.add_argument("old", type=Path, metavar="OLD", help="run.json of the first run, or a baseline")
    diff.add_argument("new", type=Path, metavar="NEW", help="run.json of the second")
    diff.set_defaults(run=run_command)


def run_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Print the comparison; status 0 whatever it says, since nothing is gated here."""
    from eval.baselines import read_run
    from eval.gate import compare_runs
    from eval.reports.markdown import comparison_section

    result = compare_runs(read_run(given.old), read_run(given.new))
    print(comparison_section(result, before="old", after="new"))
    return {
        "metrics": {
            comparison.metric: {
                "old": comparison.old,
                "new": comparison.new,
                "difference": comparison.difference.mean,
                "low": comparison.difference.low,
                "high": comparison.difference.high,
                "questions": comparison.difference.count,
            }
            for comparison in result.comparisons
        },
        "other_questions": len(result.reworded),
        "only_old": len(result.missing),
        "only_new": len(result.new),
    }, 0
