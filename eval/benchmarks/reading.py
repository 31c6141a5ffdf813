"""Reading comprehension: the answer span, and whether the context answers at all.

Rows: question, context, answers (none = unanswerable). Source of the measures: Rajpurkar et al., SQuAD
2.0, 2018: an unanswerable question is answered rightly by "" alone, at one fixed threshold. The risk-coverage
figures let the threshold go over all values instead: an answer given is wrong when the question has none, or
when its F1 is below a half.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from eval.metrics import auc, best_exact_match, best_f1, defined_mean, risk_coverage
from eval.rows import Row

RIGHT = 0.5  # F1 from which an answer counts as right
COVERAGES = (0.1, 0.25, 0.5, 0.75, 1.0)


class ReadSpan(Protocol):
    """Characters of the passage, best span first."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class ReadPassage(Protocol):
    """What a reader says about one passage."""

    @property
    def spans(self) -> Sequence[ReadSpan]: ...
    @property
    def answerable(self) -> float: ...


class Reader(Protocol):
    """Anything that reads passages for the answer to a question."""

    def read(self, question: str, passages: Sequence[str]) -> Sequence[ReadPassage]: ...


def measure_reading(reader: Reader, rows: Iterable[Row], *, threshold: float) -> dict[str, Any]:
    """Return the scores of a reader that keeps quiet below `threshold`.

    Keys: em, f1 (SQuAD 2.0, over all questions), f1_answerable (at the threshold), em_answerable_forced and
    f1_answerable_forced (always answering), accuracy_unanswerable, answerable_auc, and counts; what the
    rows cannot tell, such as an AUC without unanswerable questions, is None. Of the risk-coverage curve:
    risk_coverage_area (lower is better), risk_at (share of answers wrong by share answered, the surest first)
    and answered_at_10_percent_wrong.
    """
    exact: list[float] = []
    f1: list[float] = []
    f1_answerable: list[float] = []
    forced_exact: list[float] = []
    forced_f1: list[float] = []
    quiet: list[float] = []
    scores: list[float] = []
    labels: list[bool] = []
    right: list[bool] = []
    started = time.perf_counter()
    for row in rows:
        question, context, golds = row.text("question"), row.text("context"), row.answers()
        best, answerable = _read(reader, question, context)
        said = best if answerable >= threshold else ""
        exact.append(best_exact_match(said, golds))
        f1.append(best_f1(said, golds))
        scores.append(answerable)
        labels.append(bool(golds))
        right.append(bool(golds) and best_f1(best, golds) >= RIGHT)
        if golds:
            f1_answerable.append(f1[-1])
            forced_exact.append(best_exact_match(best, golds))
            forced_f1.append(best_f1(best, golds))
        else:
            quiet.append(float(not said))
    seconds = time.perf_counter() - started
    curve = risk_coverage(scores, right)
    return {
        "questions": len(f1),
        "answerable": len(forced_f1),
        "unanswerable": len(quiet),
        "threshold": threshold,
        "em": defined_mean(exact),
        "f1": defined_mean(f1),
        "f1_answerable": defined_mean(f1_answerable),
        "em_answerable_forced": defined_mean(forced_exact),
        "f1_answerable_forced": defined_mean(forced_f1),
        "accuracy_unanswerable": defined_mean(quiet),
        "answerable_auc": auc(scores, labels),
        "risk_coverage_area": curve.area,
        "risk_at": {f"{share:.0%}": curve.risk_at(share) for share in COVERAGES},
        "answered_at_10_percent_wrong": curve.coverage_at(0.1),
        "ms_per_question": 1000 * seconds / len(f1) if f1 else None,
    }


def _read(reader: Reader, question: str, context: str) -> tuple[str, float]:
    """The best span's text and how likely the context answers; nothing can be read in nothing."""
    if not question.strip() or not context.strip():
        return "", 0.0
    [reading] = reader.read(question, [context])
    if not reading.spans:
        return "", reading.answerable
    best = reading.spans[0]
    return context[best.start : best.end], reading.answerable
