"""The figures on the project's own articles and cases as sections of eval/RESULTS.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from eval.footprint import GOAL_MEGABYTES
from eval.measuring import METRICS
from eval.reports.corrupted_claims import HEADER, caught_rows
from eval.reports.markdown import number
from eval.reports.sections import Figures, cell, section


def _mutations(figures: Mapping[str, Any]) -> str:
    alarms, claims = figures["true_claims_not_supported"], figures["claims"]
    return section(
        "Corrupted claims",
        "python -m eval mutations",
        f"True claims of the project's own cases with one thing made false: the share that the judge no "
        f"longer supports, and beside it the share without the explicit checks. Of {claims} true claims it "
        f"did not support {alarms}.",
        caught_rows(figures["caught"]),
        HEADER,
    )


def comparison_header(figures: Figures) -> list[str]:
    """Return the heads of a table with one column per system."""
    return ["", *figures]


def comparison_rows(figures: Figures) -> list[list[str]]:
    """Return a row per figure that any of the systems has."""
    keys = dict.fromkeys(key for found in figures.values() for key in found)
    return [[key, *(cell(found.get(key)) for found in figures.values())] for key in keys]


def _comparison(figures: Figures) -> str:
    return section(
        "Side by side",
        "python -m eval compare",
        "This assistant and llama-index's stock pipeline (SentenceSplitter 1024/20, ChromaVectorStore, the "
        "best two chunks) with the same embedding weights, over the project's own test cases. A chunk of the "
        "stock pipeline is a whole article here, which makes it easy to find and long to read.",
        comparison_rows(figures),
        comparison_header(figures),
    )


def _sabotage(figures: Figures) -> str:
    rows = [
        [
            name,
            found["gate"],
            ", ".join(dict.fromkeys([*found["regressed"], *found["undefined"]])) or "nothing",
        ]
        for name, found in figures.items()
    ]
    questions = next(iter(figures.values()))["questions"]
    return section(
        "The gate on a broken assistant",
        "python -m eval sabotage",
        f"{questions} test questions asked of the assistant as it is, then of broken ones, each held against "
        "the first answers.",
        rows,
        ["what was broken", "gate", "what got worse beyond its interval, or vanished"],
    )


def _cases(figures: Mapping[str, Any]) -> str:
    rows = [
        [
            name,
            number(found["mean"]),
            f"{number(found['low'])} to {number(found['high'])}",
            str(found["count"]),
            METRICS[name],
        ]
        for name, found in figures["metrics"].items()
        if found["mean"] is not None
    ]
    abstention = figures["abstention"]
    return section(
        "The project's own cases",
        "python -m eval run --gate",
        f"{figures['answers']} questions of the test split over the sample articles, asked and judged in "
        f"{figures['seconds']:.0f} seconds, no key. Of {abstention['unanswerable']} that nothing answers it "
        f"left {number(abstention['recall'])} unanswered; of what it left, {number(abstention['precision'])} "
        f"rightly. Risk-coverage area {number(figures['risk_coverage_area'])}.",
        rows,
        ["metric", "mean", "95 %", "answers", "what it says"],
    )


def _footprint(figures: Figures) -> str:
    rows = [
        [name, f"{found['seconds']:.1f}", f"{found['peak_megabytes']:.0f}"] for name, found in figures.items()
    ]
    return section(
        "Time and memory",
        "python -m eval bench --only footprint",
        f"The keyless assistant over the sample articles as a process of its own, starting and indexing "
        f"included; the goal is less than {GOAL_MEGABYTES} MB.",
        rows,
        ["what", "seconds", "peak MB"],
    )


OWN_SECTIONS: dict[str, Callable[[Any], str]] = {
    "cases": _cases,
    "mutations": _mutations,
    "compare": _comparison,
    "sabotage": _sabotage,
    "footprint": _footprint,
}
