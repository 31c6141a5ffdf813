"""Questions as people type them: what they ask for, and which words answer them."""

from __future__ import annotations

import pytest

from assistant.keyless.descriptions import introduces
from assistant.keyless.polarity import as_claim
from assistant.questions.answer_types import can_answer
from assistant.questions.core_questions import direct_question
from assistant.questions.question import Question
from tests.test_assistant_writer import PlainReader, article, write

ASKED = {
    "yes or no": [
        "do you know if the bridge is open?",
        "can you tell me whether the strike is over?",
        "isnt the bridge open",
        "didnt he resign",
        "is the bridge open?",
    ],
    "person": [
        "do we know who did it?",
        "does the article say who won?",
        "any idea who won?",
        "who's won the election?",
        "today, who won?",
        "thanks, who won?",
        "so far who has resigned?",
        "against whom did she score?",
        "what company announced the layoffs?",
        "which Danish airline cancelled the flight?",
        "storm name",
        "Lindow deputy mayor name",
    ],
    "time": [
        "I wonder when it opens",
        "let me know when it opens",
        "did they say when it reopens?",
        "what is the closing date",
        "what is the new opening date?",
        "strike end date",
        "election date",
        "date of the match",
        "application deadline",
        "kick-off time",
        "tram opening day",
    ],
    "amount": [
        "so far how many have died?",
        "roughly how many died?",
        "in total how many died?",
        "overall, how many people came?",
        "about how many people died?",
        "is it known how many died?",
        "cost of the repair",
        "price of a ticket",
        "number of deaths",
        "population of Lindow",
        "score of the match",
        "age of Ann Lee",
        "how warm was it?",
        "how expensive was it?",
        "how frequently does it run?",
    ],
    "thing": [
        "What is Boxing Day?",
        "what is the election day turnout?",
        "what's left in the budget?",
        "what's made in Lindow?",
        "cost of living crisis",
        "If the strike goes ahead, will trains run?",
        "what union called for the strike?",
        "what party proposed the ban?",
        "what film was described as the best?",
    ],
    "manner": [
        "how do parents claim free meals?",
        "how can drivers claim compensation?",
        "how do I claim a refund?",
    ],
    "statement": [
        "can you tell me what he said?",
        "do you know what Trump said about tariffs?",
        "what experts say about the plan",
        "how will the unions respond?",
        "how does the mayor respond?",
        "how did the unions respond?",
        "what did the mayor say?",
        "what does the report say about it?",
        "what is the mayor's view?",
        "what was suggested?",
        "what else did he say?",
    ],
    "reason": [
        "what was the main cause of the fire?",
        "what were the causes?",
        "what are the reasons for the delay?",
        "what has caused the delay?",
        "what's caused the delay?",
        "what is causing the queues?",
        "what causes it?",
        "what is behind the rise?",
        "cause of the fire",
        "reason for the strike",
        "why?",
    ],
    "event": ["what happened?", "about the strike"],
}
ANSWERS: list[tuple[str, list[str], list[str]]] = [
    ("when did the strike start?", ["hours later"], ["a five-day strike", "months of talks", "a few weeks"]),
    ("who is Ann Lee's sister?", ["Kim Lee"], ["Mrs Lee", "Dr Ann Lee"]),
    ("how many people died?", ["several", "two"], ["a week", "monthly"]),
    ("how many days did it last?", ["a week"], []),
    ("how much will it cost?", ["a pound a day"], ["a year", "once"]),
    ("how long did it take?", ["2:26:31", "just over 3:10"], ["10:30am", "at 9:15 pm"]),
    ("which bus stops are closed?", ["Quay and Mill Lane"], ["two"]),
    (
        "when will it reopen?",
        [
            "tonight",
            "this weekend",
            "in two weeks",
            "in a few days",
            "within days",
            "in the coming weeks",
            "at Easter",
            "next Christmas",
            "midday",
            "overnight",
            "in the early hours",
            "lunchtime",
            "immediately",
            "early May",
            "New Year's Eve",
        ],
        ["the council", "Lindow", "nine", "six days"],
    ),
    (
        "who was arrested?",
        [
            "A 44-year-old man",
            "a 19-year-old student",
            "nurses",
            "no one",
            "two 15-year-old boys",
            "local staff",
        ],
        ["the 3-0 win", "the 2019 winner"],
    ),
    ("who is Ann Lee's husband?", ["Tom Lee", "Jack Straw"], ["Ann Lee"]),
    (
        "which airline cancelled the flight?",
        ["Torrin Airlines", "a Danish firm"],
        ["Dame Ann Lee", "cancelled the flight in May"],
    ),
    ("Lindow inspector name", ["Ann Lee"], ["water near the drain", "an inspector"]),
    ("when did Ann Lee die?", ["in 2019", "on Sunday"], ["aged 88"]),
    ("when did she start to paint?", ["at the age of 12"], []),
    ("what did Ann Lee die of?", ["a heart attack"], ["2019", "aged 88", "in May 2019"]),
    ("who did Ann Lee marry?", ["Tom Lee"], ["Ann Lee", "Lee"]),
    (
        "how many people came?",
        ["Thousands", "hundreds of people", "dozens", "millions", "several", "a couple", "Nobody"],
        ["the people", "2019"],
    ),
    ("how much did it cost?", ["billions of pounds", "a pound", "40,000 euros a year"], ["300 homes"]),
    ("how much is she paid?", ["40,000 euros a year", "two dollars a day", "€40,000 a year"], ["two years"]),
    (
        "how often does it run?",
        ["once a week", "monthly", "hourly", "annually", "every day", "twice"],
        ["the bus"],
    ),
    ("how far is it?", ["a mile", "7km", "200 m"], ["the town"]),
    ("how long is the bridge?", ["7km", "200m", "200 m", "50ft", "7 kms"], ["£5m"]),
    ("how long did she take?", ["45 mins", "3 hrs", "3h 20m", "2:26:31", "a fortnight"], ["1,200 people"]),
    ("how long was he jailed for?", ["life", "for life", "five years", "two terms"], ["2019"]),
    ("which bus goes to the airport?", ["12", "the 12"], []),
    ("which line goes to Torrin?", ["7"], []),
    ("which platform serves Torrin?", ["4"], []),
    ("which villages lost power?", ["Arn and Bel"], ["12"]),
]


