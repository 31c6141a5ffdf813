"""Sentences that may answer: what the reader, the words and the search say about each, in one score."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.fitted import Features, fitted
from assistant.keyless.answer_cues import has_cue, has_kind_of_answer
from assistant.keyless.marked_words import marked_words
from assistant.questions.amounts import gives_the_score
from assistant.questions.answer_types import can_answer
from assistant.questions.question import Question
from assistant.reranking import heading, logit
from assistant.wording.overlap import AskedWords, Overlap
from assistant.wording.terms import CALENDAR, fold, words
from indexes.articles import Article
from indexes.readers.top_lines import BYLINE
from indexes.searching import FoundPassage

if TYPE_CHECKING:
    from models import Reading


Embed = Callable[[Sequence[str]], NDArray[np.float32]]  # texts to unit vectors, one row each
MOST_EMBEDDED = 8  # candidates whose similarity to the question is measured


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Characters [start, end) of an article that may be the answer, with the reader's probability."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence [start, end) of an article, the spans in it, and the log-odds that it answers."""

    found: FoundPassage
    start: int
    end: int
    spans: tuple[AnswerSpan, ...]
    features: Features
    log_odds: float

    @property
    def article(self) -> Article:
        """The article that the sentence stands in."""
        return self.found.article

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.found.article.text[self.start : self.end]

    @property
    def names_all(self) -> bool:
        """Whether the article has every name of the question."""
        return self.features.names_in_article == 1.0

    @property
    def surest_span(self) -> float:
        """The probability of the likeliest span, 0 without one."""
        return max((span.score for span in self.spans), default=0.0)

    @property
    def probability(self) -> float:
        """How probably the sentence answers, 0 to 1."""
        bias, weight = fitted().alone
        return sigmoid(bias + weight * self.log_odds)


def find_candidates(
    question: Question,
    passages: Sequence[FoundPassage],
    readings: Sequence[Reading],
    *,
    embed: Embed,
    most_embedded: int = MOST_EMBEDDED,
) -> list[Candidate]:
    """Return every sentence of the passages as a candidate, likeliest first; each sentence once.

    The passages may come in any order: their rank is that of their score in the search. Of the likeliest
    few, at most `most_embedded`, the similarity to the question is measured; the others count as no more
    similar than any of these.
    """
    weights = fitted().sentence if question.by_sentence else fitted().span
    by_score = sorted(range(len(passages)), key=lambda at: -passages[at].score)
    ranks = {at: rank for rank, at in enumerate(by_score)}
    asked = AskedWords.of(question.text, [found.passage.text for found in passages])
    best: dict[tuple[str, int, int], Candidate] = {}
    whole: dict[str, Overlap] = {}
    for at, (found, reading) in enumerate(zip(passages, readings, strict=True)):
        article, before_it = found.article, heading(found, question.text)
        offset = found.passage.start
        spans = [
            AnswerSpan(*marked_words(article.text, one.start + offset, one.end + offset, question), one.score)
            for one in reading.spans
        ]
        if article.id not in whole:
            whole[article.id] = asked.look_into(f"{article.title}\n{before_it}{article.text}")
        context = _Context(
            question,
            reading,
            ranks[at],
            asked.look_into(f"{article.title}\n{before_it}{found.passage.text}"),
            whole[article.id],
        )
        text = ""
        for start, end in found.passage.sentences:
            before, text = text, article.text[start:end]
            if asks(text) or is_dateline(text):
                continue
            inside = tuple(span for span in spans if start <= span.start < end)
            if gives_the_score(text, question):
                inside = (AnswerSpan(start, end, reading.answerable),)
            own = asked.look_into(f"{before} {text}" if asks(before) else text)
            evidence = reading.evidence(start - offset, end - offset)
            features = _features(context, text, _span_score(context, article.text, inside), own, evidence)
            candidate = Candidate(found, start, end, inside, features, _log_odds(weights, features))
            key = (article.id, start, end)
            if key not in best or best[key].log_odds < candidate.log_odds:
                best[key] = candidate
    likeliest_first = sorted(best.values(), key=lambda candidate: -candidate.log_odds)
    similar = _similarities(question, likeliest_first[:most_embedded], embed)
    similar += [min(similar, default=0.0)] * (len(likeliest_first) - len(similar))
    compared = [
        _with_similarity(candidate, similarity, weights)
        for candidate, similarity in zip(likeliest_first, similar, strict=True)
    ]
    return sorted(compared, key=lambda candidate: -candidate.log_odds)


