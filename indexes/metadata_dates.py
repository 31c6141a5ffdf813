"""When a page says that it was published and modified, each with where it says so."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from htmldate import find_date

from indexes.articles import parse_day
from indexes.metadata_json_ld import Stated
from indexes.metadata_values import Candidates, is_aside, plausible_date, speaks_of_update

_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "og:published_time", "article:published"),
    *("parsely-pub-date", "sailthru.date", "datepublished", "dc.date.issued", "dcterms.issued"),
    *("dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date"),
    *("citation_date", "publish-date", "publishdate", "pubdate", "publication_date", "publication-date"),
    *("article.published", "cxenseparse:recs:publishtime", "date"),
)
_MODIFIED = (
    *("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified"),
    *("dcterms.modified", "dc.date.modified", "last-modified", "article.updated", "revision_date"),
)
_SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\b")
# A date that stands behind one of these words says what it is of.
_SAYS_PUBLISHED = re.compile(r"\s*(?:first |originally )?(?:published|posted)\s*(?:on|at)?\s*:?\s*", re.I)
_SAYS_MODIFIED = re.compile(
    r"\s*(?:this (?:page|article|story) was )?(?:last )?(?:updated|modified)\s*(?:on|at)?\s*:?\s*", re.I
)
_LINES = ("p", "div", "span", "li", "small", "em", "i", "dd", "td", "time", "strong", "b")
_LONGEST_DATE = 50
# such as data-published or data-publish-date
_ATTRIBUTE = re.compile(r"data-(?:date-?|time-?)?publi(?:sh(?:ed)?|cation)(?:-?(?:date|time|at|on))*")


def modified_dates(tree: Any, metas: Mapping[str, Sequence[str]], stated: Stated) -> Candidates:
    """Yield what may be the time of the last change, the surest first."""
    yield from _stated_dates(tree, metas, stated, "dateModified", _MODIFIED)
    for element in tree.iter("time"):
        marks = _marks(element)
        if ("updated" in marks or "modified" in marks) and "publish" not in marks:
            yield plausible_date(element.get("datetime") or element.text_content()), "time element"
    yield from _labelled_dates(tree, _SAYS_MODIFIED)


def published_dates(
    tree: Any,
    metas: Mapping[str, Sequence[str]],
    stated: Stated,
    *,
    address: str | None,
    modified: str | None,
) -> Candidates:
    """Yield what may be the time of publication, the surest first."""
    yield from _stated_dates(tree, metas, stated, "datePublished", _PUBLISHED)
    for element in tree.iter("time"):
        marks = _marks(element)
        if element.get("pubdate") is not None or "publish" in marks:
            yield plausible_date(element.get("datetime") or element.text_content()), "time element"
    yield from _labelled_dates(tree, _SAYS_PUBLISHED)
    yield _attribute_date(tree)
    # the guesser takes any date that it finds: on an updated page, a list, or one with a date that
    # cannot be told, it takes a wrong one
    yield _agreed_date(tree, metas)
    unclear = "datePublished" in stated.node or any(name in metas for name in _PUBLISHED)
    if modified is None and not unclear and not stated.is_list and not speaks_of_update(tree):
        try:
            guessed = find_date(tree, extensive_search=False, original_date=True, url=address)
        except (ValueError, TypeError, AttributeError, OverflowError):
            guessed = None
        yield plausible_date(guessed), "htmldate"


def _stated_dates(
    tree: Any, metas: Mapping[str, Sequence[str]], stated: Stated, name: str, names: Sequence[str]
) -> Candidates:
    yield plausible_date(stated.node.get(name)), "JSON-LD"
    for meta in names:
        for value in metas.get(meta, ()):
            yield plausible_date(value), f"meta {meta}"
    for element in tree.iterfind(f".//*[@itemprop='{name}']"):
        written = element.get("datetime") or element.get("content") or element.text_content()
        yield plausible_date(written), f"itemprop {name}"


def _marks(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()


def _labelled_dates(tree: Any, label: re.Pattern[str]) -> Candidates:
    """Yield dates behind a word that says what they are of, such as "Published: 5 May 2024".

    Cards of other articles have such lines too: where the page has several dates of the kind, it has none.
    """
    found = {day for day in (_behind(line, label) for line in tree.iter(*_LINES)) if day}
    if len(found) == 1:
        yield found.pop(), "words before the date"


def _behind(line: Any, label: re.Pattern[str]) -> str | None:
    """Return the date that follows the label at the beginning of a line's own words."""
    words = label.match(line.text or "")
    if words is None or is_aside(line):
        return None
    rest = (line.text or "")[words.end() :]
    if len(rest) > _LONGEST_DATE:
        # a sentence that happens to begin so
        return None
    inner = next(iter(line), None)
    if not rest.strip() and inner is not None:
        return plausible_date(inner.get("datetime") or inner.text_content())
    return plausible_date(rest)


def _attribute_date(tree: Any) -> tuple[str | None, str]:
    """Return the date in an attribute such as data-published, where the page has a single one."""
    found = {
        day
        for element in tree.iterfind(".//body//*")
        for name, value in element.attrib.items()
        if _ATTRIBUTE.fullmatch(name) and (day := plausible_date(value))
    }
    return (found.pop() if len(found) == 1 else None), "data attribute"


def _agreed_date(tree: Any, metas: Mapping[str, Sequence[str]]) -> tuple[str | None, str]:
    """Return the time on the page that is one reading of a date like 3/4/2024 in its meta elements."""
    readings = {day for name in _PUBLISHED for value in metas.get(name, ()) for day in _readings(value)}
    for element in tree.iter("time"):
        stated = plausible_date(element.get("datetime"))
        if stated is not None and parse_day(stated) in readings:
            return stated, "time element"
    return None, ""


def _readings(value: str) -> Iterator[date]:
    parts = _SLASHED.match(value)
    if parts:
        first, second, year = map(int, parts.groups())
        for day, month in ((first, second), (second, first)):
            with contextlib.suppress(ValueError):
                yield date(year, month, day)
