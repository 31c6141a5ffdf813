"""Who and what a conversation is about: candidates that a pronoun of a follow-up can stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.followups.asked_phrases import phrase_asked_about
from assistant.followups.sayings import Saying
from assistant.wording.coordination import without_titles
from assistant.wording.terms import CALENDAR, FUNCTION_WORDS, fold, names, word_set

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
    r"\b(?:band|group|company|corp|inc|ltd|party|police|council|union|university|club|team|fc|united|"
    r"city|bank|league|committee|"
    r"ministry|government|association|agency|court|war|act|album|show|prize|cup|bridge|station|"
    r"airport|river|stadium|marathon|race|festival|games|olympics|tower|forest|cathedral|church|museum|"
    r"library|street|road|square|island|mountain|school|hospital|college|institute|foundation|trust|fund|"
    r"programme|program|mission|scheme|storm|hurricane|gazette|times|post|news)\b|&|\band\b|^the\b",
    re.I,
)
_WHO = re.compile(
    r"who(?:(?:['’]s| is| was| are| were) (?P<office>(?:the|a|an) [^?.!]+?)"
    r"| (?P<state>(?:is|was|are|were) (?:on|under|behind|(?-i:[a-z]{3,}ed)|hit|hurt|shot|struck|beaten|"
    r"in (?:charge|custody|court|hospital|prison|jail))\b[^?.!]*?)"
    r"| (?!(?:is|are|was|were|do|does|did|has|have|had|will|would|can|else)\b)(?P<rest>[^?.!]+?))"
    r"[?.! ]*$",
    re.I,
)
# "who was Ann Lee's husband?" goes on about the answer, unless the pronoun is of the other sex
_WHOSE = re.compile(
    r"^(?:and |but |so )?who(?:['’]s| is| was) .+['’]s? (?:[a-z-]+ )*?(?P<who>[a-z-]+)\W*$", re.I
)
_MEN = word_set("husband father son brother uncle nephew grandfather grandson boyfriend widower stepfather")
_WOMEN = word_set("wife mother daughter sister aunt niece grandmother granddaughter girlfriend widow")
_SOMEBODY = re.compile(r"(?:\b(?:boss|chief|head|man|woman)|er|or|ist)$")
_PEOPLE = r"people|men|women|children|police|[a-z]+(?:ist|er|or|ant|ee|ian)s"
_PLURAL = re.compile(
    rf"\b(?:(?:how many|which|what|these|those)\s+(?P<things>{_PEOPLE}|[a-z]{{3,}}(?<![sui])s)"
    rf"|(?:the|do|did|are|were|have)\s+(?P<people>{_PEOPLE}))\b(?! of\b)"
)
_JOINED = re.compile(r",? and |, ")
_NAME = re.compile(
    r"[A-Z][\w'’.-]*(?: (?:[A-Z][\w'’.-]*|de|del|della|der|den|van|von|la|le|al|bin|da|du|di))*"
)
_ASKS_WHO = re.compile(r"(?:and |but |so )?who(?:m|se)?\b", re.I)
MOST_WORDS = 8  # of a short answer


def _named(answer: str) -> bool:
    """Whether an answer is two names or more and nothing else: "Agathe Moreau and Dev Sandhu"."""
    parts = _JOINED.split(answer)
    return len(parts) > 1 and all(map(_NAME.fullmatch, parts))


@dataclass(slots=True)
class _Candidate:
    text: str
    weight: float = 0.0
    place: int = 0
    mentions: int = 0
    asked: bool = False  # named by a question or by what opens the conversation, not by answers alone


class Referents:
    """The names and phrases of a history, weighed by how recent and how central each is."""

    def __init__(self, sayings: Sequence[Saying]) -> None:
        self._sayings = sayings
        self._history = [said.text for said in sayings]
        self._questions = [said.text for said in sayings if said.asks]
        self.last_question = (self._questions or self._history or [""])[-1]
        asked = max((at for at, said in enumerate(sayings) if said.asks), default=len(sayings))
        answer = next(iter(sayings[asked + 1 :]), Saying("", asks=False))
        self._last_answer, short = answer.text, answer.short or ""
        self._people = short if _ASKS_WHO.match(self.last_question) and _named(short) else None
        self.short_answer = short if 0 < len(short.split()) <= MOST_WORDS else None
        self._candidates = self._weigh()
        self._person_talk = any(_HE.search(said) for said in self._history)

    @property
    def topic(self) -> str | None:
        """What the conversation is about: the weightiest name, else what the first question is on."""
        ranked = [
            candidate for candidate in self._ranked() if not self._only_place(candidate)
        ] or self._ranked()
        asked_about = phrase_asked_about(self._history[:1])
        if ranked and (ranked[0].asked or asked_about is None):
            return self._whole(ranked[0].text)
        return asked_about

    def is_place(self, name: str) -> bool:
        """Whether the history uses the name as a place: "in Paris", "from Paris"."""
        candidate = self._candidates.get(fold(name))
        return candidate is not None and candidate.place > 0

    def find(self, kind: str, pronoun: str = "") -> str | None:
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
            related = self._related(pronoun)
            if related:
                return next((one.text for one in likely if fold(one.text) == fold(related)), related)
            whoever = self._whoever()
            if whoever and _WHO.match(self.last_question):
                told = [one.text for one in likely if fold(one.text) not in fold(whoever)]
                return next((name for name in told if name in self._last_answer), whoever)
            if whoever and not any(one.asked for one in likely):
                return whoever
            return likely[0].text if likely else None
        if kind == "group":
            likely = [candidate for candidate in ranked if not self._only_place(candidate)]
            grouped = [
                candidate
                for candidate in likely
                if _ORGANISATION.search(candidate.text) or candidate.text.endswith("s")
            ]
            if self._people:
                return self._people
            several = self._several()
            about = several or phrase_asked_about(self._questions or self._history)
            chosen = [one for one in grouped or ([] if several else likely) if self._outweighs(one, about)]
            return chosen[0].text if chosen else about
        things = (
            ranked
            if not self._person_talk
            else [c for c in ranked if c.place or _ORGANISATION.search(c.text)]
        )
        phrase = phrase_asked_about(self._questions or self._history)
        if phrase and things and things[0].place and (placed := self._placed(phrase, things[0].text)):
            return placed
        if things and not (phrase and self._person_talk) and self._outweighs(things[0], phrase):
            return self._whole(things[0].text)
        return phrase or (things[0].text if things else None)

    def _related(self, pronoun: str) -> str | None:
        """Who was told to be somebody's husband or deputy, where "he" or "she" can be that person."""
        asked = _WHOSE.match(self.last_question)
        if asked is None or self.short_answer is None or not names(self.short_answer):
            return None
        relation = fold(asked["who"])
        other_sex = relation in (_WOMEN if pronoun in {"he", "him", "his"} else _MEN)
        return None if other_sex else self.short_answer

    def _whole(self, name: str) -> str:
        """The thing asked about that a name is but a part of: "the Brannock tram", not Brannock."""
        phrase = phrase_asked_about(self._questions or self._history)
        part_of = phrase and re.fullmatch(rf"the {re.escape(name)}(?: [a-z][\w'’-]*)+", phrase)
        return phrase if phrase and part_of and not _SOMEBODY.search(phrase) else name

    def _placed(self, phrase: str, place: str) -> str | None:
        """The thing asked about with its place: "the ferry in Harrowford", rather than Harrowford alone."""
        where = rf"{re.escape(phrase)} (?:in|at|of|near|on) (?:the )?{re.escape(place)}\b(?:['’]s\b)?"
        asked = (re.search(where, said, re.I) for said in reversed(self._questions))
        found = next(filter(None, asked), None)
        return found.group() if found else None

    def _outweighs(self, candidate: _Candidate, phrase: str | None) -> bool:
        """Whether "it" is rather the name than the phrase asked about: one that only answers hold is not."""
        if candidate.asked or phrase is None:
            return True
        return self.short_answer is not None and fold(candidate.text) == fold(self.short_answer)

    def _only_place(self, candidate: _Candidate) -> bool:
        return candidate.place == candidate.mentions

    def _ranked(self) -> list[_Candidate]:
        return sorted(self._candidates.values(), key=lambda candidate: -candidate.weight)

    def _weigh(self) -> dict[str, _Candidate]:
        candidates: dict[str, _Candidate] = {}
        total = len(self._history)
        for at, saying in enumerate(self._sayings):
            said, question = saying.text, saying.asks
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
                candidate.asked |= question or at == 0
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

    def _whoever(self) -> str | None:
        """Who was asked for, while nobody has a name: "the one who won the race"."""
        asked = next(filter(None, map(_WHO.match, reversed(self._questions))), None)
        return asked and (asked["office"] or f"the one who {asked['state'] or asked['rest']}")

    def _several(self) -> str | None:
        """The people or things in the plural that the latest question with any is about."""
        for said in reversed(self._questions):
            found = _PLURAL.search(said)
            noun = found and (found["things"] or found["people"])
            if noun and fold(noun) not in FUNCTION_WORDS:
                return f"the {noun}"
        return None
