"""Which company "the company" or "the chain" of a follow-up is."""

from __future__ import annotations

import re

from assistant.followups.talk import Talk
from assistant.wording.terms import names

_KINDS = (
    r"company|firm|business|chain|retailer|maker|manufacturer|producer|supplier|operator|airline|carrier|"
    r"supermarket|developer|publisher|start-up"
)
_COMPANY = re.compile(
    rf"\bthe (?P<kind>{_KINDS})\b(?! (?:of|in|that|which|who|behind|called|(?-i:[A-Z])))", re.I
)
_ANSWERED_BY_ANOTHER = re.compile(
    r"(?:who|what) (?:owns|owned|buys|bought|makes|made|builds|built|sells|sold|supplie[sd]|took over)\b",
    re.I,
)
_HAS = r"(?:chief executive|shareholders|shares|headquarters|head office|customers|profits?|turnover)"


def with_company_named(question: str, talk: Talk) -> str:
    """Write out "the company" where one alone was asked about that the articles tell to be one."""
    found = None if names(question) else _COMPANY.search(question)
    if _ANSWERED_BY_ANOTHER.match(talk.last_question):
        return question
    spoken_of = " ".join([*talk.questions, *(short for _, short in talk.shorts)])
    if found is None or re.search(rf"\b{found['kind']}\b", spoken_of, re.I):
        return question
    companies = [one for one in talk.ranked() if one.asked and _is_company(one.text, talk.read)]
    if len(companies) != 1:
        return question
    return f"{question[: found.start()]}{companies[0].called}{question[found.end() :]}"


def _is_company(name: str, texts: list[str]) -> bool:
    name = re.escape(name)
    told = re.compile(
        rf"\b(?:{_KINDS}) {name}\b|\b(?i:{_HAS}) of {name}\b|\b{name}['’]s? (?:[a-z]+ )?{_HAS}\b|"
        rf"\b{name}(?:['’]s)?, (?:an?|the) (?:[a-z-]+ ){{0,3}}(?:{_KINDS})\b"
    )
    return any(told.search(text) for text in texts)
