"""`python -m indexes.benchmark`: how fast articles come in and are found on this machine, and in what memory.

Articles are generated from the words of the sample articles. The rival is llama-index's own pipeline with
its Chroma store and the settings of Chroma's default embedding: float32, padded to 256 tokens, batches of 32.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from indexes.article_index import ArticleIndex
from indexes.articles import Article
from indexes.embedding import Embedder, Vectors

SAMPLES = Path(__file__).parent.parent / "articles"
WORDS = 600
RIVAL_CHUNK_TOKENS, RIVAL_OVERLAP = 160, 20
PADDED_TO, BATCH = 256, 32


def generated_articles(count: int, *, words: int = WORDS, seed: int = 1) -> Iterator[Article]:
    """Yield articles of so many words each, in sentences and paragraphs, all different."""
    pool = [word for path in sorted(SAMPLES.glob("*.md")) for word in path.read_text("utf-8").split()]
    pool = [word.strip(".,;:“”‘’()\"'") for word in pool if word.strip(".,;:“”‘’()\"'-").isalpha()]
    chance = random.Random(seed)
    for number in range(count):
        paragraphs = []
        for _ in range(words // 60):
            sentences = (" ".join(chance.choices(pool, k=20)).capitalize() + "." for _ in range(3))
            paragraphs.append(" ".join(sentences))
        yield Article.create(
            id=f"generated-{number}",
            title=f"Story {number}",
            text="\n".join(paragraphs),
            published="2024-05-01",
        )


class StubEmbedder:
    """Vectors drawn from a hash of the text: for what has to do with stores and not with embedding."""

    fingerprint = "stub"

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [n, dimension]."""
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return float32 [dimension]."""
        chance = np.random.default_rng(crc32(text.encode()))
        return chance.standard_normal(self._dimension).astype(np.float32)


def _write_articles(folder: Path, count: int) -> None:
    for article in generated_articles(count):
        (folder / f"{article.id}.txt").write_text(f"{article.title}\n\n{article.text}\n", "utf-8")


def measure_ingestion(count: int) -> dict[str, float]:
    """Return the rates of adding files, and how much faster a second pass over unchanged ones is."""
    with tempfile.TemporaryDirectory() as name:
        pile, data = Path(name, "pile"), Path(name, "data")
        pile.mkdir()
        _write_articles(pile, count)
        with ArticleIndex.open(data) as index:
            begun = time.perf_counter()
            index.add(pile)
            first = time.perf_counter() - begun
            passages = index.stats().passages
            begun = time.perf_counter()
            index.add(pile)
            second = time.perf_counter() - begun
    return {
        "articles": count,
        "passages": passages,
        "articles_per_second": round(count / first, 1),
        "passages_per_second": round(passages / first, 1),
        "second_pass_seconds": round(second, 3),
        "second_pass_times_faster": round(first / second, 1),
    }


def measure_rival(count: int, fp32: Path) -> dict[str, float]:
    """Return the rates of llama-index's IngestionPipeline into ChromaVectorStore, reading included."""
    import chromadb
    from llama_index.core import Document
    from llama_index.core.embeddings import MockEmbedding
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    embed = _chroma_default(fp32)

    class ChromaDefault(MockEmbedding):
        """Chroma's default settings over the same weights."""

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = embed(texts).tolist()
            return vectors

    with tempfile.TemporaryDirectory() as name:
        pile = Path(name, "pile")
        pile.mkdir()
        _write_articles(pile, count)
        client = chromadb.PersistentClient(str(Path(name, "chroma")))
        store = ChromaVectorStore(
            chroma_collection=client.create_collection("rival", embedding_function=None)
        )
        pipeline = IngestionPipeline(
            transformations=[
                SentenceSplitter(chunk_size=RIVAL_CHUNK_TOKENS, chunk_overlap=RIVAL_OVERLAP),
                ChromaDefault(embed_dim=384, embed_batch_size=BATCH),
            ],
            vector_store=store,
        )
        begun = time.perf_counter()
        documents = [
            Document(text=path.read_text("utf-8"), metadata={"title": path.stem})
            for path in sorted(pile.iterdir())
        ]
        nodes = pipeline.run(documents=documents)
        taken = time.perf_counter() - begun
    return {
        "articles": count,
        "passages": len(nodes),
        "articles_per_second": round(count / taken, 1),
        "passages_per_second": round(len(nodes) / taken, 1),
    }


