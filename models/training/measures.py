"""Figures: SQuAD's F1, area under the ROC curve, balanced accuracy, log loss, and the best threshold."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Flags = NDArray[np.bool_]

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> list[str]:
    """Split an answer into words the way SQuAD's own script does: no case, punctuation or articles."""
    return _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def answer_f1(given: str, golds: Sequence[str]) -> float:
    """Give the best word F1 of an answer against the gold ones; no golds means that "" is right."""
    best = 0.0
    for gold in golds or [""]:
        left, right = normalised(given), normalised(gold)
        common = sum((Counter(left) & Counter(right)).values())
        if not left or not right:
            best = max(best, float(left == right))
        elif common:
            best = max(best, 2 * common / (len(left) + len(right)))
    return best


def area_under_curve(scores: Floats, positive: Flags) -> float:
    """Give the chance that a positive scores above a negative, ties counting half."""
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    ups, downs = int(positive.sum()), int((~positive).sum())
    return float((ranks[positive].sum() - ups * (ups + 1) / 2) / (ups * downs))


def balanced_accuracy(chosen: Flags, positive: Flags) -> float:
    """Give the mean of the shares of positives chosen and of negatives left."""
    return float((chosen[positive].mean() + (~chosen)[~positive].mean()) / 2)


def best_threshold(scores: Floats, gains: Floats) -> float:
    """Choose the cut at which choosing every row above it gains most in sum, halfway between two scores."""
    order = np.argsort(-scores, kind="stable")
    total = np.concatenate(([0.0], np.cumsum(gains[order])))
    ordered = np.concatenate(([1.0], scores[order], [0.0]))
    cuts = (ordered[:-1] + ordered[1:]) / 2
    return float(cuts[int(np.argmax(total))])


def balanced_gains(positive: Flags) -> Floats:
    """Give what choosing each row adds to balanced accuracy."""
    return np.where(positive, 1 / positive.sum(), -1 / (~positive).sum())


def sigmoid(logits: Floats) -> Floats:
    return 1 / (1 + np.exp(-logits))


def softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def log_loss(probabilities: Floats, positive: Flags) -> float:
    """Give the mean negative log probability of what is the case."""
    right = np.where(positive, probabilities, 1 - probabilities)
    return float(-np.log(np.clip(right, 1e-6, 1)).mean())
