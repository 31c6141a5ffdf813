"""The encoder with its real weights."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from models import DamagedWeightsError, Encoder, MissingWeightsError, ModelError
from models.benchmark import measure_reading
from models.encoder import HERE

SENTENCES = [
    "Ukraine's president met the head of NATO in Brussels.",
    "Volodymyr Zelensky visited the alliance's headquarters.",
    "Ripe bananas are yellow.",
    "The council voted to close the library on Saturdays.",
]
FILES = ("embedding.onnx", "embedding.json", "tokenizer.json")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(HERE / name, tmp_path)
    return tmp_path


def test_vectors_are_float32_unit_rows(encoder: Encoder) -> None:
    vectors = encoder.embed(SENTENCES)
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_texts_about_the_same_thing_are_nearer(encoder: Encoder) -> None:
    vectors = encoder.embed(SENTENCES)
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > likeness[0, 2] + 0.2
    assert likeness[0, 1] > likeness[0, 3] + 0.2


def test_a_vector_depends_on_its_text_alone(encoder: Encoder) -> None:
    together = encoder.embed([*SENTENCES, "word " * 900])
    backwards = encoder.embed(SENTENCES[::-1])[::-1]
    alone = np.concatenate([encoder.embed([text]) for text in SENTENCES])
    assert np.array_equal(together[:4], alone)
    assert np.array_equal(backwards, alone)


def test_the_end_of_a_long_text_counts(encoder: Encoder) -> None:
    # 600 words fill more than two windows; a truncating encoder would not see the difference
    long = "The council discussed the budget at length. " * 75
    plain, other = encoder.embed([long, long + SENTENCES[0]])
    assert not np.array_equal(plain, other)
    assert float(plain @ other) > 0.8
    assert float(other @ encoder.embed([SENTENCES[0]])[0]) > float(plain @ encoder.embed([SENTENCES[0]])[0])


def test_no_texts_give_no_rows_and_an_empty_text_one(encoder: Encoder) -> None:
    assert encoder.embed([]).shape == (0, 384)
    assert np.isfinite(encoder.embed([""])).all()


def test_threads_may_share_the_encoder(encoder: Encoder) -> None:
    expected = encoder.embed(SENTENCES)
    with ThreadPoolExecutor(4) as threads:
        for vectors in threads.map(lambda _: encoder.embed(SENTENCES), range(8)):
            assert np.array_equal(vectors, expected)


def test_the_same_folder_gives_the_same_encoder() -> None:
    assert Encoder.load() is Encoder.load()


def test_the_fingerprint_follows_the_weights(encoder: Encoder, copy: Path) -> None:
    assert Encoder(copy).fingerprint == encoder.fingerprint
    description = json.loads((copy / "embedding.json").read_text())
    description["sha256"]["embedding.onnx"] = "0" * 64
    (copy / "embedding.json").write_text(json.dumps(description))
    assert Encoder(copy).fingerprint != encoder.fingerprint


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named_with_what_to_do(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(MissingWeightsError, match=rf"{name}.*git checkout"):
        Encoder(copy).embed(["text"])


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named_with_what_to_do(copy: Path, name: str) -> None:
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(DamagedWeightsError, match=rf"{name}.*git checkout"):
        Encoder(copy).embed(["text"])


def test_every_error_has_the_same_base() -> None:
    assert issubclass(MissingWeightsError, ModelError)
    assert issubclass(DamagedWeightsError, ModelError)


def test_the_weights_are_the_ones_the_card_names() -> None:
    card = (HERE / "embedding.md").read_text(encoding="utf-8")
    for checksum in json.loads((HERE / "embedding.json").read_text())["sha256"].values():
        assert checksum in card


def test_importing_the_encoder_loads_neither_torch_nor_services() -> None:
    code = "import models, sys; print([m for m in ('torch', 'transformers', 'chromadb') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=HERE.parent, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_benchmark_of_too_little_text_says_what_to_do(encoder: Encoder) -> None:
    with pytest.raises(ModelError, match="--texts"):
        measure_reading(encoder, SENTENCES[:1], rounds=1)
