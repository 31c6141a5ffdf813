"""Where articles come from: files and folders, found and opened, and the readers that know them."""

from __future__ import annotations

import hashlib
import importlib
import io
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.journal import SourceState

# Larger single documents are refused; sources of many articles are streamed and may be any size.
LARGEST_DOCUMENT = 50_000_000
# A long novel has three million characters; more in one article is a file that went wrong.
LONGEST_TEXT = 10_000_000
# Why a folder gives no article at all.
NOTHING_KNOWN = "it holds no file of a known kind"


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A source, or a part of one, that gave no article, and why; `passing` when it may give one later."""

    source: str
    reason: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name; the name becomes the article's id where the content gives no URL.

    `container` is the file that holds this one, such as a zip. `address` is where it was fetched from
    and `charset` what the server said of it; `kind` is the ending that stands for its kind where the name
    has none. `mapping` names the columns or keys of an export: our field to theirs, and `day_first` says
    how it writes dates like 3/4/2024. `depth` counts the containers around it.
    """

    name: str
    open: Callable[[], BinaryIO]
    container: str | None = None
    address: str | None = None
    charset: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    depth: int = 0
    kind: str = ""

    @property
    def origin(self) -> str:
        """The file or address that the articles are kept under."""
        return self.container or self.name

    def inside(self, member: str, open: Callable[[], BinaryIO]) -> Source:
        """Return a source that is part of this one."""
        name = f"{self.name}/{member}"
        return replace(
            self,
            name=name,
            open=open,
            container=self.origin,
            address=None,
            charset=None,
            depth=self.depth + 1,
            kind="",
        )

    @property
    def suffix(self) -> str:
        """The end of the name that tells the kind, in lower case."""
        return self.kind or Path(self.name).suffix.lower()

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
    def from_path(
        cls, path: Path, mapping: Mapping[str, str] | None = None, *, day_first: bool | None = None
    ) -> Source:
        """Return the file as a source."""
        return cls(str(path), lambda: path.open("rb"), mapping=mapping or {}, day_first=day_first)

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
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".eml": "email_files",
    ".json": "json_files",
    ".jsonl": "json_files",
    ".ndjson": "json_files",
    ".csv": "csv_files",
    ".tsv": "csv_files",
    ".pdf": "pdf",
    ".docx": "docx_files",
    ".epub": "epub",
    ".xml": "mediawiki",
    ".zip": "zip_files",
    ".gz": "compressed",
    ".bz2": "compressed",
}


def is_web_address(source: str | None) -> bool:
    """Tell whether a source was fetched and is no file."""
    return source is not None and source.startswith(("http://", "https://"))


def known_suffixes() -> list[str]:
    """Return the file name endings that have a reader."""
    return sorted(_READERS)


def has_reader(name: str) -> bool:
    """Tell whether a file of this name can be read, as far as its name says."""
    return Path(name).suffix.lower() in _READERS


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
        for item in reader.read(source):
            if isinstance(item, Article) and len(item.text) > LONGEST_TEXT:
                yield ReadFailure(item.id, f"its text is longer than {LONGEST_TEXT:,} characters; split it")
            else:
                yield item
    except (ReadError, ValueError) as error:
        yield ReadFailure(source.name, str(error))
    except OSError as error:
        yield ReadFailure(source.name, f"it cannot be read: {error.strerror or error}")
    except RecursionError:
        yield ReadFailure(source.name, "it is nested too deeply")
    except MemoryError:
        yield ReadFailure(source.name, "it needs more memory than there is")
    except Exception as error:  # noqa: BLE001
        # what a library makes of a hostile file is not known beforehand, and the other files must go on
        yield ReadFailure(source.name, f"its reader failed: {type(error).__name__}: {error}")


def find_files(path: Path) -> Iterator[Path | ReadFailure]:
    """Yield the file, or the readable files below the folder in a stable order, without hidden ones."""
    try:
        path = path.resolve()
        if not path.is_dir():
            yield _regular(path) if path.exists() else ReadFailure(_shown(path), "no such file or folder")
            return
    except (OSError, RuntimeError, ValueError) as error:
        # links that go round in a circle raise RuntimeError before Python 3.13, zero bytes ValueError
        yield ReadFailure(_shown(path), f"it cannot be read: {getattr(error, 'strerror', None) or error}")
        return
    failures: list[ReadFailure] = []

    def note(error: OSError) -> None:
        failures.append(ReadFailure(_shown(error.filename), f"it cannot be read: {error.strerror}"))

    known = False
    for folder, folders, files in os.walk(path, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and has_reader(name):
                known = True
                yield _regular(Path(folder, name))
    yield from failures
    if not known and not failures:
        endings = " ".join(known_suffixes())
        yield ReadFailure(_shown(path), f"{NOTHING_KNOWN}; known: {endings}")


def _regular(path: Path) -> Path | ReadFailure:
    """Return the path of a real file with a name to keep it under; reading a pipe might never end."""
    name = _shown(path)
    if name != str(path):
        return ReadFailure(name, "its name or that of its folder is not UTF-8; rename it and add it again")
    if path.is_file():
        return path
    return ReadFailure(name, "it is not a regular file, or a link that leads nowhere")


def _shown(path: Path | str) -> str:
    """Return a path as it can be printed: Python reads what is not UTF-8 as halves of characters."""
    return str(path).encode(errors="backslashreplace").decode()


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
