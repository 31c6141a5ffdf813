"""The answer in a few words: choosing spans of a sentence, tidying them, and listing several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.keyless.amounts_told import (
    AMOUNT,
    bare_amount,
    side_of_vote,
    whole_amount,
    with_unit,
    without_name_asked,
)
from assistant.keyless.candidates import AnswerSpan, Candidate, names_speaker
from assistant.keyless.changed_values import changed_to
from assistant.keyless.quotable_sentences import after_dateline
from assistant.keyless.span_context import is_beside_the_question
from assistant.keyless.times_told import bare_time, dated, not_before, whole_time
from assistant.questions.answer_types import can_answer
from assistant.questions.question import Question
from assistant.wording.coordination import expand_names, with_same_preposition, without_titles
from assistant.wording.figures import has_figures, same_figures
from assistant.wording.parallel_values import value_of_asked
from assistant.wording.terms import CALENDAR, fold, names, terms, words

_AFTER_NAME = re.compile(rf"(?:,? (?:{'|'.join(sorted(CALENDAR))}))+$", re.I)
_SHARE_AFTER = re.compile(r"\s\d[\d.,]*\s?(?:%|per ?cent)$")  # "the state holds 60%, Alpenergie 40%"
_POSSESSIVE = re.compile(r"['’]s$")
_APPOSITION = re.compile(r"(?<=\w),\s(?:an?|the|which|who|whose|where|has|is|was|said|says|told)\s.*$")
_GOES_ON = re.compile(r",\s[a-z][^A-Z]*$")  # "Ann Lee, thanked the rescuers"
_WHOLE_NUMBER = re.compile(r"\d+(?:[.,:]\d+)+|\b(?:an?|one|two|three) [a-z]+ and a half\b")
_PEOPLE_OF = re.compile(r"[A-Z]?[a-z]+(?: [a-z]+)* (?:from|of|in|at) ")  # "people from Torp and Lower Velm"
FAR_LESS_LIKELY = 0.1  # of the probability of the likeliest span of the sentence, fit or not
ALSO_LIKELY = 0.35  # of the best span's probability, for another one in a list


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the short answer: characters [start, end) of the candidate's article, shown as `text`."""

    candidate: Candidate
    start: int
    end: int
    text: str


def choose_pieces(candidate: Candidate, question: Question) -> list[Piece]:
    """Return the parts of the short answer that a sentence gives, in its order; none without a fit span."""
    spans = [
        span
        for span in _tidied(candidate)
        if _fits(candidate, span, question)
        and not names_speaker(candidate.article.text, span.start, span.end)
        and not is_beside_the_question(candidate, span, question)
    ]
    # What is left beside a sure answer of another kind is no answer: "died in 2023" to "what of?". A time is
    # one beyond doubt: of "who noticed it, and when?" the reader is surer of the other.
    likeliest = max((span.score for span in spans), default=0.0)
    if not spans or (question.kind != "time" and likeliest < FAR_LESS_LIKELY * candidate.surest_span):
        return []
    if question.kind == "time":
        spans = [dated(candidate, whole_time(candidate, span), question) for span in spans]
    best = max(spans, key=lambda span: span.score)
    chosen = [best]
    if question.several:
        chosen += [span for span in spans if span is not best and span.score >= ALSO_LIKELY * best.score]
    if question.kind in {"amount", "time"}:
        chosen = [_changed(candidate, span, question) for span in chosen]
    chosen = _joined(candidate, chosen)
    pieces: dict[tuple[int, int], Piece] = {}
    for span in chosen:
        for start, end in _listed(candidate, span, question):
            if question.kind == "amount":
                start, end = side_of_vote(candidate, start, end, question)
            if question.kind == "amount" or (
                question.kind == "thing" and AMOUNT.match(candidate.article.text, start)
            ):
                whole = whole_amount(candidate.text, start - candidate.start, end - candidate.start)
                start, end = candidate.start + whole[0], candidate.start + whole[1]
            owner = re.match(r"['’]?\s\w", candidate.article.text[end:])
            text = _bare(" ".join(candidate.article.text[start:end].split()), question, owns=bool(owner))
            if question.kind == "amount":
                text = without_name_asked(text, question)
                if not can_answer(text, question):
                    text = with_unit(candidate.text, start - candidate.start, end - candidate.start)
            if question.kind == "time":
                text = not_before(text, candidate.article.text[candidate.start : start])
            pieces.setdefault((start, end), Piece(candidate, start, end, text))
    found = [pieces[key] for key in sorted(pieces)]
    return _without_asked(found, question) or found[:1]


