"""What was said so far: the questions, what was told in short, and the names by their weight."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.candidates import Candidate, weigh_names
from assistant.followups.he_or_she import HE_OR_SHE, PRONOUNS, sex_of
from assistant.followups.sayings import Saying
from assistant.questions.core_questions import without_opening

# "a whale", "a ban on diesel cars"
SOMETHING = re.compile(r"(?:an?|the) (?P<noun>[a-z-]+(?: [\w'’-]+){0,4})", re.I)
MOST_WORDS = 8  # of a short answer


class Talk:
    """The sayings of a conversation as its follow-ups lean on them."""

    def __init__(self, sayings: Sequence[Saying]) -> None:
        self.history = [said.text for said in sayings]
        self.questions = [without_opening(said.text) for said in sayings if said.asks]
        self.asked = self.questions or self.history  # where nothing asks by its form
        self.last_question = (self.asked or [""])[-1]
        self.shorts = _short_answers(sayings)
        asked = max((at for at, said in enumerate(sayings) if said.asks), default=len(sayings))
        answer = next(iter(sayings[asked + 1 :]), Saying("", asks=False))
        self.last_answer, short = answer.text, answer.short or ""
        self.short_answer = short if 0 < len(short.split()) <= MOST_WORDS else None
        self.candidates = weigh_names(sayings)
        self.read = [one for said in sayings if not said.asks for one in (said.text, *said.articles)]
        for candidate in self.candidates.values():
            candidate.common = self._is_common(candidate.text)
        self.person_talk = any(HE_OR_SHE.search(said) for said in self.history)

    def ranked(self) -> list[Candidate]:
        """Return the names, the weightiest first."""
        return sorted(self.candidates.values(), key=lambda candidate: -candidate.weight)

    def can_be(self, person: Candidate, pronoun: str) -> bool:
        """Whether nothing that was read tells that somebody is not "he" or not "she"."""
        sex = PRONOUNS.get(pronoun)
        told = PRONOUNS.get(person.asked_as) or (sex and sex_of(person.text, self.read))
        return None in {sex, told} or sex == told

    def _is_common(self, name: str) -> bool:
        """Whether a name of one word is a common noun elsewhere: "an accountant"."""
        noun = re.compile(rf"\b(?:an?|the) {re.escape(name[:1].lower() + name[1:])}\b")
        return " " not in name and any(noun.search(text) for text in self.read)


def _short_answers(sayings: Sequence[Saying]) -> list[tuple[str, str]]:
    """Each question that was answered shortly, with that answer."""
    found: list[tuple[str, str]] = []
    for at, said in enumerate(sayings[:-1]):
        answer = sayings[at + 1]
        if said.asks and not answer.asks and answer.short:
            found.append((without_opening(said.text), answer.short))
    return found
