"""Amounts that are told side by side: "Bellamy's has 640 shops and Corner Larder 215"."""

from __future__ import annotations

import re

from assistant.wording.quantities import NUMBER, NUMBER_WORDS, RANKS
from assistant.wording.terms import CALENDAR, fold, names, terms, words

_VALUE = (
    rf"(?<![\w-])(?!(?:{'|'.join(RANKS)})\b){NUMBER}(?:[\d.,]*\d)?(?:[ -](?:{'|'.join(NUMBER_WORDS)})\b)*"
    r"(?:%| per ?cent)?"
)
_NAME = r"[A-Z][\w'’&-]*(?: (?:(?:of|de|and|the) )?[A-Z][\w'’&-]*){0,3}"
# "…, the Conservatives 31 and the Greens six": the verb and what is counted are told once
_NEXT = re.compile(
    rf"(?:[,;]? (?:and|while|but)|[,;]) (?:the )?(?P<who>{_NAME}|[a-z][\w-]+)"
    rf"(?: with| at| on)? (?P<value>{_VALUE})(?=[,.;)](?!\d)|$| and\b)"
)
_FIRST = re.compile(rf"(?<!\w){_VALUE}(?![\w-])", re.I)


def value_of_asked(sentence: str, start: int, end: int, asked: frozenset[str]) -> tuple[int, int]:
    """Return characters [start, end) of a sentence, or the amount that stands beside what is asked for.

    `asked` are the terms of the question. An amount that goes with another name gives way to it, and one
    that runs on to the next name ends before it.
    """
    following = [one for one in _NEXT.finditer(sentence) if terms(one["who"]) and not _is_dated(one["who"])]
    firsts = list(_FIRST.finditer(sentence, 0, following[0].start())) if following else []
    if not firsts:
        return start, end
    first = firsts[-1]
    meant = [one for one in following if set(terms(one["who"])) <= asked and one["value"] not in asked]
    first_is_meant = _names_asked(sentence[: first.start()], asked)
    inside = start < following[-1].end("value") and first.start() < end
    if len(meant) == 1 and not first_is_meant and inside:
        return meant[0].span("value")
    if not meant and start < following[0].start() < end:
        return start, following[0].start()
    return start, end


def _names_asked(before: str, asked: frozenset[str]) -> bool:
    """Whether what stands before an amount opens with what is asked for, or names it."""
    return bool(asked.intersection(terms(before)[:1])) or any(
        set(terms(name.text)) <= asked for name in names(before)
    )


def _is_dated(who: str) -> bool:
    return any(fold(word) in CALENDAR for word in words(who))
