"""What may be told as yes or no: the same deed, thing and time as the question's."""

from __future__ import annotations

import pytest

from assistant.keyless.settled_claims import settles, tells_of_another_deed, tells_of_the_time_before
from assistant.questions.question import Question

DIVIDEND = "The bakery cut its profit forecast. The dividend will be kept."


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("did the bakery cut its dividend?", "The bakery cut its profit forecast.", True),
        ("did the bakery cut its forecast?", "The bakery cut its profit forecast.", False),
        ("did the bakery cut its dividend?", "The bakery said it was sorry.", False),
        ("did the bakery cut its opening hours?", "The bakery cut its profit forecast.", False),
    ],
    ids=["done to another thing", "done to it", "another deed", "what no sentence names"],
)
def test_what_was_done_to_something_else_says_nothing(question: str, text: str, another: bool) -> None:
    assert tells_of_another_deed(Question.read(question), text, DIVIDEND) == another


@pytest.mark.parametrize(
    ("question", "sentence", "before"),
    [
        ("did the Rovers lose?", "The Rovers had not lost for 19 matches.", True),
        ("did she win?", "She had never won before.", True),
        ("had they lost before?", "They had never lost before.", False),
        ("did the Rovers lose?", "The Rovers did not lose.", False),
        ("was he in the car?", "Police say that he had not been in the car.", False),
    ],
    ids=["for so long", "never before", "asks of before", "not then", "a past in a saying"],
)
def test_what_had_not_been_so_before_says_nothing_of_then(question: str, sentence: str, before: bool) -> None:
    assert tells_of_the_time_before(Question.read(question), sentence) == before


@pytest.mark.parametrize(
    ("word", "question", "text", "settled"),
    [
        ("No", "is Ann Lee married?", "From my mother.", False),
        ("Yes", "were people warned?", "The office gave a warning.", True),
        ("No", "was anyone hurt by the crack?", "No injuries were reported.", True),
        ("No", "was Ann Lee convicted?", "Ann Lee was acquitted.", True),
        (
            "Yes",
            "is a crater named after Ann Lee?",
            "A crater does not bear her name, whoever says so.",
            False,
        ),
        ("Yes", "is the bridge open?", "The bridge is open, but the ferry is not running.", True),
        ("Yes", "did the bridge open?", "The bridge did not open until May.", True),
        ("Yes", "did the bridge not open?", "The bridge did not open.", True),
    ],
    ids=[
        "nothing of it",
        "its root",
        "in the title",
        "the opposite",
        "denied",
        "denied of another",
        "only later",
        "asks whether not",
    ],
)
def test_yes_or_no_is_told_of_what_speaks_of_it(word: str, question: str, text: str, settled: bool) -> None:
    assert settles(word, Question.read(question), text, "A crack in the dam") == settled
