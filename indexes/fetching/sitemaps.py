"""Sitemaps: every page that a site lists, with what a news sitemap says of it. https://www.sitemaps.org"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.fetching.fetcher import Fetched, Fetcher
from indexes.fetching.pages import Crawler
from indexes.fetching.unpacking import unpacked
from indexes.metadata_values import language_tag
from indexes.readers.common import canonical_url, text_or_none
from indexes.readers.dates import iso_date
from indexes.sources import ReadFailure

_DEEPEST = 3


class SitemapReader:
    """Reads at most `limit` pages of a sitemap, and of the sitemaps that it lists.

    `has_nested` tells whether it lists any: what is new in those does not show in itself.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        crawler: Crawler,
        *,
        limit: int,
        seen: MutableMapping[str, str] | None = None,
        progress: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        """Fetch sitemaps with the one and pages with the other.

        `progress` is told before each page how many are done, and how many there are as far as is known.

        `seen` maps pages to the time of their last change when they were last read: those with the same
        time are passed over, and all are noted in it but those that may give an article later.
        """
        self.has_nested = False
        self._seen = seen
        self._fetcher = fetcher
        self._crawler = crawler
        self._limit = limit
        self._progress = progress
        self._pages: set[str] = set()
        self._sitemaps: set[str] = set()

    def articles(self, fetched: Fetched, depth: int = 0) -> Iterator[Article | ReadFailure]:
        """Yield the articles of the pages; raises ReadError when it is not a sitemap."""
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
                self.has_nested = True
                yield from self._nested(url, depth + 1)
            elif url not in self._pages and not self._is_known(url, entry):
                if len(self._pages) >= self._limit:
                    left = len(entries) - number
                    reason = (
                        f"{left} more pages were left out; add them by their own addresses, or all of them "
                        "with `python -m indexes add --limit PAGES`"
                    )
                    yield ReadFailure(fetched.url, reason, passing=True)
                    return
                done = len(self._pages)
                self._progress(done, min(self._limit, done + len(entries) - number))
                self._pages.add(url)
                yield from self._page(url, entry)

    def _is_known(self, url: str, entry: Any) -> bool:
        return self._seen is not None and self._seen.get(url) == _changed(entry)

    def _page(self, url: str, entry: Any) -> Iterator[Article | ReadFailure]:
        failed = False
        for item in self._crawler.articles(url, _known(entry)):
            failed = failed or (isinstance(item, ReadFailure) and item.passing)
            yield item
        if self._seen is not None and not failed:
            # the newest last, for the oldest are forgotten first
            self._seen.pop(url, None)
            self._seen[url] = _changed(entry)

    def _nested(self, url: str, depth: int) -> Iterator[Article | ReadFailure]:
        if url in self._sitemaps:
            return
        try:
            if depth > _DEEPEST:
                raise ReadError(f"sitemaps are in sitemaps more than {_DEEPEST} deep")
            yield from self.articles(self._fetcher.get(url), depth)
        except ReadError as error:
            yield ReadFailure(url, str(error), passing=True)


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"its XML is damaged: {error}") from error
    if etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise ReadError("it is not a sitemap")
    return root


def _changed(entry: Any) -> str:
    """Return the time of the last change as the sitemap states it, or an empty string."""
    return text_or_none(entry.findtext("{*}lastmod")) or ""


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
