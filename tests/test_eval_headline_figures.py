"""The README's table of figures is written by a command, between two markers."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import EvaluationError
from eval.reports.headline_figures import CLOSING, OPENING, with_headline_figures

README = Path(__file__).resolve().parents[1] / "README.md"
FAMILIES = {
    "footprint": {
        "machine": "a small computer",
        "figures": {"one": {"peak_megabytes": 123.4}, "two": {"peak_megabytes": 88.0}},
    },
    "mutations": {
        "machine": "a small computer",
        "figures": {
            "caught": {
                "name": {"caught against the quote": 1.0, "corrupted": 30},
                "date": {"caught against the quote": 0.5, "corrupted": 10},
            }
        },
    },
}


def test_the_figures_stand_between_the_markers_with_their_command_and_machine() -> None:
    page = with_headline_figures(f"before\n{OPENING}\nold\n{CLOSING}\nafter", FAMILIES)
    assert page.startswith(f"before\n{OPENING}\n|")
    assert page.endswith(f"\n{CLOSING}\nafter")
    assert "old" not in page
    assert "| 123 MB | `python -m eval bench --only footprint` |" in page
    assert "| 0.875 | `python -m eval mutations` |" in page
    assert "Measured on a small computer." in page


def test_writing_them_again_changes_nothing() -> None:
    once = with_headline_figures(f"{OPENING}\n{CLOSING}", FAMILIES)
    assert with_headline_figures(once, FAMILIES) == once


def test_without_markers_nothing_is_written() -> None:
    with pytest.raises(EvaluationError, match="put them back"):
        with_headline_figures("no markers here", FAMILIES)


def test_the_readme_has_the_markers() -> None:
    with_headline_figures(README.read_text(encoding="utf-8"), FAMILIES)
