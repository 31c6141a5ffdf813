"""Progress on standard error, so that standard output stays the result."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")


def track(items: Iterable[Item], label: str, *, total: int | None = None) -> Iterator[Item]:
    """Yield the items while a bar shows how many are done; a log gets one line every ten seconds."""
    interval = 0.2 if sys.stderr.isatty() else 10.0
    yield from tqdm(items, desc=label, total=total, file=sys.stderr, mininterval=interval, dynamic_ncols=True)
