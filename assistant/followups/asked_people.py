"""Who a question asks for, with or without a name: "the one who won the race", her husband."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.forms import AUXILIARY_VERB, INSIDE, NO_CONTENT
from assistant.followups.mentions import mentions
from assistant.wording.terms import fold, word_set

_WHO = re.compile(
    rf"who(?:(?:['’]s| is| was| are| were) (?P<office>(?:the|a|an) {INSIDE}+?)"
    r"| (?P<state>(?:is|was|are|were) (?:on|under|behind|in (?:charge|custody|court|hospital|prison|jail)|"
    rf"(?-i:(?!{NO_CONTENT})(?:[a-z]{{3,}}ed|[a-z]{{3,}} (?:[a-z]+ )?(?:of|for|in|at|to|on|by|from|with))))"
    rf"\b{INSIDE}*?)"
    rf"| (?!(?:{AUXILIARY_VERB}|else\b))(?P<rest>{INSIDE}+?))[?.! ]*$",
    re.I,
)
# "which fisherman tore his net?"
_WHICH = re.compile(
    rf"(?:which|what) (?P<noun>(?:(?!{NO_CONTENT})[a-z-]+ )*?"
    rf"(?!{NO_CONTENT})(?:[a-z]*(?:man|woman)|boy|girl|president|[a-z]{{3,}}(?:er|or|ist|ian))) "
    r"(?P<did>(?:(?:is|was|has|had|will)\b(?! (?:the|an?|he|she|they|you|we|[A-Z]))"
    rf"|(?!{NO_CONTENT})[a-z]+\b(?! {AUXILIARY_VERB})){INSIDE}*?)[?.! ]*$"
)
_THINGS_IN_ER = word_set(
    "number letter paper newspaper river tower order offer corner matter power water winter summer quarter "
    "chapter computer theater chamber border harbor motor tractor factor sector floor door tutor colour color"
)
# "who was Ann Lee's husband?" goes on about the answer, unless the pronoun is of the other sex
_WHOSE = re.compile(
    r"^(?:and |but |so )?who(?:['’]s| is| was) .+['’]s? (?:[a-z-]+ )*?(?P<who>[a-z-]+)\W*$", re.I
)
_MEN = word_set("husband father son brother uncle nephew grandfather grandson boyfriend widower stepfather")
_WOMEN = word_set("wife mother daughter sister aunt niece grandmother granddaughter girlfriend widow")
_JOINED = re.compile(r",? and |, ")
_NAME = re.compile(
    r"[A-Z][\w'’.-]*(?: (?:[A-Z][\w'’.-]*|de|del|della|der|den|van|von|la|le|al|bin|da|du|di))*"
)
_ASKS_WHO = re.compile(r"(?:and |but |so )?who(?:m|se)?\b", re.I)


def asks_who(question: str) -> bool:
    """Whether a question asks for somebody."""
    return _ASKS_WHO.match(question) is not None


def whoever(questions: Sequence[str]) -> str | None:
    """Who was asked for last, while nobody has a name: "the one who won the race"."""
    return next(filter(None, map(who_is_asked_for, reversed(questions))), None)


def who_is_asked_for(question: str) -> str | None:
    """Who a question asks for, in words that can stand for a name: "the fisherman who tore his net"."""
    if asked := _WHO.match(question):
        return asked["office"] or f"the one who {asked['state'] or asked['rest']}"
    asked = _WHICH.match(question[:1].lower() + question[1:])
    if asked is None or asked["noun"].split()[-1] in _THINGS_IN_ER:
        return None
    return f"the {asked['noun']} who {asked['did']}"


def several_names(answer: str) -> bool:
    """Whether an answer is two names or more and nothing else: "Agathe Moreau and Dev Sandhu"."""
    parts = _JOINED.split(answer)
    return len(parts) > 1 and all(map(_NAME.fullmatch, parts))


def related(question: str, told: str | None, pronoun: str) -> str | None:
    """Who was told to be somebody's husband or deputy, where "he" or "she" can be that person."""
    asked = _WHOSE.match(question)
    if asked is None or told is None or not mentions(told):
        return None
    relation = fold(asked["who"])
    other_sex = relation in (_WOMEN if pronoun in {"he", "him", "his"} else _MEN)
    return None if other_sex else told
