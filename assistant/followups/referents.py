"""Who and what a conversation is about: what a pronoun of a follow-up can stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.asked_people import (
    asks_who,
    is_somebody,
    several_names,
)
from assistant.followups.asked_phrases import phrase_asked_about, phrases_in, thing_asked_for, thing_owned
from assistant.followups.candidates import Candidate
from assistant.followups.mentions import mentions
from assistant.followups.persons_meant import person_meant
from assistant.followups.plurals import can_act, is_several, several, two_named
from assistant.followups.plurals import counted as counted_in
from assistant.followups.sayings import Saying
from assistant.followups.talk import SOMETHING, Talk
from assistant.wording.events import names_an_event
from assistant.wording.terms import fold, words

# "what did the vet find?", not "what does she say was wrong with the dog?"
_ASKS_WHAT = re.compile(r"what (?:did|does|do|has|have|will|would) (?!.*\b(?:is|are|was|were)\b)", re.I)
# "what is made at Orley's factory in Portugal?"
_AT_OWNED = re.compile(
    r"\b(?:at|in|from) (?P<place>[A-Z][\w-]*(?: [A-Z][\w-]*)*['’]s? [a-z]+)(?= (?:in|at|near|on) )"
)
_COMPANIES_DO = re.compile(
    r"\b(?:own(?:s|ed|er)?|b(?:uy|uys|ought)|buil(?:d|ds|t)|ma(?:ke|kes|de)|run(?:s|ning)?|ran|operate[sd]?|sells?|sold|pa(?:y|ys|id)|"
    r"w(?:in|ins|on)|beat|plays?|played|publish(?:es|ed)?|suppl(?:y|ies|ied)|fund(?:s|ed)?|sponsor(?:s|ed)?|"
    r"organi[sz]e[sd]?|will replace|replaced)\b",
    re.I,
)
_PLURAL = re.compile(r"(?:[a-z-]+ )?[a-z]{3,}(?<![sui])s")
_ASKS_WHERE = re.compile(
    r"(?:to |from |in )?(?:where|(?:which|what) (?:towns?|cit(?:y|ies)|villages?|countr(?:y|ies)|places?))\b",
    re.I,
)


class Referents:
    """The names and phrases of a history, weighed by how recent and how central each is."""

    def __init__(self, sayings: Sequence[Saying]) -> None:
        self.talk = Talk(sayings)
        self.last_question = self.talk.last_question
        self.short_answer = self.talk.short_answer

    def topic(self, *, besides_the_told: bool = False) -> str | None:
        """What the conversation is about: the weightiest name, else what the first question is on.

        Who was told to be asked for can be left out: "who is in charge?" is not asked of somebody.
        """
        ranked = [one for one in self.talk.ranked() if not one.only_place] or self.talk.ranked()
        if besides_the_told:
            told = {fold(short) for question, short in self.talk.shorts if asks_who(question)}
            ranked = [one for one in ranked if fold(one.text) not in told]
        asked_about = phrase_asked_about(self.talk.history[:1])
        if ranked and (ranked[0].asked or asked_about is None):
            at_place = self._thing_at(ranked[0]) if ranked[0].place else None
            return at_place or self._whole(ranked[0])
        return asked_about

    def is_place(self, name: str, *, only: bool = False) -> bool:
        """Whether the history uses the name as a place, or only so: "in Paris", "from Paris"."""
        candidate = self.talk.candidates.get(fold(name))
        return candidate is not None and (candidate.only_place if only else candidate.place > 0)

    def find(
        self,
        kind: str,
        pronoun: str = "",
        *,
        acts: bool = False,
        counted: bool = False,
        another: bool = False,
        lasts: bool = False,
    ) -> str | None:
        """Return what a pronoun stands for; `kind` is "person", "group", "thing" or "there".

        With `acts` they do what no things do, such as saying something; with `counted` they are or do
        what counted things may: "what do they cost?". With `another` the one last told is not meant: "who
        else did he meet?" With `lasts` it is no event: "who owns it?"
        """
        if kind == "there":
            return self._there()
        if kind == "person":
            return person_meant(self.talk, pronoun, another=another)
        return self._group(acts=acts, counted=counted) if kind == "group" else self._thing(lasts=lasts)

    def _there(self) -> str | None:
        if owned := _AT_OWNED.search(self.last_question):
            return owned["place"]
        for question in reversed(self.talk.questions):
            told = next((short for asked, short in reversed(self.talk.shorts) if asked == question), "")
            if _ASKS_WHERE.match(question) and mentions(told):
                return told if several_names(told) else mentions(told)[0].text
            if any(self.is_place(one.text) for one in mentions(question)):
                break
        ranked = self.talk.ranked()
        place = next((one.text for one in ranked if one.place), None)
        return place or next((self._whole(one) for one in ranked if one.never_a_person), None)

    def _group(self, *, acts: bool, counted: bool) -> str | None:
        people = next((short for question, short in reversed(self.talk.shorts) if asks_who(question)), "")
        if several_names(people) and (asks_who(self.last_question) or people in self.last_question):
            return people
        likely = [candidate for candidate in self.talk.ranked() if not candidate.only_place]
        if acts:
            likely = [one for one in likely if self._whole(one) == one.called]
        grouped = [one for one in likely if one.collective or one.text.endswith("s")]
        told = _PLURAL.fullmatch(self.short_answer or "") if counted else None
        if told and _ASKS_WHAT.match(self.last_question):
            return f"the {told.group()}"
        if both := self._two_named(acts=acts):
            return both
        plural = several(self.talk.questions, act=acts)
        if plural and counted and plural == several([self.last_question]):
            return plural
        about = plural or phrase_asked_about(self.talk.asked)
        things = set(words(several(self.talk.questions) or ""))
        if about and not plural and ((acts and things & set(words(about))) or not can_act(about)):
            about = ""  # nor is it houses that go home
        if not grouped and likely and likely[0].somebody:
            return about or None
        chosen = [one for one in grouped or ([] if plural else likely) if self._outweighs(one, about)]
        if not chosen:
            return about or None
        # "the five Korrin miners", not Korrin
        called = about and re.search(rf" {re.escape(chosen[0].text)} (?:[a-z]+ )?[a-z]+s$", about)
        return about if called else chosen[0].called

    def _two_named(self, *, acts: bool) -> str | None:
        """The two that were asked about together, such as two sisters, if no others were since."""
        for question in reversed(self.talk.questions):
            pair = two_named(question)
            if several([question], act=acts):
                return None
            if pair and not any(map(self.is_place, pair)):
                return " and ".join(pair)
        return None

    def _thing(self, *, lasts: bool) -> str | None:
        if asked_for := thing_asked_for(self.last_question):
            told = self.short_answer or ""
            name = next((one.text for one in mentions(told)), "")
            return told if name and len(words(told)) - len(words(name)) <= 1 else asked_for
        something = SOMETHING.fullmatch(self.short_answer or "")
        something = None if something and is_somebody(f"the {something['noun']}") else something
        if something and _ASKS_WHAT.match(self.last_question):
            return f"the {something['noun']}"
        if owned := thing_owned(self.last_question):
            return owned
        things = [
            one
            for one in self.talk.ranked()
            if not one.somebody and not one.several and not (one.like_a_person and self._did(one))
        ]
        if self.talk.person_talk:
            things = [one for one in things if one.place or one.impersonal]
        surely = [one for one in things if one.never_a_person and one.text in self.last_question]
        if surely and things[0].like_a_person:
            things = surely
        phrase = self._phrase_for_a_thing()
        if things and things[0].place and lasts and phrase and names_an_event(phrase):
            return self._whole(things[0])
        place = self._whole(things[0]) if things and things[0].place else ""
        if phrase and place and (placed := self._placed(phrase, place)):
            return placed
        if things and not (phrase and self.talk.person_talk) and self._outweighs(things[0], phrase):
            speaks = things[0].speaks and not things[0].impersonal
            if not (speaks and phrase):
                return self._whole(things[0])
        if phrase:
            return phrase
        if things:
            return things[0].called
        return f"the {something['noun']}" if something else None

    def _did(self, named: Candidate) -> bool:
        """Whether a name was told to be who did what companies rarely do: "who led the study?"."""
        return any(
            asks_who(question) and not _COMPANIES_DO.search(question) and fold(named.text) == fold(short)
            for question, short in self.talk.shorts
        )

    def _phrase_for_a_thing(self) -> str | None:
        """The phrase that the latest question is about, past those that are about somebody."""
        people = [one.text for one in self.talk.candidates.values() if one.somebody]
        if self.talk.person_talk:
            people.append(person_meant(self.talk) or "")
        phrases = (
            phrase
            for asked in reversed(self.talk.asked)
            # nor is what is counted "it": "how many people work in Lindow?"
            for phrase in phrases_in(asked)
            or ([] if counted_in(asked) else [phrase_asked_about([asked]) or ""])
        )
        return next((phrase for phrase in phrases if phrase and not self._of_people(phrase, people)), None)

    @staticmethod
    def _of_people(phrase: str, people: Sequence[str]) -> bool:
        named = set(words(phrase))
        if phrase.startswith("The "):
            return False  # a title
        return (
            is_several(phrase)
            or is_somebody(phrase)
            or any(set(words(one)) <= named for one in people if one and not phrase.startswith("the "))
        )

    def _whole(self, named: Candidate) -> str:
        """The thing asked about that a name is but a part of: "the Brannock tram", not Brannock."""
        whole = re.compile(rf"the {re.escape(named.text)}(?: [a-z][\w'’-]*)+")
        phrases = (phrase for asked in reversed(self.talk.asked) for phrase in phrases_in(asked))
        phrase = next(filter(whole.fullmatch, phrases), None)
        return phrase if phrase and not is_somebody(phrase) else named.called

    def _thing_at(self, place: Candidate) -> str | None:
        """What was asked about at a place: "the school in Easthope", "the fire at the Kestrel works"."""
        phrases = (phrase for asked in reversed(self.talk.questions) for phrase in phrases_in(asked))
        things = (phrase for phrase in phrases if phrase.startswith("the ") and not is_somebody(phrase))
        return next(filter(None, (self._placed(thing, self._whole(place)) for thing in things)), None)

    def _placed(self, phrase: str, place: str) -> str | None:
        """The thing asked about with its place: "the ferry in Harrowford", rather than Harrowford alone."""
        where = rf"{re.escape(phrase)} (?:in|at|of|near|on) (?:the )?{re.escape(place)}\b(?:['’]s\b)?"
        asked = (re.search(where, said, re.I) for said in reversed(self.talk.questions))
        found = next(filter(None, asked), None)
        return found.group() if found else None

    def _outweighs(self, candidate: Candidate, phrase: str | None) -> bool:
        """Whether "it" is rather the name than the phrase asked about: one that only answers hold is not."""
        if candidate.asked or phrase is None:
            return True
        return self.short_answer is not None and fold(candidate.text) == fold(self.short_answer)
