"""Sitemaps: every page that a site lists, with what a news sitemap says of it. https://www.sitemaps.org"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.fetching.fetcher import Fetched, Fetcher
from indexes.fetching.pages import Crawler
from indexes.fetching.unpacking import unpacked
from indexes.metadata import language_tag
from indexes.readers.common import canonical_url, iso_date, text_or_none
from indexes.sources import ReadFailure

_DEEPEST = 3


class SitemapReader:
    """Reads at most `limit` pages of a sitemap, and of the sitemaps that it lists."""

    def __init__(self, fetcher: Fetcher, crawler: Crawler, *, limit: int) -> None:
        """Fetch sitemaps with the one and pages with the other."""
        self._fetcher = fetcher
        self._crawler = crawler
        self._limit = limit
        self._pages: set[str] = set()
        self._sitemaps: set[str] = set()

    def articles(self, fetched: Fetched, depth: int = 0) -> Iterator[Article | ReadFailure]:
        """Yield the articles of the pages; raises ReadError when it is no sitemap."""
        self._sitemaps.add(fetched.url)
        root = _parsed(unpacked(fetched.content, self._fetcher.limits.largest))
        site = urlsplit(fetched.url).netloc
        entries = list(root.iterfind("{*}url")) + list(root.iterfind("{*}sitemap"))
        for number, entry in enumerate(entries):
            url = canonical_url(text_or_none(entry.findtext("{*}loc")))
            if url is None:
                yield ReadFailure(fetched.url, "an entry has no address")
            elif urlsplit(url).netloc != site:
                yield ReadFailure(url, f"it is of another site than its sitemap {fetched.url}")
            elif etree.QName(entry).localname == "sitemap":
                yield from self._nested(url, depth + 1)
            elif url not in self._pages:
                if len(self._pages) >= self._limit:
                    left = len(entries) - number
                    yield ReadFailure(
                        fetched.url, f"{left} more pages were left out; allow more with --limit"
                    )
                    return
                self._pages.add(url)
                yield from self._crawler.articles(url, _known(entry))

    def _nested(self, url: str, depth: int) -> Iterator[Article | ReadFailure]:
        if url in self._sitemaps:
            return
        try:
            if depth > _DEEPEST:
                raise ReadError(f"sitemaps are in sitemaps more than {_DEEPEST} deep")
            yield from self.articles(self._fetcher.get(url), depth)
        except ReadError as error:
            yield ReadFailure(url, str(error))


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"its XML is damaged: {error}") from error
    if etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise ReadError("it is no sitemap")
    return root


def _known(entry: Any) -> dict[str, str]:
    """Return what a news sitemap says of the page; the time of the last change is too often wrong."""
    news = entry.find("{*}news")
    if news is None:
        return {}
    found = {
        "title": text_or_none(news.findtext("{*}title")),
        "publisher": text_or_none(news.findtext("{*}publication/{*}name")),
        "language": language_tag(text_or_none(news.findtext("{*}publication/{*}language"))),
        "published": iso_date(news.findtext("{*}publication_date")),
    }
    return {"where": "news sitemap", **{name: value for name, value in found.items() if value}}
