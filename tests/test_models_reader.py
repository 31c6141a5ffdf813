"""Reading and judging with the real weights: whatever the training, these hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from models import DamagedWeightsError, Encoder, MissingWeightsError, Reading
from models.encoder import HERE

PASSAGE = (
    "The Ukrainian leader arrived in Brussels on Wednesday. He is scheduled to meet Jens Stoltenberg, the"
    " head of NATO. The bridge over the Kestrel was closed in March after an inspection found cracks."
)
OTHER = "Ripe bananas are yellow. They are rich in potassium and grow in the tropics."
FILLER = "Rain fell on the quiet harbour and the boats stayed where they were. " * 60
FILES = ("tokenizer.json", "embedding.json", "reader.json", "reader.onnx")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(HERE / name, tmp_path)
    return tmp_path


def summary(reading: Reading) -> tuple[object, ...]:
    return reading.spans, reading.answerable, reading.evidence(0, 60), reading.evidence(60, 200)


def test_spans_are_whole_words_of_the_passage_best_first(encoder: Encoder) -> None:
    (reading,) = encoder.read("Who is he scheduled to meet?", [PASSAGE])
    scores = [span.score for span in reading.spans]
    assert scores == sorted(scores, reverse=True)
    assert 0.0 < sum(scores) <= 1.0 + 1e-6
    for span in reading.spans:
        assert PASSAGE[span.start : span.end].strip() == PASSAGE[span.start : span.end] != ""
        assert span.start == 0 or not PASSAGE[span.start - 1].isalnum()
        assert span.end == len(PASSAGE) or not PASSAGE[span.end].isalnum()


def test_the_passage_that_answers_looks_more_answerable(encoder: Encoder) -> None:
    right, wrong = encoder.read("When was the bridge over the Kestrel closed?", [PASSAGE, OTHER])
    assert right.answerable > wrong.answerable


def test_the_sentence_that_answers_has_the_evidence(encoder: Encoder) -> None:
    (reading,) = encoder.read("When was the bridge over the Kestrel closed?", [PASSAGE])
    answer = PASSAGE.index("The bridge")
    assert reading.evidence(answer, len(PASSAGE)) > reading.evidence(0, answer)


def test_a_reading_depends_on_question_and_passage_alone(encoder: Encoder) -> None:
    question = "Who is he scheduled to meet?"
    together = encoder.read(question, [OTHER, PASSAGE, FILLER])
    assert summary(together[1]) == summary(encoder.read(question, [PASSAGE])[0])


def test_the_end_of_a_long_passage_is_read(encoder: Encoder) -> None:
    question = "When was the bridge over the Kestrel closed?"
    without, with_answer = encoder.read(question, [FILLER, FILLER + PASSAGE])
    assert with_answer.answerable > without.answerable
    assert with_answer.evidence(len(FILLER) + 120, len(FILLER + PASSAGE)) > 0.0
    assert any(span.start >= len(FILLER) for span in with_answer.spans)


HEADLINE = "Argentina win the World Cup on penalties.\n"
FINAL = (
    "Argentina are world champions for the third time. They beat France on penalties at Lusail Stadium on "
    "Sunday. Gonzalo Montiel struck the decisive penalty."
)


def test_an_answer_stands_in_the_passage_though_its_heading_gives_it_too(encoder: Encoder) -> None:
    question = "who won the World Cup?"
    (reading,) = encoder.read(question, [FINAL], [HEADLINE])
    (joined,) = encoder.read(question, [HEADLINE + FINAL])
    best, taken = reading.spans[0], joined.spans[0]
    assert (HEADLINE + FINAL)[taken.start : taken.end] == "Argentina"
    assert taken.start < len(HEADLINE)
    assert FINAL[best.start : best.end] == "Argentina"
    assert best.score >= taken.score
    assert reading.answerable == joined.answerable
    assert reading.evidence(0, 49) == joined.evidence(len(HEADLINE), len(HEADLINE) + 49)


def test_words_of_a_heading_alone_are_no_answer(encoder: Encoder) -> None:
    readings = encoder.read("who won the World Cup?", [OTHER, ""], [HEADLINE, HEADLINE])
    for passage, reading in zip([OTHER, ""], readings, strict=True):
        assert all(0 <= span.start < span.end <= len(passage) for span in reading.spans)
        assert sum(span.score for span in reading.spans) <= 1.0 + 1e-6


@pytest.mark.parametrize("question", ["", "who " * 700], ids=["empty", "700 words"])
def test_any_length_of_question_is_read(encoder: Encoder, question: str) -> None:
    readings = encoder.read(question, [PASSAGE, ""])
    assert [0.0 <= reading.answerable <= 1.0 for reading in readings] == [True, True]
    assert readings[1].spans == ()


def test_judgements_are_probabilities(encoder: Encoder) -> None:
    rows = encoder.judge([("He arrived in Brussels.", PASSAGE), ("", ""), ("claim " * 700, FILLER)])
    assert rows.shape == (3, 3)
    assert rows.sum(axis=1) == pytest.approx(np.ones(3))
    assert (rows >= 0.0).all()


@pytest.mark.parametrize("evidence", [PASSAGE, FILLER[:600]], ids=["short", "computed by all threads"])
def test_a_judgement_depends_on_its_pair_alone(encoder: Encoder, evidence: str) -> None:
    pair = ("He arrived in Brussels.", evidence)
    assert np.array_equal(encoder.judge([("Other.", FILLER), pair])[1], encoder.judge([pair])[0])


def test_evidence_at_the_end_of_a_long_text_supports(encoder: Encoder) -> None:
    claim = "The bridge over the Kestrel was closed in March."
    without, with_evidence = encoder.judge([(claim, FILLER), (claim, FILLER + PASSAGE)])
    assert with_evidence[0] > without[0]


def test_nothing_gives_nothing(encoder: Encoder) -> None:
    assert encoder.read("Who?", []) == []
    assert encoder.judge([]).shape == (0, 3)


def test_a_missing_reader_is_named(copy: Path) -> None:
    (copy / "reader.onnx").unlink()
    with pytest.raises(MissingWeightsError, match=r"reader\.onnx.*git checkout"):
        Encoder(copy).judge([("a", "b")])


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"answerable_temperature": "warm"}'])
def test_a_damaged_calibration_is_named(copy: Path, content: str) -> None:
    (copy / "reader.json").write_text(content)
    with pytest.raises(DamagedWeightsError, match=r"reader\.json"):
        Encoder(copy).judge([("a", "b")])


def test_a_reader_other_than_its_description_names_is_refused(copy: Path) -> None:
    description = json.loads((copy / "reader.json").read_text()) | {"sha256": {"reader.onnx": "0" * 64}}
    (copy / "reader.json").write_text(json.dumps(description))
    with pytest.raises(DamagedWeightsError, match=r"reader\.onnx.*SHA-256"):
        Encoder(copy).judge([("a", "b")])
