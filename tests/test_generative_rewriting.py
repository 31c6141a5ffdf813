"""Follow-ups are rewritten only where they lean on the conversation, and only from what was said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant import Assistant
from assistant.answers import Answer, Sentence, Verdict
from assistant.conversations import Conversation
from assistant.followups.model_rewriting import conversation_text, rewrite_with_model, stands_alone
from assistant.generative.language_model import Usage, build_language_model
from assistant.generative.writer import GenerativeWriter
from assistant.keyless.writer import ExtractiveWriter
from eval.model_servers.scripted import Scene, fails, says, serving, settings_for
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from models import Encoder
from tests.generative_fakes import TermJudge


def turn(question: str, text: str, verdict: Verdict = "supported") -> Answer:
    return Answer(
        question=question, searched_for=question, text=text, sentences=(Sentence(text, verdict=verdict),)
    )


TALK = Conversation().add(
    turn("Who leads Harrowford Council?", "Mara Ellwood has led Harrowford Council since 2019.")
)


@contextmanager
def opened(base_url: str) -> Iterator[Assistant]:
    """An assistant over one article that the scripted model writes for."""
    llm = build_language_model(settings_for(base_url))
    assert llm is not None
    encoder = Encoder.load()
    writer = GenerativeWriter(llm, judge=TermJudge(), fallback=ExtractiveWriter(encoder))
    with ArticleIndex.in_memory() as index:
        index.add_articles(
            [Article.create(id="ferry", title="Ferry", text="Mara Ellwood said that the ferry stays.")]
        )
        yield Assistant(settings_for(base_url), index=index, writer=writer, encoder=encoder)


def rewritten(question: str, *scenes: Scene, conversation: Conversation = TALK) -> tuple[str | None, int]:
    """The rewrite, and how many requests it took."""
    with serving(*scenes) as (base_url, script):
        llm = build_language_model(settings_for(base_url))
        assert llm is not None
        rewrite = rewrite_with_model(llm, question, conversation, Usage())
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
    assert rewritten(question, says("x")) == (question, 0)


@pytest.mark.parametrize(
    "question", ["What did she say?", "Why?", "And in Paris?", "What about 2020?", "How tall?"]
)
def test_a_question_that_leans_on_the_conversation_does_not_stand_alone(question: str) -> None:
    assert not stands_alone(question)


def test_a_question_that_the_model_finds_to_stand_alone_is_left_alone() -> None:
    assert not stands_alone("why do cats purr?")
    assert rewritten("why do cats purr?", says("Why do cats purr?")) == ("why do cats purr?", 1)


def test_the_first_question_asks_no_model() -> None:
    assert rewritten("Why?", says("x"), conversation=Conversation()) == ("Why?", 0)


def test_a_model_that_fails_gives_no_rewrite() -> None:
    assert rewritten("What did she say?", fails(500)) == (None, 1)


def test_only_supported_sentences_are_told_to_the_model() -> None:
    talk = TALK.add(turn("Where does she live?", "She lives on the Moon.", "not found"))
    told = conversation_text(talk)
    assert "Mara Ellwood has led" in told
    assert "Moon" not in told
    assert told.endswith("Question: Where does she live?\nAnswer: none")


@pytest.mark.parametrize(
    ("question", "reply", "searched_for"),
    [
        ("why do they purr?", "no", "why do Harrowford Council purr?"),
        ("why do cats purr?", "why do cats purr?", "why do cats purr?"),
    ],
    ids=["what the model could not complete", "what the model finds to stand alone"],
)
def test_the_rules_complete_only_what_the_model_could_not(
    question: str, reply: str, searched_for: str
) -> None:
    with serving(says(reply)) as (base_url, _), opened(base_url) as assistant:
        assert assistant.ask(question, TALK).searched_for == searched_for


def test_the_cost_of_a_rewrite_is_part_of_the_cost_of_the_answer() -> None:
    written = says("Mara Ellwood said that the ferry stays [1].")
    with serving(says("What did Mara Ellwood say?"), written) as (base_url, _), opened(base_url) as assistant:
        followed = assistant.ask("What did she say?", TALK)
    assert followed.searched_for == "What did Mara Ellwood say?"
    assert followed.usage["requests"] == 2
    assert followed.usage["prompt_tokens"] == 200
    assert followed.usage["total_tokens"] == 240
