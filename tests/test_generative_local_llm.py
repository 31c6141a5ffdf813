"""A real language model on this machine: whatever it makes up, a reader is never shown it as supported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.followups.model_rewriting import rewrite_with_model
from assistant.generative.language_model import Usage, build_language_model, reply
from assistant.generative.writer import GenerativeWriter
from assistant.judging.judge import EmbeddedJudge
from assistant.keyless.writer import ExtractiveWriter
from assistant.settings import Settings
from assistant.writing import AnswerProgress, WritingTask
from eval.model_servers.scripted import settings_for
from indexes.searching import FoundPassage
from models import Encoder
from prompts import FilledPrompt
from tests.generative_fakes import found
from tests.test_generative_rewriting import TALK

if TYPE_CHECKING:
    from eval.model_servers.local import LocalModel

pytest_plugins = ("tests.local_llm",)
pytestmark = pytest.mark.llm

BRIDGE = found(
    "The only road bridge in Harrowford was closed to all traffic on Tuesday morning, hours after inspectors "
    "discovered cracks in two of the steel hangers. The council said the bridge would stay shut until June.",
    title="Kestrel Bridge shut",
    published="2024-02-06",
)
FERRY = found("The ferry across the Ambel has doubled its sailings.", id="ferry", title="More ferries")


def settings(model: LocalModel, **values: object) -> Settings:
    return settings_for(
        model.base_url, model=model.model, context_window=model.context_window, timeout_seconds=120, **values
    )


def write(
    model: LocalModel, passages: tuple[FoundPassage, ...], question: str
) -> list[AnswerProgress | Answer]:
    llm = build_language_model(settings(model, max_answer_tokens=60))
    assert llm is not None
    encoder = Encoder.load()
    writer = GenerativeWriter(
        llm,
        judge=EmbeddedJudge(encoder),
        fallback=ExtractiveWriter(encoder),
        context_window=model.context_window,
        max_answer_tokens=60,
    )
    return list(writer.write(WritingTask(question, question, passages, Conversation())))


def test_a_real_model_streams_an_answer_whose_citations_are_exact(local_llm: LocalModel) -> None:
    *progress, answer = write(local_llm, (BRIDGE, FERRY), "Why was the bridge closed?")
    assert isinstance(answer, Answer)
    assert answer.writer == "generative"
    assert len({item.text for item in progress if isinstance(item, AnswerProgress)}) > 3
    assert answer.usage["prompt_tokens"] > 100
    assert answer.usage["completion_tokens"] > 3
    for citation in answer.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote
    for sentence in answer.sentences:
        assert bool(sentence.citations) == (sentence.verdict == "supported")


def test_what_the_passages_do_not_hold_is_not_shown_as_supported(local_llm: LocalModel) -> None:
    *_, answer = write(local_llm, (FERRY,), "Who is the president of France, and since when?")
    assert isinstance(answer, Answer)
    for sentence in answer.sentences:
        assert sentence.verdict != "supported" or "ferry" in sentence.text.lower()


def test_the_token_estimate_is_above_what_the_server_counts(local_llm: LocalModel) -> None:
    from assistant.generative.prompt_passages import TOKENS_AROUND_A_REQUEST, count_tokens

    usage = Usage()
    prompt = FilledPrompt(
        "You count.", f"{BRIDGE.article.text}\n£4.2m, 12,400 of 318; Straße, été, Київ, 橋."
    )
    llm = build_language_model(settings(local_llm, max_answer_tokens=16))
    assert llm is not None
    reply(llm, prompt, usage)
    estimated = count_tokens(prompt.system) + count_tokens(prompt.user) + TOKENS_AROUND_A_REQUEST
    assert usage.prompt_tokens <= estimated <= 2 * usage.prompt_tokens


def test_a_real_rewrite_holds_or_is_discarded(local_llm: LocalModel) -> None:
    llm = build_language_model(settings(local_llm, max_answer_tokens=40))
    assert llm is not None
    rewrite = rewrite_with_model(llm, "Since when has she led it?", TALK, Usage())
    assert rewrite is None or "Ellwood" in rewrite or "Harrowford" in rewrite
