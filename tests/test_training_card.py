"""The model card is written from what a run leaves behind, and the run is written down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.training import card
from models.training.features import encode, load_tokenizer
from models.training.rows import QuestionRow

TOKENIZER = Path(__file__).resolve().parents[1] / "models" / "tokenizer.json"
KNOWN = {"seed": 1, "threads": 1, "rate": 0.1, "step": 10, "tokens": 900, "minutes": 1.0}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as `prepare`, `train` and `evaluate` leave it, with a model beside it."""
    runs = tmp_path / "runs.json"
    runs.write_text(json.dumps([KNOWN]))
    monkeypatch.setattr(card, "RUNS", runs)
    folder = tmp_path / "second"
    folder.mkdir()
    row = QuestionRow("Who left?", "Ann left.", ((0, 3),), "qamr", "qamr/1")
    encode([row], load_tokenizer(TOKENIZER)).save(folder / "features.npz")
    plan = {"seed": 2, "threads": 1, "rate": 0.2, "tokens_per_batch": 4500}
    last = {"step": 20, "tokens": 1800, "minutes": 2.0}
    (folder / "log.jsonl").write_text(f"{json.dumps({'plan': plan})}\n{json.dumps(last)}\n")
    figures = {
        "asked": {"rows": 3, "f1_answerable_forced": 0.5},
        "claimed": {"rows": 4, "auc": 0.75},
    }
    (folder / "reader.figures.json").write_text(json.dumps(figures))
    (tmp_path / "reader.onnx").write_bytes(b"weights")
    (tmp_path / "reader.json").write_text(json.dumps({"supported_threshold": 0.4}))
    return folder


def test_the_card_tells_of_every_run_and_of_the_figures(run: Path) -> None:
    card.write_card(run.parent / "reader.onnx", run, "base-hash")
    text = (run.parent / "reader.md").read_text(encoding="utf-8")
    assert "$" not in text
    assert "| 1 | 10 | 0.0 M | 1 | 1 | 0.1 | 1 |\n| 2 | 20 | 0.0 M | 2 | 1 | 0.2 | 2 |" in text
    assert "supported_threshold 0.4" in text
    assert "| claimed | 4 | .750 |" in text


def test_a_card_written_again_writes_no_run_twice(run: Path) -> None:
    for _ in range(2):
        card.write_card(run.parent / "reader.onnx", run, "base-hash")
    assert [one["seed"] for one in json.loads(card.RUNS.read_text())] == [1, 2]
