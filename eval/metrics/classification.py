"""Metrics of a yes/no decision against gold labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts of decisions against labels; what divides by zero is None."""

    true_positives: int
    false_positives: int
    true_negatives: int
    false_negatives: int

    @classmethod
    def count(cls, pairs: Iterable[tuple[bool, bool]]) -> Confusion:
        """Return the counts over (decided, label) pairs."""
        counts = {(True, True): 0, (True, False): 0, (False, False): 0, (False, True): 0}
        for decided, label in pairs:
            counts[bool(decided), bool(label)] += 1
        return cls(counts[True, True], counts[True, False], counts[False, False], counts[False, True])

    @property
    def total(self) -> int:
        """How many decisions were counted."""
        return self.true_positives + self.false_positives + self.true_negatives + self.false_negatives

    @property
    def precision(self) -> float | None:
        """The share of positive decisions that are right; None when nothing was decided positive."""
        return _share(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall(self) -> float | None:
        """The share of positive labels found; None without positive labels."""
        return _share(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def specificity(self) -> float | None:
        """The share of negative labels left alone; None without negative labels."""
        return _share(self.true_negatives, self.true_negatives + self.false_positives)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None when nothing is positive on either side."""
        return _share(
            2 * self.true_positives, 2 * self.true_positives + self.false_positives + self.false_negatives
        )

    @property
    def accuracy(self) -> float | None:
        """The share of right decisions."""
        return _share(self.true_positives + self.true_negatives, self.total)

    @property
    def balanced_accuracy(self) -> float | None:
        """The mean of recall and specificity; None unless both labels occur."""
        if self.recall is None or self.specificity is None:
            return None
        return (self.recall + self.specificity) / 2

    @property
    def kappa(self) -> float | None:
        """Agreement beyond chance; None where chance alone explains everything.

        Source: Cohen, A coefficient of agreement for nominal scales, 1960.
        """
        if not self.total or self.accuracy is None:
            return None
        decided = (self.true_positives + self.false_positives) / self.total
        labelled = (self.true_positives + self.false_negatives) / self.total
        chance = decided * labelled + (1 - decided) * (1 - labelled)
        return None if chance == 1 else (self.accuracy - chance) / (1 - chance)


def auc(scores: Sequence[float], labels: Sequence[bool]) -> float | None:
    """Return the area under the ROC curve; ties count half, None unless both labels occur.

    It is the chance that a random positive outscores a random negative.
    Source: Mann and Whitney, 1947; Hanley and McNeil, 1982.
    """
    values = np.asarray(scores, dtype=np.float64)
    positive = np.asarray(labels, dtype=bool)
    positives, negatives = int(positive.sum()), int((~positive).sum())
    if not positives or not negatives:
        return None
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last_rank = np.cumsum(counts)
    mean_rank = last_rank - (counts - 1) / 2
    rank_sum = float(mean_rank[inverse][positive].sum())
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
