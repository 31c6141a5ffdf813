"""What a small encoder overlooks in a claim: a number, date, name, "not" or word that its evidence lacks.

Each check counts differences; each difference takes a fixed amount from the log-odds of support. A difference
is a reason for doubt, not a verdict: a claim may count what the source lists, or name whom it describes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.wording.negation import NO, NOT
from assistant.wording.quantities import NUMBER_WORDS, quantities
from assistant.wording.terms import CALENDAR, fold, names, stem, terms, word_set, words

_MONTHS_AND_DAYS = CALENDAR | word_set("jan feb mar apr jun jul aug sept sep oct nov dec")
_COUNTED = frozenset(map(stem, {*NUMBER_WORDS, *_MONTHS_AND_DAYS}))
# Peoples and countries whose names begin differently; the others share their first letters.
_PEOPLES = {
    "france": "french", "netherlands": "dutch", "spain": "spanish", "wales": "welsh", "greece": "greek",
    "switzerland": "swiss", "poland": "polish", "turkey": "turkish", "denmark": "danish", "britain": "uk",
    "british": "uk", "american": "us", "america": "us", "germany": "german", "ireland": "irish",
    "scotland": "scottish", "philippines": "filipino", "thailand": "thai", "england": "english",
}  # fmt: skip
_PEOPLES |= {people: country for country, people in _PEOPLES.items()}
_NEGATION = re.compile(
    rf"{NOT}|{NO}|\b(?:den(?:y|ies|ied|ying)|refus(?:e[sd]?|ing)|fail(?:s|ed)? to|unable to|false(?:ly)?)\b",
    re.IGNORECASE,
)
FRAGMENT = 4  # words: fewer make no sentence
_SAME_NAME = 0.8  # likeness at which two spellings are one name: "Zelensky" and "Zelenskyy"
_SAME_SENTENCE = 0.7  # share of a claim's terms at which a sentence of the evidence says nearly the same


@dataclass(frozen=True, slots=True)
class Differences:
    """How many numbers, dates and names of a claim its evidence lacks, and whether one of them says "not".

    `replaced` says that a sentence which otherwise says nearly the same has another number or date in the
    place of one that the evidence lacks; `words` is the share of the claim's meaningful words, names
    included, 0 to 1, that the evidence lacks. A `fragment` has too few words to say anything in other words.
    """

    numbers: int = 0
    dates: int = 0
    names: int = 0
    negation: bool = False
    replaced: bool = False
    words: float = 0.0
    fragment: bool = False


@dataclass(frozen=True, slots=True)
class Penalties:
    """What a difference takes from the log-odds of support; two of a kind count, more do not.

    `allowance` is given back, so that ordinary rewording leaves support where it was; another number or date
    in the place of the claim's own is no rewording, nor is a fragment with a word that the evidence lacks.
    Fitted by logistic regression beside the encoder's own log-odds, on held-out claims of eight public sets
    and of edited news sentences, each set weighing the same.
    """

    number: float
    date: float
    name: float
    negation: float
    replaced: float
    word: float
    allowance: float

    def apply(self, supported: float, differences: Differences) -> float:
        """Return the probability of support after the differences."""
        penalty = (
            self.number * min(differences.numbers, 2)
            + self.date * min(differences.dates, 2)
            + self.name * min(differences.names, 2)
            + self.negation * differences.negation
            + self.replaced * differences.replaced
            + self.word * differences.words
            - self.allowance * (not differences.replaced and not differences.fragment)
        )
        return supported / (supported + (1.0 - supported) * math.exp(penalty)) if penalty else supported


def differences(claim: str, evidence: str, sentence: str = "") -> Differences:
    """Return what the claim has and the evidence lacks.

    Negation and what stands in the place of a number or date are compared with `sentence`, the sentence of
    the evidence nearest to the claim, and only where that says nearly the same.
    """
    own = quantities(claim)
    numbers, dates = own.missing_from(quantities(evidence))
    known = _words_of(evidence)
    missing = sum(not any(_holds(known, word) for word in name) for name in _names_of(claim))
    wanted = _said_terms(claim)
    unsaid = len(wanted - known.terms) / len(wanted) if wanted else 0.0
    replaced = False
    if numbers or dates:
        other_numbers, other_dates = quantities(sentence).missing_from(own)
        in_place = (numbers and other_numbers) or (dates and other_dates)
        replaced = bool(in_place) and _says_nearly_the_same(wanted, _said_terms(sentence))
    fragment = unsaid > 0.0 and len(words(claim)) < FRAGMENT
    return Differences(numbers, dates, missing, _negated_apart(claim, sentence), replaced, unsaid, fragment)


@lru_cache(maxsize=2048)
def _names_of(claim: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of each name in the claim; one capital that starts a sentence is not a name."""
    found = []
    for name in names(claim):
        parts = [fold(word) for word in words(name.text)]
        if name.opens_sentence and len(parts) == 1 and not name.text.isupper():
            continue
        parts = [part for part in parts if part not in _MONTHS_AND_DAYS and not part[0].isdigit()]
        if parts:
            found.append(tuple(parts))
    return tuple(found)


@lru_cache(maxsize=2048)
def _said_terms(claim: str) -> frozenset[str]:
    """Return the stems of the claim's meaningful words that are neither numbers nor months nor days."""
    return frozenset(
        term for term in terms(claim) if term not in _COUNTED and not any(map(str.isdigit, term))
    )


@dataclass(frozen=True, slots=True)
class _Words:
    folded: frozenset[str]
    prefixes: frozenset[str]
    terms: frozenset[str]
    initials: frozenset[str]


@lru_cache(maxsize=512)
def _words_of(evidence: str) -> _Words:
    every = [fold(word) for word in words(evidence)]
    folded = frozenset(every) | frozenset(part for word in every for part in re.split(r"[-&.]", word) if part)
    initials = frozenset(
        "".join(word[0] for word in words(name.text) if word[0].isupper()).lower() for name in names(evidence)
    )
    return _Words(folded, frozenset(word[:4] for word in folded), frozenset(terms(evidence)), initials)


def _holds(known: _Words, word: str) -> bool:
    """Tell whether the evidence has the word, another form of it ("Ukrainian"), or its initials."""
    plain = word.replace(".", "")
    if {word, plain, stem(word), _PEOPLES.get(plain)} & known.folded:
        return True
    if len(plain) > 1 and plain in known.initials:
        return True
    if len(word) < 4 or word[:4] not in known.prefixes:
        return False
    return any(
        other[:4] == word[:4] and SequenceMatcher(None, word, other).ratio() >= _SAME_NAME
        for other in known.folded
    ) or any(other[:5] == word[:5] for other in known.folded if len(other) >= 5)


def _negated_apart(claim: str, sentence: str) -> bool:
    if not _says_nearly_the_same(set(terms(claim)), set(terms(sentence))):
        return False
    return bool(len(_NEGATION.findall(claim)) % 2) != bool(len(_NEGATION.findall(sentence)) % 2)


def _says_nearly_the_same(wanted: AbstractSet[str], said: AbstractSet[str]) -> bool:
    """Tell whether a sentence has nearly all the terms that a claim has."""
    return bool(wanted) and len(wanted & said) >= _SAME_SENTENCE * len(wanted)
