"""Whether an index is sound: its articles as they were added, cut as they have to be, every store in step."""

from __future__ import annotations

from collections.abc import Sequence

from indexes.articles import Article
from indexes.errors import StoreError
from indexes.passages import split_passages
from indexes.stores import Stores

_FIELDS = ("id", "title", "text", "url", "publisher", "author", "published", "modified", "language")
_NAMED = 3
_REBUILD = "re-index: python -m indexes rebuild"


def problems_of(stores: Stores) -> tuple[str, ...]:
    """Return what is wrong, in sentences that say what to do: altered articles, passages, stores."""
    database = stores.database
    damage = database.damage()
    if damage is not None:
        return (f"the article database is damaged: {damage}",)
    altered: list[str] = []
    cut_otherwise: list[str] = []
    searchable: set[str] = set()
    for article in database.articles():
        searchable.update(database.passage_ids(article.id))
        if not _is_as_added(article):
            altered.append(article.id)
        elif not (
            database.has_exactly(article.id, split_passages(article))
            # a newer version that came in between has passages of its own
            or database.current_version(article.id) != article.version
        ):
            cut_otherwise.append(article.id)
    problems: list[str] = []
    if altered:
        problems.append(f"altered since they were added: {_named(altered)}; remove them and add them again")
    if cut_otherwise:
        problems.append(f"their passages are not those of their text: {_named(cut_otherwise)}; {_REBUILD}")
    try:
        vectors = list(stores.vectors.ids())
    except StoreError as error:
        return (*problems, str(error))
    for name, identifiers in (("vector", vectors), ("keyword", stores.keywords.ids())):
        held = list(identifiers)
        missing, extra = searchable.difference(held), set(held) - searchable
        if missing or extra or len(held) != len(set(held)):
            count = f"misses {len(missing)} passages and has {len(extra)} too many"
            problems.append(f"the {name} store {count}; {_REBUILD}")
    return tuple(problems)


def _is_as_added(article: Article) -> bool:
    """Tell whether the content still gives the version that it had when it was added."""
    try:
        again = Article.create(**{name: getattr(article, name) for name in _FIELDS})
    except ValueError:
        return False
    return (again.version, again.text) == (article.version, article.text)


def _named(article_ids: Sequence[str]) -> str:
    """Return the first few names, and how many more there are."""
    more = len(article_ids) - _NAMED
    return ", ".join(article_ids[:_NAMED]) + (f" and {more} more" if more > 0 else "")
