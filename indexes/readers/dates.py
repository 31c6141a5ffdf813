"""Dates as sources write them, in ISO 8601."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from indexes.articles import parse_day
from indexes.calendar_names import MONTHS
from indexes.errors import ReadError


def iso_date(value: object, *, day_first: bool | None = None) -> str | None:
    """Return a date or date-time in ISO 8601, as precise as it was given, or None when it is neither.

    Reads ISO 8601, also as "2023/4/3" and "20230403", the format of e-mail and RSS, seconds or
    milliseconds since 1970, dates in English words, and in numbers with points or slashes. "3/4/2023" is a
    different day here and there: it is None unless `day_first` says which number is the day.
    """
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            seconds = value / 1000 if value > 1e11 else value
            if seconds > 1e8:
                return datetime.fromtimestamp(seconds, UTC).isoformat()
            # 20231011 is too few seconds to be an article's
            return _year_first(str(value))
        except (OverflowError, OSError, ValueError):
            return None
    if not isinstance(value, str):
        return None
    value = value.strip()
    if len(value) > _LONGEST_DATE:
        return None
    if _SINCE_1970.fullmatch(value):
        return iso_date(int(value))
    if day := _year_first(value):
        return day
    try:
        # it reads "8:30 PM" as half past eight in the morning
        if not _HALF_OF_DAY.search(value):
            return parsedate_to_datetime(value).isoformat()
    except (ValueError, IndexError, OverflowError):
        pass
    return _written_date(value) or _slashed_date(value, day_first)


def stated_date(value: object, *, day_first: bool | None = None) -> str | None:
    """Return a date as `iso_date` does; what is no date says nothing.

    Raises ReadError where it is one in another order of day and month, which whoever adds it can tell.
    """
    stated = iso_date(value, day_first=day_first)
    if stated is None and any(iso_date(value, day_first=order) for order in (True, False)):
        if day_first is None:
            raise ReadError(
                f"its date {value!r} is one of two days; say which with --dates day-first or month-first"
            )
        raise ReadError(f"its date {value!r} is not a date in the order told; write it as 2023-10-11")
    return stated


_LONGEST_DATE = 100
_HALF_OF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
_SINCE_1970 = re.compile(r"1\d{9}(?:\d{3})?")
# "20231011" is a day; "2023-W41", which the library reads too, is a week and no day
_WITHOUT_DASHES = re.compile(r"(\d{4})(\d\d)(\d\d)(?=[T ]|$)")
_YEAR_FIRST = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:([T ])\s*(\d{1,2})(?=\d|:|$)|\b)")
_ZONE_NAME = re.compile(r"\s*(?:UTC|GMT)$")
_MONTHS = {
    name[:length]: number
    for number, name in enumerate(map(str.lower, MONTHS), start=1)
    for length in (3, 4, len(name))
}
_DOTTED = re.compile(r"(?:[A-Za-z]+,?\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_DAY_FIRST = re.compile(r"(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]+)\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"(?:[A-Za-z]+,\s+)?([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")


def _year_first(value: str) -> str | None:
    """Return a date that begins with the year, with its time of day where that can be read."""
    value = _WITHOUT_DASHES.sub(r"\1-\2-\3", value)
    found = _YEAR_FIRST.match(value)
    if not found:
        return None
    year, month, day, between, hour = found.groups()
    stated = f"{year}-{int(month):02}-{int(day):02}"
    timed = f"{stated}{between}{int(hour):02}{value[found.end() :]}" if hour else stated
    for form in (timed, _ZONE_NAME.sub("+00:00", timed), stated):
        with contextlib.suppress(ValueError):
            parse_day(form)
            return form
    return None


_SLASHED = re.compile(r"(?:[A-Za-z]+,?\s+)?(\d{1,2})/(\d{1,2})/(\d{4})\b")


def _slashed_date(value: str, day_first: bool | None) -> str | None:
    """Return the day of a date with slashes, where it can be one day only or the order is known."""
    found = _SLASHED.match(value)
    if not found:
        return None
    first, second, year = map(int, found.groups())
    readings: set[str] = set()
    for day, month, order in ((first, second, True), (second, first, False)):
        if day_first in (None, order):
            with contextlib.suppress(ValueError):
                readings.add(date(year, month, day).isoformat())
    return readings.pop() if len(readings) == 1 else None


def _written_date(value: str) -> str | None:
    """Return the day of a date in English words, or in numbers with points."""
    day_first, month_first = _DAY_FIRST.match(value), _MONTH_FIRST.match(value)
    dotted = _DOTTED.match(value)
    if dotted:
        # written so, the day comes first everywhere
        try:
            return date(int(dotted.group(3)), int(dotted.group(2)), int(dotted.group(1))).isoformat()
        except ValueError:
            return None
    if day_first:
        day, name, year = day_first.groups()
    elif month_first:
        name, day, year = month_first.groups()
    else:
        return None
    month = _MONTHS.get(name.lower())
    try:
        return date(int(year), month, int(day)).isoformat() if month else None
    except ValueError:
        return None
