"""A run and its gate as Markdown, short enough for a CI summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.gate import GateResult
from eval.measuring import METRICS
from eval.runs import Run

WORST_SHOWN = 10


def markdown_report(run: Run, gate: GateResult | None = None) -> str:
    """Return the scores, the stated cases, the scores by tag, and what the gate says."""
    values = run.to_dict()
    summary = values["summary"]
    parts = [f"# {run.system}: {summary['answers']} answers, judged by the {run.judge} judge"]
    if gate:
        parts.append(gate_section(gate))
    parts.append(_scores(summary))
    parts.append(_stated_cases(summary))
    cost = run.cost()
    if cost["requests"]:
        parts.append("## Cost\n\n" + table(["per answer", ""], list(cost_rows(cost))))
    parts.append(_tags(values["by_tag"]))
    return "\n\n".join(parts) + "\n"


def gate_section(gate: GateResult) -> str:
    """Return the gate's verdict, every metric beside its baseline, and the answers that got worse."""
    lines = [f"## Gate: {'passed' if gate.passed else 'FAILED'}", ""]
    reasons = [f"{comparison.metric} got worse beyond its interval" for comparison in gate.regressed]
    reasons += [f"{name} is no longer defined for any answer" for name in gate.undefined]
    if gate.missing:
        reasons.append(f"{len(gate.missing)} questions of the baseline were not asked: {_some(gate.missing)}")
    if gate.reworded:
        reasons.append(
            f"{len(gate.reworded)} questions or their gold answers are not those of the baseline: "
            f"{_some(gate.reworded)}; look at what changed, then make the baseline anew with "
            "--update-baseline (rows of a file need an id each)"
        )
    if gate.judge_failures:
        reasons.append(f"the judge failed on {gate.judge_failures} claims")
    lines += [f"- {reason}" for reason in reasons]
    if gate.new:
        lines.append(f"- not in the baseline yet: {_some(gate.new)}")
    lines += ["", comparison_section(gate)]
    return "\n".join(lines)


def comparison_section(gate: GateResult, *, before: str = "baseline", after: str = "now") -> str:
    """Return every metric of two runs side by side, and the answers that got worse where one regressed."""
    lines: list[str] = []
    rows = []
    for comparison in gate.comparisons:
        difference = comparison.difference
        verdict = "worse" if difference.lower else "better" if difference.higher else ""
        rows.append(
            [
                comparison.metric,
                number(comparison.old),
                number(comparison.new),
                signed(difference.mean),
                _interval(difference.low, difference.high, signed),
                str(len(comparison.changed)),
                verdict,
            ]
        )
    lines.append(table(["metric", before, after, "difference", "95 %", "answers changed", ""], rows))
    for comparison in gate.regressed:
        lines += ["", f"### {comparison.metric}: answers that got worse", ""]
        lines.append(
            table(
                ["question", "score", f"answer, {before}", f"answer, {after}"],
                [
                    [
                        f"{change.key}: {change.question}",
                        f"{number(change.old_score)} → {number(change.new_score)}",
                        change.old_answer,
                        change.new_answer,
                    ]
                    for change in comparison.worse[:WORST_SHOWN]
                ],
            )
        )
        if len(comparison.worse) > WORST_SHOWN:
            lines.append(f"\n… and {len(comparison.worse) - WORST_SHOWN} more in the JSON report.")
    return "\n".join(lines)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; bars and line ends inside a cell are made harmless."""
    lines = [[*header], ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def number(value: float | None) -> str:
    """Return a score with three digits, or a dash where it is undefined."""
    return "–" if value is None else f"{value:.3f}"


def signed(value: float | None) -> str:
    """Return a difference with its sign, or a dash where it is undefined."""
    return "–" if value is None else f"{value:+.3f}".replace("-", "−")


def cost_rows(cost: Mapping[str, float | None]) -> Iterator[list[str]]:
    """Yield what a language model took per answer, each with its name; what nobody counted is left out."""
    names = {
        "requests": "requests to the model",
        "prompt_tokens": "tokens of prompts",
        "completion_tokens": "tokens written",
        "seconds": "seconds of the model",
        "price_per_1000_answers": "price of 1,000 answers",
    }
    for key, name in names.items():
        value = cost[key]
        if value is not None:
            yield [name, f"{value:,.2f}" if value < 100 else f"{value:,.0f}"]


def _scores(summary: Mapping[str, Any]) -> str:
    rows = []
    for name, meaning in METRICS.items():
        found = summary["metrics"][name]
        rows.append(
            [
                name,
                number(found["mean"]),
                _interval(found["low"], found["high"], number),
                str(found["count"]),
                meaning,
            ]
        )
    abstention = summary["abstention"]
    for name in ("precision", "recall", "f1"):
        rows.append(
            [f"abstention {name}", number(abstention[name]), "", "", "unanswerable is the positive label"]
        )
    area = summary["risk_coverage"]["area"]
    rows.append(["risk-coverage area", number(area), "", "", "wrong answers over coverage; lower is better"])
    return "## Scores\n\n" + table(["metric", "mean", "95 %", "answers", "what it says"], rows)


def _stated_cases(summary: Mapping[str, Any]) -> str:
    rows = [[name, str(count)] for name, count in summary["stated_cases"].items()]
    return "## Stated cases\n\n" + table(["case", "count"], rows)


def _tags(by_tag: Mapping[str, Mapping[str, Any]]) -> str:
    shown = [
        "hit@1",
        "answer found",
        "F1",
        "evidence cited",
        "faithfulness to citations",
        "citation precision",
        "right abstention",
    ]
    rows = [
        [tag, str(found["answers"]), *(number(found[name]) for name in shown)]
        for tag, found in by_tag.items()
    ]
    return "## By tag\n\n" + table(["tag", "answers", *shown], rows)


def _interval(low: float | None, high: float | None, shown: Any) -> str:
    return "" if low is None or high is None else f"{shown(low)} to {shown(high)}"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


def _some(keys: Sequence[str]) -> str:
    return ", ".join(keys[:8]) + (f", … ({len(keys)} in all)" if len(keys) > 8 else "")
