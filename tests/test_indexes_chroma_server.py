"""Vectors on a real Chroma server: down, restarted, slow, shared by several indexes and processes."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import indexes.chroma
from indexes import Article, ArticleIndex
from indexes.errors import FolderInUseError, StoreError
from tests.chroma_server import ChromaServer
from tests.conftest import ROOT
from tests.fake_embedder import WordCountEmbedder


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    with ChromaServer(tmp_path / "server") as running:
        yield running


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A server for the tests that leave it running."""
    with ChromaServer(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes.chroma, "_WAITS_SECONDS", ())


def article(id: str, text: str) -> Article:
    return Article.create(id=id, title=id, text=text)


STORIES = [article("a", "The apple fell."), article("b", "The bridge closed.")]


@pytest.mark.usefixtures("no_waiting")
def test_no_article_is_half_written_when_the_server_goes_away(server: ChromaServer, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with ArticleIndex.open(folder, WordCountEmbedder(), chroma_url=server.url) as index:
        index.add_articles(STORIES)
        server.stop()
        with pytest.raises(StoreError, match=r"Chroma server at http.* does not answer.*start it"):
            index.add_articles([article("a", "The glacier melts."), article("c", "The council met.")])
        with pytest.raises(StoreError, match="does not answer"):
            index.search("apple")
        # keywords need no server, and show that the old version is the current one
        assert index.search("apple", mode="keyword").passages[0].passage.text == "The apple fell."
        assert index.search("council", mode="keyword").passages == ()
        server.start()
        assert index.search("apple").passages[0].article.id == "a"
        index.add_articles([article("a", "The glacier melts."), article("c", "The council met.")])
        assert index.check() == ()
    with ArticleIndex.open(folder, WordCountEmbedder(), chroma_url=server.url) as index:
        assert index.search("glacier", limit=1).passages[0].article.id == "a"


def test_a_server_that_restarts_is_waited_for(
    server: ChromaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes.chroma, "_WAITS_SECONDS", (0.2,) * 200)
    with ArticleIndex.open(tmp_path / "data", WordCountEmbedder(), chroma_url=server.url) as index:
        index.add_articles(STORIES)
        server.stop()
        restart = threading.Timer(0.5, server.start)
        restart.start()
        assert index.search("bridge", mode="dense").passages[0].article.id == "b"
        restart.join()


@pytest.mark.usefixtures("no_waiting")
def test_a_server_that_is_down_is_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    index = ArticleIndex.open(tmp_path, WordCountEmbedder(), chroma_url=url)
    with index, pytest.raises(StoreError, match="does not answer"):
        index.add_articles(STORIES)
    assert ArticleIndex.open(tmp_path, WordCountEmbedder()).articles() == []


@pytest.mark.usefixtures("no_waiting")
def test_a_server_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: ChromaServer
) -> None:
    monkeypatch.setattr(indexes.chroma, "_TIMEOUT_SECONDS", 0.5)
    with ArticleIndex.open(tmp_path / "data", WordCountEmbedder(), chroma_url=server.url) as index:
        index.add_articles(STORIES)
        server.stop()
        with socket.create_server(("127.0.0.1", int(server.url.rsplit(":", 1)[1]))):
            begun = time.monotonic()
            with pytest.raises(StoreError, match="does not answer"):
                index.search("bridge")
            assert time.monotonic() - begun < 10


def test_a_server_that_lost_its_data_is_told_and_mended(server: ChromaServer, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with ArticleIndex.open(folder, WordCountEmbedder(), chroma_url=server.url) as index:
        index.add_articles(STORIES)
    server.stop()
    server.folder = tmp_path / "another"
    server.start()
    with ArticleIndex.open(folder, WordCountEmbedder(), chroma_url=server.url) as index:
        with pytest.raises(StoreError, match=r"holds 0 of 2 passages.*rebuild"):
            index.search("bridge")
        assert "holds 0 of 2" in index.check()[0]
        index.rebuild()
        assert index.search("bridge", mode="dense").passages[0].article.id == "b"
        assert index.check() == ()


def test_two_indexes_share_a_server_without_mixing(lasting: ChromaServer, tmp_path: Path) -> None:
    first = ArticleIndex.open(tmp_path / "first", WordCountEmbedder(), chroma_url=lasting.url)
    second = ArticleIndex.open(tmp_path / "second", WordCountEmbedder(), chroma_url=lasting.url)
    with first, second:
        first.add_articles(STORIES[:1])
        second.add_articles(STORIES[1:])
        second.rebuild()
        assert [found.article.id for found in first.search("apple bridge", mode="dense").passages] == ["a"]
        assert [found.article.id for found in second.search("apple bridge", mode="dense").passages] == ["b"]
        assert first.check() == second.check() == ()


OTHER_PROCESS = """
import sys
from indexes import ArticleIndex
from tests.fake_embedder import WordCountEmbedder
with ArticleIndex.open(sys.argv[1], WordCountEmbedder(), chroma_url=sys.argv[2]) as index:
    for line in sys.stdin:
        print(" ".join(found.article.id for found in index.search(line).passages), flush=True)
    try:
        index.remove("a")
    except Exception as error:
        print(error, flush=True)
"""


def test_several_processes_read_what_one_writes(lasting: ChromaServer, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with ArticleIndex.open(folder, WordCountEmbedder(), chroma_url=lasting.url) as index:
        index.add_articles(STORIES[:1])
        with subprocess.Popen(
            [sys.executable, "-c", OTHER_PROCESS, str(folder), lasting.url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as reader:
            assert reader.stdin is not None
            assert reader.stdout is not None

            def ask(question: str) -> list[str]:
                print(question, file=reader.stdin, flush=True)
                assert reader.stdout is not None
                return reader.stdout.readline().split()

            assert ask("apple") == ["a"]
            index.add_articles(STORIES[1:])
            assert ask("bridge")[0] == "b"
            index.rebuild()
            assert ask("bridge")[0] == "b"
            index.remove("b")
            assert ask("bridge") == ["a"]
            reader.stdin.close()
            assert "can only be read here" in reader.stdout.read()
    with (
        ArticleIndex.open(folder, WordCountEmbedder(), chroma_url=lasting.url),
        pytest.raises(FolderInUseError),
    ):
        ArticleIndex.open(folder, WordCountEmbedder())


@pytest.mark.parametrize("url", ["chroma", "ftp://127.0.0.1", "http://", "http://127.0.0.1:port"])
def test_what_is_no_address_is_told(url: str, tmp_path: Path) -> None:
    index = ArticleIndex.open(tmp_path, WordCountEmbedder(), chroma_url=url)
    with index, pytest.raises(StoreError, match="no address"):
        index.add_articles(STORIES)
