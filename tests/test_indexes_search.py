"""What every search must do: in a folder, in memory, on a server; dense, by keywords and fused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexes import Article, ArticleIndex, SearchFilters, SearchResult
from indexes.searching import SearchMode
from tests.chroma_server import ChromaServer
from tests.conftest import ROOT
from tests.fake_embedder import WordCountEmbedder


@dataclass
class Search:
    """An index together with the way it is searched."""

    index: ArticleIndex
    mode: SearchMode

    def __call__(self, query: str, *, limit: int = 10, filters: SearchFilters | None = None) -> SearchResult:
        return self.index.search(query, limit=limit, mode=self.mode, filters=filters)

    def titles(self, query: str, *, limit: int = 10, filters: SearchFilters | None = None) -> list[str]:
        return [found.article.title for found in self(query, limit=limit, filters=filters).passages]


IMPLEMENTATIONS: list[tuple[str, SearchMode]] = [
    ("folder", "dense"),
    ("folder", "keyword"),
    ("folder", "hybrid"),
    ("server", "dense"),
    ("server", "hybrid"),
    ("memory", "dense"),
    ("memory", "keyword"),
    ("memory", "hybrid"),
]


@pytest.fixture(scope="module")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with ChromaServer(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture(params=IMPLEMENTATIONS, ids=lambda param: f"{param[1]} in {param[0]}")
def search(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Search]:
    place, mode = request.param
    embedder = WordCountEmbedder()
    if place == "memory":
        index = ArticleIndex.in_memory(embedder)
    else:
        url = request.getfixturevalue("chroma_server").url if place == "server" else None
        index = ArticleIndex.open(tmp_path, embedder, chroma_url=url)
    with index:
        yield Search(index, mode)


def article(title: str, text: str, published: str | None = None, publisher: str | None = None) -> Article:
    return Article.create(id=title, title=title, text=text, published=published, publisher=publisher)


STORIES = [
    article("Fruit", "The apple harvest was large. Every apple was red.", "2024-05-01", "Orchard Weekly"),
    article("River", "A bridge was closed. The bridge is old.", "2024-06-30", "City Post"),
    article("Ice", "The glacier lost ice. A glacier melts.", None, "City Post"),
    article("Old", "The bridge opened, and an apple was eaten.", "1931-02-03", "City Post"),
]


def test_an_empty_index_gives_an_empty_result(search: Search) -> None:
    assert search("bridge") == SearchResult(())


@pytest.mark.parametrize("query", ["", "  \n", "\u200b"], ids=["empty", "blank", "zero width"])
def test_a_query_without_words_raises_nothing(search: Search, query: str) -> None:
    search.index.add_articles(STORIES)
    search(query)


@pytest.mark.parametrize(
    "query", ['"bridge', "bridge AND (", "title:bridge^", "bridge\\", "-bridge *?~ [x TO y]"]
)
def test_the_marks_of_a_query_language_mean_nothing(search: Search, query: str) -> None:
    search.index.add_articles(STORIES)
    assert "River" in search.titles(query)


def test_the_passage_with_the_words_comes_first(search: Search) -> None:
    search.index.add_articles(STORIES)
    assert search.titles("bridge")[0] == "River"
    assert search.titles("glacier")[0] == "Ice"


def test_no_more_than_the_limit_comes_back(search: Search) -> None:
    search.index.add_articles(article(f"Bridge {n}", "A bridge. " * n) for n in range(1, 9))
    assert len(search("bridge", limit=3).passages) == 3
    assert search("bridge", limit=0).passages == ()


def test_a_passage_is_exactly_its_place_in_the_article(search: Search) -> None:
    text = "“Élan”, she said.\n\n" + "The bridge is old. It was built of stone in the year 1850. " * 40
    search.index.add_articles([article("Long", text)])
    found = search("bridge", limit=50).passages
    assert len(found) > 1
    for item in found:
        passage = item.passage
        assert passage.text == item.article.text[passage.start : passage.end]
        assert passage.sentences[0][0] == passage.start
        assert passage.sentences[-1][1] == passage.end
    assert len({item.passage.id for item in found}) == len(found)


def test_both_ends_of_a_date_range_belong_to_it(search: Search) -> None:
    search.index.add_articles(STORIES)
    days = SearchFilters(published_from=date(2024, 5, 1), published_to=date(2024, 6, 30))
    assert set(search.titles("bridge apple glacier", filters=days)) == {"Fruit", "River"}
    inside = SearchFilters(published_from=date(2024, 5, 2), published_to=date(2024, 6, 29))
    assert search.titles("bridge apple glacier", filters=inside) == []


def test_days_before_1970_are_days(search: Search) -> None:
    search.index.add_articles(STORIES)
    assert search.titles("bridge", filters=SearchFilters(published_to=date(1950, 1, 1))) == ["Old"]


def test_a_date_filter_counts_the_undated_it_leaves_out(search: Search) -> None:
    search.index.add_articles(STORIES)
    since = SearchFilters(published_from=date(2000, 1, 1))
    result = search("glacier bridge", filters=since)
    assert "Ice" not in [found.article.title for found in result.passages]
    assert result.undated_left_out == 1
    orchard = SearchFilters(published_from=date(2000, 1, 1), publishers=frozenset({"Orchard Weekly"}))
    assert search("glacier", filters=orchard).undated_left_out == 0
    assert search("glacier").undated_left_out == 0


def test_publisher_and_article_filters_hold_together(search: Search) -> None:
    search.index.add_articles(STORIES)
    city = frozenset({"City Post"})
    assert set(search.titles("bridge apple", filters=SearchFilters(publishers=city))) <= {
        "River",
        "Ice",
        "Old",
    }
    both = SearchFilters(publishers=city, article_ids=frozenset({"Fruit", "Old"}))
    assert search.titles("bridge apple", filters=both) == ["Old"]


def test_filters_come_before_ranking(search: Search) -> None:
    """A single allowed article is found behind hundreds that match better."""
    search.index.add_articles(
        article(f"Bridge {n}", "bridge bridge bridge", "2020-01-01") for n in range(300)
    )
    search.index.add_articles([article("Wanted", "A bridge and a council and a ferry.", "2021-01-01")])
    wanted = SearchFilters(published_from=date(2021, 1, 1))
    assert search.titles("bridge", limit=1, filters=wanted) == ["Wanted"]


def test_only_the_newest_version_is_found(search: Search) -> None:
    search.index.add_articles([article("Story", "The bridge was closed.")])
    search.index.add_articles([article("Story", "The bridge was opened again.")])
    found = search("bridge", limit=10).passages
    assert [item.passage.text for item in found] == ["The bridge was opened again."]
    assert len(search.index.versions("Story")) == 2


def test_a_version_that_comes_back_is_found_again(search: Search) -> None:
    first, second = article("Story", "The bridge was closed."), article("Story", "The ferry sank.")
    for version in (first, second, first):
        search.index.add_articles([version])
    assert [item.passage.text for item in search("bridge ferry").passages] == ["The bridge was closed."]
    assert len(search.index.versions("Story")) == 2
    assert search.index.check() == ()


def test_a_removed_article_is_not_found(search: Search) -> None:
    search.index.add_articles(STORIES)
    search.index.remove("River")
    assert "River" not in search.titles("bridge")
    assert search.index.check() == ()


def test_the_same_query_gives_the_same_result(search: Search) -> None:
    search.index.add_articles(STORIES)
    assert search("bridge apple") == search("bridge apple")


def test_ranks_and_scores_belong_to_the_mode(search: Search) -> None:
    search.index.add_articles(STORIES)
    best = search("bridge").passages[0]
    assert (best.dense_rank == 1) == (search.mode != "keyword")
    assert (best.keyword_rank == 1) == (search.mode != "dense")
    # River's title and text hold "bridge" twice and nothing else of the list: (2, .1) against (1, .1)
    if search.mode != "keyword":
        assert best.dense_score == pytest.approx((2 * 1 + 0.1 * 0.1) / ((4.01**0.5) * (1.01**0.5)), abs=1e-4)
    else:
        assert best.dense_score is None


def test_many_threads_search_while_articles_come_in(search: Search) -> None:
    from concurrent.futures import ThreadPoolExecutor

    search.index.add_articles(STORIES)
    with ThreadPoolExecutor(4) as pool:
        adding = pool.submit(
            search.index.add_articles, [article(f"New {n}", "A ferry. " * 300) for n in range(20)]
        )
        results = [pool.submit(search.titles, "bridge", limit=1) for _ in range(40)]
        assert {tuple(result.result()) for result in results} == {("River",)}
        assert len(adding.result().added) == 20
    assert search.index.check() == ()


@pytest.mark.parametrize("place", ["memory", "folder"])
def test_the_words_of_the_articles_are_known_in_any_inflection(place: str, tmp_path: Path) -> None:
    embedder = WordCountEmbedder()
    memory = place == "memory"
    with ArticleIndex.in_memory(embedder) if memory else ArticleIndex.open(tmp_path, embedder) as index:
        assert index.known_words(["river"]) == []
        index.add_articles([article("River", "It was flooded twice.")])
        words = ["rivers", "floods", "fold", "twice, flooded", "", "?"]
        assert index.known_words(words) == ["rivers", "floods", "twice, flooded"]


def test_passages_have_one_of_the_words_and_most_of_those_beside_first() -> None:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add_articles(
            [
                article("Talks", "Zelensky spoke."),
                article("Visit", "Zelensky met the mayor in Brussels.", publisher="Gazette"),
                article("Food", "A market in Brussels."),
            ]
        )

        def titles(*words: str, **options: Any) -> list[str]:
            found = index.having(words, beside="who met in Brussels", **options)
            return [index.article(one.article_id).title for one in found]

        assert titles("zelensky") == ["Visit", "Talks"]
        assert titles("zelensky", "market") == ["Visit", "Food", "Talks"]
        assert titles("zelensky", limit=1) == ["Visit"]
        assert titles("zelensky", filters=SearchFilters(publishers=frozenset({"Gazette"}))) == ["Visit"]
        assert titles("zelesnky") == titles("zelenko", letters=1) == titles() == []
        assert titles("zelesnky", letters=1) == titles("zelenko", letters=2) == ["Visit", "Talks"]


def test_what_a_search_takes_and_gives_needs_no_store() -> None:
    program = "import indexes.searching, sys; print({'sqlite3', 'chromadb', 'tantivy'} & sys.modules.keys())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
