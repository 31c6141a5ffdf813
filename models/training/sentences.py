"""Sentences, content words and overlap: what the data makers share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import sentencex

from models.training.words import FUNCTION_WORDS

Span = tuple[int, int]
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def sentence_spans(text: str) -> list[Span]:
    """Split a text into sentences, as character ranges without the blanks around them."""
    spans = []
    for found in sentencex.get_sentence_boundaries("en", text):
        piece = text[found["start_index"] : found["end_index"]]
        start = found["start_index"] + len(piece) - len(piece.lstrip())
        end = found["start_index"] + len(piece.rstrip())
        if end > start:
            spans.append((start, end))
    return spans


def content_words(text: str) -> list[str]:
    """Lower-case words that carry meaning, cut to six letters so that forms of a word meet."""
    return [word[:6] for word in (w.lower() for w in _WORD.findall(text)) if word not in FUNCTION_WORDS]


def words_in(text: str) -> int:
    """Count the words of a text."""
    return len(_WORD.findall(text))


def rarity(texts: Iterable[str]) -> dict[str, float]:
    """Inverse document frequency of every content word."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        counts.update(set(content_words(text)))
        total += 1
    return {word: math.log((total + 1) / (count + 0.5)) for word, count in counts.items()}


class Nearest:
    """Texts by weighted overlap of content words with a query: an inverted index in memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._rarity = rarity(texts)
        found: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            for word in set(content_words(text)):
                found.setdefault(word, []).append(number)
        self._postings = {word: np.array(numbers) for word, numbers in found.items()}
        self._size = len(texts)

    def best(self, query: str, limit: int) -> list[int]:
        """Give the numbers of the texts that share most with the query, best first."""
        scores = np.zeros(self._size)
        for word in set(content_words(query)):
            if word in self._postings:
                scores[self._postings[word]] += self._rarity[word]
        order = np.argsort(-scores, kind="stable")[:limit]
        return [int(number) for number in order if scores[number] > 0]


def likest_sentence(text: str, spans: Sequence[Span], query: str) -> int:
    """Give the number of the sentence that shares most with the query; words of few sentences count more."""
    wanted = set(content_words(query))
    shared = [wanted & set(content_words(text[start:end])) for start, end in spans]
    seen = Counter(word for having in shared for word in having)
    values = [sum(1 / seen[word] for word in having) for having in shared]
    return values.index(max(values))


def best_window(text: str, query: str, words: int) -> str:
    """Cut a long text to the run of whole sentences, at most `words` words, most like the query."""
    if words_in(text) <= words:
        return text
    spans = sentence_spans(text)
    pieces = [text[start:end] for start, end in spans]
    wanted = set(content_words(query))
    seen = Counter(word for piece in pieces for word in set(content_words(piece)))
    values = [sum(1 / seen[word] for word in set(content_words(piece)) & wanted) for piece in pieces]
    sizes = [words_in(piece) for piece in pieces]
    best, chosen = -1.0, (0, 0)
    end, size, value = 0, 0, 0.0
    for start in range(len(pieces)):
        while end < len(pieces) and (end == start or size + sizes[end] <= words):
            size, value, end = size + sizes[end], value + values[end], end + 1
        if value > best + 1e-9:
            best, chosen = value, (start, end)
        size, value = size - sizes[start], value - values[start]
    return text[spans[chosen[0]][0] : spans[chosen[1] - 1][1]]
