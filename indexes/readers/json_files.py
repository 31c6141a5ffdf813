"""JSON and JSON lines: one article an object, under the names that exports commonly use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.encodings import decode
from indexes.readers.records import Names, article_of, names_of
from indexes.sources import LARGEST_DOCUMENT, ReadFailure, Source

# What services call a list of articles, and how many layers they put around it.
_LISTS = frozenset(("articles", "items", "results", "posts", "entries", "data", "docs", "hits", "stories"))
_DEEPEST_LIST = 3
# When none of so many lines is an article, its keys are called something else.
_LINES_IN_VAIN = 20


def read(source: Source) -> Iterator[Article | ReadFailure]:
    """Yield an article for each object, and a failure for each that is none; lines are streamed."""
    if source.suffix == ".json":
        yield from _read_document(source)
        return
    names = names_of(source)
    articles = failures = 0
    seen: set[str] = set()
    with source.open() as lines:
        for number in range(1, 1 << 62):
            line = lines.readline(LARGEST_DOCUMENT)
            if not line:
                return
            if line.strip():
                place = f"{source.name}, line {number}"
                try:
                    yield _read_record(json.loads(decode(line)), names, source, str(number), seen)
                    articles += 1
                    continue
                except json.JSONDecodeError as error:
                    yield ReadFailure(place, f"it is not JSON: {error}")
                except (ValueError, ReadError) as error:
                    yield ReadFailure(place, str(error))
                except RecursionError:
                    yield ReadFailure(place, "it is nested too deeply")
                failures += 1
                if failures >= _LINES_IN_VAIN and not articles:
                    raise ReadError(
                        f"none of its first {failures} lines is an article, so the others were not read; "
                        "name the keys of title and text with --map title=…,text=…"
                    )


def _read_document(source: Source) -> Iterator[Article | ReadFailure]:
    names = names_of(source)
    seen: set[str] = set()
    try:
        document = json.loads(decode(source.read_bytes()))
    except json.JSONDecodeError as error:
        raise ReadError(f"it is not JSON: {error}") from error
    if isinstance(document, dict):
        listed = _list_in(document)
        try:
            yield _read_record(document, names, source, None, seen)
            return
        except ReadError:
            if listed is None:
                raise
            document = listed
    if not isinstance(document, list):
        raise ReadError("it holds neither an article nor a list of articles")
    for number, record in enumerate(document, start=1):
        try:
            yield _read_record(record, names, source, str(number), seen)
        except (ValueError, ReadError) as error:
            yield ReadFailure(f"{source.name}, item {number}", str(error))


def _list_in(document: dict[str, Any]) -> list[Any] | None:
    """Return the list of articles in an answer of a service, which wraps it once or twice."""
    layer = [document]
    for _ in range(_DEEPEST_LIST):
        for part in layer:
            lists = {name: value for name, value in part.items() if isinstance(value, list) and value}
            for name, value in lists.items():
                if name.casefold() in _LISTS and all(isinstance(item, Mapping) for item in value):
                    return value
        layer = [value for part in layer for value in part.values() if isinstance(value, dict)]
    return None


def _read_record(record: Any, names: Names, source: Source, place: str | None, seen: set[str]) -> Article:
    """Return the article of one object; raises ReadError or ValueError."""
    if not isinstance(record, Mapping):
        raise ReadError("it is not an object with a title and a text")
    return article_of(record, names, source, place, seen)
