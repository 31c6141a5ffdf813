"""Search filters as somebody gave them, held against what the articles have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.errors import QuestionError
from assistant.opening import index_errors
from indexes.article_index import ArticleIndex
from indexes.searching import SearchFilters


def fitting_filters(
    index: ArticleIndex, *, published_from: date | None, published_to: date | None, publishers: Sequence[str]
) -> SearchFilters:
    """Return the filters with publishers as the articles write them.

    Raises QuestionError where the days are swapped or nothing is published by one of the publishers.
    """
    if published_from and published_to and published_from > published_to:
        raise QuestionError(f"Nothing is published from {published_from} to {published_to}; swap the days.")
    known = _known(index) if publishers else {}
    unknown = [one for one in publishers if one.casefold() not in known]
    if unknown:
        names = ", ".join(sorted(known.values())) or "none that is known"
        raise QuestionError(f"No article is published by {unknown[0]!r}. The publishers are: {names}.")
    return SearchFilters(published_from, published_to, frozenset(known[one.casefold()] for one in publishers))


def _known(index: ArticleIndex) -> dict[str, str]:
    with index_errors():
        return {one.casefold(): one for one in index.coverage().publishers}
