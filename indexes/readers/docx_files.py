"""Word documents: one article a file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.table import Table
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers import archive as archives
from indexes.readers.common import text_or_none, title_of, without_title
from indexes.readers.limits import Budget
from indexes.sources import LARGEST_DOCUMENT, Source

_LARGEST_UNPACKED = 200_000_000


def read(source: Source) -> Iterator[Article]:
    """Yield the document as an article.

    Its modification is known, its publication is not: a document does not say when it was published.
    """
    data = source.read_bytes()
    _check_size(data)
    try:
        document = docx.Document(io.BytesIO(data))
        headings, blocks = _blocks(document)
        properties = document.core_properties
        stated = text_or_none(properties.title)
        author = text_or_none(properties.author)
        modified = _utc(properties.modified)
        language = text_or_none(properties.language)
    except Exception as error:
        # the library raises whatever its parts raise on a damaged file
        raise ReadError(f"it is not a Word document, or a damaged one: {error}") from error
    text = "\n\n".join(blocks)
    if not text:
        raise ReadError("the document has no text")
    # a template leaves its own title in the properties of what is written with it
    shown = headings.get("Title") or (None if stated else headings.get("Heading 1"))
    known = shown or stated
    found = {
        "title": (known, "heading" if shown else "document properties"),
        # what the library writes for a document that was made with it
        "author": (None if author == "python-docx" else author, "document properties"),
        "modified": (modified, "document properties"),
        "language": (language, "document properties"),
    }
    yield Article.create(
        id=source.name,
        title=known or title_of(text, source.stem),
        text=without_title(text, known),
        author=found["author"][0],
        modified=modified,
        language=language,
        source=source.origin,
        metadata_sources={name: where for name, (value, where) in found.items() if value},
    )


def _check_size(data: bytes) -> None:
    """Unpack everything once with limits, before a library does so without."""
    with archives.opened(io.BytesIO(data)) as archive:
        budget = Budget(_LARGEST_UNPACKED)
        for info in archive.infolist():
            if not info.is_dir():
                with archives.open_member(archive, info, budget) as stream:
                    while stream.read(1_000_000):
                        pass
        archives.read_member(archive, "[Content_Types].xml", LARGEST_DOCUMENT)


def _blocks(document: Document) -> tuple[dict[str, str], list[str]]:
    """Return the headings that may be the title, by style, and the visible paragraphs in order, a row of a
    table being one."""
    headings: dict[str, str] = {}
    blocks: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                cells = dict.fromkeys(" ".join(map(_shown, cell.paragraphs)).strip() for cell in row.cells)
                blocks.append(" | ".join(filter(None, cells)))
            continue
        words = _shown(item)
        style = (item.style.name if item.style is not None else "") or ""
        if words and (style == "Title" or (style == "Heading 1" and not any(blocks))):
            headings.setdefault(style, words)
        blocks.append(words)
    return headings, [block for block in blocks if block]


def _shown(paragraph: Paragraph) -> str:
    """Return the words of a paragraph that are not hidden, those of its links among them."""
    runs = [
        run
        for part in paragraph.iter_inner_content()
        for run in (part.runs if isinstance(part, Hyperlink) else [part])
    ]
    return text_or_none("".join(run.text for run in runs if not run.font.hidden)) or ""


def _utc(value: datetime | None) -> str | None:
    return None if value is None else (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
