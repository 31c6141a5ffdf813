"""eval/RESULTS.md: every kept figure with where it comes from, next to those that others published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from eval.benchmarks.published import PUBLISHED
from eval.reports.generation_results import GENERATION_SECTIONS
from eval.reports.markdown import table
from eval.reports.own_results import OWN_SECTIONS
from eval.reports.public_results import PUBLIC_SECTIONS

_SECTIONS = {**PUBLIC_SECTIONS, **OWN_SECTIONS, **GENERATION_SECTIONS}

_HEADER = """# Results

Written by `python -m eval bench --table` from the figures that each command keeps; nothing is typed by hand.
Every threshold is the shipped one. The *held-out articles* below are of files that are trained on, without
those articles; thresholds were fitted on them. All other files served neither to train nor to fit. The files
are of SQuAD 2.0, SquadShifts, QED (of Natural Questions), WiCE, AttributionBench, DeFacto, OneStopQA, CANARD
and TREC CAsT 2020, as JSON lines.

## Where the figures come from
"""

_STALE = "**Stale: measured with {state} (commit {commit}).** "


def results_page(families: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page for the figures at hand, with where each comes from.

    Figures of other weights are named and not shown; those of the same weights and other code are shown and
    marked. A family that was never measured is left out.
    """
    parts = [_HEADER, _origins(families)]
    for family, section_of in _SECTIONS.items():
        values = families.get(family)
        if values is None or not shown(values):
            continue
        text = section_of(values["figures"])
        if values.get("state", "current") != "current":
            title, _, rest = text.partition("\n\n")
            text = f"{title}\n\n{_STALE.format(**{'commit': 'unknown', **values})}{rest}"
        parts.append(text)
        others = [published for published in PUBLISHED if published.family == family]
        if others:
            rows = [
                [other.data, f"[{other.system}]({other.source})", other.measure, other.value, other.note]
                for other in others
            ]
            parts.append("What others published, read at the source:\n")
            parts.append(table(["data", "system", "measure", "value", "conditions"], rows) + "\n")
    return "\n".join(parts)


def families_of(page: str) -> list[str]:
    """Return the families of figures that a page tells of, by its table of where they come from."""
    return re.findall(r"^\| (\S+) \| `[^`|]*` \| `", page, re.MULTILINE)


def shown(values: Mapping[str, Any]) -> bool:
    """Tell whether kept figures may stand in the page: not those of other weights."""
    return bool(values.get("state", "current") != "other weights")


def _origins(families: Mapping[str, Mapping[str, Any]]) -> str:
    """Per family: weights, commit, machine, how busy it was, how many rows, and whether that is still so."""
    rows = []
    for family in (*_SECTIONS, *(family for family in families if family not in _SECTIONS)):
        values = families.get(family)
        if values is None:
            continue
        state = values.get("state", "current")
        busy, limit = values.get("load"), values.get("limit")
        rows.append(
            [
                family,
                f"`{values['weights']}`",
                f"`{values.get('commit') or 'unknown'}`",
                str(values["machine"]) + ("" if busy is None else f", load {busy:.1f}"),
                f"{limit:,} of each file, spread over it" if limit else "all",
                {"current": "", "other code": "**stale**", "other weights": "**not shown**"}[state],
            ]
        )
    return table(["figures", "weights", "commit", "machine", "rows", ""], rows) + "\n"
