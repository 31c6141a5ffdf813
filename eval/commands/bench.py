"""`python -m eval bench`: every public benchmark, and eval/RESULTS.md from their figures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.commands.arguments import positive
from eval.commands.harness import OUTPUT

DATA = Path("..") / "shared" / "data"
RESULTS = Path(__file__).parent.parent / "RESULTS.md"
README = Path(__file__).parents[2] / "README.md"
FAMILIES = ("reading", "faithfulness", "retrieval", "answering", "rewriting", "footprint")


def add_commands(commands: Any) -> None:
    """Add bench."""
    bench = commands.add_parser(
        "bench", help=f"run every public benchmark and write eval/{RESULTS.name} and the README's table"
    )
    bench.add_argument("--data", type=Path, default=DATA, metavar="DIR", help=f"default: {DATA}")
    bench.add_argument(
        "--only",
        choices=FAMILIES,
        action="append",
        help="this family, and of the others the figures that are kept; may be repeated",
    )
    bench.add_argument("--table", action="store_true", help="run nothing; write the page from kept figures")
    bench.add_argument("--limit", type=positive, metavar="N", help="only N rows of each file, spread over it")
    bench.add_argument(
        "--out", type=Path, default=OUTPUT / "bench", metavar="DIR", help="where figures are kept"
    )
    bench.add_argument("--results", type=Path, default=RESULTS, metavar="FILE", help="the page to write")
    bench.set_defaults(run=run_command)


def _write_headline_figures(families: Mapping[str, Mapping[str, Any]]) -> None:
    """Put the README's figures in, if all of them are whole and of the weights and code in use."""
    from eval.reports.headline_figures import FAMILIES as HEADLINES
    from eval.reports.headline_figures import with_headline_figures

    fit = {name: families[name] for name in HEADLINES if name in families and not families[name].get("limit")}
    current = {name: values for name, values in fit.items() if values["state"] == "current"}
    missing = [name for name in HEADLINES if name not in current]
    if missing:
        print(f"the README keeps its figures; measure anew, whole: {', '.join(missing)}", file=sys.stderr)
        return
    README.write_text(with_headline_figures(README.read_text(encoding="utf-8"), current), encoding="utf-8")


def run_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Run the families, keep their figures, and write the page from all that are kept.

    A page that tells of figures that are not kept here is left as it is, and the new one printed.
    """
    from eval import bench
    from eval.errors import DataError
    from eval.reports.results import families_of, results_page, shown

    for family in () if given.table else given.only or FAMILIES:
        limit = None if family in bench.WITHOUT_ROWS else given.limit or bench.LIMITS.get(family)
        measured = bench.origin(family, limit=limit)  # others may change the code meanwhile
        bench.keep(given.out, family, bench.FAMILIES[family](given.data, limit), measured=measured)
    families = dict(bench.kept(given.out))
    if not any(values["state"] != "other weights" for values in families.values()):
        raise DataError(f"{given.out} holds no figures of these weights; leave out --table")
    for family, values in families.items():
        if values["state"] != "current":
            print(f"{family}: of {values['state']}; measure it again", file=sys.stderr)
    page, written = results_page(families), given.results
    told = families_of(written.read_text(encoding="utf-8")) if written.is_file() else []
    lost = [family for family in told if family not in families]
    if lost:
        print(page)
        print(
            f"{written} is left as it was: it tells of {', '.join(lost)}, of which {given.out} keeps no "
            "figures; measure those too, or name another file with --results",
            file=sys.stderr,
        )
    else:
        written.write_text(page, encoding="utf-8")
        if written == RESULTS:
            _write_headline_figures(families)
    figures = {family: values["figures"] for family, values in families.items() if shown(values)}
    states = {family: values["state"] for family, values in families.items()}
    return {"results": None if lost else str(written), "states": states, "figures": figures}, 0
