"""What the sections of eval/RESULTS.md are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.reports.markdown import number, table

Figures = Mapping[str, Mapping[str, Any]]


def section(title: str, command: str, text: str, rows: Sequence[Sequence[str]], header: Sequence[str]) -> str:
    """Return a section with its table, and the command that gives its figures."""
    return f"## {title}\n\n{text} `{command}`\n\n{table(header, rows)}\n"


def rows_of(figures: Figures, columns: Mapping[str, str]) -> list[list[str]]:
    """Return a row per name, its figures picked by the columns' keys."""
    return [[name, *(cell(found.get(key)) for key in columns.values())] for name, found in figures.items()]


def cell(value: Any) -> str:
    """Return a figure as a table shows it: three digits, or none from 10 on; a dash where it is undefined."""
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 10 else number(value)
    return "–" if value is None else str(value)
