"""Whether a person is "he" or "she", as far as the articles of a conversation tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from assistant.wording.coordination import without_titles
from assistant.wording.terms import names, words

Sex = Literal["he", "she"]

HE_OR_SHE = re.compile(r"\b(?:he|him|his|she|her|hers|himself|herself)\b", re.I)
PRONOUNS: dict[str, Sex] = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_TITLES: dict[str, Sex] = {
    "mr": "he", "sir": "he", "lord": "he", "mrs": "she", "ms": "she", "miss": "she", "dame": "she",
    "lady": "she",
}  # fmt: skip
# the rest of a sentence and how the next begins: "She left.", "“It is late,” he said"
_GOES_ON = re.compile(
    r"[^.!?\n]*[.!?][\"”]?\s+(?:[\"“][^\"“”\n]{1,300}[,.!?][\"”] )?(?P<pronoun>he|she)\b", re.I
)
_BESIDE = re.compile(
    r",? (?:when|where|as|after|before|because|while|until|since) (?P<pronoun>he|she)\b", re.I
)
_SENTENCE_BEFORE = re.compile(r"[^.!?\n]*$")
_OF_NOBODY = re.compile(r"\b(?:of|in|at|on|from|for|by the|the) $")  # "of Velmkraft", "on October 12"
MOST_MENTIONS = 50  # of a name that are looked at


def sex_of(name: str, texts: Iterable[str]) -> Sex | None:
    """Return what titles and the pronouns beside a name agree on; None where they are none or differ."""
    told: set[Sex] = set()
    parts = set(words(name))
    called = re.compile(rf"(?:\b(?P<first>[A-Z][\w'’-]*)\.? )?\b{re.escape(name.split()[-1])}\b(?![-'’]\w)")
    for text in texts:
        for _, mention in zip(range(MOST_MENTIONS), called.finditer(text), strict=False):
            first = mention["first"] or ""
            title = _TITLES.get(first.lower())
            if title:
                told.add(title)
            elif first and " " in name and first not in parts:
                continue  # somebody else of the family
            after = _BESIDE.match(text, mention.end()) or _GOES_ON.match(text, mention.end())
            if after and not _names_another(parts, text, mention.start(), after.start("pronoun")):
                told.add(PRONOUNS[after["pronoun"].lower()])
    return told.pop() if len(told) == 1 else None


def _names_another(parts: set[str], text: str, at: int, end: int) -> bool:
    """Whether a sentence tells, up to a pronoun, of somebody else whom it could stand for."""
    before = _SENTENCE_BEFORE.search(text, max(0, at - 300), at)
    said = text[before.start() if before else at : end]
    return any(
        not set(words(without_titles(one.text))) <= parts and not _OF_NOBODY.search(said[: one.start])
        for one in names(said)
    )
