"""What was said before a follow-up: questions and answers, told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import ANOTHER_DIFFERS
from assistant.conversations import Conversation
from assistant.wording.question_words import AUXILIARY_VERB, QUESTION_WORD

# "May resigned" tells of somebody
_OPENS_QUESTION = re.compile(rf"(?-i:(?!May\b))(?:{QUESTION_WORD}|{AUXILIARY_VERB}|tell|describe)\b", re.I)
_SEVERAL = re.compile(r"[.!]\s")  # sentences


@dataclass(frozen=True, slots=True)
class Saying:
    """A question that was asked or an answer that was told, with what it tells in a few words."""

    text: str
    asks: bool
    short: str | None = None


def sayings_of(conversation: Conversation) -> list[Saying]:
    """Return what was said, oldest first: each question as it was searched, then its answer.

    What neither asks by its form nor was answered, such as "thanks", is no question.
    """
    said: list[Saying] = []
    for answer in (turn.answer for turn in conversation.turns):
        question = " ".join(answer.searched_for.split())
        said.append(Saying(question, asks=not answer.abstained or _is_question(question)))
        if not answer.abstained:
            told = (one.text for one in answer.sentences if not one.text.startswith(ANOTHER_DIFFERS))
            text = " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in told)
            said.append(Saying(" ".join(text.split()), asks=False, short=answer.short))
    return said


def sayings_in(texts: Sequence[str]) -> list[Saying]:
    """Tell by their form which of some texts ask; the first sentence of the others is their short answer."""
    said = (" ".join(text.split()) for text in texts)
    return [
        Saying(text, asks=True)
        if _is_question(text)
        else Saying(text, asks=False, short=text.split(". ")[0].rstrip("."))
        for text in said
    ]


def _is_question(said: str) -> bool:
    """Whether something said ends like a question, or is one sentence that begins like one."""
    return said.endswith("?") or bool(_OPENS_QUESTION.match(said) and not _SEVERAL.search(said))
