"""Follow-ups are rewritten only where they lean on the conversation, and only from what was said."""

from __future__ import annotations

import pytest

from assistant.answers import Answer, Sentence, Verdict
from assistant.conversations import Conversation
from assistant.followups.model_rewriting import conversation_text, rewrite_with_model, stands_alone
from assistant.generative.language_model import Usage, build_language_model
from tests.scripted_llm import Scene, fails, says, serving, settings_for


def turn(question: str, text: str, verdict: Verdict = "supported") -> Answer:
    return Answer(
        question=question, searched_for=question, text=text, sentences=(Sentence(text, verdict=verdict),)
    )


TALK = Conversation().add(
    turn("Who leads Harrowford Council?", "Mara Ellwood has led Harrowford Council since 2019.")
)


def rewritten(question: str, *scenes: Scene, conversation: Conversation = TALK) -> tuple[str | None, int]:
    """The rewrite, and how many requests it took."""
    with serving(*scenes) as (base_url, script):
        llm = build_language_model(settings_for(base_url))
        assert llm is not None
        rewrite = rewrite_with_model(llm, question, conversation)
        return rewrite, len(script.requests)


@pytest.mark.parametrize(
    "reply",
    [
        "What did Mara Ellwood say in 2019?",
        "“What did Mara Ellwood say in 2019?”\n",
        "Standalone question: What did Mara Ellwood say in 2019?",
        "**What did Mara Ellwood say in 2019?**\n\nThis question names her.",
        "<think>She is Mara Ellwood.</think>\nWhat did Mara Ellwood say in 2019?",
    ],
)
def test_a_follow_up_is_completed_from_what_was_said(reply: str) -> None:
    assert rewritten("What did she say?", says(reply)) == ("What did Mara Ellwood say in 2019?", 1)


@pytest.mark.parametrize(
    "reply",
    [
        "What did Emmanuel Macron say?",
        "What did Mara Ellwood say in 2021?",
        "What did Mara Ellwood say about the 3 schools?",
        "Who leads Harrowford Council?",
        "Mara Ellwood said nothing.",
        "What did Mara Ellwood say" + " and say" * 60 + "?",
        "What did she say?",
        "I cannot answer that",
    ],
    ids=[
        "another name",
        "another year",
        "another number",
        "another question",
        "an answer",
        "out of proportion",
        "unchanged",
        "a refusal",
    ],
)
def test_a_rewrite_that_does_not_hold_is_discarded(reply: str) -> None:
    assert rewritten("What did she say?", says(reply)) == (None, 1)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the election in Spain?",
        "Which companies build batteries for electric buses and lorries?",
        "Why did Credit Suisse collapse?",
        "When did Norway hand in its application?",
        "Who led the team that landed the probe on the Moon?",
    ],
)
def test_a_question_that_stands_alone_asks_no_model(question: str) -> None:
    assert stands_alone(question)
    assert rewritten(question, says("x")) == (None, 0)


@pytest.mark.parametrize(
    "question", ["What did she say?", "Why?", "And in Paris?", "What about 2020?", "How tall?"]
)
def test_a_question_that_leans_on_the_conversation_does_not_stand_alone(question: str) -> None:
    assert not stands_alone(question)


def test_the_first_question_asks_no_model() -> None:
    assert rewritten("Why?", says("x"), conversation=Conversation()) == (None, 0)


def test_a_model_that_fails_gives_no_rewrite() -> None:
    assert rewritten("What did she say?", fails(500)) == (None, 1)


def test_only_supported_sentences_are_told_to_the_model() -> None:
    talk = TALK.add(turn("Where does she live?", "She lives on the Moon.", "not found"))
    told = conversation_text(talk)
    assert "Mara Ellwood has led" in told
    assert "Moon" not in told
    assert told.endswith("Question: Where does she live?\nAnswer: none")


def test_the_cost_of_a_rewrite_can_be_counted() -> None:
    usage = Usage()
    with serving(says("What did Mara Ellwood say?")) as (base_url, _):
        llm = build_language_model(settings_for(base_url))
        assert llm is not None
        rewrite_with_model(llm, "What did she say?", TALK, usage=usage)
    assert usage.requests == 1
    assert usage.prompt_tokens == 100
