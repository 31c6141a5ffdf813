"""Mistyped words are read as those that were meant; a name that no article has is never taken for another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant, Conversation
from assistant.__main__ import main
from assistant.spelling import Spelling
from assistant.wording.similar_names import with_similar_name
from assistant.wording.typing_slips import one_slip_from
from indexes import ArticleIndex
from models import Encoder
from tests.conftest import ROOT
from tests.fake_embedder import WordCountEmbedder

SAMPLES = ("harbour-master-fraud-verdict", "kestrel-bridge-closed", "lowmere-flood-evacuation")


@pytest.fixture(scope="module")
def spelling() -> Iterator[Spelling]:
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        index.add(ROOT / "articles")
        yield Spelling(index, Encoder.load())


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with ArticleIndex.in_memory() as index:
        index.add([ROOT / "articles" / f"{name}.md" for name in SAMPLES])
        yield Assistant(index=index)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("mcuh", "much"), ("flod", "flood"), ("lattest", "latest"), ("gokd", "gold"), ("seperate", "separate"),
     ("tghe", "the"), ("didnt", "didn't")],
    ids=["swapped", "left out", "doubled", "key beside", "sounds alike", "key beside as well", "apostrophe"],
)  # fmt: skip
def test_one_slip_makes_a_word_of_another(typed: str, meant: str) -> None:
    assert meant in one_slip_from(typed)


@pytest.mark.parametrize(
    ("typed", "meant"), [("vorder", "order"), ("wich", "with"), ("latset", "late"), ("latest", "latest")]
)
def test_what_takes_another_slip_is_not_thought_of(typed: str, meant: str) -> None:
    assert meant not in one_slip_from(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what is the latset on the bridge", "what is the latest on the bridge"),
        ("Wich articles mention aldermoor", "Which articles mention aldermoor"),
        ("which articls mention it", "which articles mention it"),
        ("summarise the flod", "summarise the flood"),
        ("when did notre dame reopn?", "when did notre dame reopen?"),
        ("waht hapened in Februray", "what happened in Februray"),
        ("how many schol buses cross the brige", "how many school buses cross the bridge"),
        ("whos the harbour master", "who's the harbour master"),
        ("why didnt the council repair it?", "why didn't the council repair it?"),
        ("who compozed it", "who composed it"),
    ],
    ids=[
        "of question forms",
        "opens the question",
        "of the stem of another",
        "of the articles",
        "in another form there",
        "several, but no name",
        "two of the articles",
        "who is",
        "did not",
        "common, in no article",
    ],
)
def test_a_word_that_is_none_is_read_as_the_one_that_was_meant(
    spelling: Spelling, typed: str, meant: str
) -> None:
    assert spelling.corrected(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "what is the latest on the bridge",
        "summarize the colour programme of the organisation",
        "which math do they teach in the theater of the neighborhood",
        "who is Wich?",
        "who is rufus pel",
        "where is aldermor",
        "what does “latset” mean",
        "mail latset@bridge.example about latset.html, latset2 and re-latset",
        "is vose or adn clear",
        "quand la cathédrale a-t-elle rouvert?",
        "wann wird die Brücke wieder geöffnet?",
        "how much is wich wich wich wich wich wich wich wich wich",
    ],
    ids=[
        "no slip",
        "British",
        "American",
        "a capital",
        "two words of a name",
        "a place",
        "quoted",
        "addresses and compounds",
        "unclear and short",
        "French",
        "German",
        "too many",
    ],
)
def test_what_may_be_meant_as_it_stands_is_left(spelling: Spelling, question: str) -> None:
    assert spelling.corrected(question) == question


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("who is Rufus Bell?", "who is Rufus Pell?"),
        ("who is rufus pel", "who is Rufus Pell"),
        ("what is Rufus Pelle's job?", "what is Rufus Pell's job?"),
        ("tell me about stoltenburg", "tell me about Stoltenberg"),
        ("who is Rufus Pell?", None),
        ("what did rufus sell?", None),
        ("who is Anna Bell?", None),
        ("who is Felt?", None),
    ],
    ids=[
        "word beside",
        "lower case",
        "owner",
        "alone",
        "the same",
        "ordinary word",
        "two differ",
        "a word alone",
    ],
)
def test_a_name_of_the_texts_is_offered_for_one_much_like_it(question: str, meant: str | None) -> None:
    texts = ["The court heard Rufus Pell and Jens Stoltenberg.", "It felt long to Rufus Pell."]
    known = {"felt", "bell", "sell", "tell"}
    offered = with_similar_name(question, texts, is_word=lambda word: word.lower() in known)
    assert offered == meant


def test_a_mistyped_question_is_answered_as_the_right_one_and_shows_what_was_searched_for(
    assistant: Assistant,
) -> None:
    right = assistant.ask("how many vehicles use the bridge on an ordinary weekday?")
    mistyped = assistant.ask("how mnay vehciles use the brige on an ordinary weekday?")
    assert right.short is not None
    assert (mistyped.text, mistyped.short) == (right.text, right.short)
    assert mistyped.question == "how mnay vehciles use the brige on an ordinary weekday?"
    assert mistyped.searched_for == right.searched_for


@pytest.mark.parametrize(
    ("typed", "right"),
    [("how many artciles are there", "how many articles are there"), ("waht's new", "what's new")],
    ids=["number of articles", "newest articles"],
)
def test_a_mistyped_question_about_all_articles_is_understood(
    assistant: Assistant, typed: str, right: str
) -> None:
    told = assistant.ask(typed)
    assert told.text == assistant.ask(right).text
    assert (told.question, told.searched_for) == (typed, right)


def test_a_mistyped_follow_up_is_written_out(assistant: Assistant) -> None:
    talk = Conversation().add(assistant.ask("When was the Kestrel Bridge closed?"))
    assert assistant.ask("wher is it?", talk).searched_for == assistant.ask("where is it?", talk).searched_for


def test_a_question_may_be_read_as_it_was_typed(assistant: Assistant) -> None:
    typed = "how many artciles are there"
    assert assistant.ask(typed, as_typed=True).searched_for == typed


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("who is Rufus Bell?", "who is Rufus Pell?"),
        ("which articles mention Harowford?", "which articles mention Harrowford?"),
        ("who is Ada Lovelace?", None),
    ],
    ids=["person", "place", "nobody like it"],
)
def test_an_abstention_offers_the_question_about_a_name_that_the_articles_have(
    assistant: Assistant, question: str, meant: str | None
) -> None:
    told = assistant.ask(question)
    assert told.abstained
    assert told.did_you_mean == meant
    assert told.to_dict()["did_you_mean"] == meant
    assert ("Did you mean" in told.to_markdown()) == (meant is not None)


def test_the_command_line_prints_what_may_have_been_meant(capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(ROOT / "articles" / f"{name}.md") for name in SAMPLES]
    assert main(["who is Rufus Bell?", "--articles", *paths]) == 3
    assert "Did you mean: who is Rufus Pell?" in capsys.readouterr().out
