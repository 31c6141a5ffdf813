"""What a sentence excepts from what it tells: "daily, except on Mondays"."""

from __future__ import annotations

import re
from typing import Literal

from assistant.questions.question import Question
from assistant.wording.negation import denies
from assistant.wording.terms import stem, words

# not "apart from" that opens a sentence, where it means besides
_EXCEPTION = re.compile(
    r"(?<=\w)[,;]? (?:except(?: for)?|apart from|other than|excluding|not counting|"
    r"but not(?! (?:before|until|only|all|always|every)\b))\b"
    r"(?P<what>(?:(?!\b(?:is|are|was|were|has|have|had|will|can|who|which|that|\w+ed)\b)[^,.;:])*)",
    re.I,
)
_CLOSED = re.compile(r"\b(?:closed|only)\b", re.I)
SHORTEST_EXCEPTED = 4  # letters


def as_excepted(question: Question, sentence: str) -> Literal["so", "denied"] | None:
    """Return how what is asked about is told where the sentence excepts it, else None.

    Of "open daily, except on Mondays" Mondays are not; of "nobody was hurt except the driver" the driver was.
    """
    asked = {word for word in map(stem, words(question.text)) if len(word) >= SHORTEST_EXCEPTED}
    if _EXCEPTION.search(question.text):
        return None
    for exception in _EXCEPTION.finditer(sentence):
        rest = f"{sentence[: exception.start() + 1]} {sentence[exception.end() :]}"
        if (asked & set(map(stem, words(exception["what"])))) - set(map(stem, words(rest))):
            closed = _CLOSED.search(rest) and not _CLOSED.search(question.text)
            return "so" if denies(rest) or closed else "denied"
    return None
