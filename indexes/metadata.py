"""Title, author, publisher, address, dates and language of a web page, each with where it was found.

What the page says in JSON-LD counts first, then OpenGraph and other meta elements, then the visible page.
Nothing is guessed from what is not there: unknown stays None.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from htmldate import find_date

from indexes import metadata_json_ld as json_ld
from indexes.articles import parse_day
from indexes.metadata_values import (
    byline,
    language_tag,
    no_address,
    plausible_date,
    same_site,
    speaks_of_update,
)
from indexes.readers.common import canonical_url, text_or_none

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
_AUTHOR = (
    *("author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator"),
    *("citation_author", "byl", "article:author", "twitter:creator"),
)
_PUBLISHER = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "citation_journal_title")
_SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\b")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says of itself; `sources` tells of each field that is not None where it was found.

    `body` is the article's text where the page states it beside what it shows.
    """

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    body: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


Candidates = Iterator[tuple[object, str]]


def page_metadata(tree: Any, address: str | None = None) -> PageMetadata:
    """Return what the page says of itself; `address` is where it was fetched from.

    The tree still holds its scripts and loses nothing. A page that was fetched cannot pass itself off as
    one of another site: such a canonical address is not believed.
    """
    return _Page(tree, address).metadata()


class _Page:
    def __init__(self, tree: Any, address: str | None) -> None:
        self.tree = tree
        self.address = canonical_url(address)
        self.metas = _metas(tree)
        self.headings = [text_or_none(h1.text_content()) for h1 in tree.iter("h1")]
        self.page_title = text_or_none(tree.findtext(".//head/title") or tree.findtext(".//title"))
        urls = {url for url in (canonical_url(self._absolute(url)) for url, _ in self._url_values()) if url}
        wanted = {
            json_ld.simplified(text) for text in (*self.headings, self._meta("og:title"), self._short_title())
        }
        scripts = [
            script.text or ""
            for script in tree.iter("script")
            if "ld+json" in (script.get("type") or "").lower()
        ]
        self.stated = json_ld.read_scripts(scripts, urls | {self.address or ""}, wanted - {""})
        self.node, self.by_id = self.stated.node, self.stated.by_id

    def metadata(self) -> PageMetadata:
        values: dict[str, str] = {}
        sources: dict[str, str] = {}

        def choose(name: str, candidates: Candidates) -> None:
            for value, where in candidates:
                if isinstance(value, str) and value:
                    values[name], sources[name] = value, where
                    return

        choose("url", self._urls())
        choose("title", self._titles())
        choose("publisher", self._publishers())
        choose("author", self._authors(values.get("publisher")))
        choose("modified", self._dates("dateModified", _MODIFIED))
        choose("published", self._published_dates(values.get("modified")))
        choose("language", self._languages())
        body = self.node.get("articleBody")
        return PageMetadata(**values, body=body if isinstance(body, str) else None, sources=sources)

    def _meta(self, name: str) -> str | None:
        return next(iter(self.metas.get(name, ())), None)

    # address

    def _absolute(self, url: str) -> str:
        base = next((element.get("href") for element in self.tree.iter("base") if element.get("href")), None)
        try:
            return str(urljoin(urljoin(self.address or "", base or ""), url.strip()))
        except ValueError:
            return ""

    def _url_values(self) -> Iterator[tuple[str, str]]:
        for link in self.tree.iter("link"):
            if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
                yield link.get("href"), "link canonical"
        for name in ("og:url", "parsely-link", "twitter:url"):
            for value in self.metas.get(name, ()):
                yield value, f"meta {name}"

    def _urls(self) -> Candidates:
        found = [(canonical_url(self._absolute(url)), where) for url, where in self._url_values()]
        found.append((json_ld.address(self.node), "JSON-LD"))
        known = [(url, where) for url, where in found if url and same_site(url, self.address)]
        # a canonical address that is the front page is a mistake of the template
        yield from ((url, where) for url, where in known if urlsplit(url).path != "/" or urlsplit(url).query)
        yield self.address, "the address it was fetched from"
        yield from known

    # title

    def _short_title(self) -> str | None:
        """Return the page's title without the name of the site behind it."""
        if self.page_title is None:
            return None
        parts = re.split(r"\s+[|–—\-»·:]\s+", self.page_title)
        site = json_ld.simplified(self._meta("og:site_name"))
        if len(parts) > 1 and site and json_ld.simplified(parts[0]) == site:
            return self.page_title[self.page_title.index(parts[1]) :]
        if len(parts) > 1 and (json_ld.simplified(parts[-1]) == site or len(parts[-1].split()) <= 4):
            return self.page_title[: self.page_title.rindex(parts[-1])].rstrip(" |–—-»·:")
        return self.page_title

    def _titles(self) -> Candidates:
        stated = json_ld.headline(self.node)
        shared = text_or_none(self._meta("og:title"))
        heading = self.headings[0] if len(self.headings) == 1 else None
        if stated and not stated.endswith(("…", "...")):
            yield stated, "JSON-LD"
        if shared and heading and json_ld.simplified(shared).startswith(json_ld.simplified(heading)):
            # og:title with the name of the site behind it
            yield heading, "h1"
        yield shared, "meta og:title"
        for name in ("twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title"):
            yield text_or_none(self._meta(name)), f"meta {name}"
        yield heading, "h1"
        yield self._short_title(), "title"
        yield stated, "JSON-LD"

    # people and organisations

    def _publishers(self) -> Candidates:
        for name in ("publisher", "sourceOrganization"):
            yield text_or_none(json_ld.names(self.node, name, self.by_id)), "JSON-LD"
        for name in _PUBLISHER:
            yield no_address(text_or_none(self._meta(name))), f"meta {name}"

    def _authors(self, publisher: str | None) -> Candidates:
        people = [name for name in json_ld.names(self.node, "author", self.by_id) if name != publisher]
        yield byline(text_or_none(people)), "JSON-LD"
        for name in _AUTHOR:
            values = dict.fromkeys(
                filter(None, (no_address(text_or_none(v)) for v in self.metas.get(name, ())))
            )
            people = [value for value in values if value != publisher]
            yield byline(text_or_none(people)), f"meta {name}"
        for element in self.tree.iterfind(".//*[@rel='author']"):
            yield byline(text_or_none(element.text_content())), "link author"
        marked = [
            text_or_none(element.get("content") or element.text_content())
            for element in self.tree.iterfind(".//*[@itemprop='author']")
        ]
        yield byline(text_or_none(marked)), "itemprop author"
        for element in self.tree.iterfind(".//*[@class]"):
            if {"byline", "author", "byline-name", "author-name"} & set(element.get("class").lower().split()):
                words = text_or_none(element.text_content())
                if words and len(words) <= 80:
                    yield byline(words), "byline"

    # dates

    def _dates(self, name: str, metas: tuple[str, ...]) -> Candidates:
        yield plausible_date(self.node.get(name)), "JSON-LD"
        for meta in metas:
            for value in self.metas.get(meta, ()):
                yield plausible_date(value), f"meta {meta}"
        for element in self.tree.iterfind(f".//*[@itemprop='{name}']"):
            stated = element.get("datetime") or element.get("content") or element.text_content()
            yield plausible_date(stated), f"itemprop {name}"

    def _published_dates(self, modified: str | None) -> Candidates:
        yield from self._dates("datePublished", _PUBLISHED)
        for element in self.tree.iter("time"):
            marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
            if element.get("pubdate") is not None or "publish" in marks:
                yield plausible_date(element.get("datetime") or element.text_content()), "time element"
        # the guesser takes any date that it finds: on an updated page, a list, or one with a date that
        # cannot be told, it takes a wrong one
        yield self._agreed_date()
        unclear = "datePublished" in self.node or any(name in self.metas for name in _PUBLISHED)
        if modified is None and not unclear and not self.stated.is_list and not speaks_of_update(self.tree):
            try:
                guessed = find_date(self.tree, extensive_search=False, original_date=True, url=self.address)
            except (ValueError, TypeError, AttributeError, OverflowError):
                guessed = None
            yield plausible_date(guessed), "htmldate"

    def _agreed_date(self) -> tuple[str | None, str]:
        """Return the time on the page that is one reading of a date like 3/4/2024 in its meta elements."""
        readings: set[date] = set()
        for value in (value for name in _PUBLISHED for value in self.metas.get(name, ())):
            parts = _SLASHED.match(value)
            if parts:
                first, second, year = map(int, parts.groups())
                for day, month in ((first, second), (second, first)):
                    with contextlib.suppress(ValueError):
                        readings.add(date(year, month, day))
        for element in self.tree.iter("time"):
            stated = plausible_date(element.get("datetime"))
            if stated is not None and parse_day(stated) in readings:
                return stated, "time element"
        return None, ""

    # language

    def _languages(self) -> Candidates:
        yield language_tag(json_ld.language(self.node)), "JSON-LD"
        root = self.tree.getroottree().getroot()
        yield language_tag(root.get("lang") or root.get("xml:lang")), "html lang"
        for name in ("content-language", "dc.language", "dcterms.language", "og:locale"):
            yield language_tag(self._meta(name)), f"meta {name}"


def _metas(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found
