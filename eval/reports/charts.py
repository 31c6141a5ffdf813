"""Charts as inline SVG, coloured by the style sheet of the page that holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from eval.measuring import FAMILIES, METRICS
from eval.reports.markdown import number

_ROW = 24
_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)


def score_chart(metrics: Mapping[str, Mapping[str, Any]], baseline: Mapping[str, float | None]) -> str:
    """Return every metric as a dot on 0 to 1 with its interval, and a tick where the baseline was."""
    width, left, right = 680, 178, 540
    parts: list[str] = []
    y = 0
    for family, names in FAMILIES.items():
        shown = [name for name in names if metrics[name]["mean"] is not None]
        if not shown:
            continue
        y += 30
        parts.append(_text("family", 0, y - 8, family, "start"))
        parts.append(_line("grid", 0, y - 1, width, y - 1))
        for name in shown:
            found, middle = metrics[name], y + 13
            low, mean, high = (_between(left, right, found[key]) for key in ("low", "mean", "high"))
            title = f"{name}: {number(found['mean'])}, {found['count']} answers. {METRICS[name]}"
            parts.append(f"<g><title>{escape(title)}</title>")
            parts.append(_text("label", left - 14, middle + 4, name, "end"))
            parts.append(_line("track", left, middle, right, middle))
            parts.append(_line("interval", low, middle, high, middle))
            before = baseline.get(name)
            if before is not None:
                tick = _between(left, right, before)
                parts.append(_line("baseline", tick, middle - 8, tick, middle + 8))
            parts.append(f'<circle class="dot" cx="{mean:.1f}" cy="{middle}" r="5"/>')
            parts.append(_text("value", right + 52, middle + 4, number(found["mean"]), "end"))
            spread = f"{found['low']:.2f} to {found['high']:.2f}"
            parts.append(_text("axis", width, middle + 4, spread, "end"))
            parts.append("</g>")
            y += _ROW
    for share in _STEPS:
        x = _between(left, right, share)
        parts.insert(0, _line("grid", x, 30, x, y))
        parts.append(_text("axis", x, y + 16, f"{share:g}", "middle"))
    return _svg(width, y + 22, "Scores with 95 % intervals", parts)


def risk_coverage_chart(curve: Mapping[str, Any]) -> str:
    """Return the risk-coverage curve: the share of wrong answers when only the surest are given."""
    width, height, left, right, top, bottom = 440, 292, 44, 424, 26, 244
    points: Sequence[Sequence[float]] = curve["points"]
    if not points:
        return _nothing("No answer had a confidence.")
    highest = max(0.1, *(risk for _, risk in points))
    parts = []
    for share in _STEPS:
        x, y = _between(left, right, share), _between(bottom, top, share)
        parts.append(_line("grid", left, y, right, y))
        parts.append(_text("axis", left - 6, y + 4, f"{share * highest:.0%}", "end"))
        parts.append(_text("axis", x, bottom + 16, f"{share:.0%}", "middle"))
    path = " ".join(
        f"{_between(left, right, coverage):.1f},{_between(bottom, top, risk / highest):.1f}"
        for coverage, risk in points
    )
    first = _between(left, right, points[0][0])
    parts.append(f'<polygon class="under" points="{first:.1f},{bottom} {path} {right},{bottom}"/>')
    parts.append(f'<polyline class="curve" points="{path}"/>')
    parts.append(_text("axis", 0, 12, "wrong", "start"))
    parts.append(_text("axis", right, height - 8, "answered, the surest first", "end"))
    return _svg(width, height, "Risk-coverage curve", parts)


def latency_chart(steps: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the median time of every step as a bar, and its 95th percentile as a whisker."""
    if not steps:
        return _nothing("No answer had timings.")
    width, left, right = 440, 62, 310
    longest = max(found["p95_ms"] or 0.0 for found in steps.values()) or 1.0
    parts = []
    for row, (step, found) in enumerate(steps.items()):
        y = _ROW * row + 14
        median, slow = (_between(left, right, found[key] / longest) for key in ("median_ms", "p95_ms"))
        bar = max(1.0, median - left)
        parts.append(_text("label", left - 10, y + 4, step, "end"))
        parts.append(_line("interval thin", median, y, slow, y))
        parts.append(f'<rect class="bar" x="{left}" y="{y - 7}" width="{bar:.1f}" height="14" rx="2"/>')
        times = f"{found['median_ms']:,.0f} / {found['p95_ms']:,.0f} ms"
        parts.append(_text("value", width, y + 4, times, "end"))
    return _svg(width, _ROW * len(steps) + 6, "Latency by step, median and 95th percentile", parts)


def heat(score: float | None, *, few: bool = False, starts: bool = False) -> str:
    """Return the table cell of a score, shaded the more the lower it is; that of few answers is pale."""
    kinds = " ".join(name for name, given in (("none", score is None), ("starts", starts)) if given)
    kind = f' class="{kinds}"' if kinds else ""
    if score is None:
        return f"<td{kind}>–</td>"
    return f'<td{kind} style="--low:{(1 - score) * (0.4 if few else 1):.2f}">{score:.2f}</td>'


def _between(low: float, high: float, share: float) -> float:
    return low + (high - low) * share


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(kind: str, x: float, y: float, text: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(width: int, height: int, title: str, parts: Sequence[str]) -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg {size} role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'


def _nothing(why: str) -> str:
    return f'<p class="quiet">{escape(why)}</p>'
