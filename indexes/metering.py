"""How much of some files was read, for the time that is left when a few large ones hold everything."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO


class ByteMeter:
    """Counts the bytes of files that are read one after the other; another thread may look at it."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._finished = self._current = self._size = 0

    @property
    def done(self) -> int:
        """The bytes read so far; those that a reader looks at twice count once."""
        return self._finished + min(self._current, self._size)

    def begin(self, size: int) -> None:
        """Begin a file of this size, the one before being done."""
        self._finished += self._size
        self._size, self._current = size, 0

    def end(self) -> None:
        """Count the whole file that was begun, of which a reader may have left out parts."""
        self._current = self._size

    def open(self, path: Path) -> BinaryIO:
        """Open the file that was begun."""
        return io.BufferedReader(_MeteredFile(path, self._count), 131_072)

    def _count(self, count: int) -> None:
        self._current += count


class _MeteredFile(io.FileIO):
    def __init__(self, path: Path, count: Callable[[int], None]) -> None:
        super().__init__(path, "rb")
        self._tell_count = count

    def readinto(self, buffer: Any, /) -> int | None:
        count = super().readinto(buffer)
        self._tell_count(count or 0)
        return count

    def readall(self) -> bytes:
        data = super().readall() or b""
        self._tell_count(len(data))
        return data
