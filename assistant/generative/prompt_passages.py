"""Passages as a language model is shown them: numbered, dated, fenced, and within its context window."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.untrusted_text import VisibleText, evidence, plain, visible
from indexes.searching import FoundPassage

# A request carries a few tokens more than its text: roles, separators, the start of the answer.
TOKENS_AROUND_A_REQUEST = 24


@dataclass(frozen=True)
class OfferedPassage:
    """A passage under the number by which the model may cite it."""

    number: int
    found: FoundPassage

    @cached_property
    def visible(self) -> VisibleText:
        """The passage as a reader sees it."""
        passage = self.found.passage
        return visible(self.found.article.text, passage.start, passage.end)

    @cached_property
    def evidence(self) -> str:
        """The visible passage with blanks for what gives orders; this alone supports claims."""
        passage = self.found.passage
        return evidence(self.found.article.text, passage.start, passage.end)

    def fenced(self, fence: str) -> str:
        """Return the passage between two lines that carry the fence."""
        article = self.found.article
        about = [f"Title: {plain(article.title)}"]
        if article.publisher:
            about.append(f"Publisher: {plain(article.publisher)}")
        about.append(f"Published: {article.published_day or 'unknown'}")
        if article.modified:
            about.append(f"Changed: {article.modified[:10]}")
        lines = [f"BEGIN PASSAGE {self.number} {fence}", *about, "", self.visible.text.strip()]
        return "\n".join([*lines, f"END PASSAGE {self.number} {fence}"])


def offer(passages: Sequence[FoundPassage], *, fence: str, budget: int) -> tuple[OfferedPassage, ...]:
    """Return as many passages, best first, as fit the budget in tokens, numbered from 1.

    A passage that does not fit ends the list, so that no worse one takes its place; the first is
    always offered when the budget is positive.
    """
    offered: list[OfferedPassage] = []
    for found in passages:
        candidate = OfferedPassage(len(offered) + 1, found)
        budget -= count_tokens(candidate.fenced(fence)) + 2
        if budget < 0 and offered:
            break
        offered.append(candidate)
    return tuple(offered)


def new_fence(passages: Sequence[FoundPassage]) -> str:
    """Return a code that nothing in the passages contains and nobody can have foreseen."""
    while True:
        fence = secrets.token_hex(4)
        if not any(fence in found.article.text or fence in found.article.title for found in passages):
            return fence


def count_tokens(text: str) -> int:
    """Return an upper estimate of how many tokens a text has, without loading a tokenizer.

    Any common tokenizer stays below it: measured against a vocabulary of 49,000 (SmolLM2) and one of
    100,000 (cl100k) on news in nine languages, tables of numbers, addresses and hexadecimal codes.
    """
    return math.ceil(sum(_tokens_of(match) for match in _PARTS.finditer(text)))


_PARTS = re.compile(r"(?P<word>[A-Za-z\u00c0-\u024f]+)|(?P<number>[0-9]+)|(?P<mark>\S|\n)")


def _tokens_of(match: re.Match[str]) -> float:
    part = match.group()
    if match.lastgroup == "word":
        accents = 0 if part.isascii() else sum(not letter.isascii() for letter in part)
        return 1 + max(0, len(part) - 4) / 2 + accents
    if match.lastgroup == "number":
        return len(part) + 0.6
    return 1.1 if part < "\u0370" or "\u2010" <= part <= "\u2030" else 1.2 if part < "\u1000" else 2.2
