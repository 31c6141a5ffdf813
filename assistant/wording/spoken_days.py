"""The day that "Wednesday" or "yesterday" means in an article, told from the day that it was published.

Only where the sentence leaves no doubt: a day that the article's own voice names, without a date beside it,
seen from the nearest such day before the publication, or after it where the words look ahead.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.wording.question_dates import MONTH_NUMBERS
from assistant.wording.terms import fold

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMES = {number: name for name, number in MONTH_NUMBERS.items()}
_DAY = re.compile(rf"\b(?:(last|next|this)\s+)?({'|'.join(_WEEKDAYS)}|today|yesterday|tomorrow)\b", re.I)
_DATED = re.compile(rf"\d|\b(?:{'|'.join(MONTH_NUMBERS)})\b", re.I)
_EVERY = re.compile(r"\b(?:every|each|any|most)\s+$", re.I)
_AHEAD = re.compile(
    r"\b(?:will|shall|is to|are to|is due|are due|is set|are set|plans? to|going to|"
    r"(?:hope[sd]?|hoping|expect(?:s|ed)?|intend(?:s|ed)?|aim(?:s|ed)?|want(?:s|ed)?|promised?) to)\b",
    re.I,
)
_CLAUSE = re.compile(r"[,;:–—]|\b(?:after|before|because|who|which|that|when|while|where|but)\b", re.I)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def spoken_day(sentence: str, start: int, end: int, published: date | None) -> tuple[str, date] | None:
    """Return the day words of `sentence[start:end]` and the day they mean; None where that isn't certain."""
    try:
        return _day_meant(sentence, start, end, published)
    except OverflowError:  # of an article that was published on the first day there is, or the last
        return None


def _day_meant(sentence: str, start: int, end: int, published: date | None) -> tuple[str, date] | None:
    found = [day for day in _DAY.finditer(sentence) if day.start(2) < end and start < day.end()]
    if published is None or len(found) != 1 or _is_quoted(sentence, found[0].start()):
        return None
    if _DATED.search(sentence[start:end]) or _has_date_beside(sentence, found[0]):
        return None
    before, word = fold(found[0].group(1) or ""), fold(found[0].group(2))
    if word in {"today", "yesterday", "tomorrow"}:
        days = {"today": 0, "yesterday": -1, "tomorrow": 1}[word]
        return found[0].group(), published + timedelta(days=days)
    if before in {"next", "this"} or _repeated(sentence, found[0]):
        return None
    back = (published.weekday() - _WEEKDAYS.index(word)) % 7
    if before == "last":
        # within a week "last Tuesday" may be this week's or the one before
        past = published - timedelta(days=back or 7)
        return (found[0].group(), past) if past.isocalendar()[1] != published.isocalendar()[1] else None
    clause = _clause(sentence, found[0].start())
    if not _AHEAD.search(clause):
        return (found[0].group(), published - timedelta(days=back)) if not _AHEAD.search(sentence) else None
    return found[0].group(), published + timedelta(days=(7 - back) % 7)


def written_day(day: date) -> str:
    """Return the day as "9 November 2022"."""
    return f"{day.day} {_NAMES[day.month].title()} {day.year}"


def _is_quoted(sentence: str, at: int) -> bool:
    return any(quoted.start() <= at < quoted.end() for quoted in _QUOTED.finditer(sentence))


def _clause(sentence: str, at: int) -> str:
    """What is said before the day without a break."""
    breaks = [found.end() for found in _CLAUSE.finditer(sentence, 0, at)]
    return sentence[breaks[-1] if breaks else 0 : at]


def _has_date_beside(sentence: str, day: re.Match[str]) -> bool:
    after = sentence[day.end() : day.end() + 14]
    return bool(re.match(rf",?\s*(?:the\s+)?(?:\d|{'|'.join(MONTH_NUMBERS)})", after, re.I))


def _repeated(sentence: str, day: re.Match[str]) -> bool:
    """Whether the day comes up again and again: "every Friday"."""
    return bool(_EVERY.search(sentence[: day.start()]))
