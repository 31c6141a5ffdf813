"""An index in one file and back, with its versions and vectors; and what changed between versions."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from indexes import Article, ArticleIndex
from indexes.differences import describe_changes
from indexes.errors import IndexFormatError, StoreError
from tests.fake_embedder import WORDS, WordCountEmbedder


def article(id: str, text: str, **fields: str) -> Article:
    return Article.create(id=id, title=fields.pop("title", id), text=text, **fields)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    path = tmp_path / "backup.jsonl.gz"
    with ArticleIndex.open(tmp_path / "first", WordCountEmbedder()) as index:
        index.add_articles(
            [article("a", "The apple fell."), article("b", "The bridge closed.", publisher="Post")]
        )
        index.add_articles([article("a", "The apple fell. The ferry sank.")])
        assert index.export(path, vectors=True) == 2
    return path


def test_articles_versions_and_vectors_come_back(exported: Path, tmp_path: Path) -> None:
    embedder = WordCountEmbedder()
    with ArticleIndex.open(tmp_path / "second", embedder) as index:
        report = index.import_file(exported)
        assert report.added == ("a", "b")
        assert embedder.embedded == []
        assert [version.text for version in index.versions("a")] == [
            "The apple fell.",
            "The apple fell. The ferry sank.",
        ]
        assert index.article("b").publisher == "Post"
        assert index.search("ferry", mode="dense").passages[0].article.id == "a"
        assert index.search("bridge", mode="keyword").passages[0].article.id == "b"
        assert index.check() == ()
        again = index.import_file(exported)
        assert (again.added, again.updated, again.unchanged) == ((), (), ("a", "b"))


def test_another_embedder_makes_its_own_vectors(exported: Path) -> None:
    embedder = WordCountEmbedder(WORDS[:4], fingerprint="other")
    with ArticleIndex.in_memory(embedder) as index:
        index.import_file(exported)
        assert len(embedder.embedded) == 2
        assert index.search("bridge", mode="dense").passages[0].article.id == "b"
        assert index.check() == ()


def test_importing_over_another_version_adds_to_its_history(exported: Path) -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add_articles([article("a", "Something else.")])
        assert index.import_file(exported).updated == ("a",)
        assert index.article("a").text == "The apple fell. The ferry sank."
        assert {version.text for version in index.versions("a")} == {
            "Something else.",
            "The apple fell.",
            "The apple fell. The ferry sank.",
        }
        assert index.check() == ()


def lines(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines()


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"not gzip",
        lambda data: data[: len(data) // 2],
        lambda _: gzip.compress(b'{"holds": "something else"}\n'),
        lambda _: gzip.compress(b"[]\n"),
        lambda _: gzip.compress(b'{"holds": "article index", "format": 1}\n{"id": "x"}\n'),
        lambda data: gzip.compress(gzip.decompress(data).replace(b"ferry", b"fairy")),
    ],
    ids=["empty", "no gzip", "cut short", "other file", "no object", "no article", "altered text"],
)
def test_damaged_files_are_refused(damage: object, exported: Path) -> None:
    exported.write_bytes(damage(exported.read_bytes()))  # type: ignore[operator]
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        with pytest.raises(IndexFormatError):
            index.import_file(exported)
        assert index.check() == ()


def test_what_comes_before_a_bad_line_is_added(exported: Path) -> None:
    header, first, _ = lines(exported)
    exported.write_bytes(gzip.compress(b"\n".join([header, first, b'{"id": "broken"}'])))
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        with pytest.raises(IndexFormatError, match="line 3"):
            index.import_file(exported)
        assert [item.id for item in index.articles()] == ["a"]


def test_an_article_that_is_there_twice_is_refused(exported: Path, tmp_path: Path) -> None:
    header, first, second = lines(exported)
    versions = json.loads(first)
    versions["versions"][-1]["text"] = "The glacier melts."
    text = Article.create(id="a", title="a", text="The glacier melts.")
    again = json.dumps({**versions, "current": text.version, "vectors": None}).encode()
    exported.write_bytes(gzip.compress(b"\n".join([header, first, again, second])))
    with ArticleIndex.open(tmp_path / "second", WordCountEmbedder()) as index:
        with pytest.raises(IndexFormatError, match=r"line 3 .* earlier line"):
            index.import_file(exported)
        assert [item.text for item in index.articles()] == ["The apple fell. The ferry sank."]
        assert index.check() == ()


def test_vectors_that_do_not_fit_are_refused(exported: Path) -> None:
    rows = [json.loads(line) for line in lines(exported)]
    rows[1]["vectors"] = rows[1]["vectors"][:-8]
    exported.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    with ArticleIndex.in_memory(WordCountEmbedder()) as index, pytest.raises(IndexFormatError):
        index.import_file(exported)


def test_a_file_that_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        with pytest.raises(StoreError, match="cannot write"):
            index.export(tmp_path / "missing" / "backup.gz")
        with pytest.raises(StoreError, match="cannot read"):
            index.import_file(tmp_path / "missing.gz")


def test_changes_tell_fields_and_sentences() -> None:
    before = "The bridge closed on Friday after cracks were found. Nobody was hurt. Buses run."
    after = "The bridge closed on Sunday after cracks were found. Buses run. It opens in May."
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add_articles([article("a", before, published="2024-05-01")])
        assert index.changes("a") == []
        index.add_articles([article("a", after, published="2024-05-01", title="Bridge", author="Ann Lee")])
        assert list(map(str, index.changes("a"))) == [
            "~ title: [-a-]{+Bridge+}",
            "+ author: Ann Lee",
            "~ The bridge closed on [-Friday-]{+Sunday+} after cracks were found.",
            "- Nobody was hurt.",
            "+ It opens in May.",
        ]


def test_versions_that_alternate_are_compared_with_the_one_before() -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        for text in ("One thing. Same.", "Two things. Same.", "Three things. Same."):
            index.add_articles([article("a", text)])
        first = index.versions("a")[0].version
        assert "{+Three+}" in str(index.changes("a")[0])
        assert list(map(str, index.changes("a", first))) == ["- One thing.", "+ Three things."]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("At {} the bridge {} was closed by the council.", "At {} the pier {} was closed by the mayor."),
        ("Yes.\nNumber {} of {}.", "Yes.\nPart {} of {}."),
    ],
    ids=["every sentence is like every other", "every other sentence is the same"],
)
def test_texts_of_which_much_is_alike_are_compared_in_bounded_time(before: str, after: str) -> None:
    old, new = (
        article("a", "\n".join(text.format(number, number) for number in range(2_000)))
        for text in (before, after)
    )
    changed = describe_changes(old, new)
    assert len({change.before for change in changed if change.kind != "added"}) >= 2_000
    assert len({change.after for change in changed if change.kind != "removed"}) >= 2_000


def test_the_one_sentence_that_changed_in_a_whole_book_is_found() -> None:
    sentences = [f"The bridge number {number} was closed." for number in range(6_000)]
    old = article("a", "\n".join(sentences))
    sentences[3_000] = "Nobody was hurt."
    assert list(map(str, describe_changes(old, article("a", "\n".join(sentences))))) == [
        "- The bridge number 3000 was closed.",
        "+ Nobody was hurt.",
    ]


def test_a_dry_run_tells_and_changes_nothing(tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "a.txt").write_text("The apple fell.")
    (pile / "b.txt").write_text("The bridge closed.")
    embedder = WordCountEmbedder()
    with ArticleIndex.open(tmp_path / "data", embedder) as index:
        index.add(pile)
        embedded = len(embedder.embedded)
        (pile / "a.txt").write_text("The apple did not fall.")
        (pile / "b.txt").unlink()
        (pile / "c.txt").write_text("The council met.")
        (pile / "d.json").write_text("{")
        before = [(item.id, item.version) for item in index.articles()]
        report = index.add(pile, prune=True, dry_run=True)
        assert [len(part) for part in (report.added, report.updated, report.removed, report.failed)] == [
            1
        ] * 4
        assert [(item.id, item.version) for item in index.articles()] == before
        assert len(embedder.embedded) == embedded
        real = index.add(pile, prune=True)
        assert real == report
