"""Ask articles a question; get an answer tied to the exact characters that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answers import Answer, Citation, ConsideredPassage, Sentence
    from assistant.assistant import Assistant, answer
    from assistant.conversations import Conversation, Turn
    from assistant.errors import AssistantError
    from assistant.settings import Settings
    from assistant.writing import AnswerProgress, AnswerWriter, WritingTask

_PUBLIC = {
    "Answer": "assistant.answers",
    "AnswerProgress": "assistant.writing",
    "AnswerWriter": "assistant.writing",
    "Assistant": "assistant.assistant",
    "AssistantError": "assistant.errors",
    "Citation": "assistant.answers",
    "ConsideredPassage": "assistant.answers",
    "Conversation": "assistant.conversations",
    "Sentence": "assistant.answers",
    "Settings": "assistant.settings",
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
    "Sentence",
    "Settings",
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
