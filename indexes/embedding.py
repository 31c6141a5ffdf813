"""Embedders: what turns passages and queries into vectors, and the one that is built in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from indexes.errors import EmbeddingError, IndexesError

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    from models import Encoder

Vectors = NDArray[np.float32]


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors; two embedders with one fingerprint give the same vectors."""

    @property
    def fingerprint(self) -> str:
        """What identifies the vectors: weights, tokenizer, pooling."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [n, dimension], one row a text."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Return float32 [dimension]."""
        ...


class EncoderEmbedder:
    """The embedded encoder as an embedder; its weights are opened at first use."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder

    @property
    def encoder(self) -> Encoder:
        """The encoder, loaded on demand so that commands without a search do not pay for it."""
        if self._encoder is None:
            from models import Encoder

            self._encoder = Encoder.load()
        return self._encoder

    @property
    def fingerprint(self) -> str:
        """The encoder's own fingerprint."""
        return self.encoder.fingerprint

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [n, 384] unit rows."""
        return self.encoder.embed(texts)

    def embed_query(self, text: str) -> Vectors:
        """Return a float32 [384] unit vector."""
        vectors: Vectors = self.encoder.embed([text])[0]
        return vectors


def as_embedder(embedder: Embedder | BaseEmbedding | None) -> Embedder:
    """Return an embedder for ours, a llama-index `BaseEmbedding`, or None (the embedded encoder)."""
    if embedder is None:
        return EncoderEmbedder()
    if isinstance(embedder, Embedder):
        return embedder
    # llama-index takes seconds to import; whoever holds one of its embeddings has paid already
    from indexes.llama_index_parts import LlamaIndexEmbedder

    return LlamaIndexEmbedder(embedder)


def embedded_passages(embedder: Embedder, texts: Sequence[str], dimension: int | None) -> Vectors:
    """Return a unit vector of the dimension, if given, for each text; raises EmbeddingError."""
    try:
        vectors = embedder.embed_passages(texts)
    except IndexesError:
        raise
    except Exception as error:  # an embedder from outside may raise anything
        raise EmbeddingError(f"the embedding model failed: {error}; check it and add again") from error
    return unit_rows(vectors, count=len(texts), dimension=dimension)


def embedded_query(embedder: Embedder, query: str, dimension: int | None) -> Vectors:
    """Return a unit vector of the dimension, if given; raises EmbeddingError."""
    try:
        vector = embedder.embed_query(query)
    except IndexesError:
        raise
    except Exception as error:  # an embedder from outside may raise anything
        raise EmbeddingError(f"the embedding model failed: {error}; check it and ask again") from error
    return np.asarray(unit_rows([vector], count=1, dimension=dimension)[0])


def unit_rows(vectors: Any, *, count: int, dimension: int | None) -> Vectors:
    """Return the vectors as float32 [count, dimension] rows of length 1.

    Raises EmbeddingError when the shape is another or a value is not finite.
    """
    rows = np.asarray(vectors, dtype=np.float32)
    expected = f"[{count}, {dimension or 'dimension'}]"
    if rows.ndim != 2 or rows.shape[0] != count or (dimension is not None and rows.shape[1] != dimension):
        raise EmbeddingError(
            f"the embedder gave vectors of shape {list(rows.shape)}, not {expected}; "
            "check the embedding model in the settings, or rebuild the index with: python -m indexes rebuild"
        )
    if not np.isfinite(rows).all():
        raise EmbeddingError("the embedder gave values that are not finite; check the embedding model")
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), dtype=np.float32)
