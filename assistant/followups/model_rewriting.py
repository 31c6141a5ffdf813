"""Follow-up questions made to stand alone by a language model, and checked before they are searched for.

A rewrite may only bring together what was said: one that names or counts anything found neither in the
conversation nor in the question, asks again what was asked before, loses what was asked, or grows out of
proportion is discarded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import prompts
from assistant.conversations import Conversation
from assistant.generative.faults import ModelFaultError
from assistant.generative.language_model import reply
from assistant.untrusted_text import plain
from assistant.wording.terms import fold, names, numbers, terms, words

if TYPE_CHECKING:
    from assistant.generative.language_model import LLM
    from assistant.generative.usage import Usage

TURNS = 3
LONGEST_ANSWER = 600  # characters of an answer that are shown to the model
FEW_TERMS = 3  # a question without names and with at most so many terms may lean on what was said
KEPT = 0.5  # share of the question's own terms that the rewrite must keep

_PRONOUN = re.compile(
    r"\b(?:he|him|his|himself|she|her|hers|herself|they|them|their|theirs|it|its)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:these|those|another|else|such|former|latter|instead|the same|(?:the|any|some|no) others?)\b"
    r"|\bi meant?\b"
    r"|\b(?:the|that|this|which|another) (?:first |second |third |last |next )?ones?\b"
    r"|\b(?:is|was|were|did|does|do|of|about|after|before|since|in|at|on|for|from|to|by|like|with|how)"
    r" th(?:at|is)\b"
    r"|\bth(?:at|is)(?=\s*[?.!,]|$)"
    r"|\bth(?:at|is) (?:day|time|year|month|week|place|event|man|woman|decision|company|city|deal)\b"
    r"|\b(?<!is )(?<!are )(?<!was )(?<!were )(?<!did )(?<!will )(?<!has )(?<!have )(?<!had )there\b"
    r"(?! (?:is|are|was|were|be|been|has|have|had)\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^\W*(?:(?:and|but|so|or|also|ok(?:ay)?|then|what about|how about|how come)\b|why(?: not)?\W*$)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:rewritten|standalone|final|last)\s+)?(?:question|rewrite|answer)\s*:\s*", re.IGNORECASE
)
_OPENERS = frozenset(
    {"name", "list", "describe", "explain", "summarise", "summarize", "compare", "give", "show"}
)


def rewrite_with_model(llm: LLM, question: str, conversation: Conversation, usage: Usage) -> str | None:
    """Return the question as it can be understood alone; None where the model fails or no rewrite holds.

    A question that stands alone comes back as it is: by its form without a request, or as the model finds.
    What a request costs is added to `usage`.
    """
    if not conversation.turns or stands_alone(question):
        return question
    history = conversation_text(conversation)
    prompt = prompts.load("standalone_question").fill(history=history, question=plain(question))
    try:
        answered = reply(llm, prompt, usage)
    except ModelFaultError:
        return None
    rewrite = _first_line(answered)
    if _same_words(rewrite, question):
        return None if _leans(question) else question
    if any(_same_words(rewrite, turn.answer.searched_for) for turn in conversation.turns):
        return None
    return rewrite if _holds(rewrite, question=question, history=history) else None


def stands_alone(question: str) -> bool:
    """Tell whether nothing in the form of a question leans on what was said before it."""
    if _leans(question):
        return False
    return bool(names(question) or numbers(question)) or len(terms(question)) > FEW_TERMS


def _leans(question: str) -> bool:
    """Tell whether a word of the question surely stands for something said before."""
    if _POINTS_BACK.search(question) or _GOES_ON.search(question):
        return True
    pronoun = _PRONOUN.search(question)
    return pronoun is not None and not any(name.start < pronoun.start() for name in names(question))


def conversation_text(conversation: Conversation) -> str:
    """Return the last turns for the prompt; of an answer, only what was found to be supported."""
    lines: list[str] = []
    for turn in conversation.turns[-TURNS:]:
        said = " ".join(one.text for one in turn.answer.sentences if one.verdict in ("supported", "no claim"))
        lines.append(f"Question: {plain(turn.answer.searched_for)}")
        lines.append(f"Answer: {plain(said)[:LONGEST_ANSWER] or 'none'}")
    return "\n".join(lines)


def _first_line(answered: str) -> str:
    """Return the question that a reply holds, without a label or quotation marks around it."""
    answered = re.sub(r"^\s*<think>.*?</think>", "", answered, flags=re.DOTALL)
    line = next((line for line in answered.splitlines() if line.strip(" *_#>`")), "")
    line = _LABEL.sub("", plain(line).strip(" *_#>`"))
    return line.strip(" *_`").strip("“”\"'").strip()


def _same_words(one: str, other: str) -> bool:
    return [fold(word) for word in words(one)] == [fold(word) for word in words(other)]


def _holds(rewrite: str, *, question: str, history: str) -> bool:
    """Tell whether a rewrite asks the same, from what was said alone."""
    if not rewrite or len(rewrite) > max(200, 4 * len(question)):
        return False
    if question.rstrip().endswith("?") and not rewrite.endswith("?"):
        return False
    said = f"{history} {question}"
    known = {fold(word) for word in words(said)}
    if not numbers(rewrite) <= numbers(said) or not numbers(question) <= numbers(rewrite):
        return False
    for name in names(rewrite):
        own = [fold(word) for word in words(name.text)]
        if name.opens_sentence and own[0] in _OPENERS:
            own = own[1:]
        if not set(own) <= known:
            return False
    asked = set(terms(_GOES_ON.sub("", question)))
    return len(asked & set(terms(rewrite))) >= KEPT * len(asked)
