"""What a claim may name and count: a name, number or web address that its source lacks is made up.

A cheap check before the judge, which is good at meaning and poor at digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.prompt_passages import OfferedPassage
from assistant.terms import fold, names, numbers, words
from assistant.untrusted_text import plain, visible

SAME_NAME = 5  # letters; "Ukrainian" and "Ukraine" are one name
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]“”\"']+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info|io|example)\b[^\s<>()]*"
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The names of an article and the numbers of one of its passages."""

    words: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def of(cls, passage: OfferedPassage) -> Grounds:
        """Return the grounds that a passage gives: its article's names, its own numbers and its date."""
        article = passage.found.article
        about = f"{plain(article.title)} {article.publisher or ''} {article.author or ''}"
        day = article.published_day
        date = () if day is None else (str(day.year), str(day.day), f"{day:%B}")
        held = f"{about} {visible(article.text).evidence} {' '.join(date)}"
        counted = f"{plain(article.title)} {passage.visible.evidence} {' '.join(date)}"
        return cls(frozenset(map(fold, words(held))), frozenset(map(_plain_number, numbers(counted))))

    def holds(self, claim: str) -> bool:
        """Tell whether every number of the claim, and every name, is there."""
        # "one" is rarely a count
        if not {_plain_number(number) for number in numbers(claim)} - {"1"} <= self.numbers:
            return False
        named = (word for name in names(claim) if not name.opens_sentence for word in words(name.text))
        return all(self._has(word) for word in named)

    def _has(self, word: str) -> bool:
        if word.isupper() and len(word) <= 5:
            return True  # an abbreviation may stand for words of the source
        word = fold(word)
        if word in self.words:
            return True
        start = word[:SAME_NAME]
        return len(word) >= SAME_NAME and any(other.startswith(start) for other in self.words)


def foreign_address(text: str, passages: Iterable[OfferedPassage]) -> bool:
    """Tell whether a text holds a web address that no passage and no article's own address holds."""
    found = [match.group().rstrip(".,;:!?") for match in _ADDRESS.finditer(text)]
    if not found:
        return False
    held = " ".join(f"{passage.visible.text} {passage.found.article.url or ''}" for passage in passages)
    return any(address not in held for address in found)


def _plain_number(number: str) -> str:
    return number.lstrip("0") or "0"
