"""Ordering found passages by what the reader makes of them, their rank in the search and their words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.untrusted_text import plain, quotable
from assistant.wording.overlap import AskedWords
from assistant.wording.spoken_days import written_day
from assistant.wording.terms import numbers
from indexes.searching import FoundPassage

if TYPE_CHECKING:
    from models import Encoder, Reading

# Round numbers near those that conditional logistic regression gives on the development cases and on held-out
# articles of SQuAD-style training files.
RANK_WEIGHT = 0.5
WORDS_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage with what the reader says of it, and the score that orders it."""

    found: FoundPassage
    reading: Reading
    score: float


def rerank(encoder: Encoder, question: str, passages: Sequence[FoundPassage]) -> list[ReadPassage]:
    """Return the passages, likeliest to answer first.

    The score is the log-odds that the passage answers, minus `RANK_WEIGHT` times the logarithm of its rank in
    the search, plus `WORDS_WEIGHT` times the share that it and its title have of the question's terms, each
    weighed by how few of the passages have it: the reader sees that a passage could answer such a question,
    and the rare words that it is about that question.
    """
    readings = read_passages(encoder, question, passages)
    asked = AskedWords.of(question, [found.passage.text for found in passages])
    read = []
    for rank, (found, reading) in enumerate(zip(passages, readings, strict=True), start=1):
        words = asked.look_into(f"{found.article.title}\n{found.passage.text}").terms
        score = logit(reading.answerable) - RANK_WEIGHT * math.log(rank) + WORDS_WEIGHT * words
        read.append(ReadPassage(found, reading, score))
    return sorted(read, key=lambda one: -one.score)


def read_passages(encoder: Encoder, question: str, passages: Sequence[FoundPassage]) -> list[Reading]:
    """Return what the reader makes of the passages, each under its heading.

    What is hidden in a passage or gives orders is blank.
    """
    texts = [quotable(found.article.text, found.passage.start, found.passage.end) for found in passages]
    return encoder.read(question, texts, [heading(found, question) for found in passages])


def heading(found: FoundPassage, question: str) -> str:
    """Return what a passage is read under: the title, by which "the bridge" or "she" is understood.

    The day of publication stands beside it where the question names that year: few articles write the year
    that they tell of.
    """
    title, day = plain(found.article.title).rstrip(".…"), found.article.published_day
    parts = [] if not title or found.article.text.startswith(title) else [title]
    if day and str(day.year) in numbers(question):
        parts.append(written_day(day))
    return f"{', '.join(parts)}.\n" if parts else ""


def logit(probability: float) -> float:
    """Return the log-odds of a probability, kept within ±7."""
    probability = min(max(probability, 0.001), 0.999)
    return math.log(probability / (1 - probability))
