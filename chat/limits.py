"""How much one caller may ask, and how many answers are made at the same time."""

from __future__ import annotations

import asyncio
import ipaddress
import math
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from chat.errors import LimitReachedError

WINDOW = 60.0  # seconds

# What a client whose question found the queue full is told to wait, seconds: a few answers' time.
WHEN_FULL = 5


class RateLimit:
    """A token bucket for each caller: as many at once as in a minute, then one whenever one flows back.

    `per_minute` 0 lets everything through. Safe to use from several threads; a bucket that is full again
    is forgotten, so it holds no more callers than came within a minute.
    """

    def __init__(self, per_minute: int, *, of: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._of = of
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}  # what was left, and when
        self._tidied = clock()

    def take(self, caller: str) -> None:
        """Count one for this caller; raises LimitReachedError when there was none left."""
        if not self._per_minute:
            return
        with self._lock:
            now = self._clock()
            if now - self._tidied > WINDOW:
                self._buckets = {key: one for key, one in self._buckets.items() if now - one[1] <= WINDOW}
                self._tidied = now
            left, since = self._buckets.get(caller, (float(self._per_minute), now))
            left = min(self._per_minute, left + (now - since) * self._per_minute / WINDOW)
            self._buckets[caller] = (left - 1 if left >= 1 else left, now)
        if left < 1:
            wait = max(1, math.ceil((1 - left) * WINDOW / self._per_minute))
            raise LimitReachedError(
                f"Too many {self._of}: the limit is {self._per_minute} a minute. Try again in {wait} s.",
                retry_after=wait,
            )

    def __len__(self) -> int:
        """Return how many callers are remembered."""
        return len(self._buckets)


class Places:
    """Places for those who are answered at the same time, and a queue of limited length in front of them.

    It belongs to the event loop that first uses it.
    """

    def __init__(self, at_once: int, *, queue_length: int) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._queue_length = queue_length
        self._waiting = 0

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Wait for a place and hold it; raises LimitReachedError when the queue is full."""
        if self._free.locked() and self._waiting >= self._queue_length:
            raise LimitReachedError(
                f"{self._waiting} questions are waiting already. Try again in {WHEN_FULL} s.",
                retry_after=WHEN_FULL,
            )
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()


def caller_of(user: str | None, host: str | None) -> str:
    """Return whom a request counts for: the user, else the address, of IPv6 the network that one line has."""
    if user:
        return f"user {user}"
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return f"address {host or 'unknown'}"
    if isinstance(address, ipaddress.IPv6Address):
        # a server that listens for both writes an IPv4 address as one of IPv6
        address = address.ipv4_mapped or address
    if address.version == 6:
        return f"address {ipaddress.ip_network((address, 64), strict=False)}"
    return f"address {address}"
