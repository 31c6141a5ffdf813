"""A conversation: an immutable sequence of turns, each keeping its answer whole."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers import Answer


@dataclass(frozen=True, slots=True)
class Turn:
    """One question as it was typed, with its answer."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns, oldest first; adding one returns a new conversation."""

    turns: tuple[Turn, ...] = ()

    def add(self, answer: Answer) -> Conversation:
        """Return a conversation that ends with this answer; this one stays as it is."""
        return Conversation((*self.turns, Turn(answer.question, answer)))
