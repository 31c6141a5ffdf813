"""What the reader marks, put right: one mention of an answer rather than two, a number with its unit."""

from __future__ import annotations

import re

from assistant.questions.amounts import end_of_length
from assistant.questions.question import Question

# "£386,000 from a charity\n…\nAn accountant who stole £386,000"
_SAME_WORDS = re.compile(
    r"(?P<first>[^\sa-z]\S*(?: \S+){0,5}?)(?!\w)[^\n]*\n(?:.*\W)?(?P<last>(?P=first))", re.S
)


def marked_words(text: str, start: int, end: int, question: Question) -> tuple[int, int]:
    """Return the marked words, or the last of them where they run on from the same words in a line before.

    A headline and the sentence below it often tell the same.
    """
    same = _SAME_WORDS.fullmatch(text, start, end)
    start, end = same.span("last") if same else (start, end)
    return start, end_of_length(text, start, end, question)
