"""Folding near-duplicates: a syndicated copy is the same source twice, not a second witness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.wording.terms import fold, words
from indexes.articles import Article
from indexes.searching import FoundPassage

SHINGLE = 4  # words
ALIKE = 0.8  # share of the shorter text's shingles that the other has


def fold_copies(
    passages: Sequence[FoundPassage],
) -> tuple[tuple[FoundPassage, ...], Mapping[str, tuple[Article, ...]]]:
    """Return the passages without copies from other articles, and by passage id the articles left out.

    Two passages are copies when one repeats at least `ALIKE` of the other's runs of four words (the
    containment of Broder, 1997); of two, the one published first stays, at the better of both ranks.
    """
    kept: list[FoundPassage] = []
    shingles: list[frozenset[tuple[str, ...]]] = []
    copies: dict[int, list[Article]] = {}
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
        if twin is None:
            kept.append(found)
            shingles.append(own)
            continue
        left_out = found.article
        if _earlier(found.article, kept[twin].article) and len(own) >= ALIKE * len(shingles[twin]):
            left_out, kept[twin], shingles[twin] = kept[twin].article, found, own
        others = copies.setdefault(twin, [])
        if all(left_out.id != other.id for other in others):
            others.append(left_out)
    by_id = {
        kept[at].passage.id: tuple(other for other in others if other.id != kept[at].article.id)
        for at, others in copies.items()
    }
    return tuple(kept), MappingProxyType(by_id)


def text_shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of `SHINGLE` words of the text, or the whole text when it is shorter."""
    tokens = [fold(word) for word in words(text)]
    last = max(1, len(tokens) - SHINGLE + 1)
    return frozenset(tuple(tokens[at : at + SHINGLE]) for at in range(last))


def containment(first: frozenset[tuple[str, ...]], second: frozenset[tuple[str, ...]]) -> float:
    """Return the share of the smaller set that the larger one has, 0 to 1."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def _earlier(first: Article, second: Article) -> bool:
    days = first.published_day, second.published_day
    return days[0] is not None and days[1] is not None and days[0] < days[1]
