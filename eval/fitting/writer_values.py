"""Fitting the keyless writer: which sentence answers, how probably an answer is right, when to say none.

Few numbers are fitted, with a ridge, since other articles will be asked about than those of the cases.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.fitted import Features, Fitted
from assistant.keyless.abstention import lead
from eval.fitting.examples import Example
from eval.fitting.regression import fit_choice, fit_logistic
from eval.metrics import auc

Floats = NDArray[np.float64]

RIDGE = 100.0  # how strongly the weights are pulled to plausible ones
PUBLIC_WEIGHT = 0.3  # of a public question beside a case
CONSIDERED = 5  # candidates of a question whose probability is fitted
# which way each feature can only speak
SIGNS = Features(*(1.0,) * len(Features._fields))._replace(bias=0.0, search_rank=-1.0, nothing_said=-1.0)
# Where the ridge pulls to: round numbers, for questions that a few words answer and for those that a sentence
# answers. Few of the cases lack the names or numbers that are asked about, so their fit alone would make too
# little of them.
PLAUSIBLE = {
    False: Features(
        bias=-4.2,
        passage_answers=0.15,
        evidence=0.75,
        span=0.3,
        search_rank=-0.85,
        terms_in_sentence=1.0,
        terms_in_passage=1.3,
        names_in_passage=0.6,
        names_in_article=2.6,
        numbers_in_article=0.9,
        kind_of_answer=1.2,
        cue_word=0.0,
        nothing_said=-1.0,
        similar_to_question=2.5,
    ),
    True: Features(
        bias=-4.0,
        passage_answers=0.1,
        evidence=0.75,
        span=0.2,
        search_rank=-0.8,
        terms_in_sentence=0.9,
        terms_in_passage=1.6,
        names_in_passage=0.6,
        names_in_article=2.9,
        numbers_in_article=0.9,
        kind_of_answer=0.4,
        cue_word=1.0,
        nothing_said=-0.5,
        similar_to_question=2.5,
    ),
}
FOLDS = 8
ABOUT_AS_GOOD = 0.005  # of the questions
GRID = np.linspace(0.1, 0.7, 61)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question answered: how probably right, whether it is, and whether the articles have an answer."""

    confidence: float
    right: bool
    answerable: bool


def fit(examples: Sequence[Example], *, penalties: Mapping[str, float] | None = None) -> Fitted:
    """Return the values fitted to all of the examples, beside the judge's `penalties`, which stay."""
    examples = [example for example in examples if len(example.features)]
    spans, sentences = (
        _fit_weights([one for one in examples if one.by_sentence is kind], PLAUSIBLE[kind])
        for kind in (False, True)
    )
    ordered = [_ordered(example, sentences if example.by_sentence else spans) for example in examples]
    weights = np.array([_weight(example) for example in examples])
    near = [(scores[:CONSIDERED], right[:CONSIDERED]) for scores, right, _ in ordered]
    alone = fit_logistic(
        _with_constant(np.concatenate([scores for scores, _ in near])),
        np.concatenate([right for _, right in near]).astype(float),
        weights=np.concatenate([np.full(len(near[at][0]), weights[at]) for at in range(len(near))]),
    )
    leading = np.array([(scores[0], lead(scores.tolist(), first)) for scores, _, first in ordered])
    correct = np.array([float(right[0]) for _, right, _ in ordered])
    sure = fit_logistic(_with_constant(leading), correct, weights=weights)
    values = Fitted(
        spans,
        sentences,
        (float(alone[0]), float(alone[1])),
        (float(sure[0]), float(sure[1]), float(sure[2])),
        0.5,
        penalties or {},
    )
    cases = [example for example in examples if not example.public]
    return _with_threshold(values, [outcome(example, values) for example in cases or examples])


def cross_validated(examples: Sequence[Example]) -> list[tuple[Example, Outcome, float]]:
    """Return each case answered with values fitted without its story, and the threshold of that fit."""
    stories = sorted({example.story for example in examples})
    random.Random(0).shuffle(stories)
    results = []
    for fold in range(min(FOLDS, len(stories))):
        left_out = set(stories[fold :: min(FOLDS, len(stories))])
        values = fit([example for example in examples if example.story not in left_out])
        results += [
            (example, outcome(example, values), values.answer_at)
            for example in examples
            if example.story in left_out and not example.public
        ]
    return results


def outcome(example: Example, values: Fitted) -> Outcome:
    """Return how the example is answered with the values."""
    if not len(example.features):
        return Outcome(0.0, False, example.answerable)
    scores, right, first = _ordered(example, values.sentence if example.by_sentence else values.span)
    log_odds = float(np.dot(values.right, (1.0, scores[0], lead(scores.tolist(), first))))
    return Outcome(0.5 * (1 + float(np.tanh(0.5 * log_odds))), bool(right[0]), example.answerable)


def summary(outcomes: Sequence[tuple[Outcome, float]]) -> dict[str, float]:
    """Return the shares that matter; an outcome is answered when its confidence reaches its threshold."""
    answerable = [(one, at) for one, at in outcomes if one.answerable]
    none = [(one, at) for one, at in outcomes if not one.answerable]
    told = [one for one, at in outcomes if one.confidence >= at]
    return {
        "best sentence right": _share(one.right for one, _ in answerable),
        "AUC of confidence": auc([one.confidence for one, _ in outcomes], [one.right for one, _ in outcomes])
        or 0.0,
        "answered rightly": _share(one.right and one.confidence >= at for one, at in answerable),
        "wrongly silent": _share(one.confidence < at for one, at in answerable),
        "rightly silent": _share(one.confidence < at for one, at in none),
        "right of answers": _share(one.right for one in told),
        "right in all": _share(_good(one, at) for one, at in outcomes),
    }


def _good(one: Outcome, at: float) -> bool:
    """An answer that is right, or silence where the articles have no answer."""
    return one.right if one.confidence >= at else not one.answerable


def _with_threshold(values: Fitted, outcomes: Sequence[Outcome]) -> Fitted:
    """Set the threshold at which most questions end well: the middle of those that are about as good."""
    ends = np.array([sum(_good(one, float(at)) for one in outcomes) for at in GRID], dtype=float)
    smooth = np.convolve(np.pad(ends, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    best = GRID[smooth >= smooth.max() - ABOUT_AS_GOOD * len(outcomes)]
    return replace(values, answer_at=round(float(np.median(best)), 4))


def _fit_weights(examples: Sequence[Example], prior: Features) -> Features:
    weights = fit_choice(
        [example.features for example in examples],
        [example.right for example in examples],
        prior=np.array(prior),
        ridge=RIDGE,
        signs=np.array(SIGNS),
        weights=np.array([_weight(example) for example in examples]),
    )
    return Features(*weights.tolist())


def _ordered(example: Example, weights: Features) -> tuple[Floats, NDArray[np.bool_], Features]:
    """Return the scores of the candidates, best first, which are right, and the features of the best."""
    scores = example.features @ np.array(weights)
    order = np.argsort(-scores, kind="stable")
    return scores[order], example.right[order], Features(*example.features[order[0]].tolist())


def _weight(example: Example) -> float:
    return PUBLIC_WEIGHT if example.public else 1.0


def _with_constant(columns: Floats) -> Floats:
    columns = columns.reshape(len(columns), -1)
    return np.hstack([np.ones((len(columns), 1)), columns])


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