def _fits(candidate: Candidate, span: AnswerSpan, question: Question) -> bool:
    """Whether a span can be what the question asks for, if only with the unit that stands ahead of it.

    A dateline tells only where and when.
    """
    told_from = after_dateline(candidate.article.text, candidate.start, candidate.end)
    if question.kind not in {"place", "time"} and span.start < told_from:
        return False
    text, start, end = candidate.text, span.start - candidate.start, span.end - candidate.start
    return can_answer(text[start:end], question, before=text[:start]) or (
        question.kind == "amount" and can_answer(with_unit(text, start, end), question)
    )


def _joined(candidate: Candidate, spans: Sequence[AnswerSpan]) -> list[AnswerSpan]:
    """Put spans that only a blank parts together: "Swiss company" and "Alpenergie" are one."""
    joined: list[AnswerSpan] = []
    for span in sorted(spans, key=lambda one: one.start):
        if joined and candidate.article.text[joined[-1].end : span.start] == " ":
            joined[-1] = replace(joined[-1], end=span.end)
        else:
            joined.append(span)
    return joined


def _changed(candidate: Candidate, span: AnswerSpan, question: Question) -> AnswerSpan:
    """Return the span, or what the value it covers was changed to, or the one beside what is asked for."""
    text, (start, end) = candidate.text, (span.start - candidate.start, span.end - candidate.start)
    start, end = changed_to(text, start, end, question)
    if question.kind == "amount":
        start, end = value_of_asked(text, start, end, question.terms)
    return replace(span, start=candidate.start + start, end=candidate.start + end)


def _bare(text: str, question: Question, *, owns: bool = True) -> str:
    """The text without what only describes it: titles, appositions, a verb before an amount.

    It `owns` what follows it: the 's of "Chebet's time" goes, that of "St Brigid's" stays.
    """
    if question.kind == "amount":
        return bare_amount(text)
    if question.kind == "time":
        return bare_time(text)
    if question.kind in {"person", "place", "thing"}:
        shorter = _APPOSITION.sub("", text)
        text = _POSSESSIVE.sub("", shorter) if owns or shorter != text else text
    if question.kind == "person":
        text = _SHARE_AFTER.sub("", _AFTER_NAME.sub("", without_titles(text)))
        named = names(text)
        text = _GOES_ON.sub("", text) if named and named[0].start == 0 else text
        if len(named) == 1 and re.fullmatch(r"(?:[a-z-]+ ){1,3}", text[: named[0].start]):
            text = text[named[0].start :]
    return text


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
    if has_figures(first) or has_figures(second):
        return same_figures(first, second)
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
            if text.rfind(opening, start, end) > text.rfind(closing, start, end):
                # cut off inside a quotation or bracket: go on to where that closes
                closed = text.find(closing, end, candidate.end)
                end = closed + 1 if closed >= 0 else end
        if end > start:
            tidied.append(_with_whole_names(candidate, AnswerSpan(start, end, span.score)))
    return tidied


def _with_whole_names(candidate: Candidate, span: AnswerSpan) -> AnswerSpan:
    """The span with whole names and numbers: "Rustem Umerov", "2:06:31", "an hour and a half"."""
    start, end = span.start - candidate.start, span.end - candidate.start
    cut = [(name.start, name.end) for name in names(candidate.text)]
    cut += [number.span() for number in _WHOLE_NUMBER.finditer(candidate.text)]
    cut = [(left, right) for left, right in cut if left < end and start < right]
    start = min([start, *(left for left, _ in cut)])
    end = max([end, *(right for _, right in cut)])
    return AnswerSpan(candidate.start + start, candidate.start + end, span.score)


def _listed(candidate: Candidate, span: AnswerSpan, question: Question) -> list[tuple[int, int]]:
    if not question.several or question.kind not in {"person", "place", "thing"}:
        return [(span.start, span.end)]
    sentence = candidate.text
    offset = candidate.start
    at = span.start - offset, span.end - offset
    across_days = not CALENDAR.intersection(map(fold, words(question.text)))
    listed = expand_names(sentence, *at, across_days=across_days)
    told = candidate.article.text[span.start : span.end]
    whole = not names(told) or (question.kind == "person" and _PEOPLE_OF.match(told))
    if whole or (question.kind == "thing" and len(listed) == 1):
        listed = [at]
    more = with_same_preposition(sentence, *at)
    if more and can_answer(sentence[slice(*more)], question):
        named = [(more[0] + name.start, more[0] + name.end) for name in names(sentence[slice(*more)])]
        listed = [*listed, *(named if named and question.kind == "person" else [more])]
    return [(start + offset, end + offset) for start, end in listed]


def _without_asked(pieces: Sequence[Piece], question: Question) -> list[Piece]:
    """Leave out what the question itself names: "who did Ann meet?" is not answered by Ann."""
    asked = question.terms
    return [piece for piece in pieces if not set(terms(piece.text)) <= asked]
