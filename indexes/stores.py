"""The three stores of an index, each opened when it is needed."""

from __future__ import annotations

import os
import secrets
import shutil
import threading
from pathlib import Path

from indexes.database import ArticleDatabase
from indexes.embedding import Embedder, Vectors, embedded_query
from indexes.errors import FolderInUseError, StoreError
from indexes.keywords import KeywordStore
from indexes.passages import PASSAGE_FORMAT
from indexes.reading import size_of
from indexes.vectors import MemoryVectorStore, VectorStore


class Stores:
    """Where articles, vectors and keywords are kept; `changing` is held by whoever changes them together."""

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
        self.changing = threading.RLock()
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
                self._keywords = self.open_keywords(self.generation)
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
        return self.open_vectors(fingerprint, self.generation)

    def refresh(self) -> None:
        """See what the process that owns the folder has committed, when this one only reads."""
        if self.read_only:
            with self._opening:
                generation = self.generation
                if generation != self._opened_generation:
                    self.close_searches()
                    self._opened_generation = generation
                self.keywords.reload()

    def open_keywords(self, generation: int) -> KeywordStore:
        """Return the keyword store of a generation."""
        if self.folder is None:
            return KeywordStore(None)
        return KeywordStore(self.folder / f"keywords-{generation}")

    def open_vectors(self, fingerprint: str, generation: int) -> VectorStore:
        """Return the vector store of an embedder and a generation."""
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

    def use(self, keywords: KeywordStore, vectors: VectorStore) -> None:
        """Close the vector and the keyword store in use, and use these."""
        with self._opening:
            self.close_searches()
            self._keywords, self._vectors = keywords, vectors

    @property
    def dimension(self) -> int | None:
        """How many values the vectors have, or None before there are any."""
        dimension = self.database.fact("dimension")
        return None if dimension is None else int(dimension)

    def note_vectors(self, generation: int, dimension: int | None) -> None:
        """Note what the vectors of a generation were made by and from; call it in a transaction."""
        self.database.set_fact("generation", str(generation))
        self.database.set_fact("fingerprint", self.embedder.fingerprint)
        self.database.set_fact("passages", str(PASSAGE_FORMAT))
        self.database.set_fact("dimension", None if dimension is None else str(dimension))

    def embed_query(self, query: str) -> Vectors:
        """Return a unit vector; raises EmbeddingError."""
        return embedded_query(self.embedder, query, self.dimension)

    def require_writing(self) -> None:
        """Raise FolderInUseError when another process owns the folder."""
        if self.read_only:
            raise FolderInUseError(
                f"{self.folder} belongs to another process and can only be read here; "
                "add, remove and rebuild where it was opened first"
            )

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
                    try:
                        shutil.rmtree(path)
                    except OSError as error:
                        raise StoreError(
                            f"cannot delete {path}, left over by a rebuild: {error.strerror}; "
                            "delete it, then run: python -m indexes rebuild"
                        ) from error

    def bytes_on_disk(self) -> int:
        """Return the size of the three stores; a file that a merge deletes meanwhile counts as nothing."""
        if self.folder is None:
            return 0
        size = sum(map(size_of, self.folder.glob("articles.sqlite3*")))
        for part in (self.folder / "chroma", *self.folder.glob("keywords-*")):
            # unlike `rglob`, it passes over a folder that is deleted meanwhile
            size += sum(size_of(Path(folder, name)) for folder, _, names in os.walk(part) for name in names)
        return size

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
