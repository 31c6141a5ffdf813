"""Two small regressions, fitted by Newton's method with a ridge: a choice among candidates, and yes or no."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = 60
SMALLEST_STEP = 1e-4


def fit_choice(
    features: Sequence[Floats],
    right: Sequence[NDArray[np.bool_]],
    *,
    prior: Floats,
    ridge: float,
    signs: Floats,
    weights: Floats | None = None,
) -> Floats:
    """Return the weights of a choice among the rows of each set and "none of them", which scores 0.

    A set without a right row has "none" as its right choice; with several, any of them will do, so the
    likelihood is that of their sum. The ridge pulls towards `prior`, each feature by its spread; the first
    is the constant, which nothing pulls. A weight whose sign is not that of `signs` (0: either will do) is
    left at 0, for few questions can make a good sign look bad. `weights` weigh the sets. This is the
    conditional logit of McFadden (1974).
    """
    free = np.ones(len(prior), dtype=bool)
    while True:
        values = np.where(free, prior, 0.0)
        values[free] = _choice(
            [one[:, free] for one in features], right, prior=prior[free], ridge=ridge, weights=weights
        )
        wrong = free & (values * signs < 0)
        if not wrong.any():
            return values
        free &= ~wrong


def _choice(
    features: Sequence[Floats],
    right: Sequence[NDArray[np.bool_]],
    *,
    prior: Floats,
    ridge: float,
    weights: Floats | None,
) -> Floats:
    count = len(features)
    rows, correct = np.concatenate(list(features)), np.concatenate(list(right)).astype(float)
    owner = np.repeat(np.arange(count), [len(one) for one in features])
    nothing = np.array([float(not one.any()) for one in right])
    importance = np.ones(count) if weights is None else weights
    penalty = ridge * rows.var(axis=0)
    penalty[0] = 1e-3

    def evaluate(values: Floats) -> tuple[float, Floats, Floats]:
        scores = rows @ values
        peak = np.zeros(count)
        np.maximum.at(peak, owner, scores)
        each, none = np.exp(scores - peak[owner]), np.exp(-peak)
        total = none + np.bincount(owner, each, count)
        good = none * nothing + np.bincount(owner, each * correct, count) + 1e-300
        away = values - prior
        loss = float((importance * (np.log(total) - np.log(good))).sum() + 0.5 * (penalty * away**2).sum())
        return loss, each / total[owner], each * correct / good[owner]

    values = prior.copy()
    loss, chosen, wanted = evaluate(values)
    for _ in range(STEPS):
        heavy = importance[owner]
        slope = rows.T @ (heavy * (chosen - wanted)) + penalty * (values - prior)
        means = np.zeros((count, rows.shape[1]))
        np.add.at(means, owner, chosen[:, None] * rows)
        curve = (rows * (heavy * chosen)[:, None]).T @ rows - (means * importance[:, None]).T @ means
        step = np.linalg.solve(curve + np.diag(penalty + 1e-3), slope)
        size = 1.0
        while size > SMALLEST_STEP:
            tried = evaluate(values - size * step)
            if tried[0] < loss:
                break
            size /= 2
        else:
            return values
        values = values - size * step
        gained = loss - tried[0]
        loss, chosen, wanted = tried
        if gained < SMALLEST_STEP:
            return values
    return values


def fit_logistic(rows: Floats, right: Floats, *, ridge: float = 1.0, weights: Floats | None = None) -> Floats:
    """Return the weights of a logistic regression; the first column is the constant, which nothing pulls."""
    values = np.zeros(rows.shape[1])
    importance = np.ones(len(rows)) if weights is None else weights
    penalty = ridge * rows.var(axis=0)
    penalty[0] = 1e-3
    for _ in range(STEPS):
        chance = 0.5 * (1.0 + np.tanh(0.5 * (rows @ values)))
        slope = rows.T @ (importance * (chance - right)) + penalty * values
        curve = (rows * (importance * chance * (1 - chance))[:, None]).T @ rows
        step = np.linalg.solve(curve + np.diag(penalty + 1e-6), slope)
        values = values - step
        if float(np.abs(step).max()) < SMALLEST_STEP:
            break
    return values
