"""The public benchmarks in one house: run them, keep their figures, write them as one table.

Every family's figures are kept as JSON, so that one can be run again without the others; figures that
other weights gave are left out of the table.
"""

from __future__ import annotations

import json
import os
import platform
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
from eval.progress import track
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
    """Judge the claims of the test files."""
    return {name: run_faithfulness(_file(data, f"entailment/{name}"), limit) for name in FAITHFULNESS}


def retrieval(data: Path, limit: int | None) -> Figures:
    """Search the OneStop articles among their distractors in every mode."""
    files = [_file(data, f"onestop/{name}") for name in ("articles", "distractors")]
    found = run_retrieval(files, _file(data, "onestop/questions"), modes=MODES, level="auto", limit=limit)
    return {"onestop": found}


def answering(data: Path, limit: int | None) -> Figures:
    """Ask Natural Questions over all their passages as one pile."""
    return {"qed_nq_dev": run_answering([], _file(data, "qa/qed_nq_dev"), limit=limit or 400)}


def rewriting(data: Path, limit: int | None) -> Figures:
    """Make follow-ups standalone."""
    return {name: run_rewriting(_file(data, f"conversation/{name}"), limit) for name in REWRITING}


FAMILIES: Mapping[str, Callable[[Path, int | None], Figures]] = {
    "reading": reading,
    "faithfulness": faithfulness,
    "retrieval": retrieval,
    "answering": answering,
    "rewriting": rewriting,
}


def keep(folder: Path, family: str, figures: Mapping[str, Any]) -> None:
    """Keep a family's figures with the weights and the machine that gave them."""
    write_json(
        folder / f"{family}.json",
        rounded({"weights": weights(), "machine": machine(), "figures": figures}),
    )


def kept(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the figures that the weights in use gave, by family."""
    for path in sorted(folder.glob("*.json")):
        values = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(values, dict) and values.get("weights") == weights():
            yield path.stem, values


def weights() -> str:
    """Return what identifies the reader's weights and thresholds: the start of their hashes."""
    import hashlib

    import models

    folder = Path(models.__file__).parent
    digest = hashlib.sha256()
    for name in ("reader.onnx", "reader.json", "embedding.onnx"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]


def machine() -> str:
    """Return the processor in words, and how many cores there are."""
    name = platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), name)
    except OSError:
        pass
    return f"{name}, {os.cpu_count()} cores"


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
