"""The README's table of figures is written by a command, between two markers."""

from __future__ import annotations

import re
from typing import Any

import pytest

from eval.errors import EvaluationError
from eval.reports.corrupted_claims import caught_rows
from eval.reports.headline_figures import CLOSING, OPENING, with_headline_figures
from tests.conftest import ROOT

README = ROOT / "README.md"
RESULTS = ROOT / "eval" / "RESULTS.md"
ESTIMATE = {"mean": 0.5, "low": 0.25, "high": 0.75}
FAMILIES = {
    "cases": {
        "machine": "a small computer",
        "figures": {
            "metrics": dict.fromkeys(("hit@5", "answer found", "faithfulness to citations"), ESTIMATE),
            "abstention": {"answerable": 20, "unanswerable": 5, "recall": 0.6},
        },
    },
    "reading": {
        "machine": "a small computer",
        "figures": {
            "squad2_dev": {"f1_answerable_forced": 0.8, "f1_answerable": 0.6},
            "qed_nq_dev": {"f1_answerable_forced": 0.5, "f1_answerable": 0.2},
            "squadshifts_reddit": {"f1_answerable_forced": 0.7, "f1_answerable": 0.7},
        },
    },
    "faithfulness": {
        "machine": "a small computer",
        "figures": {
            "wice_test": {"balanced_accuracy": 0.71},
            "wice_test, without the checks": {"balanced_accuracy": 0.67},
            "defacto_test": {"balanced_accuracy": 0.72},
            "attributionbench_test500": {"balanced_accuracy": 0.68},
        },
    },
    "footprint": {
        "machine": "a small computer",
        "figures": {"one": {"peak_megabytes": 123.4}, "two": {"peak_megabytes": 88.0}},
    },
    "mutations": {
        "machine": "a small computer",
        "figures": {
            "caught": {
                "name": {"caught against the article": 1.0, "corrupted": 30},
                "date": {"caught against the article": 0.5, "corrupted": 10},
            }
        },
    },
}


def figures_in(results: str) -> dict[str, Any]:
    """Return the figures that the README shows, as the page of results has them."""
    sections = {part.split("\n", 1)[0]: part for part in results.split("\n## ")}
    cases = sections["The project's own cases"]
    shown = ("hit@5", "answer found", "faithfulness to citations")
    metrics = {row["metric"]: row for row in rows_of(cases) if row["metric"] in shown}
    asked = re.search(r"Of (\d+) that nothing answers it left ([\d.]+) unanswered", cases)
    assert asked is not None
    figures: dict[str, Any] = {
        "cases": {
            "metrics": {name: mean_of(row) for name, row in metrics.items()},
            "abstention": {
                "answerable": int(metrics["hit@5"]["answers"]),
                "unanswerable": int(asked[1]),
                "recall": float(asked[2]),
            },
        },
        "reading": {
            row["file"]: {
                "f1_answerable_forced": float(row["F1, always answering"]),
                "f1_answerable": float(row["F1 answerable"]),
            }
            for row in rows_of(sections["Reading"])
        },
        "faithfulness": {
            row["file"]: {"balanced_accuracy": float(row["balanced accuracy"])}
            for row in rows_of(sections["Faithfulness"])
        },
        "mutations": {
            "caught": {
                row["what was changed"]: caught_of(row) for row in rows_of(sections["Corrupted claims"])
            }
        },
        "footprint": {
            row["what"]: {"peak_megabytes": float(row["peak MB"])}
            for row in rows_of(sections["Time and memory"])
        },
    }
    origins = {row["figures"]: row for row in rows_of(sections["Where the figures come from"])}
    return {
        name: {"machine": origins[name]["machine"].partition(", load")[0], "figures": found}
        for name, found in figures.items()
    }


def stated_in(readme: str) -> set[tuple[str, ...]]:
    """Return each figure of the README's table with its command, and the machine that it is of."""
    between = readme.partition(OPENING)[2].partition(CLOSING)[0]
    machine = re.search(r"Measured on (.+)\.", between)
    assert machine is not None
    return {("machine", machine[1]), *((row["figure"], row["command"]) for row in rows_of(between))}


def mean_of(row: dict[str, str]) -> dict[str, float]:
    low, high = row["95 %"].split(" to ")
    return {"mean": float(row["mean"]), "low": float(low), "high": float(high)}


def caught_of(row: dict[str, str]) -> dict[str, float]:
    """Return how many claims were changed and the share caught, as it was before it was rounded."""
    changed = int(row["claims"])
    share = round(float(row["caught against the article"]) * changed) / changed
    return {"corrupted": changed, "caught against the article": share}


def rows_of(section: str) -> list[dict[str, str]]:
    """Return the rows of the first table of a section, by the names of its columns."""
    lines = section[section.index("\n| ") + 1 :].split("\n\n", 1)[0].splitlines()
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_figures_stand_between_the_markers_with_their_command_and_machine() -> None:
    page = with_headline_figures(f"before\n{OPENING}\nold\n{CLOSING}\nafter", FAMILIES)
    assert page.startswith(f"before\n{OPENING}\n|")
    assert page.endswith(f"\n{CLOSING}\nafter")
    assert "\nold\n" not in page
    assert "| 123 MB | `python -m eval bench --only footprint` |" in page
    assert "| 0.875 | `python -m eval mutations` |" in page
    assert "Measured on a small computer." in page


def test_each_figure_says_what_it_stands_for() -> None:
    page = with_headline_figures(f"{OPENING}\n{CLOSING}", FAMILIES)
    figures = {
        row.split(" | ")[0].strip("| "): row.split(" | ")[1] for row in page.splitlines() if " | " in row
    }

    def shown(words: str) -> list[str]:
        return [figure for what, figure in figures.items() if words in what]

    assert shown("always answering") == ["0.800", "0.500"]
    assert shown("at the shipped threshold") == ["0.600", "0.200"]
    assert shown("by construction") == ["0.500"]
    assert shown("the articles don't say") == ["0.600 (0.231 to 0.882)"]
    assert shown("balanced accuracy of the judge on people's labels") == ["0.710", "0.720", "0.680"]
    assert shown("made false that the judge catches") == ["0.875"]


def test_the_mean_over_all_corrupted_claims_is_a_row_of_its_table() -> None:
    kinds = {
        "name": {"caught against the quote": 1.0, "encoder alone, quote": None, "corrupted": 30},
        "date": {"caught against the quote": 0.5, "encoder alone, quote": 0.5, "corrupted": 10},
    }
    *_, last = caught_rows(kinds)
    assert last == ["all", "40", "0.875", "–", "–", "–"]


def test_writing_them_again_changes_nothing() -> None:
    once = with_headline_figures(f"{OPENING}\n{CLOSING}", FAMILIES)
    assert with_headline_figures(once, FAMILIES) == once


def test_without_markers_nothing_is_written() -> None:
    with pytest.raises(EvaluationError, match="put them back"):
        with_headline_figures("no markers here", FAMILIES)


def test_the_readmes_figures_are_those_of_the_results() -> None:
    readme = README.read_text(encoding="utf-8")
    written = with_headline_figures(readme, figures_in(RESULTS.read_text(encoding="utf-8")))
    stated = stated_in(readme)
    assert len(stated) > 3
    assert stated <= stated_in(written)
