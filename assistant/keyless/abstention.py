"""When to say that the articles don't say: too little evidence, or none about whom the question names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Answer, ConsideredPassage, Sentence
from assistant.fitted import Features, fitted
from assistant.keyless.answer_sentences import only_repeats
from assistant.keyless.candidates import Candidate, sigmoid
from assistant.writing import WritingTask

ABSTENTION = "The articles don't say."
LEAST_REASON = 0.25  # of a span's probability, for it to be the reason in a sentence without "because"
LONGEST_LEAD = 4.0  # log-odds; a longer one says no more


def confidence(candidates: Sequence[Candidate]) -> float:
    """Return how probably an answer made of the best candidate is right, 0 to 1; they come best first."""
    if not candidates:
        return 0.0
    bias, log_odds, ahead = fitted().right
    best = [candidate.log_odds for candidate in candidates[:2]]
    return sigmoid(bias + log_odds * best[0] + ahead * lead(best, candidates[0].features))


def lead(log_odds: Sequence[float], features: Features) -> float:
    """Return by how much the first of the log-odds, best first, is ahead of the next; 0 when it is alone.

    `features` are those of the first: where its passage names whom the question is about but says nothing
    of what is asked, being the best of a bad lot is no sign that it answers, and the lead is 0.
    """
    if len(log_odds) < 2 or features.nothing_said:
        return 0.0
    return min(log_odds[0] - log_odds[1], LONGEST_LEAD)


def is_answered(candidates: Sequence[Candidate]) -> bool:
    """Whether the best candidate is likely enough to be told as an answer."""
    return confidence(candidates) >= fitted().answer_at


def gives_no_reason(lead: Candidate, shown: Sequence[Candidate]) -> bool:
    """Whether what would be shown only repeats what a why-question asks about.

    The sentence that leads has most words of the question and none that gives a reason, and the reader marks
    no reason in any.
    """
    return only_repeats(lead) and max(one.surest_span for one in shown) < LEAST_REASON


def abstention(task: WritingTask, *, writer: str, candidates: Sequence[Candidate] = ()) -> Answer:
    """Return the answer that says so and shows what was read; it cites nothing.

    With the candidates, likeliest first, the passages come in their order, each with its nearest sentence.
    """
    return Answer(
        question=task.question,
        searched_for=task.searched_for,
        text=ABSTENTION,
        abstained=True,
        sentences=(Sentence(ABSTENTION, verdict="no claim"),),
        considered=nearest_first(considered(task), candidates),
        writer=writer,
    )


def nearest_first(
    passages: Sequence[ConsideredPassage], candidates: Sequence[Candidate]
) -> tuple[ConsideredPassage, ...]:
    """Return the passages with the likeliest candidate of each, in the order of these; the rest follow."""
    nearest: dict[tuple[str, int, int], tuple[int, int]] = {}
    for one in candidates:
        passage = one.found.passage
        nearest.setdefault((one.article.id, passage.start, passage.end), (one.start, one.end))
    order = {place: at for at, place in enumerate(nearest)}
    told = [
        replace(passage, nearest=nearest.get((passage.article.id, passage.start, passage.end)))
        for passage in passages
    ]
    return tuple(sorted(told, key=lambda one: order.get((one.article.id, one.start, one.end), len(order))))


def considered(task: WritingTask) -> tuple[ConsideredPassage, ...]:
    """Return the passages that were read, best first."""
    return tuple(
        ConsideredPassage(
            found.article, found.passage.start, found.passage.end, found.passage.text, found.score
        )
        for found in task.passages
    )
