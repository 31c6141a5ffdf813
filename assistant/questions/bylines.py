"""Questions about articles as such: which ones mention something, who wrote one, when it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.questions.overviews import GENERIC
from assistant.wording.spoken_days import written_day
from assistant.wording.terms import terms
from indexes.articles import Article
from indexes.sentences import split_sentences

Asked = Literal["mentions", "author", "publisher", "published"]

PASSAGES_SEARCHED = 200  # where it is asked which articles mention something
# "the opinion piece about", "the obituary of"
_ARTICLE = (
    r"(?:the |this |that )?(?:(?:opinion|news|comment|lead|sports?|live|match) )?"
    r"(?:article|story|piece|interview|column|obituary|live ?blog)(?: (?:about|on|of|with))?"
)
_ARTICLES = r"(?:articles?|stor(?:y|ies)|pieces?)"
_THERE_ARE = r"(?:are there|is there|do you have|have you got)"
_LISTED = (
    r"(?:how many (?:articles|stories)|(?:which|what|(?:list|show)(?: me)?(?: the| all)*|do(?:es)? any) "
    rf"{_ARTICLES}|(?:{_THERE_ARE} )?(?:(?:any )?(?:articles|stories)|(?:any|an?) (?:article|story)))"
    r"(?: that)?"
)
# "which articles on the strike say who called it?" asks for what they say, and not for those on it
_NO_TOPIC = (
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|say|says|said|mentions?|tells?|who|that|"
    r"which|what|when|where|why|how|since|before|after|last|this|today|yesterday|published|written)\b"
)
_ON_TOPIC = rf"(?P<topic>(?:(?!{_NO_TOPIC})[^\s?!]+ )*?(?!{_NO_TOPIC})[^\s?!]+)"
_SPEAK_OF = (
    r"(?:mentions?|covers?|names?|deals? with|reports? on|(?:talks?|writes?|is|are|were) (?:about|on))"
)
_PUBLISHER = r"(?:who|which (?:paper|newspaper|site|publisher))"
_WROTE = r"who (?:wrote|is the author of|are the authors of)"
_WHEN = r"(?:when|on (?:what|which) (?:day|date)) (?:was|did)"
_APPEARED = r"(?:published|written|appear)\W*$"
_ITS_ARTICLE = r"the (?P<topic>.+?) (?-i:article|story|piece)"  # but no "Toy Story"
_FORMS: tuple[tuple[Asked, str], ...] = (
    ("mentions", rf"^{_LISTED} {_SPEAK_OF} (?P<topic>.+)"),
    ("mentions", rf"^{_LISTED}(?: {_THERE_ARE})? (?:about|on) {_ON_TOPIC}(?: {_THERE_ARE})?\W*$"),
    ("author", rf"^{_WROTE} {_ARTICLE} (?P<topic>.+)"),
    ("author", rf"^{_WROTE} {_ITS_ARTICLE}\W*$"),
    ("publisher", rf"^{_PUBLISHER} published {_ARTICLE} (?P<topic>.+)"),
    ("publisher", rf"^{_PUBLISHER} published {_ITS_ARTICLE}\W*$"),
    ("published", rf"^{_WHEN} {_ARTICLE} (?P<topic>.+?) {_APPEARED}"),
    ("published", rf"^{_WHEN} {_ITS_ARTICLE} {_APPEARED}"),
)


@dataclass(frozen=True, slots=True)
class Byline:
    """What is asked of the articles on something, by the terms of that; they may be `counted`."""

    asked: Asked
    terms: frozenset[str]
    counted: bool = False


def byline_of(question: str) -> Byline | None:
    """Return what a question asks of articles as such, or None when it asks for what they tell."""
    for asked, form in _FORMS:
        match = re.match(form, question.strip(), re.I)
        if match:
            found = frozenset(terms(match["topic"])) - GENERIC
            counted = question.strip().lower().startswith("how many")
            return Byline(asked, found, counted) if found else None
    return None


def mentions(byline: Byline, articles: Sequence[Article]) -> Iterator[tuple[Article, int, int]]:
    """Yield each article whose text has all the terms, with its first sentence that has most of them."""
    for article in articles:
        if byline.terms <= set(terms(f"{article.title}\n{article.text}")):
            spans = split_sentences(article.text)
            start, end = max(
                spans, key=lambda span: (len(byline.terms & set(terms(article.text[slice(*span)]))), -span[0])
            )
            yield article, start, end


def told_of(asked: Asked, article: Article) -> str | None:
    """Return what the byline says, in words, or None where it does not say."""
    if asked == "author":
        return article.author
    if asked == "publisher":
        return article.publisher
    return written_day(article.published_day) if article.published_day else None
