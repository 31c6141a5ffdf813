"""Follow-ups that ask the last question anew: of another time, another number, another thing of the kind."""

from __future__ import annotations

import pytest

from assistant.followups.rules import standalone_question


@pytest.mark.parametrize(
    ("asked", "question", "standalone"),
    [
        (
            "How much revenue does Vantio expect now?",
            "what was it before?",
            "How much revenue did Vantio expect before?",
        ),
        (
            "What is the price of a stamp?",
            "how much was it in 2019?",
            "What was the price of a stamp in 2019?",
        ),
        ("What does a stamp cost?", "and last year?", "What did a stamp cost last year?"),
        ("How much is Orley's dividend?", "and before that?", "How much was Orley's dividend before?"),
        ("How much did Orley pay last year?", "and before that?", "How much did Orley pay before last year?"),
        ("How much did Orley pay last year?", "and this year?", "How much did Orley pay this year?"),
        (
            "How many staff are at Vantio?",
            "how many were there before?",
            "How many staff were at Vantio before?",
        ),
        (
            "How many people lived there after the war?",
            "and before?",
            "How many people lived there before the war?",
        ),
        ("How fast may trains go once it is mended?", "and before?", "How fast may trains go before?"),
        ("How high was the river on Monday?", "how high is it now?", "How high is the river now?"),
        (
            "When will the Kestrel Bridge open?",
            "when was it originally?",
            "When would the Kestrel Bridge open originally?",
        ),
        ("When will the Kestrel Bridge open?", "what was it before?", "what was the Kestrel Bridge before?"),
        ("When had the line been meant to open?", "And when is it now?", "And when is the line now?"),
        ("What time does the ferry leave?", "what was it before?", "What time did the ferry leave before?"),
        ("How much did Orley earn originally?", "and now?", "How much does Orley earn now?"),
        ("Who is the mayor of Lindow?", "and before?", "Who was the mayor of Lindow before?"),
        ("Who runs Vantio?", "who was it before?", "Who ran Vantio before?"),
        ("Why did traders lose money?", "and last year?", "Why did traders lose money, last year?"),
    ],
    ids=[
        "not now but before",
        "a price in a year",
        "a cost last year",
        "before that, of no time",
        "before a time",
        "another year",
        "how many there were",
        "before, not after",
        "before it is mended",
        "now, not on a day",
        "an earlier date",
        "a bridge is no date",
        "when it is now, not what was meant",
        "what time",
        "the present tense",
        "somebody in an office",
        "somebody who runs something",
        "no value",
    ],
)
def test_the_same_is_asked_of_another_time(asked: str, question: str, standalone: str) -> None:
    assert standalone_question(question, [asked, "Nine. It is nine."]) == standalone


@pytest.mark.parametrize(
    ("asked", "question", "standalone"),
    [
        ("How many nurses has Ann Lee got?", "and how many patients?", "How many patients has Ann Lee got?"),
        (
            "How many counts of theft did Ann Lee admit?",
            "and of fraud?",
            "How many counts of fraud did Ann Lee admit?",
        ),
        (
            "How many MPs voted for the Harbour Bill?",
            "and how many against?",
            "How many MPs voted against the Harbour Bill?",
        ),
        (
            "How many people were hurt in the crash?",
            "and how many died?",
            "How many people died in the crash?",
        ),
        ("What revenue does Vantio expect?", "what about profit?", "What profit does Vantio expect?"),
        (
            "How many goals did Ann Lee score?",
            "against whom?",
            "Against whom did Ann Lee score that many goals?",
        ),
    ],
    ids=[
        "others",
        "others of a kind",
        "the other side",
        "what else they did",
        "another figure",
        "against whom",
    ],
)
def test_something_else_is_counted(asked: str, question: str, standalone: str) -> None:
    assert standalone_question(question, [asked, "Nine. It is nine."]) == standalone


@pytest.mark.parametrize(
    ("asked", "question", "standalone"),
    [
        (
            "Until when is the red alert in Lindow?",
            "and the orange one?",
            "Until when is the orange alert in Lindow?",
        ),
        (
            "How long is the new strike at St Ebba's?",
            "and the one in May?",
            "How long is the strike in May at St Ebba's?",
        ),
        ("How long was the strike in May?", "and the one in June?", "How long was the strike in June?"),
        ("Did the council pass the plan?", "and the one in Oslo?", "Did the council pass the plan, in Oslo?"),
        ("Did the council pass the red plan?", "and the blue one?", "Did the council pass the blue plan?"),
        (
            "What did Ann Lee say about the tram?",
            "and the unions?",
            "What did the unions say about the tram?",
        ),
        ("What does Ann Lee think of the tram?", "and the unions?", "What do the unions think of the tram?"),
        ("How much does a single cost?", "and a return?", "How much does a return cost?"),
        ("What was Ann Lee's time?", "and Tom Pike's?", "What was Tom Pike's time?"),
        ("How many were hurt in Orley?", "and killed?", "How many were killed in Orley?"),
        ("How many people died in Orley?", "and injured?", "How many people were injured in Orley?"),
        ("How many people were hurt?", "and survived?", "How many people survived?"),
        ("When was Ann Lee arrested?", "and charged?", "When was Ann Lee charged?"),
        (
            "How many seats did they win in Lindow?",
            "and the Orley List?",
            "How many seats did the Orley List win in Lindow?",
        ),
    ],
    ids=[
        "another colour",
        "another month",
        "another month for a month",
        "of which of two things",
        "another of two things",
        "others who speak",
        "others who think",
        "another ticket",
        "somebody else's",
        "another thing done to many",
        "what was done, not what they did",
        "what they did, not what was done",
        "another thing done to somebody",
        "others who are no place",
    ],
)
def test_another_of_the_kind_is_asked_about(asked: str, question: str, standalone: str) -> None:
    assert standalone_question(question, [asked, "Nine. It is nine."]) == standalone


