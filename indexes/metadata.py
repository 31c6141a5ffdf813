"""Title, author, publisher, address, dates and language of a web page, each with where it was found.

What the page says in JSON-LD counts first, then OpenGraph and other meta elements, then the visible page.
Nothing is guessed from what is not there: unknown stays None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from indexes import metadata_json_ld as json_ld
from indexes.metadata_dates import modified_dates, published_dates
from indexes.metadata_values import (
    Candidates,
    byline,
    language_tag,
    no_address,
    people_in_words,
    same_site,
)
from indexes.readers.common import canonical_url, simplified, text_or_none

_AUTHOR = (
    *("author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator"),
    *("citation_author", "byl", "article:author", "twitter:creator"),
)
_PUBLISHER = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "citation_journal_title")


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
        wanted = {simplified(text) for text in (*self.headings, self._meta("og:title"), self._short_title())}
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
        choose("modified", modified_dates(self.tree, self.metas, self.stated))
        choose(
            "published",
            published_dates(
                self.tree,
                self.metas,
                self.stated,
                address=self.address,
                modified=values.get("modified"),
            ),
        )
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
        site = simplified(self._meta("og:site_name"))
        if len(parts) > 1 and site and simplified(parts[0]) == site:
            return self.page_title[self.page_title.index(parts[1]) :]
        if len(parts) > 1 and (simplified(parts[-1]) == site or len(parts[-1].split()) <= 4):
            return self.page_title[: self.page_title.rindex(parts[-1])].rstrip(" |–—-»·:")
        return self.page_title

    def _without_site(self, title: str | None) -> str | None:
        """Return a title without the name of the site before or behind it."""
        site = re.escape(self._meta("og:site_name") or "")
        if not title or not site:
            return title
        bar = r"\s*[|–—\-»·:]"
        return re.sub(rf"^{site}{bar}\s+|{bar}\s+{site}$", "", title) or title

    def _titles(self) -> Candidates:
        stated = json_ld.headline(self.node)
        shared = text_or_none(self._meta("og:title"))
        heading = self.headings[0] if len(self.headings) == 1 else None
        if stated and not stated.endswith(("…", "...")):
            yield stated, "JSON-LD"
        if shared and heading and simplified(shared).startswith(simplified(heading)):
            # og:title with the name of the site behind it
            yield heading, "h1"
        yield self._without_site(shared), "meta og:title"
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

    def _labelled(self, label: str) -> str | None:
        """Return what stands beside a label in the meta elements of a card, as WordPress writes them."""
        for number in ("1", "2"):
            if (self._meta(f"twitter:label{number}") or "").lower() == label:
                return text_or_none(self._meta(f"twitter:data{number}"))
        return None

    def _authors(self, publisher: str | None) -> Candidates:
        for role in ("author", "creator"):
            people = [name for name in json_ld.names(self.node, role, self.by_id) if name != publisher]
            yield byline(text_or_none(people)), "JSON-LD"
        for name in _AUTHOR:
            values = dict.fromkeys(
                filter(None, (no_address(text_or_none(v)) for v in self.metas.get(name, ())))
            )
            people = [value for value in values if value != publisher]
            yield byline(text_or_none(people)), f"meta {name}"
        yield byline(self._labelled("written by")), "meta twitter:label"
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
        yield people_in_words(self.tree), "words before the name"

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
