"""JSON and JSON lines: one article an object, under the names that exports commonly use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.common import canonical_url, decode, iso_date, text_or_none, title_of
from indexes.sources import LARGEST_DOCUMENT, ReadFailure, Source

_NAMES = {
    "id": ("id", "article_id", "guid"),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "article"),
    "url": ("url", "link", "canonical_url"),
    "publisher": ("publisher", "source", "site", "publication"),
    "author": ("author", "authors", "byline", "creator"),
    "published": ("published", "date", "published_at", "publication_date", "datePublished", "pubDate"),
    "modified": ("modified", "updated", "updated_at", "dateModified"),
    "language": ("language", "lang"),
}


def read(source: Source) -> Iterator[Article | ReadFailure]:
    """Yield an article for each object, and a failure for each that is none; lines are streamed."""
    if source.suffix == ".json":
        yield from _read_document(source)
        return
    with source.open() as lines:
        for number in range(1, 1 << 62):
            line = lines.readline(LARGEST_DOCUMENT)
            if not line:
                return
            if line.strip():
                place = f"{source.name}, line {number}"
                try:
                    yield _read_record(json.loads(decode(line)), source, str(number))
                except (ValueError, ReadError) as error:
                    yield ReadFailure(place, str(error))


def _read_document(source: Source) -> Iterator[Article | ReadFailure]:
    try:
        document = json.loads(decode(source.read_bytes()))
    except json.JSONDecodeError as error:
        raise ReadError(f"it is not JSON: {error}") from error
    if isinstance(document, dict) and isinstance(document.get("articles"), list):
        document = document["articles"]
    if isinstance(document, dict):
        yield _read_record(document, source, None)
        return
    if not isinstance(document, list):
        raise ReadError("it holds neither an article nor a list of articles")
    for number, record in enumerate(document, start=1):
        try:
            yield _read_record(record, source, str(number))
        except (ValueError, ReadError) as error:
            yield ReadFailure(f"{source.name}, item {number}", str(error))


def _read_record(record: Any, source: Source, place: str | None) -> Article:
    """Return the article of one object; raises ReadError or ValueError."""
    if not isinstance(record, Mapping):
        raise ReadError("it is not an object with a title and a text")
    return article_of(record, _NAMES, source, place)


def article_of(
    record: Mapping[str, Any], names: Mapping[str, tuple[str, ...]], source: Source, place: str | None
) -> Article:
    """Return the article whose fields stand under the first of their names that the record has."""
    fields = {
        field: next((record[name] for name in candidates if record.get(name) not in (None, "")), None)
        for field, candidates in names.items()
    }
    text = fields["text"]
    if not isinstance(text, str):
        raise ReadError(f"it has no text: none of {', '.join(names['text'])} holds a string")
    url = text_or_none(fields["url"])
    key = text_or_none(fields["id"]) or place
    published = fields["published"]
    if published is not None and iso_date(published) is None:
        raise ReadError(f"its date {published!r} is not a date; write it as 2023-10-11")
    return Article.create(
        id=(canonical_url(url) if url else None) or (f"{source.name}#{key}" if key else source.name),
        title=text_or_none(fields["title"]) or title_of(text, source.stem),
        text=text,
        url=url,
        publisher=text_or_none(fields["publisher"]),
        author=text_or_none(fields["author"]),
        published=iso_date(published),
        modified=iso_date(fields["modified"]),
        language=text_or_none(fields["language"]),
        source=source.name,
    )