@pytest.mark.parametrize(
    ("asked", "question", "standalone"),
    [
        ("And when is the fair now?", "why?", "Why is the fair now?"),
        ("Which player was sent off?", "why?", "Why was the player sent off?"),
        ("Which picture did Orley buy?", "why?", "Why did Orley buy that picture?"),
        ("How many tickets did Orley sell?", "why?", "Why did Orley sell that many tickets?"),
        ("Where on the moon did it land?", "why there?", "Why did it land on the moon?"),
        ("Must the school close?", "why?", "Why must the school close?"),
        ("May the shop open?", "when?", "When may the shop open?"),
        ("Mustn't the school close?", "why?", "Why mustn't the school close?"),
        ("won't the shop open", "why?", "Why won't the shop open"),
        ("How many people died in May?", "why?", "Why: How many people died in May?"),
        ("Who was doubtful about it?", "why?", "Why was Nine doubtful about it?"),
    ],
    ids=[
        "after and",
        "of somebody of a kind",
        "of something bought",
        "of a number",
        "of a place",
        "of what must be",
        "of what may be",
        "of what is denied",
        "without a question mark",
        "of no month",
        "of what somebody was",
    ],
)
def test_why_asks_about_the_whole(asked: str, question: str, standalone: str) -> None:
    assert standalone_question(question, [asked, "Nine. It is nine."]) == standalone


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        ("ok, why?", "Why did the council close the pool?"),
        ("or why?", "Why did the council close the pool?"),
        ("well, and why?", "Why did the council close the pool?"),
        ("then why?", "Why did the council close the pool?"),
        ("ok, and the mayor?", "When did the mayor close the pool?"),
        ("or in June?", "When did the council close the pool in June?"),
        ("so what did the unions say?", "so what did the unions say?"),
        ("well?", "well?"),
    ],
    ids=[
        "ok",
        "or",
        "two words",
        "then",
        "joined by and",
        "joined by or",
        "a question alone",
        "nothing else",
    ],
)
def test_the_words_that_open_a_follow_up_change_nothing(question: str, standalone: str) -> None:
    history = ["When did the council close the pool?", "In May. It closed in May."]
    assert standalone_question(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (["Who was arrested?", "Ann Lee. It was Ann Lee."], "why?", "Why was Ann Lee arrested?"),
        (["Who has been shot?", "Ann Lee. It was Ann Lee."], "where?", "Where has Ann Lee been shot?"),
        (["What was stolen?", "A painting. It was one."], "when?", "When was a painting stolen?"),
        (["Who is leading?", "Ann Lee. She is."], "since when?", "Since when is Ann Lee leading?"),
        (["Who was arrested?"], "why?", "Why was somebody arrested?"),
        (["What was stolen?"], "when?", "When was it stolen?"),
    ],
    ids=["somebody", "somebody who has been", "something", "a fragment", "nobody told", "nothing told"],
)
def test_what_was_asked_for_is_what_the_next_question_is_about(
    history: list[str], question: str, standalone: str
) -> None:
    assert standalone_question(question, history) == standalone


@pytest.mark.parametrize(
    ("asked", "question", "standalone"),
    [
        (
            "Is the Kestrel Bridge open?",
            "what about the cost?",
            "What is the cost of the Kestrel Bridge?",
        ),
        (
            "When will the Brannock tram open?",
            "and the length?",
            "What is the length of the Brannock tram?",
        ),
        ("When will the tram open?", "what about the cost?", "What is the cost of the tram?"),
        ("When does the Louvre open?", "and the zoo?", "When does the zoo open?"),
        ("Was the dog hurt?", "and the owner?", "Was the owner hurt?"),
        ("When will the tram open?", "what about the bus?", "When will the bus open?"),
        (
            "What is the cost of the Kestrel Bridge?",
            "what about the length?",
            "What is the length of the Kestrel Bridge?",
        ),
    ],
    ids=[
        "of a name",
        "of a name and a noun",
        "of a noun",
        "instead of a name",
        "of somebody else",
        "another thing",
        "instead of another",
    ],
)
def test_what_a_thing_has_takes_the_place_of_no_thing(asked: str, question: str, standalone: str) -> None:
    assert standalone_question(question, [asked, "It opens on 3 May."]) == standalone
