"""A run as one HTML file that needs nothing else: charts, scores by tag, every answer with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from eval.gate import GateResult
from eval.measuring import METRICS
from eval.reports.answer_cards import answer_card
from eval.reports.charts import latency_chart, risk_coverage_chart, score_chart
from eval.reports.markdown import WORST_SHOWN, cost_rows, number, signed
from eval.reports.score_table import FEW, score_table
from eval.runs import Run

# What a reader looks for first; the rest is in the chart below.
HEADLINES = {
    "hit@5": "evidence in the best 5",
    "answer found": "answer found",
    "faithfulness to citations": "faithful to citations",
    "citation precision": "citation precision",
    "right abstention": "right abstention",
}

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
    titles = _titles(run)
    turns = score_table("turn", values["by_turn"]) if values["by_turn"] else ""
    own = files("eval.reports")
    style = own.joinpath("report.css").read_text(encoding="utf-8")
    script = own.joinpath("report.js").read_text(encoding="utf-8")
    timings, cost = run.timings()["steps"], run.cost()
    caption = "Means with 95 % intervals" + ("; a tick marks the baseline" if gate else "")
    area = number(summary["risk_coverage"]["area"])
    body = [
        f"<header><div><h1>{escape(run.system)}</h1>{_about(values)}</div>{_verdict(gate)}</header>",
        _headlines(summary["metrics"], gate, timings),
        _gate(gate) if gate and not gate.passed else "",
        '<h2>Scores</h2><div class="panels"><div class="stack">',
        _panel(caption, score_chart(summary["metrics"], baseline)),
        '</div><div class="stack">',
        _panel(f"Risk and coverage, area {area}", risk_coverage_chart(summary["risk_coverage"])),
        _panel("Latency by step, median / 95th percentile", latency_chart(timings)),
        "</div></div>",
        _panel("Abstention and stated cases", _stated(summary)),
        _panel("Cost per answer", _listed(cost_rows(cost))) if cost["requests"] else "",
        "<h2>By tag</h2>",
        '<p class="quiet">A tag shows its answers below. Fewer than '
        f"{FEW} answers are shaded pale: their mean says little.</p>",
        _region("Scores by tag", score_table("tag", values["by_tag"]), kind="wide"),
        "<h2>Conversations by turn</h2>" if turns else "",
        _region("Scores by turn", turns, kind="wide") if turns else "",
        '<h2 id="answers">Answers</h2>',
        _LEGEND,
        _tags({tag: found["answers"] for tag, found in values["by_tag"].items()}),
        _filters(),
        '<div id="cards">',
        *(answer_card(result, worse=result["key"] in worse, titles=titles) for result in values["results"]),
        "</div>",
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>Evaluation of {escape(run.system)}</title><style>{style}</style></head>"
        f"<body><main>{''.join(body)}</main><script>{script}</script></body></html>\n"
    )


def _about(values: Mapping[str, Any]) -> str:
    """What was measured, and by whom."""
    parts = [
        f"{values['summary']['answers']} answers",
        f"split {values['split']}",
        f"{values['judge']} judge",
        *(f"{name} {value}" for name, value in values["setting"].items()),
    ]
    return f'<p class="quiet">{escape(" · ".join(parts))}</p>'


def _headlines(
    metrics: Mapping[str, Mapping[str, Any]], gate: GateResult | None, steps: Mapping[str, Any]
) -> str:
    """The figures that say most, large, each with its change on the questions that the baseline has as well.

    A change is coloured when its whole interval lies on one side of zero.
    """
    changes = {comparison.metric: comparison.difference for comparison in gate.comparisons} if gate else {}
    tiles = []
    for name, label in HEADLINES.items():
        found = metrics[name]
        if found["mean"] is None:
            continue
        note, kind = f"{found['count']} answers", ""
        change = changes.get(name)
        if change and change.mean is not None:
            same = abs(change.mean) < 0.0005
            note = "as the baseline" if same else f"{signed(change.mean)} to the baseline"
            kind = " down" if change.lower else " up" if change.higher else ""
        share = f"{found['mean']:.1%}".replace("100.0", "100")
        tiles.append(_tile(share, label, note, kind, f"{name}: {METRICS[name]}"))
    total = steps.get("total")
    if total and total["median_ms"] is not None:
        note = f"95 % within {total['p95_ms'] / 1000:.1f} s"
        tiles.append(
            _tile(f"{total['median_ms'] / 1000:.1f} s", "median answer", note, "", "time of an answer")
        )
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _tile(value: str, name: str, note: str, kind: str, title: str) -> str:
    return (
        f'<div class="tile" title="{escape(title)}"><strong>{escape(value)}</strong>'
        f'<span>{escape(name)}</span><small class="quiet{kind}">{escape(note)}</small></div>'
    )


def _panel(title: str, content: str) -> str:
    return _region(title, f"<h3>{escape(title)}</h3>{content}")


def _region(label: str, content: str, *, kind: str = "") -> str:
    """A panel that scrolls sideways where it has to, with the keyboard as well."""
    about = f'tabindex="0" role="region" aria-label="{escape(label)}"'
    return f'<div class="panel {kind}" {about}>{content}</div>'


def _verdict(gate: GateResult | None) -> str:
    if gate is None:
        return ""
    good = '<span class="badge large good">gate passed</span>'
    return good if gate.passed else '<span class="badge large bad">gate failed</span>'


def _gate(gate: GateResult) -> str:
    """What regressed, with the old and the new answer side by side."""
    parts = ["<h2>What got worse</h2>"]
    if gate.missing:
        parts.append(f"<p>Not asked any more: {escape(', '.join(gate.missing))}</p>")
    if gate.reworded:
        parts.append(f"<p>Another question or gold answer: {escape(', '.join(gate.reworded))}</p>")
    if gate.undefined:
        parts.append(f"<p>No longer defined for any answer: {escape(', '.join(gate.undefined))}</p>")
    if gate.judge_failures:
        parts.append(f"<p>The judge failed on {gate.judge_failures} claims.</p>")
    for comparison in gate.regressed:
        rows = "".join(
            f'<tr><td>{escape(change.question)}<br><span class="quiet">{escape(change.key)}</span></td>'
            f'<td class="score">{change.old_score:.2f} → <b>{change.new_score:.2f}</b></td>'
            f"<td>{escape(change.old_answer)}</td><td>{escape(change.new_answer)}</td></tr>"
            for change in comparison.worse[:WORST_SHOWN]
        )
        left = len(comparison.worse) - WORST_SHOWN
        more = f'<p class="quiet">… and {left} more, marked below.</p>' if left > 0 else ""
        heading = (
            f'<h3>{escape(comparison.metric)} <span class="quiet">{number(comparison.old)} → '
            f'{number(comparison.new)}</span> <span class="badge bad">{signed(comparison.difference.mean)}'
            "</span></h3>"
        )
        header = "<tr><th>question</th><th>score</th><th>the baseline’s answer</th><th>this answer</th></tr>"
        content = f"{heading}<table>{header}{rows}</table>{more}"
        parts.append(_region(f"{comparison.metric}: what got worse", content, kind="side"))
    return "".join(parts)


def _stated(summary: Mapping[str, Any]) -> str:
    abstention = summary["abstention"]
    rows: list[tuple[str, str]] = [
        ("abstention precision", number(abstention["precision"])),
        ("abstention recall", number(abstention["recall"])),
        *((name, str(count)) for name, count in summary["stated_cases"].items()),
    ]
    return _listed(rows)


def _listed(rows: Iterable[Sequence[str]]) -> str:
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    return f"<dl>{cells}</dl>"


def _tags(counts: Mapping[str, int]) -> str:
    buttons = "".join(
        f'<button type="button" aria-pressed="false" data-tag="{escape(tag)}">{escape(tag)} '
        f"<small>{count}</small></button>"
        for tag, count in counts.items()
    )
    return f'<div class="tags" role="group" aria-label="Filter by tag">{buttons}</div>'


def _filters() -> str:
    outcomes = {
        "": "every outcome",
        "wrong": "answer not found",
        "unfaithful": "a claim not supported",
        "miss": "evidence not retrieved first",
        "abstained": "abstained",
        "wrong-abstention": "wrongly abstained or answered",
        "worse": "worse than the baseline",
    }
    orders = {"": "as in the cases", "worst": "worst first", "sure": "surest first"}
    return (
        '<div class="filters"><input type="search" placeholder="Words in questions and answers" '
        'aria-label="Filter by words">'
        f'<select name="outcome" aria-label="Filter by outcome">{_options(outcomes)}</select>'
        f'<select name="order" aria-label="Order">{_options(orders)}</select>'
        '<button type="button" name="reset" hidden>Show all</button>'
        '<span class="count" role="status"></span></div>'
    )


def _options(names: Mapping[str, str]) -> str:
    return "".join(f'<option value="{value}">{escape(name)}</option>' for value, name in names.items())


def _titles(run: Run) -> dict[str, str]:
    """The title of every article that an answer considered or cited, by the article's id."""
    listed: list[Sequence[Mapping[str, Any]]] = []
    for result in run.results:
        detail = result.response.detail
        listed += [detail.get("considered", ()), detail.get("citations", ())]
    return {str(item["article_id"]): str(item["title"]) for items in listed for item in items}
