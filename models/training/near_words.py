"""Words near another in meaning: what a question of nearly the same kind would ask about instead."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.training.words import FUNCTION_WORDS

# cosine of the centred word embeddings: above are synonyms and forms of the word, below is anything at all
LOWEST, HIGHEST = 0.28, 0.46
NEAREST = 40  # neighbours looked at
SHORTEST = 4  # letters
INFLECTED = ("ed", "ing", "est")


class NearWords:
    """The neighbours of a word among the whole words of the tokenizer, by the base's word embeddings."""

    def __init__(self, embeddings: NDArray[np.float32], tokenizer: Tokenizer) -> None:
        """Take the word embeddings, [vocabulary, size]."""
        vocabulary = tokenizer.get_vocab()
        self._words = sorted(
            word
            for word in vocabulary
            if word.isascii() and word.isalpha() and len(word) >= SHORTEST and word not in FUNCTION_WORDS
        )
        self._places = {word: place for place, word in enumerate(self._words)}
        centred = embeddings[[vocabulary[word] for word in self._words]].astype(np.float32)
        centred = centred - centred.mean(0)
        self._unit = centred / np.linalg.norm(centred, axis=1, keepdims=True)

    @classmethod
    def of_base(cls, base: Path, tokenizer: Tokenizer) -> NearWords:
        """Read the word embeddings out of the base's safetensors file."""
        from safetensors.numpy import load_file

        weights = load_file(base)
        return cls(weights["embeddings.word_embeddings.weight"], tokenizer)

    def of(self, word: str) -> list[str]:
        """Return near words of the same ending that are neither synonym nor form of it, nearest first."""
        place = self._places.get(word)
        if place is None:
            return []
        likeness = self._unit @ self._unit[place]
        nearest = np.argsort(-likeness)[1 : NEAREST + 1]
        return [
            self._words[other]
            for other in nearest
            if LOWEST <= likeness[other] <= HIGHEST
            and self._words[other][-1] == word[-1]
            and self._words[other].endswith(INFLECTED) == word.endswith(INFLECTED)
            and self._words[other][:4] != word[:4]
            and self._words[other][-4:] != word[-4:]
        ]

    def pick(self, word: str, rng: random.Random) -> str | None:
        """Choose one of the near words; None where there is none."""
        fit = self.of(word)
        return rng.choice(fit) if fit else None
