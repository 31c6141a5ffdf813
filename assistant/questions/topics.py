"""Questions about a topic as a whole: "summarise the flood", "what's the latest on the bridge?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.questions.overviews import GENERIC
from assistant.wording.terms import terms
from indexes.articles import Article
from indexes.searching import FoundPassage

MOST_ARTICLES = 4
OPENING = 300  # characters

_ARTICLES_ON = r"(?:(?:the|this|these|all|that) )?(?:articles?|stor(?:y|ies)|news|reports?|pieces?|coverage)"
_PUT_SHORTLY = re.compile(
    rf"\b(?:summari[sz]e|sum up|recap|(?:summary|overview|recap|gist) (?:of|on))\b(?: {_ARTICLES_ON})?"
    rf"(?: (?:about|on|of|from))? (?P<topic>.+)|"
    r"^(?:please |can you |could you )*tell me (?:more |something |all |everything )?about "
    rf"(?:{_ARTICLES_ON} (?:about|on) )?(?P<told>.+)|"
    r"^what(?:['’]s| is| was|s) the (?:whole |full )?story (?:of|about|behind|with|on) (?P<story>.+)|"
    rf"^what (?:is|are|['’]?s) {_ARTICLES_ON} (?:about|on) (?P<about>.+?) about\W*$|"
    r"^what do (?:we|you|the articles) (?:know|say|tell)(?: us)? (?:about|of) (?P<known>.+)",
    re.I,
)
_NEWEST = re.compile(
    r"^what(?:['’]s| is| are|s) the (?:latest|newest|most recent)(?: (?:news|developments?|state))?"
    r" (?:on|about|of|with|from|in) (?P<latest>.+)|"
    r"^what(?:['’]s| is|s) (?:new|happening|going on) (?:with|about|in|at|on) (?P<new>.+)|"
    r"^(?:is there |are there )?(?:any )?(?:the )?(?:latest|newest|most recent)? ?"
    r"(?:news|updates?|developments?|latest) (?:on|about|of|with|from) "
    r"(?!(?:who|how|why|when|where|whether|what)\b)(?P<any>.+)",
    re.I,
)
_HAPPENED = re.compile(r"^what (?:has |had )?happen(?:ed|s) (?:at|in|to|with|during|on) (?P<event>.+)", re.I)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about, and whether the newest article is wanted.

    An `event` may be told by a sentence: whole articles are wanted where their titles tell of it.
    """

    terms: frozenset[str]
    newest: bool
    event: bool


def topic_of(question: str) -> Topic | None:
    """Return the topic that a question asks about as a whole, or None when it asks for something of it."""
    forms = ((_PUT_SHORTLY, False, False), (_NEWEST, True, False), (_HAPPENED, False, True))
    for pattern, newest, event in forms:
        match = pattern.search(question.strip())
        if match:
            named = next(text for text in match.groups() if text)
            found = frozenset(terms(named)) - GENERIC
            return Topic(found, newest, event) if found else None
    return None


def articles_on(topic: Topic, passages: Sequence[FoundPassage], *, titled: float = 0.0) -> list[Article]:
    """Return the articles on a topic, in the order in which they are told.

    An article is on the topic when title and text have all of its terms, and the title as many as that of any
    other, at least one and at least the share `titled`; or when title and opening together have them all,
    where the title has one or the newest is wanted. The story is told from the oldest article on, the latest
    of it by the newest alone.
    """
    found = {one.article.id: one.article for one in passages}
    on_it = [
        article for article in found.values() if topic.terms <= set(terms(f"{article.title}\n{article.text}"))
    ]
    counts = {article.id: len(topic.terms & set(terms(article.title))) for article in on_it}
    most = max(counts.values(), default=0)
    if not most or most < titled * len(topic.terms):
        return []
    chosen = [
        article
        for article in on_it
        if counts[article.id] == most
        or ((counts[article.id] or topic.newest) and topic.terms <= set(terms(_opening(article))))
    ]
    chosen = chosen[:MOST_ARTICLES] if not topic.newest else chosen
    chosen.sort(key=lambda article: article.published_day or date.min)
    return chosen[-1:] if topic.newest else chosen


def _opening(article: Article) -> str:
    """The title and the first sentences, which say what an article is about."""
    return f"{article.title}\n{article.text[:OPENING]}"
