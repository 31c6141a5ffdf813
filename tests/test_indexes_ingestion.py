"""Adding, updating, locking, and what happens when the embedder changes or fails."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import indexes.ingestion
import indexes.rebuilding
from indexes import Article, ArticleIndex
from indexes.articles import Passage
from indexes.errors import (
    EmbedderChangedError,
    EmbeddingError,
    FolderInUseError,
    IndexFormatError,
    StoreError,
)
from indexes.passages import split_passages
from indexes.reports import IngestProgress
from tests.conftest import ROOT
from tests.fake_embedder import WORDS, WordCountEmbedder


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with two articles, one of them in a folder of its own."""
    folder = tmp_path / "pile"
    (folder / "inner").mkdir(parents=True)
    (folder / "bridge.txt").write_text("Bridge closes\n\nThe bridge was closed on Friday.")
    (folder / "inner" / "ferry.md").write_text(
        "---\ntitle: Ferry sinks\nurl: https://news.example/ferry\n---\nThe ferry sank."
    )
    return folder


def file_id(path: Path) -> str:
    return str(path.resolve())


def article(id: str, text: str) -> Article:
    return Article.create(id=id, title=id, text=text)


def test_adding_again_changes_nothing_and_embeds_nothing(pile: Path, tmp_path: Path) -> None:
    embedder = WordCountEmbedder()
    with ArticleIndex.open(tmp_path / "data", embedder) as index:
        first = index.add(pile)
        assert set(first.added) == {file_id(pile / "bridge.txt"), "https://news.example/ferry"}
        embedded = len(embedder.embedded)
        again = index.add([pile])
        assert set(again.unchanged) == set(first.added)
        assert again.added == again.updated == again.failed == ()
        assert len(embedder.embedded) == embedded


def test_a_touched_file_is_unchanged(pile: Path) -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(pile)
        os.utime(pile / "bridge.txt", (1, 1))
        assert len(index.add(pile).unchanged) == 2


def test_a_change_in_the_same_instant_and_size_is_seen(pile: Path) -> None:
    path = pile / "bridge.txt"
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(pile)
        times = path.stat().st_mtime_ns
        path.write_text(path.read_text().replace("Friday", "Sunday"))
        os.utime(path, ns=(times, times))
        assert index.add(pile).updated == (file_id(path),)


def test_a_changed_file_is_a_new_version_and_the_old_one_stays_readable(pile: Path) -> None:
    path = pile / "bridge.txt"
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(pile)
        old = index.article(file_id(path))
        path.write_text("Bridge opens\n\nThe bridge opened again on Monday.")
        report = index.add(pile)
        assert report.updated == (file_id(path),)
        assert index.article(file_id(path)).title == "Bridge opens"
        assert index.article(file_id(path), old.version) == old
        assert [version.title for version in index.versions(file_id(path))] == [
            "Bridge closes",
            "Bridge opens",
        ]
        assert index.check() == ()


def test_a_bad_file_is_reported_and_the_rest_goes_on(pile: Path) -> None:
    (pile / "binary.txt").write_bytes(bytes(range(256)))
    (pile / "empty.md").write_text("")
    (pile / "broken.json").write_text("{")
    (pile / "dangling.txt").symlink_to(pile / "nowhere")
    (pile / "image.png").write_bytes(b"\x89PNG")
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        report = index.add([pile, pile / "image.png", pile / "missing.txt"])
        assert len(report.added) == 2
        failed = {Path(source).name: reason for source, reason in report.failed}
        assert failed.keys() == {
            "binary.txt", "empty.md", "broken.json", "dangling.txt", "image.png", "missing.txt"
        }  # fmt: skip
        assert "no reader for .png" in failed["image.png"]
        # what failed is tried, and told, again
        assert {Path(source).name for source, _ in index.add(pile).failed} == failed.keys() - {
            "image.png", "missing.txt"
        }  # fmt: skip


def test_two_files_with_one_url_do_not_take_turns(pile: Path) -> None:
    (pile / "inner" / "second.md").write_text("---\nurl: https://news.example/ferry\n---\nAnother text.")
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        for _ in range(2):
            report = index.add(pile)
            assert [Path(source).name for source, _ in report.failed] == ["second.md"]
            assert index.article("https://news.example/ferry").text == "The ferry sank."
        (pile / "inner" / "ferry.md").unlink()
        assert index.add(pile).updated == ("https://news.example/ferry",)


