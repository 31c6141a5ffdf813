"""Who a question asks for, with or without a name: "the one who won the race", her husband."""

from __future__ import annotations

import re

from assistant.followups.forms import INSIDE, NO_CONTENT
from assistant.followups.mentions import mentions
from assistant.wording.people import IN_ER, KIN, MEN, WOMEN
from assistant.wording.question_words import AUXILIARY_VERB
from assistant.wording.terms import fold

_WHO = re.compile(
    rf"who(?:(?:['’]s| is| was| are| were) (?P<office>(?:the|a|an) {INSIDE}+?)"
    r"| (?P<state>(?:is|was|are|were) (?:on|under|behind|in (?:charge|custody|court|hospital|prison|jail)|"
    rf"(?-i:(?!{NO_CONTENT})(?:[a-z]{{3,}}ed|[a-z]{{3,}} (?:[a-z]+ )?(?:of|for|in|at|to|on|by|from|with))))"
    rf"\b{INSIDE}*?)"
    rf"| (?!(?:(?!ha[sd] (?:the|an?) ){AUXILIARY_VERB}|else\b))(?P<rest>{INSIDE}+?))[?.! ]*$",
    re.I,
)
_SOMEBODY = (
    rf"(?:[a-z-]*(?:man|woman|boy|girl)|child|baby|boss|chief|captain|president|coach|judge|"
    r"king|queen|pope|bishop|victim|patient|student|pupil|suspect|expert|vet|pilot|chef|nurse|priest|architect|"
    rf"thief|guard|{KIN}|{IN_ER})"
)
# "which fisherman tore his net?"
_WHICH = re.compile(
    rf"(?:which|what) (?P<noun>(?:(?!{NO_CONTENT})[a-z-]+ )*?(?!{NO_CONTENT}){_SOMEBODY}) "
    r"(?P<did>(?:(?:is|was|has|had|will)\b(?! (?:the|an?|he|she|they|you|we|[A-Z]))"
    rf"|(?!{NO_CONTENT})[a-z]+\b(?! {AUXILIARY_VERB})){INSIDE}*?)[?.! ]*$"
)
# "who was Ann Lee's husband?" goes on about the answer, unless the pronoun is of the other sex
_WHOSE = re.compile(r"^who(?:['’]s| is| was) .+['’]s? (?:[a-z-]+ )*?(?P<who>[a-z-]+)\W*$", re.I)
_JOINED = re.compile(r",? and |, ")
_NAME = re.compile(
    r"[A-Z][\w'’.-]*(?: (?:[A-Z][\w'’.-]*|de|del|della|der|den|van|von|la|le|al|bin|da|du|di))*"
)
_AN = re.compile(r"^(?:an?|the) ", re.I)
_ASKS_WHO = re.compile(r"(?:(?:by|with|to|from|for|against) )?who(?:m|se)?\b", re.I)
# "the mayor of Lindow", "the mechanic's son", "Ann Lee's second husband"
_PERSON = re.compile(
    rf"\b(?:the|an?|(?:the [\w-]+?|{_NAME.pattern})(?:['’]s|(?<=s)['’]))"
    rf"(?: (?!{NO_CONTENT})[a-z-]+){{0,2}} (?P<noun>{_SOMEBODY})\b"
    rf"(?: (?:of|on|at|in|from) (?:the )?{_NAME.pattern})?"
)


def asks_who(question: str) -> bool:
    """Whether a question asks for somebody."""
    return _ASKS_WHO.match(question) is not None


def who_is_asked_for(question: str) -> str | None:
    """Who a question asks for, in words that can stand for a name: "the fisherman who tore his net"."""
    if asked := _WHO.match(question):
        return asked["office"] or f"the one who {asked['state'] or asked['rest']}"
    asked = _WHICH.match(question[:1].lower() + question[1:])
    return f"the {asked['noun']} who {asked['did']}" if asked else None


def person_spoken_of(said: str, pronoun: str) -> str | None:
    """Return who is spoken of by an office or a kinship, where "he" or "she" can be that person."""
    spoken_of = (found for found in _PERSON.finditer(said) if not _other_sex(found["noun"], pronoun))
    return next((_AN.sub("the ", found.group()) for found in spoken_of), None)


def named_by(noun_phrase: str, told: str) -> str | None:
    """Return the name that an answer gives to somebody: "his wife, Ann Lee,", "Mayor Ann Lee"."""
    spoken_of = _PERSON.match(noun_phrase)
    if spoken_of is None:
        return None
    named = re.search(rf"\b(?i:{spoken_of['noun']})(?P<comma>,)? (?P<name>{_NAME.pattern})(?(comma),)", told)
    return named["name"] if named else None


def is_somebody(noun_phrase: str) -> bool:
    """Whether a noun phrase is of one person: "the headmaster", "the mayor of Lindow"."""
    return _PERSON.match(noun_phrase) is not None


def several_names(answer: str) -> bool:
    """Whether an answer is two names or more and nothing else: "Agathe Moreau and Dev Sandhu"."""
    parts = _JOINED.split(answer)
    return len(parts) > 1 and all(map(_NAME.fullmatch, parts))


def related(question: str, told: str | None, pronoun: str) -> str | None:
    """Who was told to be somebody's husband or deputy, where "he" or "she" can be that person."""
    asked = _WHOSE.match(question)
    if asked is None or told is None or not mentions(told):
        return None
    return None if _other_sex(asked["who"], pronoun) else told


def _other_sex(relation: str, pronoun: str) -> bool:
    return fold(relation) in (WOMEN if pronoun in {"he", "him", "his"} else MEN)
