"""Folding near-duplicates: a syndicated copy is the same source twice, not a second witness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.wording.terms import fold, words
from indexes.articles import Article
from indexes.copies import repeats
from indexes.searching import FoundPassage, SearchFilters

SHINGLE = 4  # words
ALIKE = 0.8  # share of the shorter text's shingles that the other has


def fold_copies(
    passages: Sequence[FoundPassage], filters: SearchFilters | None = None
) -> tuple[tuple[FoundPassage, ...], Mapping[str, tuple[Article, ...]]]:
    """Return the passages without copies from other articles, and by passage id the articles with copies.

    Two passages are copies when one repeats at least `ALIKE` of the other's runs of four words (the
    containment of Broder, 1997); of two, the one published first stays, at the better of both ranks. What
    the index knows to be copies is left out of a search already: such articles are named where they say what
    the passage says and the filters of the search allow them.
    """
    filters = filters or SearchFilters()
    kept: list[FoundPassage] = []
    shingles: list[frozenset[tuple[str, ...]]] = []
    copies: dict[int, dict[str, Article]] = {}
    for found in passages:
        own = text_shingles(found.passage.text)
        twin = next(
            (
                at
                for at, other in enumerate(kept)
                if other.article.id != found.article.id and containment(own, shingles[at]) >= ALIKE
            ),
            None,
        )
        others = [other for other in found.also_in if filters.allow(other) and repeats(found.passage, other)]
        if twin is None:
            twin = len(kept)
            kept.append(found)
            shingles.append(own)
        elif _earlier(found.article, kept[twin].article) and len(own) >= ALIKE * len(shingles[twin]):
            others.insert(0, kept[twin].article)
            kept[twin], shingles[twin] = found, own
        else:
            others.insert(0, found.article)
        copies.setdefault(twin, {}).update({other.id: other for other in others})
    by_id = {
        kept[at].passage.id: tuple(other for other in others.values() if other.id != kept[at].article.id)
        for at, others in copies.items()
    }
    return tuple(kept), MappingProxyType({passage: others for passage, others in by_id.items() if others})


def text_shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of `SHINGLE` words of the text, or the whole text when it is shorter."""
    tokens = [fold(word) for word in words(text)]
    last = max(1, len(tokens) - SHINGLE + 1)
    return frozenset(tuple(tokens[at : at + SHINGLE]) for at in range(last))


def containment(first: frozenset[object], second: frozenset[object]) -> float:
    """Return the share of the smaller set that the larger one has, 0 to 1."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def _earlier(first: Article, second: Article) -> bool:
    days = first.published_day, second.published_day
    return days[0] is not None and days[1] is not None and days[0] < days[1]
