"""The tab where questions are asked: wires the transcript, the composer and the article panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from chat.answering import Answering, answer_on_desk
from chat.article_view import render_panel
from chat.desk import Desk, Target
from chat.markup import render
from chat.theme import asset
from chat.transcript import render_last, render_past

UNEXPECTED = "Something went wrong while answering; the terminal where the chat runs says what. Try again."


def ask_tab(assistant: Answering, welcome: Callable[[], str]) -> Callable[[], Any]:
    """Build the tab inside the current Blocks; returns what refreshes an empty desk, to run on load."""
    desk, target = gr.State(Desk()), gr.State(None)
    pending, editing = gr.State(""), gr.State(False)
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            past = gr.HTML(elem_id="past", js_on_load=asset("transcript.js"), apply_default_css=False)
            last = gr.HTML(elem_id="last", js_on_load=asset("transcript.js"), apply_default_css=False)
            with gr.Column(elem_id="composer"):
                hint = gr.HTML(elem_id="hint", js_on_load=asset("hint.js"), apply_default_css=False)
                with gr.Row(elem_id="composer-row"):
                    question = gr.Textbox(
                        elem_id="question",
                        label="Your question",
                        show_label=False,
                        placeholder="Ask the articles",
                        lines=1,
                        max_lines=6,
                        max_length=2000,
                        container=False,
                        autofocus=True,
                        scale=1,
                    )
                    ask = gr.Button("Ask", variant="primary", elem_id="ask", scale=0)
                    stop = gr.Button("Stop", elem_id="stop", scale=0, visible=False)
        with gr.Column(elem_id="reading"):
            panel = gr.HTML(elem_id="panel", js_on_load=asset("panel.js"), apply_default_css=False)

    def take(typed: str, now: Desk, changing: bool, place: Target | None) -> tuple[Any, ...]:
        asked = " ".join(typed.split())
        if not asked or (now.last is not None and now.last.working):
            return "", now, changing, gr.skip(), gr.skip(), gr.skip()
        kept = now.without_last() if changing else now
        return asked, kept, False, "", "", render_panel(kept, place)

    def take_offered(now: Desk, place: Target | None, event: gr.EventData) -> tuple[Any, ...]:
        return take(str(event.question), now, False, place)

    def run(asked: str, now: Desk) -> Iterator[tuple[Any, ...]]:
        if not asked:
            yield (gr.skip(),) * 5
            return
        drawn = False
        for step in answer_on_desk(assistant, now, asked):
            working = step.last is not None and step.last.working
            before = gr.skip() if drawn else render_past(step)
            drawn = True
            yield step, before, render_last(step), gr.Button(visible=not working), gr.Button(visible=working)

    def settle(now: Desk, failure: str | None) -> tuple[Any, ...]:
        """Leave no entry waiting: mark the newest as stopped or failed and bring the Ask button back."""
        if now.last is not None and now.last.working:
            now = now.with_last(failure=failure, stopped=failure is None)
        return now, render_last(now), gr.Button(visible=True), gr.Button(visible=False)

    def again(now: Desk) -> tuple[str, Desk]:
        return (now.last.question, now.without_last()) if now.last else ("", now)

    def edit(now: Desk) -> tuple[str, bool, str]:
        return (now.last.question, True, render("editing.html")) if now.last else ("", False, "")

    def open_at(now: Desk, event: gr.EventData) -> tuple[Target | None, str]:
        place = _target(event)
        return place, render_panel(now, place)

    running: list[Any] = []

    def then_run(taken: Any) -> None:
        answering = taken.then(
            run,
            [pending, desk],
            [desk, past, last, ask, stop],
            show_progress="hidden",
            concurrency_limit=4,
            concurrency_id="answering",
            api_visibility="private",
        )
        answering.failure(
            lambda now: settle(now, UNEXPECTED),
            [desk],
            [desk, last, ask, stop],
            show_progress="hidden",
            api_visibility="private",
        )
        running.append(answering)

    quick: dict[str, Any] = {"show_progress": "hidden", "queue": False, "api_visibility": "private"}
    taken_outputs = [pending, desk, editing, question, hint, panel]
    then_run(
        gr.on([question.submit, ask.click], take, [question, desk, editing, target], taken_outputs, **quick)
    )
    for part in (past, last):
        then_run(part.ask(take_offered, [desk, target], taken_outputs, **quick))
        part.open(open_at, [desk], [target, panel], **quick)
    then_run(last.retry(again, [desk], [pending, desk], **quick))
    last.edit(edit, [desk], [question, editing, hint], **quick)
    hint.cancel(lambda: ("", False, ""), None, [question, editing, hint], **quick)
    panel.open(open_at, [desk], [target, panel], **quick)
    panel.close(lambda: (None, ""), None, [target, panel], **quick)
    stop.click(
        lambda now: settle(now, None),
        [desk],
        [desk, last, ask, stop],
        cancels=running,
        **quick,
    )

    def refresh(now: Desk) -> Any:
        return gr.skip() if now.entries else welcome()

    return lambda: (refresh, [desk], [past])


def _target(event: gr.EventData) -> Target | None:
    kind, number = event.kind, str(event.number)
    if kind not in ("citation", "passage") or not number.isdecimal():
        return None
    return Target(str(event.entry), kind, int(number))
