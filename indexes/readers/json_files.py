"""JSON and JSON lines: one article an object, under the names that exports commonly use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.common import decode
from indexes.readers.records import Names, article_of, names_of
from indexes.sources import LARGEST_DOCUMENT, ReadFailure, Source


def read(source: Source) -> Iterator[Article | ReadFailure]:
    """Yield an article for each object, and a failure for each that is none; lines are streamed."""
    if source.suffix == ".json":
        yield from _read_document(source)
        return
    names = names_of(source)
    with source.open() as lines:
        for number in range(1, 1 << 62):
            line = lines.readline(LARGEST_DOCUMENT)
            if not line:
                return
            if line.strip():
                place = f"{source.name}, line {number}"
                try:
                    yield _read_record(json.loads(decode(line)), names, source, str(number))
                except (ValueError, ReadError) as error:
                    yield ReadFailure(place, str(error))
                except RecursionError:
                    yield ReadFailure(place, "it is nested too deeply")


def _read_document(source: Source) -> Iterator[Article | ReadFailure]:
    names = names_of(source)
    try:
        document = json.loads(decode(source.read_bytes()))
    except json.JSONDecodeError as error:
        raise ReadError(f"it is not JSON: {error}") from error
    if isinstance(document, dict) and isinstance(document.get("articles"), list):
        document = document["articles"]
    if isinstance(document, dict):
        yield _read_record(document, names, source, None)
        return
    if not isinstance(document, list):
        raise ReadError("it holds neither an article nor a list of articles")
    for number, record in enumerate(document, start=1):
        try:
            yield _read_record(record, names, source, str(number))
        except (ValueError, ReadError) as error:
            yield ReadFailure(f"{source.name}, item {number}", str(error))


def _read_record(record: Any, names: Names, source: Source, place: str | None) -> Article:
    """Return the article of one object; raises ReadError or ValueError."""
    if not isinstance(record, Mapping):
        raise ReadError("it is not an object with a title and a text")
    return article_of(record, names, source, place)
