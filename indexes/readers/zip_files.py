"""Zip archives of anything else: each member is read as if it were a file of its own."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers import archive as archives
from indexes.readers.limits import Budget
from indexes.sources import ReadFailure, Source, has_reader, read_source

DEEPEST = 3
# Everything in an archive together; the members are read one after the other, so memory holds one.
MOST_BYTES = 4_000_000_000
_IN_MEMORY = 20_000_000


def read(source: Source) -> Iterator[Article | ReadFailure]:
    """Yield the articles of every member that a reader knows; a bad member does not stop the others."""
    if source.depth >= DEEPEST:
        raise ReadError(f"archives are in archives more than {DEEPEST} deep")
    budget = Budget(MOST_BYTES)
    with source.open() as stream, _seekable(stream) as whole, archives.opened(whole) as archive:
        known = 0
        for info in archive.infolist():
            name = info.filename
            last = name.rstrip("/").rsplit("/", 1)[-1]
            if info.is_dir() or last.startswith(".") or name.startswith("__MACOSX/") or not has_reader(name):
                continue
            known += 1
            if archives.leads_outside(name):
                yield ReadFailure(f"{source.name}/{name}", "its name leads outside the archive")
                continue
            yield from read_source(source.inside(name, partial(archives.open_member, archive, info, budget)))
        if not known:
            raise ReadError("it holds no file of a known kind")


def _seekable(stream: BinaryIO) -> BinaryIO:
    """Return the stream, or a copy of what comes out of it, for an archive is read from its end."""
    if stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    while block := stream.read(io.DEFAULT_BUFFER_SIZE * 16):
        copy.write(block)
    copy.seek(0)
    return copy  # type: ignore[return-value]
