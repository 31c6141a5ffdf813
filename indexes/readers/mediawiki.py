"""Dumps of Wikipedia, Wikinews and other wikis (MediaWiki XML), streamed: one article a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

from lxml import etree

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.common import canonical_url, text_or_none
from indexes.readers.dates import iso_date
from indexes.sources import ReadFailure, Source

# Sections that tell where the article has it from, and where there is more.
_APPENDIX = re.compile(
    r"(?:notes and )?references?|notes|footnotes|citations|works cited|external links|see also|sources"
    r"|further reading|sister links|related news",
    re.IGNORECASE,
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
                        raise ReadError("it is not a wiki dump; add a feed or a sitemap by its address")
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


_DATE = re.compile(r"\{\{\s*(?:date|byline)\s*\|([^{}]{1,500})\}\}", re.IGNORECASE)
_TOKEN = re.compile(
    r"<!--|\{\{|\}\}|\{\||\|\}(?!\})|\[\[|\]\]|<(/?)([a-z]+)(?:\s[^<>]{0,1000}?)?(/?)>", re.IGNORECASE
)
_MEDIA = re.compile(
    r"\s*:?(?:file|image|category|datei|bild|kategorie|fichier|catégorie|archivo|categoría)\s*:",
    re.IGNORECASE,
)
_NOT_SHOWN = frozenset(
    ("ref", "gallery", "math", "timeline", "score", "syntaxhighlight", "imagemap", "table")
)
# What one part has taken it keeps: trying all lengths of all parts takes for ever where no bracket closes.
_OUTER_LINK = re.compile(r"\[(?:https?:)?//[^\s\[\]]{1,2000}+[ \t]*+([^\[\]\n]{0,2000}+)\]")
# Templates that stand in the middle of sentences.
_SIGNS = {"ndash": "–", "snd": " – ", "spaced ndash": " – ", "mdash": "—", "'": "'", "'s": "'s", "nbsp": " "}
_CURRENCIES = {"usd": "$", "us$": "US$", "$": "$", "gbp": "£", "£": "£", "eur": "€", "€": "€", "euro": "€"}
_SHOWING_FIRST = frozenset(
    (
        *("nowrap", "nobr", "small", "smaller", "big", "em", "strong", "sic", "formatnum", "val", "abbr"),
        *("transliteration", "transl", "ill", "interlanguage link", "circa", "c.", "qif", "as of", "nihongo"),
    )
)
_CLOSING = {"}}": "{{", "|}": "{|", "]]": "[["}


def plain_text(markup: str) -> tuple[str, str | None]:
    """Return what a reader sees of the markup, without the sections of sources and links, and the date that
    its template gives."""
    dated = _DATE.search(markup)
    day = None
    if dated:
        parts = [part.partition("=") for part in dated.group(1).split("|")]
        named = next((value for name, _, value in parts if name.strip().lower() == "date"), parts[0][0])
        day = iso_date(named.strip())
    text = unescape(_shown(markup))
    text = re.sub(r"'{2,5}|__[A-Z]{3,40}__", "", _OUTER_LINK.sub(r"\1", text))
    lines: list[str] = []
    none = 7  # a level deeper than that of any heading
    appendix = none
    for line in text.split("\n"):
        level, words = _heading(line.rstrip()) or (none + 1, "")
        if level <= appendix:
            appendix = level if _APPENDIX.fullmatch(words) else none
            lines += ["", words, ""] if appendix == none else [""]
        elif appendix == none:
            lines.append(" ".join(line.lstrip("*#:; ").split()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), day


def _heading(line: str) -> tuple[int, str] | None:
    """Return the level and the words of a line that is a heading."""
    if not line.startswith("==") or not line.endswith("=="):
        return None
    return min(6, len(line) - len(line.lstrip("="))), line.strip("=").strip()


def _shown(markup: str) -> str:
    """Return the markup without templates, tables, media, references and tags, in one pass whatever is open.

    A frame collects the text since an opening mark; one that is never closed was no mark but text.
    """
    frames: list[tuple[str, list[str]]] = [("", [])]
    at = 0
    for token in _TOKEN.finditer(markup):
        if token.start() < at:
            continue
        frames[-1][1].append(markup[at : token.start()])
        at = token.end()
        mark = token.group()
        if mark in ("{{", "{|", "[["):
            frames.append((mark, []))
        elif mark in _CLOSING:
            if frames[-1][0] == _CLOSING[mark]:
                opened, content = frames.pop()
                if opened == "[[":
                    frames[-1][1].append(_link("".join(content)))
                elif opened == "{{":
                    frames[-1][1].append(_template("".join(content)))
        elif mark == "<!--":
            end = markup.find("-->", at)
            at = len(markup) if end < 0 else end + 3
        else:
            at = _after_tag(token, markup, frames[-1][1])
    # the frames stand in the order of their text
    return "".join(part for _, content in frames for part in content) + markup[at:]


def _after_tag(token: re.Match[str], markup: str, content: list[str]) -> int:
    """Return where the text goes on after a tag: behind the end of what is not shown."""
    closes, name, alone = token.group(1), token.group(2).lower(), token.group(3)
    if name == "br":
        content.append("\n")
    if name in _NOT_SHOWN and not closes and not alone:
        # one that is not closed soon is a mistake of its writer
        end = markup.find(f"</{name}", token.end(), token.end() + 20_000)
        return token.end() if end < 0 else markup.find(">", end) + 1 or len(markup)
    return token.end()


def _template(content: str) -> str:
    """Return the words of a template that is part of a sentence; others are boxes, notes and navigation."""
    name, *rest = content.split("|")
    name = " ".join(name.replace("_", " ").lower().split())
    words = [part.strip() for part in rest if not re.match(r"\s*[\w-]+\s*=", part)]
    if name in _SIGNS:
        return _SIGNS[name]
    if not words:
        return ""
    if name in ("convert", "cvt"):
        return f"{words[0]} {words[1]}" if len(words) > 1 else words[0]
    if name in _CURRENCIES:
        return _CURRENCIES[name] + words[0]
    if name in ("w", "lang"):
        return words[1] if len(words) > 1 else words[0]
    return words[0] if name in _SHOWING_FIRST or name.startswith("lang-") else ""


def _link(content: str) -> str:
    """Return the words of a link to another page; pictures and categories have none."""
    return "" if _MEDIA.match(content) else content.rsplit("|", 1)[-1]
