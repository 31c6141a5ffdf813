"""Memory that was used and is free again, given back to the system."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache


@cache
def _trim() -> Callable[[int], object] | None:
    """Return glibc's function for it, or None where the C library is another one and has no need of it."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)


def give_back_freed_memory() -> None:
    """Give pages that nothing uses any more back to the system.

    glibc has a heap for each of many threads and keeps what was freed in one for that thread alone. Without
    this, a process whose libraries work in threads of their own grows with every thread's largest piece.
    """
    trim = _trim()
    if trim is not None:
        trim(0)
