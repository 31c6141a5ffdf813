"""People and things in the plural that a question counts or speaks of: "the new lorries"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.followups.candidates import names_a_collective
from assistant.followups.forms import INSIDE, NO_CONTENT
from assistant.followups.mentions import mentions
from assistant.wording.people import IN_ERS
from assistant.wording.quantities import NUMBER
from assistant.wording.question_words import AUXILIARY_VERB
from assistant.wording.terms import FUNCTION_WORDS, fold

_PEOPLE = rf"people|men|women|children|police|{IN_ERS}"
_THINGS = r"[a-z]{3,}(?<![sui])s"
_PLURAL = re.compile(
    rf"\b(?:(?i:how many of) (?P<owner>(?:the|these|those|[\w.-]+['’]s?) (?:(?!{NO_CONTENT})[a-z-]+ )??)"
    rf"(?P<owned>{_PEOPLE}|{_THINGS})"
    rf"|(?i:how many) (?P<kind>(?:(?!{NO_CONTENT})[\w'’-]+ ){{0,2}}?)(?P<counted>{_PEOPLE}|{_THINGS})"
    rf"|(?i:which|what|these|those)\s+(?P<things>{_PEOPLE}|{_THINGS})"
    rf"|(?:the|do|did|are|were|have)\s+(?P<people>{_PEOPLE}))\b(?! of\b)"
)
_NUMBERED = re.compile(rf"\b(?:{_PEOPLE}|{NUMBER}\w* (?:[a-z-]+ )?{_THINGS})$", re.I)
# what is told of them: "the people who had to leave" of "how many people had to leave?"
_DID = re.compile(
    r" (?P<did>(?:(?:are|were|have been|had to|have to|will be)\b"
    r"(?! (?:the|an?|he|she|they|you|we|there|[A-Z]))"
    rf"|came\b|went\b|(?!{NO_CONTENT})[a-z]+\b(?! {AUXILIARY_VERB})){INSIDE}*?)[?.! ]*$"
)


def several(questions: Sequence[str], *, act: bool = False) -> str | None:
    """The people or things that the latest question with any is about, people alone where they act."""
    for said in reversed(questions):
        found = _PLURAL.search(said)
        if found is None:
            continue
        noun = found["owned"] or found["counted"] or found["things"] or found["people"]
        people = re.fullmatch(_PEOPLE, noun) is not None
        if fold(noun) in FUNCTION_WORDS or (act and not people):
            continue
        did = _DID.match(said, found.end()) if found["counted"] else None
        # whoever acts may be others than those who were counted to have done something
        told = did is not None and (not act or re.match(AUXILIARY_VERB, did["did"]) is not None)
        clause = f" {'who' if people else 'that'} {did['did']}" if did and told else ""
        return f"{found['owner'] or 'the '}{found['kind'] or ''}{noun}{clause}"
    return None


def two_named(question: str) -> tuple[str, str] | None:
    """Return two names that a question joins: "Where did Ann Lee and the Ravens meet?"."""
    for one, other in pairwise(mentions(question)):
        if question[one.end : other.start] in {" and ", " and the "}:
            return one.text, question[one.end + len(" and ") : other.end]
    return None


def is_several(phrase: str) -> bool:
    """Whether a noun phrase is one of people or of a number of things: "the three girls"."""
    return _NUMBERED.search(phrase) is not None


def can_act(phrase: str) -> bool:
    """Whether "they" who do something can be called by a noun phrase: "the drivers", "the council"."""
    return phrase.endswith("s") or is_several(phrase) or names_a_collective(phrase)


def counted(question: str) -> tuple[int, int] | None:
    """Return where what a "how many" counts stands in a question: "new lorries"."""
    found = _PLURAL.search(question)
    return (found.start("kind"), found.end("counted")) if found and found["counted"] else None
