"""The assistant: a question in, a cited and checked answer out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from assistant.answers import Answer
from assistant.article_overviews import ArticleOverviews
from assistant.articles_in_memory import read_articles
from assistant.checking import checked_question
from assistant.conversations import Conversation
from assistant.errors import QuestionError
from assistant.folding import fold_copies
from assistant.followups.rules import goes_on
from assistant.generative.usage import Usage
from assistant.opening import open_index, open_writer, question_rewriter
from assistant.passage_search import PassageSearch
from assistant.questions.overviews import asks_for_overview
from assistant.reranking import rerank
from assistant.settings import Settings
from assistant.spelling import Spelling
from assistant.step_times import StepTimes
from assistant.wording.everyday_words import as_written
from assistant.wording.letter_case import with_names_restored
from assistant.wording.question_dates import narrowed, publication_dates, search_notices
from assistant.wording.terms import names
from assistant.writing import AnswerProgress, AnswerWriter, WritingTask
from indexes.article_index import ArticleIndex
from indexes.searching import FoundPassage, SearchFilters
from models import Encoder


class Assistant:
    """Answers questions about the articles of one index; safe to ask from several threads at once.

    Without an index it opens the one of the settings and closes it again; an index that is given stays open.
    Without a writer it reads the articles itself, or has the language model of the settings write. What
    "last week" means is told by `today`; give a fixed day to get the same answers on any day. Without an
    encoder it reads with the embedded one.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        index: ArticleIndex | None = None,
        writer: AnswerWriter | None = None,
        today: Callable[[], date] = date.today,
        encoder: Encoder | None = None,
    ) -> None:
        self.settings = settings if settings is not None else Settings.read()
        self._encoder = encoder if encoder is not None else Encoder.load()
        self._today = today
        self.writer = writer if writer is not None else open_writer(self.settings, self._encoder, today=today)
        self._owns_index = index is None
        self.index = index if index is not None else open_index(self.settings)
        self._spelling = Spelling(self.index, self._encoder)
        self._overviews = ArticleOverviews(self.index)
        self._passages = PassageSearch(
            self.index, question_rewriter(self.writer), limit=self.settings.passages_to_read
        )

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        filters: SearchFilters | None = None,
        as_typed: bool = False,
    ) -> Answer:
        """Return the answer to a question, which may lean on the conversation before it.

        The conversation is left as it is: `conversation.add(answer)` returns the longer one. A word that is
        mistyped is read as the one that was meant, unless the question is to be read `as_typed`. Raises
        QuestionError, NoArticlesError, IndexUnusableError or LanguageModelError.
        """
        answer: Answer | None = None
        for item in self.stream(question, conversation, filters=filters, as_typed=as_typed):
            if isinstance(item, Answer):
                answer = item
        if answer is None:
            raise RuntimeError(f"the writer {self.writer.name!r} ended without an answer")
        return answer

    def stream(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        filters: SearchFilters | None = None,
        as_typed: bool = False,
    ) -> Iterator[AnswerProgress | Answer]:
        """Yield each step and the text as it grows, then the answer; otherwise like `ask`."""
        typed = checked_question(question)
        conversation = _of_kind(Conversation, conversation)
        filters = _of_kind(SearchFilters, filters)
        steps = StepTimes()
        rewriting = Usage()
        yield AnswerProgress("searching")
        question = typed if as_typed else self._spelling.corrected(typed)
        dates = publication_dates(question, today=self._today())
        told = self._overviews.told_of_all(question, filters, dates)
        if told is not None:
            yield replace(told, question=typed)
            return
        published = self._overviews.published_then(question, filters, dates)
        if published or asks_for_overview(question, date_words=dates.words if dates else ""):
            task, notices = self._overviews.task(question, conversation, published or filters, dates)
            steps.ended("search")
        else:
            searched_for = self._passages.standalone(question, conversation, rewriting)
            steps.ended("rewrite")
            found, bounded, notices = self._found(question, searched_for, conversation, filters)
            steps.ended("search")
            yield AnswerProgress("reading")
            texts = [one.passage.text for one in found]
            searched_for = with_names_restored(searched_for, texts)
            searched_for = searched_for if as_typed else as_written(searched_for, texts)
            task = self._read(question, searched_for, found, conversation, bounded)
            steps.ended("read")
        for item in self.writer.write(replace(task, question=typed)):
            if isinstance(item, Answer):
                steps.ended("write")
                yield replace(
                    item,
                    timings_ms=steps.with_total(item.timings_ms),
                    notices=(*notices, *item.notices),
                    usage=rewriting.added_to(item.usage),
                    did_you_mean=self._spelling.did_you_mean(item, filters),
                )
            else:
                yield item

    def _found(
        self, question: str, searched_for: str, conversation: Conversation, filters: SearchFilters
    ) -> tuple[list[FoundPassage], SearchFilters, tuple[str, ...]]:
        """Search for a question made standalone; return passages, the filters that held, and notices."""
        dates = publication_dates(searched_for, today=self._today())
        if dates and dates.told_then:
            dates = None  # nothing was published then: it is the day of an event that others tell of
        bounded = narrowed(filters, dates)
        follows = searched_for.lower() != question.lower() or goes_on(question) or not names(question)
        if conversation.turns and follows:
            found = self._passages.find_following(searched_for, conversation, bounded)
        else:
            found = self._passages.find(searched_for, bounded)
        return list(found.passages), bounded, search_notices(found, filters, dates)

    def _read(
        self,
        question: str,
        searched_for: str,
        found: Sequence[FoundPassage],
        conversation: Conversation,
        bounded: SearchFilters,
    ) -> WritingTask:
        """Read what was found, copies folded, best first."""
        passages, copies = fold_copies(found, bounded)
        read = rerank(self._encoder, searched_for, passages)
        task = WritingTask(
            question,
            searched_for,
            [one.found for one in read],
            conversation,
            copies,
            {one.found.passage.id: one.reading for one in read},
        )
        return self._passages.with_mentions(task, bounded)

    def close(self) -> None:
        """Close the index if this assistant opened it; calling it again does nothing."""
        if self._owns_index:
            self.index.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def answer(
    question: str,
    *,
    articles: Iterable[Path | str] | Path | str | None = None,
    conversation: Conversation | None = None,
    settings: Settings | None = None,
    filters: SearchFilters | None = None,
    writer: AnswerWriter | None = None,
) -> Answer:
    """Answer one question from files and folders of articles, or without them from the index of the settings.

    Files are indexed in memory, once per process while they stay the same; the notices of the answer name
    those that cannot be read. Raises AssistantError.
    """
    settings = settings if settings is not None else Settings.read()
    checked_question(question)
    read = read_articles(articles, settings) if articles is not None else None
    with Assistant(settings, index=read.index if read else None, writer=writer) as assistant:
        found = assistant.ask(question, conversation, filters=filters)
    return replace(found, notices=(*read.notices, *found.notices)) if read else found


_Given = TypeVar("_Given", Conversation, SearchFilters)


def _of_kind(kind: type[_Given], given: _Given | None) -> _Given:
    """Return what was given, or an empty one; what is of another kind would fail far from here."""
    if given is None:
        return kind()
    if not isinstance(given, kind):
        raise QuestionError(f"Give a {kind.__name__}, not a {type(given).__name__}.")
    return given
