"""The three stores of an index, changed together; SQLite decides what is true."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from indexes.articles import Article, Passage
from indexes.copies import band_values, group_article
from indexes.database import ArticleDatabase
from indexes.embedding import Embedder, Vectors, unit_rows
from indexes.errors import (
    EmbedderChangedError,
    EmbeddingError,
    FolderInUseError,
    IndexesError,
    StoreError,
)
from indexes.journal import SourceState
from indexes.keywords import KeywordStore
from indexes.passages import PASSAGE_FORMAT, embedded_text, split_passages
from indexes.vectors import MemoryVectorStore, VectorStore

REBUILD_BATCH = 256


class Stores:
    """Opens the stores when they are needed and keeps them in step."""

    def __init__(
        self,
        folder: Path | None,
        embedder: Embedder,
        *,
        chroma_url: str | None = None,
        read_only: bool = False,
    ) -> None:
        """Open the stores of the folder, or stores in memory for None.

        With a URL the vectors are on a Chroma server. Whoever reads only sees what the owner commits.
        """
        self.folder = folder
        self.embedder = embedder
        self.read_only = read_only
        self._chroma_url = chroma_url
        self._opened_generation = 0
        self.database = ArticleDatabase(None if folder is None else folder / "articles.sqlite3")
        self._changing = threading.RLock()
        self._opening = threading.RLock()
        self._keywords: KeywordStore | None = None
        self._vectors: VectorStore | None = None
        if not read_only and self.database.fact("index") is None:
            self.database.set_fact("index", secrets.token_hex(8))

    @property
    def generation(self) -> int:
        """The number of the stores in use; a rebuild fills the next ones before it switches."""
        return int(self.database.fact("generation") or 1)

    @property
    def keywords(self) -> KeywordStore:
        """The keyword store, opened at first use."""
        with self._opening:
            if self._keywords is None:
                self._keywords = self._open_keywords(self.generation)
            return self._keywords

    @property
    def vectors(self) -> VectorStore:
        """The vector store, opened at first use: Chroma takes about a second to import."""
        with self._opening:
            if self._vectors is None:
                vectors = self._open_current_vectors()
                if not self._agrees(vectors):
                    held = vectors.count()
                    vectors.close()
                    raise StoreError(
                        f"the vector store holds {held} of {self.database.count_passages()} passages; "
                        "run: python -m indexes rebuild"
                    )
                self._vectors = vectors
            return self._vectors

    def _agrees(self, vectors: VectorStore) -> bool:
        """Tell whether the store holds as many passages as it should, while nothing is changing.

        A server that lost its data, or a folder put together from two, would quietly answer wrongly.
        """
        for _ in range(2):
            # asked afterwards: another thread or process may have begun a change in between
            if vectors.count() == self.database.count_passages() or self.database.journal.changes():
                return True
        return False

    def _open_current_vectors(self) -> VectorStore:
        fingerprint = self.database.fact("fingerprint") or self.embedder.fingerprint
        return self._open_vectors(fingerprint, self.generation)

    def refresh(self) -> None:
        """See what the process that owns the folder has committed, when this one only reads."""
        if self.read_only:
            with self._opening:
                generation = self.generation
                if generation != self._opened_generation:
                    self.close_searches()
                    self._opened_generation = generation
                self.keywords.reload()

    def _open_keywords(self, generation: int) -> KeywordStore:
        if self.folder is None:
            return KeywordStore(None)
        return KeywordStore(self.folder / f"keywords-{generation}")

    def _open_vectors(self, fingerprint: str, generation: int) -> VectorStore:
        if self.folder is None:
            return MemoryVectorStore()
        from indexes.chroma import ChromaVectorStore

        return ChromaVectorStore(
            self.folder / "chroma",
            url=self._chroma_url,
            index=self.database.fact("index") or "none",
            fingerprint=fingerprint,
            generation=generation,
        )

    def verify_embedder(self) -> None:
        """Raise EmbedderChangedError unless this embedder made the vectors, from passages like today's."""
        made_by = self.database.fact("fingerprint")
        if made_by is None:
            return
        if made_by == self.embedder.fingerprint and self.database.fact("passages") == str(PASSAGE_FORMAT):
            return
        if not self.database.article_ids() and not self.read_only:
            self.rebuild()
            return
        reason = (
            f"was made with the embedding model {made_by}, and the settings name {self.embedder.fingerprint}"
            if made_by != self.embedder.fingerprint
            else "was made by an earlier version, which cut articles otherwise"
        )
        raise EmbedderChangedError(
            f"the index in {self.folder} {reason}; run: python -m indexes rebuild --data {self.folder}"
        )

    def _embed(self, items: Sequence[tuple[Passage, Article]], dimension: int | None) -> Vectors:
        """Return a unit vector of the dimension, if given, for each passage; raises EmbeddingError."""
        texts = [embedded_text(article, passage) for passage, article in items]
        try:
            vectors = self.embedder.embed_passages(texts)
        except IndexesError:
            raise
        except Exception as error:  # an embedder from outside may raise anything
            raise EmbeddingError(f"the embedding model failed: {error}; check it and add again") from error
        return unit_rows(vectors, count=len(texts), dimension=dimension)

    def embed_query(self, query: str) -> Vectors:
        """Return a unit vector; raises EmbeddingError."""
        try:
            vector = self.embedder.embed_query(query)
        except IndexesError:
            raise
        except Exception as error:  # an embedder from outside may raise anything
            raise EmbeddingError(f"the embedding model failed: {error}; check it and ask again") from error
        return np.asarray(unit_rows([vector], count=1, dimension=self._dimension)[0])

    @property
    def _dimension(self) -> int | None:
        dimension = self.database.fact("dimension")
        return None if dimension is None else int(dimension)

    def replace(
        self,
        articles: Sequence[tuple[Article, Sequence[Passage]]],
        sources: Iterable[SourceState] = (),
        *,
        history: Iterable[tuple[Article, str]] = (),
        vectors: Vectors | None = None,
    ) -> dict[str, str]:
        """Make these the newest versions of their articles, and the sources read, wholly or not at all.

        `history` holds older versions with the time each was added; `vectors`, where they are known, spare
        the embedding. Returns which of the articles are copies, and of which.
        """
        self._require_writing()
        bands = [band_values(article.text) for article, _ in articles]
        copies: dict[str, str] = {}
        items = [(passage, article) for article, passages in articles for passage in passages]
        if vectors is None:
            vectors = self._embed(items, self._dimension)
        else:
            vectors = unit_rows(vectors, count=len(items), dimension=self._dimension)
        with self._changing:
            self.recover()
            old = {article.id: self.database.passage_ids(article.id) for article, _ in articles}
            new = {article.id: [passage.id for passage in passages] for article, passages in articles}
            with self.database.transaction():
                if self._dimension is None:
                    self._set_facts(self.generation, vectors.shape[1])
                for article_id, ids in new.items():
                    self.database.journal.begin(article_id, [*old[article_id], *ids])
            with self._recovering():
                self.vectors.add([passage.id for passage, _ in items], vectors)
                self.keywords.add(items)
                with self.database.transaction():
                    for article, added in history:
                        self.database.put_history(article, added)
                    for (article, passages), values in zip(articles, bands, strict=True):
                        self.database.put_article(article, passages)
                        original = group_article(self.database, article, values)
                        if original is not None:
                            copies[article.id] = original
                    for state in sources:
                        self.database.sources.keep(state)
                kept = {identifier for ids in new.values() for identifier in ids}
                self._let_go(
                    [identifier for ids in old.values() for identifier in ids if identifier not in kept]
                )
        return copies

    def remove(self, article_id: str) -> None:
        """Forget an article with all its versions, everywhere."""
        self._require_writing()
        with self._changing:
            self.recover()
            ids = self.database.passage_ids(article_id)
            with self.database.transaction():
                self.database.journal.begin(article_id, ids)
                self.database.delete_article(article_id)
            with self._recovering():
                self._let_go(ids)

    def _require_writing(self) -> None:
        if self.read_only:
            raise FolderInUseError(
                f"{self.folder} belongs to another process and can only be read here; "
                "add, remove and rebuild where it was opened first"
            )

    def _let_go(self, passage_ids: Sequence[str]) -> None:
        """Take passages out of the stores that SQLite does not count any more, which ends a change."""
        self.keywords.delete(passage_ids)
        if passage_ids:
            self.vectors.delete(passage_ids)
        self.database.journal.end()

    def recover(self) -> None:
        """Finish or undo what was interrupted: what SQLite does not count goes from the other stores."""
        with self._changing:
            changes = self.database.journal.changes()
            if changes and not self.read_only:
                stale = [
                    identifier
                    for article_id, ids in changes.items()
                    for identifier in set(ids).difference(self.database.passage_ids(article_id))
                ]
                self.keywords.rollback()
                self._let_go(stale)

    @contextlib.contextmanager
    def _recovering(self) -> Iterator[None]:
        """Recover at once from whatever stops a change, also from Ctrl-C."""
        try:
            yield
        except BaseException:
            # when the disk that stopped the change stops this too, the journal stays for the next opening
            with contextlib.suppress(IndexesError):
                self.recover()
            raise

    def _set_facts(self, generation: int, dimension: int | None) -> None:
        self.database.set_fact("generation", str(generation))
        self.database.set_fact("fingerprint", self.embedder.fingerprint)
        self.database.set_fact("passages", str(PASSAGE_FORMAT))
        self.database.set_fact("dimension", None if dimension is None else str(dimension))

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Make the passages, vectors and keywords again from SQLite, beside the old until all is done."""
        self._require_writing()
        with self._changing:
            self.recover()
            self.delete_leftovers()
            generation = self.generation + 1
            keywords = self._open_keywords(generation)
            vectors = self._open_vectors(self.embedder.fingerprint, generation)
            try:
                passages, dimension = self._fill(keywords, vectors, progress)
            except BaseException:
                keywords.close()
                vectors.close()
                raise
            with self.database.transaction():
                self.database.replace_passages(passages)
                self._set_facts(generation, dimension)
            with self._opening:
                self.close_searches()
                self._keywords, self._vectors = keywords, vectors
            self.delete_leftovers()

    def _fill(
        self, keywords: KeywordStore, vectors: VectorStore, progress: Callable[[int, int], None] | None
    ) -> tuple[list[Passage], int | None]:
        """Put all articles into fresh stores; return their passages and the dimension of the vectors."""
        passages: list[Passage] = []
        dimension: int | None = None
        total = len(self.database.article_ids())
        batch: list[tuple[Passage, Article]] = []
        for done, article in enumerate(self.database.articles(), start=1):
            batch += [(passage, article) for passage in split_passages(article)]
            if batch and (len(batch) >= REBUILD_BATCH or done == total):
                rows = self._embed(batch, dimension)
                dimension = rows.shape[1]
                vectors.add([passage.id for passage, _ in batch], rows)
                keywords.add(batch)
                passages += [passage for passage, _ in batch]
                batch = []
            if progress is not None:
                progress(done, total)
        return passages, dimension

    def delete_leftovers(self) -> None:
        """Delete what a rebuild, finished or not, left beside the stores in use."""
        with self._opening:
            if self._vectors is None:
                # not `vectors`: a rebuild mends stores that do not agree, so it must not ask that they do
                self._vectors = self._open_current_vectors()
            self._vectors.delete_leftovers()
        if self.folder is not None:
            for path in self.folder.glob("keywords-*"):
                if path.name != f"keywords-{self.generation}":
                    shutil.rmtree(path)

    def close_searches(self) -> None:
        """Close the vector and the keyword store."""
        with self._opening:
            if self._keywords is not None:
                self._keywords.close()
            if self._vectors is not None:
                self._vectors.close()
            self._keywords = self._vectors = None

    def close(self) -> None:
        """Close all three stores; calling it again does nothing."""
        self.close_searches()
        self.database.close()
