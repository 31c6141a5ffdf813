"""Weights of a run, read back, mixed and trained further. Needs the extra `training` (torch, onnx)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra `training`")
pytest.importorskip("onnx", reason="needs the extra `training`")

from models.training.earlier import earlier_weights  # noqa: E402
from models.training.export import export, load_network  # noqa: E402
from models.training.features import Features, encode, load_tokenizer  # noqa: E402
from models.training.inference import run  # noqa: E402
from models.training.loop import train  # noqa: E402
from models.training.network import (  # noqa: E402
    _LAYER_NAMES,
    HEAD_SIZE,
    HIDDEN,
    LAYERS,
    MASKED,
    Layer,
    Reader,
    _scores_at_once,
)
from models.training.rows import SUPPORTED, ClaimRow, QuestionRow  # noqa: E402
from models.training.schedule import Plan  # noqa: E402
from tests.conftest import ROOT  # noqa: E402

SHIPPED = ROOT / "models" / "reader.onnx"
TOKENIZER = ROOT / "models" / "tokenizer.json"
PASSAGE = "Marin Sandhal opened the new bridge over the Orrel on Friday. It cost 4 million crowns."


def _weights(path: Path, values: dict[str, object]) -> Path:
    torch.save({"average": values, "last": values}, path)
    return path


def test_an_exported_reader_read_back_and_exported_again_reads_the_same(tmp_path: Path) -> None:
    weights = _weights(tmp_path / "weights.pt", dict(earlier_weights(SHIPPED)))
    export(load_network(weights), tmp_path / "again.onnx")
    pairs = [("Who opened the bridge?", PASSAGE), ("The bridge was free.", PASSAGE)]
    tokenizer = load_tokenizer(TOKENIZER)
    shipped, again = (list(run(file, tokenizer, pairs)) for file in (SHIPPED, tmp_path / "again.onnx"))
    assert PASSAGE[slice(*again[0].span)] == "Marin Sandhal"
    for one, other in zip(shipped, again, strict=True):
        assert one.span == other.span
        assert np.allclose(one.judgement, other.judgement, atol=0.3)


def test_a_unit_that_is_far_too_strong_is_scaled_down_and_nothing_else_changes(tmp_path: Path) -> None:
    values = {name: value.clone() for name, value in earlier_weights(SHIPPED).items()}
    # it fires whatever is read, and nothing comes of it but that it takes the bits of the others
    values["layers.3.widen.bias"][7] += 300.0
    values["layers.3.narrow.weight"][:, 7] = 0.0
    network = load_network(_weights(tmp_path / "weights.pt", values))
    pairs = [("Who opened the bridge?", PASSAGE), ("The bridge was free.", PASSAGE)]
    answers = {}
    for kind, given in {"exact": None, "plain": None, "spread": _features()}.items():
        file = tmp_path / f"{kind}.onnx"
        export(network, file, int8=kind != "exact", measured_on=given)
        answers[kind] = np.array([one.judgement for one in run(file, load_tokenizer(TOKENIZER), pairs)])
    away = {kind: float(np.abs(answers[kind] - answers["exact"]).max()) for kind in ("plain", "spread")}
    assert away["spread"] < 0.3 * away["plain"]
    again = earlier_weights(tmp_path / "spread.onnx")
    assert torch.allclose(again["layers.3.narrow.weight"], values["layers.3.narrow.weight"], atol=0.02)


def test_a_share_lies_between_the_earlier_weights_and_those_of_the_run(
    tmp_path: Path,
) -> None:
    before = dict(earlier_weights(SHIPPED))
    name = "pair_head.bias"
    earlier = _weights(tmp_path / "earlier.pt", before)
    later = _weights(tmp_path / "later.pt", before | {name: before[name] + 2.0})
    mixed = load_network(later, earlier=earlier, share=0.25)
    assert torch.allclose(mixed.state_dict()[name], before[name] + 0.5)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped trunk under the names of a BERT file."""
    from safetensors.torch import save_file

    ours = earlier_weights(SHIPPED)
    named = {
        "embeddings.word_embeddings.weight": ours["words.weight"],
        "embeddings.position_embeddings.weight": ours["positions.weight"],
        "embeddings.token_type_embeddings.weight": ours["kinds.weight"],
        "embeddings.LayerNorm.weight": ours["embedded_norm.weight"],
        "embeddings.LayerNorm.bias": ours["embedded_norm.bias"],
    }
    for number in range(LAYERS):
        for theirs, name in _LAYER_NAMES.items():
            for part in ("weight", "bias"):
                named[f"encoder.layer.{number}.{theirs}.{part}"] = ours[f"layers.{number}.{name}.{part}"]
    path = tmp_path_factory.mktemp("base") / "model.safetensors"
    save_file(named, path)
    return path


def _features() -> Features:
    start = PASSAGE.index("Marin")
    rows: list[QuestionRow | ClaimRow] = [
        QuestionRow(
            "Who opened the bridge?", PASSAGE, ((start, start + 13),), "squad", "squad/a", ((0, 60),)
        ),
        ClaimRow("The bridge was opened on Friday.", PASSAGE, SUPPORTED, "mnli", "mnli/a"),
    ]
    return encode(rows * 8, load_tokenizer(TOKENIZER))


def test_layers_that_are_frozen_stay_as_they_are(tmp_path: Path, base: Path) -> None:
    plan = Plan(minutes=0.05, seed=1, threads=1, tokens_per_batch=120, frozen_layers=2)
    after = torch.load(train(_features(), base, tmp_path, plan, start=SHIPPED), weights_only=True)["average"]
    before = earlier_weights(SHIPPED)
    changed = {name for name in after if not torch.equal(after[name], before[name])}
    assert "layers.2.query.weight" in changed
    assert not any(name.startswith(("layers.0.", "layers.1.", "positions", "kinds")) for name in changed)


def test_scores_are_the_same_in_training_and_reading() -> None:
    torch.manual_seed(3)
    layer, states, mask = Layer(), torch.randn(2, 5, HIDDEN), torch.zeros(2, 1, 1, 5)
    mask[1, ..., 3:] = MASKED
    query, key = (layer._split(project(states)) for project in (layer.query, layer.key))
    plain = torch.matmul(query, key.transpose(-1, -2)) / HEAD_SIZE**0.5 + mask
    assert torch.allclose(_scores_at_once(query, key, mask), plain, atol=1e-4)


def test_a_run_trains_and_goes_on_where_it_was_cut_off(tmp_path: Path, base: Path) -> None:
    plan = Plan(minutes=0.05, seed=1, threads=1, tokens_per_batch=120)
    weights = train(_features(), base, tmp_path, plan, start=SHIPPED)
    state = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert state["step"] > 0
    before = earlier_weights(SHIPPED)
    after = torch.load(weights, weights_only=True)["average"]
    assert torch.equal(after["words.weight"], before["words.weight"])
    assert not torch.equal(after["layers.0.query.weight"], before["layers.0.query.weight"])
    train(_features(), base, tmp_path, Plan(minutes=0.1, seed=1, threads=1, tokens_per_batch=120))
    plans = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [entry["from_step"] for entry in plans if "from_step" in entry] == [0, state["step"]]


def test_the_shipped_reader_loads_as_the_network_it_was_exported_from() -> None:
    network = Reader()
    assert set(network.state_dict()) == set(earlier_weights(SHIPPED))
