"""The gate: this run against the committed baseline, case by case.

Both runs answer the same questions, so the scores are compared in pairs: a metric got worse when the whole
interval of its mean difference lies below zero. Changing the baseline is a step of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import BaselineError
from eval.measuring import METRICS
from eval.metrics import PairedDifference, paired_difference
from eval.runs import Run, rounded, write_json

BASELINE_FORMAT = 1
BASELINE = Path(__file__).with_name("baseline.json")

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
    """One metric in both runs, over the questions where both are defined."""

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
    """Every metric compared, and the questions that only one of the two runs has."""

    comparisons: tuple[MetricComparison, ...]
    missing: tuple[str, ...]
    new: tuple[str, ...]
    undefined: tuple[str, ...]
    judge_failures: int

    @property
    def regressed(self) -> tuple[MetricComparison, ...]:
        """The metrics that got worse by more than their interval."""
        return tuple(comparison for comparison in self.comparisons if comparison.difference.lower)

    @property
    def passed(self) -> bool:
        """Nothing regressed, no question of the baseline is gone, no metric vanished, no judge failed."""
        return not (self.regressed or self.missing or self.undefined or self.judge_failures)


def baseline_of(run: Run) -> dict[str, Any]:
    """Return what a later run is compared with: per question the answer and its scores."""
    return {
        "format": BASELINE_FORMAT,
        "system": run.system,
        "judge": run.judge,
        "split": run.split,
        "answers": {
            result.key: {
                "question": result.response.question,
                "answer": _shown(result.response.short, result.response.text),
                "scores": {
                    name: rounded(score)
                    for name, score in result.measures.scores.items()
                    if score is not None
                },
            }
            for result in run.results
        },
    }


def write_baseline(run: Run, path: Path = BASELINE) -> None:
    """Replace the baseline by this run."""
    write_json(path, baseline_of(run))


def read_baseline(path: Path = BASELINE) -> dict[str, Any]:
    """Return the baseline; raises BaselineError when there is none or it has another format."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BaselineError(
            f"{path} is missing; make it with: python -m eval run --update-baseline"
        ) from error
    except (OSError, ValueError) as error:
        raise BaselineError(f"{path} cannot be read ({error}); restore it from version control") from error
    if not isinstance(values, dict) or values.get("format") != BASELINE_FORMAT:
        raise BaselineError(f"{path} has another format; make it anew: python -m eval run --update-baseline")
    return values


def compare(run: Run, baseline: Mapping[str, Any]) -> GateResult:
    """Return the run compared with the baseline, over the questions of the run's split.

    Raises BaselineError when another judge or split made the baseline: such scores don't compare.
    """
    for name, value in (("judge", run.judge), ("split", run.split)):
        if baseline.get(name) != value:
            raise BaselineError(
                f"the baseline has the {name} {baseline.get(name)!r}, this run {value!r}; "
                "run with the same, or make the baseline anew: python -m eval run --update-baseline"
            )
    return _compared(baseline_of(run), baseline, _judge_failures(run))


def compare_runs(old: Mapping[str, Any], new: Mapping[str, Any]) -> GateResult:
    """Return two runs compared in pairs, over the questions that both have; see `read_run`.

    Raises BaselineError when they were judged by different judges: such scores don't compare.
    """
    if old["judge"] != new["judge"]:
        raise BaselineError(
            f"one run was judged by {old['judge']!r}, the other by {new['judge']!r}; judge both alike"
        )
    return _compared(new, old, new["judge_failures"])


def read_run(path: Path) -> dict[str, Any]:
    """Return the answers and scores of a run.json, or of a baseline, in the form of a baseline.

    Raises BaselineError when the file is neither.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if "results" not in values:
            return {**values, "judge_failures": 0, "answers": dict(values["answers"])}
        answers = {
            result["key"]: {
                "question": result["question"],
                "answer": _shown(result["short"], result["text"]),
                "scores": {name: score for name, score in result["scores"].items() if score is not None},
            }
            for result in values["results"]
        }
        failures = values["summary"]["stated_cases"]["judge failures"]
        return {"judge": values["judge"], "judge_failures": failures, "answers": answers}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BaselineError(f"{path} is no run.json of this version ({error!r}); run it again") from error


def _compared(now: Mapping[str, Any], baseline: Mapping[str, Any], failures: int) -> GateResult:
    before: Mapping[str, Any] = baseline["answers"]
    after: Mapping[str, Any] = now["answers"]
    shared = [key for key in before if key in after]
    comparisons = [_compare_metric(name, shared, before, after) for name in METRICS]
    return GateResult(
        comparisons=tuple(comparisons),
        missing=tuple(key for key in before if key not in after),
        new=tuple(key for key in after if key not in before),
        undefined=tuple(
            name
            for name in METRICS
            if any(name in before[key]["scores"] for key in shared)
            and not any(name in after[key]["scores"] for key in shared)
        ),
        judge_failures=failures,
    )


def _compare_metric(
    name: str, keys: list[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> MetricComparison:
    both = [key for key in keys if name in before[key]["scores"] and name in after[key]["scores"]]
    old = [before[key]["scores"][name] for key in both]
    new = [after[key]["scores"][name] for key in both]
    return MetricComparison(
        metric=name,
        old=sum(old) / len(old) if old else None,
        new=sum(new) / len(new) if new else None,
        difference=paired_difference(old, new),
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


def _judge_failures(run: Run) -> int:
    return sum(
        score.count("judge failure")
        for result in run.results
        for score in (result.measures.cited, result.measures.retrieved)
    )


def _shown(short: str | None, text: str) -> str:
    """The answer as a side by side shows it."""
    return f"{short} — {text}" if short else text
