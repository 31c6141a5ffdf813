"""The tab that shows how good the answers were when they were last measured."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from chat.errors import QualityError
from chat.events import QUICK, Event
from chat.markup import render
from chat.quality import read_quality, read_report
from chat.theme import asset

USUAL_FOLDER = Path("data") / "eval"


def quality_tab(folder: Path) -> Event:
    """Build the tab inside the current Blocks; returns the event that refreshes it."""
    with gr.Column(elem_id="quality-side"):
        shown = gr.HTML(elem_id="quality", js_on_load=asset("quality.js"), apply_default_css=False)
        report = gr.HTML(elem_id="quality-report", apply_default_css=False)

    def refresh() -> tuple[str, str]:
        return render_quality(folder), ""

    shown.report(lambda: render_report(folder), None, [report], **QUICK)
    return Event(refresh, [], [shown, report])


def render_quality(folder: Path) -> str:
    """Return the figures, or why there are none and how to get them."""
    where = "" if folder == USUAL_FOLDER else f" --out {folder}"
    command = f"python -m eval run{where}"
    try:
        return render("quality.html", quality=read_quality(folder), problem="", command=command)
    except QualityError as error:
        return render("quality.html", quality=None, problem=str(error), command=command)


def render_report(folder: Path) -> str:
    """Return the report in a frame that can reach neither this page nor anything of its visitor's."""
    try:
        return render("quality_report.html", report=read_report(folder), problem="")
    except QualityError as error:
        return render("quality_report.html", report="", problem=str(error))
