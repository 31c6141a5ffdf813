"""Numbers and dates in one spelling: "$3bn" meets "3 billion", "Feb. 9" meets "9 February"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.wording.terms import fold
from indexes.calendar_names import MONTHS

_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
}
_MONTHS = {
    name[:length].lower(): number for number, name in enumerate(MONTHS, 1) for length in (3, 4, len(name))
}
_MONTH = (
    rf"(?P<{{0}}>(?:{'|'.join(MONTHS)})\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<{0}>[12]\d{{3}})\b)?"
_DATES = re.compile(
    rf"\b{_DAY.format('d1')}(?:\s+of)?\s+{_MONTH.format('m1')}{_YEAR.format('y1')}"
    rf"|\b{_MONTH.format('m2')}\s+{_DAY.format('d2')}(?![\d:.,]?\d){_YEAR.format('y2')}"
    rf"|\b{_MONTH.format('m3')},?\s+(?P<y3>[12]\d{{3}})\b"
    r"|\b(?P<y4>[12]\d{3})-(?P<m4>[01]\d)-(?P<d4>[0-3]\d)\b"
    rf"|(?:\b(?i:in|since|until|by|of|last|next|early|late|mid|during|this)[\s-]+){_MONTH.format('m5')}"
)
RANKS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBER_WORDS = frozenset({*_WORDS, *_ORDINALS, *_SCALES, "dozen", "first", "second"})
# how an amount in a text begins, as a regular expression
NUMBER = rf"(?:[€$£]?\d|(?:{'|'.join(sorted(NUMBER_WORDS))})\b)"
_NUMBER = re.compile(
    r"(?<![\w.[])(?<![A-Za-z]-)(?P<money>[€$£])?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|mn|bn|tn)|"
    # "200 m" is a length, and so is "200m tall"
    r"(?(money)[\s-]?(?P<of_money>[kmb])|(?P<letter>[kb]|"
    r"m(?! (?:tall|high|long|deep|wide|away|above|below|race|sprint|hurdles)\b(?!-| (?:school|term|street)))"
    r")))(?![a-z0-9]))?",
    re.IGNORECASE,
)
_LARGE = "hundred|thousand|million|billion|trillion"
# "twenty-one", "two million", "a hundred", "half a million", "one and a half million"
_WORD_NUMBER = re.compile(
    # but no part of one: "a quarter of a million", "one in a million"
    r"\b(?:(?<!quarter of )(?<!quarters of )(?<!third of )(?<!thirds of )(?<!half of )(?<!one in )"
    rf"(?:half )?an? (?=(?:dozen|{_LARGE})\b))?"
    rf"(?:(?:{'|'.join(_WORDS)}|dozen|{_LARGE})\b(?: and a half\b)?(?:(?:\s+and\s+|[\s-]+)(?=[a-z]))?)+",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<digits>\d+)(?:st|nd|rd|th))\b", re.IGNORECASE
)
HEDGE = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|some|over|under|more than|less than|fewer than|at"
    r" least|up to|close to|an estimated)\s+[$£€]?$",
    re.IGNORECASE,
)
HEDGED_TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class Quantities:
    """What a text counts and dates: values, hedged values ("about 200"), and parts of dates.

    A part of a date is (month, day), (month, 0) where the day is not said, or (0, 0, year).
    """

    values: frozenset[float]
    hedged: frozenset[float]
    dates: frozenset[tuple[int, ...]]

    def missing_from(self, other: Quantities) -> tuple[int, int]:
        """Return how many of these values, and how many of these dates, the other text does not hold."""
        known = other.values | other.hedged | {float(date[-1]) for date in other.dates}
        values = sum(value not in known for value in self.values)
        values += sum(
            value not in other.hedged
            and not any(abs(value - near) <= HEDGED_TOLERANCE * max(value, near) for near in other.values)
            for value in self.hedged
        )
        return values, sum(not _dated(date, other) for date in self.dates)


def _dated(date: tuple[int, ...], other: Quantities) -> bool:
    if len(date) == 3:
        return date in other.dates or float(date[2]) in other.values
    if date[1] == 0:
        return any(len(known) == 2 and known[0] == date[0] for known in other.dates)
    return date in other.dates


@lru_cache(maxsize=2048)
def quantities(text: str) -> Quantities:
    """Return the numbers and dates of a text; "one", "first" and "second" seldom count and are left out."""
    dates: set[tuple[int, ...]] = set()
    rest = list(text)
    for match in _DATES.finditer(text):
        found = match.groupdict()
        month, day, year = (
            next((found[f"{part}{n}"] for n in range(1, 6) if found.get(f"{part}{n}")), None)
            for part in "mdy"
        )
        number = int(month) if month and month.isdigit() else _MONTHS[fold(month or "").rstrip(".")]
        dates.add((number, int(day or 0)))
        if year:
            dates.add((0, 0, int(year)))
        rest[match.start() : match.end()] = " " * (match.end() - match.start())
    text = "".join(rest)
    values: set[float] = set()
    hedged: set[float] = set()

    def add(value: float, start: int) -> None:
        (hedged if HEDGE.search(text[max(0, start - 20) : start]) else values).add(value)

    for match in _ORDINAL.finditer(text):
        word = match["word"]
        values.add(float(_ORDINALS[fold(word)] if word else match["digits"]))
    for match in _NUMBER.finditer(text):
        scale = (match["scale"] or match["of_money"] or match["letter"] or "").lower()
        value = float(match["digits"].replace(",", "")) * _SCALES.get(scale, 1.0)
        if 1000 <= value <= 2100 and len(match["digits"]) == 4 and not scale:
            dates.add((0, 0, int(value)))
        else:
            add(round(value, 6), match.start())
    for match in _WORD_NUMBER.finditer(text):
        said = _said(match.group().lower())
        if said is not None:
            add(said, match.start())
    return Quantities(frozenset(values), frozenset(hedged), frozenset(dates))


def _said(words: str) -> float | None:
    """Return the value of a number in words, None for "one" alone and for scales without a count."""
    parts = re.findall(r"[a-z]+", words)
    total, current, scale, counted = 0.0, 0.0, 1.0, parts[0] in {"a", "half"}
    for part in parts:
        if part in _WORDS:
            current, counted = current + _WORDS[part], True
        elif part == "half":  # of the unit, or of the scale in "a million and a half"
            current += 0.5 * (1.0 if current else scale)
        elif part == "dozen":
            current, counted = (current or 1.0) * 12, True
        elif part == "hundred":
            current = (current or 1.0) * 100
        elif part in _SCALES:
            scale = _SCALES[part]
            total, current = total + (current or 1.0) * scale, 0.0
    if not counted or parts in (["one"], ["zero"]):
        return None
    return total + current
