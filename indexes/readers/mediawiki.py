"""Dumps of Wikipedia, Wikinews and other wikis (MediaWiki XML), streamed: one article a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

import mwparserfromhell
from lxml import etree
from mwparserfromhell.nodes import ExternalLink, Heading, HTMLEntity, Tag, Text, Wikilink
from mwparserfromhell.wikicode import Wikicode

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.common import canonical_url, iso_date, text_or_none
from indexes.sources import ReadFailure, Source

_ENDINGS = re.compile(
    r"^==+\s*(?:references?|notes|external links|see also|sources|further reading|sister links"
    r"|related news)\s*==+\s*$",
    re.IGNORECASE | re.MULTILINE,
)
# The markup of a page much longer than this is a table of data.
_LONGEST_MARKUP = 3_000_000


def read(source: Source) -> Iterator[Article | ReadFailure]:
    """Yield the pages that are articles, each as soon as it is read; talk pages and redirects are left out.

    Memory holds one page. Raises ReadError where the XML breaks off, after the pages before it.
    """
    site: dict[str, str | None] = {}
    depth = 0
    with source.open() as stream:
        try:
            for event, element in etree.iterparse(
                stream,
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            ):
                kind = etree.QName(element).localname
                if event == "start":
                    depth += 1
                    if depth == 1 and kind != "mediawiki":
                        raise ReadError("it is no dump of a wiki; add a feed or a sitemap by its address")
                    continue
                depth -= 1
                if depth == 1 and kind == "siteinfo":
                    site = _site(element)
                elif depth == 1 and kind == "page":
                    yield from _page(element, site, source)
                if depth == 1:
                    element.clear()
                if depth == 1 or kind == "revision":
                    # what stands before has been read, or is an older revision
                    parent = element.getparent()
                    for earlier in list(element.itersiblings(preceding=True)):
                        if depth == 1 or str(earlier.tag).endswith("}revision") or earlier.tag == "revision":
                            parent.remove(earlier)
        except etree.XMLSyntaxError as error:
            raise ReadError(f"its XML is damaged: {error}") from error


def _site(element: Any) -> dict[str, str | None]:
    root = element.getparent()
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") if root is not None else None
    return {
        "name": text_or_none(element.findtext("{*}sitename")),
        "base": text_or_none(element.findtext("{*}base")),
        "language": text_or_none(language),
    }


def _page(element: Any, site: dict[str, str | None], source: Source) -> Iterator[Article | ReadFailure]:
    title = text_or_none(element.findtext("{*}title"))
    markup = element.findtext("{*}revision/{*}text") or ""
    if title is None or (element.findtext("{*}ns") or "0").strip() != "0":
        return
    if element.find("{*}redirect") is not None or markup.lstrip().lower().startswith("#redirect"):
        return
    try:
        if len(markup) > _LONGEST_MARKUP:
            raise ReadError("its markup is longer than any article's")
        text, day = plain_text(markup)
        if not text:
            raise ReadError("it has no text")
    except (ReadError, RecursionError, ValueError) as error:
        yield ReadFailure(f"{source.name}, page {title}", str(error) or "it is nested too deeply")
        return
    base = (site.get("base") or "").rsplit("/", 1)[0]
    url = canonical_url(f"{base}/{quote(title.replace(' ', '_'), safe='/:(),')}")
    modified = iso_date(element.findtext("{*}revision/{*}timestamp"))
    found = {
        "title": (title, "page title"),
        "url": (url, "site base and page title"),
        "publisher": (site.get("name"), "site name"),
        "published": (day, "date template"),
        "modified": (modified, "last revision"),
        "language": (site.get("language"), "xml:lang"),
    }
    yield Article.create(
        id=url or f"{source.name}#{title}",
        title=title,
        text=text,
        url=url,
        publisher=site.get("name"),
        published=day,
        modified=modified,
        language=site.get("language"),
        source=source.origin,
        metadata_sources={name: where for name, (value, where) in found.items() if value},
    )


def plain_text(markup: str) -> tuple[str, str | None]:
    """Return what a reader sees of the markup, without sources and links at the end, and the date that its
    template gives."""
    ending = _ENDINGS.search(markup)
    code = mwparserfromhell.parse(markup[: ending.start()] if ending else markup)
    day: str | None = None
    for template in code.filter_templates(recursive=False):
        if str(template.name).strip().lower() in ("date", "byline") and day is None and template.params:
            named = template.has("date")
            day = iso_date(str(template.get("date").value if named else template.params[0].value).strip())
    text = _shown(code)
    # what is left of tables and of behaviour switches
    text = re.sub(r"\{\|.*?\|\}|__[A-Z]+__", "", text, flags=re.DOTALL)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), day


_MEDIA = re.compile(
    r"\s*(?:file|image|category|datei|bild|kategorie|fichier|catégorie|archivo|categoría)\s*:", re.IGNORECASE
)
_LEFT_OUT = ("ref", "gallery", "table", "math", "references", "timeline", "score", "syntaxhighlight")


def _shown(code: Wikicode | None) -> str:
    """Return the words of the nodes that are shown."""
    words: list[str] = []
    for node in code.nodes if code is not None else ():
        if isinstance(node, Text):
            words.append(str(node))
        elif isinstance(node, Wikilink):
            if not _MEDIA.match(str(node.title)):
                words.append(_shown(node.title if node.text is None else node.text))
        elif isinstance(node, ExternalLink):
            words.append(_shown(node.title))
        elif isinstance(node, Heading):
            words.append(f"\n{_shown(node.title).strip()}\n")
        elif isinstance(node, HTMLEntity):
            words.append(unescape(str(node)))
        elif isinstance(node, Tag):
            name = str(node.tag).strip().lower()
            if name == "br":
                words.append("\n")
            elif name not in _LEFT_OUT:
                words.append(_shown(node.contents))
    return "".join(words)