@pytest.mark.parametrize(
    ("question", "kind"), [(question, kind) for kind, questions in ASKED.items() for question in questions]
)
def test_a_question_is_known_by_what_it_asks_for(question: str, kind: str) -> None:
    assert Question.read(question).kind == kind


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("which team plays Rovers?", False),
        ("which company makes the cells?", False),
        ("which line runs buses?", False),
        ("which villages lost power?", True),
        ("which business leaders met?", True),
        ("which bus routes are cut?", True),
    ],
)
def test_a_verb_in_s_is_no_plural(question: str, several: bool) -> None:
    assert Question.read(question).several is several


@pytest.mark.parametrize(
    ("question", "text"), [(question, text) for question, fitting, _ in ANSWERS for text in fitting]
)
def test_what_can_answer_is_let_through(question: str, text: str) -> None:
    assert can_answer(text, Question.read(question))


@pytest.mark.parametrize(
    ("question", "text"), [(question, text) for question, _, others in ANSWERS for text in others]
)
def test_what_is_of_another_kind_is_not(question: str, text: str) -> None:
    assert not can_answer(text, Question.read(question))


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Is my data safe?", "My data is safe."),
        ("did 12 people die?", "12 people did die."),
        ("did both teams score?", "Both teams did score."),
        ("did many die?", "Many did die."),
        ("did many die in the fire?", "Many did die in the fire."),
        ("were 200 arrested in the raid?", "200 were arrested in the raid."),
        ("was one of the men arrested?", "One of the men was arrested."),
        ("was any of the crew hurt?", "Any of the crew was hurt."),
        ("did all of the passengers survive?", "All of the passengers did survive."),
        ("If the strike goes ahead, will trains run?", None),
        ("did Hamas and Israel agree?", "Hamas and Israel did agree."),
        ("do you know if the bridge is open?", "The bridge is open."),
    ],
)
def test_the_claim_of_a_yes_no_question_keeps_its_subject(question: str, claim: str | None) -> None:
    assert as_claim(Question.read(question)) == claim


