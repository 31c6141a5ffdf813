"""Ask articles a question; get an answer tied to the exact characters that say so.

`answer` answers one question; an `Assistant` answers many, each after the `Conversation` before it, and
`SearchFilters` choose the articles. What can go wrong is an `AssistantError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answers import Answer, Citation, ConsideredPassage, Sentence
    from assistant.assistant import Assistant, answer
    from assistant.conversations import Conversation, Turn
    from assistant.errors import (
        AssistantError,
        IndexUnusableError,
        LanguageModelError,
        NoArticlesError,
        QuestionError,
        SettingsError,
    )
    from assistant.settings import Settings
    from assistant.writing import AnswerProgress, AnswerWriter, WritingTask
    from indexes.searching import SearchFilters

_PUBLIC = {
    "Answer": "assistant.answers",
    "AnswerProgress": "assistant.writing",
    "AnswerWriter": "assistant.writing",
    "Assistant": "assistant.assistant",
    "AssistantError": "assistant.errors",
    "Citation": "assistant.answers",
    "ConsideredPassage": "assistant.answers",
    "Conversation": "assistant.conversations",
    "IndexUnusableError": "assistant.errors",
    "LanguageModelError": "assistant.errors",
    "NoArticlesError": "assistant.errors",
    "QuestionError": "assistant.errors",
    "SearchFilters": "indexes.searching",
    "Sentence": "assistant.answers",
    "Settings": "assistant.settings",
    "SettingsError": "assistant.errors",
    "Turn": "assistant.conversations",
    "WritingTask": "assistant.writing",
    "answer": "assistant.assistant",
}

__all__ = [
    "Answer",
    "AnswerProgress",
    "AnswerWriter",
    "Assistant",
    "AssistantError",
    "Citation",
    "ConsideredPassage",
    "Conversation",
    "IndexUnusableError",
    "LanguageModelError",
    "NoArticlesError",
    "QuestionError",
    "SearchFilters",
    "Sentence",
    "Settings",
    "SettingsError",
    "Turn",
    "WritingTask",
    "answer",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that `import assistant` costs nothing."""
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    """Return what is there to import besides what is imported, for `help` and completion."""
    return sorted({*globals(), *__all__})
