"""Where articles come from: files and folders, found and opened, and the readers that know them."""

from __future__ import annotations

import hashlib
import importlib
import io
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from indexes.articles import Article
from indexes.database import SourceState
from indexes.errors import ReadError

# Larger single documents are refused; sources of many articles are streamed and may be any size.
LARGEST_DOCUMENT = 50_000_000


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A source, or a part of one, that gave no article, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name; the name becomes the article's id where the content gives no URL."""

    name: str
    open: Callable[[], BinaryIO]

    @property
    def suffix(self) -> str:
        """The end of the name that tells the kind, in lower case."""
        return Path(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The last part of the name without its suffix."""
        return Path(self.name).stem

    def read_bytes(self, limit: int = LARGEST_DOCUMENT) -> bytes:
        """Return the whole content; raises ReadError when it is longer than `limit` bytes."""
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise ReadError(f"it is larger than {limit // 1_000_000} MB")
        return data

    @classmethod
    def from_path(cls, path: Path) -> Source:
        """Return the file as a source."""
        return cls(str(path), lambda: path.open("rb"))

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> Source:
        """Return bytes that are in memory as a source."""
        return cls(name, lambda: io.BytesIO(data))


class Reader(Protocol):
    """A module that turns one kind of source into articles.

    It may yield failures for parts, and raises ReadError when nothing can be read.
    """

    def read(self, source: Source) -> Iterator[Article | ReadFailure]:
        """Yield the articles of the source, each as soon as it is read."""
        ...


# Each reader is imported when a source needs it: some bring heavy libraries.
_READERS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json_files",
    ".jsonl": "json_files",
    ".ndjson": "json_files",
}


def known_suffixes() -> list[str]:
    """Return the file name endings that have a reader."""
    return sorted(_READERS)


def read_source(source: Source) -> Iterator[Article | ReadFailure]:
    """Yield the articles of a source, and a failure for each part that gives none."""
    module = _READERS.get(source.suffix)
    if module is None:
        known = ", ".join(known_suffixes())
        yield ReadFailure(
            source.name, f"no reader for {source.suffix or 'files without an ending'}; known: {known}"
        )
        return
    reader: Reader = importlib.import_module(f"indexes.readers.{module}")
    try:
        yield from reader.read(source)
    except (ReadError, ValueError) as error:
        yield ReadFailure(source.name, str(error))
    except OSError as error:
        yield ReadFailure(source.name, f"it cannot be read: {error.strerror or error}")
    except RecursionError:
        yield ReadFailure(source.name, "it is nested too deeply")


def find_files(path: Path) -> Iterator[Path | ReadFailure]:
    """Yield the file, or the readable files below the folder in a stable order, without hidden ones."""
    try:
        path = path.resolve()
        if not path.is_dir():
            yield path if path.exists() else ReadFailure(str(path), "no such file or folder")
            return
    except OSError as error:
        yield ReadFailure(str(path), f"it cannot be read: {error.strerror or error}")
        return
    failures: list[ReadFailure] = []

    def note(error: OSError) -> None:
        failures.append(ReadFailure(str(error.filename), f"it cannot be read: {error.strerror}"))

    for folder, folders, files in os.walk(path, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in _READERS:
                yield Path(folder, name)
    yield from failures


def look_at(path: Path, known: SourceState | None) -> SourceState:
    """Return how a file looks now; its hash is computed only when its size or time has changed."""
    status = path.stat()
    # a file written a moment ago may be written again without its time changing: never trust that time
    settled = time.time_ns() - status.st_mtime_ns > 2_000_000_000
    if known is not None and (known.size, known.modified_ns) == (status.st_size, status.st_mtime_ns):
        return known
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return SourceState(str(path), status.st_size, status.st_mtime_ns if settled else 0, digest)
