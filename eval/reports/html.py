"""A run as one HTML file that needs nothing else: charts, scores by tag, every answer with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from eval.gate import GateResult
from eval.measuring import METRICS
from eval.reports.answer_cards import answer_card
from eval.reports.charts import heat, latency_chart, risk_coverage_chart, score_chart
from eval.reports.markdown import WORST_SHOWN, number, signed
from eval.runs import Run

_LEGEND = (
    '<p class="quiet legend"><span class="sentence">supported</span>, '
    '<span class="sentence not-found">not found</span> or '
    '<span class="sentence contradicted">contradicted</span> by what the sentence cites · '
    '<mark>quoted</mark> by the answer · <span class="gold">expected</span> evidence</p>'
)


def html_report(run: Run, gate: GateResult | None = None) -> str:
    """Return the page; it loads nothing from anywhere and works without JavaScript but for its filters."""
    values = run.to_dict()
    summary = values["summary"]
    baseline = {comparison.metric: comparison.old for comparison in gate.comparisons} if gate else {}
    worse = {change.key for comparison in gate.regressed for change in comparison.worse} if gate else set()
    own = files("eval.reports")
    caption = "Means with 95 % intervals" + ("; a tick marks the baseline" if gate else "")
    style = own.joinpath("report.css").read_text(encoding="utf-8")
    script = own.joinpath("report.js").read_text(encoding="utf-8")
    body = [
        f"<h1>{escape(run.system)}</h1>",
        f'<p class="quiet">{summary["answers"]} answers · split {escape(run.split)} · judged by the '
        f"{escape(run.judge)} judge {_verdict(gate)}</p>",
        _gate(gate) if gate and not gate.passed else "",
        '<h2>Scores</h2><div class="panels"><div class="stack">',
        _panel(caption, score_chart(summary["metrics"], baseline)),
        '</div><div class="stack">',
        _panel("Risk and coverage", risk_coverage_chart(summary["risk_coverage"])),
        _panel("Latency by step, median / 95th percentile", latency_chart(run.timings()["steps"])),
        "</div></div>",
        _panel("Abstention and stated cases", _stated(summary)),
        f'<h2>By tag</h2><div class="panel">{_by("tag", values["by_tag"])}</div>',
        f'<h2>Conversations by turn</h2><div class="panel">{_by("turn", values["by_turn"])}</div>'
        if values["by_turn"]
        else "",
        "<h2>Answers</h2>",
        _LEGEND,
        _filters(sorted(values["by_tag"])),
        *(answer_card(result, worse=result["key"] in worse) for result in values["results"]),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Evaluation of {escape(run.system)}</title><style>{style}</style></head>"
        f"<body><main>{''.join(body)}</main><script>{script}</script></body></html>\n"
    )


def _panel(title: str, content: str) -> str:
    return f'<div class="panel"><h3>{escape(title)}</h3>{content}</div>'


def _verdict(gate: GateResult | None) -> str:
    if gate is None:
        return ""
    good = '<span class="badge good">gate passed</span>'
    return good if gate.passed else '<span class="badge bad">gate failed</span>'


def _gate(gate: GateResult) -> str:
    """What regressed, with the old and the new answer side by side."""
    parts = ["<h2>What got worse</h2>"]
    if gate.missing:
        parts.append(f"<p>Not asked any more: {escape(', '.join(gate.missing))}</p>")
    if gate.undefined:
        parts.append(f"<p>No longer defined for any answer: {escape(', '.join(gate.undefined))}</p>")
    if gate.judge_failures:
        parts.append(f"<p>The judge failed on {gate.judge_failures} claims.</p>")
    for comparison in gate.regressed:
        rows = "".join(
            f"<tr><td>{escape(change.key)}<br>{escape(change.question)}</td>"
            f"<td>{number(change.old_score)} → {number(change.new_score)}</td>"
            f"<td>{escape(change.old_answer)}</td><td>{escape(change.new_answer)}</td></tr>"
            for change in comparison.worse[:WORST_SHOWN]
        )
        parts.append(
            f'<div class="panel side"><h3>{escape(comparison.metric)}: {number(comparison.old)} → '
            f"{number(comparison.new)} ({signed(comparison.difference.mean)})</h3><table>"
            "<tr><th>question</th><th>score</th><th>baseline's answer</th><th>this answer</th></tr>"
            f"{rows}</table></div>"
        )
    return "".join(parts)


def _stated(summary: Mapping[str, Any]) -> str:
    abstention = summary["abstention"]
    rows: list[tuple[str, str]] = [
        ("abstention precision", number(abstention["precision"])),
        ("abstention recall", number(abstention["recall"])),
        ("risk-coverage area", number(summary["risk_coverage"]["area"])),
        *((name, str(count)) for name, count in summary["stated_cases"].items()),
    ]
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f"<dl>{cells}</dl>"


def _by(what: str, groups: Mapping[str, Mapping[str, Any]]) -> str:
    """The mean of every metric by tag or turn, shaded where it is low."""
    header = "".join(f"<th>{escape(name)}</th>" for name in (what, "answers", *METRICS))
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{found['answers']}</td>"
        + "".join(heat(found[metric]) for metric in METRICS)
        + "</tr>"
        for name, found in groups.items()
    )
    return f"<table><tr>{header}</tr>{rows}</table>"


def _filters(tags: Sequence[str]) -> str:
    outcomes = {
        "": "every outcome",
        "wrong": "answer not found",
        "unfaithful": "a claim not supported",
        "miss": "evidence not retrieved first",
        "abstained": "abstained",
        "wrong-abstention": "wrongly abstained or answered",
        "worse": "worse than the baseline",
    }
    options = "".join(f'<option value="{value}">{escape(name)}</option>' for value, name in outcomes.items())
    buttons = "".join(
        f'<button type="button" aria-pressed="false" data-tag="{escape(tag)}">{escape(tag)}</button>'
        for tag in tags
    )
    return (
        '<div class="filters"><input type="search" placeholder="words" aria-label="Filter by words">'
        f'<select aria-label="Filter by outcome">{options}</select>{buttons}'
        '<span class="count" role="status"></span></div>'
    )
