"""`python -m eval mutations`: does every metric fall when an answer is corrupted?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.commands.harness import OUTPUT


def add_commands(commands: Any) -> None:
    """Add mutations."""
    mutations = commands.add_parser(
        "mutations",
        help="corrupt true answers to the cases and report which metrics fall and what the judge catches",
    )
    mutations.add_argument("--split", choices=("dev", "test", "all"), default="all")
    mutations.add_argument(
        "--out", type=Path, default=OUTPUT / "bench", metavar="DIR", help="where figures and misses are kept"
    )
    mutations.set_defaults(run=run_command)


def run_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Print both tables; status 0, since the tests hold the shares to their goals."""
    from eval.bench import keep, origin
    from eval.case_files import read_articles, read_cases
    from eval.judges import RememberingEncoder, new_embedded_judge
    from eval.mutation_proof import prove
    from eval.reports.corrupted_claims import HEADER, caught_rows
    from eval.reports.markdown import number, table
    from models import Encoder

    measured = origin("mutations")
    articles = read_articles()
    cases = read_cases(articles, split=given.split)
    encoder = RememberingEncoder(Encoder.load())
    judge, alone = (new_embedded_judge(checks=checks, encoder=encoder) for checks in (True, False))
    proof = prove(cases, articles, judge, alone=alone)
    keep(given.out, "mutations", proof, measured=measured)
    names = list(next(iter(proof["metrics"].values())))
    print(
        table(
            ["metric", *names],
            [[m, *(number(found[n]) for n in names)] for m, found in proof["metrics"].items()],
        )
    )
    print()
    print(table(HEADER, caught_rows(proof["caught"])))
    for found in proof["caught"].values():
        found["missed"] = len(found["missed"])
    return proof, 0
