"""What a search takes and gives, whichever implementation answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

from indexes.articles import Article, Passage

if TYPE_CHECKING:
    from indexes.listing import ListedArticle

SearchMode = Literal["hybrid", "dense", "keyword"]


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """Which articles a search may return; empty fields allow all. Both days are inclusive."""

    published_from: date | None = None
    published_to: date | None = None
    publishers: frozenset[str] = frozenset()
    article_ids: frozenset[str] = frozenset()

    @property
    def by_date(self) -> bool:
        """Whether articles without a date are left out."""
        return self.published_from is not None or self.published_to is not None

    def allow(self, article: Article | ListedArticle) -> bool:
        """Tell whether the article passes every filter that is set."""
        day = article.published_day
        if self.by_date and day is None:
            return False
        if day is not None and self.published_from is not None and day < self.published_from:
            return False
        if day is not None and self.published_to is not None and day > self.published_to:
            return False
        if self.publishers and article.publisher not in self.publishers:
            return False
        return not self.article_ids or article.id in self.article_ids


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage with its article, its fused score, and its rank (from 1) in each half of the search.

    `also_in` holds the other articles of the index that are copies of this one.
    """

    passage: Passage
    article: Article
    score: float
    dense_rank: int | None = None
    keyword_rank: int | None = None
    dense_score: float | None = None
    also_in: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages, best first, and how many undated articles a date filter left out."""

    passages: tuple[FoundPassage, ...]
    undated_left_out: int = 0


class PassageSearch(Protocol):
    """Anything that finds passages for a query; every implementation passes the same contract tests."""

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        mode: SearchMode = "hybrid",
        filters: SearchFilters | None = None,
    ) -> SearchResult:
        """Return at most `limit` passages, best first; an empty index gives an empty result."""
        ...
