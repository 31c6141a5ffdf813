"""Questions to go on with: made from the articles at hand, and shown only where the articles answer them.

Each is asked of the assistant itself, without a language model, before it is offered; one made from a
sentence must be answered with that very sentence, as in Alberti et al., "Synthetic QA Corpora Generation with
Roundtrip Consistency", 2019.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import takewhile
from time import monotonic

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.errors import AssistantError
from assistant.wording.terms import fold, names, terms, words
from chat.answering import Answering
from chat.desk import Desk
from chat.question_making import AskedSentence, other_question_words, questions_of
from indexes.articles import Article
from indexes.searching import SearchFilters
from indexes.sentences import split_sentences

MOST = 3
OTHER_ARTICLES = 2
NEAR, NEARER = 6, 0.2  # sentences, and what that adds to a weight
SENTENCES = 200  # of one article, those nearest to what is cited: the making must take no time either
AROUND = 2_000  # characters on either side that tell whether a word is a name
OF_ANOTHER_ARTICLE = 0.3
NEEDS_A_SHORT_ANSWER = frozenset({"who", "when", "where", "how many", "how much", "person"})

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be offered, with the sentence that is to answer it where it has one."""

    asked: AskedSentence
    article: Article | None = None
    start: int = 0
    end: int = 0

    def answered_by(self, answer: Answer) -> bool:
        """Tell whether the answer is what the question was made for, and more than its own words."""
        if answer.abstained or not answer.citations:
            return False
        short = set(terms(answer.short or ""))
        if short <= set(terms(self.asked.question)) and (short or self.asked.kind in NEEDS_A_SHORT_ANSWER):
            return False
        if self.article is None:
            return True
        # what somebody said is told by the sentence that names them, or the answer is about another
        told_by = answer.citations[:1] if self.asked.kind == "statement" else answer.citations
        return any(
            one.start < self.end and self.start < one.end
            for one in told_by
            if self.article.id == one.article.id or self.article.id in {other.id for other in one.also_in}
        )


class Suggesting:
    """Finds questions to go on with, within a few seconds, giving way to those who wait for an answer."""

    def __init__(
        self,
        assistant: Answering,
        *,
        seconds: float,
        most: int = MOST,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        """`assistant` checks the questions; where it is `busy` with others', nothing more is checked."""
        self._assistant = assistant
        self._most = most
        self._seconds = seconds
        self._busy = busy

    def after(self, desk: Desk) -> list[str]:
        """Return questions that go on from the newest answer; none after an abstention."""
        entry = desk.last
        if entry is None or entry.answer is None or entry.answer.abstained or not self._seconds:
            return []
        known = {_key(one.question) for one in desk.entries}
        known |= {_key(one.answer.searched_for) for one in desk.entries if one.answer}
        candidates = (one for one in _candidates(entry.answer) if _key(one.asked.question) not in known)
        seen = {
            (one.article.id, one.start)
            for turn in desk.entries
            if turn.answer
            for one in turn.answer.citations
        }
        return self.checked(candidates, desk.conversation, filters=entry.filters, seen=seen)

    def checked(
        self,
        candidates: Iterable[Candidate],
        conversation: Conversation | None = None,
        *,
        filters: SearchFilters | None = None,
        seen: set[tuple[str, int]] | None = None,
    ) -> list[str]:
        """Return those that are answered with something new, the best first, until time or patience ends."""
        deadline = monotonic() + self._seconds
        found: list[str] = []
        kinds: list[str] = []
        places = set(seen or ())
        made = takewhile(lambda _: not self._over(deadline), candidates)
        for candidate in sorted(made, key=lambda one: -one.asked.weight):
            if len(found) == self._most or self._over(deadline):
                break
            if kinds.count(candidate.asked.kind) >= _at_most(candidate.asked.kind):
                continue
            if candidate.article is not None and (candidate.article.id, candidate.start) in places:
                continue
            answer = self._ask(candidate.asked.question, conversation, filters, deadline)
            if answer is None or not candidate.answered_by(answer):
                continue
            cited = {(one.article.id, one.start) for one in answer.citations}
            if cited <= places:
                continue
            places |= cited
            kinds.append(candidate.asked.kind)
            found.append(candidate.asked.question)
        return found

    def _over(self, deadline: float) -> bool:
        return monotonic() > deadline or self._busy()

    def _ask(
        self,
        question: str,
        conversation: Conversation | None,
        filters: SearchFilters | None,
        deadline: float,
    ) -> Answer | None:
        try:
            stream = self._assistant.stream(question, conversation, filters=filters)
            with closing(stream):  # type: ignore[type-var]  # a generator in all but its declared type
                for item in stream:
                    if isinstance(item, Answer):
                        return item
                    if self._over(deadline):
                        return None
        except AssistantError:
            return None
        except Exception:
            # nobody asked for this question, so nobody is told that it failed
            logger.exception("a suggestion could not be checked")
        return None


def questions_about(
    article: Article, quotes: Sequence[tuple[int, int]] = (), *, topic: str | None = None
) -> Iterator[Candidate]:
    """Yield questions about the article, first and preferred those on sentences near what is quoted of it."""
    text = article.text
    sentences = split_sentences(text, language=article.language)
    quoted = [
        number
        for number, (start, end) in enumerate(sentences)
        if any(first < end and start < last for first, last in quotes)
    ]

    def away(number: int) -> int:
        return min((abs(number - one) for one in quoted), default=number)

    for number in sorted(range(len(sentences)), key=away)[:SENTENCES]:
        if number in quoted:
            continue
        start, end = sentences[number]
        near = bool(quoted) and away(number) <= NEAR
        context = text[max(0, start - AROUND) : end + AROUND]
        for asked in questions_of(text[start:end], context=context, topic=topic):
            yield Candidate(replace(asked, weight=asked.weight + NEARER * near), article, start, end)


def _candidates(answer: Answer) -> Iterator[Candidate]:
    for asked in other_question_words(answer.searched_for):
        yield Candidate(asked)
    topic = _topic(answer.searched_for)
    talk = _named_in(answer.searched_for, *(one.quote for one in answer.citations))
    cited = list({one.article.id: one.article for one in answer.citations}.values())
    beside = list({one.article.id: one.article for one in answer.considered}.values())
    for article in cited:
        quotes = [(one.start, one.end) for one in answer.citations if one.article.id == article.id]
        for candidate in questions_about(article, quotes, topic=topic):
            if not talk or talk & _named_in(candidate.asked.question):
                yield candidate
    others = [one for one in beside if topic and topic in one.text and one.id not in {c.id for c in cited}]
    for article in others[:OTHER_ARTICLES]:
        for candidate in questions_about(article, topic=topic):
            weight = candidate.asked.weight - OF_ANOTHER_ARTICLE
            yield replace(candidate, asked=replace(candidate.asked, weight=weight))


def _topic(question: str) -> str | None:
    """Return the name that the question is about: its longest."""
    found = [mention.text for mention in names(question) if not mention.opens_sentence]
    return max(found, key=len, default=None)


def _named_in(*texts: str) -> set[str]:
    """Return the words of the names in the texts: a question that shares none of them leads elsewhere."""
    return {fold(word) for text in texts for mention in names(text) for word in words(mention.text)}


def _at_most(kind: str) -> int:
    return 1 if kind in ("person", "statement", "where") else 2


def _key(question: str) -> tuple[str, ...]:
    return tuple(terms(question.rstrip("?!. ")))
