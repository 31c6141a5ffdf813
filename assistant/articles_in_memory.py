"""Files and folders of articles in an index in memory, read once while they stay the same."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import NoArticlesError
from assistant.opening import index_errors
from assistant.settings import Settings
from indexes.article_index import ArticleIndex
from indexes.settings import configured_embedder

MOST_IN_MEMORY = 4
_MOST_TOLD = 3
_FileState = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class ArticlesInMemory:
    """An index of articles, and what the reader is told of files that could not be read."""

    index: ArticleIndex
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Place:
    """Keeps what was read of some files; who reads them holds up only those who want the same."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    read: ArticlesInMemory | None = None


_places_lock = threading.Lock()
_places: dict[tuple[tuple[_FileState, ...], str | None, str | None], _Place] = {}


def read_articles(articles: Iterable[Path | str] | Path | str, settings: Settings) -> ArticlesInMemory:
    """Return files and folders as an index in memory, made once per process and state of the files.

    Raises NoArticlesError when there is nothing to read in them.
    """
    paths = _paths(articles)
    key = (tuple(_file_states(paths)), settings.embedding_model, settings.embedding_base_url)
    with _places_lock:
        place = _places.pop(key) if key in _places else _Place()
        _places[key] = place  # at the end, as the one used last
        while len(_places) > MOST_IN_MEMORY:
            del _places[next(iter(_places))]  # not closed: somebody may be asking it
    with place.lock:
        if place.read is None:
            place.read = _read_into_memory(paths, settings)
        return place.read


def _paths(articles: Iterable[Path | str] | Path | str) -> list[Path]:
    several: list[Any] = [articles]
    if isinstance(articles, Iterable) and not isinstance(articles, str | bytes):
        several = list(articles)
    for one in several:
        if not isinstance(one, str | Path):
            raise NoArticlesError(f"{one!r} is no path. Name files or folders of articles.")
        if str(one).lower().startswith(("http://", "https://")):
            raise NoArticlesError(
                f"{one} is an address. Add it to the index first: python -m indexes add {one}"
            )
    if not several or any(not str(one).strip() for one in several):
        raise NoArticlesError("No articles are named. Name files or folders of articles.")
    return [Path(one) for one in several]


def _read_into_memory(paths: Sequence[Path], settings: Settings) -> ArticlesInMemory:
    with index_errors():
        index = ArticleIndex.in_memory(configured_embedder(settings))
        try:
            report = index.add(paths)
        except BaseException:
            index.close()
            raise
    reasons = "; ".join(f"{source}: {reason}" for source, reason in report.failed[:_MOST_TOLD])
    if not (report.added or report.updated or report.unchanged):
        index.close()
        named = ", ".join(map(str, paths))
        raise NoArticlesError(
            f"No article could be read from {named}{f' ({reasons})' if reasons else ''}. "
            "Name files that can be read (.txt, .md, .html, .pdf, .json, …), or folders of them."
        )
    more = len(report.failed) - _MOST_TOLD
    left_out = f"Left out of the articles: {reasons}{f'; and {more} more' if more > 0 else ''}."
    return ArticlesInMemory(index, (left_out,) if report.failed else ())


def _file_states(paths: Sequence[Path]) -> Iterator[_FileState]:
    for path in paths:
        if path.is_dir():
            for folder, _, files in sorted(os.walk(path)):
                for file in sorted(files):
                    if (Path(folder) / file).exists():  # a link may lead nowhere
                        yield _file_state(Path(folder) / file)
        else:
            yield _file_state(path)


def _file_state(path: Path) -> _FileState:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:  # a zero byte in a path is a ValueError
        reason = getattr(error, "strerror", None) or error
        raise NoArticlesError(
            f"Cannot read {str(path)!r}: {reason}. Name files or folders that exist."
        ) from error
    return str(path.resolve()), status.st_mtime_ns, status.st_size
