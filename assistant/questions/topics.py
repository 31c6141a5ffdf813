"""Questions about a topic as a whole: "summarise the flood", "what's the latest on the bridge?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.questions.core_questions import without_opening
from assistant.questions.overviews import GENERIC
from assistant.wording.terms import names, stem, terms, word_set
from indexes.articles import Article

OPENING = 300  # characters

_ARTICLES_ON = r"(?:(?:the|this|these|all|that) )?(?:articles?|stor(?:y|ies)|news|reports?|pieces?|coverage)"
_ASK_FOR = r"^(?:please |can you |could you |give me |show me |tell me |explain )*"
_NOT_ASKED = r"(?!(?:who|how|why|when|where|whether|what|which|is|are|was|were|do|does|did)\b)"
_PUT_SHORTLY = re.compile(
    r"\b(?:summari[sz]e|sum up|recap|(?:summary|overview|recap|gist|timeline|chronology) (?:of|on|for))\b"
    rf"(?: {_ARTICLES_ON})?(?: (?:about|on|of|from))? (?P<topic>.+)|"
    r"\b(?:(?:bring|catch|get|keep) me up|fill me in)(?: to (?:date|speed))? (?:on|about|with) "
    r"(?P<missed>.+)|"
    r"^(?:please |can you |could you )*tell me (?:more |something |all |everything )?about "
    rf"(?:{_ARTICLES_ON} (?:about|on) )?(?P<told>.+)|"
    r"^what(?:['’]s| is| was|s) the (?:whole |full )?story (?:of|about|behind|with|on) (?P<story>.+)|"
    rf"^what (?:is|are|['’]?s) {_ARTICLES_ON} (?:about|on) (?P<about>.+?) about\W*$|"
    r"^what do (?:we|you|the articles) (?:know|say|tell)(?: us)? (?:about|of) (?P<known>.+)|"
    rf"{_ASK_FOR}{_NOT_ASKED}(?P<named>.+?),? "
    r"(?:in (?:short|brief|a nutshell|a few words)|summary|timeline|overview|recap)\W*$",
    re.I,
)
_NEWEST = re.compile(
    r"^what(?:['’]s| is| are|s) the (?:latest|newest|most recent)(?: (?:news|developments?|state))?"
    r" (?:on|about|of|with|from|in) (?P<latest>.+)|"
    r"^what(?:['’]s| is|s| has)(?: been)? (?:new|happening|going on) (?:with|about|in|at|on) (?P<new>.+)|"
    r"^what(?:['’]s| has|s) (?:changed|happened|been happening) since (?P<since>.+)|"
    r"^what(?:['’]s| is|s) the (?:current )?(?:status|situation) (?:of|on|in|at|with) (?P<state>.+)|"
    r"^(?:is there |are there )?(?:any )?(?:the )?(?:latest|newest|most recent)? ?"
    r"(?:news|updates?|developments?|latest) (?:on|about|of|with|from) "
    rf"{_NOT_ASKED}(?P<any>.+)|"
    rf"{_ASK_FOR}(?:what(?:['’]s| is|s) )?the latest (?P<subject>.+?) (?:news|updates?|developments?)\W*$",
    re.I,
)
_HAPPENED = re.compile(r"^what (?:has |had )?happen(?:ed|s) (?:at|in|to|with|during|on) (?P<event>.+)", re.I)
# what a reader calls a story, and its articles may not
_CALLED = frozenset(map(stem, word_set("crisis disaster saga affair scandal drama situation incident case")))


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about, and whether the newest article is wanted.

    An `event` may be told by a sentence: whole articles are wanted where their titles tell of it. What has a
    name may come in several stories; "the strike", which has none, is `one_story`. Of a topic that is nothing
    but a name of several words, titles have to have all: one on Oriel Lume is not on Celeste Lume.
    """

    terms: frozenset[str]
    newest: bool = False
    event: bool = False
    named: bool = False
    is_name: bool = False
    one_story: bool = False


def topic_of(question: str) -> Topic | None:
    """Return the topic that a question asks about as a whole, or None when it asks for something of it."""
    forms = ((_PUT_SHORTLY, False, False), (_NEWEST, True, False), (_HAPPENED, False, True))
    for pattern, newest, event in forms:
        match = pattern.search(without_opening(question.strip()))
        if match:
            asked = next(text for text in match.groups() if text)
            found = frozenset(terms(asked)) - GENERIC
            found = found - _CALLED or found
            if all(term.isdigit() for term in found):
                return None
            named = names(asked)
            return Topic(
                found,
                newest,
                event,
                named=bool(named),
                is_name=[name.text for name in named] == [asked.strip(" .!?")] and len(found) > 1,
                one_story=asked.lower().startswith("the ") and not named,
            )
    return None


def articles_on(topic: Topic, articles: Sequence[Article], *, titled: float = 0.0) -> list[Article]:
    """Return the articles on a topic, in the order in which they come.

    An article is on the topic when title and text have all of its terms, and the title as many as that of any
    other, and at least the share `titled`; or when title and opening together have them all, where the title
    has one or no title has any.
    """
    on_it = [article for article in articles if topic.terms <= set(terms(f"{article.title}\n{article.text}"))]
    counts = {article.id: len(topic.terms & set(terms(article.title))) for article in on_it}
    most = max(counts.values(), default=0)
    if most < titled * len(topic.terms):
        return []
    return [
        article
        for article in on_it
        if (most and counts[article.id] == most)
        or (
            (counts[article.id] or not most)
            and topic.terms <= set(terms(f"{article.title}\n{article.text[:OPENING]}"))
        )
    ]
