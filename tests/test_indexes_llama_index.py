"""The sockets to llama-index, and an embedding endpoint on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from indexes import Article, ArticleIndex
from indexes.errors import EmbedderChangedError, EmbeddingError
from indexes.llama_index_parts import ArticleEmbedding, ArticleRetriever
from indexes.settings import IndexSettings, configured_embedder
from tests.fake_embedder import WordCountEmbedder

STORIES = [
    Article.create(id="a", title="Apple", text="The apple fell.", published="2024-05-01"),
    Article.create(id="b", title="Bridge", text="The bridge closed.", publisher="City Post"),
]


class EmbeddingEndpoint(BaseHTTPRequestHandler):
    """Answers as an OpenAI-compatible server does, with the vectors of the word counts."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
        vectors = WordCountEmbedder().embed_passages(texts).tolist()
        rows = [{"object": "embedding", "index": n, "embedding": v} for n, v in enumerate(vectors)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        body = {"object": "list", "data": rows, "model": asked["model"], "usage": usage}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), EmbeddingEndpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_an_endpoint_takes_the_place_of_the_encoder(endpoint: str, tmp_path: Path) -> None:
    embedder = configured_embedder(IndexSettings(embedding_model="word-count", embedding_base_url=endpoint))
    assert embedder is not None
    with ArticleIndex.open(tmp_path, embedder) as index:
        index.add_articles(STORIES)
        assert index.search("bridge", mode="dense").passages[0].article.id == "b"
    another = configured_embedder(IndexSettings(embedding_model="another-model", embedding_base_url=endpoint))
    with pytest.raises(EmbedderChangedError, match="word-count"):
        ArticleIndex.open(tmp_path, another)


def test_an_endpoint_that_is_down_is_an_error_of_ours() -> None:
    from indexes.llama_index_parts import openai_like_embedder

    embedder = openai_like_embedder("m", base_url="http://127.0.0.1:9/v1", timeout_seconds=2, max_retries=0)
    with (
        ArticleIndex.in_memory(embedder) as index,
        pytest.raises(EmbeddingError, match="embedding model failed"),
    ):
        index.add_articles(STORIES)


def test_any_llama_index_embedding_can_embed_and_ours_is_one() -> None:
    embedding = ArticleEmbedding(WordCountEmbedder())
    assert embedding.get_text_embedding("bridge bridge")[1] == 2
    assert embedding.get_query_embedding("apple")[0] == 1
    with ArticleIndex.in_memory(embedding) as index:
        index.add_articles(STORIES)
        assert index.search("apple", mode="dense").passages[0].article.id == "a"


def test_the_retriever_gives_nodes_with_exact_places() -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add_articles(STORIES)
        (best, *_) = ArticleRetriever(index, limit=2).retrieve("bridge")
        article = index.article("b")
        assert best.node.metadata == {
            "article_id": "b", "version": article.version, "title": "Bridge", "publisher": "City Post"
        }  # fmt: skip
        node = best.node
        assert article.text[node.start_char_idx : node.end_char_idx] == node.text
        assert node.node_id == index.search("bridge").passages[0].passage.id
