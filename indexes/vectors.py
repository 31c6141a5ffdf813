"""Where vectors live: a protocol, and exact search in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from indexes.embedding import Vectors


class VectorStore(Protocol):
    """Keeps a unit vector for each passage."""

    def add(self, passage_ids: Sequence[str], vectors: Vectors) -> None:
        """Keep a vector for each passage, float32 [n, dimension]; adding one again replaces it."""
        ...

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Forget passages; unknown ones are ignored."""
        ...

    def search(
        self, vector: Vectors, limit: int, *, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return at most `limit` passages, of all or of those given, with their cosines, best first."""
        ...

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those of the passages that are kept."""
        ...

    def count(self) -> int:
        """Return the number of passages."""
        ...

    def ids(self) -> Iterable[str]:
        """Return the identifiers of all passages."""
        ...

    def delete_leftovers(self) -> None:
        """Delete what earlier embedders and interrupted rebuilds left in the same place."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class MemoryVectorStore:
    """Exact search over vectors in memory; nothing outlives the process."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._ids: list[str] = []
        self._vectors: Vectors = np.zeros((0, 0), dtype=np.float32)

    def add(self, passage_ids: Sequence[str], vectors: Vectors) -> None:
        """Keep a vector for each passage, float32 [n, dimension]; adding one again replaces it."""
        with self._lock:
            self.delete(passage_ids)
            self._vectors = np.concatenate([self._vectors, vectors]) if self._ids else vectors.copy()
            self._ids += passage_ids

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Forget passages; unknown ones are ignored."""
        with self._lock:
            gone = set(passage_ids)
            kept = [row for row, identifier in enumerate(self._ids) if identifier not in gone]
            if len(kept) < len(self._ids):
                self._vectors = self._vectors[kept]
                self._ids = [self._ids[row] for row in kept]

    def search(
        self, vector: Vectors, limit: int, *, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return at most `limit` passages, of all or of those given, with their cosines, best first."""
        with self._lock:
            wanted = None if among is None else set(among)
            rows = [row for row, name in enumerate(self._ids) if wanted is None or name in wanted]
            if not rows or limit <= 0:
                return []
            cosines = self._vectors[rows] @ vector
            best = np.argsort(-cosines, kind="stable")[:limit]
            return [(self._ids[rows[place]], float(cosines[place])) for place in best]

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those of the passages that are kept."""
        wanted = set(passage_ids)
        with self._lock:
            rows = [(row, name) for row, name in enumerate(self._ids) if name in wanted]
            return {name: np.asarray(self._vectors[row]) for row, name in rows}

    def count(self) -> int:
        """Return the number of passages."""
        return len(self._ids)

    def ids(self) -> Iterable[str]:
        """Return the identifiers of all passages."""
        return list(self._ids)

    def delete_leftovers(self) -> None:
        """Nothing is left over in memory."""

    def close(self) -> None:
        """Nothing to let go of."""
