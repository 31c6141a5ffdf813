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
    """A question that was asked or an answer that was told, with what it tells in a few words.

    `as_asked` is a question before it was made to stand alone; `articles` are the texts that an answer cites.
    """

    text: str
    asks: bool
    short: str | None = None
    as_asked: str = ""
    articles: tuple[str, ...] = ()


def sayings_of(conversation: Conversation) -> list[Saying]:
    """Return what was said, oldest first: each question as it was searched, then its answer.

    What neither asks by its form nor was answered, such as "thanks", is no question.
    """
    said: list[Saying] = []
    for answer in (turn.answer for turn in conversation.turns):
        question = " ".join(answer.searched_for.split())
        asks = not answer.abstained or _is_question(question)
        said.append(Saying(question, asks, as_asked=answer.question))
        if not answer.abstained:
            told = (one.text for one in answer.sentences if not one.text.startswith(ANOTHER_DIFFERS))
            text = " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in told)
            articles = tuple(dict.fromkeys(one.article.text for one in answer.citations))
            said.append(Saying(" ".join(text.split()), False, answer.short, articles=articles))
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
