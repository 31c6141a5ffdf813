"""Sentences that tell of one person what the question asks of another: who else resigned, or was jailed."""

from __future__ import annotations

import re

from assistant.keyless.candidates import Candidate
from assistant.questions.question import Question
from assistant.wording.terms import CALENDAR, fold, names, stem, words

_BEFORE_A_VERB = r"(?:(?:is|are|was|were|has|have|had|will|would|been|be|to|also|then|later|since) )*"
# possessive: a comma may end one part or open the next, and a row of numbers has too many ways
_VERB = re.compile(rf"(?:,? (?:\d+|who)\b,?)*+ {_BEFORE_A_VERB}(?P<verb>[a-z]+)")
_DOES = re.compile(r"\b(?:did|does|do|has|had|have|will|would|is|was) $", re.I)
_SOMEBODY = re.compile(r"An? [a-z]")
# "Ann Lee, 52,": who is told of first after "A woman who stole …"
_INTRODUCED = re.compile(r",? \(?\d{1,3}\b")
_WHOM = re.compile(r"\b(?:him|her)\b", re.I)  # who may be the one asked of
_PRONOUN = re.compile(r"(?:he|she|his|her)\b", re.I)
INTRODUCED_WITHIN = 400  # characters


def is_of_another_person(candidate: Candidate, question: Question) -> bool:
    """Whether the article has the person of the question, and the sentence tells of somebody else.

    The sentence gives another as who did it, or opens with another who is told of; or it tells of "a woman",
    and the one whom the article then introduces with her age is another; or of "her", before the one asked of
    is named.
    """
    asked = [
        name
        for name in question.names
        if len(words(name.text)) > 1
        and name.text in candidate.article.text
        and _DOES.search(question.text[: name.start])
    ]
    if len(asked) != 1:
        return False
    last = fold(words(asked[0].text)[-1])
    if last in map(fold, words(f"{candidate.article.title} {candidate.text}")):
        return False
    doing = _VERB.match(question.text, asked[0].end)
    return (
        (doing is not None and _another_does(candidate.text, doing["verb"]))
        or _opens_with_another(candidate.text)
        or _leaves_another_unnamed(candidate, last)
        or _speaks_of_one_named_before(candidate, last)
    )


def _another_does(sentence: str, verb: str) -> bool:
    """Whether somebody with a whole name is said to have done it: "Tom Hill was jailed"."""
    return any(
        " " in name.text
        and (does := _VERB.match(sentence, name.end)) is not None
        and stem(does["verb"]) == stem(verb)
        for name in names(sentence)
    )


def _leaves_another_unnamed(candidate: Candidate, last: str) -> bool:
    """Whether a sentence tells of "a woman", and who is introduced after it has another last name."""
    if not _SOMEBODY.match(candidate.text):
        return False
    after = candidate.article.text[candidate.end : candidate.end + INTRODUCED_WITHIN]
    introduced = next(
        (name for name in names(after) if " " in name.text and _INTRODUCED.match(after, name.end)), None
    )
    return introduced is not None and fold(words(introduced.text)[-1]) != last


def _opens_with_another(sentence: str) -> bool:
    """Whether a whole name opens the sentence and does what it tells: "Tom Hill, who ran it, was jailed"."""
    opening = next(iter(names(sentence)), None)
    return (
        opening is not None
        and opening.start == 0
        and not _WHOM.search(sentence)
        and " " in opening.text
        and re.match(r",? (?:\d{1,3}|who|an?|was|has|had|is|will)\b", sentence[opening.end :]) is not None
    )


def _speaks_of_one_named_before(candidate: Candidate, last: str) -> bool:
    """Whether a sentence opens with "He", and the name of the question is first told after it."""
    told = candidate.article.text[: candidate.start]
    return (
        _PRONOUN.match(candidate.text) is not None
        and last not in map(fold, words(told))
        and any(" " in name.text and not CALENDAR & set(map(fold, words(name.text))) for name in names(told))
    )
