"""llama-index's stock pipeline, as its documentation builds it, for a side by side with the same weights.

SentenceSplitter with 1024 tokens and 20 of overlap, ChromaVectorStore, the best two chunks, its own default
prompts. Without a language model it retrieves and cannot answer.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import MetadataMode, NodeWithScore
from llama_index.vector_stores.chroma import ChromaVectorStore

from eval.foreign import claims_of
from eval.responses import Response, Retrieved
from indexes.articles import Article
from indexes.embedding import EncoderEmbedder
from indexes.llama_index_parts import ArticleEmbedding

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

TOP_K = 2
CHUNK_TOKENS, CHUNK_OVERLAP = 1024, 20


class StockPipeline:
    """A vector index over the articles, and a query engine where there is a language model."""

    def __init__(self, articles: Iterable[Article], folder: Path, llm: LLM | None = None) -> None:
        documents = [
            Document(text=article.text, metadata=_metadata(article), id_=article.id) for article in articles
        ]
        store = ChromaVectorStore.from_params(collection_name="stock", persist_dir=str(folder))
        self._index = VectorStoreIndex.from_documents(
            documents,
            storage_context=StorageContext.from_defaults(vector_store=store),
            transformations=[SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=CHUNK_OVERLAP)],
            embed_model=ArticleEmbedding(EncoderEmbedder(), embed_batch_size=32),
        )
        self._retriever = self._index.as_retriever(similarity_top_k=TOP_K)
        self._engine = (
            self._index.as_query_engine(llm=llm, similarity_top_k=TOP_K, streaming=True) if llm else None
        )

    def ask(self, question: str) -> Response:
        """Return what the pipeline retrieves, and says where it has a language model."""
        began = time.perf_counter()
        if self._engine is None:
            nodes: Sequence[NodeWithScore] = self._retriever.retrieve(question)
            text = ""
        else:
            answer = self._engine.query(question)
            nodes, text = answer.source_nodes, str(answer).strip()
            text = "" if text == "Empty Response" else text
        milliseconds = 1000 * (time.perf_counter() - began)
        retrieved = tuple(_retrieved(node) for node in nodes)
        claims, abstained = claims_of(text, [passage.text for passage in retrieved], question=question)
        return Response(
            question=question,
            text=text,
            short=text or None,
            abstained=abstained and self._engine is not None,
            claims=tuple(claims),
            retrieved=retrieved,
            confidence=max((passage.score or 0.0 for passage in retrieved), default=0.0),
            timings_ms={"total": milliseconds},
        )


def _metadata(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "published": article.published or "",
        "publisher": article.publisher or "",
    }


def _retrieved(node: NodeWithScore) -> Retrieved:
    """A chunk as a passage of its article; the pipeline keeps its offsets in the document's text."""
    inner: Any = node.node
    start, end = inner.start_char_idx, inner.end_char_idx
    return Retrieved(
        text=inner.get_content(metadata_mode=MetadataMode.NONE),
        article=inner.ref_doc_id or "",
        start=-1 if start is None else start,
        end=-1 if end is None else end,
        score=node.score,
    )
