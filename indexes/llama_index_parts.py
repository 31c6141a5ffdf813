"""Sockets to llama-index: its embeddings in our index, our search and our embedder in its pipelines.

Importing this takes seconds, because llama-index does; nothing else here needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from llama_index.embeddings.openai_like import OpenAILikeEmbedding

from indexes.embedding import Embedder, Vectors
from indexes.searching import FoundPassage, PassageSearch, SearchFilters, SearchMode


class LlamaIndexEmbedder:
    """Any llama-index embedding as an embedder of ours."""

    def __init__(self, embedding: BaseEmbedding) -> None:
        self._embedding = embedding

    @property
    def fingerprint(self) -> str:
        """The class and the model's name, which is all that an embedding tells of itself."""
        place = getattr(self._embedding, "api_base", None)
        model = f"{self._embedding.class_name()}:{self._embedding.model_name}"
        return f"{model}@{place}" if place else model

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [n, dimension]."""
        return np.asarray(self._embedding.get_text_embedding_batch(list(texts)), dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        """Return float32 [dimension]."""
        return np.asarray(self._embedding.get_query_embedding(text), dtype=np.float32)


class ArticleEmbedding(BaseEmbedding):
    """An embedder of ours, the embedded encoder for one, as a llama-index embedding."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, **options: Any) -> None:
        super().__init__(model_name=embedder.fingerprint, **options)
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        return "ArticleEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in self._embedder.embed_query(query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in row] for row in self._embedder.embed_passages(texts)]


class ArticleRetriever(BaseRetriever):
    """Our search as a llama-index retriever; every node is a passage with its exact place."""

    def __init__(
        self,
        search: PassageSearch,
        *,
        limit: int = 10,
        mode: SearchMode = "hybrid",
        filters: SearchFilters | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._search = search
        self._limit = limit
        self._mode: SearchMode = mode
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        result = self._search.search(
            query_bundle.query_str, limit=self._limit, mode=self._mode, filters=self._filters
        )
        return [NodeWithScore(node=passage_node(found), score=found.score) for found in result.passages]


def passage_node(found: FoundPassage) -> TextNode:
    """Return a found passage as a llama-index node with the passage's own id and offsets."""
    article = found.article
    named = {
        "article_id": article.id,
        "version": article.version,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "url": article.url,
    }
    metadata = {name: value for name, value in named.items() if value is not None}
    hidden = ["article_id", "version"]
    return TextNode(
        id_=found.passage.id,
        text=found.passage.text,
        start_char_idx=found.passage.start,
        end_char_idx=found.passage.end,
        metadata=metadata,
        excluded_embed_metadata_keys=hidden,
        excluded_llm_metadata_keys=hidden,
    )


def openai_like_embedder(
    model: str,
    *,
    base_url: str,
    api_key: str | None = None,
    timeout_seconds: float = 60.0,
    max_retries: int = 2,
) -> Embedder:
    """Return an embedder that asks an OpenAI-compatible endpoint; a local one needs no key."""
    return LlamaIndexEmbedder(
        OpenAILikeEmbedding(
            model_name=model,
            api_base=base_url,
            # the client refuses to start without a key, and a local server ignores it
            api_key=api_key or "none",
            timeout=timeout_seconds,
            max_retries=max_retries,
            embed_batch_size=64,
        )
    )
