"""`python -m indexes.metadata_report`: how much of what pages say of themselves is found, and how rightly."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.metadata import page_metadata
from indexes.metadata_pages import FIELDS, Page, pages
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m indexes.metadata_report", description=measure.__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--wrong", action="store_true", help="print what is not as it should be")
    options = parser.parse_args(arguments)
    try:
        report = measure()
    except ReadError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if options.json:
        fields: dict[str, Any] = {name: getattr(report, name) for name in MetadataReport.__slots__}
        print(json.dumps(fields, ensure_ascii=False, indent=2))
        return 0
    print(f"{report.pages} pages\n\n| field | precision | recall | pages that give it |\n|---|---|---|---|")
    for field, figures in report.fields.items():
        print(f"| {field} | {figures['precision']:.3f} | {figures['recall']:.3f} | {figures['pages']:.0f} |")
    name, lowest = report.lowest_text_f1
    print(f"\ntext F1 {report.text_f1:.3f} (lowest {lowest:.3f}: {name})")
    print(f"pages that are no articles: {report.refused} of {report.not_articles} refused")
    print("\nThe pages are made, and the finder was mended on them: on pages of the web expect less.")
    for name, field, found, true in report.wrong if options.wrong else ():
        print(f"{name}: {field} is {found!r}, not {true!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
