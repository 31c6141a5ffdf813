"""Markdown, with or without front matter in YAML or TOML: one article a file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexes.articles import Article, normalise_text
from indexes.errors import ReadError
from indexes.metadata_values import no_address
from indexes.readers.common import canonical_url, text_or_none, title_of, without_title
from indexes.readers.dates import iso_date, stated_date
from indexes.readers.encodings import decode
from indexes.readers.records import fields_of
from indexes.readers.top_lines import TopLines, read_top_lines
from indexes.sources import Source

_FRONT_MATTER = re.compile(
    r"\A(?:---[ \t]*\n(.*?)^(?:---|\.\.\.)|\+\+\+[ \t]*\n(.*?)^\+\+\+)[ \t]*$\n?", re.DOTALL | re.MULTILINE
)

_PLAIN_VALUE = re.compile(r"[^\s\"'\[{|>&*!%@`#-]")
# The parser's time grows with the square of the marks in a paragraph.
_MOST_MARKS = 5_000
_LONGEST_FRONT_MATTER = 50_000


def read(source: Source) -> Iterator[Article]:
    """Yield the file as an article; raises ReadError when the front matter is broken."""
    text = normalise_text(decode(source.read_bytes()))
    matter, text = _front_matter(text)
    body, heading = plain_text(text)
    fields = {field: value for field, (_, value) in fields_of(matter or {}).items()}
    top = TopLines() if matter is not None else read_top_lines(body)
    stated = {
        "title": text_or_none(fields.get("title")),
        "url": canonical_url(text_or_none(fields.get("url"))),
        "publisher": no_address(text_or_none(fields.get("publisher"))),
        "author": text_or_none(fields.get("author")),
        "published": stated_date(fields.get("published"), day_first=source.day_first),
        "modified": iso_date(fields.get("modified"), day_first=source.day_first),
        "language": text_or_none(fields.get("language")),
    }
    title = stated["title"] or heading
    yield Article.create(
        id=stated["url"] or source.name,
        title=title or title_of(body, source.stem),
        text=without_title(body, title),
        url=stated["url"],
        publisher=stated["publisher"],
        author=stated["author"] or top.author,
        published=stated["published"] or top.published,
        modified=stated["modified"],
        language=stated["language"],
        source=source.origin,
        metadata_sources=top.sources | {name: "front matter" for name, value in stated.items() if value},
    )


def _front_matter(text: str) -> tuple[dict[Any, Any] | None, str]:
    """Return what the front matter says, None where there is none, and the text after it."""
    front = _FRONT_MATTER.match(text + "\n")
    if not front:
        return None, text
    matter = _yaml(front.group(1)) if front.group(2) is None else _toml(front.group(2))
    # what else stands between two rules is text
    return (None, text) if matter is None else (matter, text[front.end() :])


def _toml(block: str) -> dict[str, Any]:
    if len(block) > _LONGEST_FRONT_MATTER or block.count("[") + block.count("{") > 500:
        raise ReadError("its front matter is too long or nested too deeply")
    try:
        return tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReadError(f"its front matter is not TOML: {error}") from error


def _yaml(block: str) -> dict[Any, Any] | None:
    if len(block) > _LONGEST_FRONT_MATTER or block.count("[") + block.count("{") > 500:
        raise ReadError("its front matter is too long or nested too deeply")
    try:
        fields = _loaded(block)
    except yaml.YAMLError as error:
        try:
            fields = _loaded(_with_titles_quoted(block))
        except yaml.YAMLError:
            raise ReadError(f"its front matter is not YAML: {' '.join(str(error).split())}") from error
    if fields is None:
        return {}
    return fields if isinstance(fields, dict) else None


def _loaded(block: str) -> object:
    # a few lines of references to references stand for more values than fit into memory
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block, yaml.SafeLoader)):
        raise ReadError("its front matter refers to itself; write the values out")
    try:
        return yaml.safe_load(block)
    except ValueError:
        # a day or a number that there is not stays the word that it is
        return yaml.load(block, yaml.BaseLoader)


def _with_titles_quoted(block: str) -> str:
    """Quote the values that are plain text with a colon, as people write titles: "Storm Odile: four dead"."""
    lines = []
    for line in block.split("\n"):
        name, colon, value = line.partition(": ")
        value = value.strip()
        quoted = colon and name[:1].isalpha() and ": " in value and _PLAIN_VALUE.match(value)
        lines.append(f"{name}: {json.dumps(value, ensure_ascii=False)}" if quoted else line)
    return "\n".join(lines)


def plain_text(markdown: str) -> tuple[str, str | None]:
    """Return the text without its markup, one line a paragraph, and the first top heading."""
    for block in re.split(r"\n\s*\n", markdown):
        if sum(block.count(mark) for mark in "*_[`<") > _MOST_MARKS:
            raise ReadError("a paragraph has more marks than a parser can take; is it Markdown?")
    blocks: list[str] = []
    heading: str | None = None
    opened = number = ""
    row: list[str] | None = None
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown):
        if token.type == "heading_open":
            opened = token.tag
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            if any(row):
                blocks.append(" | ".join(filter(None, row)))
            row = None
        elif token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""  # of a step
        elif token.type == "list_item_close":
            number = ""
        elif token.type == "inline":
            words = _inline_text(token)
            if words and row is None and not opened:
                words, number = f"{number}{words}", ""
            if row is not None:
                row.append(words)
            elif words:
                if opened == "h1" and heading is None:
                    heading = words
                blocks.append(words)
            opened = ""
        elif token.type == "html_block" and re.sub(r"<[^<>]*>|\s", "", token.content):
            # what reads pages takes a second to import
            from indexes.readers.html import text_of_markup

            blocks.append(text_of_markup(token.content))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip("\n"))
    return "\n\n".join(filter(None, blocks)), heading


def _inline_text(token: Token) -> str:
    """Return what a reader sees of a paragraph; a line break inside it is a blank."""
    words = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words).strip()
