"""The articles that tell one story: those on a topic, and those that go on with it under other titles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.folding import ALIKE, containment, text_shingles
from assistant.keyless.answer_sentences import needs_the_sentence_before
from assistant.keyless.article_openings import tells_nothing
from assistant.keyless.candidates import Embed
from assistant.keyless.findings import Quote
from assistant.questions.topics import Topic, articles_on
from assistant.wording.terms import CALENDAR, fold, names, terms, words
from indexes.articles import Article
from indexes.searching import FoundPassage

MOST_ARTICLES = 6
OPENING = 600  # characters that are compared
# of two articles, the cosine of their openings and the share of their names that both have, together
SAME_STORY = 0.6
TERMS_SHARED = 0.5  # of a topic's terms, in an article that goes on with its story


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that tell a story, in their order, and others on the topic that tell none of it."""

    told: Sequence[Article]
    others: Sequence[Article]


def story_on(topic: Topic, passages: Sequence[FoundPassage], *, embed: Embed, titled: float = 0.0) -> Story:
    """Return the story on a topic, from the oldest article on, or the newest article of it alone.

    Articles whose titles do not tell of the topic go on with its story where they are near to one that does.
    """
    found = list({one.article.id: one.article for one in passages}.values())
    on_it = articles_on(topic, found, titled=titled)
    if not on_it:
        return Story((), ())
    wanted = TERMS_SHARED * len(topic.terms)
    around = [
        article
        for article in found
        if article in on_it or len(topic.terms & set(terms(f"{article.title}\n{article.text}"))) >= wanted
    ]
    near = _nearness(around, embed)
    begins = [one for one in on_it if not topic.one_story or near(one, on_it[0]) >= SAME_STORY]
    story = [article for article in around if any(near(article, one) >= SAME_STORY for one in begins)]
    story = _without_copies(sorted(story, key=_day))
    others = [article for article in on_it if article not in begins]
    if topic.newest:
        return Story(story[-1:], others)
    # the newest says how it stands; of the rest, the likeliest tell it
    likeliest = sorted(story[:-1], key=found.index)[: MOST_ARTICLES - 1]
    return Story([one for one in story if one in likeliest or one is story[-1]], others)


def sentences_on(topic: Topic, passages: Sequence[FoundPassage]) -> list[Quote]:
    """Return of each article the first sentence that has all terms of a topic, oldest article first.

    One that needs no sentence before it is preferred; only that of the newest article is returned where the
    newest is wanted. One common word is no topic to find sentences by: it may mean anything in them.
    """
    if not topic.named and len(topic.terms) == 1:
        return []
    told: dict[str, Quote] = {}
    for one in passages:
        for start, end in one.passage.sentences:
            quote = Quote(one.article, start, end)
            if topic.terms <= set(terms(quote.text)) and not tells_nothing(quote.text):
                told[one.article.id] = min(quote, told.get(one.article.id, quote), key=_standing_alone)
    likeliest = list(told.values())[: None if topic.newest else MOST_ARTICLES]
    found = sorted(likeliest, key=lambda quote: _day(quote.article))
    return found[-1:] if topic.newest else found


def _nearness(articles: Sequence[Article], embed: Embed) -> Callable[[Article, Article], float]:
    """Return how near two of the articles are, by what they open with and by whom and what they name."""
    vectors = embed([f"{article.title}\n{article.text[:OPENING]}" for article in articles])
    vector_of = {article.id: vector for article, vector in zip(articles, vectors, strict=True)}
    named = {article.id: _named(article) for article in articles}

    def near(first: Article, second: Article) -> float:
        shared = containment(named[first.id], named[second.id])
        return float(vector_of[first.id] @ vector_of[second.id]) + shared

    return near


def _named(article: Article) -> frozenset[str]:
    """The words of the names in an article; days and one capital at the start of a sentence say nothing."""
    found = names(f"{article.title}\n{article.text}")
    sure = (name.text for name in found if " " in name.text or not name.opens_sentence)
    return frozenset(fold(word) for text in sure for word in words(text) if len(word) > 2) - CALENDAR


def _without_copies(articles: Sequence[Article]) -> list[Article]:
    """Return the articles without those that print most of one before them."""
    kept: dict[str, tuple[Article, frozenset[tuple[str, ...]]]] = {}
    for article in articles:
        own = text_shingles(article.text)
        if all(containment(own, other) < ALIKE for _, other in kept.values()):
            kept[article.id] = article, own
    return [article for article, _ in kept.values()]


def _day(article: Article) -> date:
    return article.published_day or date.min


def _standing_alone(quote: Quote) -> tuple[bool, int]:
    return needs_the_sentence_before(quote.text), quote.start
