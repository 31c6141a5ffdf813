"""The tab that shows what is on the desk: add files and addresses, read articles, remove them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from chat.adding import (
    MOST_ADDRESSES,
    add_addresses,
    add_files,
    folder_of,
    lines_left,
    rebuild,
    render_added,
    render_news,
    render_report,
)
from chat.article_view import render_article
from chat.events import QUICK, Event
from chat.markup import render
from chat.shelf import ShelfView, render_shelf
from chat.theme import asset
from chat.working import Done, Job, Jobs, News
from indexes.article_index import ArticleIndex
from indexes.errors import IndexesError
from indexes.sources import known_suffixes

Steps = Iterator[tuple[Any, ...]]
Work = Callable[[Job], Iterator[News | Done[Any]]]


def articles_tab(index: ArticleIndex, uploads: Path, *, allow_private: bool = False) -> Event:
    """Build the tab inside the current Blocks; returns the event that refreshes it.

    Uploaded files are kept in the folder `uploads`, those of each user who logs in apart, so that a file
    of the same name becomes a new version of the same article. Addresses of the own network are fetched
    only with `allow_private`.
    """
    jobs = Jobs()
    view, key = gr.State(ShelfView()), gr.State("")
    with gr.Row(elem_id="library"):
        with gr.Column(elem_id="shelf-side"):
            gr.HTML(render("articles.html"), apply_default_css=False)
            with gr.Row(elem_id="adding"):
                with gr.Column(elem_id="upload-side"):
                    gr.HTML(render("upload.html"), apply_default_css=False)
                    files = gr.File(
                        label="Add files",
                        show_label=False,
                        file_count="multiple",
                        file_types=known_suffixes(),
                        elem_id="upload",
                        height=130,
                    )
                with gr.Column(elem_id="fetching"):
                    addresses = gr.Textbox(
                        label="Add from the web",
                        info=f"Addresses of pages, feeds or sitemaps, one per line, up to {MOST_ADDRESSES}.",
                        placeholder="https://",
                        lines=3,
                        max_lines=8,
                        max_length=100_000,
                        elem_id="addresses",
                    )
                    fetch = gr.Button("Fetch", elem_id="fetch")
            with gr.Row(elem_id="work"):
                working = gr.HTML(elem_id="working", apply_default_css=False)
                cancel = gr.Button("Cancel", elem_id="cancel", scale=0, visible=False)
            report = gr.HTML(elem_id="report", js_on_load=asset("report.js"), apply_default_css=False)
            shelf = gr.HTML(elem_id="shelf", js_on_load=asset("shelf.js"), apply_default_css=False)
        with gr.Column(elem_id="shelf-reading"):
            panel = gr.HTML(elem_id="shelf-panel", js_on_load=asset("panel.js"), apply_default_css=False)

    def begin(wanted: Any) -> tuple[Any, ...]:
        """Show at once that the work is waiting for its turn."""
        if not wanted:
            return "", gr.skip(), gr.skip(), gr.skip()
        waiting = jobs.waiting()
        return jobs.begin(), render_news(waiting), gr.Button(visible=True), ""

    def working_on(running: str, shown: ShelfView, work: Work) -> Steps:
        """Yield what the page shows while the work goes on, and after it the report and the table."""
        job = jobs.job(running)
        if job is None:
            yield (gr.skip(),) * 4
            return
        told = ""
        try:
            for step in work(job):
                if isinstance(step, News):
                    yield render_news(step), gr.skip(), gr.skip(), gr.skip()
                else:
                    told = _told(step)
        except IndexesError as error:
            told = render_report(str(error))
        except OSError as error:
            told = render_report(
                f"The data folder cannot be written ({error.strerror or error}). "
                "Make space in it or allow writing there, then do the same again."
            )
        finally:
            jobs.end(running)
        yield "", gr.Button(visible=False), told, render_shelf(index, shown)

    def upload(paths: list[str] | None, running: str, shown: ShelfView, request: gr.Request) -> Steps:
        def work(job: Job) -> Iterator[News | Done[Any]]:
            folder = folder_of(request.username, uploads)
            return add_files(index, [Path(path) for path in paths or ()], folder, job)

        for step in working_on(running, shown, work):
            yield *step, None if step[0] == "" else gr.skip()

    def download(text: str, running: str, shown: ShelfView) -> Steps:
        left = text

        def work(job: Job) -> Iterator[News | Done[Any]]:
            nonlocal left
            for step in add_addresses(index, text, job, allow_private=allow_private):
                if isinstance(step, Done):
                    left = lines_left(text, step)
                yield step

        for step in working_on(running, shown, work):
            yield *step, left if step[0] == "" else gr.skip()

    def index_again(running: str, shown: ShelfView) -> Steps:
        yield from working_on(running, shown, lambda job: rebuild(index, job))

    def check() -> str:
        try:
            problems = index.check()
        except IndexesError as error:
            problems = (str(error),)
        return render_report(
            "" if problems else "The index is in order.",
            [("The index", problem) for problem in problems],
            failing="The index is not in order",
        )

    def remove(shown: ShelfView, event: gr.EventData) -> tuple[str, str, str]:
        try:
            title = index.article(str(event.id)).title
            index.remove(str(event.id))
        except IndexesError as error:
            return render_report(str(error)), render_shelf(index, shown), ""
        told = f"Removed “{title}”. Saved conversations that read it keep it until they are deleted."
        return render_report(told), render_shelf(index, shown), ""

    def read(event: gr.EventData) -> str:
        wanted, version = str(event.id), (event._data or {}).get("version")
        try:
            versions = index.versions(wanted)
            article = index.article(wanted, str(version) if version else None)
            before = versions[: [one.version for one in versions].index(article.version)]
            changes = index.changes(wanted, before[-1].version, article.version) if before else []
            return render_article(article, versions, changes)
        except IndexesError:
            return ""

    def look(shown: ShelfView, event: gr.EventData) -> tuple[ShelfView, str]:
        """Find, sort or show more, as the page asks."""
        asked = event._data or {}
        if "words" in asked:
            shown = shown.find(str(asked["words"]))
        elif "sort" in asked:
            shown = shown.sort(str(asked["sort"]))
        else:
            shown = shown.more()
        return shown, render_shelf(index, shown)

    at_once: dict[str, Any] = {**QUICK, "queue": False}
    one_by_one: dict[str, Any] = {**QUICK, "concurrency_limit": 1, "concurrency_id": "indexing"}
    begun, done = [key, working, cancel, report], [working, cancel, report, shelf]
    files.upload(begin, [files], begun, **at_once).then(
        upload, [files, key, view], [*done, files], **one_by_one
    )
    fetch.click(begin, [addresses], begun, **at_once).then(
        download, [addresses, key, view], [*done, addresses], **one_by_one
    )
    shelf.rebuild(lambda: begin(True), None, begun, **at_once).then(
        index_again, [key, view], done, **one_by_one
    )
    shelf.check(check, None, [report], **one_by_one)
    cancel.click(jobs.stop, [key], None, **at_once)
    shelf.remove(remove, [view], [report, shelf, panel], **one_by_one)
    shelf.look(look, [view], [view, shelf], **at_once)
    shelf.read(read, None, [panel], **QUICK)
    panel.read(read, None, [panel], **QUICK)
    panel.close(lambda: "", None, [panel], queue=False, **QUICK)
    return Event(lambda shown: render_shelf(index, shown), [view], [shelf])


def _told(done: Done[Any]) -> str:
    if done.last.doing != "Re-indexing":
        return render_added(done)
    if done.stopped:
        return render_report("Stopped. The index is as it was before.")
    return render_report(f"{done.last.total} articles re-indexed.")
