"""Values that pages state, judged and brought to one form: dates, names, languages, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from indexes.articles import parse_day
from indexes.readers.dates import iso_date

# Values that may be one field of a page, the surest first, each with where it was found.
Candidates = Iterator[tuple[object, str]]

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def plausible_date(value: object) -> str | None:
    """Return a date in ISO 8601, or None for none and for what software writes where it knows none."""
    if isinstance(value, list):
        value = value[0] if value else None
    stated = iso_date(value)
    if stated is None:
        return None
    day = parse_day(stated)
    if (
        day.year < 1600
        or stated.startswith("1970-01-01")
        or day > (datetime.now(UTC) + timedelta(days=2)).date()
    ):
        return None
    return stated


def speaks_of_update(tree: Any) -> bool:
    """Tell whether a date on the page is one of an update."""
    for element in tree.iter("time", "span", "p", "div", "li", "small", "em", "i", "td", "dd", "footer"):
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        words = " ".join((element.text or "").split()[:6]).lower()
        if (
            "updated" in marks
            or "modified" in marks
            or re.match(
                r"(?:this (?:page|article|story) was )?(?:last )?(?:updated|modified|reviewed|edited)\b",
                words,
            )
        ):
            return True
    return False


def no_address(value: str | None) -> str | None:
    """Return the value unless it is a URL or the name of an account."""
    return None if value is None or re.match(r"(?:https?:)?//|@|www\.", value) else value


# "Di Webster" and "Von Trapp" are names, "Di Marco Rossi" and "Von Anna Klein" say by whom.
_BY = re.compile(
    r"^(?:by:?|(?:von|par|por|di):?(?=\s+(?-i:[^\Wa-z])[^\s,]*\s))\s+",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|columnist|journalist|critic|staff|bureau chief)\b",
    re.IGNORECASE,
)


def byline(value: str | None) -> str | None:
    """Return the names of a byline without the word before them, and without what the people are."""
    if not value:
        return None
    parts = _BY.sub("", value).split(", ")
    return ", ".join(parts[:1] + [part for part in parts[1:] if not _ROLE.search(part)]) or None


def is_aside(element: Any) -> bool:
    """Tell whether an element stands beside the article, where others are announced."""
    return any(around.tag in ("aside", "nav", "footer") for around in element.iterancestors())


_NAME = r"[A-Z][\w.'’-]*(?: (?:de|da|di|du|van|von|der|den|la|le|bin|al|[A-Z][\w.'’-]*))*? [A-Z][\w.'’-]+"
_PEOPLE = re.compile(
    rf"(?:(?:words|text|story|report(?:ing)?|written)\s+)?by:?\s+((?-i:{_NAME}(?:(?:, | and | & ){_NAME})*))"
    r"(?:,? (?:and )?(?:pictures?|photos?|photographs?|photography|video|illustrations?|graphics) by .*)?",
    re.IGNORECASE,
)


def people_in_words(tree: Any) -> str | None:
    """Return the names in a line that says nothing but who wrote the article, such as "By Ann Lee".

    Cards of other articles have such lines too: where the page names different people, it names none.
    """
    found: dict[str, None] = {}
    for element in tree.iter("p", "div", "span", "li", "small", "em", "i", "b", "strong", "address"):
        # what holds more than a line is not looked through again and again
        small = len(element) <= 3 and all(len(child) <= 1 for child in element)
        line = element.text_content() if small else ""
        names = _PEOPLE.fullmatch(" ".join(line.split())) if len(line) <= 200 else None
        if names and not is_aside(element):
            found[names.group(1)] = None
    return next(iter(found)) if len(found) == 1 else None


def language_tag(value: object) -> str | None:
    """Return a language as BCP 47 writes it, such as "en-GB", or None when it is no code."""
    if not isinstance(value, str) or not _LANGUAGE_TAG.fullmatch(value.strip()):
        return None
    first, *rest = value.strip().replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part.title() for part in rest)])


def same_site(url: str, address: str | None) -> bool:
    """Tell whether an address is of the site that the page came from; any is where that is not known."""
    if address is None:
        return True
    # not at the top: it reads a list of all public suffixes
    from courlan import extract_domain

    ours, theirs = (
        re.sub(r"^(?:www|m|mobile|amp)\.", "", urlsplit(each).hostname or "") for each in (address, url)
    )
    if ours == theirs:
        return True
    domain = extract_domain(address)
    return domain is not None and domain == extract_domain(url)
