"""Whether two articles give different answers to the same question, so that both are told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.keyless.answer_spans import Piece, join_pieces
from assistant.keyless.candidates import Candidate
from assistant.questions.question import Question
from assistant.wording.figures import amounts_differ, times_differ
from assistant.wording.terms import names, stem, terms

AS_LIKELY = 0.75  # of the other's probability
ABOUT_THE_SAME = 0.6  # of the other's share of the question's terms
SURE = 0.3  # probability of the span, for answers that are no amounts
_COUNTED = re.compile(r"\b(?:second|third|fourth|fifth) (?P<noun>[a-z]{3,})\b", re.I)

Told = tuple[Candidate, Sequence[Piece]]


def disagree(
    question: Question, lead: Told, other: Told, *, as_likely: float = AS_LIKELY, by_passage: bool = False
) -> bool:
    """Whether another article, about as likely to answer, gives another answer of the same type.

    Two amounts differ when they share no number and have the same unit. Two dates, people or places count
    only for a question that has one answer, and where the reader is sure of both. `as_likely` is the least
    share of the lead's probability that the other needs; `by_passage` their passages have to tell of the
    same, else the sentences.
    """
    (first, pieces), (second, own) = lead, other
    if not pieces or not own or second.probability < as_likely * first.probability:
        return False
    of_lead, of_other = (
        (one.features.terms_in_passage if by_passage else one.features.terms_in_sentence)
        for one in (first, second)
    )
    if of_other < ABOUT_THE_SAME * of_lead:
        return False
    if _tells_of_another(second.text, first.text):
        return False
    one, two = join_pieces(pieces), join_pieces(own)
    if question.kind == "amount":
        return amounts_differ(one, two)
    if question.several or question.kind not in {"time", "person", "place"}:
        return False
    sure = all(max((span.score for span in each.spans), default=0.0) >= SURE for each in (first, second))
    return sure and _comparable(question, one, two)


def _tells_of_another(sentence: str, lead: str) -> bool:
    """Whether a sentence tells of "a second crack", and the lead of one that is not called so."""
    counted = (found for found in _COUNTED.finditer(sentence) if found[0].lower() not in lead.lower())
    return any(stem(found["noun"]) in terms(lead) for found in counted)


def _comparable(question: Question, one: str, two: str) -> bool:
    """Whether two answers can be held against each other: dates with dates, names with names."""
    if question.kind == "time":
        return times_differ(one, two)
    return bool(names(one) and names(two))
