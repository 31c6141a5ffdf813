"""Vectors in Chroma, embedded or served: cosine, a collection for each embedder, no telemetry."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import chromadb.errors
import httpx
import numpy as np
from chromadb.api.client import Client
from chromadb.api.fastapi import FastAPI
from chromadb.config import Settings

from indexes.embedding import Vectors
from indexes.errors import StoreError

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

    def add(self, passage_ids: Sequence[str], vectors: Vectors) -> None:
        """Keep a vector for each passage, float32 [n, dimension]; adding one again replaces it."""
        for first in range(0, len(passage_ids), _UPSERT):
            names, rows = list(passage_ids[first : first + _UPSERT]), vectors[first : first + _UPSERT]
            self._ask(partial(self._collection.upsert, ids=names, embeddings=cast(Any, rows)))

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Forget passages; unknown ones are ignored."""
        for first in range(0, len(passage_ids), _UPSERT):
            part = list(passage_ids[first : first + _UPSERT])
            self._ask(partial(self._collection.delete, ids=part))

    def search(
        self, vector: Vectors, limit: int, *, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return at most `limit` passages, of all or of those given, with their cosines, best first."""
        names = None if among is None else list(among)
        answer = self._ask(
            lambda: self._collection.query(
                query_embeddings=cast(Any, [vector]), ids=names, n_results=limit, include=["distances"]
            )
        )
        distances = (answer["distances"] or [[]])[0]
        found = [(name, 1.0 - distance) for name, distance in zip(answer["ids"][0], distances, strict=True)]
        if len(found) < limit:
            found += self._unreached(vector, names, {name for name, _ in found})
        return sorted(found, key=lambda item: -item[1])[:limit]

    def _unreached(
        self, vector: Vectors, among: Sequence[str] | None, found: set[str]
    ) -> list[tuple[str, float]]:
        """Return passages that the graph did not lead to, with exact cosines.

        Hundreds of near copies link only to each other, so that a search among others can end with
        nothing.
        """
        if among is None:
            # counting takes longer than searching, so it is done only here
            if len(found) >= self.count():
                return []
            among = self._ask(lambda: self._collection.get(limit=_EXACT, include=[]))["ids"]
        missing = [name for name in among if name not in found][:_EXACT]
        return [(name, float(row @ vector)) for name, row in self.vectors(missing).items()]

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those of the passages that are kept."""
        if not passage_ids:
            return {}
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
                self._ask(partial(self._client.delete_collection, name))

    def close(self) -> None:
        """Let go of files and connections, so that the folder can be opened again or deleted."""
        self._client.close()


_ADVICE = "run: python -m indexes check, and if it finds problems: python -m indexes rebuild"
