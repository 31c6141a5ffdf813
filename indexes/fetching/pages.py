"""Fetched pages and documents as articles."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.fetching.fetcher import Fetched, Fetcher, StatusError
from indexes.fetching.robots import ForbiddenError, Robots
from indexes.readers.common import canonical_url
from indexes.sources import ReadFailure, Source, read_source

_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "multipart/related": ".mhtml",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
}
_KINDS_BY_ENDING = frozenset(_KINDS.values())

# Gone, and kept back for legal reasons.
_GONE = (410, 451)


def articles_of(fetched: Fetched) -> Iterator[Article | ReadFailure]:
    """Yield the articles of what was fetched; raises ReadError for a kind that holds none."""
    name = canonical_url(fetched.url) or fetched.url
    source = Source(
        name,
        lambda: io.BytesIO(fetched.content),
        address=name,
        charset=fetched.charset,
        kind=kind_of(fetched),
    )
    yield from read_source(source)


def kind_of(fetched: Fetched) -> str:
    """Return the ending for the kind of what was fetched; raises ReadError when no reader knows it."""
    stated = fetched.content_type
    ending = PurePosixPath(urlsplit(fetched.url).path).suffix.lower()
    beginning = fetched.content[:1000].lstrip().lower()
    if beginning.startswith(b"%pdf-"):
        return ".pdf"
    if stated in ("text/plain", None) and beginning.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if stated in ("application/octet-stream", "text/plain", None) and ending in _KINDS_BY_ENDING:
        return ending
    if stated in _KINDS:
        return _KINDS[stated]
    raise ReadError(f"it is {stated or 'of no stated kind'}, which holds no article")


class Crawler:
    """Fetches pages that a feed or a sitemap lists: as robots.txt allows, and not too fast."""

    def __init__(self, fetcher: Fetcher) -> None:
        """Fetch with this."""
        self._fetcher = fetcher
        self._robots = Robots(fetcher)
        self._asked: set[str] = set()

    def articles(self, url: str, known: Mapping[str, str]) -> Iterator[Article | ReadFailure]:
        """Yield the articles at the address; `known` is what the list says of it and the page does not.

        A page that several lists name is fetched once.
        """
        if url in self._asked:
            return
        self._asked.add(url)
        try:
            self._robots.check(url)
            self._fetcher.wait(url, self._robots.pause(url))
            fetched = self._fetcher.get(url, check=self._robots.check)
        except ReadError as error:
            yield ReadFailure(url, str(error), passing=not _is_final(error))
            return
        try:
            for item in articles_of(fetched):
                yield completed(item, known) if isinstance(item, Article) else item
        except ReadError as error:
            yield ReadFailure(url, str(error))


def _is_final(error: ReadError) -> bool:
    """Tell whether asking again is in vain; a page that is not found may only be late."""
    return isinstance(error, ForbiddenError) or (isinstance(error, StatusError) and error.status in _GONE)


def completed(article: Article, known: Mapping[str, str]) -> Article:
    """Return the article with fields that it lacks taken from the list that named it."""
    fields = ("title", "url", "publisher", "author", "published", "modified", "language")
    values = {name: getattr(article, name) for name in fields}
    sources = dict(article.metadata_sources)
    for name, value in known.items():
        guessed = name == "title" and sources.get("title") in ("title", "the beginning of the text")
        if name in values and value and (values[name] is None or guessed or sources.get(name) == "htmldate"):
            values[name] = value
            sources[name] = known.get("where", "the list that named it")
    return Article.create(
        id=article.id, text=article.text, source=article.source, metadata_sources=sources, **values
    )
