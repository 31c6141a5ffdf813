"""The answer in a few words: choosing spans of a sentence, tidying them, and listing several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.candidates import AnswerSpan, Candidate
from assistant.coordination import expand_names, without_titles
from assistant.question_kinds import QuestionKind
from assistant.terms import CALENDAR, fold, names, numbers, stem, terms, words

LONGEST_SHORT = 18  # words of one span
ALSO_LIKELY = 0.35  # of the best span's probability, for another one in a list
_DATE = re.compile(
    r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|may|"
    r"june|july|august|september|"
    r"october|november|december)\b|\b(?:morning|afternoon|evening|night|noon|midnight|today|"
    r"yesterday|tomorrow|week|month|"
    r"year|spring|summer|autumn|winter|century|decade|ago|later|after|before|since|until|once|dawn|dusk)\b",
    re.I,
)
_QUANTITY = re.compile(
    r"\b(?:half|third|quarter|dozen|hundred|thousand|million|none|no|nothing|twice|double|every|"
    r"daily|weekly|free|all)\b",
    re.I,
)
_COUNTED = re.compile(r"(?:in |for )?how (?:many|old|long|far|tall|fast|often|deep|heavy|late|soon)\b", re.I)
_SHARE = re.compile(r"[€$£%]|\bper ?cent\b", re.I)
_DESCRIBED = re.compile(
    r"(?:my|his|her|their|our|its|a|an|the|two|three|four|five|some|several)\b(?!.*\d)", re.I
)
LONGEST_DESCRIPTION = 6  # words
_YEAR = re.compile(r"(?:in |since |by |from )?(?:1[5-9]|20)\d\d", re.I)
_LENGTH = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies)|"
    r"millimetres?|centimetres?|"
    r"metres?|kilomet(?:re|er)s?|met(?:er)s?|km|cm|mm|miles?|feet|foot|inch(?:es)?|yards?|pages?|"
    r"until|till|summer|winter)\b|"
    r"[-–](?:hour|day|week|month|year|minute|mile|kilometre)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the short answer: characters [start, end) of the candidate's article, shown as `text`."""

    candidate: Candidate
    start: int
    end: int
    text: str


def choose_pieces(candidate: Candidate, kind: QuestionKind, question: str) -> list[Piece]:
    """Return the parts of the short answer that a sentence gives, in its order; none without a fit span."""
    spans = [span for span in _tidied(candidate) if _fits(candidate, span, kind, question)]
    if not spans:
        return []
    best = max(spans, key=lambda span: span.score)
    chosen = [best]
    if kind.several:
        chosen += [span for span in spans if span is not best and span.score >= ALSO_LIKELY * best.score]
    pieces: dict[tuple[int, int], Piece] = {}
    for span in chosen:
        for start, end in _listed(candidate, span, kind):
            text = " ".join(candidate.article.text[start:end].split())
            if kind.kind == "person":
                text = without_titles(text)
            pieces.setdefault((start, end), Piece(candidate, start, end, text))
    found = [pieces[key] for key in sorted(pieces)]
    return _without_asked(found, question) or found[:1]


def join_pieces(pieces: Sequence[Piece]) -> str:
    """Return the short answer: "A", "A and B" or "A, B and C", the same thing named once."""
    texts: list[str] = []
    for piece in pieces:
        if not any(_same(piece.text, text) for text in texts):
            texts.append(piece.text)
    if len(texts) < 3:
        return " and ".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def same_answer(first: Sequence[Piece], second: Sequence[Piece]) -> bool:
    """Whether two short answers say the same: every part of the shorter has its equal in the other."""
    fewer, more = sorted((first, second), key=len)
    return bool(fewer) and all(any(_same(one.text, other.text) for other in more) for one in fewer)


def _same(first: str, second: str) -> bool:
    if numbers(first) or numbers(second):
        return numbers(first) == numbers(second) and bool(set(terms(first)) & set(terms(second)))
    one, other = set(terms(first)), set(terms(second))
    if not one or not other:
        return fold(first) == fold(second)
    return one <= other or other <= one


def _tidied(candidate: Candidate) -> list[AnswerSpan]:
    """The spans without surrounding blanks and punctuation, kept inside the sentence."""
    text = candidate.article.text
    tidied = []
    for span in candidate.spans:
        start, end = span.start, min(span.end, candidate.end)
        while end > start and text[end - 1] in " \n,;:.!?":
            end -= 1
        while start < end and text[start] in " \n,;:.!?":
            start += 1
        for opening, closing in ("“”", "()", "[]", "‘’"):
            if text[start:end].startswith(opening) and closing not in text[start:end]:
                start += 1
            if text[start:end].endswith(closing) and opening not in text[start:end]:
                end -= 1
        if end > start:
            tidied.append(_with_whole_names(candidate, AnswerSpan(start, end, span.score)))
    return tidied


def _with_whole_names(candidate: Candidate, span: AnswerSpan) -> AnswerSpan:
    """The span grown over the names that it cuts: "Rustem" becomes "Rustem Umerov"."""
    start, end = span.start - candidate.start, span.end - candidate.start
    cut = [name for name in names(candidate.text) if name.start < end and start < name.end]
    start = min([start, *(name.start for name in cut)])
    end = max([end, *(name.end for name in cut)])
    return AnswerSpan(candidate.start + start, candidate.start + end, span.score)


def _fits(candidate: Candidate, span: AnswerSpan, kind: QuestionKind, question: str) -> bool:
    text = candidate.article.text[span.start : span.end]
    if len(words(text)) > LONGEST_SHORT or not words(text):
        return False
    if set(terms(text)) and set(terms(text)) <= set(terms(question)):
        return False
    if kind.kind == "amount":
        return _is_amount(text, question)
    if kind.kind == "person":
        return _is_someone(text, question)
    if kind.kind == "time":
        return bool(_DATE.search(text))
    return True


def _is_someone(text: str, question: str) -> bool:
    """Whether a text can be a person or a body: a name that the question does not have, or "my mother"."""
    named = [name for name in names(text) if fold(name.text) not in CALENDAR]
    if named:
        asked = set(terms(question))
        return any(stem(words(name.text)[-1]) not in asked for name in named)
    return _DESCRIBED.match(text) is not None and len(words(text)) <= LONGEST_DESCRIPTION


def _is_amount(text: str, question: str) -> bool:
    if not numbers(text) and not _QUANTITY.search(text):
        return False
    if _YEAR.fullmatch(text) or (_COUNTED.match(question) and _SHARE.search(text)):
        return False
    return not re.match(r"(?:for )?how (?:long|late|soon)\b", question, re.I) or bool(_LENGTH.search(text))


def _listed(candidate: Candidate, span: AnswerSpan, kind: QuestionKind) -> list[tuple[int, int]]:
    if not kind.several or kind.kind not in {"person", "place", "thing"}:
        return [(span.start, span.end)]
    sentence = candidate.text
    offset = candidate.start
    listed = expand_names(sentence, span.start - offset, span.end - offset)
    if (kind.kind == "thing" and len(listed) == 1) or not names(
        candidate.article.text[span.start : span.end]
    ):
        return [(span.start, span.end)]
    return [(start + offset, end + offset) for start, end in listed]


def _without_asked(pieces: Sequence[Piece], question: str) -> list[Piece]:
    """Leave out what the question itself names: "who did Ann meet?" is not answered by Ann."""
    asked = set(terms(question))
    return [piece for piece in pieces if not set(terms(piece.text)) <= asked]
