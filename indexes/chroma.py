"""Vectors in Chroma: cosine, one collection for each embedder, no telemetry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import chromadb.errors
import numpy as np
from chromadb.api.client import Client
from chromadb.api.types import Metadata, Where
from chromadb.config import Settings

from indexes.articles import Article, Passage
from indexes.database import epoch_day
from indexes.embedding import Vectors
from indexes.errors import StoreError
from indexes.searching import SearchFilters

# A wider search than Chroma's default finds nearly all true neighbours, also behind filters.
_INDEX = {"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}}
_UPSERT = 1000
# how many allowed passages are compared one by one when the graph leads to too few
_EXACT = 1000


class ChromaVectorStore:
    """Keeps the vectors of one embedder and one generation of passages in a Chroma collection."""

    def __init__(self, folder: Path, *, fingerprint: str, generation: int) -> None:
        """Open or create the collection in an embedded Chroma in the folder."""
        with _translated():
            # what chromadb.PersistentClient makes, which is declared without its `close`
            self._client = Client(
                settings=Settings(
                    anonymized_telemetry=False, persist_directory=str(folder), is_persistent=True
                )
            )
            self._name = f"passages-{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}-{generation}"
            self._collection = self._client.get_or_create_collection(
                self._name,
                configuration=cast(Any, _INDEX),
                metadata={"embedder": fingerprint},
                embedding_function=None,
            )

    def add(self, items: Sequence[tuple[Passage, Article]], vectors: Vectors) -> None:
        """Keep the passages with their vectors, float32 [n, dimension]; adding one again replaces it."""
        with _translated():
            for first in range(0, len(items), _UPSERT):
                part = items[first : first + _UPSERT]
                self._collection.upsert(
                    ids=[passage.id for passage, _ in part],
                    embeddings=cast(Any, vectors[first : first + _UPSERT]),
                    metadatas=[_metadata(article) for _, article in part],
                )

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Forget passages; unknown ones are ignored."""
        with _translated():
            for first in range(0, len(passage_ids), _UPSERT):
                self._collection.delete(ids=list(passage_ids[first : first + _UPSERT]))

    def search(self, vector: Vectors, limit: int, filters: SearchFilters) -> list[tuple[str, float]]:
        """Return at most `limit` passage identifiers with their cosines, best first."""
        where = _where(filters)
        with _translated():
            limit = min(limit, self._collection.count())
            if limit <= 0:
                return []
            answer = self._collection.query(
                query_embeddings=cast(Any, [vector]), n_results=limit, where=where, include=["distances"]
            )
            distances = (answer["distances"] or [[]])[0]
            found = [
                (name, 1.0 - distance) for name, distance in zip(answer["ids"][0], distances, strict=True)
            ]
            if len(found) < limit:
                found += self._unreached(vector, where, {name for name, _ in found})
        return sorted(found, key=lambda item: -item[1])[:limit]

    def _unreached(self, vector: Vectors, where: Where | None, found: set[str]) -> list[tuple[str, float]]:
        """Return allowed passages that the graph did not lead to, with exact cosines.

        Hundreds of near copies link only to each other, so that a filter which rules them out can
        leave the search with nothing although other passages are allowed.
        """
        allowed = self._collection.get(where=where, limit=_EXACT, include=[])["ids"]
        missing = [name for name in allowed if name not in found]
        if not missing:
            return []
        return [(name, float(row @ vector)) for name, row in self.vectors(missing).items()]

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those of the passages that are kept."""
        with _translated():
            rows = self._collection.get(ids=list(passage_ids), include=["embeddings"])
        vectors = np.asarray(rows["embeddings"], dtype=np.float32)
        return dict(zip(rows["ids"], vectors, strict=True))

    def ids(self) -> Iterable[str]:
        """Return the identifiers of all passages."""
        with _translated():
            return self._collection.get(include=[])["ids"]

    def delete_leftovers(self) -> None:
        """Delete what earlier embedders and interrupted rebuilds left in the same place."""
        with _translated():
            for collection in self._client.list_collections():
                if collection.name.startswith("passages-") and collection.name != self._name:
                    self._client.delete_collection(collection.name)

    def close(self) -> None:
        """Let go of the files, so that the folder can be opened again or deleted."""
        self._client.close()


def _metadata(article: Article) -> Metadata:
    """Return what filters look at; Chroma has no None, so unknown is left out."""
    day = article.published_day
    metadata: dict[str, str | int] = {"article_id": article.id}
    if article.publisher is not None:
        metadata["publisher"] = article.publisher
    if day is not None:
        metadata["day"] = epoch_day(day)
    return metadata


def _where(filters: SearchFilters) -> Where | None:
    """Return the filters as a Chroma condition, or None when all articles may be found."""
    conditions: list[dict[str, Any]] = []
    if filters.published_from is not None:
        conditions.append({"day": {"$gte": epoch_day(filters.published_from)}})
    if filters.published_to is not None:
        conditions.append({"day": {"$lte": epoch_day(filters.published_to)}})
    if filters.publishers:
        conditions.append({"publisher": {"$in": sorted(filters.publishers)}})
    if filters.article_ids:
        conditions.append({"article_id": {"$in": sorted(filters.article_ids)}})
    if not conditions:
        return None
    return cast(Where, conditions[0] if len(conditions) == 1 else {"$and": conditions})


@contextmanager
def _translated() -> Iterator[None]:
    """Turn errors of Chroma into ours."""
    try:
        yield
    except (chromadb.errors.ChromaError, ValueError, RuntimeError, OSError) as error:
        raise StoreError(
            f"the vector store failed: {error}; run: python -m indexes check, and if it finds problems: "
            "python -m indexes rebuild"
        ) from error
