"""Plain text: one article a file."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from itertools import pairwise

from indexes.articles import Article, normalise_text
from indexes.readers.common import canonical_url, title_of
from indexes.readers.encodings import decode
from indexes.readers.top_lines import read_top_lines
from indexes.sources import Source


def read(source: Source) -> Iterator[Article]:
    """Yield the file as an article; its first line is the title when it reads as one.

    Author and date are those of a byline and a line with a date at the top, where there are any.
    """
    text = unwrap(normalise_text(decode(source.read_bytes(), source.charset)))
    url = canonical_url(source.address)
    top = read_top_lines(text)
    yield Article.create(
        id=url or source.name,
        title=title_of(text, source.stem),
        text=text,
        url=url,
        author=top.author,
        published=top.published,
        source=source.origin,
        metadata_sources=top.sources,
    )


def unwrap(text: str) -> str:
    """Join the lines of a text that was wrapped at a fixed width, whose line ends are not paragraphs."""
    lines = [line for line in text.split("\n") if line]
    paragraphs = re.split(r"\n\s*\n", text)
    inner = [line for paragraph in paragraphs for line in paragraph.split("\n")[:-1]]
    if len(inner) < 4 or max(map(len, lines)) > 100:
        return text
    # wrapped lines end where the next word did not fit: nearly as long as each other, mostly mid-sentence
    mid_sentence = sum(not line.endswith((".", "!", "?", "”", '"', ":")) for line in inner) / len(inner)
    if statistics.median(map(len, inner)) < 50 or mid_sentence < 0.6:
        return text
    width = max(map(len, lines))
    return "\n\n".join(_joined(paragraph.split("\n"), width) for paragraph in paragraphs)


def _joined(lines: list[str], width: int) -> str:
    """Return a paragraph without the line ends at which the next word did not fit any more."""
    joined = lines[0].strip()
    for line, following in pairwise(lines):
        first = following.split(" ", 1)[0]
        # a headline, a byline or an address is shorter, and goes on with a capital
        was_full = len(line) + 1 + len(first) > 0.8 * width or first[:1].islower()
        joined += (" " if was_full else "\n") + following.strip()
    return joined
