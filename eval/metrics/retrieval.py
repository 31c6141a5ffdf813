"""Retrieval metrics over a ranking, best first.

A ranking is given as one collection per rank: which gold items (any hashable) that rank covers; an
empty collection is a miss. So a passage may cover two pieces of evidence, and two passages the same one.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence

Ranking = Sequence[Collection[Hashable]]


def hit_at(ranking: Ranking, k: int) -> float:
    """Return 1.0 when any of the first k ranks covers a gold item, else 0.0."""
    return float(any(ranking[:k]))


def recall_at(ranking: Ranking, k: int, *, total: int) -> float | None:
    """Return the share of the `total` gold items covered by the first k ranks; None without gold items."""
    if total <= 0:
        return None
    return len({item for covered in ranking[:k] for item in covered}) / total


def reciprocal_rank(ranking: Ranking) -> float:
    """Return 1 / rank of the first rank that covers a gold item, or 0.0.

    Its mean is MRR. Source: Voorhees, The TREC-8 Question Answering Track Report, 1999.
    """
    return next((1 / rank for rank, covered in enumerate(ranking, start=1) if covered), 0.0)


def ndcg_at(ranking: Ranking, k: int, *, total: int) -> float | None:
    """Return the normalised discounted cumulative gain of the first k ranks; None without gold items.

    A rank gains one for every gold item that no better rank covered, discounted by log2(1 + rank); the
    ideal ranking covers one item per rank, and a ranking that does better than it is worth 1.0.
    Source: Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, 2002.
    """
    if total <= 0:
        return None
    seen: set[Hashable] = set()
    gained = 0.0
    for rank, covered in enumerate(ranking[:k], start=1):
        new = set(covered) - seen
        seen |= new
        gained += len(new) / math.log2(1 + rank)
    ideal = sum(1 / math.log2(1 + rank) for rank in range(1, min(k, total) + 1))
    return min(1.0, gained / ideal)
