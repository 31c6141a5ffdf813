"""Web pages saved as HTML: the article's own text, without menus and advertisements."""

from __future__ import annotations

from collections.abc import Iterator

import trafilatura
from trafilatura.settings import Document

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.common import canonical_url, decode, iso_date, text_or_none, title_of
from indexes.sources import Source


def read(source: Source) -> Iterator[Article]:
    """Yield the page's article; raises ReadError when the page holds none."""
    page = trafilatura.bare_extraction(
        decode(source.read_bytes()), with_metadata=True, include_comments=False, include_tables=True
    )
    if not isinstance(page, Document) or not page.text:
        raise ReadError("no article text was found in the page")
    url = text_or_none(page.url)
    yield Article.create(
        id=(canonical_url(url) if url else None) or source.name,
        title=text_or_none(page.title) or title_of(page.text, source.stem),
        text=page.text,
        url=url,
        publisher=text_or_none(page.sitename),
        author=text_or_none(page.author),
        published=iso_date(page.date),
        language=text_or_none(page.language),
        source=source.name,
    )
