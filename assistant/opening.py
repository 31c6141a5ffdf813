"""Opening what an assistant needs: the index of the settings, and the writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from assistant.conversations import Conversation
from assistant.errors import IndexUnusableError
from assistant.followups.rules import standalone_in
from assistant.generative.usage import Usage
from assistant.keyless.writer import ExtractiveWriter
from assistant.settings import Settings
from indexes.article_index import ArticleIndex
from indexes.errors import IndexesError
from indexes.settings import configured_embedder

if TYPE_CHECKING:
    from assistant.writing import AnswerWriter
    from models import Encoder

QuestionRewriter = Callable[[str, Conversation, Usage], str]


@contextmanager
def index_errors() -> Iterator[None]:
    """Turn the errors of the index into ours, keeping what they say to do."""
    try:
        yield
    except IndexesError as error:
        raise IndexUnusableError(str(error)) from error


def open_index(settings: Settings) -> ArticleIndex:
    """Open the index in the data folder of the settings; raises IndexUnusableError."""
    with index_errors():
        embedder = configured_embedder(settings)
        return ArticleIndex.open(settings.data_folder, embedder, chroma_url=settings.chroma_url)


def open_writer(
    settings: Settings, encoder: Encoder, *, today: Callable[[], date] = date.today
) -> AnswerWriter:
    """Return the embedded writer, or the language model's when the settings name one."""
    reading = ExtractiveWriter(encoder)
    if not settings.language_model_configured:
        return reading
    # openai and llama-index take seconds to import, and reading does without them
    from assistant.generative.language_model import build_language_model
    from assistant.generative.writer import GenerativeWriter
    from assistant.judging.judge import EmbeddedJudge

    model = build_language_model(settings)
    if model is None:
        return reading
    return GenerativeWriter(
        model,
        judge=EmbeddedJudge(encoder),
        fallback=reading,
        verification=settings.verification,
        context_window=settings.context_window,
        max_answer_tokens=settings.max_answer_tokens,
        passages_to_write=settings.passages_to_write,
        today=today,
    )


def question_rewriter(writer: AnswerWriter) -> QuestionRewriter:
    """Return what makes follow-ups stand alone: the language model that writes, else the rules.

    The rewriter adds what requests cost to the usage that it is given.
    """
    model = getattr(writer, "llm", None)

    def rewrite(question: str, conversation: Conversation, usage: Usage) -> str:
        if model is None:
            return standalone_in(question, conversation)
        from assistant.followups.model_rewriting import rewrite_with_model

        rewritten = rewrite_with_model(model, question, conversation, usage)
        return rewritten or standalone_in(question, conversation)

    return rewrite
