"""Tables in the text of an article: lines of cells with " | " between them, under a line of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from assistant.wording.terms import CALENDAR, fold, words

LONGEST_LINE = 1200  # characters, as of a sentence
LONGEST_HEADING = 60
LONGEST_CAPTION = 200
FEWEST_ROWS, MOST_ROWS = 2, 500
YEAR = re.compile(r"(?:19|20)\d\d")
_RANK = re.compile(r"\d{1,3}[.)=]?")
_HEADS_RANKS = re.compile(r"(?:pos|position|rank|place|no|nr|#)\.?", re.I)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Row:
    """Characters [start, end) of an article, and the cells in them."""

    start: int
    end: int
    cells: tuple[str, ...]

    @property
    def has_numbers(self) -> bool:
        """Whether any cell has a digit."""
        return any(map(_DIGIT.search, self.cells))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as wide as the `headings`, the line with the headings, and the line of text that titles them."""

    caption: str
    header: Row
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@lru_cache(maxsize=64)
def tables(text: str) -> tuple[Table, ...]:
    """Return the tables of a text whose cells surely stand under their headings, in order.

    Readers leave out empty cells, so a row that is shorter than the others is left out too, and of a line of
    headings that is shorter by one the first is taken to be missing, above ranks or above the names of rows
    of numbers.
    """
    if " | " not in text:
        return ()
    found = (_table(caption, rows) for caption, rows in _runs(text))
    return tuple(table for table in found if table is not None)


def _runs(text: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield rows that follow one another, each run with the line of text before it."""
    before, caption, run = "", "", list[Row]()
    start = 0
    for line in text.split("\n"):
        row = _row(line, start)
        start += len(line) + 1
        if row is not None:
            if not run:
                caption = before
            elif _opens_table(row, run):
                yield caption, run
                caption, run = "", []
            run.append(row)
        elif run and _is_rule(line):
            # what stands over a rule are headings
            if len(run) > 1:
                yield caption, run[:-1]
                caption, run = "", run[-1:]
        elif line.strip():
            if run:
                yield caption, run
            before, run = line.strip(), []
    if run:
        yield caption, run


def _row(line: str, start: int) -> Row | None:
    stripped = line.strip()
    if " | " not in stripped or len(stripped) > LONGEST_LINE or _is_rule(stripped):
        return None
    start += len(line) - len(line.lstrip())
    inner = stripped.removeprefix("|").removesuffix("|")
    return Row(start, start + len(stripped), tuple(cell.strip() for cell in inner.split("|")))


def _is_rule(line: str) -> bool:
    return "---" in line and set(line) <= set("|:- \t")


def _opens_table(row: Row, run: Sequence[Row]) -> bool:
    """Whether a row without numbers comes after rows that all have some, under their headings."""
    return len(run) > 1 and not row.has_numbers and all(one.has_numbers for one in islice(run, 1, None))


def _table(caption: str, run: Sequence[Row]) -> Table | None:
    header, *rows = run
    width = max((len(row.cells) for row in rows), default=0)
    rows = [row for row in rows if len(row.cells) == width]
    if not FEWEST_ROWS <= len(rows) <= MOST_ROWS:
        return None
    headings = _aligned(header.cells, rows)
    if headings is None or not _heads(headings, rows):
        return None
    # a line that ends like a sentence tells of other things too
    caption = "" if caption.endswith((".", "!", "?", "”", '"')) else caption.rpartition(". ")[2]
    return Table(caption if len(caption) <= LONGEST_CAPTION else "", header, headings, tuple(rows))


def _aligned(headings: tuple[str, ...], rows: Sequence[Row]) -> tuple[str, ...] | None:
    """The headings, one for each cell of the rows; None where they cannot be told."""
    width = len(rows[0].cells)
    if len(headings) == width:
        return headings
    if len(headings) != width - 1 or _HEADS_RANKS.fullmatch(headings[0]):
        return None
    ranked = all(_RANK.fullmatch(row.cells[0]) for row in rows)
    numbered = all(_DIGIT.search(cell) for row in rows for cell in row.cells[1:])
    return ("", *headings) if ranked or numbered else None


def _heads(headings: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether the first row of a table holds headings rather than values."""
    for at, heading in enumerate(headings):
        if len(heading) > LONGEST_HEADING:
            return False
        if not _DIGIT.search(heading):
            continue
        cells = [row.cells[at] for row in rows]
        if YEAR.fullmatch(heading):
            if any(map(YEAR.fullmatch, cells)):
                return False
            continue
        dated = any(fold(word) in CALENDAR for word in words(heading))
        # "Zone 1" heads a column of prices, but not one with "Zone 2" in it
        if not (heading[0].isalpha() or dated) or _shape(heading) in map(_shape, cells):
            return False
    return True


def _shape(cell: str) -> str:
    return _DIGITS.sub("0", fold(cell))
