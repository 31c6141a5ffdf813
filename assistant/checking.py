"""Questions as they are given: checked, on one line, without what nobody sees."""

from __future__ import annotations

import re
import unicodedata

from assistant.errors import QuestionError

LONGEST_QUESTION = 2000  # characters
_INVISIBLE = ("Cc", "Cf", "Cs")  # control, format and half characters
# the joiners between letters of scripts beyond Latin, and between emoji, change what is read
_JOINER = re.compile(r"(?<=[^\s\0-\u024f])[\u200c\u200d](?=[^\s\0-\u024f])")


def checked_question(question: str) -> str:
    """Return the question as it is worked with; raises QuestionError where it asks nothing."""
    if not isinstance(question, str):
        raise QuestionError(f"The question must be text, not {type(question).__name__}.")
    question = _normalised(question)
    if not question:
        raise QuestionError("The question is empty. Ask something about the articles.")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(question)} characters. Ask it in at most {LONGEST_QUESTION}."
        )
    if not any(map(str.isalnum, question)):
        raise QuestionError("The question has no word in it. Ask something about the articles.")
    return question


def _normalised(question: str) -> str:
    """Return the question on one line, spelt in the form of the articles, without invisible characters.

    Half characters, which some clients make of an emoji that they cut, are left out as well.
    """
    joiners = {match.start() for match in _JOINER.finditer(question)}
    visible = "".join(
        char
        for at, char in enumerate(question)
        if at in joiners or char.isspace() or unicodedata.category(char) not in _INVISIBLE
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())
