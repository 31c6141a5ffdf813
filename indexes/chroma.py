"""Vectors in Chroma, embedded or served: cosine, a collection for each embedder, no telemetry."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import chromadb.errors
import httpx
import numpy as np
from chromadb.api.client import Client
from chromadb.api.fastapi import FastAPI
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
# Chroma's own client waits for ever
_TIMEOUT_SECONDS = 30.0
# a server that restarts is back within seconds; every call may be repeated without harm
_WAITS_SECONDS = (0.2, 1.0, 3.0)

Result = TypeVar("Result")


def _settings(folder: Path, url: str | None) -> Settings:
    """Return the settings of an embedded Chroma in the folder, or of a client of the server."""
    if url is None:
        return Settings(anonymized_telemetry=False, persist_directory=str(folder), is_persistent=True)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise StoreError(f"{url!r} is no address of a Chroma server: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise StoreError(f"{url!r} is no address of a Chroma server; write http://127.0.0.1:8000")
    encrypted = parts.scheme == "https"
    return Settings(
        anonymized_telemetry=False,
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=host,
        chroma_server_http_port=port or (443 if encrypted else 80),
        chroma_server_ssl_enabled=encrypted,
    )


class ChromaVectorStore:
    """Keeps the vectors of one index, embedder and generation of passages in a Chroma collection."""

    def __init__(
        self, folder: Path, *, url: str | None = None, index: str, fingerprint: str, generation: int
    ) -> None:
        """Open or create the collection, in the folder or, with a URL, on a server.

        `index` tells the indexes that share a server apart. Raises StoreError.
        """
        self._url = url
        self._prefix = f"passages-{index}-"
        digest = hashlib.sha256(fingerprint.encode()).hexdigest()[:16]
        self._name = f"{self._prefix}{digest}-{generation}"
        settings = _settings(folder, url)
        self._client = self._ask(lambda: Client(settings=settings))
        if isinstance(self._client._server, FastAPI):
            self._client._server._session.timeout = httpx.Timeout(_TIMEOUT_SECONDS)
        self._collection = self._ask(
            lambda: self._client.get_or_create_collection(
                self._name,
                configuration=cast(Any, _INDEX),
                metadata={"embedder": fingerprint},
                embedding_function=None,
            )
        )

    def _ask(self, call: Callable[[], Result]) -> Result:
        """Return what Chroma answers, asking a server again that is away for a moment."""
        waits = iter(_WAITS_SECONDS if self._url is not None else ())
        while True:
            try:
                return call()
            except chromadb.errors.ChromaError as error:
                raise StoreError(f"the vector store failed: {error}; {_ADVICE}") from error
            except (httpx.HTTPError, ValueError, RuntimeError, OSError) as error:
                wait = next(waits, None)
                if wait is not None:
                    time.sleep(wait)
                elif self._url is not None:
                    raise StoreError(
                        f"the Chroma server at {self._url} does not answer: {error}; start it, or correct "
                        "ASSISTANT_CHROMA_URL"
                    ) from error
                else:
                    raise StoreError(f"the vector store failed: {error}; {_ADVICE}") from error

    def add(self, items: Sequence[tuple[Passage, Article]], vectors: Vectors) -> None:
        """Keep the passages with their vectors, float32 [n, dimension]; adding one again replaces it."""
        for first in range(0, len(items), _UPSERT):
            part, rows = items[first : first + _UPSERT], vectors[first : first + _UPSERT]
            self._upsert(part, rows)

    def _upsert(self, items: Sequence[tuple[Passage, Article]], vectors: Vectors) -> None:
        self._ask(
            lambda: self._collection.upsert(
                ids=[passage.id for passage, _ in items],
                embeddings=cast(Any, vectors),
                metadatas=[_metadata(article) for _, article in items],
            )
        )

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Forget passages; unknown ones are ignored."""
        for first in range(0, len(passage_ids), _UPSERT):
            part = list(passage_ids[first : first + _UPSERT])
            self._ask(lambda part=part: self._collection.delete(ids=part))  # type: ignore[misc]

    def search(self, vector: Vectors, limit: int, filters: SearchFilters) -> list[tuple[str, float]]:
        """Return at most `limit` passage identifiers with their cosines, best first."""
        where = _where(filters)
        limit = min(limit, self.count())
        if limit <= 0:
            return []
        answer = self._ask(
            lambda: self._collection.query(
                query_embeddings=cast(Any, [vector]), n_results=limit, where=where, include=["distances"]
            )
        )
        distances = (answer["distances"] or [[]])[0]
        found = [(name, 1.0 - distance) for name, distance in zip(answer["ids"][0], distances, strict=True)]
        if len(found) < limit:
            found += self._unreached(vector, where, {name for name, _ in found})
        return sorted(found, key=lambda item: -item[1])[:limit]

    def _unreached(self, vector: Vectors, where: Where | None, found: set[str]) -> list[tuple[str, float]]:
        """Return allowed passages that the graph did not lead to, with exact cosines.

        Hundreds of near copies link only to each other, so that a filter which rules them out can
        leave the search with nothing although other passages are allowed.
        """
        allowed = self._ask(lambda: self._collection.get(where=where, limit=_EXACT, include=[]))["ids"]
        missing = [name for name in allowed if name not in found]
        if not missing:
            return []
        return [(name, float(row @ vector)) for name, row in self.vectors(missing).items()]

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those of the passages that are kept."""
        rows = self._ask(lambda: self._collection.get(ids=list(passage_ids), include=["embeddings"]))
        vectors = np.asarray(rows["embeddings"], dtype=np.float32)
        return dict(zip(rows["ids"], vectors, strict=True))

    def count(self) -> int:
        """Return the number of passages."""
        return self._ask(self._collection.count)

    def ids(self) -> Iterable[str]:
        """Return the identifiers of all passages."""
        return self._ask(lambda: self._collection.get(include=[]))["ids"]

    def delete_leftovers(self) -> None:
        """Delete what earlier embedders and interrupted rebuilds of this index left."""
        for collection in self._ask(self._client.list_collections):
            name = collection.name
            if name.startswith(self._prefix) and name != self._name:
                self._ask(lambda name=name: self._client.delete_collection(name))  # type: ignore[misc]

    def close(self) -> None:
        """Let go of files and connections, so that the folder can be opened again or deleted."""
        self._client.close()


_ADVICE = "run: python -m indexes check, and if it finds problems: python -m indexes rebuild"


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
