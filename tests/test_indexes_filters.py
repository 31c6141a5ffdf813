"""Filters let through exactly what they allow, be it few or many, and the nearest of that are found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta

import numpy as np
import pytest

from indexes import Article, ArticleIndex, SearchFilters
from indexes.benchmark.generated import StubEmbedder
from indexes.dense_search import dense_search
from indexes.filtering import allowed_among, allowed_passages, allowed_share
from tests.chroma_server import ChromaServer

FIRST = date(2020, 1, 1)
PUBLISHERS = ("City Post", "Bay News", "Orchard Weekly", None)
COUNT = 1_200


def article(number: int) -> Article:
    # every tenth is undated; one article a day otherwise
    day = None if number % 10 == 9 else (FIRST + timedelta(days=number)).isoformat()
    return Article.create(
        id=f"a{number}",
        title=f"Story {number}",
        text=f"Story {number} has one sentence.",
        published=day,
        publisher=PUBLISHERS[number % 4],
    )


ARTICLES = [article(number) for number in range(COUNT)]

FILTERS = {
    "none": SearchFilters(),
    "nearly all": SearchFilters(published_from=FIRST),
    "half": SearchFilters(publishers=frozenset({"City Post", "Bay News"})),
    "a tenth": SearchFilters(published_to=FIRST + timedelta(days=130)),
    "a half of few days": SearchFilters(
        published_from=FIRST + timedelta(days=300),
        published_to=FIRST + timedelta(days=310),
        publishers=frozenset({"City Post", "Bay News"}),
    ),
    "one": SearchFilters(article_ids=frozenset({"a77"})),
    "six hundred named": SearchFilters(article_ids=frozenset(f"a{number}" for number in range(600))),
    "more names than a statement takes": SearchFilters(
        article_ids=frozenset(f"a{number}" for number in range(3, 40_000))
    ),
    "nobody": SearchFilters(publishers=frozenset({"Unknown Gazette"})),
    "a past without articles": SearchFilters(published_to=date(1950, 1, 1)),
}


@pytest.fixture(scope="module", params=["folder", "server", "memory"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    folder, embedder = tmp_path_factory.mktemp("filters"), StubEmbedder(24)
    with ExitStack() as opened:
        if request.param == "memory":
            index = opened.enter_context(ArticleIndex.in_memory(embedder))
        else:
            url = None
            if request.param == "server":
                url = opened.enter_context(ChromaServer(folder / "server")).url
            index = opened.enter_context(ArticleIndex.open(folder / "data", embedder, chroma_url=url))
        index.add_articles(ARTICLES)
        yield index


@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
def test_the_database_allows_what_the_filters_allow(index: ArticleIndex, filters: SearchFilters) -> None:
    database = index._stores.database
    allowed = {article.id for article in ARTICLES if filters.allow(article)}
    ids = allowed_passages(database, filters)
    assert {article.id for _, article in database.passages(ids).values()} == allowed
    assert allowed_share(database, filters) == len(allowed) / COUNT
    some = [*database.passage_ids()[::7], "unknown"]
    assert allowed_among(database, some, filters) == set(some).intersection(ids)


@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
def test_the_nearest_of_the_allowed_are_found(index: ArticleIndex, filters: SearchFilters) -> None:
    stores = index._stores
    rows = stores.vectors.vectors(allowed_passages(stores.database, filters))
    hits = wanted = 0
    for number in range(10):
        query = stores.embed_query(f"question {number}")
        nearest = sorted(rows, key=lambda name: -float(rows[name] @ query))[:50]
        found = dense_search(stores.database, stores.vectors, query, 50, filters)
        assert len({name for name, _ in found}) == len(found) == len(nearest)
        assert all(cosine == pytest.approx(float(rows[name] @ query), abs=1e-4) for name, cosine in found)
        assert np.all(np.diff([cosine for _, cosine in found]) <= 1e-6)
        hits += len({name for name, _ in found}.intersection(nearest))
        wanted += len(nearest)
    assert hits >= 0.98 * wanted


@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize("mode", ["dense", "keyword", "hybrid"])
def test_a_search_returns_only_what_is_allowed(
    index: ArticleIndex, mode: str, filters: SearchFilters
) -> None:
    found = index.search("one story 77", mode=mode, filters=filters, limit=20).passages  # type: ignore[arg-type]
    assert all(filters.allow(item.article) for item in found)
    allowed = sum(filters.allow(article) for article in ARTICLES)
    assert len(found) == min(20, allowed)
