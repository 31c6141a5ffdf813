"""Copies of a story are found however they were cut, and a search tells the story once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from indexes import Article, ArticleIndex, SearchFilters
from indexes.copies import band_values, is_copy
from tests.conftest import ROOT
from tests.fake_embedder import WORDS, WordCountEmbedder

_random = random.Random(7)
VOCABULARY = ["".join(_random.choices("abcdefghijklmnop", k=6)) for _ in range(2000)]


def story(seed: int, words: int = 400) -> str:
    """A text of its own: sentences of ten words that no other seed shares."""
    own = random.Random(seed)
    sentences = [" ".join(own.choices(VOCABULARY, k=10)).capitalize() + "." for _ in range(words // 10)]
    return "\n".join([*sentences, f"The {WORDS[seed % len(WORDS)]} cost {seed + 10} million."])


def shares_a_band(text: str, other: str) -> bool:
    return bool(set(band_values(text)) & set(band_values(other)))


COPIES = {
    "exact": lambda text: text,
    "other typography": lambda text: text.replace(".", " .").upper(),
    "an opening line": lambda text: "From our correspondent in the capital.\n" + text,
    "cut at the end": lambda text: text[: int(len(text) * 0.7)],
    "a few words changed": lambda text: text.replace(text.split()[40], "changed").replace(
        text.split()[200], "too"
    ),
}


@pytest.mark.parametrize("change", COPIES.values(), ids=COPIES)
@pytest.mark.parametrize("seed", range(5))
def test_copies_are_found(change: object, seed: int) -> None:
    text = story(seed)
    copy = change(text)  # type: ignore[operator]
    assert is_copy(text, copy)
    assert is_copy(copy, text)
    assert shares_a_band(text, copy)


def test_other_stories_are_not_copies() -> None:
    texts = [story(seed) for seed in range(60)]
    together = sum(shares_a_band(a, b) for a in texts for b in texts if a is not b)
    assert together <= 0.01 * 60 * 59
    assert not any(is_copy(a, b) for a in texts[:20] for b in texts[:20] if a is not b)


def test_copies_that_disagree_on_a_number_are_two_sources() -> None:
    text = story(1)
    assert not is_copy(text, text.replace("cost 11 million", "cost 12 million"))


def test_a_short_quotation_of_a_story_is_no_copy() -> None:
    assert not is_copy(story(1, 900), story(1, 900)[:500])


@pytest.fixture
def index() -> ArticleIndex:
    return ArticleIndex.in_memory(WordCountEmbedder())


def article(id: str, text: str, publisher: str | None = None) -> Article:
    return Article.create(id=id, title=id, text=text, publisher=publisher)


def test_a_search_tells_a_story_once_and_says_where_else_it_stands(index: ArticleIndex) -> None:
    original, copy = article("a", story(1)), article("b", "By our own reporter.\n" + story(1), "Daily Copy")
    report = index.add_articles([original, copy, article("c", story(2))])
    assert report.copies == (("b", "a"),)
    found = index.search("bridge million", limit=10).passages
    assert len({item.article.id for item in found} & {"a", "b"}) == 1
    (first,) = {item.article.id: item for item in found if item.article.id != "c"}.values()
    assert {first.article.id, *(other.id for other in first.also_in)} == {"a", "b"}
    assert index.stats().stories == 2
    only = SearchFilters(publishers=frozenset({"Daily Copy"}))
    assert {item.article.id for item in index.search("bridge", filters=only).passages} == {"b"}


def test_what_only_the_copy_says_is_still_found(index: ArticleIndex) -> None:
    addition = "The glacier report was added by the second paper alone, which nobody else has seen. " * 8
    index.add_articles([article("a", story(1)), article("b", story(1) + "\n" + addition)])
    found = index.search("bridge glacier", limit=20).passages
    assert any("second paper" in item.passage.text for item in found)


def test_a_copy_that_is_corrected_becomes_a_source_of_its_own(index: ArticleIndex) -> None:
    index.add_articles([article(name, story(1)) for name in ("a", "b", "c")])
    assert index.stats().stories == 1
    index.add_articles([article("a", story(3))])
    assert index.stats().stories == 2
    (found,) = {
        item.article.id: item for item in index.search("bridge").passages if item.article.id != "a"
    }.values()
    assert {found.article.id, *(other.id for other in found.also_in)} == {"b", "c"}
    index.remove("b")
    assert all(item.also_in == () for item in index.search("bridge").passages)


def test_the_syndicated_sample_counts_once(tmp_path: Path) -> None:
    with ArticleIndex.open(tmp_path, WordCountEmbedder()) as index:
        report = index.add(ROOT / "articles")
        assert len(report.copies) == 1
        stats = index.stats()
        assert stats.stories == stats.articles - 1
        assert index.check() == ()
