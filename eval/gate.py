"""The gate: this run against the committed baseline, case by case.

Both runs answer the same questions, so the scores are compared in pairs: a metric got worse when the whole
interval of its mean difference lies below zero. Changing the baseline is a step of its own.

A score that an answer had before and has no more counts as 0, where the system did not abstain and the judge
failed on nothing: an answer that drops its short answer or its citations would otherwise drop out of the
pairs. One such answer of many is within chance, as one wrong answer is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.baselines import baseline_of
from eval.errors import BaselineError
from eval.measuring import METRICS
from eval.metrics import PairedDifference, paired_difference
from eval.runs import Run, judge_failures

# A single score moved by this little is arithmetic, not an answer that changed.
SAME = 1e-4


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One question of which a metric changed, with both answers."""

    key: str
    question: str
    metric: str
    old_score: float
    new_score: float
    old_answer: str
    new_answer: str


@dataclass(frozen=True, slots=True)
class MetricComparison:
    """One metric in both runs, over the questions where both are defined, or where it was lost."""

    metric: str
    old: float | None
    new: float | None
    difference: PairedDifference
    changed: tuple[ChangedAnswer, ...]

    @property
    def worse(self) -> tuple[ChangedAnswer, ...]:
        """The questions on which the score fell, largest fall first."""
        fallen = [change for change in self.changed if change.new_score < change.old_score]
        return tuple(sorted(fallen, key=lambda change: (change.new_score - change.old_score, change.key)))


@dataclass(frozen=True, slots=True)
class GateResult:
    """Every metric compared, and the questions that only one of the two runs has.

    `reworded` are asked in other words under the same key, or have another gold answer: they are no pairs.
    """

    comparisons: tuple[MetricComparison, ...]
    missing: tuple[str, ...]
    new: tuple[str, ...]
    reworded: tuple[str, ...]
    undefined: tuple[str, ...]
    judge_failures: int

    @property
    def regressed(self) -> tuple[MetricComparison, ...]:
        """The metrics that got worse by more than their interval."""
        return tuple(comparison for comparison in self.comparisons if comparison.difference.lower)

    @property
    def passed(self) -> bool:
        """Nothing regressed, the baseline's questions were asked, no metric vanished, no judge failed."""
        differs = self.missing or self.reworded
        return not (self.regressed or differs or self.undefined or self.judge_failures)


def compare(run: Run, baseline: Mapping[str, Any]) -> GateResult:
    """Return the run compared with the baseline, over the questions of the run's split.

    Raises BaselineError when another judge, split or day made the baseline: such scores don't compare.
    """
    now = baseline_of(run)
    for key, name in (("judge", "judge"), ("split", "split"), ("today", "day")):
        was, is_now = baseline.get(key), now.get(key)  # other systems tell no day
        if was != is_now:
            raise BaselineError(
                f"the baseline was made with the {name} {was!r}, this run with {is_now!r}; run with the "
                "same, or make the baseline anew with --update-baseline"
            )
    return _compared(now, baseline, judge_failures(run.results))


def compare_runs(old: Mapping[str, Any], new: Mapping[str, Any]) -> GateResult:
    """Return two runs compared in pairs, over the questions that both have; see `eval.baselines`.

    Raises BaselineError when they were judged by different judges: such scores don't compare.
    """
    if old["judge"] != new["judge"]:
        raise BaselineError(
            f"one run was judged by {old['judge']!r}, the other by {new['judge']!r}; judge both alike"
        )
    return _compared(new, old, new["judge_failures"])


def _compared(now: Mapping[str, Any], baseline: Mapping[str, Any], failures: int) -> GateResult:
    before: Mapping[str, Any] = baseline["answers"]
    after: Mapping[str, Any] = now["answers"]
    same = {key: _same_question(before[key], after[key]) for key in before if key in after}
    shared = [key for key, is_same in same.items() if is_same]
    comparisons = [_compare_metric(name, shared, before, after) for name in METRICS]
    return GateResult(
        comparisons=tuple(comparisons),
        missing=tuple(key for key in before if key not in after),
        new=tuple(key for key in after if key not in before),
        reworded=tuple(key for key, is_same in same.items() if not is_same),
        undefined=tuple(
            name
            for name in METRICS
            if any(name in before[key]["scores"] for key in shared)
            and not any(name in after[key]["scores"] for key in shared)
        ),
        judge_failures=failures,
    )


def _same_question(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the same was asked, and the same is right."""
    return bool(old["question"] == new["question"] and old["gold"] == new["gold"])


def _compare_metric(
    name: str, keys: list[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> MetricComparison:
    defined = [key for key in keys if name in before[key]["scores"]]
    both = [key for key in defined if name in after[key]["scores"] or after[key]["answered"]]
    old = [before[key]["scores"][name] for key in both]
    new = [after[key]["scores"].get(name, 0.0) for key in both]
    return MetricComparison(
        metric=name,
        old=sum(old) / len(old) if old else None,
        new=sum(new) / len(new) if new else None,
        difference=paired_difference(old, new, groups=[after[key]["case"] for key in both]),
        changed=tuple(
            ChangedAnswer(
                key=key,
                question=after[key]["question"],
                metric=name,
                old_score=old_score,
                new_score=new_score,
                old_answer=before[key]["answer"],
                new_answer=after[key]["answer"],
            )
            for key, old_score, new_score in zip(both, old, new, strict=True)
            if abs(new_score - old_score) > SAME
        ),
    )
