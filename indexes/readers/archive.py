"""Zip archives opened with limits; never unpacked to disk, so no name in them can lead anywhere."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO

from indexes.errors import ReadError
from indexes.readers.limits import Budget, limited

MOST_MEMBERS = 50_000


@contextmanager
def opened(stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Give the archive in the stream; raises ReadError when it is none, or has far too many members."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, zlib.error) as error:
        raise ReadError(f"it is not a zip archive, or a damaged one: {error}") from error
    with archive:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise ReadError(f"it has more than {MOST_MEMBERS:,} members")
        yield archive


def open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget | None = None) -> BinaryIO:
    """Return the content of a member as a stream; raises ReadError when it cannot be unpacked."""
    if info.flag_bits & 1:
        raise ReadError("it is encrypted; unpack it first")
    try:
        member = archive.open(info)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise ReadError(f"it cannot be unpacked: {error}") from error
    return limited(member, budget=budget, packed=lambda: info.compress_size)


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Return the content of the member of that name; raises ReadError when it is missing or larger."""
    try:
        info = archive.getinfo(name)
    except KeyError as error:
        raise ReadError(f"it has no part {name}") from error
    with open_member(archive, info) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReadError(f"its part {name} is larger than {limit // 1_000_000} MB")
    return data


def leads_outside(name: str) -> bool:
    """Tell whether a member's name would be a path outside the archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":")
