"""The seam between reading and writing: anything that turns found passages into an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assistant.answers import Answer
from assistant.conversations import Conversation
from indexes.articles import Article
from indexes.searching import FoundPassage

if TYPE_CHECKING:
    from models import Reading


@dataclass(frozen=True, slots=True)
class WritingTask:
    """What a writer is given: the question as typed and as searched, and the passages, best first.

    `copies` names by passage id the other articles that print the same passage; `readings` holds by passage
    id what the reader made of it for the question as searched, where the passages were read to order them.
    An `overview` asks what the articles say as a whole: the passages are then how each of them opens.
    Where it is asked which articles mention something, `mentioning` holds the articles of a wider search,
    which are `all_mentioning` where there were no more of them.
    """

    question: str
    searched_for: str
    passages: Sequence[FoundPassage]
    conversation: Conversation
    copies: Mapping[str, tuple[Article, ...]] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    overview: bool = False
    mentioning: Sequence[Article] = ()
    all_mentioning: bool = True


@dataclass(frozen=True, slots=True)
class AnswerProgress:
    """A step that began ("searching", "reading", "writing", "checking") or more text of the answer.

    `text` is everything written so far, citation markers included, so a reader may simply show it.
    """

    step: str
    text: str = ""


class AnswerWriter(Protocol):
    """Turns passages into a cited, verified answer, telling its progress on the way.

    The last item of `write` is the `Answer`; nothing follows it. A writer raises only
    `assistant.errors.AssistantError`; closing the iterator stops its work.
    """

    name: str

    def write(self, task: WritingTask) -> Iterator[AnswerProgress | Answer]:
        """Yield progress, then the answer."""
        ...
