"""One cell of a table: which lines are a table, and which row and column a question surely names."""

from __future__ import annotations

import pytest

from assistant.answers import Answer
from assistant.keyless.table_cells import cells_asked
from assistant.keyless.table_headings import with_unit
from assistant.keyless.tables import tables
from assistant.questions.question import Question
from indexes.articles import Article, Passage
from indexes.searching import FoundPassage
from indexes.sentences import split_sentences
from tests.test_assistant_writer import PlainReader, write

FERRY = """The Skarra ferry starts in May. It has cost €3 million.

Fares from Torrin, in euros:

Island | Single | Return | Season ticket | Ferry leaves
Skarra | 4 | 7 | 90 | 7:15 am
Little Holm | 6 | 11 | 1,200 | 8:40 am
Holm | 5 | 9 | 110 | 9:05 am

Pupils pay half, and dogs travel free."""
LEAGUE = """Varna lead the Coastal League. Skarra won the cup final with a goal by Ann Lee in Oslo.

Team | P | W | D | L | GF | GA | Pts
1 | Varna Rovers | 14 | 9 | 3 | 2 | 41 | 12 | 30
2 | Skarra | 14 | 8 | 1 | 5 | 30 | 22 | 25
3 | Torrin Town | 14 | 5 | 0 | 9 | 18 | 35 | 15"""
ELECTION = """Ward | Elected | Party | Votes | Vote share (%) | Turnout 2019 | Turnout 2023
Millgate | Ann Lee | Labour | 812 | 51.2 | 38 | 41
Harbour | Bo Ek | Greens | 640 | 44 | 35 | 40"""
WATER = """Tariff | Until now | From 1 May
Garden water | £30 a year | £42 a year
House water | £210 a year | £198 a year"""

BINS = """Bin | What goes in | Now | From 7 April
Blue | Paper | Every two weeks | Every three weeks
Green | Glass | Every four weeks | Every two weeks"""


def asked(question: str, text: str, *, title: str = "News") -> list[str]:
    """What stands in the cells that a question asks for."""
    source = Article.create(id="post", title=title, text=text, published="2025-03-04")
    return [cell.text for cell in cells_asked(Question.read(question), source)]


@pytest.mark.parametrize(
    ("text", "question", "cell"),
    [
        (FERRY, "what is a single from Torrin to Skarra?", "4"),
        (FERRY, "how much is the return fare to Little Holm?", "11"),
        (FERRY, "what does a season ticket to holm cost?", "110"),
        (FERRY, "return ticket torrin skarra", "7"),
        (FERRY, "what time does the ferry leave for Skarra?", "7:15 am"),
        (FERRY, "what is a single to Skarra, return?", "7"),
        (LEAGUE, "how many matches did Torrin Town lose?", "9"),
        (LEAGUE, "how many games has Skarra won in the Coastal League?", "8"),
        (LEAGUE, "how many goals did Varna Rovers score?", "41"),
        (LEAGUE, "how many goals did Varna Rovers concede?", "12"),
        (LEAGUE, "varna rovers points", "30"),
        (ELECTION, "who was elected in Millgate?", "Ann Lee"),
        (ELECTION, "which party is Bo Ek from?", "Greens"),
        (ELECTION, "how many votes did Ann Lee of Labour win?", "812"),
        (ELECTION, "what was the vote share of Bo Ek?", "44"),
        (ELECTION, "what was the turnout in Harbour in 2023?", "40"),
        (WATER, "what will I have to pay for garden water from 1 May?", "£42 a year"),
        (WATER, "what did garden water cost until now?", "£30 a year"),
        (BINS, "how often is the paper bin collected at the moment?", "Every two weeks"),
        (BINS, "what goes in the blue bin?", "Paper"),
    ],
)
def test_a_question_that_names_a_row_and_a_column_asks_for_the_cell(
    text: str, question: str, cell: str
) -> None:
    assert asked(question, text) == [cell]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (FERRY, "what is a single from Skarra to Holm?"),
        (FERRY, "is a single or a return to Skarra cheaper?"),
        (FERRY, "how much is a single or return to Skarra?"),
        (FERRY, "how much more is a return than a single to Skarra?"),
        (FERRY, "how much are two singles to Skarra?"),
        (FERRY, "how much is a single for pupils to Skarra?"),
        (FERRY, "how much is a single to Skarra on Sunday?"),
        (FERRY, "how many season tickets to Skarra were there?"),
        (FERRY, "how much is a ticket to Skarra?"),
        (FERRY, "how much is a single to Vellmar?"),
        (FERRY, "which island has a single for 4?"),
        (FERRY, "when is a single to Skarra?"),
        (LEAGUE, "how many matches did Torrin Town win and lose?"),
        (LEAGUE, "how many points did Varna Rovers get in 2019?"),
        (LEAGUE, "how many points did Varna Rovers get in the cup?"),
        (LEAGUE, "how many points did Varna Rovers get in the final?"),
        (LEAGUE, "how many points did Ann Lee get for Skarra?"),
        (LEAGUE, "how many points did Skarra and Varna get?"),
        (LEAGUE, "how much did Skarra win by?"),
        (LEAGUE, "what did Skarra win?"),
        (LEAGUE, "who did Skarra lose to?"),
        (LEAGUE, "how many people lost their jobs in Skarra?"),
        (LEAGUE, "which team beat Skarra?"),
        (LEAGUE, "why did Skarra lose?"),
        (LEAGUE, "how many matches did Skarra not lose?"),
        (ELECTION, "what was the turnout in Harbour?"),
        (ELECTION, "who did Ann Lee vote for?"),
        (WATER, "what did garden water cost before 1 May?"),
        (WATER, "what does water cost from 1 May?"),
    ],
)
def test_a_question_that_leaves_a_doubt_asks_for_no_cell(text: str, question: str) -> None:
    assert asked(question, text) == []


