"""The names of a conversation that a pronoun can stand for, weighed by how recent and how central each is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.followups.he_or_she import HE_OR_SHE
from assistant.followups.mentions import mentions
from assistant.followups.sayings import Saying
from assistant.wording.coordination import without_titles
from assistant.wording.people import KIN
from assistant.wording.terms import CALENDAR, Mention, fold, words

_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|around|across|outside|inside|into|above|below|beyond|through|visit|visited|"
    r"visiting|leave|left|happened on|(?:city|country|island|port|state|town|village) of)\s+(?:the\s+)?$",
    re.I,
)
_PREPOSITION_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|into|on|of|with|by|for|about|against|than|over)\s+(?:the\s+)?$", re.I
)
_COLLECTIVE = re.compile(
    r"\b(?:band|group|company|corp|inc|ltd|plc|party|police|council|union|university|club|team|fc|united|"
    r"town|rovers|wanderers|athletic|city|bank|league|committee|commission|authority|assembly|parliament|senate|congress|federation|society|"
    r"cooperative|co-operative|alliance|movement|front|department|office|board|service|services|holdings|"
    r"industries|brothers|partners|airlines|airways|motors|ministry|government|association|agency|court|church|orchestra|choir|"
    r"museum|school|hospital|college|institute|foundation|trust|fund|gazette|times|post|news)\b|&|\band\b",
    re.I,
)
_NOBODY = re.compile(
    r"\b(?:war|act|album|show|prize|award|cup|bridge|tunnel|station|airport|river|stadium|marathon|race|"
    r"festival|games|olympics|tower|forest|cathedral|library|street|road|square|island|mountain|programme|"
    r"program|mission|scheme|storm|hurricane)\b|^the\b",
    re.I,
)
_SEVERAL = re.compile(r"[A-Z]{2,}s")  # "MPs"
_THE_BEFORE = re.compile(r"\bthe\s+$", re.I)
# "Ann Lee, 52, said", "Ann Lee, who came", "Ann Lee's husband"
_OF_SOMEBODY = re.compile(
    r",? who\b|,? \(?\d\d(?:,|\)| and)|"
    rf"['’]s? (?:late )?(?:{KIN})\b"
)
_OWNS = re.compile(r"['’]s? [a-z]+ [a-z]")  # "at Lindquist's factory in Portugal"
_PLURAL_VERB = re.compile(r" (?:have|are|were)\b")
_LISTED = re.compile(r"(?:\band|,) $")
_SPEAKS = re.compile(
    r" (?:has |had )?(?:say|says|said|tells?|told|thinks?|thought|wants?|wanted|alleged?|allege)\b"
)


@dataclass(slots=True)
class Candidate:
    """A name of a conversation, with what its mentions tell of it."""

    text: str
    weight: float = 0.0
    place: int = 0
    mentions: int = 0
    after_the: int = 0
    asked: bool = False  # named by a question or by what opens the conversation, not by answers alone
    somebody: bool = False  # has an age, a title or a family
    speaks: bool = False
    several: bool = False  # "the Ravens have won"
    asked_as: str = ""  # the pronoun that stood for it in a question
    common: bool = False  # a common noun at the start of a sentence: "Accountant jailed"

    @property
    def called(self) -> str:
        """The name as one speaks of it: "the Kestrel Bridge" where it never stands without the article."""
        with_the = self.after_the == self.mentions and (self.impersonal or _is_office(self.text))
        return f"the {self.text}" if with_the and not self.text.lower().startswith("the ") else self.text

    @property
    def only_place(self) -> bool:
        """Whether all mentions are of a place: "in Paris"."""
        return self.place == self.mentions

    @property
    def impersonal(self) -> bool:
        """Whether the name is like that of no person: "Lindow Council", "Kestrel Bridge"."""
        return self.collective or _NOBODY.search(self.text) is not None

    @property
    def collective(self) -> bool:
        """Whether several people can be called so."""
        return self.several or names_a_collective(self.text)

    @property
    def person(self) -> bool:
        """Whether "he" or "she" can be called so: no acronym, and no "the Larkin"."""
        return not (
            self.only_place
            or self.impersonal
            or self.common
            or self.text.isupper()
            or (self.after_the == self.mentions and not self.somebody)
        )

    @property
    def never_a_person(self) -> bool:
        """Whether a question asked about it in a way that one speaks of no person."""
        return self.asked and not self.somebody and (self.impersonal or self.after_the == self.mentions)

    @property
    def like_a_person(self) -> bool:
        """Whether the name has the form of a first name and a surname."""
        return self.text.count(" ") == 1 and not self.impersonal and not self.after_the and not self.place

    def note(self, mention: Mention, said: str, *, question: bool) -> None:
        """Count a mention in what was said, a question or an answer."""
        before, after = said[: mention.start], said[mention.end :]
        name = without_titles(mention.text)
        self.mentions += 1
        self.place += bool(_PLACE_BEFORE.search(before)) and not _OWNS.match(after)
        self.after_the += bool(_THE_BEFORE.search(before))
        self.somebody |= name != mention.text or _is_office(name) or _OF_SOMEBODY.match(after) is not None
        self.several |= _SEVERAL.fullmatch(name) is not None or (
            not question and _PLURAL_VERB.match(after) is not None and not _LISTED.search(before)
        )
        self.speaks |= _SPEAKS.match(after) is not None
        if len(name) > len(self.text):
            self.text = name


def names_a_collective(name: str) -> bool:
    """Whether a name or noun is that of a body of people."""
    return _COLLECTIVE.search(name) is not None


def _is_office(name: str) -> bool:
    """Whether a name is that of an office, as in "the Pope"."""
    return without_titles(f"{name} Lee") == "Lee"


def _named(name: str, said: str) -> bool:
    """Whether something said has a part of the name."""
    return bool(set(map(fold, words(name))) & set(map(fold, words(said))))


def _is_date(name: str) -> bool:
    return all(word.isdigit() or fold(word) in CALENDAR for word in words(name))


def weigh_names(sayings: Sequence[Saying]) -> dict[str, Candidate]:
    """Return the names of what was said by their folded form, with their weights."""
    candidates: dict[str, Candidate] = {}
    for at, saying in enumerate(sayings):
        said, question = saying.text, saying.asks
        weight = 0.75 ** ((len(sayings) - 1 - at) / 2) * (2.0 if question else 1.0)
        if at == 0:
            weight += 1.5
        named = [mention for mention in mentions(said) if not _is_date(mention.text)]
        for order, mention in enumerate(named):
            if (
                mention.opens_sentence
                and " " not in mention.text
                and not question
                and not any(re.search(rf"[a-z,] {re.escape(mention.text)}\b", one.text) for one in sayings)
            ):
                continue
            share = 1.0 / (1 + 0.5 * order) if not question else 1.0
            if _PREPOSITION_BEFORE.search(said[: mention.start]):
                share *= 0.6
            name = without_titles(mention.text)
            candidate = candidates.setdefault(_key(candidates, name), Candidate(name))
            candidate.asked |= question or at == 0
            candidate.weight += weight * share
            candidate.note(mention, said, question=question)
            pronoun = HE_OR_SHE.search(saying.as_asked) if order == 0 else None
            if pronoun and not _named(name, saying.as_asked):
                candidate.somebody, candidate.asked_as = True, pronoun.group().lower()
    return candidates


def _key(candidates: dict[str, Candidate], name: str) -> str:
    """The candidate that the name is a part of, or a new one: "Austin" joins "Lloyd Austin"."""
    key = fold(name)
    parts = set(key.split())
    for known in candidates:
        if parts <= set(known.split()) or set(known.split()) <= parts:
            return known
    return key
