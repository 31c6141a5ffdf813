"""The assistant as it is measured: keyless, over an index in memory, nothing read from the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answers import Answer
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant import Assistant
    from indexes import ArticleIndex


def keyless_settings() -> Settings:
    """Return the default settings, whatever the environment says: no model, key or endpoint."""
    return Settings.model_construct()


def keyless_assistant(index: ArticleIndex) -> Assistant:
    """Return the assistant that answers by reading alone."""
    from assistant import Assistant

    return Assistant(keyless_settings(), index=index)


def confidence(answer: Answer) -> float:
    """Return how sure the assistant is that the pile answers the question: its best passage's score."""
    return max((passage.score for passage in answer.considered), default=0.0)
