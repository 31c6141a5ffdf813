"""What the encoder reads in one passage: answer spans, answerability, and which tokens hold the answer."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.windows import TokenizedText

Floats = NDArray[np.float64]

LONGEST_SPAN = 30  # tokens
SPANS = 5


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a passage: characters [start, end) and its probability of being the answer, 0 to 1."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one passage says to a question: spans, best first, and the probability that it answers at all.

    `_before` characters of a heading were read before the passage, tokens included.
    """

    spans: tuple[Span, ...]
    answerable: float
    _tokens: TokenizedText = field(repr=False)
    _evidence: Floats = field(repr=False)
    _before: int = field(default=0, repr=False)

    def evidence(self, start: int, end: int) -> float:
        """Return how probably the characters [start, end) belong to a sentence with the answer.

        The mean over the tokens that begin or end inside; 0 where there are none.
        """
        first, last = start + self._before, end + self._before
        inside = (self._tokens.starts < last) & (self._tokens.ends > first)
        return float(self._evidence[inside].mean()) if inside.any() else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class WindowScores:
    """What the network said about the tokens [start, end) of a passage; logits, [CLS] meaning "no answer"."""

    start: int
    end: int
    start_logits: Floats
    end_logits: Floats
    no_answer_logit: float
    evidence_logits: Floats
    answerable_logit: float


def combine(
    tokens: TokenizedText,
    scores: list[WindowScores],
    *,
    temperature: float,
    heading: str = "",
    passage: str = "",
) -> Reading:
    """Return one reading from the windows of a passage: the best of each span, token and answerability.

    The tokens are those of heading and passage together; an answer stands in the passage alone. Without a
    heading the passage need not be given.
    """
    evidence = np.zeros(len(tokens))
    best: dict[tuple[int, int], float] = {}
    for window in scores:
        seen = slice(window.start, window.end)
        evidence[seen] = np.maximum(evidence[seen], sigmoid(window.evidence_logits))
        for (first, last), score in _spans_in_passage(tokens, window, heading, passage).items():
            best[first, last] = max(score, best.get((first, last), 0.0))
    answerable = max(float(sigmoid(window.answerable_logit / temperature)) for window in scores)
    return Reading(_without_overlaps(best), answerable, tokens, evidence, len(heading))


def _spans_in_passage(
    tokens: TokenizedText, window: WindowScores, heading: str, passage: str
) -> dict[tuple[int, int], float]:
    """Return the likeliest spans of whole words of the passage in a window as {characters: probability}.

    A headline says in short what the article tells, and draws the answer to itself. What the reader gives to
    words of it counts for the same words in the passage, once; the rest is left out of the probabilities.
    """
    length = window.end - window.start
    if not length:
        return {}
    weights, no_answer = _span_weights(window)
    before = int((tokens.starts[window.start : window.end] < len(heading)).sum())
    above = _likeliest(tokens, window, weights[:before], first_row=0)
    below = _likeliest(tokens, window, weights[before:], first_row=before)
    inside = {(start - len(heading), end - len(heading)): weight for (start, end), weight in below.items()}
    total = float(weights[before:].sum()) + no_answer
    for (start, end), weight in above.items():
        words = heading[start:end].casefold()
        same = [span for span in inside if passage[slice(*span)].casefold() == words]
        if same:
            inside[max(same, key=lambda span: inside[span])] += weight
            total += weight
    return {span: weight / total for span, weight in inside.items() if weight > 0.0}


def _span_weights(window: WindowScores) -> tuple[Floats, float]:
    """Return the weight of each span, [first token, number of tokens more], and that of "no answer".

    Divided by their sum they are one softmax over every span of at most LONGEST_SPAN tokens and "no answer",
    after the joint span objective of SQuAD 2.0 readers (Rajpurkar et al., 2018).
    """
    length = window.end - window.start
    width = min(LONGEST_SPAN, length)
    padded = np.concatenate([window.end_logits, np.full(width, -np.inf)])
    ends = np.lib.stride_tricks.sliding_window_view(padded, width)[:length]
    logits = window.start_logits[:, None] + ends
    peak = max(float(logits.max()), window.no_answer_logit)
    return np.exp(logits - peak), float(np.exp(window.no_answer_logit - peak))


def _likeliest(
    tokens: TokenizedText, window: WindowScores, weights: Floats, *, first_row: int
) -> dict[tuple[int, int], float]:
    """Return the likeliest of the spans that begin at some tokens, grown to whole words."""
    if not weights.size:
        return {}
    length, width = window.end - window.start, weights.shape[1]
    words = tokens.words[window.start : window.end]
    flat = weights.ravel()
    likeliest = np.argpartition(flat, -min(60, flat.size))[-min(60, flat.size) :]
    spans: dict[tuple[int, int], float] = {}
    for index in likeliest:
        first = first_row + int(index // width)
        last = first + int(index % width)
        if flat[index] <= 0.0 or last >= length:
            continue
        while first > 0 and words[first - 1] == words[first]:
            first -= 1
        while last < length - 1 and words[last + 1] == words[last]:
            last += 1
        key = (int(tokens.starts[window.start + first]), int(tokens.ends[window.start + last]))
        spans[key] = spans.get(key, 0.0) + float(flat[index])
    return spans


def _without_overlaps(spans: dict[tuple[int, int], float]) -> tuple[Span, ...]:
    """Keep the likeliest of any spans that overlap, best first, at most SPANS."""
    kept: list[Span] = []
    for (start, end), score in sorted(spans.items(), key=lambda item: (-item[1], item[0])):
        if all(end <= other.start or start >= other.end for other in kept):
            kept.append(Span(start, end, min(score, 1.0)))
            if len(kept) == SPANS:
                break
    return tuple(kept)


def sigmoid(logits: Floats | float) -> Floats:
    """Return the logistic function of logits, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(logits, dtype=np.float64))))


def softmax(logits: Floats) -> Floats:
    """Return probabilities over the last axis, without overflow."""
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))
