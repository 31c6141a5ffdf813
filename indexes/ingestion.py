"""Articles on their way into the stores: in batches that become searchable wholly or not at all.

A batch is embedded before any store is touched; how the stores change together is in `indexes.changing`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexes.ahead import ahead
from indexes.articles import Article, Passage
from indexes.changing import replace_articles
from indexes.database import ArticleDatabase
from indexes.journal import SourceState
from indexes.passages import split_passages
from indexes.pruning import prune_articles
from indexes.reading import Event, FileEnd, FileReading, size_of
from indexes.reports import IngestProgress, IngestReport, ProgressCallback
from indexes.sources import (
    NOTHING_KNOWN,
    ReadFailure,
    find_files,
    is_web_address,
)
from indexes.stores import Stores

BATCH_PASSAGES = 256
_BATCH_SOURCES = 1_000
# What readers of lists of pages write where a field came from the list.
LISTS = frozenset(("feed", "news sitemap"))
_COMPLETED = ("url", "publisher", "author", "published", "modified", "language")


@dataclass
class _Batch:
    items: list[tuple[Article, list[Passage]]] = field(default_factory=list)
    sources: list[SourceState] = field(default_factory=list)
    passages: int = 0


class Ingestion:
    """One run of adding; keeps its report and the articles that wait for the batch to fill."""

    def __init__(
        self, stores: Stores, progress: ProgressCallback | None = None, *, dry_run: bool = False
    ) -> None:
        """With `dry_run`, everything is read and reported, and nothing is changed."""
        self._stores = stores
        self._dry_run = dry_run
        self._database: ArticleDatabase = stores.database
        self._progress = progress
        self._batch = _Batch()
        self._seen: dict[str, str] = {}
        self._vanished: dict[SourceState, list[str]] = {}
        self._added: list[str] = []
        self._updated: list[str] = []
        self._unchanged: list[str] = []
        self._removed: list[str] = []
        self._copies: list[tuple[str, str]] = []
        self._failed: list[tuple[str, str]] = []
        self._left_out: list[str] = []
        self._done = self._total = self._articles = self._passages = 0
        self._reading, self._bytes = FileReading(stores.database.sources), 0

    def report(self) -> IngestReport:
        """Return what became of everything so far."""
        return IngestReport(
            tuple(self._added),
            tuple(self._updated),
            tuple(self._unchanged),
            tuple(self._removed),
            tuple(self._copies),
            tuple(self._failed),
            tuple(self._left_out),
        )

    def add_paths(self, paths: Sequence[Path], *, prune: bool) -> None:
        """Add files and folders; with `prune`, remove the articles of files that are gone from them."""
        # names, which take a fraction of the memory that paths do
        found: dict[str, None] = {}
        named = {str(path.resolve()) for path in paths if path.is_file()}
        for path in paths:
            for item in find_files(path):
                if isinstance(item, Path):
                    if str(item) not in found:
                        found[str(item)] = None
                        self._bytes += size_of(item)
                elif not (prune and self._is_gone(item)):
                    self._failed.append((item.source, item.reason))
        self._total = len(found)
        with contextlib.closing(ahead(self._reading.read(found, named=named))) as events:
            self._take_events(events)
        self.flush()
        if prune:
            self._removed += prune_articles(self._stores, self._vanished, paths, found, dry_run=self._dry_run)

    def _is_gone(self, failure: ReadFailure) -> bool:
        """Tell whether a path only gives nothing any more, which pruning deals with."""
        return (
            failure.reason.startswith(NOTHING_KNOWN) or self._database.sources.get(failure.source) is not None
        )

    def _take_events(self, events: Iterator[Event]) -> None:
        """Add what the files hold."""
        yielded: set[str] = set()
        failures = len(self._failed)
        for event in events:
            if isinstance(event, ReadFailure):
                self._failed.append((event.source, event.reason))
            elif not isinstance(event, FileEnd):
                article, passages = event
                yielded.add(article.id)
                self.add_article(article, passages)
            else:
                self._end_file(event, yielded, failed=len(self._failed) > failures)
                yielded, failures = set(), len(self._failed)
                self.end_source(event.name)

    def _end_file(self, end: FileEnd, yielded: set[str], *, failed: bool) -> None:
        """Note that a file was read, and which articles it once held and no longer does."""
        before = self._database.articles_of(end.name)
        if end.unchanged:
            self._unchanged += before
        if end.left_out:
            self._left_out.append(end.name)
        if end.state is None:
            return
        # what was not read is not known to be gone
        vanished = [] if end.unchanged or failed else [name for name in before if name not in yielded]
        if vanished:
            self._vanished[end.state] = vanished
        # failures are to be told again, and what vanished is to be noticed until it is pruned
        self._batch.sources.append(end.state.to_read_again() if failed or vanished else end.state)
        if len(self._batch.sources) >= _BATCH_SOURCES:
            self.flush()

    def add_article(self, article: Article, passages: list[Passage] | None = None) -> None:
        """Add an article unless the index has this very version of it."""
        if article.id in self._seen:
            # two feeds may tell of one page; two files that claim one address are a mistake
            if self._seen[article.id] != article.version and not is_web_address(article.source):
                self._failed.append(
                    (article.source or article.id, f"another article of this run is {article.id} too")
                )
            return
        self._seen[article.id] = article.version
        current = self._database.current_version(article.id)
        if current is not None:
            article = _as_lists_said(article, self._database.article(article.id, current))
        rival = self._rival(article) if current is not None else None
        if current == article.version:
            self._unchanged.append(article.id)
            if article.source is not None and rival is None and not self._dry_run:
                self._database.set_source(article.id, article.source)
            return
        if rival is not None:
            self._failed.append(
                (article.source or "", f"{article.id} comes from {rival} already; remove one of the two")
            )
            return
        passages = split_passages(article) if passages is None else passages
        if not passages:
            self._failed.append((article.source or article.id, "it has no sentence"))
            return
        self._batch.items.append((article, passages))
        self._batch.passages += len(passages)
        if self._batch.passages >= BATCH_PASSAGES:
            self.flush()

    def end_source(self, name: str) -> None:
        """Count a source that was read, and tell how far this is."""
        self._done += 1
        self._tell(name)

    def _rival(self, article: Article) -> str | None:
        """Return another file, still there, that the index has this article from."""
        source = self._database.source_of(article.id)
        if article.source is None or source is None or source == article.source:
            return None
        return source if self._database.sources.get(source) and Path(source).exists() else None

    def flush(self) -> None:
        """Make everything taken so far searchable."""
        batch, self._batch = self._batch, _Batch()
        if batch.items:
            known = {article.id for article, _ in batch.items if self._database.current_version(article.id)}
            if not self._dry_run:
                self._copies += replace_articles(self._stores, batch.items, batch.sources).items()
            for article, passages in batch.items:
                (self._updated if article.id in known else self._added).append(article.id)
                self._articles += 1
                self._passages += len(passages)
            self._tell(batch.items[-1][0].source or batch.items[-1][0].id)
        elif batch.sources and not self._dry_run:
            with self._database.transaction():
                for state in batch.sources:
                    self._database.sources.keep(state)

    def _tell(self, source: str) -> None:
        if self._progress is not None:
            self._progress(
                IngestProgress(
                    self._done,
                    self._total,
                    self._articles,
                    self._passages,
                    source,
                    bytes_done=min(self._reading.meter.done, self._bytes),
                    bytes_total=self._bytes,
                )
            )


def _as_lists_said(article: Article, known: Article) -> Article:
    """Return the article with what it lacks and only a feed or a sitemap said of it before.

    A page that was found by its feed and is fetched again without it would otherwise lose its date.
    """
    values = {
        name: getattr(known, name)
        for name, where in known.metadata_sources.items()
        if where in LISTS and name in _COMPLETED and getattr(article, name) is None
    }
    if article.text != known.text:
        # a text that was changed since
        values.pop("modified", None)
    if not values or article.source != known.source:
        return article
    fields = {name: getattr(article, name) for name in ("id", "title", "text", "source", *_COMPLETED)}
    sources = {**article.metadata_sources, **{name: known.metadata_sources[name] for name in values}}
    return Article.create(**{**fields, **values}, metadata_sources=sources)
