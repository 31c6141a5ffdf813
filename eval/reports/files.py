"""The reports of a run as files in a folder."""

from __future__ import annotations

from pathlib import Path

from eval.gate import GateResult
from eval.reports.html import html_report
from eval.reports.junit import junit_report
from eval.reports.markdown import markdown_report
from eval.runs import Run, write_json


def write_reports(run: Run, folder: Path, gate: GateResult | None = None) -> dict[str, str]:
    """Write every report of the run and return their paths by kind.

    run.json is the same for the same answers; times stand apart in timings.json, and in the reports that
    people and CI tools read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {
        "json": folder / "run.json",
        "timings": folder / "timings.json",
        "markdown": folder / "report.md",
        "junit": folder / "junit.xml",
        "html": folder / "report.html",
    }
    write_json(paths["json"], run.to_dict())
    write_json(paths["timings"], run.timings())
    paths["markdown"].write_text(markdown_report(run, gate), encoding="utf-8")
    paths["junit"].write_text(junit_report(run, gate), encoding="utf-8")
    paths["html"].write_text(html_report(run, gate), encoding="utf-8")
    return {kind: str(path) for kind, path in paths.items()}
