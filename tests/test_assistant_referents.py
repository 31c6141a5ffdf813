"""What a pronoun of a follow-up stands for: who, what or where, and when it is left as it is."""

from __future__ import annotations

import pytest

from assistant.followups.rules import standalone_question

PELL = ["What did B.K. Pell say about the tram?", "It is late, said Pell."]
MANAGER = ["Who was manager of the Orley Creamery when it closed?", "Curt Munson. Curt Munson ran it."]
FISHERMAN = ["Which fisherman tore his net on the reef?", "a rope. Jory Lance says that he saw the rope."]
LORRIES = ["How many new lorries does Lindow need?", "Eleven. Eleven lorries are needed."]
FLED = ["How many people had to leave their homes in Lindow?", "520. Some 520 people left."]
MINERS = ["Where were the five Lindow miners found?", "In a tool store."]
SEATS = ["How many seats did the Green Party win?", "31. It won 31 seats."]


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (PELL, "how old is he?", "how old is B.K. Pell?"),
        (
            [
                "Who robbed the bank?",
                "a man. A man robbed the bank.",
                "when was the one who robbed the bank caught?",
                "In May.",
                "who defended the one who robbed the bank?",
            ],
            "how old is he?",
            "how old is the one who robbed the bank?",
        ),
        (["Who shot J. K. Harlow?"], "how old is he?", "how old is the one who shot J. K. Harlow?"),
        (["What did the U.S. Lee say?", "No."], "why did he say so?", "why did Lee say so?"),
        (
            ["What did Ms Lee say?", "No. Ms Lee said no to Omar Reyes."],
            "how old is he?",
            "how old is Omar Reyes?",
        ),
        (["Who is Ann Lee's stepson?", "Tom Reyes. Tom Reyes is."], "how old is she?", "how old is Ann Lee?"),
        (MANAGER, "what became of him?", "what became of Curt Munson?"),
        (
            MANAGER[:1],
            "how old is he?",
            "how old is the one who was manager of the Orley Creamery when it closed?",
        ),
        (["What did the Orley Creamery decide?", "To close."], "what did he say?", "what did he say?"),
        (["What did the Pope say?", "No."], "where was he?", "where was the Pope?"),
        (FISHERMAN, "what does he want?", "what does the fisherman who tore his net on the reef want?"),
        (["Which paper printed the letter?"], "what did he say?", "what did he say?"),
        (
            ["Who welcomed Omar Reyes?", "Ann Lee. Ann Lee did."],
            "who else did he meet?",
            "who else did Omar Reyes meet?",
        ),
        (
            ["Who won?", "Orley Ravens. Orley Ravens have won."],
            "what did he say?",
            "what did the one who won say?",
        ),
        (
            ["How much did Orley Vale pay for Tom Pike?", "£9m."],
            "how old is he?",
            "how old is Tom Pike?",
        ),
        (
            ["Who did Orley Vale appoint?", "Tom Pike. It chose Tom Pike, 43, on Monday."],
            "what did he say?",
            "what did Tom Pike say?",
        ),
        (
            [
                "Who runs Vantio?",
                "Ann Lee. Ann Lee said that she ran Vantio.",
                "Where was Ann Lee born?",
                "In Oslo. Ms Lee was born in Oslo.",
                "who had the job before Ann Lee?",
            ],
            "why did he leave?",
            "why did the one who had the job before Ann Lee leave?",
        ),
    ],
    ids=[
        "initials are part of a name",
        "not who was asked for in vain",
        "initials inside a question",
        "a country is no initial",
        "of the other sex",
        "no stepson",
        "who was told, no dairy",
        "nobody was told",
        "no dairy",
        "an office with an article",
        "whoever did it, not another whom the answer names",
        "no paper is somebody",
        "who else, beside the one told",
        "no team",
        "who is paid for, not the club",
        "who was appointed, not the club",
        "who was before her, not the company",
    ],
)
def test_he_is_somebody(history: list[str], question: str, standalone: str) -> None:
    assert standalone_question(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (
            ["What did B.K. Pell claim after he lost?", "Fraud. Pell claimed fraud."],
            "what is he going to do about it?",
            "what is B.K. Pell going to do about it?",
        ),
        (PELL, "why is he against it?", "why is B.K. Pell against the tram?"),
        (
            ["What does Yvette Orme say was wrong with the cells?", "A seal. Yvette Orme, 52, said so."],
            "what does the supplier say about it?",
            "what does the supplier say about the cells?",
        ),
        (
            ["Which picture did Orley Museum buy?", "Harbour Snow. Orley Museum bought it."],
            "when was it painted?",
            "when was Harbour Snow painted?",
        ),
        (["Which picture did Orley Museum buy?"], "when was it painted?", "when was the picture painted?"),
        (["Which year did Orley Museum open?"], "how big is it?", "how big is Orley Museum?"),
        (["How much did Ann Lee's house cost?", "£2m."], "who built it?", "who built Ann Lee's house?"),
        (
            ["When did the strike at St Ebba's start?"],
            "how long is it?",
            "how long is the strike at St Ebba's?",
        ),
        (["Why did Ann Lee join the Orley Choir?"], "who leads it?", "who leads the Orley Choir?"),
        (["Did the council approve the Weir Lane plan?"], "who drew it?", "who drew the Weir Lane plan?"),
        (["How many MPs voted for the Harbour Bill?"], "who wrote it?", "who wrote Harbour Bill?"),
        (
            ["What did the three girls find?", "a whale. It was a whale."],
            "how big was it?",
            "how big was the whale?",
        ),
        (
            ["How much did the Kestrel Bridge cost?"],
            "why did it all fall?",
            "why did the Kestrel Bridge fall?",
        ),
        (
            ["What was stolen?", "The picture. It was the picture."],
            "who stole it?",
            "who stole the picture?",
        ),
        (["What was stolen?"], "who stole it?", "who stole it?"),
        (
            ["Who runs Orley's factory?", "Ann Lee.", "How many people work in Orley's factory?", "160."],
            "who is going to buy it?",
            "who is going to buy Orley?",
        ),
        (["When did it open?"], "how much did it cost?", "how much did it cost?"),
        (
            ["How much will the dam repair cost?", "55 million. It is 55 million."],
            "how long will it take?",
            "how long will the dam repair take?",
        ),
        (
            ["When will the tram open?", "In May. It opens in May."],
            "how long does it take to get to Oslo?",
            "how long does it take to get to Oslo?",
        ),
        (
            ["Who led the eel study?", "Ann Lee. Ann Lee led it."],
            "how much did it cost?",
            "how much did the eel study cost?",
        ),
        (
            ["Who bought the mill?", "Kestrel Foods. Kestrel Foods bought it."],
            "what does it make?",
            "what does Kestrel Foods make?",
        ),
        (
            ["How much did the repair of the Kestrel Bridge cost?", "£2m."],
            "how tall is it?",
            "how tall is the Kestrel Bridge?",
        ),
        (
            ["Does the one who stole The Lost Women deny it?", "No. He painted The Lost Women."],
            "where was it found?",
            "where was The Lost Women found?",
        ),
    ],
    ids=[
        "not the one that he is",
        "what he spoke of",
        "not the one who spoke",
        "what was told to be of the kind asked for",
        "what is of the kind asked for",
        "no year",
        "what is somebody's",
        "not what is at a place",
        "a choir rather than a singer",
        "the whole that a name is part of",
        "several cannot be it",
        "what was found",
        "it all",
        "what was stolen",
        "no participle",
        "not who is counted",
        "no verb",
        "what takes long",
        "what it takes to get there",
        "the study rather than who led it",
        "a company that was told",
        "no verb far from its auxiliary",
        "a title with no verb after it",
    ],
)
def test_it_is_something(history: list[str], question: str, standalone: str) -> None:
    assert standalone_question(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (LORRIES, "what do they cost?", "what do the new lorries cost?"),
        (MINERS, "who reached them?", "who reached the five Lindow miners?"),
        (MINERS, "what did they drink?", "what did the five Lindow miners drink?"),
        (LORRIES, "who made them?", "who made the new lorries?"),
        (
            ["How many computers were stolen?", "Nine. Nine were stolen."],
            "what did they cost?",
            "what did the computers that were stolen cost?",
        ),
        (
            ["How many restaurants were closed?", "Nine. Nine were closed."],
            "where are they?",
            "where are the restaurants that were closed?",
        ),
        (
            ["How many refugees were moved?", "Nine. Nine were moved."],
            "what did they say?",
            "what did the refugees who were moved say?",
        ),
        (
            ["How many of Heron's valves were cracked?", "Two."],
            "who made them?",
            "who made Heron's valves?",
        ),
        (
            FLED,
            "how many of them are back?",
            "how many of the people who had to leave their homes in Lindow are back?",
        ),
        (
            ["How many Orley workers in Lindow voted?", "520."],
            "when do they go back?",
            "when do the Orley workers go back?",
        ),
        (["How many homes were flooded?", "Nine."], "when can they go back?", "when can they go back?"),
        (SEATS, "what do they want?", "what do the Green Party want?"),
        (SEATS, "who leads them?", "who leads the Green Party?"),
        (["How long will the strike last?", "A day."], "what do they want?", "what do they want?"),
        (
            [
                "Who mended the clock?",
                "Ann Lee and Tom Pike. Ann Lee and Tom Pike did.",
                "how long did it take Ann Lee and Tom Pike?",
                "A year. It took a year.",
            ],
            "what were they paid?",
            "what were Ann Lee and Tom Pike paid?",
        ),
        (["Who won the Orley Cup?", "Orley Ravens."], "who is their coach?", "who is Orley Ravens' coach?"),
        (
            ["When did Ann and Ruth Lee vanish?", "In May. Ann Lee, 9, vanished in May."],
            "who is their mother?",
            "who is Ann and Ruth Lee's mother?",
        ),
        (
            ["What did the drivers say about Ann Lee and Tom Pike?", "No. They said no."],
            "what do they want?",
            "what do the drivers want?",
        ),
        (
            ["Is Ann Lee a vet?", "Yes. Ann Lee, 52, is a vet at Orley Mill."],
            "when were they married?",
            "when were they married?",
        ),
    ],
    ids=[
        "what is counted",
        "people of a place",
        "people of a place who act",
        "what is counted, of a place",
        "computers are no people",
        "restaurants are no people",
        "refugees are people",
        "what is counted of somebody's",
        "those who did what was asked",
        "workers of a firm",
        "homes do not go back",
        "a party, not its seats",
        "who leads a party",
        "a strike wants nothing",
        "several who were told before",
        "a team, not a cup",
        "two sisters",
        "not two who are spoken of",
        "nobody alone",
    ],
)
def test_they_are_several(history: list[str], question: str, standalone: str) -> None:
    assert standalone_question(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "standalone"),
    [
        (
            [
                "Where did Ann Lee study?",
                "Orley in 1955. After a degree in Lindow she went to Orley in 1955.",
            ],
            "who did Ann Lee meet in Orley?",
        ),
        (
            [
                "Where did Ann Lee study?",
                "Orley in 1955. After a degree in Lindow she went to Orley.",
                "When did Ann Lee work in Saltby?",
                "1960. In 1960.",
            ],
            "who did Ann Lee meet in Saltby?",
        ),
    ],
    ids=["the place that was asked for", "a place asked about since"],
)
def test_there_is_where_it_was_told_to_be(history: list[str], standalone: str) -> None:
    assert standalone_question("who did she meet there?", history) == standalone


