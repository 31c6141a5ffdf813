"""The tab that shows what is on the desk: add articles by upload, read them, remove them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from chat.article_view import render_article
from chat.events import QUICK, Event
from chat.markup import render
from chat.theme import asset
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from indexes.errors import IndexesError
from indexes.ingestion import IngestProgress, IngestReport
from indexes.sources import known_suffixes


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    article: Article
    versions: int


def articles_tab(index: ArticleIndex, uploads: Path) -> Event:
    """Build the tab inside the current Blocks; returns the event that refreshes it.

    Uploaded files are kept in the folder `uploads`, so that a file of the same name becomes a new
    version of the same article.
    """
    with gr.Row(elem_id="library"):
        with gr.Column(elem_id="shelf-side"):
            gr.HTML(render("articles.html"), apply_default_css=False)
            files = gr.File(
                label="Add articles",
                file_count="multiple",
                file_types=known_suffixes(),
                elem_id="upload",
                height=150,
            )
            report = gr.HTML(elem_id="report", apply_default_css=False)
            shelf = gr.HTML(elem_id="shelf", js_on_load=asset("shelf.js"), apply_default_css=False)
        with gr.Column(elem_id="shelf-reading"):
            panel = gr.HTML(elem_id="shelf-panel", js_on_load=asset("panel.js"), apply_default_css=False)

    def add(paths: list[str] | None, progress: gr.Progress = gr.Progress()) -> tuple[Any, str, str]:  # noqa: B008
        if not paths:
            return gr.skip(), gr.skip(), gr.skip()
        kept = keep_uploads([Path(path) for path in paths], uploads)

        def show(now: IngestProgress) -> None:
            progress((now.sources_done, now.sources_total or None), desc=Path(now.source).name, unit="files")

        try:
            added = index.add(kept, progress=show)
        except IndexesError as error:
            return None, render("report.html", message=str(error), failed=()), render_shelf(index)
        return None, render_report(added), render_shelf(index)

    def remove(event: gr.EventData) -> tuple[str, str, str]:
        try:
            title = index.article(str(event.id)).title
            index.remove(str(event.id))
        except IndexesError as error:
            return render("report.html", message=str(error), failed=()), render_shelf(index), ""
        return render("report.html", message=f"Removed “{title}”.", failed=()), render_shelf(index), ""

    def read(event: gr.EventData) -> str:
        try:
            return render_article(index.article(str(event.id)))
        except IndexesError:
            return ""

    files.upload(
        add,
        [files],
        [files, report, shelf],
        show_progress_on=report,
        concurrency_limit=1,
        concurrency_id="indexing",
        api_visibility="private",
    )
    shelf.remove(remove, None, [report, shelf, panel], concurrency_id="indexing", **QUICK)
    shelf.read(read, None, [panel], **QUICK)
    panel.close(lambda: "", None, [panel], queue=False, **QUICK)
    return Event(lambda: render_shelf(index), [], [shelf])


def keep_uploads(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Copy the files into the folder under their own names and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copyfile(path, folder / path.name)) for path in paths]


def render_shelf(index: ArticleIndex) -> str:
    """Return the table of articles, newest first, undated ones last."""
    rows = [Row(article, len(index.versions(article.id))) for article in index.articles()]
    rows.sort(key=lambda row: row.article.published or "", reverse=True)
    return render("shelf.html", rows=rows)


def render_report(report: IngestReport) -> str:
    """Return what adding did, in words, with a reason for each file that failed."""
    counts = (
        (len(report.added), "added"),
        (len(report.updated), "updated to a new version"),
        (len(report.unchanged), "already there"),
    )
    done = ", ".join(f"{count} {words}" for count, words in counts if count)
    failed = [(Path(source).name, reason) for source, reason in report.failed]
    return render("report.html", message=f"{done[0].upper()}{done[1:]}." if done else "", failed=failed)