def test_progress_within_one_large_file_is_told_in_bytes(tmp_path: Path) -> None:
    words = "The bridge was closed on Friday. " * 40
    lines = [
        json.dumps({"id": number, "title": "Bridge", "text": f"{number}. {words}"}) for number in range(900)
    ]
    path = tmp_path / "export.jsonl"
    path.write_text("\n".join(lines))
    told: list[IngestProgress] = []
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(path, progress=told.append)
        within = [progress.bytes_done for progress in told if progress.sources_done == 0]
        assert within == sorted(within)
        assert 0 < within[0] < path.stat().st_size
        assert told[-1].bytes_done == told[-1].bytes_total == path.stat().st_size
        told.clear()
        index.add(path, progress=told.append)
        assert told[-1].bytes_done == told[-1].bytes_total


def test_progress_counts_files_and_passages(pile: Path) -> None:
    told: list[IngestProgress] = []
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(pile, progress=told.append)
    assert max(step.sources_done for step in told) == told[-1].sources_total == 2
    assert (told[-1].articles, told[-1].passages) == (2, 2)


class UnreliableEmbedder(WordCountEmbedder):
    """Fails for texts that hold a certain word."""

    refused = "glacier"

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if any(self.refused in text for text in texts):
            raise ConnectionError("connection refused")
        return super().embed_passages(texts)


def test_a_failing_embedder_loses_nothing(tmp_path: Path) -> None:
    embedder = UnreliableEmbedder()
    with ArticleIndex.open(tmp_path, embedder) as index:
        index.add_articles([article("a", "The bridge.")])
        with pytest.raises(EmbeddingError, match="connection refused"):
            index.add_articles([article("a", "The glacier.")])
        assert [found.passage.text for found in index.search("bridge glacier").passages] == ["The bridge."]
        assert index.check() == ()
        embedder.refused = "nothing"
        assert index.add_articles([article("a", "The glacier.")]).updated == ("a",)


@pytest.mark.parametrize("store", ["vectors", "keywords"])
def test_a_store_that_fails_leaves_the_old_version(store: str, tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article("a", "The bridge.")])
        stores = index._stores
        target = stores.vectors if store == "vectors" else stores.keywords
        add = target.add

        def add_and_fail(*arguments: object) -> None:
            add(*arguments)  # type: ignore[arg-type]
            raise KeyboardInterrupt

        target.add = add_and_fail  # type: ignore[method-assign,assignment]
        with pytest.raises(KeyboardInterrupt):
            index.add_articles([article("a", "The glacier.")])
        del target.add
        assert index.article("a").text == "The bridge."
        assert index.check() == ()


def test_an_error_after_which_sqlite_rolled_back_by_itself_is_told_and_does_no_harm() -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        database = index._stores.database

        def fill_the_disk() -> None:
            with database.transaction():
                database.rows("ROLLBACK")
                raise OSError("the disk is full")

        with pytest.raises(OSError, match="the disk is full"):
            fill_the_disk()
        assert index.add_articles([article("a", "The bridge.")]).added == ("a",)


def test_another_embedder_is_an_error_that_names_the_command(tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article("a", "The apple."), article("b", "The bridge.")])
    other = WordCountEmbedder((*WORDS[::-1], "harbour"), fingerprint="other")
    with pytest.raises(EmbedderChangedError, match=r"word-count.*other.*python -m indexes rebuild --data"):
        ArticleIndex.open(tmp_path, other)
    with ArticleIndex.open(tmp_path, other, verify_embedder=False) as index:
        index.rebuild()
    with ArticleIndex.open(tmp_path, other) as index:
        assert index.search("bridge", mode="dense").passages[0].article.id == "b"
        assert index.check() == ()
    with pytest.raises(EmbedderChangedError):
        ArticleIndex.open(tmp_path, WordCountEmbedder())


def test_an_empty_index_takes_any_embedder(tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article("a", "The apple.")])
        index.remove("a")
    with ArticleIndex.open(tmp_path, WordCountEmbedder(WORDS[:3], fingerprint="small")) as index:
        assert index.add_articles([article("a", "The apple.")]).added == ("a",)
        assert index.check() == ()


