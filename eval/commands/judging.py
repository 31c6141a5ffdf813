"""`python -m eval judge`: how good is the judge itself, against human labels."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.commands.arguments import positive


def add_commands(commands: Any) -> None:
    """Add judge."""
    judge = commands.add_parser(
        "judge",
        help="score a judge against labelled claims (claim, evidence, label), by source and length",
    )
    judge.add_argument(
        "--data", type=Path, required=True, nargs="+", action="extend", metavar="FILE", help="JSON lines"
    )
    judge.add_argument(
        "--judge",
        default="embedded",
        metavar="embedded|llm|both|MODULE:NAME",
        help="the embedded judge, the language model of the settings, both with their agreement, or your own",
    )
    judge.add_argument("--limit", type=positive, metavar="N", help="only N rows of each file, spread over it")
    judge.set_defaults(run=run_command)


def run_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Judge the rows; with both judges also tell how often they agree."""
    from functools import partial
    from itertools import chain

    from eval.benchmarks.judging import judge_rows, score_judged
    from eval.metrics import Confusion
    from eval.progress import track
    from eval.rows import read_rows, sampled
    from eval.systems import chosen_judge

    names = ("embedded", "llm") if given.judge == "both" else (given.judge,)
    judged = {}
    for name in names:
        rows = chain.from_iterable(sampled(partial(read_rows, path), given.limit)[0] for path in given.data)
        judged[name] = list(judge_rows(chosen_judge(name), track(rows, f"{name} judge")))
    result: dict[str, Any] = {name: score_judged(found) for name, found in judged.items()}
    if given.judge == "both":
        pairs = [
            (first.supported, second.supported)
            for first, second in zip(judged["embedded"], judged["llm"], strict=True)
            if first.supported is not None and second.supported is not None
        ]
        agreement = Confusion.count(pairs)
        result["agreement"] = {
            "claims": agreement.total,
            "share": agreement.accuracy,
            "kappa": agreement.kappa,
        }
    return result if given.judge == "both" else result[given.judge], 0
