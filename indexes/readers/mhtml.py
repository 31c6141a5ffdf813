"""Web pages saved whole as MHTML: the page is one part of a message, its pictures the others."""

from __future__ import annotations

from collections.abc import Iterator

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.common import canonical_url, text_or_none
from indexes.readers.email_files import header, parse_message, payload
from indexes.readers.encodings import decode
from indexes.readers.html import article_of_page, declared_charset
from indexes.sources import Source


def read(source: Source) -> Iterator[Article]:
    """Yield the article of the page; raises ReadError when no part is a page."""
    message = parse_message(source.read_bytes())
    start = (text_or_none(message.get_param("start")) or "").strip("<>")
    pages = [
        part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    if not pages:
        raise ReadError("it holds no page of HTML")
    page = next(
        (part for part in pages if start and (header(part, "Content-ID") or "").strip("<>") == start),
        pages[0],
    )
    data = payload(page)
    declared = text_or_none(page.get_param("charset")) or declared_charset(data)
    address = header(message, "Snapshot-Content-Location") or header(page, "Content-Location")
    yield article_of_page(decode(data, declared), source, address=canonical_url(address))
