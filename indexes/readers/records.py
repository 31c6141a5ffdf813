"""Records of exports, such as objects of JSON and rows of CSV, as articles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.common import canonical_url, text_or_none, title_of
from indexes.readers.dates import iso_date, stated_date
from indexes.sources import Source

Names = Mapping[str, tuple[str, ...]]

# Our fields, and the names that they commonly have in exports; upper and lower case, and what stands
# between words, make no difference.
COMMON_NAMES: Names = {
    "id": ("id", "article_id", "guid"),
    "title": ("title", "headline", "web_title", "post_title"),
    "text": (
        *("text", "body", "content", "article", "article_body", "full_text", "body_text", "content_text"),
        *("content_html", "post_content"),
    ),
    "url": ("url", "link", "canonical_url", "web_url", "permalink"),
    "publisher": ("publisher", "source", "site", "publication", "site_name", "source_name"),
    "author": ("author", "authors", "byline", "creator"),
    "published": (
        *("published", "date", "published_at", "publication_date", "date_published", "pub_date"),
        *("web_publication_date", "post_date"),
    ),
    "modified": ("modified", "updated", "updated_at", "date_modified", "post_modified", "lastmod"),
    "language": ("language", "lang"),
}
# Under these names exports keep an article's fields one level deeper.
_NESTED = ("fields", "_source", "attributes")
_MARKUP = re.compile(
    r"</(?:p|div|a|b|i|em|strong|span|li|ul|ol|h\d|blockquote|figure)\s*>|<br\b", re.IGNORECASE
)


def names_of(source: Source) -> Names:
    """Return the names that each field has in the source: as mapped, otherwise the common ones.

    Raises ReadError when the mapping names a field that articles do not have.
    """
    unknown = [name for name in source.mapping if name not in COMMON_NAMES]
    if unknown:
        raise ReadError(f"the mapping names {', '.join(unknown)}; fields are {', '.join(COMMON_NAMES)}")
    return {**COMMON_NAMES, **{field: (name,) for field, name in source.mapping.items()}}


def text_advice(found: Iterable[str], source: Source) -> str:
    """Return how to name the field that holds the text, among those that were found."""
    mapped = source.mapping.get("text")
    among = ", ".join(found)[:300]
    missing = f"there is no {mapped}" if mapped else "none is called as texts usually are"
    return f"of its fields, {missing}: name the one with the text by --map text=…; they are {among}"


def holds_text(found: Iterable[str], names: Names) -> bool:
    """Tell whether the text has one of its names among those that were found, or may be one level deeper."""
    wanted = {_plain(name) for name in (*names["text"], *_NESTED)}
    return any(_plain(name) in wanted for name in found)


def fields_of(record: Mapping[Any, Any], names: Names = COMMON_NAMES) -> dict[str, tuple[str, Any]]:
    """Return for each field that the record has the first of its names that it has, and its value."""
    values = _values(record)
    found = {
        field: next((name for name in candidates if _plain(name) in values), None)
        for field, candidates in names.items()
    }
    return {field: (name, values[_plain(name)]) for field, name in found.items() if name is not None}


def article_of(
    record: Mapping[Any, Any], names: Names, source: Source, place: str | None, seen: set[str]
) -> Article:
    """Return the article whose fields stand under the first of their names that the record has.

    `place` is where the record stands among others of its source, and `seen` holds the keys made for those
    before it, to which its own is added. Raises ReadError or ValueError when it is no article.
    """
    found = fields_of(record, names)
    fields = {field: value for field, (_, value) in found.items()}
    text = fields.get("text")
    if not isinstance(text, str):
        raise ReadError(f"it has no text; {text_advice(map(str, record), source)}")
    if _MARKUP.search(text):
        # what reads pages takes a second to import
        from indexes.readers.html import text_of_markup

        text = text_of_markup(text) or text
    url = canonical_url(text_or_none(fields.get("url")))
    values_of = {
        "title": text_or_none(unescape(title)) if isinstance(title := fields.get("title"), str) else None,
        "url": url,
        "publisher": text_or_none(fields.get("publisher")),
        # a number is that of an account
        "author": text_or_none(None if isinstance(fields.get("author"), int) else fields.get("author")),
        "published": stated_date(fields.get("published"), day_first=source.day_first),
        "modified": iso_date(fields.get("modified"), day_first=source.day_first),
        "language": text_or_none(fields.get("language")),
    }
    title = values_of["title"] or title_of(text, source.stem)
    key = text_or_none(fields.get("id"))
    if place and not (url or key):
        key = _key_of(title, (values_of["published"] or "")[:10], place, seen)
    return Article.create(
        id=url or (f"{source.name}#{key}" if key else source.name),
        title=title,
        text=text,
        url=url,
        publisher=values_of["publisher"],
        author=values_of["author"],
        published=values_of["published"],
        modified=values_of["modified"],
        language=values_of["language"],
        source=source.origin,
        metadata_sources={name: f"field {found[name][0]}" for name, value in values_of.items() if value},
    )


def _key_of(title: str, day: str, place: str, seen: set[str]) -> str:
    """Return a key made of title and day; of the place only where they are another's too, for a row that
    comes or goes above changes it."""
    key = hashlib.sha256(f"{title}\x1f{day}".encode(errors="replace")).hexdigest()[:16]
    if key in seen:
        return f"{key}-{place}"
    seen.add(key)
    return key


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def _values(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Return what the record says under plain names; what it keeps one level deeper comes second."""
    values: dict[str, Any] = {}
    nested = [record[name] for name in _NESTED if isinstance(record.get(name), Mapping)]
    for part in (record, *nested):
        for key, value in part.items():
            if isinstance(value, Mapping) and isinstance(value.get("rendered"), str):
                # as WordPress gives what it shows
                value = value["rendered"]
            if value not in (None, ""):
                values.setdefault(_plain(str(key)), value)
    return values
