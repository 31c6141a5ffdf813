"""Finding the passages to read for a question that may lean on a conversation."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversations import Conversation
from assistant.errors import NoArticlesError
from assistant.generative.usage import Usage
from assistant.opening import QuestionRewriter, index_errors
from assistant.questions.bylines import PASSAGES_SEARCHED, byline_of
from assistant.questions.overviews import last_cited
from assistant.wording.events import names_an_event
from assistant.wording.letter_case import with_names_restored
from assistant.wording.terms import names, terms
from assistant.writing import WritingTask
from indexes.article_index import ArticleIndex
from indexes.searching import FoundPassage, SearchFilters, SearchResult

PASSAGES_FOR_NAMES = 8
PASSAGES_TALKED_OF = 4  # of the article cited last, ranked first for a follow-up


class PassageSearch:
    """Searches one index for what was asked, as the conversation before it makes it understood."""

    def __init__(self, index: ArticleIndex, rewrite: QuestionRewriter, *, limit: int) -> None:
        self._index = index
        self._rewrite = rewrite
        self._limit = limit

    def find(self, question: str, filters: SearchFilters, *, limit: int | None = None) -> SearchResult:
        """Return the best passages; raises NoArticlesError where there is nothing to find anything in."""
        with index_errors():
            found = self._index.search(question, limit=limit or self._limit, filters=filters)
        needs_articles(self._index, found)
        return found

    def standalone(self, question: str, conversation: Conversation, usage: Usage) -> str:
        """Return the question as it can be searched without the conversation; adds the cost to `usage`."""
        named = self._with_names(question, conversation)
        rewritten = self._rewrite(named, conversation, usage)
        if rewritten != named and self._opens_a_subject(named, rewritten, conversation):
            return named
        return rewritten

    def find_following(
        self, searched_for: str, conversation: Conversation, filters: SearchFilters
    ) -> SearchResult:
        """Find for a follow-up: what the article cited last says ranks as if nothing else were searched."""
        found = self.find(searched_for, filters)
        last = last_cited(conversation)
        if last is None or not filters.allow(last):
            return found
        told = {one.passage.id: one for one in self._in_article(searched_for, last.id)}
        kept = [
            replace(one, score=max(one.score, told.pop(one.passage.id).score))
            if one.passage.id in told
            else one
            for one in found.passages
        ]
        ranked = sorted([*kept, *told.values()], key=lambda one: -one.score)
        return replace(found, passages=tuple(ranked))

    def with_mentions(self, task: WritingTask, filters: SearchFilters) -> WritingTask:
        """Search more widely where it is asked which articles mention something; a copy is one of them."""
        byline = byline_of(task.searched_for)
        if byline is None or byline.asked != "mentions":
            return task
        found = self.find(task.searched_for, filters, limit=PASSAGES_SEARCHED).passages
        articles = (article for one in found for article in (one.article, *one.also_in))
        allowed = {article.id: article for article in articles if filters.allow(article)}
        return replace(
            task, mentioning=tuple(allowed.values()), all_mentioning=len(found) < PASSAGES_SEARCHED
        )

    def _in_article(self, question: str, article_id: str) -> tuple[FoundPassage, ...]:
        alone = SearchFilters(article_ids=frozenset({article_id}))
        return self.find(question, alone, limit=PASSAGES_TALKED_OF).passages

    def _with_names(self, question: str, conversation: Conversation) -> str:
        """Write the names in a follow-up as the articles do, for the rules that go by names."""
        if not conversation.turns or names(question):
            return question
        found = self.find(question, SearchFilters(), limit=PASSAGES_FOR_NAMES)
        return with_names_restored(question, (one.passage.text for one in found.passages))

    def _opens_a_subject(self, question: str, rewritten: str, conversation: Conversation) -> bool:
        """Whether a topic was added to a question about something else.

        None of its words stand in the article talked of or were said, and another has them all:
        at least two, or in its title the name of a kind of event.
        """
        last = last_cited(conversation)
        own = set(terms(question))
        if last is None or not own or not rewritten.startswith(question.rstrip("?.! ")):
            return False
        said = (f"{turn.question} {turn.answer.searched_for}" for turn in conversation.turns)
        if own & set(terms(" ".join([last.title, last.text, *said]))):
            return False
        found = self.find(question, SearchFilters(), limit=PASSAGES_FOR_NAMES).passages
        if len(own) == 1:
            return names_an_event(question) and any(own <= set(terms(one.article.title)) for one in found)
        return any(own <= set(terms(f"{one.article.title} {one.article.text}")) for one in found)


def needs_articles(index: ArticleIndex, found: SearchResult) -> None:
    """Raise NoArticlesError where nothing was found because the index has no articles."""
    with index_errors():
        if not found.passages and not index.stats().articles:
            raise NoArticlesError("There are no articles to read yet. Add some: python -m indexes add PATH…")
