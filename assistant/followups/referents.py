"""Who and what a conversation is about: what a pronoun of a follow-up can stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.asked_people import (
    asks_who,
    named_by,
    person_spoken_of,
    related,
    several_names,
    who_is_asked_for,
)
from assistant.followups.asked_phrases import phrase_asked_about, phrases_in, thing_asked_for, thing_owned
from assistant.followups.candidates import Candidate, weigh_names
from assistant.followups.forms import AUXILIARY_VERB
from assistant.followups.mentions import mentions
from assistant.followups.plurals import can_act, is_several, several
from assistant.followups.sayings import Saying
from assistant.wording.terms import fold, words

_HE = re.compile(r"\b(?:he|him|his|she|her|hers|himself|herself)\b", re.I)
_SOMEBODY = re.compile(r"(?:\b(?:boss|chief|head|man|woman)|er|or|ist)$")
_ASKS_WHERE = re.compile(
    r"(?:to |from |in )?(?:where|(?:which|what) (?:towns?|cit(?:y|ies)|villages?|countr(?:y|ies)|places?))\b",
    re.I,
)
_SOMETHING = re.compile(r"(?:an?|the) (?P<noun>[a-z-]+(?: [a-z-]+)?)", re.I)  # "a whale"
_SUBJECT = re.compile(rf"(?<!^what ){AUXILIARY_VERB} $", re.I)
_GOES_ON = re.compile(r"^(?:and|but|so|or)\b,? ", re.I)
MOST_WORDS = 8  # of a short answer


class Referents:
    """The names and phrases of a history, weighed by how recent and how central each is."""

    def __init__(self, sayings: Sequence[Saying]) -> None:
        self._history = [said.text for said in sayings]
        self._questions = [_GOES_ON.sub("", said.text) for said in sayings if said.asks]
        self._asked = self._questions or self._history  # where nothing asks by its form
        self.last_question = (self._asked or [""])[-1]
        self._shorts = _short_answers(sayings)
        asked = max((at for at, said in enumerate(sayings) if said.asks), default=len(sayings))
        answer = next(iter(sayings[asked + 1 :]), Saying("", asks=False))
        self._last_answer, short = answer.text, answer.short or ""
        self.short_answer = short if 0 < len(short.split()) <= MOST_WORDS else None
        self._candidates = weigh_names(sayings)
        self._person_talk = any(_HE.search(said) for said in self._history)

    def topic(self, *, besides_the_told: bool = False) -> str | None:
        """What the conversation is about: the weightiest name, else what the first question is on.

        Who was told to be asked for can be left out: "who is in charge?" is not asked of somebody.
        """
        ranked = [one for one in self._ranked() if not one.only_place] or self._ranked()
        if besides_the_told:
            told = {fold(short) for question, short in self._shorts if asks_who(question)}
            ranked = [one for one in ranked if fold(one.text) not in told]
        asked_about = phrase_asked_about(self._history[:1])
        if ranked and (ranked[0].asked or asked_about is None):
            return self._whole(ranked[0])
        return asked_about

    def is_place(self, name: str, *, only: bool = False) -> bool:
        """Whether the history uses the name as a place, or only so: "in Paris", "from Paris"."""
        candidate = self._candidates.get(fold(name))
        return candidate is not None and (candidate.only_place if only else candidate.place > 0)

    def find(
        self,
        kind: str,
        pronoun: str = "",
        *,
        acts: bool = False,
        counted: bool = False,
        another: bool = False,
    ) -> str | None:
        """Return what a pronoun stands for; `kind` is "person", "group", "thing" or "there".

        With `acts` they do what no things do, such as saying something; with `counted` they are or do
        what counted things may: "what do they cost?". With `another` the one last told is not meant: "who
        else did he meet?"
        """
        if kind == "there":
            return self._there()
        if kind == "person":
            return self._person(pronoun, another=another)
        return self._group(acts=acts, counted=counted) if kind == "group" else self._thing()

    def _there(self) -> str | None:
        for question in reversed(self._questions):
            told = next((short for asked, short in reversed(self._shorts) if asked == question), "")
            if _ASKS_WHERE.match(question) and mentions(told):
                return told if several_names(told) else mentions(told)[0].text
            if any(self.is_place(one.text) for one in mentions(question)):
                break
        return next((one.text for one in self._ranked() if one.place), None)

    def _person(self, pronoun: str = "", *, another: bool = False) -> str | None:
        likely = [candidate for candidate in self._ranked() if candidate.person]
        relative = related(self.last_question, self.short_answer, pronoun)
        if relative:
            return next((one.text for one in likely if fold(one.text) == fold(relative)), relative)
        asked_for = who_is_asked_for(self.last_question)
        before = self._whoever()
        told = self.short_answer or self._last_answer
        # who was asked for in vain is not gone on about where it was somebody before
        talked_of = [one.text for one in likely if one.mentions > 1 and one.text in self.last_question]
        went_on = before and sum(before.removeprefix("the one ") in asked for asked in self._questions) > 1
        in_vain = asked_for and not told and (went_on or talked_of)
        somebody = before if in_vain or not asked_for else asked_for
        if another:
            likely = [one for one in likely if one.text not in told] or likely
        elif somebody and asked_for and not in_vain:
            # an answer that is no name, such as "a cyclist", gives none to those in its sentences
            named = [one.text for one in likely if fold(one.text) not in fold(somebody)]
            return next((name for name in named if name in told), somebody)
        elif newest := self._newest_person(likely, pronoun, before):
            return newest
        if somebody and not any(one.asked for one in likely):
            return somebody
        return likely[0].called if likely else None

    def _whoever(self) -> str | None:
        """Who was asked for last before the last question, by the name that was told if any was."""
        for question in reversed(self._questions[:-1]):
            if asked_for := who_is_asked_for(question):
                told = next((short for asked, short in self._shorts if asked == question), "")
                people = (self._candidates.get(fold(one.text)) for one in mentions(told))
                return next((one.text for one in people if one and one.person), asked_for)
        return None

    def _newest_person(self, likely: Sequence[Candidate], pronoun: str, before: str | None) -> str | None:
        """Who the last question speaks of or its answer tells of, if no pronoun of it leaves that open."""
        last = self.last_question
        if _HE.search(last) or not self._questions:
            return None
        spoken_of = person_spoken_of(last, pronoun)
        if spoken_of and all(one.text in spoken_of for one in likely if one.asked):
            one_who = before and before in last  # "the one who stabbed the teacher"
            return before if one_who else named_by(spoken_of, self._last_answer) or spoken_of
        told = [short for question, short in self._shorts if asks_who(question)]
        named = [
            one
            for name in mentions(last)
            for one in likely
            if set(words(name.text)) <= set(words(one.text))
            and (_SUBJECT.search(last[: name.start]) or any(one.text in short for short in told))
        ]
        if named or any(one.asked for one in likely):
            return named[0].called if named else None
        something = _SOMETHING.fullmatch(self.short_answer or "")
        # "a drunk passenger"
        return person_spoken_of(f"the {something['noun']}", pronoun) if something else None

    def _group(self, *, acts: bool, counted: bool) -> str | None:
        people = next((short for question, short in reversed(self._shorts) if asks_who(question)), "")
        if several_names(people) and (asks_who(self.last_question) or people in self.last_question):
            return people
        likely = [candidate for candidate in self._ranked() if not candidate.only_place]
        if acts:
            likely = [one for one in likely if self._whole(one) == one.called]
        grouped = [one for one in likely if one.collective or one.text.endswith("s")]
        plural = several(self._questions, act=acts)
        if plural and counted and plural == several([self.last_question]):
            return plural
        about = plural or phrase_asked_about(self._asked)
        things = set(words(several(self._questions) or ""))
        if about and acts and not plural and (things & set(words(about)) or not can_act(about)):
            about = ""  # nor is it houses that go home
        chosen = [one for one in grouped or ([] if plural else likely) if self._outweighs(one, about)]
        return chosen[0].called if chosen else about or None

    def _thing(self) -> str | None:
        if asked_for := thing_asked_for(self.last_question):
            told = self.short_answer or ""
            name = next((one.text for one in mentions(told)), "")
            return told if name and len(words(told)) - len(words(name)) <= 1 else asked_for
        if owned := thing_owned(self.last_question):
            return owned
        things = [one for one in self._ranked() if not one.somebody and not one.several]
        if self._person_talk:
            things = [one for one in things if one.place or one.impersonal]
        surely = [one for one in things if one.never_a_person and one.text in self.last_question]
        if surely and things[0].like_a_person:
            things = surely
        phrase = self._phrase_for_a_thing()
        if phrase and things and things[0].place and (placed := self._placed(phrase, things[0].text)):
            return placed
        if things and not (phrase and self._person_talk) and self._outweighs(things[0], phrase):
            speaks = things[0].speaks and not things[0].impersonal
            if not (speaks and phrase):
                return self._whole(things[0])
        if phrase:
            return phrase
        if things:
            return things[0].called
        something = _SOMETHING.fullmatch(self.short_answer or "")
        return f"the {something['noun']}" if something else None

    def _phrase_for_a_thing(self) -> str | None:
        """The phrase that the latest question is about, past those that are about somebody."""
        people = [one.text for one in self._candidates.values() if one.somebody]
        if self._person_talk:
            people.append(self._person() or "")
        phrases = filter(None, (phrase_asked_about([asked]) for asked in reversed(self._asked)))
        return next((phrase for phrase in phrases if not self._of_people(phrase, people)), None)

    @staticmethod
    def _of_people(phrase: str, people: Sequence[str]) -> bool:
        named = set(words(phrase))
        return is_several(phrase) or any(
            set(words(one)) <= named for one in people if one and not phrase.startswith("the ")
        )

    def _whole(self, named: Candidate) -> str:
        """The thing asked about that a name is but a part of: "the Brannock tram", not Brannock."""
        whole = re.compile(rf"the {re.escape(named.text)}(?: [a-z][\w'’-]*)+")
        phrases = (phrase for asked in reversed(self._asked) for phrase in phrases_in(asked))
        phrase = next(filter(whole.fullmatch, phrases), None)
        return phrase if phrase and not _SOMEBODY.search(phrase) else named.called

    def _placed(self, phrase: str, place: str) -> str | None:
        """The thing asked about with its place: "the ferry in Harrowford", rather than Harrowford alone."""
        where = rf"{re.escape(phrase)} (?:in|at|of|near|on) (?:the )?{re.escape(place)}\b(?:['’]s\b)?"
        asked = (re.search(where, said, re.I) for said in reversed(self._questions))
        found = next(filter(None, asked), None)
        return found.group() if found else None

    def _outweighs(self, candidate: Candidate, phrase: str | None) -> bool:
        """Whether "it" is rather the name than the phrase asked about: one that only answers hold is not."""
        if candidate.asked or phrase is None:
            return True
        return self.short_answer is not None and fold(candidate.text) == fold(self.short_answer)

    def _ranked(self) -> list[Candidate]:
        return sorted(self._candidates.values(), key=lambda candidate: -candidate.weight)


def _short_answers(sayings: Sequence[Saying]) -> list[tuple[str, str]]:
    """Each question that was answered shortly, with that answer."""
    found: list[tuple[str, str]] = []
    for at, said in enumerate(sayings[:-1]):
        answer = sayings[at + 1]
        if said.asks and not answer.asks and answer.short:
            found.append((_GOES_ON.sub("", said.text), answer.short))
    return found
