"""Search by meaning and by words, fused by rank, each story told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexes.articles import Article, Passage
from indexes.copies import repeats, stories_of, tellings_of
from indexes.database import ArticleDatabase
from indexes.dense_search import dense_search
from indexes.filtering import undated_left_out
from indexes.fusion import reciprocal_rank_fusion
from indexes.searching import FoundPassage, SearchFilters, SearchMode, SearchResult
from indexes.stores import Stores

# How many passages each half of a search gives to the fusion.
DEPTH = 100
# Chosen on questions over Wikipedia paragraphs put together by title (SQuAD 2.0, SquadShifts).
DENSE_WEIGHT, KEYWORD_WEIGHT = 0.6, 1.0
RANK_CONSTANT = 2.0


def hybrid_search(
    stores: Stores, query: str, *, limit: int, mode: SearchMode, filters: SearchFilters
) -> SearchResult:
    """Return at most `limit` passages of the newest versions, best first.

    "hybrid" fuses the ranks of "dense" and "keyword"; filters hold in both before anything is ranked.
    """
    database = stores.database
    undated = undated_left_out(database, filters)
    if not query.strip() or limit <= 0 or database.is_empty():
        return SearchResult((), undated)
    depth = max(DEPTH, 2 * limit)
    dense: list[tuple[str, float]] = []
    keyword: list[tuple[str, float]] = []
    if mode != "keyword":
        dense = dense_search(database, stores.vectors, stores.embed_query(query), depth, filters)
    if mode != "dense":
        keyword = stores.keywords.search(query, depth, filters)
    return SearchResult(tuple(_fused(database, dense, keyword, limit)), undated)


def _fused(
    database: ArticleDatabase,
    dense: Sequence[tuple[str, float]],
    keyword: Sequence[tuple[str, float]],
    limit: int,
) -> list[FoundPassage]:
    """Return the best passages of both halves, without those that only repeat a copy's.

    Passages that a change under way replaces are left out too.
    """
    dense_ranks = {identifier: rank for rank, (identifier, _) in enumerate(dense, start=1)}
    keyword_ranks = {identifier: rank for rank, (identifier, _) in enumerate(keyword, start=1)}
    cosines = dict(dense)
    fused = reciprocal_rank_fusion(
        [list(dense_ranks), list(keyword_ranks)],
        weights=[DENSE_WEIGHT, KEYWORD_WEIGHT],
        k=RANK_CONSTANT,
    )
    found: list[FoundPassage] = []
    stories: list[int] = []
    for identifier, score, passage, article, story in _looked_up(database, fused, step=limit):
        told = {
            item.article.id: item.article
            for item, other in zip(found, stories, strict=True)
            if other == story and item.article.id != article.id
        }
        if any(repeats(passage, other) for other in told.values()):
            continue
        found.append(
            FoundPassage(
                passage,
                article,
                score,
                dense_rank=dense_ranks.get(identifier),
                keyword_rank=keyword_ranks.get(identifier),
                dense_score=cosines.get(identifier),
            )
        )
        stories.append(story)
        if len(found) == limit:
            break
    tellings = tellings_of(database, set(stories))
    return [
        replace(
            item, also_in=tuple(other for other in tellings.get(story, ()) if other.id != item.article.id)
        )
        for item, story in zip(found, stories, strict=True)
    ]


def _looked_up(
    database: ArticleDatabase, fused: Sequence[tuple[str, float]], *, step: int
) -> Iterator[tuple[str, float, Passage, Article, int]]:
    """Yield the fused passages that are in use, with article and story, a few looked up at a time."""
    for first in range(0, len(fused), step):
        part = fused[first : first + step]
        known = database.passages([identifier for identifier, _ in part])
        stories = stories_of(database, list({article.id for _, article in known.values()}))
        for identifier, score in part:
            if identifier in known:
                passage, article = known[identifier]
                yield identifier, score, passage, article, stories.get(article.id, 0)
