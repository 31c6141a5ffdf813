"""How much something is, in a few words: which amount of a sentence is meant, and where it ends."""

from __future__ import annotations

import re

from assistant.keyless.candidates import Candidate
from assistant.questions.question import Question
from assistant.wording.negation import denies
from assistant.wording.quantities import HEDGE, NUMBER
from assistant.wording.terms import FUNCTION_WORDS, RESULT, terms

_NAME_BEFORE_NUMBER = re.compile(r"(?:[A-Z][\w'’-]+ )+(?=[€$£]?\d)")
AMOUNT = re.compile(rf"(?<!\w){NUMBER}", re.I)
_TOLD_OF_IT = re.compile(rf"(?:,|\sto)\s(?!{NUMBER})|\s(?:which|who|that)\s", re.I)
_AND_MORE = re.compile(
    rf"\s+and\s+(?:a half\b|{NUMBER}\s*(?:months?|weeks?|days?|hours?|minutes?|seconds?|pence|cents?)\b)",
    re.I,
)
# "60 million crowns", "three weeks' wages for each year of service", "£8 a day"
_OF_WHAT = re.compile(r" (?P<unit>[a-z]{2,}[a-rt-z]s)\b")
_RATE = re.compile(
    r" (?:(?:(?:for )?(?:each|every)|per) [a-z]+(?: of [a-z]+)?|"
    r"an? (?:hour|day|night|week|month|year|head|person|ticket|piece|kilo|litre))\b"
)
_MOVES = re.compile(
    r"\b(?:go(?:es|ing)?|went|gone|r[io]ses?|risen|rising|climb(?:s|ed|ing)?|rais(?:es?|ed|ing)|puts?|pushe[sd])"
    r"(?: it)? $",
    re.I,
)
_LARGE = re.compile(r"(?:hundred|thousand|million|billion|trillion)$", re.I)
_UNIT_AHEAD = re.compile(rf"\b{NUMBER}[\d.,]* (?P<unit>[a-z]+s)\b", re.I)
_BARE_NUMBER = re.compile(rf"(?:{NUMBER}[\d.,]*)", re.I)
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


def whole_amount(text: str, start: int, end: int) -> tuple[int, int]:
    """Return characters [start, end) of a sentence with what belongs to them: "£", "about", "crowns"."""
    if text[:start].endswith(("£", "$", "€")):
        start -= 1
    if more := _AND_MORE.match(text, end):
        end = more.end()
    unit = _OF_WHAT.match(text, end) if _LARGE.search(text[start:end]) else None
    if unit and unit["unit"] not in FUNCTION_WORDS:
        end = unit.end()
    if rate := _RATE.match(text, end):
        end = rate.end()
    hedge = HEDGE.search(text[:start])
    # "nobody works more than five nights" puts it at five, and what "goes up to £16" is £16
    if hedge and not denies(text[: hedge.start()]) and not _MOVES.search(text[: hedge.start()]):
        start = hedge.start()
    return start, end


def with_unit(sentence: str, start: int, end: int) -> str:
    """Return an amount with the unit that was told once before: "called for five days, lasted nine"."""
    amount = sentence[start:end]
    before = list(_UNIT_AHEAD.finditer(sentence, 0, start))
    ends = sentence[end : end + 1] in {"", ".", ",", ";"}
    return f"{amount} {before[-1]['unit']}" if before and ends and _BARE_NUMBER.fullmatch(amount) else amount


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
    first = AMOUNT.search(text)
    if first is None:
        return text
    if re.match(r"\w+ing\s", text):
        text = text[first.start() :]
    rest = _TOLD_OF_IT.search(text)
    return text[: rest.start()] if rest else text