def _log_odds(weights: Features, features: Features) -> float:
    return sum(weight * feature for weight, feature in zip(weights, features, strict=True))


def _similarities(question: Question, candidates: Sequence[Candidate], embed: Embed) -> list[float]:
    """The cosine of the question and each candidate."""
    if not candidates:
        return []
    asked, *told = embed([question.text, *(_in_context(candidate) for candidate in candidates)])
    return [float(asked @ vector) for vector in told]


def _in_context(candidate: Candidate) -> str:
    """The sentence after the title and the sentence before it, which tell whom "he" and "it" stand for."""
    article = candidate.article
    before = [(start, end) for start, end in candidate.found.passage.sentences if end <= candidate.start]
    said = article.text[slice(*before[-1])] if before else ""
    return " ".join(f"{article.title}. {said} {candidate.text}".split())


def _with_similarity(candidate: Candidate, similarity: float, weights: Features) -> Candidate:
    features = candidate.features._replace(similar_to_question=similarity)
    return replace(candidate, features=features, log_odds=_log_odds(weights, features))


@dataclass(frozen=True, slots=True)
class _Context:
    """What all sentences of a passage share."""

    question: Question
    reading: Reading
    rank: int
    passage: Overlap
    article: Overlap


def asks(sentence: str) -> bool:
    """Whether a sentence is a question, which answers nothing itself; what follows it may."""
    return sentence.rstrip().rstrip("”\"’')").endswith("?")


def sigmoid(log_odds: float) -> float:
    """Return the probability of log-odds, without overflow."""
    return 0.5 * (1.0 + math.tanh(0.5 * log_odds))


def names_speaker(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` says who speaks, as in "Arkwright: From my mother."."""
    opens = not text[:start].rstrip(" ") or text[:start].rstrip(" ")[-1] == "\n"
    return opens and text[end : end + 1] == ":"


def is_dateline(sentence: str) -> bool:
    """Whether a line holds nothing but a date or an author: it is of the article, not of what it tells."""
    if " | " in sentence:
        return False  # a row of a table may hold numbers alone
    return BYLINE.fullmatch(sentence.strip()) is not None or all(
        word in CALENDAR or word[0].isdigit() for word in map(fold, words(sentence))
    )


def _span_score(context: _Context, text: str, spans: Sequence[AnswerSpan]) -> float | None:
    """The score of the likeliest span of the kind that is asked for, None without one."""
    if not context.question.by_sentence:
        spans = [
            span
            for span in spans
            if can_answer(text[span.start : span.end], context.question, before=text[: span.start])
            and not names_speaker(text, span.start, span.end)
        ]
    return max((span.score for span in spans), default=None)


def _features(context: _Context, text: str, span: float | None, own: Overlap, evidence: float) -> Features:
    """What is known of a sentence but its similarity, which is measured later, of the likeliest alone."""
    return Features(
        bias=1.0,
        passage_answers=logit(context.reading.answerable),
        evidence=logit(evidence),
        span=math.log((span or 0.0) + 1e-3),
        search_rank=math.log(1 + context.rank),
        terms_in_sentence=own.terms,
        terms_in_passage=context.passage.terms,
        names_in_passage=context.passage.names,
        names_in_article=context.article.names,
        numbers_in_article=min(context.article.numbers, 1.0),
        kind_of_answer=float(has_kind_of_answer(text, context.question)),
        cue_word=float(has_cue(text, context.question)),
        nothing_said=float(context.passage.said == 0.0),
    )
