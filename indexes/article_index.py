"""The index of articles: add, look up, search, remove."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from indexes.articles import Article, Passage
from indexes.backup import export_index, import_index
from indexes.changing import recover, remove_article
from indexes.differences import Change, describe_changes
from indexes.embedding import Embedder, as_embedder
from indexes.errors import FolderInUseError, StoreError
from indexes.filtering import newest_stories, undated_left_out
from indexes.hybrid_search import hybrid_search
from indexes.ingestion import Ingestion
from indexes.listing import Coverage, ListedArticle, coverage, list_articles
from indexes.lock import FolderLock
from indexes.rebuilding import rebuild, require_embedder
from indexes.reports import IngestReport, ProgressCallback
from indexes.searching import FoundPassage, SearchFilters, SearchMode, SearchResult
from indexes.soundness import problems_of
from indexes.stores import Stores

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What an index holds; copies of one story count once in `stories`, `bytes` is its own size on disk."""

    folder: str | None
    articles: int
    versions: int
    passages: int
    stories: int
    undated: int
    publishers: int
    embedder: str | None
    bytes: int

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return asdict(self)


class ArticleIndex:
    """Articles that can be searched; one process owns the folder of an index. Safe for threads."""

    def __init__(self, stores: Stores, lock: FolderLock | None) -> None:
        """Use `open` or `in_memory` instead."""
        self._stores = stores
        self._lock = lock
        self._closed = False

    @classmethod
    def open(
        cls,
        folder: Path | str,
        embedder: Embedder | BaseEmbedding | None = None,
        *,
        chroma_url: str | None = None,
        verify_embedder: bool = True,
    ) -> ArticleIndex:
        """Open the index in the folder, or make an empty one; None embeds with the embedded encoder.

        Finishes or undoes what a crash left half done. Raises FolderInUseError when another process has the
        folder, EmbedderChangedError when its vectors come from another embedder (unless not verified, for
        looking things up and for `rebuild`), and IndexFormatError for an index of another format.

        With `chroma_url` the vectors are on a Chroma server, and a second process may open the folder for
        searching: it sees what the first one adds.
        """
        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot make {folder}: {error.strerror}; choose another data folder") from error
        lock: FolderLock | None = None
        try:
            lock = FolderLock(folder)
        except FolderInUseError:
            if chroma_url is None:
                raise
        try:
            stores = Stores(folder, as_embedder(embedder), chroma_url=chroma_url, read_only=lock is None)
            try:
                recover(stores)
                if verify_embedder:
                    require_embedder(stores)
            except BaseException:
                stores.close()
                raise
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return cls(stores, lock)

    @classmethod
    def in_memory(cls, embedder: Embedder | BaseEmbedding | None = None) -> ArticleIndex:
        """Return an empty index that leaves nothing on disk."""
        return cls(Stores(None, as_embedder(embedder)), None)

    @property
    def read_only(self) -> bool:
        """Whether another process owns the folder, and this one only searches it."""
        return self._stores.read_only

    def add(
        self,
        paths: Path | str | Iterable[Path | str],
        *,
        prune: bool = False,
        dry_run: bool = False,
        progress: ProgressCallback | None = None,
    ) -> IngestReport:
        """Add the articles of files and folders, and return what became of each.

        An unchanged file costs a look at its size and time, unless a part of it failed, was removed or waits
        to be pruned; a changed article becomes a new version. A removed one stays away until its file changes
        or is given itself, rather than a folder that holds it.
        `prune` removes articles whose files, inside the given folders, are gone or hold them no longer;
        `dry_run` reads and reports, and changes nothing. What cannot be read is in the report; the rest goes
        on. Raises EmbeddingError or StoreError, with everything before the failing batch kept; calling it
        again goes on from there.
        """
        ingestion = Ingestion(self._stores, progress, dry_run=dry_run)
        several = [paths] if isinstance(paths, str | Path) else list(paths)
        ingestion.add_paths([Path(path) for path in several], prune=prune)
        return ingestion.report()

    def add_articles(
        self,
        articles: Iterable[Article],
        *,
        dry_run: bool = False,
        progress: ProgressCallback | None = None,
    ) -> IngestReport:
        """Add articles as the iterable yields them; otherwise like `add`.

        When an error or Ctrl-C stops it, what was yielded till then is still added: fetching it again would
        take long.
        """
        ingestion = Ingestion(self._stores, progress, dry_run=dry_run)
        try:
            for article in articles:
                ingestion.add_article(article)
                ingestion.end_source(article.source or article.id)
        finally:
            ingestion.flush()
        return ingestion.report()

    def article(self, id: str, version: str | None = None) -> Article:
        """Return an article, its newest version by default; raises ArticleNotFoundError."""
        return self._stores.database.article(id, version)

    def articles(self) -> list[Article]:
        """Return the newest version of every article, by id."""
        return list(self._stores.database.articles())

    def listing(self) -> list[ListedArticle]:
        """Return every article without its text, in the order in which they first came."""
        return list_articles(self._stores.database)

    def coverage(self) -> Coverage:
        """Return what the articles cover together: publishers, days, and when the last one came."""
        return coverage(self._stores.database)

    def changes(self, id: str, before: str | None = None, after: str | None = None) -> list[Change]:
        """Return what changed between two versions, by default the last two; raises ArticleNotFoundError.

        An article with a single version has no changes.
        """
        versions = self.versions(id)
        newest = self.article(id, after)
        if before is None:
            place = [version.version for version in versions].index(newest.version)
            older = versions[max(0, place - 1)]
        else:
            older = self.article(id, before)
        return describe_changes(older, newest)

    def versions(self, id: str) -> list[Article]:
        """Return every version of an article, oldest first; raises ArticleNotFoundError."""
        return [article for article, _ in self._stores.database.versions(id)]

    def history(self, id: str) -> list[tuple[str, str]]:
        """Return each version with when it came in, oldest first; raises ArticleNotFoundError."""
        return [(article.version, added) for article, added in self._stores.database.versions(id)]

    def remove(self, id: str) -> None:
        """Remove an article with all its versions; raises ArticleNotFoundError.

        It comes back when its file is added again.
        """
        self._stores.database.article(id)
        remove_article(self._stores, id)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        mode: SearchMode = "hybrid",
        filters: SearchFilters | None = None,
    ) -> SearchResult:
        """Return at most `limit` passages of the newest versions, best first.

        "hybrid" fuses the ranks of "dense" and "keyword"; filters hold in both before anything is
        ranked. An empty index or query gives an empty result.
        """
        self._stores.refresh()
        return hybrid_search(self._stores, query, limit=limit, mode=mode, filters=filters or SearchFilters())

    def known_words(self, words: Iterable[str]) -> list[str]:
        """Return those of the words that any article has, in any inflection."""
        self._stores.refresh()
        return self._stores.keywords.known(words)

    def having(
        self,
        words: Sequence[str],
        *,
        beside: str = "",
        letters: int = 0,
        limit: int = 10,
        filters: SearchFilters | None = None,
    ) -> list[Passage]:
        """Return passages that have any of the words, first those that have most of the words of `beside`.

        A word may differ in that many letters, at most two; two that are swapped count as one.
        """
        self._stores.refresh()
        names = self._stores.keywords.having(
            words, limit, filters or SearchFilters(), beside=beside, letters=letters
        )
        known = self._stores.database.passages(names)
        return [known[name][0] for name in names if name in known]

    def openings(self, *, limit: int = 10, filters: SearchFilters | None = None) -> SearchResult:
        """Return the first passages of the newest articles, one of each story; undated articles come last."""
        self._stores.refresh()
        database, filters = self._stores.database, filters or SearchFilters()
        newest = newest_stories(database, filters, limit=limit)
        opened = [found for found in map(database.opening_passage, newest) if found]
        return SearchResult(
            tuple(FoundPassage(passage, article, score=0.0) for passage, article in opened),
            undated_left_out(database, filters),
        )

    def stats(self) -> IndexStats:
        """Return how much the index holds."""
        folder = self._stores.folder
        return IndexStats(
            folder=None if folder is None else str(folder),
            embedder=self._stores.database.fact("fingerprint"),
            bytes=self._stores.bytes_on_disk(),
            **self._stores.database.counts(),
        )

    def check(self) -> tuple[str, ...]:
        """Return what is wrong, in sentences that say what to do: altered articles, passages, stores."""
        return problems_of(self._stores)

    def export(
        self, path: Path | str, *, vectors: bool = False, progress: ProgressCallback | None = None
    ) -> int:
        """Write all articles with their versions, and their vectors if wanted; return how many articles."""
        return export_index(self._stores, Path(path), vectors=vectors, progress=progress)

    def import_file(self, path: Path | str, *, progress: ProgressCallback | None = None) -> IngestReport:
        """Add what `export` wrote, here or elsewhere; raises IndexFormatError for other files."""
        return import_index(self._stores, Path(path), progress=progress)

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Make passages, vectors and keywords again from the articles, with the embedder in use.

        The old ones serve until all is done. `progress` is told (articles done, articles in all).
        """
        rebuild(self._stores, progress)

    def close(self) -> None:
        """Close the stores and give the folder back; calling it again does nothing."""
        if not self._closed:
            self._closed = True
            self._stores.close()
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> ArticleIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
