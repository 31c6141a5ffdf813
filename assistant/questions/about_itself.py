"""Questions about the assistant and its articles as such: "hello", "how many articles are there?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answers import Answer, Sentence
from assistant.wording.spoken_days import written_day
from indexes.listing import ListedArticle

_GREETING = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?(?: (?:very|so) much)?|cheers|bye|"
    r"goodbye|ok(?:ay)?|test|help)(?: there)?\W*",
    re.I,
)
_WHO_IS_THERE = re.compile(
    r"(?:who|what) are you\W*|what(?:['’]s| is) your name\W*|what (?:can|do) you do\W*|"
    r"how do you work\W*|can you help(?: me)?\W*",
    re.I,
)
_HOW_MANY = re.compile(
    r"how many (?:articles?|stories|texts|documents|news articles)"
    r"(?: (?:are|do|did|have|has|were|was|there|you|we|i|here|in|from|published|read|got|know|indexed|the|"
    r"this|index|collection|library|pile|all|together|total|now|it))*\W*",
    re.I,
)
_EXTREME = r"(?:oldest|earliest|newest|latest|most recent)"
_OLDEST_OR_NEWEST = re.compile(
    rf"(?:which|what)(?: is|['’]s)? (?:the )?(?:(?:article|story) is (?:the )?{_EXTREME}"
    rf"|{_EXTREME} (?:article|story))(?: here| you have| there is)?\W*",
    re.I,
)
_OLDEST = re.compile(r"\b(?:oldest|earliest)\b", re.I)
WRITER = "assistant"  # neither quoted from the articles nor written by a language model
INTRODUCTION = (
    "I answer questions about the articles here, and quote the sentences that say so. "
    "Ask about somebody or something in them, or: what is new?"
)


def introduction(question: str) -> Answer | None:
    """Return what this is, where somebody greets or asks for that, else None; no article says so."""
    if not _GREETING.fullmatch(question) and not _WHO_IS_THERE.fullmatch(question):
        return None
    return Answer(
        question=question,
        searched_for=question,
        text=INTRODUCTION,
        abstained=True,
        sentences=(Sentence(INTRODUCTION, (), "no claim"),),
        writer=WRITER,
    )


def counts_articles(question: str, *, date_words: str = "") -> bool:
    """Whether a question asks how many articles there are, whatever they tell."""
    asked = question.replace(date_words, "articles") if date_words else question
    return _HOW_MANY.fullmatch(asked) is not None


def count(question: str, listed: Sequence[ListedArticle]) -> Answer:
    """Return how many articles these are and from which day to which; no article says so."""
    days = sorted(day for one in listed if (day := one.published_day))
    text = "There is 1 article" if len(listed) == 1 else f"There are {len(listed)} articles"
    if days and days[0] < days[-1]:
        text += f", published from {written_day(days[0])} to {written_day(days[-1])}"
    elif days:
        text += f", published on {written_day(days[0])}"
    undated = len(listed) - len(days)
    without = f" {undated} of them {'has' if undated == 1 else 'have'} no date." if undated and days else ""
    sentences = (Sentence(f"{text}.{without}", (), "no claim"),)
    return Answer(
        question=question,
        searched_for=question,
        text=sentences[0].text,
        short=str(len(listed)),
        sentences=sentences,
        writer=WRITER,
    )


def asks_for_oldest_or_newest(question: str) -> bool:
    """Whether one article is asked for, by nothing but its date."""
    return _OLDEST_OR_NEWEST.fullmatch(question) is not None


def oldest_or_newest(question: str, listed: Sequence[ListedArticle]) -> ListedArticle | None:
    """Return which article such a question asks for; None where none has a date."""
    pick = min if _OLDEST.search(question) else max
    dated = [one for one in listed if one.published_day]
    return pick(dated, key=lambda one: one.published_day or date.min, default=None)
