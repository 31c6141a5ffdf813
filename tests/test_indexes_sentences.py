"""Sentences keep exact offsets and survive titles, initials, quotations, money and dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.sentences import LONGEST_SENTENCE, split_sentences

NEWS = [
    "Mr. Zelensky met U.S. Gen. Milley on Feb. 9. | He said: “We will win.” | Then he left.",
    "“Why now?” asked Sen. Bob Corker. | It cost $4.5 million. | In 2023, 3.5 percent did.",
    "The U.S. said no. | Prof. J. K. Rowling agreed. | No. 10 Downing Street said nothing.",
    "The meeting ended at 5 p.m. Tuesday. | It began at 8 p.m. GMT. | He left at 5 p.m. | She stayed.",
    "The panel met on Fri. Sept. 4 and on Jan. 6. | Israel responded.",
    "Mr. and Mrs. Smith met Dr. Who. | They left with Lt. Gen. Sir John Smith.",
    "“I am here,” he said. | “No,” he replied. | “It is! Really!” she cried.",
    "See Vol. 3, p. 12 and Fig. 4. | Roe v. Wade fell. | The firm (Nasdaq: X) rose.",
    "(He did not say why he had left.) | Then she rose. | The vote (12 to 3) passed.",
    "1. The first thing is this. | 2. The second is that.",
    "Is it true?! | He waited ... and then left. | He came in 1999. | 25 people followed.",
]

ALPHABET = "abZ éü😀\n .!?…”“’\"'()[]0123U.S. Mr.no. p.m. \u00a0\u2028"


@pytest.mark.parametrize("marked", NEWS, ids=lambda marked: marked[:24])
def test_news_splits_at_the_marked_places(marked: str) -> None:
    expected = marked.split(" | ")
    text = " ".join(expected)
    assert [text[start:end] for start, end in split_sentences(text)] == expected


def test_every_line_end_is_a_boundary() -> None:
    text = "A headline without a stop\nThe first line\n\n  The second.  "
    sentences = [text[start:end] for start, end in split_sentences(text)]
    assert sentences == ["A headline without a stop", "The first line", "The second."]


@pytest.mark.parametrize("text", ["", " \n\t\n "], ids=["empty", "blank"])
def test_nothing_gives_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


def test_a_stretch_without_stops_is_cut_at_blanks() -> None:
    text = "word " * 1000
    sentences = split_sentences(text)
    assert all(end - start <= LONGEST_SENTENCE for start, end in sentences)
    assert " ".join(text[start:end] for start, end in sentences) == text.strip()


@given(st.text(alphabet=ALPHABET, max_size=300))
def test_ranges_are_trimmed_ordered_and_lose_nothing_but_blanks(text: str) -> None:
    ranges = split_sentences(text)
    position = 0
    for start, end in ranges:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        position = end
    assert not text[position:].strip()


@given(st.text(max_size=200))
def test_any_text_keeps_exact_offsets(text: str) -> None:
    kept = "".join(text[start:end] for start, end in split_sentences(text))
    assert "".join(kept.split()) == "".join(text.split())
