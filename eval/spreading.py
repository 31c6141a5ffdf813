"""A few of many, evenly spread over all of them: rows and cases of one kind often stand together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def spread_positions(total: int, count: int) -> list[int]:
    """Return `count` positions from 0, evenly spread over `total`; all of them where there are no more."""
    if count >= total:
        return list(range(total))
    return [-(-at * total // count) for at in range(count)]


def spread(items: Sequence[Item], count: int) -> list[Item]:
    """Return `count` of the items, evenly spread over their order."""
    return [items[position] for position in spread_positions(len(items), count)]
