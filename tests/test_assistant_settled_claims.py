"""What may be told as yes or no: the same deed, thing and time as the question's."""

from __future__ import annotations

import time

import pytest

from assistant.keyless.denials import standing
from assistant.keyless.settled_claims import speaks_of, tells_of_another_deed, tells_of_the_time_before
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
    ("question", "text", "spoken_of"),
    [
        ("is Ann Lee married?", "From my mother.", False),
        ("were people warned?", "The office gave a warning.", True),
        ("was anyone hurt by the crack?", "No injuries were reported.", True),
        ("was Ann Lee convicted?", "Ann Lee was acquitted.", True),
        ("are trains to Keld running?", "The railway to Keld reopened.", True),
    ],
    ids=["nothing of it", "its root", "in the title", "the opposite", "in other words"],
)
def test_only_what_speaks_of_it_settles_a_question(question: str, text: str, spoken_of: bool) -> None:
    assert speaks_of(Question.read(question), text, "A crack in the dam") == spoken_of


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("is a crater named after Ann Lee?", "A crater does not bear her name, whoever says so."),
        ("did the lamps go out?", "Stories that the lamps had gone out were untrue, the warden said."),
        ("did the mill pay a bribe?", "The mill denied ever having paid a bribe."),
        ("was a body found in the canal?", "He dismissed as idle talk rumours that a body had been found."),
        ("did the cook poison the soup?", "The court cleared the cook of poisoning the soup."),
        ("will the pier survive?", "The pier will disappear by the spring."),
        ("was the crew injured?", "The crew escaped uninjured."),
        ("did any sheep die of the feed?", "Six sheep died, but none of the cases was caused by the feed."),
        ("was the guard injured?", "The guard was not hurt."),
        ("is the hall free on Sundays?", "The hall is free, but not on Sundays."),
        ("has she taken the post?", "She has not decided whether to take the post."),
        ("is the museum open on Mondays?", "The museum is open daily, except on Mondays."),
    ],
    ids=[
        "not",
        "untrue",
        "denied",
        "dismissed",
        "cleared of it",
        "the opposite",
        "un-",
        "none of one word",
        "in other words",
        "not of one word",
        "undecided, so not done",
        "excepted",
    ],
)
def test_what_is_denied_is_not_told_as_so(question: str, sentence: str) -> None:
    assert standing(Question.read(question), sentence) == "denied"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("did the bursar approve the payments?", "He claimed that the bursar approved the payments."),
        ("will the club appeal?", "The club is considering an appeal."),
        ("will the club appeal?", "The club has not decided whether to appeal."),
        ("did the mayor resign?", "Voters asked the mayor to resign."),
        ("was the fire arson?", "Police are asked whether the fire was arson."),
        ("were the guards cut?", "She rejected criticism that the guards had been cut."),
        ("has the pier reopened?", "He laughed off talk that the pier had reopened."),
    ],
    ids=["claimed", "considered", "undecided", "wished", "unknown", "criticised", "talked of"],
)
def test_what_is_claimed_or_considered_is_left_open(question: str, sentence: str) -> None:
    assert standing(Question.read(question), sentence) == "open"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("is the bridge open?", "The bridge is open, but the ferry is not running."),
        ("did the bridge open?", "The bridge did not open until May."),
        ("is the bridge open?", "The bridge is no longer closed."),
        ("was a man jailed?", "A man who denied the theft was jailed."),
        ("did a worker die?", "The mill rejected claims of neglect after a worker died."),
        ("will the bridge be demolished?", "The bridge will not reopen and is to be demolished."),
        ("did people die?", "No fewer than 40 people died."),
        ("did the guide see a bear?", '"There is nothing to fear," said the guide, who saw a bear.'),
        ("were the guests told on Monday?", "The guests were told on Monday."),
        ("did the mayor deny the fraud?", "The mayor denied the fraud."),
        ("did the mill claim success?", "The mill claimed success."),
        ("could the club appeal?", "The club is considering an appeal."),
        ("will fares rise in summer?", "Fares are to rise on 1 May, in early summer."),
    ],
    ids=[
        "denied of another",
        "only later",
        "denied twice",
        "denied by who",
        "denied before",
        "denied beside",
        "no fewer than",
        "in what is quoted",
        "asks whether told",
        "asks whether denied",
        "asks whether claimed",
        "asks whether possible",
        "the month",
    ],
)
def test_what_is_denied_or_claimed_of_something_else_is_so(question: str, sentence: str) -> None:
    assert standing(Question.read(question), sentence) == "so"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("was nobody hurt?", "Nobody was hurt."),
        ("has the ferry stopped running?", "The ferry is no longer running."),
        ("did the feed change the lambs?", "The feed did not change the ewes, though it did the lambs."),
        ("was the flood foreseen?", "The flood came."),
    ],
    ids=["asks whether not", "asks of an end", "so in contrast", "not told"],
)
def test_words_that_do_not_tell_whether_it_is_so_leave_it_to_the_judge(question: str, sentence: str) -> None:
    assert standing(Question.read(question), sentence) is None


@pytest.mark.parametrize(
    "sentence",
    ["reports who dismissed claims not cleared bridge " * 200, "the bridge " * 1500 + "who was dropped"],
    ids=["many denials", "many words asked for"],
)
def test_a_long_run_of_denials_takes_no_long_time(sentence: str) -> None:
    before = time.perf_counter()
    standing(Question.read("was the bridge closed?"), sentence)
    assert time.perf_counter() - before < 5.0
