"""Which stretches of its sources a claim is held against: runs of whole sentences that share most with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.wording.terms import terms, words
from indexes.sentences import split_sentences

WORTH = 0.5  # of the best window, below which another is not held against the claim


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """Characters [start, end) of a source, its terms, and its length in words."""

    start: int
    end: int
    terms: frozenset[str]
    length: int


@dataclass(frozen=True, slots=True)
class EvidenceWindow:
    """Sentences [first, last) of source number `source`, and what they share with the claim."""

    source: int
    first: int
    last: int
    score: float


@lru_cache(maxsize=256)
def source_sentences(text: str) -> tuple[SourceSentence, ...]:
    """Return the sentences of a source."""
    return tuple(
        SourceSentence(start, end, frozenset(terms(text[start:end])), len(words(text[start:end])))
        for start, end in split_sentences(text)
    )


def rarity(sources: Iterable[Sequence[SourceSentence]]) -> dict[str, float]:
    """Return for each term one over the number of sentences that hold it: rare terms tell sentences apart."""
    counts = Counter(term for sentences in sources for sentence in sentences for term in sentence.terms)
    return {term: 1.0 / count for term, count in counts.items()}


def best_windows(
    claim: str, sources: Sequence[Sequence[SourceSentence]], *, longest: int, limit: int
) -> list[EvidenceWindow]:
    """Return at most `limit` windows of at most `longest` words, best first, that overlap by less than half.

    A window is worth the rarity of the claim's terms that its sentences hold. Sentences are never cut: one
    that is longer than `longest` is a window of its own. A further window must be worth more than half
    of it. With nothing shared it is the first window alone.
    """
    wanted = frozenset(terms(claim))
    weights = rarity(sources)
    candidates: list[EvidenceWindow] = []
    for number, sentences in enumerate(sources):
        values = [sum(weights[term] for term in sorted(sentence.terms & wanted)) for sentence in sentences]
        last, size, value = 0, 0, 0.0
        for first, sentence in enumerate(sentences):
            while last < len(sentences) and (last == first or size + sentences[last].length <= longest):
                size, value, last = size + sentences[last].length, value + values[last], last + 1
            candidates.append(EvidenceWindow(number, first, last, round(value, 9)))
            size, value = size - sentence.length, value - values[first]
    kept: list[EvidenceWindow] = []
    for window in sorted(candidates, key=lambda window: (-window.score, window.source, window.first)):
        if len(kept) == limit or (kept and window.score <= WORTH * kept[0].score):
            break
        if all(_overlap(window, other) < 0.5 for other in kept):
            kept.append(window)
    return kept


def nearest_sentence(claim: str, sentences: Sequence[SourceSentence]) -> SourceSentence | None:
    """Return the sentence that shares the largest part of its own and the claim's terms, None without any."""
    wanted = frozenset(terms(claim))

    def likeness(sentence: SourceSentence) -> float:
        both = len(sentence.terms) + len(wanted)
        return len(sentence.terms & wanted) / (len(wanted) + 0.25 * both) if both else 0.0

    return max(sentences, key=lambda sentence: (likeness(sentence), -sentence.start), default=None)


def _overlap(one: EvidenceWindow, other: EvidenceWindow) -> float:
    if one.source != other.source:
        return 0.0
    shared = min(one.last, other.last) - max(one.first, other.first)
    return max(0, shared) / min(one.last - one.first, other.last - other.first)
