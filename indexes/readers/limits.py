"""Compressed data read with limits, so that a small file cannot fill the memory, the disk or the day."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

from indexes.errors import ReadError

# Text shrinks to a third or a tenth; a bomb to a thousandth.
HIGHEST_RATIO = 200
# Below this size any ratio is harmless.
FREE_BYTES = 20_000_000
# What the standard library raises on damaged archives.
_DAMAGE = (
    *(OSError, EOFError, ValueError, RuntimeError, NotImplementedError),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile),
)


class Budget:
    """How many bytes may still come out of a container and everything inside it."""

    def __init__(self, limit: int) -> None:
        """Allow `limit` bytes in all."""
        self._limit = limit
        self._spent = 0

    def spend(self, count: int) -> None:
        """Take the bytes off; raises ReadError when there are no more."""
        self._spent += count
        if self._spent > self._limit:
            raise ReadError(f"it unpacks to more than {self._limit // 1_000_000} MB")


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


class _Limited(io.RawIOBase):
    def __init__(self, stream: _Readable, budget: Budget | None, packed: Callable[[], int] | None) -> None:
        self._stream = stream
        self._budget = budget
        self._packed = packed
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._stream.read(len(view))
        except _DAMAGE as error:
            raise ReadError(f"it cannot be unpacked: {error}") from error
        self._count += len(data)
        if self._budget is not None:
            self._budget.spend(len(data))
        packed = self._packed() if self._packed is not None and self._count > FREE_BYTES else None
        if packed is not None and self._count > HIGHEST_RATIO * max(1, packed):
            raise ReadError(f"it unpacks to more than {HIGHEST_RATIO} times its size")
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def limited(
    stream: _Readable, *, budget: Budget | None = None, packed: Callable[[], int] | None = None
) -> BinaryIO:
    """Return the stream such that reading raises ReadError when the data is damaged or beyond its limits.

    `packed` tells how many compressed bytes have been read so far, or are there in all.
    """
    return io.BufferedReader(_Limited(stream, budget, packed), 65_536)
