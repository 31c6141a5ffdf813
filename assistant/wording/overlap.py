"""How much of a question a text has: its terms weighed by rarity, its names, its numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.wording.terms import fold, is_initials, names, numbers, stem, terms, words


@dataclass(frozen=True, slots=True)
class Overlap:
    """What of a question a text has: the weighted share of its terms, of its names and of its numbers.

    `said` is the share of the terms that are no names: what happened, rather than to whom.
    """

    terms: float
    said: float
    names: float
    numbers: float


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The terms of a question weighed by rarity, with its names and numbers."""

    weights: Mapping[str, float]
    names: tuple[str, ...]
    numbers: frozenset[str]

    @classmethod
    def of(cls, question: str, texts: Sequence[str]) -> AskedWords:
        """Weigh each term by how few of the texts have it (inverse document frequency)."""
        asked = dict.fromkeys(terms(question))
        having = Counter(term for text in texts for term in set(terms(text)) if term in asked)
        weights = {term: math.log((1 + len(texts)) / (1 + having[term])) + 0.5 for term in asked}
        return cls(weights, tuple(name.text for name in names(question)), frozenset(numbers(question)))

    def look_into(self, text: str) -> Overlap:
        """Tell what of the question the text has."""
        having = set(terms(text))
        total = sum(self.weights.values())
        shared = sum(weight for term, weight in self.weights.items() if term in having)
        said = _words_without_a_number(text) if self.names else frozenset()
        named = sum(_has_name(said, name) for name in self.names)
        counted = len(self.numbers & numbers(text)) if self.numbers else 0
        plain = self.weights.keys() - {stem(word) for name in self.names for word in words(name)}
        return Overlap(
            shared / total if total else 0.0,
            len(plain & having) / len(plain) if plain else 1.0,
            named / len(self.names) if self.names else 1.0,
            counted / len(self.numbers) if self.numbers else 1.0,
        )


def _words_without_a_number(text: str) -> frozenset[str]:
    """Return the different words of a text but those before a short number: "France" of "France 2"."""
    tokens = words(text)
    return frozenset(
        token for token, after in pairwise([*tokens, ""]) if not (len(after) <= 2 and after.isdigit())
    )


def _has_name(said: frozenset[str], name: str) -> bool:
    """Whether the words said have the last word of the name, which stands for the whole.

    "Zelensky" is in "President Zelensky's" and "Ukraine" in "the Ukrainians"; "US" is not in "told us".
    """
    last = words(name)[-1]
    wanted, initials = stem(last), is_initials(last)
    return any(
        (stem(token) == wanted or (len(wanted) > 4 and fold(token).startswith(wanted)))
        and (token.isupper() or not initials)
        for token in said
    )
