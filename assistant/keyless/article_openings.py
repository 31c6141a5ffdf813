"""How an article opens, and the day and the title that a sentence of it is told with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.keyless.answer_sentences import needs_the_sentence_before
from assistant.keyless.candidates import is_dateline
from assistant.keyless.findings import Quote
from assistant.keyless.quotable_sentences import opening_sentences
from assistant.questions.overviews import MOST_SENTENCES
from assistant.wording.spoken_days import written_day
from assistant.wording.terms import RESULT, fold, terms
from indexes.articles import Article

REPEATED = 0.7  # of a title's terms, in the sentence that stands for it
OPENING = 6  # sentences
_OPENS_WITH_PRONOUN = re.compile(r"\W*(?:he|she|they|it|his|her|their|its|this|that|these|those)\b", re.I)


def opening_of(article: Article) -> list[Quote]:
    """The first sentences of an article that tell something and may be quoted."""
    quotes = (Quote(article, start, end) for start, end in opening_sentences(article.text, OPENING))
    title = fold(article.title.strip(" .…"))
    told = [one for one in quotes if not is_dateline(one.text)]
    told = [one for one in told if fold(one.text.strip(" .…")) not in title] or told
    return [one for one in told if not tells_nothing(one.text)] or told


def tells_nothing(sentence: str) -> bool:
    """Tell whether it is a question, as an interview opens with, or the line with the score of a match."""
    return sentence.endswith("?") or RESULT.fullmatch(sentence) is not None


def headed(article: Article, shown: Sequence[Quote]) -> str:
    """Return the day and the title, which is left out where the sentence tells it and leans on nothing."""
    told = {term for quote in shown for term in terms(quote.text)}
    titled = set(terms(article.title))
    repeated = len(titled & told) > REPEATED * len(titled)
    title = "" if repeated and not needs_the_sentence_before(shown[0].text) else article.title
    day = written_day(article.published_day) if article.published_day else ""
    heading = ": ".join(part for part in (day, title) if part)
    if not title:
        return f"{heading}:" if heading else ""
    return heading if heading.endswith(("?", "!", ".", "…")) else f"{heading}."


def beginning(opening: Sequence[Quote]) -> Sequence[Quote]:
    """Return the first sentences, without a scene that is set before the news: "An ambulance was first over."

    The news begins with the first sentence that has two terms of the title, unless the opening one has any.
    """
    wanted = (1, *[2] * (MOST_SENTENCES - 1))
    told = map(_told_of_title, opening)
    begins = next((at for at, (has, least) in enumerate(zip(told, wanted, strict=False)) if has >= least), 0)
    return opening[begins : begins + MOST_SENTENCES]


def likeliest(opening: Sequence[Quote]) -> Sequence[Quote]:
    """Return the sentence that says most of the title, best one that does not open with "He" or "It"."""
    by_pronoun = _OPENS_WITH_PRONOUN.match
    return sorted(opening, key=lambda one: (by_pronoun(one.text) is not None, -_told_of_title(one)))[:1]


def _told_of_title(quote: Quote) -> int:
    return len(set(terms(quote.article.title)) & set(terms(quote.text)))
