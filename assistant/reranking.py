"""Ordering found passages by what the reader makes of them, mixed into the rank that the search gave."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.untrusted_text import plain, quotable
from indexes.searching import FoundPassage

if TYPE_CHECKING:
    from models import Encoder, Reading

# Chosen on held-out articles of SQuAD-style training files, from {0.3, 0.5, 0.7, 1, 1.5, 2}.
RANK_WEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage with what the reader says of it, and the score that orders it."""

    found: FoundPassage
    reading: Reading
    score: float


def rerank(encoder: Encoder, question: str, passages: Sequence[FoundPassage]) -> list[ReadPassage]:
    """Return the passages, likeliest to answer first.

    The score is the log-odds that the passage answers minus `RANK_WEIGHT` times the logarithm of its rank in
    the search, so that the search decides where the reader sees no difference.
    """
    readings = encoder.read(question, [text_to_read(found) for found in passages])
    read = [
        ReadPassage(found, reading, logit(reading.answerable) - RANK_WEIGHT * math.log(rank))
        for rank, (found, reading) in enumerate(zip(passages, readings, strict=True), start=1)
    ]
    return sorted(read, key=lambda one: -one.score)


def text_to_read(found: FoundPassage) -> str:
    """Return what the reader is shown: the passage with the title of its article in front.

    A passage that says "the bridge" or "she" is understood by its title; `title_length` is what to take off.
    What is hidden in the passage or gives orders is blank.
    """
    passage = quotable(found.article.text, found.passage.start, found.passage.end)
    return f"{_title(found)}{passage}"


def title_length(found: FoundPassage) -> int:
    """Return how many characters stand before the passage in `text_to_read`."""
    return len(_title(found))


def _title(found: FoundPassage) -> str:
    title = plain(found.article.title)
    return (
        f"{title.rstrip('.…')}.\n" if title and not found.article.text.startswith(title.rstrip("…")) else ""
    )


def logit(probability: float) -> float:
    """Return the log-odds of a probability, kept within ±7."""
    probability = min(max(probability, 0.001), 0.999)
    return math.log(probability / (1 - probability))
