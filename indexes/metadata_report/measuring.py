"""How much of what pages say of themselves is found, and how rightly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexes.articles import Article
from indexes.metadata import page_metadata
from indexes.metadata_report.made import pages
from indexes.metadata_report.pages import FIELDS, Page
from indexes.readers.encodings import decode
from indexes.readers.html import declared_charset
from indexes.readers.visible import parse_page
from indexes.sources import Source, read_source


@dataclass(frozen=True, slots=True)
class MetadataReport:
    """Precision and recall by field; the mean F1 of the words of articles; how many lists were refused.

    `wrong` holds (page, field, found, true) for everything that is not as it should be.
    """

    pages: int
    fields: dict[str, dict[str, float]]
    text_f1: float
    lowest_text_f1: tuple[str, float]
    refused: int
    not_articles: int
    wrong: tuple[tuple[str, str, str | None, str | None], ...]


def measure(several: Sequence[Page] | None = None) -> MetadataReport:
    """Read every page and compare what was found with what is true."""
    several = list(pages()) if several is None else several
    found_right: Counter[str] = Counter()
    found_any: Counter[str] = Counter()
    true_any: Counter[str] = Counter()
    wrong: list[tuple[str, str, str | None, str | None]] = []
    texts: list[tuple[float, str]] = []
    refused = 0
    for page in several:
        metadata = page_metadata(parse_page(decode(page.data, declared_charset(page.data))), page.address)
        for field in FIELDS:
            found, true = getattr(metadata, field), page.truth[field]
            found_any[field] += found is not None
            true_any[field] += true is not None
            found_right[field] += found is not None and found == true
            if found != true:
                wrong.append((page.name, field, found, true))
        text = _text(page)
        if page.body is None:
            refused += text is None
        else:
            texts.append((word_f1(text or "", "\n".join(page.body)), page.name))
    lowest, name = min(texts)
    return MetadataReport(
        pages=len(several),
        fields={
            field: {
                "precision": found_right[field] / found_any[field] if found_any[field] else 1.0,
                "recall": found_right[field] / true_any[field] if true_any[field] else 1.0,
                "pages": true_any[field],
            }
            for field in FIELDS
        },
        text_f1=sum(f1 for f1, _ in texts) / len(texts),
        lowest_text_f1=(name, lowest),
        refused=refused,
        not_articles=sum(page.body is None for page in several),
        wrong=tuple(wrong),
    )


def _text(page: Page) -> str | None:
    """Return the text that the reader finds, or None when it refuses the page."""
    source = Source.from_bytes("page.html", page.data)
    articles = [item for item in read_source(source) if isinstance(item, Article)]
    return articles[0].text if articles else None


def word_f1(found: str, true: str) -> float:
    """Return the F1 of two texts as bags of words."""
    ours, theirs = (Counter(re.findall(r"\w+", text.lower())) for text in (found, true))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0
