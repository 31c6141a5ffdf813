"""Names, numbers and dates of a text by surface form, and others of the same kind to put in their place."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.training.words import DAYS, MONTHS, NOT_NAMES, NUMBER_WORDS, ORDINALS

_PLURAL_UNITS = ("hundred", "thousand", "million", "billion")

_NAME = re.compile(r"\b[A-Z][\w’'-]*\w\b(?:\s(?:(?:of|de|la|von|van|al|bin|the)\s)?[A-Z][\w’'-]*\w\b)*")
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?![\w])|(?<![\w.,-])\d+(?:\.\d+)?(?![\w-]|[.,]\d)")
_YEAR = re.compile(r"^(?:1[5-9]|20)\d\d$")
_ALTERNATIVES = {
    "month": MONTHS,
    "day": DAYS,
    "number word": NUMBER_WORDS,
    "ordinal": ORDINALS,
}
_LISTED = {word: kind for kind, words in _ALTERNATIVES.items() for word in words if word != "May"}
_LISTED_WORD = re.compile(r"\b(?:" + "|".join(_LISTED) + r"|May(?=\s\d))\b")
_ORGANISATION = re.compile(
    r"\b(?:Party|University|Council|Committee|Commission|Company|Corporation|Bank|Ministry|Department|Court|Club|United|"
    r"Association|Union|Agency|School|College|Hospital|Service|Office|Group|Church|Army|Police|League|Inc|Ltd)\b|^[A-Z]{2,5}$"
)
_CONTRACTION = re.compile(
    r"(?:I|He|She|It|You|We|They|That|There|What|Who|Here|Don|Can|Let|Isn|Won|Didn)['’]"
)
_NAME_FOLLOWED = re.compile(
    r"['’]s\s|\s(?:is|was|has|had|will|said|says|told|also|and)\s|\s[a-z]+ed\s|,\s(?:who|which|where|the|a)\s"
)
_BEFORE_PLACE = re.compile(r"\b(?:in|at|near|from|to|of|across|outside|around|into)\s(?:the\s)?$")
_BEFORE_PERSON = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Minister|President|Secretary|Judge|coach|manager)\.?\s)$"
)
_AFTER_PERSON = re.compile(
    r"^(?:,?\s(?:\d\d,|who\b|said\b|says\b|told\b|added\b|has\b|was\sborn\b)|'s\s(?:wife|son|father|mother))"
)


@dataclass(frozen=True)
class Mention:
    """A name, number or date at characters [start, end) of a text, with its kind."""

    start: int
    end: int
    text: str
    kind: str


def mentions(text: str) -> list[Mention]:
    """Find names (of a person, place, organisation, or any), numbers, years, months, weekdays, in order."""
    found: list[Mention] = []
    for match in _LISTED_WORD.finditer(text):
        found.append(Mention(*match.span(), match[0], _LISTED.get(match[0], "month")))
    for match in _NUMBER.finditer(text):
        found.append(Mention(*match.span(), match[0], "year" if _YEAR.match(match[0]) else "number"))
    for match in _NAME.finditer(text):
        start, end = match.span()
        name = match[0]
        while name.split()[0] in NOT_NAMES and len(name.split()) > 1:
            start += len(name.split()[0]) + 1
            name = text[start:end]
        if name.endswith(("'s", "’s")):
            name, end = name[:-2], end - 2
        if name in NOT_NAMES or len(name) < 3 or not name[0].isupper():
            continue
        if _LISTED_WORD.search(name) or _CONTRACTION.match(name):
            continue
        # one capitalised word at the start of a sentence is a name only if it says or does something
        if start == 0 and " " not in name and not _NAME_FOLLOWED.match(text[end:]):
            continue
        found.append(Mention(start, end, name, _kind(text, start, end, name)))
    return sorted(found, key=lambda mention: mention.start)


def _kind(text: str, start: int, end: int, name: str) -> str:
    if _ORGANISATION.search(name):
        return "organisation"
    if _BEFORE_PERSON.search(text[:start]) or _AFTER_PERSON.match(text[end:]):
        return "person"
    if _BEFORE_PLACE.search(text[:start]):
        return "place"
    return "person" if len(name.split()) in (2, 3) else "name"


def other_number(text: str, rng: random.Random) -> str:
    """Change a number to another of the same look and size."""
    plain = text.replace(",", "")
    if _YEAR.match(plain):
        return str(int(plain) + rng.choice((-10, -7, -5, -3, -2, -1, 1, 2, 3, 5, 10)))
    decimals = len(plain.partition(".")[2])
    value = float(plain)
    step = max(10.0**-decimals, value * rng.choice((0.1, 0.25, 0.5, 1.0)))
    changed = value + step if rng.random() < 0.6 or value - step <= 0 else value - step
    digits = f"{changed:,.{decimals}f}" if "," in text else f"{changed:.{decimals}f}"
    return digits if digits != text else other_number(f"{value + 10.0**-decimals:.{decimals}f}", rng)


def replacement(
    mention: Mention, pool: Iterable[Mention], rng: random.Random, *, avoid: str = ""
) -> str | None:
    """Choose another of the kind: a listed one, a changed number, or a name of the pool not in `avoid`."""
    if mention.kind in _ALTERNATIVES:
        scale = mention.text in _PLURAL_UNITS
        options = [
            word
            for word in _ALTERNATIVES[mention.kind]
            if word != mention.text and (mention.kind != "number word" or (word in _PLURAL_UNITS) == scale)
        ]
        return rng.choice(options)
    if mention.kind in ("number", "year"):
        # half the time another number of the same article, which is the harder kind
        seen = [
            m.text for m in pool if m.kind == mention.kind and m.text != mention.text and m.text not in avoid
        ]
        return rng.choice(seen) if seen and rng.random() < 0.5 else other_number(mention.text, rng)
    words = set(mention.text.split())
    names = sorted(
        {
            m.text
            for m in pool
            if m.kind == mention.kind and not words & set(m.text.split()) and m.text not in avoid
        }
    )
    return rng.choice(names) if names else None
