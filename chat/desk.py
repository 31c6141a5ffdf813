"""What one visitor has on the desk: questions with their answers, oldest first, never mutated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from uuid import uuid4

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.writing import AnswerProgress
from indexes.searching import SearchFilters

EVERYTHING = SearchFilters()

TargetKind = Literal["citation", "passage"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One question and how far its answer has come; `failure` is a sentence for the reader.

    `made_with` holds what the visitor chose for the answer, under the names of settings; it is not saved.
    """

    key: str
    question: str
    progress: AnswerProgress | None = None
    answer: Answer | None = None
    failure: str | None = None
    stopped: bool = False
    seconds: float | None = None
    filters: SearchFilters = EVERYTHING
    helpful: bool | None = None
    note: str = ""
    made_with: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def working(self) -> bool:
        """Whether the answer is still being made."""
        return self.answer is None and self.failure is None and not self.stopped


@dataclass(frozen=True, slots=True)
class Target:
    """The place that the article panel shows: the n-th (from 1) citation or passage of an entry."""

    entry: str
    kind: TargetKind
    number: int


@dataclass(frozen=True, slots=True)
class Desk:
    """One conversation; every change returns a new desk. Its first question gives it an id."""

    entries: tuple[Entry, ...] = ()
    id: str = ""

    @property
    def conversation(self) -> Conversation:
        """The answered questions, as the assistant takes them."""
        conversation = Conversation()
        for entry in self.entries:
            if entry.answer is not None:
                conversation = conversation.add(entry.answer)
        return conversation

    @property
    def last(self) -> Entry | None:
        """The newest entry, or None on an empty desk."""
        return self.entries[-1] if self.entries else None

    def begin(
        self,
        question: str,
        filters: SearchFilters | None = None,
        *,
        made_with: Mapping[str, Any] | None = None,
    ) -> Desk:
        """Return a desk with one more question, waiting for its answer."""
        key = uuid4().hex[:12]
        entry = Entry(key, question, filters=filters or EVERYTHING, made_with=dict(made_with or {}))
        return Desk((*self.entries, entry), self.id or uuid4().hex)

    def with_last(
        self,
        *,
        progress: AnswerProgress | None = None,
        answer: Answer | None = None,
        failure: str | None = None,
        stopped: bool = False,
        seconds: float | None = None,
    ) -> Desk:
        """Return a desk whose newest entry has come further; raises ValueError on an empty desk."""
        if self.last is None:
            raise ValueError("there is no question on the desk")
        entry = replace(
            self.last,
            progress=progress or self.last.progress,
            answer=answer,
            failure=failure,
            stopped=stopped,
            seconds=seconds,
        )
        return Desk((*self.entries[:-1], entry), self.id)

    def without_last(self) -> Desk:
        """Return a desk without its newest entry."""
        return Desk(self.entries[:-1], self.id)

    def entry(self, key: str) -> Entry | None:
        """Return the entry with this key, or None when it is no longer on the desk."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def judged(self, key: str, *, helpful: bool, note: str = "") -> Desk:
        """Return a desk whose entry with this key has the reader's opinion."""
        judged = (replace(one, helpful=helpful, note=note) if one.key == key else one for one in self.entries)
        return Desk(tuple(judged), self.id)

    def neighbours(self, target: Target) -> tuple[Target | None, Target | None]:
        """Return the targets before and after this one within its entry."""
        entry = self.entry(target.entry)
        if entry is None or entry.answer is None:
            return None, None
        if target.kind == "citation":
            numbers = [citation.number for citation in entry.answer.citations]
        else:
            numbers = list(range(1, len(entry.answer.considered) + 1))
        if target.number not in numbers:
            return None, None
        place = numbers.index(target.number)
        before = replace(target, number=numbers[place - 1]) if place > 0 else None
        after = replace(target, number=numbers[place + 1]) if place + 1 < len(numbers) else None
        return before, after