@pytest.mark.parametrize(
    ("question", "direct"),
    [
        ("so far how many have died?", "so far how many have died?"),
        ("who's won the election?", "who has won the election?"),
        ("what're the rules?", "what are the rules?"),
        ("what's left to do?", "what is left to do?"),
    ],
)
def test_a_contraction_is_spelt_out_and_so_far_stays(question: str, direct: str) -> None:
    assert direct_question(question) == direct


@pytest.mark.parametrize(
    ("text", "name", "introduced"),
    [
        ("Ann Lee, a doctor from Rauma, said so.", "Tom Lee", False),
        ("Dr Tom Lee, a doctor from Rauma, said so.", "Tom Lee", True),
        ("Lee, a doctor, said so.", "Tom Lee", True),
        ("Tom Arthur Lee, a doctor, said so.", "Tom Lee", True),
        ("Volodymyr Zelensky met him.", "Zelensky", True),
    ],
    ids=["a namesake", "with a title", "by the last name", "with a middle name", "with a first name"],
)
def test_a_namesake_is_somebody_else(text: str, name: str, introduced: bool) -> None:
    assert introduces(text, name) is introduced


@pytest.mark.parametrize(
    ("question", "before", "text", "fits"),
    [
        ("when was he sent off?", "He was sent off on ", "31 minutes", True),
        ("when was he sent off?", "He stayed for ", "31 minutes", False),
        ("when will it open?", "It will open in ", "14 days", True),
        ("when did it open?", "It was built in ", "14 days", False),
        ("when was he sent off?", "The crowd of ", "11,406 settled down for the afternoon", False),
        ("what is the water level?", "", "13:10", False),
        ("what is the water level?", "It stands at ", "195 metres", True),
        ("which road is closed?", "Closed roads:\n", "13:10 High Street", False),
        ("when was the road closed?", "", "13:10", True),
        ("when was it built?", "It was built ", "11,000 years ago", True),
        ("how long will the repairs last?", "The crack is ", "22 metres long", False),
        ("how long will the bridge be?", "It will be ", "22 metres long", True),
    ],
    ids=[
        "of play",
        "for so long",
        "to come",
        "it took",
        "a crowd",
        "an entry",
        "a level",
        "a line",
        "when",
        "ago",
        "a crack",
        "a bridge",
    ],
)
def test_what_stands_before_a_number_tells_what_it_is(
    question: str, before: str, text: str, fits: bool
) -> None:
    assert can_answer(text, Question.read(question), before=before) is fits


def test_people_from_two_towns_are_no_list_of_towns() -> None:
    passage = article("post", "People from Torp and Lower Velm will have to wait.")
    answer = write(PlainReader("People from Torp and Lower Velm"), "who will have to wait?", passage)
    assert answer.short == "People from Torp and Lower Velm"


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("where will the biscuits be made?", "Lodz"),
        ("where will the biscuits move to?", "Lodz"),
        ("where have the biscuits been made?", "Wexcombe"),
    ],
)
def test_where_something_will_be_is_not_where_it_has_been(question: str, short: str) -> None:
    passage = article(
        "post", "Work at Wexcombe, where biscuits have been made for years, would move to Lodz."
    )
    reader = PlainReader("Lodz", "Wexcombe") if short == "Lodz" else PlainReader("Wexcombe")
    assert write(reader, question, passage).short == short


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        (("Ann Lee wept.", "She was ill."), ["Ann Lee wept.", "She won the Tor Medal."]),
        (("Hill & Sons patented it.", "She was ill."), ["She won the Tor Medal."]),
        (("Hill & Sons patented it.", "The medal is old."), ["The medal is old.", "She won the Tor Medal."]),
    ],
    ids=["who she is", "a firm", "what it is"],
)
def test_a_firm_does_not_tell_who_she_is(before: tuple[str, ...], shown: list[str]) -> None:
    answer = write(
        PlainReader("Tor Medal"),
        "which medal did she win?",
        article("post", *before, "She won the Tor Medal."),
    )
    assert [citation.quote for citation in answer.citations] == shown
