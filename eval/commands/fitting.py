"""`python -m eval fit`: the values of the keyless writer and judge, fitted anew for a new reader."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.errors import EvaluationError

if TYPE_CHECKING:
    from assistant.fitted import Fitted
    from eval.fitting.examples import Example
    from eval.fitting.judge_values import JudgedClaim

MEMORY = Path("data") / "fitting"
CLEARLY = 0.015  # of balanced accuracy, more than the fit of another draw of claims moves
# Of the way from the penalties of now to the fitted ones, for most held-out sets are of single sentences:
# half way the mean AUC over all sets was best, and that over longer evidence better than at the end.
SHARE = 0.5
DATA = Path("..") / "shared" / "data"


def add_commands(commands: Any) -> None:
    """Add fit."""
    fit = commands.add_parser(
        "fit",
        help="fit the keyless writer and judge to development cases and held-out public data",
    )
    fit.add_argument("--data", type=Path, default=DATA, metavar="DIR", help=f"public data; default: {DATA}")
    fit.add_argument("--no-public", action="store_true", help="the development cases alone")
    fit.add_argument("--write", action="store_true", help="replace the values that the assistant uses")
    fit.add_argument(
        "--memory", type=Path, default=MEMORY, metavar="DIR", help=f"what was read before; default: {MEMORY}"
    )
    fit.set_defaults(run=fit_command)


def fit_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Fit, print the checks by cross-validation over articles, and write where asked."""
    from assistant.fitted import FILE, fitted
    from eval.fitting.examples import case_examples, public_examples
    from eval.fitting.judge_values import held_out_judgements
    from eval.fitting.remembered import RememberedEncoder, memory_file
    from models import Encoder
    from models.encoder import HERE

    public = not given.no_public
    if public and not given.data.is_dir():
        raise EvaluationError(f"{given.data} is no folder; name the public data with --data, or --no-public")
    encoder = RememberedEncoder(Encoder.load(), memory_file(given.memory, HERE / "reader.onnx"))
    try:
        examples = case_examples(encoder)
        if public:
            examples += public_examples(encoder, given.data)
        claims = held_out_judgements(encoder, given.data) if public else []
    finally:
        encoder.save()
    penalties = dict(fitted().penalties)
    judge: dict[str, dict[str, float]] = {}
    if public:
        threshold = encoder.calibration.supported_threshold
        penalties, judge = _fit_judge(claims, penalties, threshold)
    values, writer = _fit_writer(examples, penalties)
    if given.write:
        values.write(FILE)
        print(f"wrote {FILE.name}", file=sys.stderr)
    return {"writer": writer, "judge": judge, "answer_at": values.answer_at, "penalties": penalties}, 0


def _fit_writer(
    examples: Sequence[Example], penalties: Mapping[str, float]
) -> tuple[Fitted, dict[str, dict[str, float]]]:
    from assistant.fitted import fitted
    from eval.fitting.writer_values import cross_validated, fit, outcome, summary

    now = fitted()
    before = [(outcome(example, now), now.answer_at) for example in examples if not example.public]
    checked = [(one, at) for _, one, at in cross_validated(examples)]
    return fit(examples, penalties=penalties), _compared(summary(before), summary(checked))


def _fit_judge(
    claims: Sequence[JudgedClaim], now: Mapping[str, float], threshold: float
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Fit the penalties; those of now stay unless the new do clearly better on claims that no fit saw.

    Where they do, those of now move towards them by a share.

    What another number or date in its place takes is counted anew each time.
    """
    from assistant.judging.claim_checks import Penalties
    from eval.fitting.judge_values import (
        balanced_accuracies,
        cross_validated,
        fit_penalties,
        replaced_penalty,
    )

    before = balanced_accuracies(claims, Penalties(**now), threshold=threshold)
    checked = cross_validated(claims, threshold=threshold)
    for shares in (before, checked):
        shares["mean of the sets"] = sum(shares.values()) / len(shares)
    compared = _compared(before, checked)
    if checked["mean of the sets"] < before["mean of the sets"] + CLEARLY:
        return {**now, "replaced": replaced_penalty(claims)}, compared
    fitted = asdict(fit_penalties(claims, threshold=threshold))
    between = {name: round(now[name] + SHARE * (value - now[name]), 2) for name, value in fitted.items()}
    return {**between, "replaced": fitted["replaced"]}, compared


def _compared(before: Mapping[str, float], checked: Mapping[str, float]) -> dict[str, dict[str, float]]:
    for name in before:
        print(f"{name:24s} {before[name]:.3f} → {checked[name]:.3f}", file=sys.stderr)
    return {"before": dict(before), "after, by cross-validation": dict(checked)}
