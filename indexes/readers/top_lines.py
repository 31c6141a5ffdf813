"""Who wrote a plain text and when, as its first lines say: a byline, a line with a date, a dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexes.calendar_names import MONTHS, WEEKDAYS
from indexes.readers.dates import iso_date

FIRST_LINES = 8  # of a text, where such lines stand

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
_DATE_LINE = re.compile(
    rf"(?:(?:Published|Posted|Date)(?: on)?:?\s+)?(?:{'|'.join(WEEKDAYS)})?,?\s*"
    rf"(?P<day>{_DAY}|\d{{4}}-\d\d-\d\d)(?:,?\s+(?:at\s+)?\d{{1,2}}[:.]\d\d.{{0,12}})?",
    re.I,
)
# "GRENNOCH, 14 May 2025 - The council …", with the agency in brackets or not
_DATELINE = re.compile(
    rf"[A-Z][A-Z .'’-]{{2,30}}(?:, [A-Z][\w. ]{{1,20}})?,\s+(?P<day>{_DAY})\s*"
    r"(?:\([^)]{2,30}\)\s*)?[-–—:]\s"
)
# a line that names the author and nothing else
BYLINE = re.compile(
    r"(?:By|BY|by|(?:Words|Text|Report) by)\s+(?P<author>"
    r"[A-Z][\w.'’-]+(?:\s(?:(?:and|de|van|von)\s)?[A-Z][\w.'’-]+){1,5})(?:,\s[\w ]{3,40})?"
)


@dataclass(frozen=True, slots=True)
class TopLines:
    """Author and day of publication, ISO 8601, each None where nothing says so; `sources` tells by what."""

    author: str | None = None
    published: str | None = None
    sources: dict[str, str] = field(default_factory=dict)


def read_top_lines(text: str) -> TopLines:
    """Return what the first lines of a text say; a date inside a sentence is no date of publication."""
    author = published = None
    sources: dict[str, str] = {}
    for at, line in enumerate([line.strip() for line in text.split("\n") if line.strip()][:FIRST_LINES]):
        if at and author is None and (by := BYLINE.fullmatch(line)):
            author, sources["author"] = by["author"], "byline"
        for form, name in ((_DATE_LINE.fullmatch, "line with a date"), (_DATELINE.match, "dateline")):
            told = form(line) if published is None else None
            if told and (day := iso_date(told["day"])):
                published, sources["published"] = day, name
    return TopLines(author, published, sources)
