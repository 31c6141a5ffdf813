"""When something was, in a few words: where a time begins and ends, and whether it dates what was asked."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.keyless.candidates import AnswerSpan, Candidate
from assistant.questions.answer_types import asks_what_comes, lasting, says_when
from assistant.questions.question import Question
from assistant.wording.negation import NOT
from assistant.wording.quantities import NUMBER
from assistant.wording.question_words import AUXILIARY_VERB
from assistant.wording.terms import terms
from indexes.calendar_names import MONTHS

# "four years on Wednesday": how long before when
_LASTING_BEFORE = re.compile(
    rf"^{NUMBER}.{{0,30}}?(?:years?|months?|weeks?|days?|hours?)\s+(?=(?:on|in|last|this)\s)", re.I
)
# "Thursday to six years in prison": a day and what was decided on it
_DAY_AND_MORE = re.compile(
    rf"(?P<day>\w+day(?: (?:morning|afternoon|evening|night))?)\s(?:to|for)\s{NUMBER}[^,;]*"
    r"\b(?:years?|months?|weeks?|days?)\b.*",
    re.I | re.S,
)
# "2026" of "the first quarter of 2026"
_PART_OF_TIME = re.compile(
    r"(?:\b(?:early|late|mid|spring|summer|autumn|winter|the (?:end|start|beginning|middle) of|"
    r"(?:the )?(?:first|second|third|fourth|last|final) (?:quarter|half|week|day) of|"
    rf"{'|'.join(MONTHS)})[ -])+$",
    re.I,
)
_AFTER_SO_LONG = re.compile(r"\b(?:on|in|after|within) (?:about )?$", re.I)  # "14 days", "31 minutes"
# a clause that dates something else: "his first visit since Russia invaded in 2022"
_OTHER_TIME = re.compile(r"\b(?:since|before|after|until|when|while|once)\s(?=\S+\s\S+\s)[^,;:.]*", re.I)
# "February, will not reopen": where a time ends and the sentence goes on
_GOES_ON = re.compile(rf",?\s(?:{AUXILIARY_VERB}|(?:said|says|which|who|where|but)\b).*$", re.S)
_TIME_CLAUSE = re.compile(r"(?:when|while|after|before|until|once|since|the \w+) (?!(?:then|that)\b)", re.I)
_SAID_ON = re.compile(
    r"(?<!\bbe )(?<!\bbeen )(?<!\bbeing )"
    r"\b(?:said|says|ruled|announced|decided|admitted|confirmed|reported|voted|agreed|"
    r"told (?:[\w’'.-]+ ){1,3}?|heard)(?: \w+)? (?:on |yesterday|late )?$",
    re.I,
)
_WEEKDAY = re.compile(r"(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
_UP_TO = re.compile(r"(?:before|until|till) ", re.I)
_NOT_AHEAD = re.compile(rf"{NOT}[^,;:.]*$", re.I)
ASIDE = 0.3  # of a span's score, where it stands in a clause that tells when something else was


def bare_time(text: str) -> str:
    """Return a time without how long before it something lasted, and without how the sentence goes on."""
    shorter = _GOES_ON.sub("", _DAY_AND_MORE.sub(r"\g<day>", _LASTING_BEFORE.sub("", text)))
    return shorter if says_when(shorter) and not _TIME_CLAUSE.match(text) else text


def not_before(text: str, ahead: str) -> str:
    """Return "before May" as "not before May" where the clause ahead of it says "not"."""
    return f"not {text}" if _UP_TO.match(text) and _NOT_AHEAD.search(ahead) else text


def whole_time(candidate: Candidate, span: AnswerSpan) -> AnswerSpan:
    """Return the span grown over what says which part of the year or month it is, or "in" how many days."""
    text = candidate.article.text
    ahead = _AFTER_SO_LONG if lasting(text[span.start : span.end]) else _PART_OF_TIME
    before = ahead.search(text[candidate.start : span.start])
    return replace(span, start=candidate.start + before.start()) if before else span


def dated(candidate: Candidate, span: AnswerSpan, question: Question) -> AnswerSpan:
    """Return the span, worth less in a clause of which nothing was asked while it was of the rest."""
    text, at = candidate.text, span.start - candidate.start
    for clause in _OTHER_TIME.finditer(text):
        if clause.start() < at < clause.end():
            asked = question.terms
            rest = f"{text[: clause.start()]} {text[clause.end() :]}"
            if not asked & set(terms(clause[0])) and asked & set(terms(rest)):
                return replace(span, score=span.score * ASIDE)
    return span


def is_when_it_was_said(before: str, time: str, question: Question) -> bool:
    """Whether a question asks what is to come, and the time is that of the saying: "ruled on Thursday"."""
    said = _SAID_ON.search(before)
    return said is not None and asks_what_comes(question) and _WEEKDAY.match(time) is not None