def _chroma_default(fp32: Path) -> Any:
    """Return a function that embeds as Chroma's default embedding function is set to."""
    from models.encoder import HERE
    from models.runtime import open_session
    from models.weights import open_tokenizer

    tokenizer = open_tokenizer(HERE / "tokenizer.json")
    tokenizer.enable_truncation(PADDED_TO)
    tokenizer.enable_padding(length=PADDED_TO)
    session = open_session(fp32, threads=0)

    def embed(texts: list[str]) -> Any:
        encoded = tokenizer.encode_batch(texts)
        ids = np.array([row.ids for row in encoded], dtype=np.int64)
        mask = np.array([row.attention_mask for row in encoded], dtype=np.int64)
        return session.run(None, {"input_ids": ids, "attention_mask": mask})[0]

    return embed


def measure_search(passages: int, *, questions: int = 200) -> dict[str, float]:
    """Return the times of hybrid searches over real stores with drawn vectors, without embedding."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as name, ArticleIndex.open(name, StubEmbedder(384)) as index:
        index.add_articles(generated_articles(-(-passages // 6)))
        words = [word for article in generated_articles(3, seed=2) for word in article.text.split()]
        taken = []
        for _ in range(questions):
            question = " ".join(chance.choices(words, k=9))
            begun = time.perf_counter()
            index.search(question, limit=20)
            taken.append(1000 * (time.perf_counter() - begun))
        held = index.stats().passages
    p50, p95 = np.percentile(taken, [50, 95])
    return {"passages": held, "p50_ms": round(float(p50), 1), "p95_ms": round(float(p95), 1)}


def measure_memory(count: int) -> dict[str, float]:
    """Return the peak memory of adding articles, with an embedder of eight drawn values.

    The vectors themselves grow with the pile, 1.5 KB a passage; this shows that nothing else does.
    """
    embedder: Embedder = StubEmbedder(8)
    with tempfile.TemporaryDirectory() as name, ArticleIndex.open(name, embedder) as index:
        index.add_articles(generated_articles(count))
    return {"articles": count, "peak_mb": _peak_mb()}


def _peak_mb() -> int:
    """Return the peak memory of this process."""
    status = Path("/proc/self/status")
    if status.exists():
        # unlike getrusage, this does not count what the parent process had used
        lines = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines() if ":" in line)
        return round(int(lines["VmHWM"].split()[0]) / 1024)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m indexes.benchmark", description=__doc__)
    parser.add_argument("--articles", type=int, default=2000, help="how many to add (default: 2000)")
    parser.add_argument("--fp32", type=Path, help="the float32 weights, to measure the rival as well")
    parser.add_argument(
        "--rival-articles", type=int, default=200, help="how many the rival adds (default: 200)"
    )
    parser.add_argument("--search", type=int, nargs="*", default=[1000, 10_000], metavar="PASSAGES")
    parser.add_argument("--memory", type=int, nargs="*", default=[2000, 20_000], metavar="ARTICLES")
    parser.add_argument("--only-memory", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only_memory:
        print(json.dumps(measure_memory(options.only_memory)))
        return 0
    figures: dict[str, Any] = {}
    if options.articles:
        figures["ingestion"] = measure_ingestion(options.articles)
    if options.fp32:
        figures["rival"] = measure_rival(options.rival_articles, options.fp32)
        ratio = figures["ingestion"]["articles_per_second"] / figures["rival"]["articles_per_second"]
        figures["times_faster"] = round(ratio, 2)
    figures["search"] = [measure_search(passages) for passages in options.search]
    figures["memory"] = [
        # each in a process of its own, whose peak is its own
        json.loads(
            subprocess.run(
                [sys.executable, "-m", "indexes.benchmark", "--only-memory", str(count)],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for count in options.memory
    ]
    print(json.dumps(figures, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
