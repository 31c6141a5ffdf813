"""Follow-ups in a conversation, where it is known what was asked and what was answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers import Answer, Citation, Sentence
from assistant.conversations import Conversation
from assistant.followups.rules import standalone_in
from indexes.articles import Article


def turn(question: str, *told: str, short: str | None = None) -> Answer:
    """A question with the sentences that answer it; with none it is left unanswered."""
    return Answer(
        question=question,
        searched_for=question,
        text=" ".join(told) or "The articles don't say.",
        short=short,
        abstained=not told,
        sentences=tuple(map(Sentence, told)),
    )


TRADERS = turn("Why did traders lose money?", "When the bridge closed in May, customers stayed away.")
DISMISSED = turn(
    "Who did the board dismiss?", "J. K. Harlow.", "It dismissed J. K. Harlow.", short="J. K. Harlow"
)
CLOSED = turn("When did the Kestrel Bridge close?", "On Monday.", short="On Monday")


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        ([TRADERS], "who?", "Who did traders lose money?"),
        ([TRADERS], "and in June?", "Why did traders lose money, in June?"),
        ([DISMISSED], "why?", "Why did the board dismiss (J. K. Harlow)?"),
        (
            [turn("Who speaks for Lindow?", "Dr. Omar Reyes is the deputy mayor of Lindow.")],
            "What did he say?",
            "What did Omar Reyes say?",
        ),
        ([CLOSED, turn("thanks")], "why?", "Why did the Kestrel Bridge close?"),
        ([CLOSED, turn("isn't the pier open")], "why?", "Why isn't the pier open"),
        (
            [turn("the Kestrel Bridge", "It closed on Monday.")],
            "and in June?",
            "the Kestrel Bridge, in June?",
        ),
        (
            [turn("How late is it?", "An hour.", "Another article differs (Ann Lee Post): It ends there.")],
            "how old is she?",
            "how old is she?",
        ),
    ],
    ids=[
        "an answer that opens like a question",
        "an answer that opens like a question, with something to swap",
        "a short answer with initials",
        "a title",
        "thanks are no question",
        "a question without its mark",
        "what was answered was asked",
        "what another article differs in is not gone on about",
    ],
)
def test_a_follow_up_goes_on_about_what_was_asked(
    turns: list[Answer], question: str, standalone: str
) -> None:
    conversation = Conversation()
    for answer in turns:
        conversation = conversation.add(answer)
    assert standalone_in(question, conversation) == standalone


TVEIT = "Maud Tveit runs Vantio, where Dag Eriksen led before. Tveit, 54, ran trains. “It is late,” she said."
THEFT = "Accountant jailed for theft. An accountant who stole has been jailed. Ann Lee defended him."


def cited(question: str, searched_for: str, article: str, told: str, short: str | None) -> Answer:
    """An answer that cites an article which has more to tell of those whom it names."""
    source = Article(id="a", version="1", title="A", text=article)
    quote = Citation(1, source, 0, len(told), told)
    return replace(turn(searched_for, told, short=short), question=question, citations=(quote,))


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        (
            [cited("Who runs Vantio?", "Who runs Vantio?", TVEIT, TVEIT[:56], "Maud Tveit")],
            "what did she do before?",
            "what did Maud Tveit do before?",
        ),
        (
            [cited("Who runs Vantio?", "Who runs Vantio?", TVEIT, TVEIT[:56], "Maud Tveit")],
            "what did he do before?",
            "what did Dag Eriksen do before?",
        ),
        (
            [cited("when does she work?", "when does Kim Lee work?", "", "At noon.", "At noon")],
            "what does he say?",
            "what does he say?",
        ),
        (
            [cited("when does she work?", "when does Kim Lee work?", "", "At noon.", "At noon")],
            "what does it cost?",
            "what does it cost for Kim Lee?",
        ),
        (
            [cited("Who was jailed?", "Who was jailed?", THEFT, THEFT[:28], "Accountant")],
            "who is his lawyer?",
            "who is the lawyer of the one who was jailed?",
        ),
    ],
    ids=["she", "he is somebody else", "who was called she", "she is no it", "a common noun is no name"],
)
def test_he_and_she_are_who_the_articles_call_so(turns: list[Answer], question: str, standalone: str) -> None:
    conversation = Conversation()
    for answer in turns:
        conversation = conversation.add(answer)
    assert standalone_in(question, conversation) == standalone
