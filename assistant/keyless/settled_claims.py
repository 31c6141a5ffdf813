"""Whether a sentence may settle a yes/no question: it must tell of the same deed, thing and time."""

from __future__ import annotations

import re

from assistant.keyless.denials import says_in_other_words
from assistant.questions.question import Question
from assistant.wording.quantities import NUMBER
from assistant.wording.terms import stem, terms, words

SAME_ROOT = 4  # letters, of "warning" and "warned"
_DETERMINER = r"(?:its|his|her|their|my|our|the|a|an|any)"
# "cut its dividend": a deed, and what it is done to
_DEED = re.compile(rf"(?=\b(?P<deed>[a-z]+) {_DETERMINER} (?P<thing>[a-z-]+(?: [a-z-]+)?)\b)")
_ASKS_OF_THE_PAST = re.compile(r"(?:did|was|were)\b", re.I)
# "had not lost for 19 matches" tells of the time before
_NOT_BEFORE_THEN = re.compile(
    r"\bhad (?:not|never)\b[^.,;]*?\b(?:until|before|"
    rf"for (?:(?:more|less) than |over |almost |nearly )?{NUMBER})",
    re.I,
)


def tells_of_another_deed(question: Question, text: str, whole: str) -> bool:
    """Whether what is asked was done to something else: "cut its forecast" for "cut its dividend".

    It is another thing only where the whole article names what was asked about elsewhere.
    """
    said, elsewhere = _stems(text), _stems(whole)
    done = {stem(one["deed"]) for one in _DEED.finditer(text)}
    return any(
        stem(asked["deed"]) in done and not things & said and things & elsewhere
        for asked in _DEED.finditer(question.text)
        if terms(asked["deed"]) and (things := set(terms(asked["thing"])))
    )


def tells_of_the_time_before(question: Question, sentence: str) -> bool:
    """Whether a sentence only says what had not been so before: "had not lost for 19 matches"."""
    return (
        _ASKS_OF_THE_PAST.match(question.text) is not None and _NOT_BEFORE_THEN.search(sentence) is not None
    )


def speaks_of(question: Question, text: str, title: str) -> bool:
    """Whether a text has what is asked beside the names, in whatever words: only that may settle it."""
    asked = question.plain_terms
    said = _stems(f"{title} {text}")
    roots = {one[:SAME_ROOT] for one in said if len(one) >= SAME_ROOT}
    spoken_of = asked & said or any(one[:SAME_ROOT] in roots for one in asked)
    return not asked or bool(spoken_of) or says_in_other_words(question, text)


def _stems(text: str) -> set[str]:
    return set(map(stem, words(text)))
