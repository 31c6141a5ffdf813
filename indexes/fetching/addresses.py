"""Any address: what is there decides whether it is read as a page, a feed or a sitemap."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.fetching.feeds import read_feed
from indexes.fetching.fetcher import NO_ADDRESS, Fetched, Fetcher
from indexes.fetching.pages import Crawler, articles_of
from indexes.fetching.sitemaps import SitemapReader
from indexes.fetching.unpacking import unpacked
from indexes.readers.common import canonical_url
from indexes.readers.encodings import decode
from indexes.sources import ReadFailure, Source

_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|rdf|urlset|sitemapindex|html)[\s>]", re.IGNORECASE)


def read_addresses(
    addresses: Iterable[str],
    fetcher: Fetcher,
    *,
    limit: int = 1_000,
    pages: Callable[[int, int], None] = lambda *_: None,
) -> Iterator[Article | ReadFailure]:
    """Yield the articles at the addresses, and a failure for each that gives none.

    A feed gives its entries and a sitemap at most `limit` pages, both as robots.txt allows; a page is
    what was asked for and is always fetched. Each address is taken only when those before it are done.
    `pages` is told how many pages of a sitemap are done, and how many there are as far as is known.
    """
    crawler = Crawler(fetcher)
    asked: set[str] = set()
    for address in addresses:
        if address in asked:
            continue
        asked.add(address)
        if canonical_url(address) is None:
            yield ReadFailure(address, NO_ADDRESS)
            continue
        try:
            fetcher.wait(address)
            fetched = fetcher.get(address)
            kind = list_kind(fetched, fetcher.limits.largest)
            if kind == "feed":
                yield from read_feed(fetched, crawler)
            elif kind == "sitemap":
                yield from SitemapReader(fetcher, crawler, limit=limit, progress=pages).articles(fetched)
            else:
                yield from articles_of(fetched)
        except ReadError as error:
            yield ReadFailure(address, str(error))


def list_kind(fetched: Fetched, largest: int) -> str | None:
    """Return "feed" or "sitemap" for a list of pages, None for anything else."""
    content = fetched.content
    if fetched.content_type != "text/html":
        content = unpacked(content, largest)
        root = _ROOT.search(re.sub(rb"<!--.*?(?:-->|\Z)", b"", content[:5000], flags=re.DOTALL))
        name = root.group(1).lower() if root else b""
        if name in (b"urlset", b"sitemapindex"):
            return "sitemap"
        if name in (b"rss", b"feed", b"rdf"):
            return "feed"
    return None


def addresses_in(path: Path) -> list[str]:
    """Return the addresses of a file, one a line; empty lines and lines that begin with # do not count.

    Raises ReadError when it cannot be read or a line is no address.
    """
    try:
        lines = decode(Source.from_path(path).read_bytes()).splitlines()
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}") from error
    found = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    wrong = next((line for line in found if canonical_url(line) is None), None)
    if wrong is not None:
        raise ReadError(f"{path}: {wrong[:100]!r} is no address; begin it with https://")
    return found