def test_a_row_that_stands_twice_is_not_told() -> None:
    twice = "Town | Votes | Seats\nVarna | 812 | 4\nVarna | 640 | 3\nOslo | 700 | 3"
    assert asked("how many votes are there in Varna?", twice) == []
    assert asked("how many votes are there in Oslo?", twice) == []


def test_what_the_title_is_about_may_be_asked() -> None:
    question = "how many points did Skarra get in the handball league?"
    assert asked(question, LEAGUE, title="Handball: the table") == ["25"]
    assert asked(question, LEAGUE) == []


def test_a_heading_may_say_no_more_than_a_time() -> None:
    table = "Bin | Before | Now\nBrown | £30 | £42\nBlack | £21 | £19"
    assert asked("what did the brown bin cost before?", table) == ["£30"]
    assert asked("what does the brown bin cost now?", table) == ["£42"]
    assert asked("what did the brown bin cost before 2019?", table) == []


def test_a_cell_of_two_numbers_is_no_count() -> None:
    table = "Team | Goals | Points\nVarna | 41-12 | 30\nSkarra | 30-22 | 25"
    assert asked("how many goals did Varna get?", table) == []
    assert asked("how many points did Varna get?", table) == ["30"]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Town | Votes\nVarna | 8\nOslo | 7", ("Town", "Votes")),
        ("| Town | Votes |\n|---|---|\n| Varna | 8 |\n| Oslo | 7 |", ("Town", "Votes")),
        ("Town | Votes\n\nVarna | 8\n\nOslo | 7", ("Town", "Votes")),
        ("Zone 1 | From 7 April\nVarna | 8\nOslo | 7", ("Zone 1", "From 7 April")),
        ("Town | 2019 | 2023\nVarna | 8 | 9\nOslo | 7 | 6", ("Town", "2019", "2023")),
        ("Team | Points\n1 | Varna | 8\n2 | Oslo | 7", ("", "Team", "Points")),
        ("Single | Return\nVarna | 8 | 9\nOslo | 7 | 6", ("", "Single", "Return")),
        ("Pos | Points\n1 | Varna | 8\n2 | Oslo | 7", None),
        ("Town | Mayor\nVarna | Ann Lee | 8\nOslo | Bo Ek | 7", None),
        ("Varna | 8\nOslo | 7\nTorrin | 6", None),
        ("Zone 1 | £8\nZone 2 | £7\nZone 3 | £6", None),
        ("Town | Votes\nVarna | 8", None),
        ("By Ann Lee | Torrin\n\nIt rained all day in Torrin.", None),
    ],
    ids=[
        "plain",
        "with rules",
        "blank lines between",
        "numbers in the headings",
        "years",
        "no heading over ranks",
        "no heading over names",
        "which heading is missing is not told",
        "no numbers under the headings",
        "no headings",
        "a row like the others",
        "one row",
        "a line with a bar",
    ],
)
def test_lines_of_cells_under_headings_are_a_table(text: str, headings: tuple[str, ...] | None) -> None:
    assert [table.headings for table in tables(text)] == ([headings] if headings else [])


