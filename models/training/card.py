"""The model card of the reader, written from the log of the run and the figures of the exported network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template

from models.training.features import Features
from models.training.mix import CLAIMS, QUESTIONS

_LICENCES = {
    "squadshifts": ("SquadShifts (new Wikipedia, Reddit, Amazon reviews)", "CC BY 4.0"),
    "squad2": ("17 articles of the SQuAD 2.0 development set", "CC BY-SA 4.0"),
    "qamr": ("QAMR, Wikipedia part", "as its repository states"),
    "nli": ("development sets of MNLI, SNLI, SICK, RTE, SciTail", "as their repositories state"),
    "breaking_nli": ("Breaking NLI", "CC BY-SA"),
    "fool_me_twice": ("Fool Me Twice", "Apache-2.0"),
    "healthver": ("HealthVer", "as its repository states"),
    "covidfact": ("COVID-Fact", "as its repository states"),
    "begin_dev": ("BEGIN, development set", "as its repository states"),
    "attributionbench_dev": ("AttributionBench, development set", "as its repository states"),
    "defacto_train": ("DeFacto, training set", "MIT"),
    "wice_dev": ("WiCE, development set", "ODC-BY"),
    "summedits_other_domains": ("SummEdits, domains other than news", "Apache-2.0"),
}


RUNS = Path(__file__).with_name("runs.json")  # what went into the weights that are shipped, oldest first


def write_card(model: Path, run: Path, base_sha256: str) -> None:
    """Write `reader.md` beside the model from `card.md`, the log, the features and the figures of the run.

    The run is added to `runs.json`, where those are written down that it went on from.
    """
    plan, last = _log(run)
    figures = json.loads((run / f"{model.stem}.figures.json").read_text(encoding="utf-8"))
    settings = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
    template = Template(Path(__file__).with_name("card.md").read_text(encoding="utf-8"))
    content = model.read_bytes()
    features = Features.load(run / "features.npz")
    runs = _with_run(plan, last)
    text = template.substitute(
        sha256=hashlib.sha256(content).hexdigest(),
        megabytes=f"{len(content) / 1e6:.1f}",
        base_sha256=base_sha256,
        runs=_run_table(runs),
        batch=f"{plan['tokens_per_batch']:,}",
        data=_data_table(),
        sources=_source_table(features),
        epochs=f"{float(str(last['tokens'])) / len(features.ids):.2f}",
        reading=_table({name: row for name, row in figures.items() if "f1_answerable_forced" in row}),
        judging=_table({name: row for name, row in figures.items() if "auc" in row}),
        settings=", ".join(f"{name} {value}" for name, value in settings.items() if name != "sha256"),
    )
    model.with_suffix(".md").write_text(text, encoding="utf-8")
    RUNS.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")


def _log(run: Path) -> tuple[dict[str, object], dict[str, object]]:
    """Give the plan of a run and the last line of its log."""
    log = [json.loads(line) for line in (run / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    return next(entry["plan"] for entry in log if "plan" in entry), [e for e in log if "step" in e][-1]


def _with_run(plan: dict[str, object], last: dict[str, object]) -> list[dict[str, object]]:
    """Give the runs that are written down, oldest first, with this one."""
    known: list[dict[str, object]] = json.loads(RUNS.read_text(encoding="utf-8"))
    one = {name: plan[name] for name in ("seed", "threads", "rate")}
    one |= {name: last[name] for name in ("step", "tokens", "minutes")}
    same = [other for other in known if other.items() >= one.items()]  # it may have a number of its own
    return [*(other for other in known if other not in same), *(same[-1:] or [one])]


def _run_table(runs: Sequence[dict[str, object]]) -> str:
    # a run that was left is not among them, so a later one has a number of its own
    lines = ["| run | steps | tokens | minutes | threads | rate | seed |", "|---|---|---|---|---|---|---|"]
    for number, run in enumerate(runs, start=1):
        tokens, minutes = float(str(run["tokens"])), float(str(run["minutes"]))
        lines.append(
            f"| {run.get('run', number)} | {run['step']:,} | {tokens / 1e6:.1f} M | {minutes:.0f} "
            f"| {run['threads']} | {run['rate']} | {run['seed']} |"
        )
    return "\n".join(lines)


def _table(figures: dict[str, dict[str, float]]) -> str:
    columns = list(dict.fromkeys(column for row in figures.values() for column in row))
    lines = [
        "| | " + " | ".join(column.replace("_", " ") for column in columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for name, row in figures.items():
        cells = (_number(row.get(column)) for column in columns)
        lines.append(f"| {name.replace('_', ' ')} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value > 1 else f"{value:.3f}".removeprefix("0")


def _data_table() -> str:
    used = [name for name, *_ in QUESTIONS] + ["qamr"] + [name for name, *_ in CLAIMS]
    known = {name: next(key for key in _LICENCES if name.startswith(key)) for name in used}
    lines = ["| data | licence |", "|---|---|"]
    lines += ["| {} | {} |".format(*_LICENCES[key]) for key in dict.fromkeys(known.values())]
    lines.append("| Wikinews articles of the GUM corpus | CC BY 2.5 |")
    lines.append(
        "| [questions and claims written](training/written/README.md) for this project | Apache-2.0 |"
    )
    return "\n".join(lines)


def _source_table(features: Features) -> str:
    groups: dict[str, list[int]] = {}
    for number, length in zip(features.source.tolist(), features.lengths.tolist(), strict=True):
        counts = groups.setdefault(_group(features.sources[number]), [0, 0])
        counts[0] += 1
        counts[1] += length
    lines = ["| training examples | number | tokens |", "|---|---|---|"]
    for name, (rows, tokens) in sorted(groups.items(), key=lambda item: -item[1][1]):
        lines.append(f"| {name} | {rows:,} | {tokens / 1e6:.2f} M |")
    return "\n".join(lines)


def _group(source: str) -> str:
    """Name the kind of example that a source belongs to."""
    name, _, change = source.partition(":")
    if name.startswith("written"):
        return f"{name.removeprefix('written ')} written for this project"
    if name == "made":
        if "answer" in change:
            return "claims made of questions and answers"
        kept = change in ("supported", "merged", "resolved")
        return "made claims, supported" if kept else "made claims, edited or from elsewhere"
    if change:
        kinds = {
            "deleted": "questions, answer sentence deleted",
            "elsewhere": "questions, nearest other passage",
            "edited": "questions, one detail changed",
            "alike": "questions, one detail changed in the passage too",
        }
        return kinds[change]
    return "questions as they are" if name.startswith(("squad", "qamr")) else "entailment rows"
