"""What newer articles tell in place of an older value: a toll that rose, a date that was put back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.keyless.answer_spans import Piece, choose_pieces
from assistant.keyless.candidates import Candidate
from assistant.keyless.changed_values import corrections, tells_a_change, value_now
from assistant.keyless.disagreement import disagree
from assistant.questions.answer_types import asks_what_comes
from assistant.questions.question import Question
from assistant.wording.figures import amounts_differ, has_figures
from assistant.wording.terms import CALENDAR, fold, names, terms, words

_OF_THE_PAST = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:last|previous) (?:week|month|year)\b|\byesterday\b|\bago\b|\bat the time\b", re.I
)
_OF_WHAT_WAS = re.compile(
    r"\b(?:original(?:ly)?|initial(?:ly)?|previous(?:ly)?|before|used to|old|earlier|past|last year|"
    r"to begin with)\b",
    re.I,
)
_WORTH = re.compile(r"\b(?:worth|valued?)\b", re.I)
NAMED_WITHIN = 20_000  # characters of an article
TERMS_SHARED = 2  # of the question, by the passage that puts another value in place of its answer
RENEWS = 0.6  # of the lead's probability, for what a newer article says in its place
SURE_TOO = 0.5  # of the probability of the lead's span
RENEWS_BY_CHANGE, SURE_OF_CHANGE = 0.45, 0.2  # the same, of a sentence that says that it changed: "risen to"


def newest_value(
    lead: Candidate,
    pieces: Sequence[Piece],
    candidates: Sequence[Candidate],
    question: Question,
) -> Candidate:
    """Return the newest of the candidates that give another amount, or another day to come, than the lead.

    A toll rises and a date is put back: what was told last counts, unless the question is of an earlier time.
    """
    changes = question.kind == "amount" or (question.kind == "time" and asks_what_comes(question))
    if not changes or question.earliest or _is_dated(question) or _OF_WHAT_WAS.search(question.text):
        return lead
    surest = lead.surest_span
    newer = [
        other
        for other in candidates
        if _is_newer(other, lead)
        and other.names_all
        and _renews(other, surest)
        and disagree(
            question,
            (lead, pieces),
            (other, choose_pieces(other, question)),
            as_likely=RENEWS_BY_CHANGE if tells_a_change(other.text) else RENEWS,
            by_passage=tells_a_change(other.text),
        )
    ]
    return max([lead, *newer], key=lambda one: one.article.published_day or date.min)


def corrected_value(
    lead: Candidate,
    pieces: Sequence[Piece],
    candidates: Sequence[Candidate],
    question: Question,
) -> Piece | None:
    """Return the value that a newer article puts in place of the very one that the lead gives, if any does.

    Of "will not open on 3 November but on 1 December" it is the latter, however unlikely the reader finds it;
    so is "55 million" of "the repair is now 55 million", where that has as much of the question as the lead.
    """
    if len(pieces) != 1 or question.earliest or _is_dated(question) or _OF_WHAT_WAS.search(question.text):
        return None
    told, asked = fold(pieces[0].text), question.terms
    # "what is the reward?" asks for an amount too
    is_amount = question.kind == "amount" or (question.kind == "thing" and has_figures(told))
    if question.kind != "time" and not is_amount:
        return None
    found = [
        Piece(other, other.start + start, other.start + end, other.text[start:end])
        for other in candidates
        if _is_newer(other, lead) and other.names_all
        for old, (start, end) in corrections(other.text, question)
        if f" {fold(old)} " in f" {told} "
        if len(asked & set(terms(other.found.passage.text))) >= min(TERMS_SHARED, len(asked))
        or _share_a_name(other, lead)
    ]
    found += [
        Piece(other, other.start + now[0], other.start + now[1], other.text[slice(*now)])
        for other in candidates
        if is_amount and _is_newer(other, lead) and other.names_all
        if other.features.terms_in_sentence >= lead.features.terms_in_sentence
        or all(_WORTH.search(text) for text in (question.text, other.text))
        if (now := value_now(other.text)) and (question.names or _share_a_name(other, lead))
        if amounts_differ(pieces[0].text, other.text[slice(*now)])
    ]
    return max(found, key=lambda one: one.candidate.article.published_day or date.min, default=None)


def _renews(other: Candidate, surest: float) -> bool:
    """Whether the reader is sure enough of a newer value; less so where the sentence says that it changed."""
    return other.surest_span >= (SURE_OF_CHANGE if tells_a_change(other.text) else SURE_TOO) * surest


def _is_newer(other: Candidate, lead: Candidate) -> bool:
    one, two = other.article.published_day, lead.article.published_day
    return one is not None and two is not None and one > two


def _share_a_name(one: Candidate, other: Candidate) -> bool:
    """Whether both articles name the same: one of two words, such as "Varna Museum"."""
    texts = [each.article.text[:NAMED_WITHIN] for each in (one, other)]
    named = [{name.text for name in names(text) if " " in name.text} for text in texts]
    return bool(named[0] & named[1])


def _is_dated(question: Question) -> bool:
    """Whether a question says of what time it asks."""
    named = any(word[:1].isupper() and fold(word) in CALENDAR for word in words(question.text))
    return named or _OF_THE_PAST.search(question.text) is not None