def test_a_row_that_lost_a_cell_is_left_out() -> None:
    (table,) = tables("Town | Votes | Seats\nVarna | 8 | 2\nOslo | 7\nTorrin | 6 | 1")
    assert [row.cells[0] for row in table.rows] == ["Varna", "Torrin"]


def test_two_tables_on_end_are_two() -> None:
    text = "Votes:\nTown | Votes\nVarna | 8\nOslo | 7\nTown | Seats\nVarna | 2\nOslo | 1"
    assert [(table.caption, table.headings[1]) for table in tables(text)] == [
        ("Votes:", "Votes"),
        ("", "Seats"),
    ]
    assert asked("how many seats are there in Varna?", text) == ["2"]


def test_a_row_is_where_it_stands_in_the_text() -> None:
    (table,) = tables(FERRY)
    assert [FERRY[row.start : row.end].split(" | ")[0] for row in table.rows] == [
        "Skarra",
        "Little Holm",
        "Holm",
    ]


@pytest.mark.parametrize(
    ("cell", "heading", "told"),
    [
        ("120", "Single (Sh)", "Sh120"),
        ("4,200", "Fare (£)", "£4,200"),
        ("3.2", "Cost (€m)", "€3.2m"),
        ("44", "Share (%)", "44%"),
        ("12", "Distance (km)", "12 km"),
        ("812", "Votes (provisional)", "812"),
        ("free", "Single (Sh)", "free"),
        ("120", "Single", "120"),
    ],
)
def test_a_number_gets_the_unit_of_its_heading(cell: str, heading: str, told: str) -> None:
    assert with_unit(cell, heading) == told


def found(identifier: str, text: str) -> FoundPassage:
    source = Article.create(id=identifier, title="News", text=text)
    sentences = tuple(split_sentences(source.text))
    return FoundPassage(
        Passage(source.id, source.version, 0, len(source.text), source.text, sentences), source, 1.0
    )


def answer(question: str, *texts: str, marked: str = "nothing") -> Answer:
    return write(PlainReader(marked), question, *(found(f"post{at}", text) for at, text in enumerate(texts)))


def test_the_cell_is_told_with_its_row_and_headings() -> None:
    told = answer("what is a return from Torrin to Skarra?", FERRY)
    assert told.short == "7"
    assert [one.quote for one in told.citations] == [
        "Island | Single | Return | Season ticket | Ferry leaves",
        "Skarra | 4 | 7 | 90 | 7:15 am",
    ]
    assert told.sentences[0].text == "7."
    assert [told.citations[number - 1].quote for number in told.sentences[0].citations] == [
        "Skarra | 4 | 7 | 90 | 7:15 am"
    ]


def test_a_cell_is_told_though_the_reader_marks_another() -> None:
    assert answer("what is a return to Skarra?", FERRY, marked="90").short == "7"


def test_of_articles_with_other_values_no_cell_is_told() -> None:
    other = FERRY.replace("Skarra | 4 | 7", "Skarra | 4 | 8")
    assert answer("what is a return to Skarra?", FERRY, FERRY).short == "7"
    assert answer("what is a return to Skarra?", FERRY, other).short != "7"


def test_a_sentence_of_another_article_that_answers_comes_before_a_table() -> None:
    newer = "A return to Skarra is €8 from June."
    assert answer("what is a return to Skarra?", FERRY, newer, marked="€8").short == "€8"


def test_a_row_of_nothing_but_numbers_is_told() -> None:
    text = "Visitors to the museum.\n\nYear | Visitors | Staff\n2018 | 3,100 | 11\n2019 | 3,400 | 12"
    told = answer("How many visitors came in 2019?", text)
    assert told.short is not None
    assert told.short.startswith("3,400")
