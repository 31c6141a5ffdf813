"""`python -m eval fit`: the keyless writer's weights and thresholds, fitted again when the reader is new."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError

MEMORY = Path("data") / "fitting"
DATA = Path("..") / "shared" / "data"


def add_commands(commands: Any) -> None:
    """Add fit."""
    fit = commands.add_parser(
        "fit",
        help="fit the keyless writer to the development cases and to held-out public questions",
    )
    fit.add_argument("--data", type=Path, default=DATA, metavar="DIR", help=f"public data; default: {DATA}")
    fit.add_argument("--no-public", action="store_true", help="the development cases alone")
    fit.add_argument("--write", action="store_true", help="replace the values that the assistant uses")
    fit.add_argument(
        "--memory", type=Path, default=MEMORY, metavar="DIR", help=f"what was read before; default: {MEMORY}"
    )
    fit.set_defaults(run=fit_command)


def fit_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Fit, print the check by cross-validation over stories, and write where asked."""
    from assistant.fitted import FILE, fitted
    from eval.fitting import writer_values
    from eval.fitting.examples import case_examples, public_examples
    from eval.fitting.remembered import RememberedEncoder, memory_file
    from models import Encoder
    from models.encoder import HERE

    if not given.no_public and not given.data.is_dir():
        raise EvaluationError(f"{given.data} is no folder; name the public data with --data, or --no-public")
    encoder = RememberedEncoder(Encoder.load(), memory_file(given.memory, HERE / "reader.onnx"))
    try:
        examples = case_examples(encoder)
        if not given.no_public:
            examples += public_examples(encoder, given.data)
    finally:
        encoder.save()
    now = fitted()
    before = [
        (writer_values.outcome(example, now), now.answer_at) for example in examples if not example.public
    ]
    checked = [(outcome, at) for _, outcome, at in writer_values.cross_validated(examples)]
    values = writer_values.fit(examples)
    old, new = writer_values.summary(before), writer_values.summary(checked)
    for name in old:
        print(f"{name:22s} {old[name]:.3f} → {new[name]:.3f}", file=sys.stderr)
    if given.write:
        values.write(FILE)
        print(f"wrote {FILE.name}", file=sys.stderr)
    return {
        "cases": len(before),
        "public": len(examples) - len(before),
        "before": old,
        "after, by cross-validation": new,
        "answer_at": values.answer_at,
    }, 0
