"""The mean of every metric by tag or by turn, as a table of a report."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from eval.measuring import FAMILIES, METRICS
from eval.reports.charts import heat

FEW = 5  # answers; a mean over fewer says little


def score_table(what: str, groups: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the table, shaded where a mean is low; a tag links to its answers."""
    firsts = {names[0] for names in FAMILIES.values()}
    families = "".join(
        f'<th class="starts" colspan="{len(names)}">{escape(family)}</th>'
        for family, names in FAMILIES.items()
    )
    header = "".join(
        f'<th{" class=starts" if name in firsts else ""} title="{escape(METRICS[name])}">{escape(name)}</th>'
        for names in FAMILIES.values()
        for name in names
    )
    rows = []
    for name, found in groups.items():
        few = found["answers"] < FEW
        label = f'<a href="#answers" data-tag="{escape(name)}">{escape(name)}</a>' if what == "tag" else name
        cells = (
            heat(found[metric], few=few, starts=metric in firsts)
            for names in FAMILIES.values()
            for metric in names
        )
        rows.append(f"<tr><td>{label}</td><td>{found['answers']}</td>{''.join(cells)}</tr>")
    return (
        f'<table><thead><tr><td colspan="2"></td>{families}</tr>'
        f"<tr><th>{what}</th><th>answers</th>{header}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )
