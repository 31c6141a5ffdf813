"""Asks the assistant and turns what it reports into desks, one after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from time import perf_counter
from typing import Any, Protocol

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.errors import AssistantError, NoArticlesError
from assistant.writing import AnswerProgress, AnswerWriter
from chat.desk import Desk
from chat.errors import LimitReachedError
from indexes.article_index import ArticleIndex
from indexes.searching import SearchFilters

UNEXPECTED = "Something went wrong while answering; the terminal where the chat runs says what. Try again."
NO_ARTICLES = "There are no articles to read yet. Add some, then ask again."

logger = logging.getLogger(__name__)

# A browser redraws the entry at every step; faster than this nobody can read.
SECONDS_BETWEEN_DRAFTS = 0.08


class Answering(Protocol):
    """The part of the assistant that the chat needs."""

    @property
    def index(self) -> ArticleIndex:
        """The index that is searched."""
        ...

    @property
    def writer(self) -> AnswerWriter:
        """Who writes the answers."""
        ...

    def stream(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        filters: SearchFilters | None = None,
        as_typed: bool = False,
    ) -> Iterator[AnswerProgress | Answer]:
        """Yield progress, then the answer; raises AssistantError."""
        ...


def answer_on_desk(
    assistant: Answering,
    desk: Desk,
    question: str,
    *,
    alone: bool = False,
    filters: SearchFilters | None = None,
    made_with: Mapping[str, Any] | None = None,
    admit: Callable[[], None] = lambda: None,
) -> Generator[Desk, None, None]:
    """Yield the desk with the question, with each step of its answer, and with the answer.

    A question that stands `alone` is searched for in its own words, whatever was said before. `made_with`
    is kept with the question; `admit` counts it and may raise LimitReachedError. An error becomes an entry
    that says so; one that nobody foresaw is logged. Closing the iterator stops the assistant's work.
    """
    asked = desk.begin(question, filters, made_with=made_with)
    yield asked
    started = drawn = perf_counter()
    step = ""
    try:
        admit()
        before = Conversation() if alone else desk.conversation
        stream = assistant.stream(question, before, filters=filters, as_typed=alone)
        with closing(stream):  # type: ignore[type-var]  # a generator in all but its declared type
            for item in stream:
                now = perf_counter()
                if isinstance(item, Answer):
                    yield asked.with_last(answer=item, seconds=now - started)
                    return
                asked = asked.with_last(progress=item)
                if item.step != step or now - drawn >= SECONDS_BETWEEN_DRAFTS:
                    step, drawn = item.step, now
                    yield asked
    except NoArticlesError:
        yield asked.with_last(failure=NO_ARTICLES, seconds=perf_counter() - started)
    except (AssistantError, LimitReachedError) as error:
        yield asked.with_last(failure=str(error), seconds=perf_counter() - started)
    except Exception:
        # whatever a writer that was plugged in raises, the visitor must not be left waiting
        logger.exception("answering failed")
        yield asked.with_last(failure=UNEXPECTED, seconds=perf_counter() - started)
