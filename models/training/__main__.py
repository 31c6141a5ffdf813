"""Command line of the recipe: prepare, train, export, evaluate, card."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MODELS = Path(__file__).resolve().parents[1]


def _prepare(options: argparse.Namespace) -> None:
    from models.training.features import encode, load_tokenizer
    from models.training.mix import training_rows

    tokenizer = load_tokenizer(options.tokenizer)

    def read(pairs: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
        from models.training.inference import run

        return [output.span for output in run(options.reader, tokenizer, pairs)]

    rows = training_rows(options.data, options.seed, read if options.reader else None)
    features = encode(rows, tokenizer)
    options.run.mkdir(parents=True, exist_ok=True)
    features.save(options.run / "features.npz")
    print(json.dumps({"examples": len(features), "tokens": len(features.ids)}))


def _train(options: argparse.Namespace) -> None:
    from models.training.features import Features
    from models.training.loop import train
    from models.training.schedule import Plan

    found = hashlib.sha256(options.base.read_bytes()).hexdigest()
    if found != BASE_SHA256:
        sys.exit(
            f"{options.base} is not the base this recipe starts from (sha256 {found}); see models/reader.md"
        )
    plan = Plan(
        minutes=options.minutes,
        seed=options.seed,
        threads=options.threads,
        frozen_layers=options.frozen_layers,
    )
    features = Features.load(options.run / "features.npz")
    print(train(features, options.base, options.run, plan, start=options.start))


def _export(options: argparse.Namespace) -> None:
    from models.training.export import export, load_network
    from models.training.features import Features

    network = load_network(
        options.run / "weights.pt", averaged=not options.last, earlier=options.earlier, share=options.share
    )
    export(network, options.run / "reader.fp32.onnx", int8=False)
    export(network, options.model, measured_on=Features.load(options.run / "features.npz"))
    checksum = hashlib.sha256(options.model.read_bytes()).hexdigest()
    _describe(options.model, {"sha256": {options.model.name: checksum}})
    print(json.dumps({"bytes": options.model.stat().st_size, "sha256": checksum}))


def _describe(model: Path, values: dict[str, object]) -> dict[str, float]:
    """Add values to the JSON file beside the model, and return all it holds."""
    path = model.with_suffix(".json")
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(known | values, indent=2) + "\n", encoding="utf-8")
    return known | values


def _evaluate(options: argparse.Namespace) -> None:
    from models.training.evaluate import calibrate, evaluate
    from models.training.features import load_tokenizer
    from models.training.measuring import measure

    measured = measure(
        options.model, load_tokenizer(options.tokenizer), options.data, report=not options.quick
    )
    settings = _describe(options.model, calibrate(measured) if options.calibrate else {})
    figures = evaluate(measured, settings)
    for name, values in figures.items():
        print(f"{name:60}", json.dumps(values))
    options.run.mkdir(parents=True, exist_ok=True)
    (options.run / f"{options.model.stem}.figures.json").write_text(
        json.dumps(figures, indent=2), encoding="utf-8"
    )


def _card(options: argparse.Namespace) -> None:
    from models.training.card import write_card

    write_card(options.model, options.run, BASE_SHA256)


def main(arguments: list[str] | None = None) -> None:
    """Run one step of the recipe; see `--help`."""
    parser = argparse.ArgumentParser(prog="python -m models.training", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="normalised JSON lines")
    parser.add_argument(
        "--run", type=Path, default=Path("data/training"), help="folder of features, log, checkpoints"
    )
    parser.add_argument("--tokenizer", type=Path, default=MODELS / "tokenizer.json")
    parser.add_argument("--model", type=Path, default=MODELS / "reader.onnx")
    parser.add_argument("--seed", type=int, default=20_221_109)
    steps = parser.add_subparsers(required=True, metavar="STEP")
    prepare = steps.add_parser("prepare", help="make the training rows and encode them")
    prepare.add_argument("--reader", type=Path, help="an earlier reader.onnx, to train on its wrong answers")
    prepare.set_defaults(step=_prepare)
    train = steps.add_parser("train", help="train, or go on with a run that was cut off")
    train.add_argument("--base", type=Path, required=True, help="model.safetensors of all-MiniLM-L6-v2")
    train.add_argument(
        "--start", type=Path, help="weights.pt or reader.onnx of an earlier run, to go on from"
    )
    train.add_argument("--minutes", type=float, default=70)
    train.add_argument("--threads", type=int, default=2)
    train.add_argument(
        "--frozen-layers", type=int, default=0, help="first layers to leave as they are (default: 0)"
    )
    train.set_defaults(step=_train)
    export = steps.add_parser("export", help="write fused int8 ONNX")
    export.add_argument("--last", action="store_true", help="the last weights, not the running average")
    export.add_argument(
        "--earlier", type=Path, help="weights.pt or reader.onnx of the run before, to lie between the two"
    )
    export.add_argument("--share", type=float, default=0.7, help="how far from those to these (default: 0.7)")
    export.set_defaults(step=_export)
    evaluate = steps.add_parser("evaluate", help="measure on held-out rows and on files never trained on")
    evaluate.add_argument(
        "--calibrate", action="store_true", help="fit and write temperatures and thresholds first"
    )
    evaluate.add_argument("--quick", action="store_true", help="held-out rows only")
    evaluate.set_defaults(step=_evaluate)
    card = steps.add_parser("card", help="write the model card from log and figures")
    card.set_defaults(step=_card)
    options = parser.parse_args(arguments)
    options.step(options)


if __name__ == "__main__":
    main()
