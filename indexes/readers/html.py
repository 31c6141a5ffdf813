"""Web pages: the article's own text as a reader sees it, without menus and advertisements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import trafilatura
from trafilatura.settings import Document

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.metadata import page_metadata
from indexes.readers.boilerplate import without_boilerplate
from indexes.readers.common import canonical_url, simplified, text_or_none, title_of, without_title
from indexes.readers.encodings import decode
from indexes.readers.visible import parse_page, remove_hidden
from indexes.sources import Source

_REFERENCE = re.compile(r"\[\s*(?:\d{1,3}|[a-z]|note \d+|citation needed|update|edit)\s*\]", re.IGNORECASE)
_FEED = re.compile(r"\b(?:rss|atom)\+xml\b", re.IGNORECASE)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


def read(source: Source) -> Iterator[Article]:
    """Yield the page's article; raises ReadError when the page holds none."""
    data = source.read_bytes()
    # a server that recodes its pages leaves in them what they were before
    page = decode(data, source.charset, declared_charset(data))
    yield article_of_page(page, source, address=source.address)


def declared_charset(data: bytes) -> str | None:
    """Return the encoding that a page declares at its beginning."""
    found = _DECLARED.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def article_of_page(page: str, source: Source, *, address: str | None = None) -> Article:
    """Return the article of a page of HTML; `address` is where the page came from.

    Raises ReadError when the page holds no article.
    """
    tree = parse_page(page)
    metadata = page_metadata(tree, address)
    remove_hidden(tree)
    _remove_reference_marks(tree)
    # some pages are drawn by a script, and only what they tell search engines can be read
    text = without_boilerplate(page_text(tree) or "") or (metadata.body or "").strip()
    if text and is_list_of_links(tree, text):
        feed = _feed_of(tree, address)
        advice = f"; add its feed: {feed}" if feed else ""
        raise ReadError(f"the page is a list of links, not an article{advice}")
    if not text or simplified(text) == simplified(metadata.title):
        raise ReadError("no article text was found in the page")
    title = metadata.title
    sources = dict(metadata.sources)
    if title is None:
        title = title_of(text, source.stem)
        sources["title"] = "the beginning of the text"
    return Article.create(
        id=metadata.url or source.name,
        title=title,
        text=without_title(text, title),
        url=metadata.url,
        publisher=metadata.publisher,
        author=metadata.author,
        published=metadata.published,
        modified=metadata.modified,
        language=metadata.language,
        source=source.origin,
        metadata_sources=sources,
    )


def _remove_reference_marks(tree: Any) -> None:
    """Take out the small numbers in brackets that lead to footnotes, which look like citations of ours."""
    for mark in list(tree.iter("sup")):
        if _REFERENCE.fullmatch(mark.text_content().strip()) and mark.getparent() is not None:
            mark.drop_tree()


def _feed_of(tree: Any, address: str | None) -> str | None:
    """Return the address of the feed that a page names, or None."""
    for link in tree.iter("link"):
        if "alternate" in (link.get("rel") or "").lower().split() and _FEED.search(link.get("type") or ""):
            try:
                return canonical_url(urljoin(address or "", link.get("href") or ""))
            except ValueError:
                return None
    return None


def page_text(tree: object) -> str | None:
    """Return the text of the article in a tree that holds only what is shown, or None."""
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError) as error:
        raise ReadError(f"the page's text cannot be told from the rest: {error}") from error
    return found.text if isinstance(found, Document) and found.text else None


def is_list_of_links(tree: Any, text: str) -> bool:
    """Tell whether most of the text is the text of links."""
    links = {text_or_none(link.text_content()) for link in tree.iter("a")}
    lines = [words for line in text.split("\n") if (words := line.lstrip("-•* ").strip())]
    linked = sum(len(line) for line in lines if line in links)
    return linked > 0.6 * sum(map(len, lines))


def all_text(tree: Any) -> str:
    """Return the words of every paragraph, for chapters and feeds in which the extractor finds no article."""
    blocks = [
        text_or_none(element.text_content()) for element in tree.iter("p", "h2", "h3", "li", "blockquote")
    ]
    return "\n".join(block for block in blocks if block)


def text_of_markup(markup: str | None) -> str:
    """Return the text of a piece of HTML, as feeds and exports hold it, or of plain text."""
    if not markup or not markup.strip():
        return ""
    if "<" not in markup:
        return "\n".join(filter(None, (text_or_none(line) for line in markup.splitlines())))
    try:
        tree = parse_page(f"<html><body><article>{markup}</article></body></html>")
    except ReadError:
        return ""
    remove_hidden(tree)
    found = (page_text(tree) or "", all_text(tree))
    return max(found, key=len) or text_or_none(tree.text_content()) or ""
