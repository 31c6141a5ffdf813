"""A run: every turn of every case with its scores, as plain JSON values that are the same every time.

Timings are kept apart from everything else, since they alone differ between two runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from eval.measuring import METRICS, Measures
from eval.metrics import (
    Estimate,
    FaithfulnessScore,
    Prices,
    abstention_scores,
    cost_per_answer,
    estimate,
    percentile,
    risk_coverage,
)
from eval.responses import Gold, Response

RUN_FORMAT = 1
DIGITS = 6

# The day that every evaluation takes for today, so that "last month" asks the same on any day.
TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnResult:
    """One question with its answer and scores; `key` names it in every run."""

    key: str
    case: str
    turn: int
    turns: int
    tags: tuple[str, ...]
    gold: Gold | None
    response: Response
    measures: Measures

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON values, without its timings."""
        response, detail = self.response, dict(self.response.detail)
        return {
            "key": self.key,
            "case": self.case,
            "turn": self.turn,
            "turns": self.turns,
            "tags": list(self.tags),
            "question": response.question,
            "searched_for": detail.get("searched_for", response.question),
            "text": response.text,
            "short": response.short,
            "abstained": response.abstained,
            "confidence": rounded(response.confidence),
            "writer": detail.get("writer"),
            "gold": asdict(self.gold) if self.gold else None,
            "sentences": rounded(detail.get("sentences", [asdict(claim) for claim in response.claims])),
            "citations": detail.get("citations", []),
            "retrieved": [rounded(asdict(passage)) for passage in response.retrieved[:10]],
            "scores": rounded(dict(self.measures.scores)),
            "faithfulness": {
                "citations": _claims(self.measures.cited),
                "passages": _claims(self.measures.retrieved),
            },
            "judge_failures": self.measures.judge_failures,
            "usage": _without_times(response.usage),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was measured, with which judge, and every turn's result."""

    system: str
    judge: str
    split: str
    results: tuple[TurnResult, ...]
    setting: Mapping[str, Any] = field(default_factory=dict)
    prices: Prices | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the whole run as JSON values, identical for identical answers."""
        summary = summarise(self.results)
        return {
            "format": RUN_FORMAT,
            "system": self.system,
            "judge": self.judge,
            "split": self.split,
            "setting": dict(self.setting),
            "summary": summary,
            "cost": rounded(_without_times(self.cost())),
            "by_tag": {tag: _means(found) for tag, found in by_tag(self.results).items()},
            "by_turn": {str(turn): _means(found) for turn, found in by_turn(self.results).items()},
            "results": [result.to_dict() for result in self.results],
        }

    def cost(self) -> dict[str, float | None]:
        """Return what a model took per answer, its time included; see `cost_per_answer`."""
        return cost_per_answer(_usage(self.results), len(self.results), self.prices)

    def timings(self) -> dict[str, Any]:
        """Return the latency of every step: median and 95th percentile in milliseconds."""
        steps: dict[str, list[float]] = {}
        for result in self.results:
            for step, value in result.response.timings_ms.items():
                steps.setdefault(step, []).append(value)
        return {
            "steps": {
                step: {
                    "median_ms": rounded(percentile(values, 0.5), 1),
                    "p95_ms": rounded(percentile(values, 0.95), 1),
                    "answers": len(values),
                }
                for step, values in steps.items()
            },
            "answers": {result.key: rounded(dict(result.response.timings_ms), 1) for result in self.results},
        }


def by_tag(results: Sequence[TurnResult]) -> dict[str, list[TurnResult]]:
    """Return the results of each tag, tags in alphabetical order."""
    found: dict[str, list[TurnResult]] = {}
    for result in results:
        for tag in result.tags:
            found.setdefault(tag, []).append(result)
    return dict(sorted(found.items()))


def by_turn(results: Sequence[TurnResult]) -> dict[int, list[TurnResult]]:
    """Return the results of conversations by the number of the turn, from 1."""
    found: dict[int, list[TurnResult]] = {}
    for result in results:
        if result.turns > 1:
            found.setdefault(result.turn, []).append(result)
    return dict(sorted(found.items()))


def summarise(results: Sequence[TurnResult]) -> dict[str, Any]:
    """Return every metric's mean with its interval, the stated cases counted, and the risk-coverage curve."""
    with_gold = [result for result in results if result.gold]
    abstentions = abstention_scores(
        (result.response.abstained, bool(result.gold and result.gold.unanswerable)) for result in with_gold
    )
    curve = risk_coverage(
        [confidence for _, confidence, _ in confident(results)], [right for _, _, right in confident(results)]
    )
    answered = [result.response for result in results if not result.response.abstained]
    return {
        "answers": len(results),
        "metrics": {name: rounded(asdict(metric(results, name))) for name in METRICS},
        "abstention": rounded(asdict(abstentions)),
        "stated_cases": {
            "no claims": sum(not response.claims for response in answered),
            "abstention": len(results) - len(answered),
            "claims not mentioned in what they cite": _count(results, "not found"),
            "claims contradicted by what they cite": _count(results, "contradicted"),
            "judge failures": judge_failures(results),
        },
        "risk_coverage": {
            "points": rounded([list(point) for point in curve.points]),
            "area": rounded(curve.area),
        },
        "usage": rounded(_without_times(_usage(results))),
    }


def judge_failures(results: Sequence[TurnResult]) -> int:
    """Return how many claims the judge left without a score; see `Measures`."""
    return sum(result.measures.judge_failures for result in results)


def confident(results: Sequence[TurnResult]) -> list[tuple[str, float, bool]]:
    """Return (key, confidence, right) of every answered question; answering the unanswerable is wrong.

    An answer is right when it holds half of the gold answers or more; without gold answers, when it
    quotes from the gold evidence.
    """
    found = []
    for result in results:
        response, scores = result.response, result.measures.scores
        if response.abstained or result.gold is None or response.confidence is None:
            continue
        score = scores.get("answer found")
        score = scores.get("evidence cited") if score is None else score
        if result.gold.unanswerable or score is not None:
            right = not result.gold.unanswerable and score is not None and score >= 0.5
            found.append((result.key, response.confidence, right))
    return found


def metric(results: Sequence[TurnResult], name: str) -> Estimate:
    """Return one metric's mean with its interval; the turns of one conversation are drawn together."""
    scores = [result.measures.scores.get(name) for result in results]
    return estimate(scores, groups=[result.case for result in results])


def rounded(value: Any, digits: int = DIGITS) -> Any:
    """Return JSON values with every float rounded, so that the last bit of a sum changes nothing."""
    if isinstance(value, float):
        return round(value, digits)
    if isinstance(value, Mapping):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item, digits) for item in value]
    return value


def write_json(path: Path, values: Any) -> None:
    """Write JSON that is the same for the same values; a NaN is refused."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _means(results: Sequence[TurnResult]) -> dict[str, Any]:
    means = {name: rounded(metric(results, name).mean) for name in METRICS}
    return {"answers": len(results), **means}


def _usage(results: Sequence[TurnResult]) -> dict[str, float]:
    usage: dict[str, float] = {}
    for result in results:
        for name, value in result.response.usage.items():
            usage[name] = usage.get(name, 0) + value
    return usage


def _without_times(usage: Mapping[str, Any]) -> dict[str, Any]:
    """The counts alone: how long a model took differs between two runs of the same answers."""
    return {name: value for name, value in usage.items() if not name.endswith("seconds")}


def _claims(score: FaithfulnessScore) -> dict[str, Any]:
    values: dict[str, Any] = rounded(asdict(score))
    return values


def _count(results: Sequence[TurnResult], verdict: Any) -> int:
    return sum(result.measures.cited.count(verdict) for result in results)