def test_one_gets_to_a_place() -> None:
    history = ["Where does Ann Lee live?", "In Orley. Ann Lee lives in Orley."]
    assert standalone_question("how do I get there?", history) == "how do I get to Orley?"


@pytest.mark.parametrize("question", ["tell me more", "Any more details?", "more", "ok, anything else?"])
def test_more_is_asked_for_about_the_topic(question: str) -> None:
    history = ["When will the Kestrel Bridge open?", "On 3 May. It opens on 3 May."]
    assert standalone_question(question, history) == "Tell me more about the Kestrel Bridge"


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (
            [
                "Who ran Orley Mill?",
                "Curt Munson. Curt Munson ran it.",
                "when did Curt Munson retire?",
                "In May. Curt Munson retired in May.",
                "where does Curt Munson live?",
                "In Lindow. Curt Munson lives in Lindow.",
            ],
            "who's in charge now?",
            "who's in charge now for Orley Mill?",
        ),
        (
            ["What collapsed in Lindow?", "A house. A house in Lindow."],
            "how did the others get out?",
            "how did the others get out in Lindow?",
        ),
        (
            ["Who owns Orley Mill?", "Ann Lee. Ann Lee owns it."],
            "what did the union say?",
            "what did the union say?",
        ),
        (
            ["When will Orley Mill close?", "In May. It closes in May."],
            "how much will the state pay?",
            "how much will the state pay for Orley Mill?",
        ),
        (
            ["When was Orley Mill sold?", "In May. It was sold in May."],
            "how much did the one in 2009 cost?",
            "how much did the one in 2009 cost for Orley Mill?",
        ),
        (
            ["What happened on Orley?", "Fire. A fire spread in Orley."],
            "how many were hurt?",
            "how many were hurt in Orley?",
        ),
        (
            ["How much will Orley Mill cost?", "£9m. It will cost £9m."],
            "who said that?",
            "who said that about Orley Mill?",
        ),
        (
            ["Who runs Orley Mill?", "Ann Lee. Ann Lee runs it.", "When did Orley Mill shut?"],
            "what happened then?",
            "what happened then to Orley Mill?",
        ),
        (
            ["Who runs Orley Mill?", "Ann Lee. Ann Lee runs it.", "When did Orley Mill shut?"],
            "what happened after the fire?",
            "what happened after the fire?",
        ),
    ],
    ids=[
        "nobody is in charge of somebody",
        "in a place",
        "nobody says something for a mill",
        "somebody pays for a mill",
        "another one",
        "where it happened",
        "what was said about it",
        "what happened to it",
        "what happened after something else",
    ],
)
def test_a_question_that_leans_gets_a_fitting_topic(
    history: list[str], question: str, standalone: str
) -> None:
    assert standalone_question(question, history) == standalone
