"""llama-index's own way: IngestionPipeline into ChromaVectorStore, embedding as Chroma does by default.

Chroma's default embedding function runs all-MiniLM-L6-v2 in float32 and pads every text to 256 tokens, in
batches of 32. The chunks are made to fit that window: those of llama-index's default size, 1,024
tokens, would be embedded by their first quarter.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHUNK_TOKENS, OVERLAP = 160, 20
PADDED_TO, BATCH = 256, 32


class Rival:
    """A pipeline and its store in a folder."""

    def __init__(self, folder: Path, fp32: Path) -> None:
        """Open a Chroma store in the folder; `fp32` holds the weights unquantised."""
        # seconds to import, and wanted only here
        import chromadb
        from chromadb.config import Settings
        from llama_index.core.embeddings import MockEmbedding
        from llama_index.core.ingestion import IngestionPipeline
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.vector_stores.chroma import ChromaVectorStore

        embed = _chroma_default(fp32)

        class ChromaDefault(MockEmbedding):
            def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
                vectors: list[list[float]] = embed(texts).tolist()
                return vectors

        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        collection = client.create_collection("rival", embedding_function=None)
        self._pipeline = IngestionPipeline(
            transformations=[
                SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP),
                ChromaDefault(embed_dim=384, embed_batch_size=BATCH),
            ],
            vector_store=ChromaVectorStore(chroma_collection=collection),
        )

    def add(self, folder: Path) -> int:
        """Add the text files of a folder; return how many chunks they gave."""
        from llama_index.core import Document

        documents = [
            Document(text=path.read_text("utf-8"), metadata={"title": path.stem})
            for path in sorted(folder.iterdir())
        ]
        return len(self._pipeline.run(documents=documents))


def _chroma_default(fp32: Path) -> Callable[[list[str]], NDArray[np.float32]]:
    """Return a function that embeds as Chroma's default embedding function is set to."""
    from models.encoder import HERE
    from models.runtime import open_session
    from models.weights import open_tokenizer

    tokenizer = open_tokenizer(HERE / "tokenizer.json")
    tokenizer.enable_truncation(PADDED_TO)
    tokenizer.enable_padding(length=PADDED_TO)
    session = open_session(fp32, threads=0)

    def embed(texts: list[str]) -> NDArray[np.float32]:
        encoded = tokenizer.encode_batch(texts)
        ids = np.array([row.ids for row in encoded], dtype=np.int64)
        mask = np.array([row.attention_mask for row in encoded], dtype=np.int64)
        vectors: Any = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return np.asarray(vectors, dtype=np.float32)

    return embed
