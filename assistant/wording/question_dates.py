"""Dates in a question that bound when an article was published: "in the news yesterday", "since May 2024".

A date in a question is mostly that of the event, which articles of other dates tell as well, so only words
that speak of the publication itself become a filter, and the reader is told; "what happened in May?", which
asks for nothing else, is answered by what was told then. The search has all other dates.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.wording.terms import fold
from indexes.calendar_names import MONTHS
from indexes.searching import SearchFilters, SearchResult

MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_MONTH = "|".join(MONTH_NUMBERS)
_RELATIVE = "today|yesterday|this week|this month|this year|last week|last month|last year"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WHEN = (
    rf"(?:the (?=\d))?(?P<when>\d{{4}}-\d\d-\d\d|{_DAY} (?:of )?(?:{_MONTH})(?:,? \d{{4}})?|"
    rf"(?:{_MONTH})(?: {_DAY})?(?:,? \d{{4}})?|(?:19|20)\d\d|{_RELATIVE})"
)
_NO_NAME = r"(?!(?<=\w )(?<!The )(?<!the )(?<!Latest )(?-i:News\b))"  # not "Fox News"
_PUBLISHED = re.compile(
    rf"\b{_NO_NAME}(?:(?:articles?|stories|news|coverage)(?:(?: that)? (?:were|was|are|is))?(?: there)?"
    rf"(?: published| written| printed)?|"
    # "deaths reported in 2020" is no date of publication, "reported yesterday" is
    rf"(?:published|reported|written)(?=\s+(?:since\s+)?(?:{_RELATIVE})))\s+"
    rf"(?P<bound>in|on|from|since|after|before|until|by)?\s*{_WHEN}\b|"
    rf"\b(?P<of>{_RELATIVE})['’]?s (?:news|headlines|stories|articles)"
    # no "news conference"
    r"(?=\W*$|[?.!,]| (?:about|on|in|of|for|from|that|which|is|are|say|tell|cover|mention|report)\b)",
    re.I,
)
# "what happened last week?" and "what did the Gazette report in May?" ask what was told then
_TOLD_THEN = re.compile(
    rf"^\W*(?:and |so )?what(?:(?:['’]?s| has| was| were| is| else)?(?: been)? "
    rf"(?:happened|happening|reported|going on|new)"
    rf"|(?: did| has) .+? (?:report|publish|write|print)(?:ed|ten)?)"
    rf" +(?P<words>(?:(?P<bound>in|on|during|since) +)?{_WHEN})\W*$",
    re.I,
)
# "news from March 2024" is that of the month, "from March 2024 on" is not
_ONWARDS = re.compile(r"\s+on(?:wards?)?\b", re.I)


@dataclass(frozen=True, slots=True)
class PublicationDates:
    """The first and last day of publication that a question names, both inclusive, and the words it used."""

    first: date | None
    last: date | None
    words: str
    told_then: bool = False  # the question asks for what was told then, and for nothing besides

    @property
    def notice(self) -> str:
        """The sentence that tells the reader what was searched."""
        if self.first and self.last and self.first != self.last:
            span = f"from {self.first.isoformat()} to {self.last.isoformat()}"
        elif self.first and self.last:
            span = f"on {self.first.isoformat()}"
        elif self.first:
            span = f"on or after {self.first.isoformat()}"
        else:
            span = f"on or before {self.last.isoformat() if self.last else ''}"
        return f"Searched only articles published {span}, because the question says “{self.words}”."


def publication_dates(question: str, *, today: date) -> PublicationDates | None:
    """Return the days of publication that the question asks for, or None when it names none."""
    told_then = _TOLD_THEN.match(question)
    match = told_then or _PUBLISHED.search(question)
    if match is None or (not told_then and _may_be_somebody(match, question)):
        return None
    try:
        first, last = _bounds(match, question, today)
        if told_then and "happen" in match.group() and last and first == last < today:
            last += timedelta(days=1)  # what happens on a day is told on the next
    except (ValueError, OverflowError):  # "31 February 2024" is no day, nor is one after 9999
        return None
    return PublicationDates(first, last, match["words"] if told_then else match.group(), bool(told_then))


def _may_be_somebody(match: re.Match[str], question: str) -> bool:
    """Whether May may be none: "articles by May Chen" and "news from May's government" are of somebody."""
    if fold(match["when"] or "") not in MONTH_NUMBERS:
        return False
    bound = (match["bound"] or "").lower() in {"in", "from", "since"}
    return not bound or not re.match(r"\W*$| (?:about|on|and|that|which)\b", question[match.end() :])


def _bounds(match: re.Match[str], question: str, today: date) -> tuple[date | None, date | None]:
    first, last = _days(fold(match["when"] or match["of"]), today)
    bound = fold(match["bound"] or "in")
    if bound == "since" or (bound == "from" and _ONWARDS.match(question, match.end())):
        return first, None
    if bound == "after":
        return last + timedelta(days=1), None
    if bound == "before":
        return None, first - timedelta(days=1)
    if bound in {"until", "by"}:
        return None, last
    return first, last


def narrowed(filters: SearchFilters, dates: PublicationDates | None) -> SearchFilters:
    """Return the filters with the dates of the question; a filter on dates that is set already stays."""
    if dates is None or filters.by_date:
        return filters
    return SearchFilters(dates.first, dates.last, filters.publishers, filters.article_ids)


def search_notices(
    found: SearchResult, filters: SearchFilters, dates: PublicationDates | None
) -> tuple[str, ...]:
    """Tell what bounded the search; dates in the question count only where no filter by date is set."""
    notices = [dates.notice] if dates and not filters.by_date else []
    count = found.undated_left_out
    if count:
        articles = "1 article" if count == 1 else f"{count} articles"
        notices.append(f"{articles} without a date could not be searched by date.")
    return tuple(notices)


def _days(when: str, today: date) -> tuple[date, date]:
    if "-" in when:
        day = date.fromisoformat(when)
        return day, day
    numbers = re.findall(r"\d+", when)
    year = next((int(number) for number in numbers if len(number) == len("2024")), None)
    month = next((MONTH_NUMBERS[word] for word in re.findall(r"[a-z]+", when) if word in MONTH_NUMBERS), None)
    day_of_month = next((int(number) for number in numbers if len(number) <= len("31")), None)
    if month is None:
        return (date(year, 1, 1), date(year, 12, 31)) if year else _relative(when, today)
    if day_of_month is None:
        return _month(year or (today.year if month <= today.month else today.year - 1), month)
    day = date(year or today.year, month, day_of_month)
    if year is None and day > today:
        day = date(today.year - 1, month, day_of_month)
    return day, day


def _relative(words: str, today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    last_month = today.replace(day=1) - timedelta(days=1)
    return {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "this week": (monday, today),
        "last week": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "this month": (today.replace(day=1), today),
        "last month": _month(last_month.year, last_month.month),
        "this year": (date(today.year, 1, 1), today),
        "last year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }[words]


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
