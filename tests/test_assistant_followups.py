"""Follow-ups made to stand alone: the rules one by one, and their effect on public conversations."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from assistant.followups.rules import standalone_question

ZELENSKY = ["Why is Zelensky in Brussels?", "He came for talks with NATO's defence ministers."]
MEETING = ["Who did Zelensky meet in Brussels?", "Stoltenberg."]


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (ZELENSKY, "What did he tell France 2?", "What did Zelensky tell France 2?"),
        (ZELENSKY, "What are his plans?", "What are Zelensky's plans?"),
        (ZELENSKY, "Who else is there?", "Who else is in Brussels?"),
        (MEETING, "and Austin?", "Who did Austin meet in Brussels?"),
        (MEETING, "what about Paris?", "Who did Zelensky meet in Paris?"),
        (["When did Ann Lee visit in Paris?", "In May."], "And in Oslo?", "When did Ann Lee visit in Oslo?"),
        (["When did Zelensky arrive?", "On Monday."], "why?", "Why did Zelensky arrive?"),
        (
            ["How many people died in the Varna port fire?", "Seven."],
            "when did it happen?",
            "When did the Varna port fire happen?",
        ),
        (["When: how many people fell ill?", "In May."], "and why?", "Why: how many people fell ill?"),
        (["When did the strike begin?", "In May."], "and when did it end?", "and when did the strike end?"),
        (
            ["Why did the Kestrel Bridge close?", "Cracks."],
            "when was that?",
            "When did the Kestrel Bridge close?",
        ),
        (
            ["who won the marathon in Saltby?"],
            "how old is she?",
            "how old is the one who won the marathon in Saltby?",
        ),
        (
            ["who won the marathon in Saltby?"],
            "what was her time?",
            "what was the time of the one who won the marathon in Saltby?",
        ),
        (["Who is the mayor of Lindow?"], "how old is he?", "how old is the mayor of Lindow?"),
        (
            ["how much does the Brannock tram cost?", "£392 million."],
            "how much was it before?",
            "how much did the Brannock tram cost before?",
        ),
        (
            ["how big is the Kestrel Bridge?", "90 metres."],
            "when was it built?",
            "when was the Kestrel Bridge built?",
        ),
        (
            ["who is on trial at Dunmere Crown Court?"],
            "how old is he?",
            "how old is the one who is on trial at Dunmere Crown Court?",
        ),
        (
            ["how many people were on the ferry?", "212."],
            "what went wrong?",
            "what went wrong with the ferry?",
        ),
        (["What did Vantio do?", "It closed."], "why?", "Why did Vantio do that?"),
        (
            ["who came second in the Wrenfield by-election?", "Piers Gatling."],
            "and the winner's vote?",
            "What about the winner's vote in the Wrenfield by-election?",
        ),
        (
            ["tell me about the lynx", "Then Juniper was gone."],
            "who is against it?",
            "who is against the lynx?",
        ),
        (
            ["Why did the bank fail?", "Clients of Lindow Mutual left."],
            "who took it over?",
            "who took the bank over?",
        ),
        (["Who is the mayor of Lindow?", "Ann Lee."], "how old is she?", "how old is Ann Lee?"),
        (["How many people were evacuated?", "520."], "why?", "Why were people evacuated?"),
        (
            ["How many people were evacuated?", "520."],
            "when can they go home?",
            "when can the people who were evacuated go home?",
        ),
        (["What is the heat pump grant?"], "how much is it?", "how much is the heat pump grant?"),
        (
            ["When did Notre-Dame reopen?", "On Saturday."],
            "how long was it closed?",
            "how long was Notre-Dame closed?",
        ),
        (["who won the prize in 2024?"], "what for?", "Why: who won the prize in 2024?"),
        (
            ["Did the women's team win?", "Yes. They won 3-1."],
            "what about the men?",
            "Did the men's team win?",
        ),
        (["Who won the men's race?", "Ann Lee."], "and the women's?", "Who won the women's race?"),
        (
            ["How much did Agrolind make in 2023?", "£4m."],
            "and the year before?",
            "How much did Agrolind make in 2022?",
        ),
        (
            ["How much did Agrolind make in 2023?", "£4m."],
            "what about the next year?",
            "How much did Agrolind make in 2024?",
        ),
        (
            ["Is the bridge open?", "No. The bridge stays closed."],
            "until when?",
            "Until when is the bridge open?",
        ),
        (
            ["Who won the race?", "Ann Lee. Ann Lee won."],
            "in what time?",
            "In what time Ann Lee won the race?",
        ),
        (["By how much did profits rise?", "6 per cent."], "in what year?", "In what year did profits rise?"),
        (
            ["Who is the mayor of Lindow?", "Ann Lee. Mayor Ann Lee spoke."],
            "and her predecessor?",
            "Who is Ann Lee's predecessor?",
        ),
        (
            ["When does the ferry in Lindow run?", "Daily."],
            "who runs it?",
            "who runs the ferry in Lindow?",
        ),
        (["Who came second in the race?", "Ann Lee."], "and third?", "Who came third in the race?"),
        (
            ["What did Ann Lee say about the tram?", "It is late."],
            "what did the unions say?",
            "what did the unions say about the tram?",
        ),
        (
            ["What did Ann Lee say about the tram?", "It is late."],
            "and what does Labour think?",
            "and what does Labour think about the tram?",
        ),
        (
            ["How many people died in Paris in 2020?", "Seven."],
            "and in 2019?",
            "How many people died in Paris in 2019?",
        ),
        (
            ["How many people died in 2020?", "Seven."],
            "and in Oslo?",
            "How many people died in 2020, in Oslo?",
        ),
        (["Why did the bridge close?", "Cracks."], "WHEN DID IT OPEN?", "WHEN DID the bridge OPEN?"),
        (
            ["Why did the Orwell Bridge close?", "Cracks."],
            "what about the Kestrel Bridge?",
            "Why did the Kestrel Bridge close?",
        ),
        (
            ["Why did the bridge close?", "Cracks."],
            "what about the Kestrel Bridge?",
            "Why did the Kestrel Bridge close?",
        ),
    ],
    ids=[
        "he",
        "his",
        "there",
        "and a person",
        "what about a place",
        "and in a place",
        "why",
        "when did what many died in happen",
        "why, of a question asked shortly",
        "when did it end, not begin",
        "when was that",
        "she, whoever that is",
        "hers, whoever that is",
        "he, by his office",
        "what it was before, not the thing",
        "it has a name",
        "he, by where he is",
        "what went wrong with what was asked about",
        "why, of what was done",
        "and what somebody owns",
        "it is what was asked about, not a name that was told",
        "it is what was asked about, not a part of a name",
        "she, who was told",
        "why, of a number",
        "they are the people asked about",
        "it with how much",
        "it is no verb",
        "what for",
        "what about the owner of a thing",
        "and another owner",
        "the year before",
        "the year after",
        "until when",
        "in what time",
        "in what year, not by how much",
        "and somebody of hers",
        "it is a thing in a place, not the place",
        "and another rank",
        "what others say",
        "and what somebody else says",
        "another year, not for a place",
        "a place, not for a year",
        "it, all in capitals",
        "a name for a name with an article",
        "a name for what has none",
    ],
)
def test_a_follow_up_takes_what_it_needs_from_the_conversation(
    history: list[str], question: str, standalone: str
) -> None:
    if "Paris" in question:
        history = [*history, "He flew in from Paris."]
    assert standalone_question(question, history) == standalone


@pytest.mark.parametrize(
    "question",
    [
        "Who is the president of France?",
        "When was NATO founded?",
        "What did Biden say about his trip?",
        "Is it true that Sweden joined NATO?",
        "what is inflation?",
        "How many people were killed in the storm?",
        "when did the old lighthouse close?",
        "thanks",
        "Biden said he would go; is that so?",
        "How many jobs did the IT firm cut?",
        "why was the do-it-yourself shop in Lindow closed?",
        "Where is the street that is called Nähe?",
        "What is the meaning of the new law?",
    ],
)
def test_a_standalone_question_is_left_alone(question: str) -> None:
    assert standalone_question(question, ZELENSKY) == question


HUSBAND = ["Who was Margery Lume's husband?", "Conrad Pell. In 1966 she married Conrad Pell, an engineer."]
MET = [
    "Who did Zelensky meet in Brussels?",
    "Charles Michel, Roberta Metsola and Ursula von der Leyen. He met them on Thursday.",
]
STRIKE = ["When did the current strike at St Ebba's start?", "Tuesday. It began on Tuesday."]
KNOCKED_DOWN = [
    "Who was knocked down on Saltgate Road?",
    "a cyclist. Police are looking for the driver of a car that knocked down a cyclist.",
]


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (HUSBAND, "What was his job?", "What was Conrad Pell's job?"),
        (HUSBAND, "when was she born?", "when was Margery Lume born?"),
        (["Who is Carrow's partner?", "Neil Tansley."], "what did he get?", "what did Neil Tansley get?"),
        (
            ["Who is Carrow's partner?", "An old friend."],
            "what did he get?",
            "what did Carrow's partner get?",
        ),
        (
            MET,
            "what did they say?",
            "what did Charles Michel, Roberta Metsola and Ursula von der Leyen say?",
        ),
        (MET, "who received him?", "who received Zelensky?"),
        (STRIKE, "how long is it?", "how long is the current strike at St Ebba's?"),
        (KNOCKED_DOWN, "who found him?", "who found the one who was knocked down on Saltgate Road?"),
        (["Who is Ahmed?", "A nurse. Ahmed is a nurse."], "where is he?", "where is Ahmed?"),
        (
            ["Did the police find the driver?", "Police found him in Hull."],
            "who is he?",
            "who is the driver?",
        ),
    ],
    ids=[
        "a husband",
        "his wife",
        "a partner",
        "a partner without a name",
        "several people",
        "one person beside them",
        "a thing at a place",
        "nobody with a name",
        "a name that ends like a verb",
        "not the police",
    ],
)
def test_a_pronoun_goes_on_about_who_was_told(history: list[str], question: str, standalone: str) -> None:
    assert standalone_question(question, history) == standalone


SKIPPER = ["When is the skipper of the Lindow Lass sentenced?", "April 9. It said so in Hull."]
DAUGHTER = ["What does the Pells' daughter do?", "Teaching. Their daughter, Ruth Pell, is a teacher."]
VOTES = ["How many votes did Ann Lee get?", "900.", "How many votes did Tierney get?", "700."]
COACH = ["Who coaches Bergvik?", "Nils Holm.", "Since when does Nils Holm coach Bergvik?", "2021."]
WIFE = ["How old is Ivan Tane?", "27.", "What about Ivan Tane's wife?", "She plays netball."]


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (SKIPPER, "what could he get?", "what could the skipper of the Lindow Lass get?"),
        (["What did the mayor of Lindow say?"], "why did she?", "why did the mayor of Lindow?"),
        (DAUGHTER, "where does she live?", "where does Ruth Pell live?"),
        (VOTES, "what will he do now?", "what will Tierney do now?"),
        (["Who is Derek Pell?", "A vet."], "what did they tell him?", "what did they tell Derek Pell?"),
        (COACH, "who did he replace?", "who did Nils Holm replace?"),
        (WIFE, "where is she going?", "where is Ivan Tane's wife going?"),
        (WIFE, "where is he going?", "where is Ivan Tane going?"),
        (
            ["Who won the Lume Prize?", "Ann Lee.", "How much is the Lume Prize?", "£900."],
            "how old is she?",
            "how old is Ann Lee?",
        ),
        (
            ["Why was flight 318 delayed?", "A drunk passenger. A drunk passenger delayed it to Malta."],
            "what happened to him?",
            "what happened to the drunk passenger?",
        ),
        (
            ["Who stabbed the teacher?", "A pupil.", "Why did the one who stabbed the teacher run?", "Fear."],
            "where is he?",
            "where is the one who stabbed the teacher?",
        ),
    ],
    ids=[
        "no date and no ship",
        "a mayor, not the town",
        "a daughter, whom the answer names",
        "who was asked about instead",
        "him whom they told something",
        "who was told, not the team",
        "a wife",
        "a husband",
        "the name of who was asked for before",
        "somebody without a name",
        "who did it, not the victim",
    ],
)
def test_a_person_is_who_was_spoken_of_last(history: list[str], question: str, standalone: str) -> None:
    assert standalone_question(question, history) == standalone


BLAST = ["How many died in the blast at the Corvin works?", "14. Fourteen died."]
METRO = ["When does the new metro line in Lindow open?", "12 May. It opens on 12 May."]
SPOON = ["What did the vet find in the dog's stomach?", "A spoon. The vet, Maria Costa, found a spoon."]
HEADMASTER = ["When was the school in Lindow built?", "1896.", "Who was the first headmaster?", "Edwin Carr."]
THIEVES = ["What did the thieves take in the raid in Lindow?", "watches. They took watches in Lindow."]


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (BLAST, "what caused it?", "what caused the blast at the Corvin works?"),
        (BLAST, "who owns it?", "who owns the Corvin works?"),
        (BLAST, "how many were hurt?", "how many were hurt in the blast at the Corvin works?"),
        (METRO, "how many stations?", "how many stations for the new metro line in Lindow?"),
        (METRO, "what did it cost?", "what did the new metro line in Lindow cost?"),
        (SPOON, "how did it get there?", "how did the spoon get there?"),
        (
            ["What did Ann Lee announce?", "A ban on diesel cars."],
            "when does it start?",
            "when does the ban on diesel cars start?",
        ),
        (HEADMASTER, "how many pupils does it have?", "how many pupils does the school in Lindow have?"),
        (THIEVES, "what were they worth?", "what were the watches worth?"),
        (["Where was the painting found?", "In Ghent."], "what is it worth?", "what is the painting worth?"),
    ],
    ids=[
        "what happened at a place",
        "who owns a place, not what happened",
        "how many more in what happened",
        "more of a thing in a place",
        "a thing in a place",
        "what was found",
        "what was announced",
        "no headmaster",
        "several things that were taken",
        "what was found, without the verb",
    ],
)
def test_a_thing_is_what_was_asked_about_or_told_of(
    history: list[str], question: str, standalone: str
) -> None:
    assert standalone_question(question, history) == standalone


HUSBANDS = ["Who was Ann Lee's first husband?", "Roy Pell."]
PLANT = ["When was the Kestrel Lark plant last inspected?", "In May."]


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (HUSBANDS, "and the second?", "Who was Ann Lee's second husband?"),
        (["What was Ann Lee's first film?", "Salt."], "and her second?", "What was Ann Lee's second film?"),
        (
            ["How many prisoners will the Lindow government free?", "212."],
            "and the rebels?",
            "How many prisoners will the rebels free?",
        ),
        (
            ["Who is Ann Lee angry with?", "The ferry company."],
            "why?",
            "Why is Ann Lee angry with the ferry company?",
        ),
        (["Who will miss the final?", "Roy Pell."], "why?", "Why will Roy Pell miss the final?"),
        (PLANT, "how many workers?", "how many workers for the Kestrel Lark plant?"),
        (PLANT, "how many people work there?", "how many people work in the Kestrel Lark plant?"),
        (["What is made at Orley's factory in Hull?"], "who works there?", "who works in Orley's factory?"),
        (["When did the zoo open?", "In May."], "what about when it shuts?", "when the zoo shuts?"),
        (["Who is Ann Lee?", "A vet."], "Weren't there any others?", "Weren't there any others for Ann Lee?"),
    ],
    ids=[
        "the second of somebody's",
        "her second",
        "somebody else than a body with a name",
        "why, of whom it is about",
        "why will somebody",
        "a plant with a long name",
        "at a plant",
        "at somebody's factory",
        "what about a question",
        "no place",
    ],
)
def test_what_a_follow_up_leaves_out_is_written_out(
    history: list[str], question: str, standalone: str
) -> None:
    assert standalone_question(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (
            ["Why did Vantio cut pay?", "Costs. Costs rose, Vantio's chief executive said."],
            "what does the company make?",
            "what does Vantio make?",
        ),
        (
            ["Who runs Orley's?", "Ann Lee. Ann Lee runs the grocery chain Orley's."],
            "what is the chain's turnover?",
            "what is Orley's turnover?",
        ),
        (
            ["What is MV-9?", "A vaccine. MV-9 is a vaccine of the maker Vantio."],
            "what does the company say?",
            "what does the company say?",
        ),
        (
            ["Who bought Vantio?", "Orley. Orley bought the maker Vantio."],
            "where is the company from?",
            "where is the company from?",
        ),
    ],
    ids=["one that has a chief executive", "a chain", "no company", "who was told to do as companies do"],
)
def test_the_company_is_the_one_asked_about(history: list[str], question: str, standalone: str) -> None:
    assert standalone_question(question, history) == standalone


RESIGNED = ["Who resigned from Harrowford Council?", "Ann Lee. Ann Lee resigned on Monday."]


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        ("Thanks. Why did she resign?", "Thanks. Why did Ann Lee resign?"),
        ("Explain why she resigned.", "Explain why Ann Lee resigned."),
        ("I'd like to know why she resigned", "I'd like to know why Ann Lee resigned"),
        ("I’ve heard that she resigned, why?", "I’ve heard that Ann Lee resigned, why?"),
    ],
)
def test_a_capital_at_the_start_makes_no_name(question: str, standalone: str) -> None:
    assert standalone_question(question, RESIGNED) == standalone


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        ("I mean the Kestrel Bridge", "Why did the Kestrel Bridge close?"),
        ("No, sorry, I meant the Kestrel Bridge.", "Why did the Kestrel Bridge close?"),
        ("why? I mean the Kestrel Bridge", "Why did the Kestrel Bridge close?"),
        ("when did it open, I mean the Kestrel Bridge?", "when did the Kestrel Bridge open?"),
        ("when did they sack him, I mean Tom Lee?", "when did they sack Tom Lee?"),
        ("what was her reason, I mean Ann Lee?", "what was Ann Lee's reason?"),
        ("when did they meet her, I mean Ann Lee?", "when did they meet Ann Lee?"),
        ("when did it open, meaning the Kestrel Bridge?", "when did the Kestrel Bridge open?"),
        ("Who died in Paris, I mean Oslo?", "Who died in Oslo?"),
        ("I mean why did it close?", "I mean why did the bridge close?"),
    ],
)
def test_what_is_meant_is_asked_about(question: str, standalone: str) -> None:
    assert standalone_question(question, ["Why did the bridge close?", "Cracks."]) == standalone


def test_without_history_every_question_is_left_alone() -> None:
    assert standalone_question("What did he say?", []) == "What did he say?"


def test_two_pronouns_are_not_given_one_name() -> None:
    assert (
        standalone_question("will they keep it?", ["Who runs the ferry?", "Harrowford Council."]).count(
            "Harrowford"
        )
        <= 1
    )


def _token_f1(one: str, other: str) -> float:
    first, second = (re.findall(r"\w+", text.lower().replace("'s", " 's")) for text in (one, other))
    shared = sum((Counter(first) & Counter(second)).values())
    return 2 * shared / (len(first) + len(second)) if shared else 0.0


def test_nobody_asks_when_the_police_happened() -> None:
    said = ["How many were killed by the police?", "Two."]
    assert "police happen" not in standalone_question("when was that?", said)


@pytest.mark.parametrize("name", ["canard_dev", "cast2020"])
def test_the_rules_beat_the_bare_question_and_the_whole_history(shared_data: Path, name: str) -> None:
    with gzip.open(shared_data / "conversation" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    totals = Counter[str]()
    for row in rows:
        history, question, rewrite = row["history"], row["question"], row["rewrite"]
        totals["rules"] += _token_f1(standalone_question(question, history), rewrite)
        totals["bare"] += _token_f1(question, rewrite)
        totals["history"] += _token_f1(" ".join([*history, question]), rewrite)
    assert totals["rules"] > totals["bare"] > totals["history"]
