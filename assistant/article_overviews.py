"""What is asked of the articles as a whole: how many there are, what is new, what happened in May."""

from __future__ import annotations

from dataclasses import replace

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.opening import index_errors
from assistant.passage_search import needs_articles
from assistant.questions.about_itself import (
    asks_for_oldest_or_newest,
    count,
    counts_articles,
    introduction,
    oldest_or_newest,
)
from assistant.questions.overviews import MOST_ARTICLES, of_publisher, overview_scope, publisher_asked
from assistant.wording.question_dates import PublicationDates, narrowed, search_notices
from assistant.wording.spoken_days import written_day
from assistant.writing import WritingTask
from indexes.article_index import ArticleIndex
from indexes.searching import SearchFilters


class ArticleOverviews:
    """Answers about all articles of one index, or gives the task to tell how the newest open."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    def told_of_all(
        self, question: str, filters: SearchFilters, dates: PublicationDates | None
    ) -> Answer | None:
        """Answer what is asked of the assistant, or of the articles as a number of things."""
        if counts_articles(question, date_words=dates.words if dates else ""):
            with index_errors():
                listed = self._index.listing()
            bounded = narrowed(filters, dates)
            return count(question, [one for one in listed if bounded.allow(one)])
        return introduction(question)

    def published_then(
        self, question: str, filters: SearchFilters, dates: PublicationDates | None
    ) -> SearchFilters | None:
        """Return the filters for "what happened in May?" or "what did the Gazette report in May?".

        None where something else is asked, or nothing was published then.
        """
        if dates is None or not dates.told_then:
            return None
        with index_errors():
            if asked := publisher_asked(question):
                publisher = of_publisher(asked, self._index.coverage().publishers)
                if publisher is None:
                    return None
                filters = replace(filters, publishers=frozenset({publisher}))
            found = self._index.openings(limit=1, filters=narrowed(filters, dates))
        return filters if found.passages else None

    def task(
        self,
        question: str,
        conversation: Conversation,
        filters: SearchFilters,
        dates: PublicationDates | None,
    ) -> tuple[WritingTask, tuple[str, ...]]:
        """Take how the newest articles open, for a question about the articles as a whole, with notices."""
        scope = overview_scope(question, conversation, narrowed(filters, dates))
        one = None
        with index_errors():
            if asks_for_oldest_or_newest(question):
                one = oldest_or_newest(
                    question, [each for each in self._index.listing() if scope.allow(each)]
                )
            if one is not None:
                scope = replace(scope, article_ids=frozenset({one.id}))
            found = self._index.openings(limit=MOST_ARTICLES + 1, filters=scope)
        needs_articles(self._index, found)
        newest = found.passages[:MOST_ARTICLES]
        task = WritingTask(question, question, newest, conversation, overview=True)
        all_told = len(found.passages) <= MOST_ARTICLES
        told = () if all_told else (f"These are the {MOST_ARTICLES} newest articles.",)
        if one is not None and one.published_day:
            told = (f"“{one.title}”, published on {written_day(one.published_day)}.",)
        return task, (*told, *search_notices(found, filters, dates))
