"""From logits to spans, by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from models.reading import Reading, WindowScores, combine
from models.windows import TokenizedText

PASSAGE = "Austin met De Croo"  # tokens: Austin, met, De, Cr, ##oo
TOKENS = TokenizedText(
    ids=np.arange(5),
    starts=np.array([0, 7, 11, 14, 16]),
    ends=np.array([6, 10, 13, 16, 18]),
    words=np.array([0, 1, 2, 3, 3]),
)
LOW = -20.0


def window(
    first: int,
    last: int,
    *,
    starts: dict[int, float],
    ends: dict[int, float],
    no_answer: float = LOW,
    evidence: float = 0.0,
    answerable: float = 0.0,
) -> WindowScores:
    """Build the scores of tokens [first, last); every logit not named is low."""
    size = last - first
    return WindowScores(
        start=first,
        end=last,
        start_logits=np.array([starts.get(first + i, LOW) for i in range(size)]),
        end_logits=np.array([ends.get(first + i, LOW) for i in range(size)]),
        no_answer_logit=no_answer,
        evidence_logits=np.full(size, evidence),
        answerable_logit=answerable,
    )


def texts(reading: Reading) -> list[str]:
    return [PASSAGE[span.start : span.end] for span in reading.spans]


def test_the_likeliest_spans_come_first_and_do_not_overlap() -> None:
    scores = window(0, 5, starts={0: 3.0, 2: 4.0}, ends={0: 3.0, 4: 4.0})
    reading = combine(TOKENS, [scores], temperature=1.0)
    assert texts(reading)[:2] == ["De Croo", "Austin"]
    places = sorted((span.start, span.end) for span in reading.spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(places))


def test_span_scores_are_probabilities_against_no_answer() -> None:
    # one span with logit 2 + 2 against "no answer" with 4: one half each
    reading = combine(TOKENS, [window(0, 5, starts={0: 2.0}, ends={0: 2.0}, no_answer=4.0)], temperature=1.0)
    assert reading.spans[0].score == pytest.approx(0.5, abs=1e-6)


def test_a_span_that_stops_inside_a_word_is_widened_to_it() -> None:
    reading = combine(TOKENS, [window(0, 5, starts={3: 5.0}, ends={3: 5.0})], temperature=1.0)
    assert texts(reading)[0] == "Croo"


def test_a_span_never_ends_before_it_starts() -> None:
    reading = combine(TOKENS, [window(0, 5, starts={4: 9.0}, ends={0: 9.0})], temperature=1.0)
    assert all(span.start < span.end for span in reading.spans)


def test_windows_give_the_best_of_each() -> None:
    scores = [
        window(0, 3, starts={0: 1.0}, ends={0: 1.0}, no_answer=4.0, evidence=-2.0, answerable=-1.0),
        window(2, 5, starts={2: 5.0}, ends={4: 5.0}, no_answer=0.0, evidence=2.0, answerable=3.0),
    ]
    reading = combine(TOKENS, scores, temperature=2.0)
    assert texts(reading)[0] == "De Croo"
    assert reading.answerable == pytest.approx(1 / (1 + np.exp(-1.5)))
    assert reading.evidence(0, 6) == pytest.approx(1 / (1 + np.exp(2.0)))
    assert reading.evidence(11, 18) == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_evidence_of_characters_without_tokens_is_nothing() -> None:
    reading = combine(TOKENS, [window(0, 5, starts={}, ends={})], temperature=1.0)
    assert reading.evidence(6, 7) == 0.0
    assert reading.evidence(18, 99) == 0.0


def test_an_empty_passage_has_no_spans() -> None:
    nothing = np.array([], dtype=np.int64)
    empty = TokenizedText(nothing, nothing, nothing, nothing)
    assert combine(empty, [window(0, 0, starts={}, ends={})], temperature=1.0).spans == ()


def test_equal_spans_keep_the_order_of_the_text() -> None:
    scores = window(0, 5, starts={0: 5.0, 1: 5.0}, ends={0: 5.0, 1: 5.0}, no_answer=LOW)
    first = combine(TOKENS, [scores], temperature=1.0)
    assert first.spans == combine(TOKENS, [scores], temperature=1.0).spans


HEADED = TokenizedText(  # "Austin wins. " above "Then Austin met Li"
    ids=np.arange(7),
    starts=np.array([0, 7, 11, 13, 18, 25, 29]),
    ends=np.array([6, 11, 12, 17, 24, 28, 31]),
    words=np.arange(7),
)
HEADING, BELOW = "Austin wins. ", "Then Austin met Li"


def headed(starts: dict[int, float], ends: dict[int, float], no_answer: float = 2.0) -> dict[str, float]:
    scores = window(0, 7, starts=starts, ends=ends, no_answer=no_answer)
    reading = combine(HEADED, [scores], temperature=1.0, heading=HEADING, passage=BELOW)
    return {BELOW[span.start : span.end]: span.score for span in reading.spans}


def test_what_a_heading_takes_counts_for_the_same_words_below() -> None:
    # twice as likely in the heading as below, and as likely below as no answer: three parts of four
    found = headed({0: 1.0 + np.log(2.0), 4: 1.0}, {0: 1.0, 4: 1.0})
    both = found["Austin"]
    assert both == pytest.approx(3 / 4, abs=0.01)


def test_what_a_heading_takes_for_other_words_is_left_out() -> None:
    # the heading's own word takes nearly all; of the rest half is "Li" and half no answer
    found = headed({1: 9.0, 6: 1.0}, {1: 9.0, 6: 1.0})
    assert found["Li"] == pytest.approx(1 / 2, abs=0.01)
    assert sum(found.values()) <= 1.0


def test_a_span_from_the_heading_into_the_passage_is_none() -> None:
    assert "wins" not in " ".join(headed({1: 9.0}, {3: 9.0}))
    assert max(headed({1: 9.0}, {3: 9.0}).values(), default=0.0) < 0.1
