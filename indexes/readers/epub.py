"""Books and magazines in EPUB: one article a chapter."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers import archive as archives
from indexes.readers.common import text_or_none, title_of, without_title
from indexes.readers.dates import iso_date
from indexes.readers.encodings import decode
from indexes.readers.html import all_text, page_text
from indexes.readers.visible import parse_page, remove_hidden
from indexes.sources import ReadFailure, Source

_LARGEST_PART = 20_000_000
_MOST_PARTS = 10_000
# Title pages and imprints are shorter than any chapter.
_SHORTEST = 200


def read(source: Source) -> Iterator[Article | ReadFailure]:
    """Yield an article for each chapter in reading order; author and date are the book's."""
    with source.open() as stream:
        seekable = stream if stream.seekable() else io.BytesIO(source.read_bytes())
        with archives.opened(seekable) as archive:
            yield from _chapters(archive, source)


def _chapters(archive: zipfile.ZipFile, source: Source) -> Iterator[Article | ReadFailure]:
    container = _xml(archive, "META-INF/container.xml")
    packages = [root.get("full-path") for root in container.iterfind(".//{*}rootfile")]
    if not packages or not packages[0]:
        raise ReadError("its container names no book")
    package = _xml(archive, packages[0])
    folder = posixpath.dirname(packages[0])
    book = {name: _stated(package, name) for name in ("title", "creator", "publisher", "language")}
    published = _published(package)
    items = {item.get("id"): item for item in package.iterfind(".//{*}manifest/{*}item")}
    found = 0
    for number, reference in enumerate(package.iterfind(".//{*}spine/{*}itemref"), start=1):
        item = items.get(reference.get("idref"))
        if number > _MOST_PARTS:
            raise ReadError(f"it has more than {_MOST_PARTS:,} chapters")
        if item is None or reference.get("linear") == "no" or "nav" in (item.get("properties") or "").split():
            continue
        href = unquote(item.get("href") or "").split("#")[0]
        name = posixpath.normpath(posixpath.join(folder, href))
        try:
            tree = parse_page(decode(archives.read_member(archive, name, _LARGEST_PART)))
            remove_hidden(tree)
            heading = next((text_or_none(h.text_content()) for h in tree.iter("h1", "h2", "h3")), None)
            text = page_text(tree) or all_text(tree)
        except ReadError as error:
            yield ReadFailure(f"{source.name}/{name}", str(error))
            continue
        if len(text) < _SHORTEST and heading is None:
            continue
        stated = heading or (book["title"] if found == 0 else None)
        title = stated or title_of(text, source.stem)
        text = without_title(text, title)
        if not text.strip():
            continue
        found += 1
        values = {"author": book["creator"], "publisher": book["publisher"], "language": book["language"]}
        values |= {"title": stated, "published": published}
        sources = {name: "the book's metadata" for name, value in values.items() if value}
        yield Article.create(
            id=f"{source.name}#{href}",
            title=title,
            text=text,
            publisher=book["publisher"],
            author=book["creator"],
            published=published,
            language=book["language"],
            source=source.origin,
            metadata_sources=sources | ({"title": "heading"} if heading else {}),
        )
    if not found:
        raise ReadError("it has no chapter with text")


def _xml(archive: zipfile.ZipFile, name: str) -> Any:
    """Return the tree of a part of XML, entities left alone."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(archives.read_member(archive, name, _LARGEST_PART), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"its part {name} is no XML: {error}") from error


def _stated(package: Any, name: str) -> str | None:
    return text_or_none([element.text for element in package.iterfind(f".//{{*}}metadata/{{*}}{name}")])


def _published(package: Any) -> str | None:
    """Return the date of publication; dates marked as of something else do not count."""
    for element in package.iterfind(".//{*}metadata/{*}date"):
        event = next(
            (value for key, value in element.attrib.items() if str(key).endswith("event")), "publication"
        )
        if event == "publication":
            return iso_date(element.text)
    return None
