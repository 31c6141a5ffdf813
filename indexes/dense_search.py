"""The nearest passages to a vector among those that filters allow, by the cheapest way that finds them."""

from __future__ import annotations

import math

from indexes.embedding import Vectors
from indexes.filtering import allowed_among, allowed_passages, allowed_share
from indexes.searching import SearchFilters
from indexes.sqlite import SqliteFile
from indexes.vectors import VectorStore

# A filter that most articles pass is applied to the nearest of all passages: so many more are asked for
# than would do if those that pass were spread evenly, and never more than this.
_MORE = 1.5
_MOST = 1_000
# So few allowed passages are compared one by one; a graph of 100,000 takes longer to reach them.
_EXACT = 500


def dense_search(
    file: SqliteFile, vectors: VectorStore, vector: Vectors, limit: int, filters: SearchFilters
) -> list[tuple[str, float]]:
    """Return at most `limit` passage identifiers with their cosines, best first.

    Vector stores that filter for themselves look at every entry first, which takes 0.4 s for 100,000.
    """
    share = allowed_share(file, filters)
    if share == 0:
        return []
    if share == 1:
        return vectors.search(vector, limit)
    wanted = math.ceil(_MORE * limit / share)
    if wanted <= _MOST:
        nearest = vectors.search(vector, wanted)
        allowed = allowed_among(file, [name for name, _ in nearest], filters)
        found = [(name, cosine) for name, cosine in nearest if name in allowed]
        if len(found) >= limit:
            return found[:limit]
    names = allowed_passages(file, filters)
    if len(names) > _EXACT:
        return vectors.search(vector, limit, among=names)
    rows = vectors.vectors(names)
    return sorted(((name, float(row @ vector)) for name, row in rows.items()), key=lambda item: -item[1])[
        :limit
    ]
