"""What was said so far: the questions, what was told in short, and the names by their weight."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.candidates import Candidate, weigh_names
from assistant.followups.sayings import Saying
from assistant.questions.core_questions import without_opening

HE_OR_SHE = re.compile(r"\b(?:he|him|his|she|her|hers|himself|herself)\b", re.I)
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
        self.person_talk = any(HE_OR_SHE.search(said) for said in self.history)

    def ranked(self) -> list[Candidate]:
        """Return the names, the weightiest first."""
        return sorted(self.candidates.values(), key=lambda candidate: -candidate.weight)


def _short_answers(sayings: Sequence[Saying]) -> list[tuple[str, str]]:
    """Each question that was answered shortly, with that answer."""
    found: list[tuple[str, str]] = []
    for at, said in enumerate(sayings[:-1]):
        answer = sayings[at + 1]
        if said.asks and not answer.asks and answer.short:
            found.append((without_opening(said.text), answer.short))
    return found