def test_vectors_of_another_length_are_refused(tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article("a", "The apple.")])
    with ArticleIndex.open(tmp_path, WordCountEmbedder(WORDS[:3])) as index:
        with pytest.raises(EmbeddingError, match="rebuild"):
            index.add_articles([article("b", "The bridge.")])
        with pytest.raises(EmbeddingError, match="rebuild"):
            index.search("bridge")


def test_an_interrupted_rebuild_leaves_the_old_index(tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article("a", "The apple."), article("b", "The glacier.")])
    failing = ArticleIndex.open(tmp_path, UnreliableEmbedder(fingerprint="x"), verify_embedder=False)
    with failing, pytest.raises(EmbeddingError):
        failing.rebuild()
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        assert index.search("glacier", limit=1).passages[0].article.id == "b"
        assert index.check() == ()


def test_a_rebuild_stopped_at_its_end_leaves_the_old_index_and_can_be_begun_again(tmp_path: Path) -> None:
    def stop_at_the_end(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article("a", "The apple."), article("b", "The glacier.")])
        with pytest.raises(KeyboardInterrupt):
            index.rebuild(stop_at_the_end)
        index.add_articles([article("a", "The bridge.")])
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        assert index.check() == ()
        index.rebuild()
        assert index.search("bridge", limit=1).passages[0].article.id == "a"
        assert index.check() == ()


def test_what_a_rebuild_cannot_delete_is_named(tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        (tmp_path / "keywords-9").write_text("a file where a folder should be")
        with pytest.raises(StoreError, match=r"cannot delete .*keywords-9.*; delete it"):
            index.rebuild()


def test_a_rebuild_cuts_no_article_while_searches_wait_for_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article("a", "The apple."), article("b", "The bridge.")])
        database = index._stores.database
        waiting: list[bool] = []

        def cut(of: Article) -> list[Passage]:
            waiting.append(database._connection.in_transaction)
            return split_passages(of)

        monkeypatch.setattr(indexes.rebuilding, "split_passages", cut)
        index.rebuild()
        assert waiting == [False, False]
        assert index.check() == ()


def test_check_finds_stores_that_disagree(tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article("a", "The apple."), article("b", "The bridge.")])
        index._stores.vectors.delete(index._stores.database.passage_ids("a"))
        index._stores.keywords.delete(index._stores.database.passage_ids("b"))
        assert [problem.split(" store ")[0] for problem in index.check()] == ["the vector", "the keyword"]
        index.rebuild()
        assert index.check() == ()


def test_check_names_an_altered_article_until_it_is_added_again(tmp_path: Path) -> None:
    original = article("a", "The bridge was closed on Friday. It reopens in May.")
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([original, article("b", "The apple.")])
        index._stores.database.rows(
            "UPDATE versions SET content = json_set(content, '$.text', 'Gone.') WHERE article_id = 'a'"
        )
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        assert index.check() == ("altered since they were added: a; remove them and add them again",)
        index.remove("a")
        index.add_articles([original])
        assert index.check() == ()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE passages SET end = 10",
        "UPDATE passages SET sentences = '[[0, 99]]'",
        "UPDATE passages SET version = 'older'",
        "DELETE FROM passages WHERE article_id = 'e'",
    ],
    ids=["cut short", "sentences outside", "another version", "missing"],
)
def test_check_finds_passages_that_are_not_those_of_the_text(damage: str, tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article(name, "The bridge was closed on Friday.") for name in "abcde"])
        index._stores.database.rows(damage)
        assert "not those of their text" in index.check()[0]
        index.rebuild()
        assert index.check() == ()


