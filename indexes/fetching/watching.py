"""Feeds and sitemaps asked again and again: only what is new in them is fetched and added."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from indexes.articles import Article
from indexes.errors import EmbeddingError, FolderInUseError, IndexesError, ReadError, StoreError
from indexes.fetching.addresses import list_kind
from indexes.fetching.feeds import read_feed
from indexes.fetching.fetcher import Fetched, Fetcher
from indexes.fetching.pages import Crawler
from indexes.fetching.sitemaps import SitemapReader
from indexes.reports import IngestReport
from indexes.sources import ReadFailure

# Entries of a feed or a sitemap, the newest ones; a sitemap has at most 50,000.
_REMEMBERED = 60_000
# How many pages of a sitemap are fetched at a time; the others come the next times.
_PAGES_AT_A_TIME = 500
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Index(Protocol):
    """Takes articles; an `ArticleIndex` is one."""

    def add_articles(self, articles: Iterator[Article]) -> IngestReport:
        """Add the articles and say what became of each."""
        ...


def seconds_of(interval: str) -> float:
    """Return the seconds of an interval such as 15m or 1h; raises IndexesError for anything else."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", interval.strip().lower())
    if not found or float(found.group(1)) <= 0:
        raise IndexesError(f"{interval!r} is no interval; write it as 90s, 15m, 1h or 1d")
    return float(found.group(1)) * _UNITS[found.group(2)]


class FeedWatch:
    """Keeps in a file what each feed looked like: ETag, Last-Modified and the entries that were added."""

    def __init__(self, feeds: Sequence[str], fetcher: Fetcher, state: Path) -> None:
        """Watch these feeds, remembering in the file `state`."""
        self._feeds = tuple(dict.fromkeys(feeds))
        self._fetcher = fetcher
        self._path = state
        self._state = _loaded(state)

    def poll(self, open_index: Callable[[], AbstractContextManager[Index]]) -> IngestReport:
        """Ask every feed once and add what is new in them; the index is open only while there is news.

        What cannot be read is in the report and is tried again the next time. Raises FolderInUseError
        when the index cannot be opened; nothing is forgotten then.
        """
        failed: list[tuple[str, str]] = []
        news = [(feed, fetched) for feed in self._feeds if (fetched := self._changed(feed, failed))]
        if not news:
            return IngestReport(failed=tuple(failed))
        seen = {feed: dict(self._state.get(feed, {}).get("entries", {})) for feed, _ in news}
        broken: set[str] = set()
        with open_index() as index:
            report = index.add_articles(self._articles(news, seen, failed, broken))
            # while the folder is this process's: another may have noted other feeds in the file
            self._state = _loaded(self._path)
            for feed, fetched in news:
                state: dict[str, Any] = {"entries": dict(list(seen[feed].items())[-_REMEMBERED:])}
                if feed not in broken:
                    # after a failure the whole feed is asked for again, as is a list of sitemaps
                    state |= {"etag": fetched.etag, "last_modified": fetched.last_modified}
                self._state[feed] = state
            _save(self._path, self._state)
        return replace(report, failed=(*report.failed, *failed))

    def _changed(self, feed: str, failed: list[tuple[str, str]]) -> Fetched | None:
        """Return the feed unless it is as it was, or cannot be fetched."""
        known = self._state.get(feed, {})
        try:
            fetched = self._fetcher.get(
                feed, etag=known.get("etag"), last_modified=known.get("last_modified")
            )
        except ReadError as error:
            failed.append((feed, str(error)))
            return None
        return None if fetched.unchanged else fetched

    def _articles(
        self,
        news: Sequence[tuple[str, Fetched]],
        seen: dict[str, dict[str, str]],
        failed: list[tuple[str, str]],
        broken: set[str],
    ) -> Iterator[Article]:
        crawler = Crawler(self._fetcher)
        for feed, fetched in news:
            try:
                if list_kind(fetched, self._fetcher.limits.largest) == "sitemap":
                    sitemap = SitemapReader(self._fetcher, crawler, limit=_PAGES_AT_A_TIME, seen=seen[feed])
                    items = sitemap.articles(fetched)
                else:
                    sitemap, items = None, read_feed(fetched, crawler, seen[feed])
                for item in items:
                    if isinstance(item, ReadFailure):
                        failed.append((item.source, item.reason))
                        if item.passing:
                            broken.add(feed)
                    else:
                        yield item
                if sitemap is not None and sitemap.has_nested:
                    broken.add(feed)
            except ReadError as error:
                failed.append((feed, str(error)))
                broken.add(feed)

    def run(
        self,
        open_index: Callable[[], AbstractContextManager[Index]],
        *,
        every: float,
        tell: Callable[[IngestReport | IndexesError], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Poll for ever, `every` seconds from start to start.

        A folder in use, a store or an embedding model that does not answer only delay what is new.
        """
        while True:
            started = time.monotonic()
            try:
                tell(self.poll(open_index))
            except (FolderInUseError, StoreError, EmbeddingError) as error:
                tell(error)
            sleep(max(1.0, every - (time.monotonic() - started)))


def _loaded(path: Path) -> dict[str, Any]:
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(f"cannot read {path}: {error}; remove it, and the feeds are read anew") from error
    return state if isinstance(state, dict) else {}


def _save(path: Path, state: dict[str, Any]) -> None:
    """Write the state such that a crash leaves the old one or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(state, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}; free some space") from error
