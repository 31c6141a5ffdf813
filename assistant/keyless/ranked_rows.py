"""Rows of a table that begin with a rank: "2 | Haruto Imai | Japan" tells who came second."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.keyless.candidates import Candidate
from assistant.questions.question import Question
from assistant.wording.quantities import RANKS
from assistant.wording.terms import fold

_ASKS_RANK = re.compile(
    r"^(?:who|which \w+|what \w+)\s+(?:came|comes|finished|was|is|placed|ranked|ended(?: up)?)\s+"
    rf"(?:in )?(?:the )?(?:(?P<word>{'|'.join(RANKS)})|(?P<number>\d{{1,2}})(?:st|nd|rd|th))"
    r"(?=\W*$| (?:place|in (?!command)|at|for)\b)",
    re.I,
)


def rank_asked(question: Question) -> int | None:
    """Return the rank that a question asks for: 2 of "who came second?"; None where it asks for none."""
    asked = _ASKS_RANK.match(question.text)
    if asked is None:
        return None
    return int(asked["number"]) if asked["number"] else RANKS.index(fold(asked["word"])) + 1


def ranked_row(question: Question, candidates: Sequence[Candidate]) -> tuple[Candidate, str] | None:
    """Return the row of the likeliest article that has the rank asked for, and whom it names.

    Candidates come likeliest first; an article with two tables has two such rows, and none is chosen.
    """
    rank = rank_asked(question)
    if rank is None or not candidates:
        return None
    row = re.compile(rf"{rank}\.?\s*\|\s*(?P<who>[^|\n]*[A-Za-z][^|\n]*?)\s*(?:\||$)")
    article = candidates[0].article
    rows = [
        (one, match) for one in candidates if one.article.id == article.id and (match := row.match(one.text))
    ]
    return (rows[0][0], rows[0][1]["who"]) if len(rows) == 1 else None
