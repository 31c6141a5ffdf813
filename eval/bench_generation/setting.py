"""What the measurements share: the writer of a model, and ranges of articles as found passages."""

from __future__ import annotations

from assistant.errors import AssistantError
from assistant.generative.language_model import build_language_model
from assistant.generative.writer import GenerativeWriter
from assistant.judging.judge import EmbeddedJudge
from assistant.keyless.writer import ExtractiveWriter
from assistant.settings import Settings
from eval.runs import TODAY
from indexes.articles import Article, Passage
from indexes.searching import FoundPassage
from indexes.sentences import split_sentences
from models import Encoder

PASSAGES = 4
ANSWER_TOKENS = 96
TIMEOUT_SECONDS = 600  # a small machine that does other work besides


def local_settings(base_url: str, model: str) -> Settings:
    """Return settings for the local model."""
    return Settings.model_validate(
        {
            "OPENAI_BASE_URL": base_url,
            "model": model,
            "context_window": 4096,
            "max_answer_tokens": ANSWER_TOKENS,
            "timeout_seconds": TIMEOUT_SECONDS,
        }
    )


def writer_for(settings: Settings, encoder: Encoder) -> GenerativeWriter:
    """Return the writer of the settings, with the embedded judge; raises AssistantError without a model."""
    llm = build_language_model(settings)
    if llm is None:
        raise AssistantError("Name a language model in the settings.")
    return GenerativeWriter(
        llm,
        judge=EmbeddedJudge(encoder),
        fallback=ExtractiveWriter(encoder),
        context_window=settings.context_window,
        max_answer_tokens=settings.max_answer_tokens,
        passages_to_write=PASSAGES,
        today=lambda: TODAY,
    )


def found_range(article: Article, start: int, end: int) -> FoundPassage:
    """Return a range of an article as a passage that was found."""
    text = article.text[start:end]
    ranges = tuple((start + low, start + high) for low, high in split_sentences(text))
    return FoundPassage(
        Passage(article.id, article.version, start, start + len(text), text, ranges), article, 1.0
    )
