"""Abstention: saying nothing where nothing is known, and only there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from eval.metrics.classification import Confusion


@dataclass(frozen=True, slots=True)
class Abstentions:
    """Precision, recall and F1 of abstaining, "unanswerable" being the positive label; None is undefined."""

    precision: float | None
    recall: float | None
    f1: float | None
    answerable: int
    unanswerable: int
    abstained: int


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The curve (coverage, risk), one point per distinct confidence, and the area under it."""

    points: tuple[tuple[float, float], ...]
    area: float | None

    def risk_at(self, coverage: float) -> float | None:
        """Return the share of wrong answers at a share answered (0 to 1), or the next larger one."""
        return next((risk for covered, risk in self.points if covered >= coverage - 1e-9), None)

    def coverage_at(self, risk: float) -> float | None:
        """Return the largest share that can be answered with at most this share of wrong answers.

        0.0 when even the surest are wrong more often; None without answers.
        """
        if not self.points:
            return None
        return max((covered for covered, found in self.points if found <= risk + 1e-9), default=0.0)


def abstention_scores(outcomes: Iterable[tuple[bool, bool]]) -> Abstentions:
    """Return the scores over (abstained, unanswerable) pairs."""
    confusion = Confusion.count(outcomes)
    return Abstentions(
        precision=confusion.precision,
        recall=confusion.recall,
        f1=confusion.f1,
        answerable=confusion.false_positives + confusion.true_negatives,
        unanswerable=confusion.true_positives + confusion.false_negatives,
        abstained=confusion.true_positives + confusion.false_positives,
    )


def risk_coverage(confidences: Sequence[float], correct: Sequence[bool]) -> RiskCoverage:
    """Return the share of wrong answers when only the most confident ones are given.

    Coverage is the share answered, risk the share of those that are wrong; equal confidences are
    answered together. The area sums risk over coverage: lower is better. It is None without answers.
    Source: El-Yaniv and Wiener, On the foundations of noise-free selective classification, 2010.
    """
    ranked = sorted(zip(confidences, correct, strict=True), key=lambda pair: -pair[0])
    points: list[tuple[float, float]] = []
    covered = wrong = 0
    area = 0.0
    for _, tied in groupby(ranked, key=lambda pair: pair[0]):
        outcomes = [right for _, right in tied]
        covered += len(outcomes)
        wrong += sum(not right for right in outcomes)
        risk = wrong / covered
        points.append((covered / len(ranked), risk))
        area += risk * len(outcomes) / len(ranked)
    return RiskCoverage(tuple(points), area if points else None)
