"""Whether an index is sound: every passage in its text, and every store in step with SQLite."""

from __future__ import annotations

from indexes.errors import StoreError
from indexes.stores import Stores


def problems_of(stores: Stores) -> tuple[str, ...]:
    """Return what is wrong, in sentences: passages not in their text, stores that disagree."""
    database = stores.database
    damage = database.damage()
    if damage is not None:
        return (f"the article database is damaged: {damage}",)
    problems: list[str] = []
    searchable: set[str] = set()
    for article in database.articles():
        ids = database.passage_ids(article.id)
        passages = database.passages(ids)
        searchable |= passages.keys()
        wrong = sum(passage.id != identifier for identifier, (passage, _) in passages.items())
        if not ids or wrong:
            problems.append(f"{article.id}: {wrong} of its {len(ids)} passages are not in its text")
    try:
        vectors = list(stores.vectors.ids())
    except StoreError as error:
        return (*problems, str(error))
    for name, identifiers in (("vector", vectors), ("keyword", stores.keywords.ids())):
        held = list(identifiers)
        missing, extra = searchable.difference(held), set(held) - searchable
        if missing or extra or len(held) != len(set(held)):
            problems.append(f"the {name} store misses {len(missing)} passages and has {len(extra)} too many")
    return tuple(problems)
