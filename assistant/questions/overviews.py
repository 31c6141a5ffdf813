"""Questions about the articles as a whole: "what is new?", "what are these about?", "summarise it"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.conversations import Conversation
from assistant.questions.core_questions import core_question
from assistant.wording.terms import fold, stem, terms, word_set
from indexes.articles import Article
from indexes.searching import SearchFilters

MOST_ARTICLES = 5  # the newest, where several articles are asked about
MOST_SENTENCES = 3  # the first, where one article is

_ASKS = re.compile(
    r"\b(?:summar\w+|overview|recap|gist|digest|brief(?:ing)?|catch me up|headlines?|tl;?dr|topics?|"
    r"(?:new|old|earli)est|"
    r"main points?|key points?|new|news|latest|about|cover(?:s|ed)?|contain(?:s|ed)?|going on|in here|"
    r"^(?:which|what|list|show(?: me)?) (?:all )?(?:of )?(?:the )?(?:articles?|stories)|"
    r"can i ask|do you know|do you have|there to (?:read|ask|know))\b",
    re.I,
)
# What such a question speaks of besides: nothing that any one article could be found by.
GENERIC = frozenset(
    map(
        stem,
        word_set(
            "article articles news newspaper story stories text texts document documents file files piece "
            "pieces summary summaries summarise summarize summarised summarized overview recap gist digest "
            "brief briefing catch headline headlines tl dr tldr topic topics subject subjects main key "
            "point points new newest latest recent cover covers covered contain contains contained "
            "collection pile library index ask asking know read reading there everything anything short "
            "shortly briefly quick quickly sentence sentences few one two three newest current main whole "
            "entire full list sum oldest earliest"
        ),
    )
)
# "what did he say about it?", "what does it cover?", "what about him?" go on about what was said
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:he|she|they|him|her|his|hers|them|their|theirs|said|says?|think|thought)\b"
    r"|^\W*(?:and |but |so )?(?:who|whom|whose|why|when|where|how)\b|^\W*(?:and |but |so )?what about\b"
    r"|^\W*do you know\W*$"
    r"|^(?!.*\b(?:articles?|story|stories|topics?|subjects?|news|text|piece|document)\b)(?=.*\bit\b).*\b(?:covers?|contains?|new)\b",
    re.I,
)
_REPORTED = re.compile(
    r"^\W*(?:and |so )?what (?:did|has|does) (?P<publisher>.+?) (?:report|publish|write|print)(?:ed|ten)?\b",
    re.I,
)
_THE = re.compile(r"^the ")
_POINTS_AT_ONE = re.compile(
    r"\b(?:it|this|that|(?:the|this|that) (?:article|story|text|piece|document))\b", re.I
)


def asks_for_overview(question: str, *, date_words: str = "") -> bool:
    """Whether a question asks what the articles say as a whole, and names nothing to search for.

    `date_words` are the words of the question that say when the articles appeared.
    """
    if _OF_SOMETHING_ELSE.search(question):
        return False
    core = core_question(question.replace(date_words, " ") if date_words else question)
    return bool(_ASKS.search(question)) and set(terms(core)) <= GENERIC


def publisher_asked(question: str) -> str | None:
    """Return who is asked to have reported: "the Gazette" of "what did the Gazette report in May?"."""
    match = _REPORTED.match(question)
    return match["publisher"] if match else None


def of_publisher(asked: str, publishers: Sequence[str]) -> str | None:
    """Return the one of the publishers that is asked for, whatever its case and article."""
    wanted = _THE.sub("", fold(asked))
    return next((one for one in publishers if _THE.sub("", fold(one)) == wanted), None)


def overview_scope(question: str, conversation: Conversation, filters: SearchFilters) -> SearchFilters:
    """Return the filters narrowed to the article talked about last, where the question points at one."""
    if filters.article_ids or not _POINTS_AT_ONE.search(question):
        return filters
    last = last_cited(conversation)
    return replace(filters, article_ids=frozenset({last.id})) if last else filters


def last_cited(conversation: Conversation) -> Article | None:
    """Return the article that the latest answer with citations cites first."""
    cited = (turn.answer.citations[0] for turn in reversed(conversation.turns) if turn.answer.citations)
    return next((citation.article for citation in cited), None)
