"""What clients send to the endpoints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.errors import QuestionError
from assistant.search_filters import fitting_filters
from indexes.article_index import ArticleIndex
from indexes.searching import SearchFilters

MODEL = "article-assistant"


def _whole(text: str) -> str:
    """Return the text without half characters, which clients make of an emoji that they cut."""
    return text.encode(errors="ignore").decode()


Text = Annotated[str, AfterValidator(_whole)]


class Filters(BaseModel, extra="forbid"):
    """Which articles may be searched; both days are inclusive."""

    published_from: date | None = None
    published_to: date | None = None
    publishers: list[Text] = []

    def as_search(self, index: ArticleIndex) -> SearchFilters:
        """Return them as the index takes them; raises QuestionError where nothing can fit them."""
        return fitting_filters(
            index,
            published_from=self.published_from,
            published_to=self.published_to,
            publishers=self.publishers,
        )


class EarlierTurn(BaseModel, extra="forbid"):
    """A question asked before, with what was answered."""

    question: Text
    answer: Text


class AnswerRequest(BaseModel, extra="forbid"):
    """One question; earlier turns let it be a follow-up."""

    question: Text
    earlier: list[EarlierTurn] = []
    filters: Filters = Filters()

    @property
    def conversation(self) -> Conversation:
        """The earlier turns, as the assistant takes them."""
        return _conversation([(turn.question, turn.answer) for turn in self.earlier])


class TextPart(BaseModel):
    """A part of a message; only text can be read."""

    type: Literal["text"]
    text: Text


class Message(BaseModel):
    """A message of a chat; system messages are not followed, and what tools did is passed over."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """What the message says."""
        parts = self.content if isinstance(self.content, list) else []
        return self.content if isinstance(self.content, str) else "\n".join(part.text for part in parts)


class StreamOptions(BaseModel):
    """What else a stream tells: with `include_usage`, at last how many tokens were used."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """What OpenAI's chat completions take; the last message is the question. Other fields are ignored."""

    messages: Annotated[list[Message], Field(min_length=1)]
    model: Text = MODEL
    stream: bool = False
    stream_options: StreamOptions | None = None

    def asked(self) -> tuple[str, Conversation]:
        """Return the question and what came before it; raises QuestionError when the last is no question."""
        spoken = [
            message
            for message in self.messages
            if message.role == "user" or (message.role == "assistant" and message.text)
        ]
        if not spoken or spoken[-1].role != "user":
            raise QuestionError("The last message must be the question, with the role “user”.")
        pairs = [
            (before.text, after.text)
            for before, after in pairwise(spoken)
            if (before.role, after.role) == ("user", "assistant")
        ]
        return spoken[-1].text, _conversation(pairs)


def _conversation(earlier: Sequence[tuple[str, str]]) -> Conversation:
    conversation = Conversation()
    for question, text in earlier:
        conversation = conversation.add(Answer(question=question, text=text, searched_for=question))
    return conversation
