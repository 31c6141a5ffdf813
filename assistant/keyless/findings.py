"""What the candidates give for one question: a short answer, its sentences, and who else says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.folding import containment, text_shingles
from assistant.keyless.abstention import confidence, gives_no_reason
from assistant.keyless.answer_sentences import (
    announces_reasons,
    several_sentences,
    with_context,
    with_continuation,
)
from assistant.keyless.answer_spans import Piece, choose_pieces, join_pieces, same_answer
from assistant.keyless.candidates import Candidate
from assistant.keyless.disagreement import disagree
from assistant.keyless.newer_values import corrected_value, newest_value
from assistant.keyless.office_holders import who_left_it
from assistant.keyless.preferences import (
    asks_who_holds,
    nearly_as_likely,
    of_now,
    preferred,
    with_the_word_asked_for,
)
from assistant.keyless.quotable_sentences import after_dateline
from assistant.keyless.speakers import first_of_the_speaker, told_by_another
from assistant.questions.answer_types import needs_a_short_answer
from assistant.questions.question import Question
from assistant.wording.spoken_days import spoken_day, written_day
from assistant.wording.terms import names
from indexes.articles import Article

MOST_SENTENCES = {"event": 3, "manner": 2, "reason": 2, "statement": 2}
ALSO_ANSWERS = 2.5  # log-odds below the best, within which a sentence can say the same or differ
NEARLY_AS_LIKELY = 0.75  # of the best candidate's probability
MOST_WITNESSES = 3
MOST_LISTING = 3  # sentences that a list is taken from
LEAST_SECOND = 0.01  # of a span's probability, where the likeliest sentence has no short answer
SURE_ENOUGH = 0.5  # of the surest span's probability, for one of another sentence in a list
LISTED = 0.15  # probability of such a span
CONTINUED = frozenset({"reason", "manner", "statement"})  # what two sentences often tell together
_NEXT = re.compile(r"\b(?:after|afterwards|next|then)\b", re.I)
REPEATS = 0.8  # of the shorter sentence's runs of words


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters [start, end) of an article that the answer shows or cites."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Finding:
    """A short answer where there is one, the quotes to show, and those that say the same or differ."""

    short: str | None
    shown: tuple[Quote, ...]
    witnesses: tuple[Quote, ...]
    differing: tuple[tuple[str, Quote], ...]
    copies: Mapping[Quote, tuple[Article, ...]]
    probability: float
    notices: tuple[str, ...] = ()


def find_answer(question: Question, candidates: Sequence[Candidate]) -> Finding | None:
    """Return what the likeliest candidates say that are likely enough to answer, or None."""
    sure = confidence(candidates)
    near = preferred(nearly_as_likely(candidates), question)
    now = of_now(near, question)
    near = now if any(choose_pieces(one, question) for one in now) else near
    if question.kind in {"person", "amount"}:
        telling = with_the_word_asked_for(near, question)
        near = telling or near
    if question.by_sentence:
        near = first_of_the_speaker(near, question) if question.kind == "statement" else near
        announced = announces_reasons(candidates) if question.kind == "reason" else None
        lead = announced or near[0]
        likely = [lead, *(one for one in candidates if one is not lead and _also_answers(one, lead))]
        if question.kind == "statement":
            likely = [lead, *(one for one in likely[1:] if not told_by_another(one, question))]
        others = [candidate for candidate in likely if candidate.article.id != lead.article.id]
        most = 1 if announced else MOST_SENTENCES.get(question.kind, 1)
        chosen = several_sentences(likely, most=most, share=NEARLY_AS_LIKELY)
        goes_on = question.kind == "event" and _NEXT.search(question.text) and not _NEXT.search(lead.text)
        if question.kind in CONTINUED or goes_on:
            follows = question.kind in {"reason", "event"}
            chosen = with_continuation(chosen, candidates, lead, follows=follows)
        if question.kind == "reason" and not announced and gives_no_reason(lead, chosen):
            return None
        witnesses = [other for other in others if _repeats(other, lead)]
        return _finding(None, chosen, witnesses, (), lead, sure)
    told = (one for one in near if one is near[0] or one.surest_span >= LEAST_SECOND)
    lead = next((one for one in told if choose_pieces(one, question)), near[0])
    pieces = choose_pieces(lead, question)
    if not pieces and needs_a_short_answer(question):
        return None
    if asks_who_holds(question) and (left := who_left_it(lead, pieces, candidates)):
        # who left holds it no more; the sentence, or the next, may tell who does
        return _finding(None, left, (), (), left[0], sure)
    witnesses, differing = _others(lead, pieces, candidates, question)
    likely = [one for one in candidates if _also_answers(one, lead)]
    newest = newest_value(lead, pieces, likely, question)
    if newest is not lead:
        # a toll rises and a date is put back: what was told last leads, and what was told before is told too
        lead = newest
        pieces = choose_pieces(lead, question)
        witnesses, differing = _others(lead, pieces, candidates, question)
    corrected = corrected_value(lead, pieces, candidates, question)
    if corrected:
        lead, pieces = corrected.candidate, [corrected]
        witnesses, differing = _others(lead, pieces, candidates, question)
    shown = [lead]
    if question.several:
        shown, pieces = _with_more(lead, pieces, near, question)
    found = _finding(join_pieces(pieces) or None, shown, witnesses, differing, lead, sure)
    return replace(found, notices=_day_notices(pieces)) if question.kind == "time" else found


def _others(
    lead: Candidate,
    pieces: Sequence[Piece],
    candidates: Sequence[Candidate],
    question: Question,
) -> tuple[list[Candidate], list[tuple[str, Candidate]]]:
    """Return the sentences of other articles that say the same, and those that differ with what they say."""
    witnesses, differing = [], []
    for other in candidates:
        if other.article.id == lead.article.id or not _also_answers(other, lead):
            continue
        own = choose_pieces(other, question)
        if _repeats(other, lead) or same_answer(pieces, own):
            witnesses.append(other)
        elif disagree(question, (lead, pieces), (other, own)):
            differing.append((join_pieces(own), other))
    return witnesses, differing


def found_sentence(candidate: Candidate, probability: float) -> Finding:
    """Return the finding that shows one sentence, with the one that it leans on."""
    return _finding(None, [candidate], (), (), candidate, probability)


def _finding(
    short: str | None,
    chosen: Sequence[Candidate],
    witnesses: Sequence[Candidate],
    differing: Sequence[tuple[str, Candidate]],
    lead: Candidate,
    probability: float,
) -> Finding:
    shown: dict[tuple[int, int], Quote] = {}
    for candidate in chosen:
        for start, end in with_context(candidate):
            shown.setdefault((start, end), _quote(candidate.article, start, end, short))
    copies: dict[Quote, tuple[Article, ...]] = {}
    kept: dict[str, Quote] = {}
    first = shown[lead.start, lead.end]
    for witness in witnesses:
        quote = _quote(witness.article, witness.start, witness.end, short)
        original = next((known for known in (first, *kept.values()) if _copied(quote.text, known.text)), None)
        if original is not None:
            articles = copies.get(original, ())
            if quote.article.id not in {article.id for article in (original.article, *articles)}:
                copies[original] = (*articles, quote.article)
        elif witness.article.id not in kept and len(kept) < MOST_WITNESSES:
            kept[witness.article.id] = quote
    return Finding(
        short,
        tuple(shown.values()),
        tuple(kept.values()),
        tuple((text, _quote(one.article, one.start, one.end, text)) for text, one in differing[:1]),
        copies,
        probability,
    )


def _quote(article: Article, start: int, end: int, short: str | None) -> Quote:
    """The sentence without its dateline, unless that is what answers: "Where?" "Ostervik"."""
    told = after_dateline(article.text, start, end)
    in_dateline = short is not None and short in article.text[start:told]
    return Quote(article, start if in_dateline else told, end)


def _also_answers(candidate: Candidate, lead: Candidate) -> bool:
    return candidate.log_odds >= lead.log_odds - ALSO_ANSWERS


def _repeats(other: Candidate, lead: Candidate) -> bool:
    return _copied(other.text, lead.text)


def _copied(first: str, second: str) -> bool:
    return containment(text_shingles(first), text_shingles(second)) >= REPEATS


def _with_more(
    lead: Candidate, pieces: list[Piece], near: Sequence[Candidate], question: Question
) -> tuple[list[Candidate], list[Piece]]:
    """Add what other sentences of the same article list beside: sure spans of sentences about as likely."""
    shown, listed = [lead], list(pieces)
    surest = lead.surest_span
    for other in near:
        if len(shown) == MOST_LISTING or other is lead or other.article.id != lead.article.id:
            continue
        own = [
            piece
            for piece in choose_pieces(other, question)
            if not any(same_answer([piece], [known]) for known in listed)
            and (question.kind != "person" or all(names(one.text) for one in (piece, *listed)))
        ]
        if own and other.surest_span >= max(SURE_ENOUGH * surest, LISTED):
            shown.append(other)
            listed += own
    return sorted(shown, key=lambda one: one.start), listed


def _day_notices(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Say which day "Wednesday" is, where the article has a date and the sentence leaves no doubt."""
    found = []
    for piece in pieces:
        one = piece.candidate
        told = spoken_day(one.text, piece.start - one.start, piece.end - one.start, one.article.published_day)
        if told is not None:
            words, day = told
            found.append(f"“{words}” is {written_day(day)}, going by the date of the article.")
    return tuple(dict.fromkeys(found))
