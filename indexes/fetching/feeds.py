"""RSS and Atom feeds: each entry's full text, from the feed where it holds it, otherwise from its page."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, MutableMapping
from html import unescape
from typing import Any

import feedparser

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.fetching.fetcher import Fetched
from indexes.fetching.pages import Crawler
from indexes.metadata_values import language_tag
from indexes.readers.common import canonical_url, text_or_none, title_of, without_title
from indexes.readers.dates import iso_date
from indexes.readers.html import text_of_markup
from indexes.readers.visible import parse_page
from indexes.sources import ReadFailure

MOST_ENTRIES = 2_000
# A teaser has a paragraph or two; both numbers are lengths of text in characters.
_SHORTEST_CONTENT, _SHORTEST_SUMMARY = 600, 1_500
# "Read more" stands alone: "she has read" and "there was no more" end stories.
_CUT_OFF = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]"
    r"|(?:^|\n|[.!?…)\]\[(»”\"|→])\s*"
    r"(?:(?:read|continue|weiterlesen|lire la suite)\b\W*(?:more|reading|on)?|more)\W*)$",
    re.IGNORECASE,
)
_LONGEST_CUT_OFF = 100


def read_feed(
    fetched: Fetched, crawler: Crawler, seen: MutableMapping[str, str] | None = None
) -> Iterator[Article | ReadFailure]:
    """Yield the articles of the feed's entries.

    `seen` maps entries to what they looked like when they were last read: those that look the same are
    passed over, and all are noted in it but those that may give an article later. Raises ReadError when
    it is not a feed.
    """
    try:
        parsed = feedparser.parse(
            io.BytesIO(fetched.content),
            response_headers={"content-type": fetched.content_type or "", "content-location": fetched.url},
            # our own reader takes out what is hidden, for which it needs to see the styles
            sanitize_html=False,
        )
    except Exception as error:
        # the library raises whatever its parsers raise on a hostile feed
        raise ReadError(f"it is not a feed, or a damaged one: {error}") from error
    if not parsed.get("version") and not parsed.entries:
        raise ReadError(f"it is not a feed, or a damaged one: {parsed.get('bozo_exception', 'no entries')}")
    about = {
        "publisher": text_or_none(parsed.feed.get("title")) or "",
        "language": language_tag(parsed.feed.get("language")) or "",
        "where": "feed",
    }
    for entry in parsed.entries[:MOST_ENTRIES]:
        key, looks = _identity(entry)
        if seen is not None and seen.get(key) == looks:
            continue
        failed = False
        for item in _entry(entry, about, fetched.url, crawler, old=str(parsed.version).startswith("rss")):
            failed = failed or (isinstance(item, ReadFailure) and item.passing)
            yield item
        if seen is not None and not failed:
            seen[key] = looks
    if len(parsed.entries) > MOST_ENTRIES:
        yield ReadFailure(fetched.url, f"only the first {MOST_ENTRIES:,} entries were read")


def _identity(entry: Any) -> tuple[str, str]:
    """Return what the entry is called and what it looks like."""
    parts = [str(dict.get(entry, name, "")) for name in ("title", "link", "updated", "published", "summary")]
    parts += [content.get("value", "") for content in dict.get(entry, "content", [])]
    looks = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
    return str(entry.get("id") or entry.get("link") or looks), looks


def _entry(
    entry: Any, about: dict[str, str], feed_url: str, crawler: Crawler, *, old: bool
) -> Iterator[Article | ReadFailure]:
    url = canonical_url(text_or_none(entry.get("link")))
    # asked for by name, the library gives one date for the other
    published = iso_date(dict.get(entry, "published"))
    updated = iso_date(dict.get(entry, "updated"))
    if published is None and old:
        # RSS has no date of an update; dc:date, which the library calls one, is the date
        published, updated = updated, None
    known = {
        **about,
        "title": text_or_none(_plain(entry.get("title"))) or "",
        "author": text_or_none([a.get("name") for a in entry.get("authors", [])]) or "",
        "published": published or "",
        "modified": updated or "",
        "url": url or "",
    }
    text = _full_text(entry)
    own = max(text_of_markup(entry.get("summary")), _contents(entry), key=len)
    if text is None and url is not None:
        failed = False
        for item in crawler.articles(url, known):
            failed = failed or isinstance(item, ReadFailure)
            yield item
        if not failed or len(own) < _SHORTEST_CONTENT:
            return
    text = text or own
    name = str(entry.get("id") or url or known["title"])
    if not text:
        yield ReadFailure(f"{feed_url}#{name}", "the entry has neither a text nor an address")
        return
    title = known["title"] or title_of(text, "untitled")
    values = {name: value or None for name, value in known.items() if name not in ("where", "title")}
    yield Article.create(
        id=url or f"{feed_url}#{name}",
        title=title,
        text=without_title(text, title),
        source=url or feed_url,
        metadata_sources={name: "feed" for name, value in known.items() if value and name != "where"},
        **values,
    )


def _full_text(entry: Any) -> str | None:
    """Return the text when the feed holds all of it, as far as that can be told."""
    for text, shortest in (
        (_contents(entry), _SHORTEST_CONTENT),
        (text_of_markup(entry.get("summary")), _SHORTEST_SUMMARY),
    ):
        if len(text) >= shortest and not _CUT_OFF.search(text[-_LONGEST_CUT_OFF:]):
            return text
    return None


def _contents(entry: Any) -> str:
    return max(
        (text_of_markup(content.get("value")) for content in entry.get("content", [])), key=len, default=""
    )


def _plain(title: str | None) -> str:
    """Return a title without markup."""
    if not title or "<" not in title:
        # HTML in XML: "&amp;amp;" is a single &
        return unescape(title or "")
    try:
        return str(parse_page(f"<p>{title}</p>").text_content())
    except ReadError:
        return ""
