"""An embedder whose vectors anyone predicts by hand: it counts the words of a short list."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WORDS = ("apple", "bridge", "council", "drought", "election", "ferry", "glacier")


class WordCountEmbedder:
    """Dimension i counts how often WORDS[i] begins a word; one more dimension is always a tenth."""

    def __init__(self, words: Sequence[str] = WORDS, *, fingerprint: str = "word-count") -> None:
        self.words = tuple(words)
        self._fingerprint = fingerprint
        self.embedded: list[str] = []

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += texts
        return np.array([self._count(text) for text in texts], dtype=np.float32)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return np.array(self._count(text), dtype=np.float32)

    def _count(self, text: str) -> list[float]:
        found = text.lower().split()
        return [float(sum(word.startswith(known) for word in found)) for known in self.words] + [0.1]
