"""Articles that are removed, or pruned because their files are gone or hold them no longer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

import indexes.pruning
from indexes import ArticleIndex
from indexes.errors import ArticleNotFoundError
from indexes.stores import Stores
from tests.fake_embedder import WORDS, WordCountEmbedder

ROWS = [{"id": n, "title": f"T{n}", "text": f"The {word} story."} for n, word in enumerate(WORDS)]


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with two articles."""
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "bridge.txt").write_text("Bridge closes\n\nThe bridge was closed on Friday.")
    (folder / "ferry.txt").write_text("Ferry sinks\n\nThe ferry sank.")
    return folder


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A file of several articles."""
    path = tmp_path / "export.jsonl"
    write(path, ROWS)
    return path


def write(path: Path, rows: Iterable[object]) -> None:
    path.write_text("\n".join(map(json.dumps, rows)))


def file_id(path: Path) -> str:
    return str(path.resolve())


def stop_after(removals: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pruning stopped, as by Ctrl-C, after it has removed so many articles."""
    remove = indexes.pruning.remove_article
    left = [None] * removals

    def remove_or_stop(stores: Stores, article_id: str) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop()
        remove(stores, article_id)

    monkeypatch.setattr(indexes.pruning, "remove_article", remove_or_stop)


def test_what_is_gone_stays_until_it_is_pruned(pile: Path) -> None:
    path = pile / "bridge.txt"
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(pile)
        path.unlink()
        assert index.add(pile).removed == ()
        assert index.article(file_id(path))
        assert index.add(pile, prune=True).removed == (file_id(path),)
        with pytest.raises(ArticleNotFoundError):
            index.article(file_id(path))
        assert index.check() == ()


def test_pruning_leaves_other_folders_and_missing_drives_alone(pile: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "glacier.txt").write_text("The glacier melts.")
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add([pile, other])
        (other / "glacier.txt").unlink()
        assert index.add(pile, prune=True).removed == ()
        missing = index.add(tmp_path / "no" / "drive", prune=True)
        assert missing.removed == ()
        assert missing.failed[0][1] == "no such file or folder"
        assert index.add(other, prune=True).removed == (file_id(other / "glacier.txt"),)


def test_an_article_that_left_its_file_is_pruned(export: Path) -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        assert len(index.add(export).added) == len(WORDS)
        write(export, ROWS[1:])
        report = index.add(export, prune=True)
        assert report.removed == (f"{file_id(export)}#0",)
        assert len(report.unchanged) == len(WORDS) - 1


def test_an_article_that_left_its_file_is_pruned_in_a_later_run_too(export: Path) -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(export)
        write(export, ROWS[1:])
        assert index.add(export).removed == ()
        assert index.add(export, prune=True).removed == (f"{file_id(export)}#0",)
        report = index.add(export, prune=True)
        assert (report.removed, len(report.unchanged)) == ((), len(WORDS) - 1)


def test_a_file_that_is_again_as_it_was_gives_back_what_it_held(export: Path) -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(export)
        write(export, [{**ROWS[1], "text": "Another story."}, *ROWS[2:]])
        assert index.add(export).updated == (f"{file_id(export)}#1",)
        write(export, ROWS)
        assert index.add(export).updated == (f"{file_id(export)}#1",)


def test_a_file_of_which_a_part_failed_is_pruned_when_it_is_gone(export: Path) -> None:
    write(export, [*ROWS, "no article"])
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        for _ in range(2):
            assert len(index.add(export.parent).failed) == 1
        export.unlink()
        assert len(index.add(export.parent, prune=True).removed) == len(WORDS)


@pytest.mark.parametrize("removals", [0, 2])
@pytest.mark.parametrize("gone", [True, False], ids=["the file is gone", "rows are gone"])
def test_pruning_that_was_stopped_is_finished_by_the_next(
    gone: bool, removals: int, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(export.with_name("other.jsonl"), ROWS)
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(export.parent)
        if gone:
            export.unlink()
        else:
            write(export, [{"id": "new", "text": "The harbour opened."}])
        stop_after(removals, monkeypatch)
        with pytest.raises(KeyboardInterrupt):
            index.add(export.parent, prune=True)
        monkeypatch.undo()
        assert len(index.add(export.parent, prune=True).removed) == len(WORDS) - removals
        sources = {article.source for article in index.articles()}
        assert sources == {file_id(export.with_name("other.jsonl"))} | (set() if gone else {file_id(export)})
        assert index.check() == ()


def test_a_removed_file_can_be_added_again(pile: Path) -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(pile)
        index.remove(file_id(pile / "bridge.txt"))
        assert index.add(pile / "bridge.txt").added == (file_id(pile / "bridge.txt"),)
        assert index.check() == ()


def test_a_removed_article_stays_away_while_only_its_folder_is_added(pile: Path) -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(pile)
        index.remove(file_id(pile / "bridge.txt"))
        for _ in range(2):
            report = index.add(pile)
            assert (report.added, report.unchanged) == ((), (file_id(pile / "ferry.txt"),))
            assert report.left_out == (str(pile / "bridge.txt"),)
            assert "removed articles of 1 file left out" in report.summary()
        (pile / "bridge.txt").write_text("Bridge opens\n\nThe bridge was opened again on Monday.")
        assert index.add(pile).added == (file_id(pile / "bridge.txt"),)
        assert index.add(pile / "bridge.txt").unchanged == (file_id(pile / "bridge.txt"),)


def test_a_removed_row_comes_back_with_its_file_and_the_others_are_unchanged(export: Path) -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(export)
        index.remove(f"{file_id(export)}#3")
        report = index.add(export)
        assert report.added == (f"{file_id(export)}#3",)
        assert len(report.unchanged) == len(WORDS) - 1
        assert index.stats().articles == index.stats().versions == len(WORDS)
        assert index.check() == ()


def test_what_is_left_of_a_file_after_a_removal_is_pruned_when_the_file_is_gone(export: Path) -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(export)
        index.remove(f"{file_id(export)}#3")
        export.unlink()
        report = index.add(export, prune=True)
        assert (len(report.removed), report.failed) == (len(WORDS) - 1, ())
