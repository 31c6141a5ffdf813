"""One question that asks several things at once, taken apart: "who won, and by how much?"."""

from __future__ import annotations

import re

from assistant.followups.rules import standalone_question
from assistant.questions.core_questions import core_question
from assistant.wording.irregular_forms import PAST_FORMS
from assistant.wording.question_words import AUXILIARY_VERB, QUESTION_WORD
from indexes.sentences import split_sentences

_ASKED = rf"(?:(?:by|to|from|against|for|with|of|in|at|on|since|until)\s+)?{QUESTION_WORD}"
_JOINT = re.compile(rf"(?:,\s*|\s+)(?:and|or)\s+(?={_ASKED}(?:['’]s)?\b)", re.I)
_QUESTION_WORD = re.compile(rf"^{_ASKED}\b", re.I)
_ASKED_WITHIN = re.compile(rf" {QUESTION_WORD}\b", re.I)
_VERB = re.compile(rf"\b{AUXILIARY_VERB}", re.I)
# "who started it", "what happened next", "when it opens" and "how many died" lack nothing
_CLAUSE = re.compile(
    r"^who \w|^what happen|^(?:what|when|where|why|how) (?:it|he|she|they|we) \w|"
    r"^(?:what|which|whose|how (?:many|much))(?: \w+)*? "
    rf"(?:\w+ed|{'|'.join(sorted(PAST_FORMS))})\b",
    re.I,
)
_IF_SO = re.compile(r"^(?:and )?if (?:so|not|yes|no),? ", re.I)  # "was it closed? If so, why?"
# "Was it closed? Why?" goes on about the first, "Who won? Is the bridge closed?" does not
_STANDS_ALONE = re.compile(
    r"(?!.*\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|there|that|this|these|those|one)\b).*"
    r"\b(?:the|an?) \w",
    re.I,
)
MOST_PARTS = 3


def question_parts(question: str) -> list[str]:
    """Return the questions that a question asks, each complete enough to be read by itself.

    A later part keeps what the first is about: "when was it shut and by whom?" gives "when was it shut?" and
    "by whom was it shut?".
    """
    sentences = [question[start:end] for start, end in split_sentences(question)]
    asked = [sentence for sentence in sentences if sentence.endswith("?")]
    if 1 < len(asked) <= MOST_PARTS:
        alone = asked[:1]
        for sentence in asked[1:]:
            goes_on = _IF_SO.sub("", sentence)
            alone.append(goes_on if _STANDS_ALONE.match(goes_on) else standalone_question(goes_on, alone))
        return alone
    core = core_question(question).rstrip("?!. ")
    parts = [part.strip(" ,") for part in _JOINT.split(core)]
    if len(parts) == 1 or len(parts) > MOST_PARTS or not all(parts):
        return [question]
    first, *later = parts
    if not _QUESTION_WORD.match(first) and _ASKED_WITHIN.search(first):
        return [question]  # "did they say what it costs and when it opens?" asks one thing
    if _QUESTION_WORD.fullmatch(first):
        # "when and why did she resign": the last part holds the rest
        rest = _QUESTION_WORD.sub("", later[-1]).strip()
        return [*(f"{part} {rest}?" for part in (first, *later[:-1])), f"{later[-1]}?"]
    topic = _QUESTION_WORD.sub("", first).strip()
    return [f"{first}?", *(_completed(part, first, topic) for part in later)]


def _completed(part: str, first: str, topic: str) -> str:
    if _VERB.search(part) or _CLAUSE.search(part) or not _VERB.search(first):
        return f"{part} ({first})?"
    return f"{part} {topic}?"
