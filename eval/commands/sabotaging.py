"""`python -m eval sabotage`: does the gate fail when the assistant is broken?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.commands.arguments import positive
from eval.commands.harness import OUTPUT


def add_commands(commands: Any) -> None:
    """Add sabotage."""
    command = commands.add_parser(
        "sabotage",
        help="break the assistant on purpose and show what the gate says; status 1 where it is fooled",
    )
    command.add_argument(
        "--questions", type=positive, default=40, metavar="N", help="default: 40 of the test cases"
    )
    command.add_argument(
        "--out", type=Path, default=OUTPUT / "bench", metavar="DIR", help="where figures are kept"
    )
    command.set_defaults(run=run_command)


def run_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Print the gate's verdict on each; status 0 when it passed what is whole and failed what is broken."""
    from eval.bench import keep, origin
    from eval.case_files import read_articles, read_cases
    from eval.comparison import comparable
    from eval.judges import embedded_judge
    from eval.reports.markdown import gate_section
    from eval.sabotage import must_fail, sabotage
    from eval.spreading import spread
    from eval.systems import in_memory_index

    measured = origin("sabotage")
    articles = read_articles()
    cases = spread(comparable(read_cases(articles, split="test")), given.questions)
    with in_memory_index(articles.values()) as index:
        found = sabotage(index, cases, embedded_judge())
    for name, gate in found.items():
        print(f"# {name}\n\n{gate_section(gate)}\n")
    figures = {
        name: {
            "gate": "passed" if gate.passed else "failed",
            "regressed": [comparison.metric for comparison in gate.regressed],
            "undefined": list(gate.undefined),
            "questions": len(cases),
        }
        for name, gate in found.items()
    }
    keep(given.out, "sabotage", figures, measured=measured)
    return figures, int(any(gate.passed == must_fail(name) for name, gate in found.items()))
