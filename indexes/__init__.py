"""Articles in, ranked passages out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexes.article_index import ArticleIndex
    from indexes.articles import Article, Passage
    from indexes.reports import IngestReport
    from indexes.searching import FoundPassage, SearchFilters, SearchResult

_PUBLIC = {
    "Article": "indexes.articles",
    "ArticleIndex": "indexes.article_index",
    "FoundPassage": "indexes.searching",
    "IngestReport": "indexes.reports",
    "Passage": "indexes.articles",
    "SearchFilters": "indexes.searching",
    "SearchResult": "indexes.searching",
}

__all__ = [
    "Article",
    "ArticleIndex",
    "FoundPassage",
    "IngestReport",
    "Passage",
    "SearchFilters",
    "SearchResult",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that a single module costs only itself."""
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    """Return what is there to import besides what is imported, for `help` and completion."""
    return sorted({*globals(), *__all__})
