"""Training rows keep their answers where they say, and held-out articles stay out."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.training.claim_edits import Edit
from models.training.claims import ClaimMaker, Document, from_documents, from_question, from_reading
from models.training.features import Features, encode, load_tokenizer
from models.training.measures import (
    answer_f1,
    area_under_curve,
    balanced_accuracy,
    balanced_gains,
    best_threshold,
)
from models.training.questions import (
    OtherPassages,
    as_typed,
    edited_alike,
    edited_apart,
    windowed,
    with_evidence,
    with_title,
    without_answer,
)
from models.training.rows import SUPPORTED, UNSUPPORTED, ClaimRow, QuestionRow, held_out
from models.training.sentences import best_window, sentence_spans, words_in

TOKENIZER = Path(__file__).resolve().parents[1] / "models" / "tokenizer.json"
PASSAGE = (
    "The old lighthouse at Rauma was built in 1883 by local fishermen. It guided ships for ninety years. "
    "In 1974 the harbour board replaced it with a steel mast. Tourists still climb its stairs every summer "
    "to see the islands and the sea beyond them."
)


def question(text: str, answer: str, passage: str = PASSAGE) -> QuestionRow:
    start = passage.index(answer)
    return QuestionRow(text, passage, ((start, start + len(answer)),), "made up", "lighthouse")


def answers(row: QuestionRow) -> list[str]:
    return [row.passage[start:end] for start, end in row.answers]


def test_evidence_is_the_sentence_with_the_answer() -> None:
    row = with_evidence(question("When was it built?", "1883"))
    assert [row.passage[start:end] for start, end in row.evidence] == [PASSAGE.split(" It guided")[0]]


def test_under_the_title_of_the_article_answer_and_evidence_keep_their_place() -> None:
    row = replace(with_evidence(question("When was it built?", "1883")), title="Lighthouses of Finland")
    titled = with_title(row)
    assert titled.passage == f"Lighthouses of Finland.\n{PASSAGE}"
    assert answers(titled) == answers(row)
    assert [titled.passage[slice(*span)] for span in titled.evidence] == [
        row.passage[slice(*span)] for span in row.evidence
    ]
    assert with_title(question("When was it built?", "1883")).passage == PASSAGE


def test_a_question_can_be_typed_as_bare_words() -> None:
    typed = {as_typed("Who replaced the old lighthouse of Rauma?", random.Random(seed)) for seed in range(60)}
    assert "replaced old lighthouse rauma" in typed
    assert "who replaced the old lighthouse of rauma" in typed


@pytest.mark.parametrize("seed", range(8))
def test_a_window_keeps_the_answer_and_its_place(seed: int) -> None:
    row = with_evidence(question("What replaced it?", "a steel mast"))
    short = windowed(row, 15, random.Random(seed))
    assert words_in(short.passage) < words_in(row.passage)
    assert answers(short) == ["a steel mast"]
    assert all("a steel mast" in short.passage[start:end] for start, end in short.evidence)


@pytest.mark.parametrize("seed", range(8))
def test_a_window_of_a_question_without_an_answer_holds_what_looks_like_one(seed: int) -> None:
    asked = replace(question("Who designed the mast of the harbour?", "1883"), answers=())
    assert "harbour board replaced it" in windowed(asked, 15, random.Random(seed)).passage
    start = PASSAGE.index("ninety years")
    lured = windowed(replace(asked, lure=((start, start + 12),)), 15, random.Random(seed))
    assert [lured.passage[slice(*span)] for span in lured.lure] == ["ninety years"]
    assert not lured.answerable


def test_without_its_sentence_a_question_has_no_answer() -> None:
    row = without_answer(question("When was it built?", "1883"))
    assert row is not None
    assert not row.answerable
    assert "1883" not in row.passage
    assert "steel mast" in row.passage


def test_an_answer_that_stands_elsewhere_too_cannot_be_taken_out() -> None:
    assert without_answer(question("What was built?", "It")) is None


def test_another_passage_never_holds_the_answer() -> None:
    rows = [
        question("When was the lighthouse built?", "1883"),
        question("Who?", "keeper", "The lighthouse keeper left in 1883 and never came back to the island."),
        question("What?", "boats", "The lighthouse was built for boats from Sweden, an old chronicle says."),
    ]
    other = OtherPassages(rows).pick(rows[0], random.Random(0))
    assert other is not None
    assert other.passage == rows[2].passage
    assert not other.answerable


def test_an_edit_in_the_question_alone_leaves_no_answer_and_in_both_moves_it() -> None:
    row = with_evidence(question("Who built the lighthouse at Rauma?", "local fishermen"))
    start = row.question.index("Rauma")
    edit = Edit("place", UNSUPPORTED, ((start, start + 5, "Vaasa Bay"),))
    assert not edited_apart(row, edit).answerable
    alike = edited_alike(row, edit)
    assert alike is not None
    assert alike.question == "Who built the lighthouse at Vaasa Bay?"
    assert "Vaasa Bay" in alike.passage
    assert answers(alike) == ["local fishermen"]
    assert alike.passage[slice(*alike.evidence[0])].endswith("local fishermen.")


@pytest.mark.parametrize("seed", range(5))
def test_typed_questions_lose_only_case_and_mark(seed: int) -> None:
    typed = as_typed("Who built it?", random.Random(seed))
    assert typed.rstrip("?").lower() == "who built it"


def test_made_claims_are_labelled_against_a_window_of_their_article() -> None:
    rows = from_documents([Document(PASSAGE, "lighthouse")], random.Random(1))
    assert {row.label for row in rows} > {SUPPORTED}
    assert {row.group for row in rows} == {"lighthouse"}
    assert all(row.claim and row.evidence for row in rows)


@pytest.mark.parametrize("seed", range(5))
def test_a_sentence_found_elsewhere_is_held_against_other_sentences(seed: int) -> None:
    maker = ClaimMaker(Document(PASSAGE, "lighthouse"), random.Random(seed))
    for number in maker.usable:
        for row in maker.elsewhere(number):
            assert sentence_text(number) not in row.evidence


def sentence_text(number: int) -> str:
    start, end = sentence_spans(PASSAGE)[number]
    return PASSAGE[start:end]


def test_a_question_and_its_answer_become_a_claim() -> None:
    row = question("Who replaced the old light?", "the harbour board")
    claims = list(from_question(row, random.Random(0)))
    assert [claim.claim for claim in claims] == ["The harbour board replaced the old light."]
    assert claims[0].label == SUPPORTED


def test_a_wrong_reading_becomes_an_unsupported_claim_and_a_right_one_none() -> None:
    row = question("Who built the lighthouse at Rauma?", "local fishermen")
    start = PASSAGE.index("the harbour board")
    wrong = from_reading(row, start, start + len("the harbour board"))
    assert wrong is not None
    assert wrong.label == UNSUPPORTED
    assert wrong.claim == "The harbour board built the lighthouse at Rauma."
    assert from_reading(row, *row.answers[0]) is None
    assert from_reading(row, 5, 5) is None


def test_held_out_share_is_kept_and_stable() -> None:
    names = [f"article {number}" for number in range(2_000)]
    out = [name for name in names if held_out(name, share=0.1)]
    assert 0.08 < len(out) / len(names) < 0.12
    assert out == [name for name in names if held_out(name, share=0.1)]


def test_the_window_most_like_the_claim_is_cut_out() -> None:
    window = best_window(PASSAGE, "Tourists climb the stairs", 25)
    assert window.startswith("Tourists still climb")
    assert best_window(PASSAGE, "anything", 500) == PASSAGE


def test_labels_point_at_the_tokens_of_the_answer(tmp_path: Path) -> None:
    tokenizer = load_tokenizer(TOKENIZER)
    row = with_evidence(question("What replaced it?", "a steel mast"))
    unanswerable = replace(row, answers=(), evidence=())
    claim = ClaimRow("It was built in 1883.", PASSAGE, SUPPORTED, "made up", "lighthouse")
    encode([row, unanswerable, claim], tokenizer).save(tmp_path / "features.npz")
    features = Features.load(tmp_path / "features.npz")
    ids = features.ids[: features.offsets[1]]
    start, end = features.starts[0, 0], features.ends[0, 0]
    assert tokenizer.decode(ids[start : end + 1].tolist()) == "a steel mast"
    left, right = features.evidence[0, 0]
    assert tokenizer.decode(ids[left:right].tolist()).startswith("in 1974 the harbour board")
    assert features.answerable.tolist() == [1, 0, -1]
    assert features.judgement.tolist() == [-1, -1, SUPPORTED]
    assert (features.starts[1:] == -1).all()


@pytest.mark.parametrize(
    ("given", "golds", "expected"),
    [
        ("The Steel mast.", ["a steel mast"], 1.0),
        ("steel", ["a steel mast"], 2 / 3),
        ("wood", ["steel"], 0.0),
        ("", [], 1.0),
        ("wood", [], 0.0),
    ],
    ids=["normalised", "partial", "wrong", "rightly silent", "should be silent"],
)
def test_answer_f1(given: str, golds: list[str], expected: float) -> None:
    assert answer_f1(given, golds) == pytest.approx(expected)


def test_curve_area_counts_ties_half() -> None:
    positive = np.array([True, True, False, False])
    assert area_under_curve(np.array([0.9, 0.5, 0.5, 0.1]), positive) == pytest.approx(0.875)


def test_the_best_threshold_splits_best() -> None:
    scores = np.array([0.9, 0.8, 0.6, 0.2])
    positive = np.array([True, True, False, False])
    cut = best_threshold(scores, balanced_gains(positive))
    assert cut == pytest.approx(0.7)
    assert balanced_accuracy(scores >= cut, positive) == 1.0
