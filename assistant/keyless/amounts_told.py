"""How much something is, in a few words: which amount of a sentence is meant, and where it ends."""

from __future__ import annotations

import re

from assistant.keyless.candidates import Candidate
from assistant.questions.question import Question
from assistant.wording.quantities import NUMBER
from assistant.wording.terms import RESULT, terms

_NAME_BEFORE_NUMBER = re.compile(r"(?:[A-Z][\w'’-]+ )+(?=[€$£]?\d)")
_AMOUNT = re.compile(rf"(?<!\w){NUMBER}", re.I)
_TOLD_OF_IT = re.compile(rf"(?:,|\sto)\s(?!{NUMBER})|\s(?:which|who|that)\s", re.I)
AND_MORE = re.compile(
    rf"\s+and\s+(?:a half\b|{NUMBER}\s*(?:months?|weeks?|days?|hours?|minutes?|seconds?|pence|cents?)\b)",
    re.I,
)
_VOTE = re.compile(r"\bby (?P<for>[\w,-]+)(?: votes?)? (?:to|against) (?P<against>[\w,-]+)", re.I)
_LOST = re.compile(
    r"\b(?:reject(?:s|ed)?|defeat(?:s|ed)?|lost|fail(?:s|ed)?|voted down|threw out|refused)\b", re.I
)
_VOTED = re.compile(r"\bvote[sd]? (?:it )?(?:(?P<against>against|no|down)|for|in favou?r|yes)\b", re.I)


def side_of_vote(candidate: Candidate, start: int, end: int, question: Question) -> tuple[int, int]:
    """Return the side of a vote that is asked for: of "by 31 votes to 22" the second is against."""
    for vote in _VOTE.finditer(candidate.text):
        left, right = candidate.start + vote.start(), candidate.start + vote.end()
        if left < end and start < right and (side := _VOTED.search(question.text)):
            # of what was rejected the larger number is told first too
            lost = _LOST.search(candidate.text[: vote.start()]) is not None
            chosen = vote.span("against" if bool(side["against"]) != lost else "for")
            return candidate.start + chosen[0], candidate.start + chosen[1]
    return start, end


def without_name_asked(amount: str, question: Question) -> str:
    """Leave out a name of the question before a number: of "In Pellingate 17 boats sank" it is 17."""
    name = _NAME_BEFORE_NUMBER.match(amount)
    named = name is not None and not RESULT.fullmatch(amount) and set(terms(name.group())) <= question.terms
    return amount[name.end() :] if name and named else amount


def bare_amount(text: str) -> str:
    """Return an amount without the verb before it and without what is told of it.

    "weighing 3 tons, say" is "3 tons", and of a "131-page" report there are "131".
    """
    if counted := re.fullmatch(r"(\d[\d.,]*)[-–][a-z]+(?:-old)?", text):
        return counted[1]
    first = _AMOUNT.search(text)
    if first is None:
        return text
    if re.match(r"\w+ing\s", text):
        text = text[first.start() :]
    rest = _TOLD_OF_IT.search(text)
    return text[: rest.start()] if rest else text
