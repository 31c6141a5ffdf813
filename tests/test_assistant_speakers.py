"""Of what people say only the words of the one asked of are told."""

from __future__ import annotations

import time

import pytest

from assistant.fitted import Features
from assistant.keyless.candidates import Candidate
from assistant.keyless.speakers import first_of_the_speaker, told_by_another
from assistant.questions.question import Question
from tests.test_assistant_writer import article


def candidate(*sentences: str) -> Candidate:
    """The last of the sentences of an article."""
    told = article("post", *sentences)
    start, end = told.passage.sentences[-1]
    return Candidate(told, start, end, (), Features(), 0.0)


@pytest.mark.parametrize(
    ("likelier", "says", "question"),
    [
        (
            "But 5,000 was said to be a first sum.",
            "Governor Lee said that it could wait.",
            "what did the governor say?",
        ),
        ("Lee did well, and I told her so.", "“It can wait,” warned Ann Lee.", "what did Ann Lee say?"),
    ],
    ids=["an office", "a name"],
)
def test_the_one_asked_of_comes_first(likelier: str, says: str, question: str) -> None:
    near = [candidate(likelier), candidate(says)]
    assert first_of_the_speaker(near, Question.read(question)) == near[::-1]


@pytest.mark.parametrize("question", ["what did she say?", "what did residents say?"])
def test_where_many_may_speak_the_likeliest_stays_first(question: str) -> None:
    near = [candidate("It was said to be a first sum."), candidate("Residents said that it could wait.")]
    assert first_of_the_speaker(near, Question.read(question)) == near


@pytest.mark.parametrize(
    ("sentence", "question", "another"),
    [
        ("Tom Hill, the finance director, said it would cost 60 million.", "what did the union say?", True),
        ("“It will cost 60 million,” said Tom Hill.", "what did the union say?", True),
        ("“We learned it late,” said its chairman, Rolf Berg.", "what did the union say?", False),
        ("“We learned it late,” she said.", "what did the union say?", False),
        ("Tom Hill left the room.", "what did the union say?", False),
        ("Tom Hill said it would cost 60 million.", "what did experts say?", False),
        ("Tom Hill said it would cost 60 million.", "what did Ann Lee say?", True),
    ],
    ids=["before", "after", "of the union", "nobody named", "says nothing", "anybody", "a name"],
)
def test_what_another_says_is_known_by_the_name_beside_the_verb(
    sentence: str, question: str, another: bool
) -> None:
    met = "The union met. Its chairman, Rolf Berg, waited for two hours in the rain."
    assert told_by_another(candidate(met, sentence), Question.read(question)) is another


def test_a_name_that_speaks_again_and_again_takes_no_long_time() -> None:
    one = candidate("Ed Fox and the weather " * 10_000, f"“{'Fox said, ' * 330}")
    before = time.perf_counter()
    assert told_by_another(one, Question.read("what did Ann Lee say?"))
    two = candidate("Ed Fox, the governor of it " * 10_000, f"“{'Fox said, ' * 330}")
    assert not told_by_another(two, Question.read("what did the governor say?"))
    assert time.perf_counter() - before < 2.0
