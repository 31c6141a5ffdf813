"""CSV and TSV exports: one article a row, streamed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.encodings import SAMPLE, STRAY, encoding_of
from indexes.readers.records import article_of, holds_text, names_of, text_advice
from indexes.sources import LONGEST_TEXT, ReadFailure, Source

# When none of so many rows is an article, the columns are called something else.
_ROWS_IN_VAIN = 20

csv.field_size_limit(LONGEST_TEXT)


def read(source: Source) -> Iterator[Article | ReadFailure]:
    """Yield an article for each row, and a failure for each that is none.

    The first row names the columns. Raises ReadError when none of the first rows is an article.
    """
    names = names_of(source)
    with source.open() as stream:
        # one byte more tells that there is more, for the sample may end within a character
        sample = stream.read(SAMPLE + 1)
        if not sample.strip():
            raise ReadError("it is empty")
    encoding = encoding_of(sample)
    errors = STRAY if encoding == "utf-8" else "replace"
    delimiter = _delimiter(source, sample.decode(encoding, errors="replace"))
    with source.open() as stream, io.TextIOWrapper(stream, encoding, errors, newline="") as text:
        rows = csv.DictReader(_lines(text), delimiter=delimiter, restkey="")
        columns = [name for name in rows.fieldnames or () if name]
        if not holds_text(columns, names):
            raise ReadError(f"it has no text; {text_advice(columns, source)}")
        failures = articles = 0
        seen: set[str] = set()
        while True:
            try:
                row = next(rows, None)
                if row is None:
                    return
                if not any(value and (not isinstance(value, str) or value.strip()) for value in row.values()):
                    # spreadsheets leave empty rows at the end
                    continue
                yield article_of(row, names, source, str(rows.line_num), seen)
                articles += 1
            except (csv.Error, ValueError, ReadError) as error:
                failures += 1
                yield ReadFailure(f"{source.name}, line {rows.line_num}", str(error))
                if failures >= _ROWS_IN_VAIN and not articles:
                    raise ReadError(
                        f"none of its first {_ROWS_IN_VAIN} rows is an article, so the others were not read; "
                        f"name the columns of title and text among {', '.join(columns)[:300]} with "
                        "--map title=…,text=…"
                    ) from error


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines; raises ReadError for one that memory should not have to hold."""
    while line := text.readline(LONGEST_TEXT + 1):
        if len(line) > LONGEST_TEXT:
            raise ReadError(f"it has a line of more than {LONGEST_TEXT:,} characters")
        yield line


def _delimiter(source: Source, sample: str) -> str:
    """Return what stands between the columns: what the first row has most of."""
    if source.suffix == ".tsv":
        return "\t"
    first = sample.split("\n", 1)[0]
    return max(",;\t|", key=first.count)
