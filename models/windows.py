"""Texts longer than the network's window, cut into overlapping windows of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TokenizedText:
    """The tokens of a text, without special tokens, and the characters [start, end) that each covers.

    `words` numbers the words, so tokens of the same word share a number.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    words: Ints

    def __len__(self) -> int:
        return len(self.ids)


def tokenize(tokenizer: Tokenizer, texts: Sequence[str]) -> list[TokenizedText]:
    """Return the tokens of each text, whole."""
    tokenized = []
    for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        words = [-1 if word is None else word for word in encoding.word_ids]
        tokenized.append(
            TokenizedText(
                ids=np.array(encoding.ids, dtype=np.int64),
                starts=offsets[:, 0],
                ends=offsets[:, 1],
                words=np.array(words, dtype=np.int64),
            )
        )
    return tokenized


def windows(length: int, size: int, overlap: int) -> list[tuple[int, int]]:
    """Return windows [start, end) of at most `size` that cover `length` tokens, neighbours sharing `overlap`.

    The windows are of nearly equal size; a length that fits, zero included, gives one.
    """
    if not 0 <= overlap < size:
        raise ValueError("the overlap must be smaller than the window")
    if length <= size:
        return [(0, length)]
    count = -(-(length - overlap) // (size - overlap))
    starts = [round(i * (length - size) / (count - 1)) for i in range(count)]
    return [(start, start + size) for start in starts]
