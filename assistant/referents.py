"""Who and what a conversation is about: candidates that a pronoun of a follow-up can stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.coordination import without_titles
from assistant.terms import CALENDAR, FUNCTION_WORDS, fold, names, words

_QUESTION = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|"
    r"can|could|will|would|"
    r"should|tell|describe)\b|\?\s*$",
    re.I,
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|around|across|outside|inside|into|visit|visited|visiting|leave|"
    r"left)\s+(?:the\s+)?$",
    re.I,
)
_PREPOSITION_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|into|on|of|with|by|for|about|against|than|over)\s+(?:the\s+)?$", re.I
)
_HE = re.compile(r"\b(?:he|him|his|she|her|hers|himself|herself)\b", re.I)
_ORGANISATION = re.compile(
    r"\b(?:band|group|company|corp|inc|ltd|party|council|union|university|club|team|fc|united|"
    r"city|bank|league|committee|"
    r"ministry|government|association|agency|court|war|act|album|show|prize|cup|bridge|station|"
    r"airport|river|stadium)\b|&|\band\b|^the\b",
    re.I,
)
_NO_NOUN = "|".join(sorted(map(re.escape, FUNCTION_WORDS)))
_DETERMINED = re.compile(
    rf"\b(?:the|a|an|your|my|our|his|her|their|its)\s+((?:[a-z][\w'’-]*\s+){{0,3}}?[a-z][\w'’-]*)"
    rf"(?=\s+(?:{_NO_NOUN})\b|[?.,;!]|$)",
    re.I,
)


@dataclass(slots=True)
class _Candidate:
    text: str
    weight: float = 0.0
    place: int = 0
    mentions: int = 0


class Referents:
    """The names and phrases of a history, weighed by how recent and how central each is."""

    def __init__(self, history: Sequence[str]) -> None:
        self._history = [" ".join(said.split()) for said in history]
        self.last_question, self.short_answer = self._last_exchange()
        self._candidates = self._weigh()
        self._person_talk = any(_HE.search(said) for said in self._history)

    @property
    def topic(self) -> str | None:
        """What the conversation is about: the weightiest name, else what the first question is on."""
        ranked = [
            candidate for candidate in self._ranked() if not self._only_place(candidate)
        ] or self._ranked()
        return ranked[0].text if ranked else self._phrase(self._history[:1])

    def is_place(self, name: str) -> bool:
        """Whether the history uses the name as a place: "in Paris", "from Paris"."""
        candidate = self._candidates.get(fold(name))
        return candidate is not None and candidate.place > 0

    def find(self, kind: str) -> str | None:
        """Return what a pronoun stands for; `kind` is "person", "group", "thing" or "there"."""
        ranked = self._ranked()
        if kind == "there":
            return next((candidate.text for candidate in ranked if candidate.place), None)
        if kind == "person":
            likely = [
                candidate
                for candidate in ranked
                if not self._only_place(candidate)
                and not _ORGANISATION.search(candidate.text)
                and not candidate.text.isupper()
            ]
            return likely[0].text if likely else None
        if kind == "group":
            likely = [candidate for candidate in ranked if not self._only_place(candidate)]
            grouped = [
                candidate
                for candidate in likely
                if _ORGANISATION.search(candidate.text) or candidate.text.endswith("s")
            ]
            chosen = grouped or likely
            return chosen[0].text if chosen else self._phrase()
        things = (
            ranked
            if not self._person_talk
            else [c for c in ranked if c.place or _ORGANISATION.search(c.text)]
        )
        phrase = self._phrase()
        if things and not (phrase and self._person_talk):
            return things[0].text
        return phrase or (things[0].text if things else None)

    def _only_place(self, candidate: _Candidate) -> bool:
        return candidate.place == candidate.mentions

    def _ranked(self) -> list[_Candidate]:
        return sorted(self._candidates.values(), key=lambda candidate: -candidate.weight)

    def _last_exchange(self) -> tuple[str, str | None]:
        for at in range(len(self._history) - 1, -1, -1):
            if _QUESTION.search(self._history[at]):
                answer = self._history[at + 1] if at + 1 < len(self._history) else None
                short = answer.split(". ")[0].rstrip(".") if answer else None
                return self._history[at], short if short and len(short.split()) <= 8 else None
        return (self._history[-1] if self._history else ""), None

    def _weigh(self) -> dict[str, _Candidate]:
        candidates: dict[str, _Candidate] = {}
        total = len(self._history)
        for at, said in enumerate(self._history):
            question = bool(_QUESTION.search(said))
            weight = 0.75 ** ((total - 1 - at) / 2) * (2.0 if question else 1.0)
            if at == 0:
                weight += 1.5
            mentions = [mention for mention in names(said) if fold(mention.text) not in CALENDAR]
            for order, mention in enumerate(mentions):
                if (
                    mention.opens_sentence
                    and " " not in mention.text
                    and not question
                    and not self._seen_inside(mention.text)
                ):
                    continue
                before = said[: mention.start]
                share = 1.0 / (1 + 0.5 * order) if not question else 1.0
                if _PREPOSITION_BEFORE.search(before):
                    share *= 0.6
                name = without_titles(mention.text)
                key = self._key(candidates, name)
                candidate = candidates.setdefault(key, _Candidate(name))
                candidate.weight += weight * share
                candidate.mentions += 1
                candidate.place += bool(_PLACE_BEFORE.search(before))
                if len(name) > len(candidate.text):
                    candidate.text = name
        return candidates

    def _seen_inside(self, name: str) -> bool:
        return any(re.search(rf"[a-z,] {re.escape(name)}\b", said) for said in self._history)

    @staticmethod
    def _key(candidates: dict[str, _Candidate], name: str) -> str:
        """The candidate that the name is a part of, or a new one: "Austin" joins "Lloyd Austin"."""
        key = fold(name)
        parts = set(key.split())
        for known in candidates:
            if parts <= set(known.split()) or set(known.split()) <= parts:
                return known
        return key

    def _phrase(self, within: Sequence[str] | None = None) -> str | None:
        """The noun phrase that the latest question with one is about."""
        for said in reversed(
            within or [said for said in self._history if _QUESTION.search(said)] or self._history
        ):
            determined = [
                match for match in _DETERMINED.findall(said) if fold(match.split()[-1]) not in FUNCTION_WORDS
            ]
            if determined:
                return str(determined[0])
            runs = re.findall(
                r"(?:[\w'’-]+ ?)+",
                " ".join("|" if fold(word) in FUNCTION_WORDS else word for word in words(said)),
            )
            runs = [run.strip() for run in runs if run.strip()]
            if runs:
                longest = str(max(runs, key=lambda run: len(run.split())))
                # of "Kestrel Bridge closed" it is the bridge that one goes on about
                named = names(longest)
                return named[0].text if named else longest
        return None
