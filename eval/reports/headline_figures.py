"""The few figures that the README shows, written between its two markers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eval.errors import EvaluationError
from eval.reports.markdown import number, table

FAMILIES = ("cases", "reading", "mutations", "footprint")  # of figures, all of which the table needs
OPENING = "<!-- figures: written by `python -m eval bench --table` -->"
CLOSING = "<!-- end of figures -->"


def with_headline_figures(readme: str, families: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the README with the table of these figures; raises EvaluationError without the markers."""
    before, opening, rest = readme.partition(OPENING)
    _, closing, after = rest.partition(CLOSING)
    if not opening or not closing:
        raise EvaluationError(f"the README lacks the lines {OPENING} and {CLOSING}; put them back")
    rows = list(_rows(families))
    machines = ", ".join(dict.fromkeys(str(values["machine"]) for values in families.values()))
    shown = f"{table(['what', 'figure', 'command'], rows)}\n\nMeasured on {machines}." if rows else ""
    return f"{before}{OPENING}\n{shown}\n{CLOSING}{after}"


def _rows(families: Mapping[str, Mapping[str, Any]]) -> Iterator[list[str]]:
    figures = {family: values["figures"] for family, values in families.items()}
    if cases := figures.get("cases"):
        metrics, run = cases["metrics"], "`python -m eval run --gate`"
        asked = f"of {cases['abstention']['answerable']} test questions with an answer"
        yield [f"the right passage is among the best five, {asked}", _mean(metrics["hit@5"]), run]
        yield [f"the gold answer is in the answer, {asked}", _mean(metrics["answer found"]), run]
        yield ["sentences that what they cite supports", _mean(metrics["faithfulness to citations"]), run]
        silent = f"of {cases['abstention']['unanswerable']} test questions without an answer"
        yield [f"“the articles don't say”, {silent}", number(cases["abstention"]["recall"]), run]
    if reading := figures.get("reading"):
        for name, found in reading.items():
            if name.startswith("squad2"):
                called = "word F1 of the short answer on answerable SQuAD 2.0 questions, articles held out"
                yield [called, number(found["f1_answerable_forced"]), "`python -m eval bench --only reading`"]
    if mutations := figures.get("mutations"):
        caught = mutations["caught"].values()
        share = sum(one["caught against the quote"] * one["corrupted"] for one in caught)
        total = sum(one["corrupted"] for one in caught)
        called = "true claims with a name, number, date or “not” made false that the judge catches"
        yield [called, number(share / total), "`python -m eval mutations`"]
    if footprint := figures.get("footprint"):
        peak = max(found["peak_megabytes"] for found in footprint.values())
        yield ["peak memory of a keyless answer", f"{peak:.0f} MB", "`python -m eval bench --only footprint`"]


def _mean(metric: Mapping[str, Any]) -> str:
    return f"{number(metric['mean'])} ({number(metric['low'])} to {number(metric['high'])})"
