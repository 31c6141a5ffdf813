"""The public benchmarks in one house: run them, keep their figures, write them as one table.

Every family's figures are kept as JSON with where they come from, so that one can be run again without the
others. Figures that other weights gave are left out of the tables and named; those of other code are marked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from eval.benchmarks.reading import measure_reading
from eval.commands.benchmarks import (
    MODES,
    run_answering,
    run_faithfulness,
    run_retrieval,
    run_rewriting,
)
from eval.errors import DataError
from eval.footprint import measure_footprint
from eval.judges import RememberingEncoder
from eval.progress import track
from eval.provenance import code, commit, load, machine, weights
from eval.rows import Row, read_rows, sampled
from eval.runs import rounded, write_json
from models import Encoder
from models.training.mix import share_of
from models.training.rows import held_out

READING = (
    "squad2_dev_17_articles",
    "squadshifts_new_wiki",
    "squadshifts_reddit",
    "squadshifts_amazon_reviews",
)
NEVER_TRAINED_ON = ("qed_nq_dev",)
FAITHFULNESS = ("wice_test", "attributionbench_test500", "defacto_test")
REWRITING = ("canard_dev", "cast2020")

Figures = dict[str, Any]


def reading(data: Path, limit: int | None) -> Figures:
    """Read the articles held out of training, and the files that training never saw."""
    encoder = Encoder.load()
    threshold = encoder.calibration.answerable_threshold
    found: Figures = {}
    for name in (*READING, *NEVER_TRAINED_ON):
        path = _file(data, f"qa/{name}")
        called = f"{name}, held-out articles" if name in READING else name
        rows, total = sampled(partial(_held_out_rows if name in READING else read_rows, path), limit)
        rows = track(rows, called, total=total)
        found[called] = measure_reading(encoder, rows, threshold=threshold)
    return found


def faithfulness(data: Path, limit: int | None) -> Figures:
    """Judge the claims of the test files, by the judge as it is and by its encoder alone."""
    found: Figures = {}
    for name in FAITHFULNESS:
        path, encoder = _file(data, f"entailment/{name}"), RememberingEncoder(Encoder.load())
        found[name] = run_faithfulness(path, limit, encoder=encoder)
        alone = run_faithfulness(path, limit, checks=False, encoder=encoder)
        found[f"{name}, without the checks"] = {**alone, "ms_per_claim": None}  # it had been judged before
    return found


def retrieval(data: Path, limit: int | None) -> Figures:
    """Search the OneStop articles among their distractors in every mode."""
    files = [_file(data, f"onestop/{name}") for name in ("articles", "distractors")]
    found = run_retrieval(files, _file(data, "onestop/questions"), modes=MODES, level="auto", limit=limit)
    return {"onestop": found}


def answering(data: Path, limit: int | None) -> Figures:
    """Ask Natural Questions over their passages as one pile."""
    return {"qed_nq_dev": run_answering([], _file(data, "qa/qed_nq_dev"), limit=limit)}


def rewriting(data: Path, limit: int | None) -> Figures:
    """Make follow-ups standalone."""
    return {name: run_rewriting(_file(data, f"conversation/{name}"), limit) for name in REWRITING}


FAMILIES: Mapping[str, Callable[[Path, int | None], Figures]] = {
    "reading": reading,
    "faithfulness": faithfulness,
    "retrieval": retrieval,
    "answering": answering,
    "rewriting": rewriting,
    "footprint": lambda _data, _limit: measure_footprint(),
}
# How many rows a family takes where nothing is said: all, but for what takes hours.
LIMITS = {"answering": 400}
WITHOUT_ROWS = ("footprint",)


def origin(family: str, *, limit: int | None = None) -> dict[str, Any]:
    """Return where a family's figures come from: weights, code, commit, machine, how busy it is, rows."""
    busy = load()
    return {
        "weights": weights(),
        "code": code(family),
        "commit": commit(family),
        "machine": machine(),
        "load": None if busy is None else round(busy, 1),
        "limit": limit,
    }


def keep(
    folder: Path, family: str, figures: Mapping[str, Any], *, measured: Mapping[str, Any] | None = None
) -> None:
    """Keep a family's figures with where they come from, as it was when the measuring began."""
    write_json(folder / f"{family}.json", rounded({**(measured or origin(family)), "figures": figures}))


def kept(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all kept figures by family, each with its `state`.

    "current": measured with the weights and the code in use; "other code"; "other weights".
    """
    for path in sorted(folder.glob("*.json")):
        values = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(values, dict) and "figures" in values:
            same_code = values.get("code") == code(path.stem)
            state = "current" if same_code else "other code"
            yield (
                path.stem,
                {**values, "state": state if values.get("weights") == weights() else "other weights"},
            )


def _held_out_rows(path: Path) -> Iterator[Row]:
    """The rows that training leaves out; the rule is the recipe's own."""
    name = path.name.split(".")[0]
    for row in read_rows(path):
        title = row.text("context") if name == "squadshifts_reddit" else row.text("title", "")
        group = f"{name}/{title}"
        if held_out(group, share=share_of(group)):
            yield row


def _file(data: Path, name: str) -> Path:
    for ending in (".jsonl.gz", ".jsonl"):
        if (data / f"{name}{ending}").is_file():
            return data / f"{name}{ending}"
    raise DataError(f"{data / name}.jsonl.gz is missing; name the folder of public data with --data DIR")
