"""Files compressed by gzip or bzip2, such as dumps: what is inside is read by its own name."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.limits import limited
from indexes.sources import ReadFailure, Source, has_reader, read_source

_DEEPEST = 3


def read(source: Source) -> Iterator[Article | ReadFailure]:
    """Yield the articles of the file inside; raises ReadError when its kind is not known."""
    inner = source.stem
    if source.depth >= _DEEPEST:
        raise ReadError(f"it is compressed more than {_DEEPEST} times over")
    if not has_reader(inner):
        raise ReadError(
            f"what is inside has no known ending; call it, for example, {inner}.jsonl{source.suffix}"
        )

    def open_inner() -> BinaryIO:
        packed = source.open()
        unpacking: Callable[[BinaryIO], Any] = bz2.BZ2File
        if source.suffix == ".gz":
            unpacking = partial(gzip.GzipFile, None, "rb", 9)
        # how far the compressed file has been read
        return limited(_Closing(unpacking(packed), packed), packed=packed.tell)

    yield from read_source(source.inside(Path(inner).name, open_inner))


class _Closing:
    """A stream that closes the one below it as well."""

    def __init__(self, stream: BinaryIO, below: BinaryIO) -> None:
        self._stream = stream
        self._below = below

    def read(self, size: int, /) -> bytes:
        return self._stream.read(size)

    def close(self) -> None:
        self._stream.close()
        self._below.close()