def test_the_owner_of_a_folder_is_named_until_it_ends(tmp_path: Path) -> None:
    code = (
        "import sys; from indexes import ArticleIndex; from tests.fake_embedder import WordCountEmbedder\n"
        "index = ArticleIndex.open(sys.argv[1], WordCountEmbedder()); print('open', flush=True)\n"
        "sys.stdin.read()"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert owner.stdout is not None
        assert owner.stdout.readline().strip() == "open"
        with pytest.raises(FolderInUseError, match=f"process {owner.pid} "):
            ArticleIndex.open(tmp_path, WordCountEmbedder())
    finally:
        owner.send_signal(signal.SIGKILL)
        owner.communicate()
    ArticleIndex.open(tmp_path, WordCountEmbedder()).close()


def test_opening_twice_in_one_process_says_so(tmp_path: Path) -> None:
    first = ArticleIndex.open(tmp_path, WordCountEmbedder())
    with first, pytest.raises(FolderInUseError, match="this process"):
        ArticleIndex.open(tmp_path, WordCountEmbedder())
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.close()
        index.close()


def test_an_index_of_another_format_is_refused(tmp_path: Path) -> None:
    ArticleIndex.open(tmp_path, WordCountEmbedder()).close()
    import sqlite3

    with sqlite3.connect(tmp_path / "articles.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(IndexFormatError, match="format 999"):
        ArticleIndex.open(tmp_path, WordCountEmbedder())


def test_an_index_in_memory_leaves_nothing_on_disk(
    pile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.setenv("TMPDIR", str(empty))
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(pile)
        assert index.search("bridge").passages
        assert index.stats().bytes == 0
    assert list(empty.iterdir()) == []


def test_the_size_on_disk_is_that_of_the_index_alone_whatever_merges_delete_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article("a", "The apple.")])
        alone = index.stats().bytes
        assert alone > 0
        (tmp_path / "uploads").mkdir()
        (tmp_path / "uploads" / "page.html").write_text("The bridge.")
        (tmp_path / "conversations.sqlite").write_text("What fell?")
        merged, gone = tmp_path / "keywords-1" / "merged", tmp_path / "keywords-1" / "gone"
        merged.touch()
        gone.symlink_to(tmp_path / "nowhere")
        stat = Path.stat

        def stat_and_delete(path: Path, **options: bool) -> os.stat_result:
            found = stat(path, **options)
            if path == merged:
                path.unlink()
            return found

        monkeypatch.setattr(Path, "stat", stat_and_delete)
        assert index.stats().bytes == alone
        assert not merged.exists()


def test_a_batch_is_searchable_only_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search in the middle of a change sees the old version, never a mixture."""
    monkeypatch.setattr(indexes.ingestion, "BATCH_PASSAGES", 1)
    seen: set[tuple[str, ...]] = set()
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        index.add_articles([article("a", "The apple fell.\n" * 40)])
        done = threading.Event()

        def watch() -> None:
            while not done.is_set():
                found = index.search("apple bridge", limit=20).passages
                seen.add(tuple(sorted({item.passage.version for item in found})))

        watcher = threading.Thread(target=watch)
        watcher.start()
        for number in range(20):
            index.add_articles([article("a", f"The bridge {number} fell.\n" * 40)])
        done.set()
        watcher.join()
    assert all(len(versions) <= 1 for versions in seen)


def test_a_pass_over_files_that_are_known_writes_nothing(tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    for number in range(5):
        (pile / f"{number}.txt").write_text(f"Story {number}\n\nThe bridge {number} fell.")
        os.utime(pile / f"{number}.txt", (1_700_000_000, 1_700_000_000))
    with ArticleIndex.open(tmp_path / "data", WordCountEmbedder()) as index:
        index.add(pile)
        connection = index._stores.database._connection
        before = connection.total_changes
        assert len(index.add(pile).unchanged) == 5
        assert connection.total_changes == before
        # touched, not changed: the new time is kept, and the file is not read again
        os.utime(pile / "0.txt", (1_700_000_001, 1_700_000_001))
        assert len(index.add(pile).unchanged) == 5
        assert connection.total_changes == before + 1


@pytest.mark.parametrize("stopped_by", [KeyboardInterrupt, RuntimeError])
def test_what_was_yielded_before_it_was_stopped_is_kept(stopped_by: type[BaseException]) -> None:
    told: list[IngestProgress] = []

    def fetched() -> Iterator[Article]:
        yield article("a", "The apple fell.")
        yield article("b", "The bridge fell.")
        raise stopped_by

    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        with pytest.raises(stopped_by):
            index.add_articles(fetched(), progress=told.append)
        assert [item.id for item in index.articles()] == ["a", "b"]
        assert index.check() == ()
    assert [(now.sources_done, now.articles) for now in told] == [(1, 0), (2, 0), (2, 2)]


def test_a_folder_without_anything_to_read_says_what_can_be_read(tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "notes.rtf").write_text("{}")
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        ((source, reason),) = index.add(pile).failed
        assert source == str(pile)
        assert ".md" in reason
        (pile / "a.txt").write_text("Bridge\n\nThe bridge fell.")
        assert len(index.add(pile).added) == 1
        (pile / "a.txt").unlink()
        report = index.add(pile, prune=True)
        assert (len(report.removed), report.failed) == (1, ())
