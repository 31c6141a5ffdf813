"""One cell of a table: "how much is a return to Torrin?" names its row and its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.fitted import fitted
from assistant.keyless.abstention import confidence, is_answered
from assistant.keyless.candidates import Candidate
from assistant.keyless.findings import Finding, Quote, found_sentence
from assistant.keyless.preferences import nearly_as_likely
from assistant.keyless.table_headings import WEAK, heading_meant, headings_of, meanings, with_unit
from assistant.keyless.tables import YEAR, Table, tables
from assistant.questions.answer_types import can_answer
from assistant.questions.question import Question
from assistant.wording.terms import CALENDAR, fold, names, stem, terms, word_set, words
from indexes.articles import Article

LIKELIEST = 3  # articles, in which tables are looked for
LEAD = 600  # characters of an article's first paragraph
LONGEST_NAME = 8  # words
KINDS = frozenset({"amount", "time", "thing", "person", "place"})
# words that tell no cell from another, in tables of prices, matches and collections
_SAYS_LITTLE = WEAK | meanings(
    "pay charge trip journey travel season league table standings team club side collect empty"
)
# what asks for more than a cell or narrows it down, unless the heading of the column says so too
_COMPARES_OR_NARROWS = word_set(
    "more most less than both each every others or not never nor no without before until till against if "
    "unless except under over above below earlier later again since still yet too rather formerly previously"
)
# "didn't", "used to", "in the final" and "by how many?" tell of something else
_TELLS_OF_ELSE = re.compile(
    r"n['’]t\b|\bused to\b|\bfinals?(?=\W*$| (?:of|in|at|on|with)\b)|\bby\W*$|^by\b", re.I
)
_OF_TIME = re.compile(r"^(?:what|which) (?:time|day|date)\b", re.I)
_HOW_OFTEN = re.compile(r"^how often\b", re.I)
_AT_PRESENT = re.compile(r"\b(?:at the moment|at present|right now|these days|currently)\b", re.I)
_HOW_MANY = re.compile(r"^how many\b", re.I)
_ASKS_FOR = re.compile(r"^(?:what|which|whose) (?P<noun>[^\W\d_]+)", re.I)
_COUNTED = meanings("play win draw lose")  # what headings of numbers say that teams do
_WON, _WIN = meanings("seat vote medal"), meanings("win")
_PRICES = meanings("price ticket shillings pounds euros dollars")
_DAYS = meanings(" ".join(CALENDAR))
_ASKS_NO_COUNT = re.compile(r"^(?:wh[a-z]+|how(?! (?:many|often)\b))\b", re.I)
# "what did Torrin win?" is answered by no number
_ASKS_WHAT = re.compile(r"^(?:what|which)\b.*?\b(?:did|do|does|has|have|had|will|would)\b", re.I)
_PAYING = re.compile(r"\b(?:pay|paid|costs?|charged?)\b", re.I)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_PLACED = re.compile(r"\b(?:in|at|of|from|on)(?: the)? $", re.I)


@dataclass(frozen=True, slots=True)
class Cell:
    """The cell in a column of a row of a table."""

    table: Table
    row: int
    column: int

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.table.rows[self.row].cells[self.column]


@dataclass(frozen=True, slots=True)
class _NamedRow:
    """A row that a question names, the columns with its names, and the other words of the question."""

    row: int
    columns: frozenset[int]
    rest: tuple[str, ...]


def told_in_table(question: Question, candidates: Sequence[Candidate]) -> Finding | None:
    """Return the cell that a question asks for, with its row and headings; None where there is any doubt.

    Candidates come likeliest first; tables are looked for in the likeliest articles. Where a sentence is
    likely enough to be told, only articles about as likely as its own count.
    """
    likely = nearly_as_likely(candidates) if is_answered(candidates) else candidates
    articles = list({one.article.id: one.article for one in likely}.values())[:LIKELIEST]
    found = [(one, cell) for one in articles for cell in cells_asked(question, one)]
    if len({cell.text for _, cell in found}) != 1:
        return None
    article, cell = found[0]
    row, header = cell.table.rows[cell.row], cell.table.header
    of_article = [one for one in candidates if one.article.id == article.id]
    telling = next((one for one in of_article if (one.start, one.end) == (row.start, row.end)), None)
    if telling is None:
        return None
    shown = [Quote(article, row.start, row.end)]
    if any((header.start, header.end) in one.found.passage.sentences for one in of_article):
        shown.insert(0, Quote(article, header.start, header.end))  # bare numbers tell a reader little
    short = with_unit(cell.text, cell.table.headings[cell.column])
    # the reader is unsure of rows; a cell whose row and column are named is as sure as what is just told
    sure = max(confidence(candidates), fitted().answer_at)
    return replace(found_sentence(telling, sure), short=short, shown=tuple(shown))


def cells_asked(question: Question, article: Article) -> list[Cell]:
    """Return the cell of each table of an article that a question asks for, where it surely asks for one."""
    if question.kind not in KINDS or question.earliest or _TELLS_OF_ELSE.search(question.text):
        return []
    return [
        cell
        for table in tables(article.text)
        if (cell := _cell(question, table, article)) and _answers(cell.text, question)
    ]


def _answers(text: str, question: Question) -> bool:
    """Whether what stands in a cell can be what is asked for."""
    count = len(_NUMBER.findall(text))
    if _HOW_MANY.match(question.text) and count != 1:
        return False  # "401-352" are two
    of_number = _NUMBER.fullmatch(text) and question.kind == "thing" and _ASKS_WHAT.match(question.text)
    if of_number and not _PAYING.search(question.text):
        return False
    return any(map(str.isalnum, text)) and can_answer(text, question)


def _cell(question: Question, table: Table, article: Article) -> Cell | None:
    name_columns = _name_columns(table)
    named = _named_row(question, table, name_columns)
    if named is None:
        return None
    headings = headings_of(table.headings)
    asks_for = _ASKS_FOR.match(question.text)
    noun = meanings(asks_for["noun"]) if asks_for else frozenset()
    asked_for = {one.column for one in headings if noun and any(noun <= meant for meant in one.meanings)}
    # what heads the names of the rows is said beside them: "the garden waste bin"
    beside = named.columns | ({name_columns[0]} - asked_for)
    asked = meanings(" ".join(named.rest))
    others = [one for one in headings if one.column not in beside]
    meant = heading_meant(question, asked, tuple(map(stem, named.rest)), others)
    # "which team beat Torrin?" asks for another row
    if meant is None or (asked_for and meant[0].column not in asked_for):
        return None
    heading, told = meant
    if {fold(word) for word in words(question.text)} & _COMPARES_OR_NARROWS - set(heading.words):
        return None
    if told - WEAK <= _COUNTED and told - WEAK and _ASKS_NO_COUNT.match(question.text):
        return None
    prices = meanings(" ".join([table.caption, *table.headings])) & _PRICES
    if prices and _HOW_MANY.match(question.text):
        return None  # "how many monthly passes?" does not ask what one costs
    of_columns = " ".join(table.headings[column] for column in beside)
    about = meanings(of_columns) | _topic(article) | _places(question, article)
    about |= _WIN if told & _WON else frozenset()
    if not _is_on(table, named.row, name_columns, asked - told, about):
        return None
    return Cell(table, named.row, heading.column)


def _is_on(
    table: Table, row: int, name_columns: Sequence[int], asked: frozenset[str], about: frozenset[str]
) -> bool:
    """Whether a table may be about all that a question asks beside its row and column.

    `about` are the terms that its surroundings have; no other row may be named in part.
    """
    cells = table.rows[row].cells
    of_names = meanings(" ".join(one.cells[column] for one in table.rows for column in name_columns))
    own = meanings(" ".join(cells[column] for column in name_columns))
    known = about | meanings(" ".join([table.caption, *cells])) | _SAYS_LITTLE
    return not asked & of_names - own and asked <= known


def _name_columns(table: Table) -> list[int]:
    """The columns that tell one row from another: different words in each, in the first one years as well."""
    found: list[int] = []
    for column in range(len(table.headings)):
        cells = [row.cells[column] for row in table.rows]
        in_words = all(any(map(str.isalpha, cell)) for cell in cells)
        numbered = any(map(_NUMBER.search, cells))
        of_years = column == 0 and all(map(YEAR.fullmatch, cells))
        if (of_years or (in_words and not (found and numbered))) and len(set(map(fold, cells))) == len(cells):
            found.append(column)
    return found


def _named_row(question: Question, table: Table, columns: Sequence[int]) -> _NamedRow | None:
    """The row whose name stands wholly in a question, the longest if in one another; None of none or two."""
    said = words(_AT_PRESENT.sub("now", _HOW_OFTEN.sub("", _OF_TIME.sub("when", question.text))))
    stems = tuple(map(stem, said))
    spans: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for start in range(len(stems)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(stems)) + 1):
            spans.setdefault(stems[start:end], []).append((start, end))
    found = [
        (span, at, column)
        for at, row in enumerate(table.rows)
        for column in columns
        if any(len(term) > 1 for term in terms(row.cells[column]))
        for span in spans.get(tuple(map(stem, words(row.cells[column]))), ())
    ]
    every = {span for span, _, _ in found}
    found = [one for one in found if not any(_is_within(one[0], other) for other in every)]
    if len({at for _, at, _ in found}) != 1:
        return None
    taken = {place for (start, end), _, _ in found for place in range(start, end)}
    rest = tuple(word for place, word in enumerate(said) if place not in taken)
    return _NamedRow(found[0][1], frozenset(column for _, _, column in found), rest)


def _is_within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _topic(article: Article) -> frozenset[str]:
    """The terms of a title and the year, without days, which are not those of its tables."""
    titled = meanings(f"{article.title} {article.published[:4] if article.published else ''}")
    return frozenset(one for one in titled if YEAR.fullmatch(one) or not (one.isdigit() or one in _DAYS))


def _places(question: Question, article: Article) -> frozenset[str]:
    """The terms of names after "in" or "from" that the article opens with: "in the Northern League"."""
    lead = article.text[:LEAD].split("\n")[0]
    opening = frozenset[str]().union(*(meanings(name.text) for name in names(lead)))
    placed = [one for one in question.names if _PLACED.search(question.text[: one.start])]
    return frozenset[str]().union(*(meanings(one.text) for one in placed)) & opening - _DAYS
