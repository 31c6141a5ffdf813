"""Corruptions of a true sentence, each false in one known way; the same sentence always gives the same one.

A metric that does not fall when an answer is corrupted measures nothing; `eval.mutation_proof` holds every
metric to these.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from assistant.wording.terms import fold, names, words
from indexes.calendar_names import MONTHS, WEEKDAYS


def _listed(text: str) -> list[str]:
    return text.split()


_COUNTS = _listed(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen twenty "
    "thirty forty fifty sixty"
)
_AUXILIARIES = _listed("is are was were has have had will would can could should must may might did does do")

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_DAY_OF_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?= (?:{'|'.join(MONTHS)})\b)|(?<=\b)(?<!\d)\d{{1,2}}(?=st|nd|rd|th\b)"
)
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_COUNT = re.compile(rf"\b(?:{'|'.join(_COUNTS)})\b", re.IGNORECASE)
_AUXILIARY = re.compile(rf"\b(?:{'|'.join(_AUXILIARIES)})\b(?! not\b| never\b|n['’]t)")
_NEGATION = re.compile(r"\s+(?:not|never)\b|(?<=[a-z])n['’]t\b")
_NOT_NAMES = frozenset(word.lower() for word in (*MONTHS, *WEEKDAYS)) | {"i"}

Item = TypeVar("Item")

# Returns the corrupted sentence, or None where the sentence has nothing of the kind.
Mutation = Callable[[str, Sequence[str]], str | None]


def swap_name(sentence: str, other_names: Sequence[str]) -> str | None:
    """Put a name from elsewhere in place of one of the sentence, preferring one of as many words."""
    own = {_root(word) for mention in names(sentence) for word in words(mention.text)}
    mentions = [
        mention for mention in names(sentence) if _is_name(mention.text, opens=mention.opens_sentence)
    ]
    strangers = [
        name
        for name in dict.fromkeys(other_names)
        if _is_name(name, opens=False) and not own & {_root(word) for word in words(name)}
    ]
    if not mentions or not strangers:
        return None
    old = _pick(mentions, sentence)
    alike = [name for name in strangers if len(words(name)) == len(words(old.text))]
    return sentence[: old.start] + _pick(alike or strangers, sentence) + sentence[old.end :]


def change_number(sentence: str, _: Sequence[str] = ()) -> str | None:
    """Make one number that is no part of a date another."""
    dates = [match.span() for pattern in (_YEAR, _DAY_OF_MONTH) for match in pattern.finditer(sentence)]
    found = [
        match
        for match in (*_NUMBER.finditer(sentence), *_COUNT.finditer(sentence))
        if not any(start <= match.start() < end for start, end in dates)
    ]
    if not found:
        return None
    match = _pick(sorted(found, key=lambda match: match.start()), sentence)
    old = match.group()
    if old.lower() in _COUNTS:
        new = _COUNTS[(_COUNTS.index(old.lower()) + 3) % len(_COUNTS)]
        new = new.capitalize() if old[0].isupper() else new
    else:
        new = _other_digits(old)
    return sentence[: match.start()] + new + sentence[match.end() :]


def change_date(sentence: str, _: Sequence[str] = ()) -> str | None:
    """Make one year, month, weekday or day of a month another."""
    found = [
        (match, kind)
        for kind, pattern in (
            ("year", _YEAR),
            ("month", _MONTH),
            ("weekday", _WEEKDAY),
            ("day", _DAY_OF_MONTH),
        )
        for match in pattern.finditer(sentence)
    ]
    if not found:
        return None
    match, kind = _pick(found, sentence)
    old = match.group()
    if kind == "year":
        new = str(int(old) + (4 if int(old) % 2 else -3))
    elif kind == "day":
        new = str(int(old) + 2 if int(old) <= 26 else int(old) - 5)
    else:
        names_of = MONTHS if kind == "month" else WEEKDAYS
        new = names_of[(names_of.index(old) + 2) % len(names_of)]
    return sentence[: match.start()] + new + sentence[match.end() :]


def negate(sentence: str, _: Sequence[str] = ()) -> str | None:
    """Take a negation out, or put one in after an auxiliary verb or the name that opens the sentence."""
    negation = _NEGATION.search(sentence)
    if negation:
        return sentence[: negation.start()] + sentence[negation.end() :]
    auxiliary = _AUXILIARY.search(sentence)
    if auxiliary:
        return sentence[: auxiliary.end()] + " not" + sentence[auxiliary.end() :]
    opening = next(iter(names(sentence)), None)
    if (
        opening
        and opening.start == 0
        and re.match(r" [a-z]+(?:ed|t|d|id|ew|ot|ut|ent|ook|ame|ave)\b", sentence[opening.end :])
    ):
        return sentence[: opening.end] + " never" + sentence[opening.end :]
    return None


CLAIM_MUTATIONS: dict[str, Mutation] = {
    "name": swap_name,
    "number": change_number,
    "date": change_date,
    "negation": negate,
}


def _is_name(text: str, *, opens: bool) -> bool:
    """Whether a mention names something for certain: no weekday or month, no lone capital that opens."""
    own = words(text)
    if not own or any(fold(word) in _NOT_NAMES or word.isdigit() for word in own):
        return False
    return len(own) > 1 or (not opens and len(text) > 2)


def _root(word: str) -> str:
    """What "France" and "French" share: swapping one for the other may stay true."""
    return fold(word)[:3]


def _other_digits(old: str) -> str:
    """Another number of the same shape: the first digit changes, so that it differs by much."""
    first = (
        next(index for index, character in enumerate(old) if character in "123456789")
        if old.strip("0.,")
        else 0
    )
    digit = int(old[first])
    return old[:first] + str(digit + 2 if digit <= 7 else digit - 4) + old[first + 1 :]


def _pick(items: Sequence[Item], seed: str) -> Item:
    """One of the items, chosen by the text alone."""
    return items[int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") % len(items)]
