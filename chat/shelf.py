"""The table of articles: found, sorted, and copies of one story grouped under the first of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from chat.markup import render
from indexes.article_index import ArticleIndex
from indexes.listing import ListedArticle

SortKey = Literal["title", "publisher", "published", "passages", "versions"]
SORT_KEYS: tuple[SortKey, ...] = get_args(SortKey)

STORIES_AT_ONCE = 100
MOST_WORDS = 10  # that are looked for in the texts
PASSAGES_LOOKED_AT = 1_000  # for each of them


@dataclass(frozen=True, slots=True)
class ShelfView:
    """What one visitor looks for, how it is sorted and how many stories are shown at most."""

    words: str = ""
    key: SortKey = "published"
    ascending: bool = False
    most: int = STORIES_AT_ONCE

    def find(self, words: str) -> ShelfView:
        """Return a view of what these words find."""
        return replace(self, words=words[:200], most=STORIES_AT_ONCE)

    def sort(self, key: str) -> ShelfView:
        """Return a view sorted by another column, or by the same one the other way round."""
        if key not in SORT_KEYS:
            return self
        ascending = not self.ascending if key == self.key else key in ("title", "publisher")
        return replace(self, key=key, ascending=ascending)

    def more(self) -> ShelfView:
        """Return a view that shows more stories."""
        return replace(self, most=self.most + STORIES_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Story:
    """An article with its copies, in the order in which they came."""

    lead: ListedArticle
    copies: tuple[ListedArticle, ...] = ()

    @property
    def articles(self) -> tuple[ListedArticle, ...]:
        """All of them."""
        return (self.lead, *self.copies)


def stories_of(articles: Sequence[ListedArticle]) -> list[Story]:
    """Return the articles with copies put together."""
    groups: dict[int, list[ListedArticle]] = {}
    for article in articles:
        groups.setdefault(article.story, []).append(article)
    return [Story(first, tuple(copies)) for first, *copies in groups.values()]


def found_stories(
    stories: Sequence[Story], view: ShelfView, telling: Mapping[str, Set[str]] | None = None
) -> list[Story]:
    """Return the stories of which an article has all the words, sorted; what is unknown comes last.

    `telling` holds, for a word, the ids of the articles whose text has it.
    """
    words = dict.fromkeys(view.words.casefold().split(), frozenset[str]()) | dict(telling or {})
    found = [story for story in stories if any(_has(article, words) for article in story.articles)]
    known = [story for story in found if _value(story, view.key) not in ("", None)]
    unknown = [story for story in found if _value(story, view.key) in ("", None)]
    known.sort(key=lambda story: _value(story, view.key), reverse=not view.ascending)
    return known + unknown


def render_shelf(index: ArticleIndex, view: ShelfView) -> str:
    """Return the table as the view shows it."""
    articles = index.listing()
    stories = stories_of(articles)
    found = found_stories(stories, view, _telling(index, view))
    return render(
        "shelf.html",
        count=len(articles),
        stories=len(stories),
        found=len(found),
        shown=found[: view.most],
        left=max(0, len(found) - view.most),
        at_once=STORIES_AT_ONCE,
        view=view,
    )


def _telling(index: ArticleIndex, view: ShelfView) -> dict[str, set[str]]:
    """Return the articles whose text has each of the words that are looked for."""
    told: dict[str, set[str]] = {}
    for word in view.words.casefold().split()[:MOST_WORDS]:
        found = index.search(word, mode="keyword", limit=PASSAGES_LOOKED_AT).passages
        told[word] = {article.id for one in found for article in (one.article, *one.also_in)}
    return told


def _has(article: ListedArticle, words: Mapping[str, Set[str]]) -> bool:
    known = (article.title, article.publisher, article.author, article.url or article.source)
    listed = " ".join(one for one in known if one).casefold()
    return all(word in listed or article.id in telling for word, telling in words.items())


def _value(story: Story, key: SortKey) -> Any:
    value: str | int | None = getattr(story.lead, key)
    return value.casefold() if isinstance(value, str) else value
