"""The tab where questions are asked: wires the transcript, the composer and the article panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from chat.article_view import render_panel
from chat.choices import Variants
from chat.desk import Desk, Target
from chat.desk_at_hand import DeskAtHand
from chat.errors import FeedbackError
from chat.events import QUICK, Event
from chat.feedback import FeedbackFile, Opinion
from chat.filtering import read_filters, render_filters
from chat.history import History
from chat.limits import RateLimit
from chat.markup import render
from chat.running import Asked, Running, save_or_warn
from chat.suggesting import Suggesting
from chat.theme import asset
from chat.transcript import render_last, render_past, rephrased
from chat.visitors import Kept, kept_in_browser, remember, visitor_of
from indexes.searching import SearchFilters

# the button that was pressed is hidden then, and the focus would be lost with it
FOCUS_QUESTION = "(...inputs) => { document.querySelector('#question textarea').focus(); return inputs; }"


@dataclass(frozen=True)
class AskTab:
    """What other tabs need: who visits, how to put a conversation on the desk, and what the page runs."""

    kept: gr.BrowserState
    desk: gr.State
    shown: tuple[Any, ...]
    show: Callable[[Desk, Kept | None], tuple[Any, ...]]
    arrive: Event
    refresh: Event
    suggest: Event


def ask_tab(
    variants: Variants,
    history: History,
    feedback: FeedbackFile,
    welcome: Callable[[], str],
    *,
    rate: RateLimit,
    at_once: int,
    crowded: Callable[[], bool],
    suggestion_seconds: float,
) -> AskTab:
    """Build the tab inside the current Blocks.

    `rate` counts the questions of each user or address; `at_once` of all visitors are answered at a time,
    and while it is `crowded` no more are taken; questions to go on with are looked for at most
    `suggestion_seconds`.
    """
    index, running = variants.index, Running(variants, history, rate)
    at_hand = DeskAtHand(history, index)
    suggesting = Suggesting(variants.without_model(), seconds=suggestion_seconds, busy=running.busy)
    desk, target, kept = gr.State(Desk()), gr.State(None), kept_in_browser()
    pending, editing, narrowed = gr.State(None), gr.State(False), gr.State(SearchFilters())
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            past = gr.HTML(elem_id="past", js_on_load=asset("transcript.js"), apply_default_css=False)
            with gr.Column(elem_id="newest"):
                last = gr.HTML(elem_id="last", js_on_load=asset("transcript.js"), apply_default_css=False)
                more = gr.HTML(elem_id="more", js_on_load=asset("suggestions.js"), apply_default_css=False)
            with gr.Column(elem_id="composer"):
                with gr.Row(elem_id="composer-head"):
                    filters = gr.HTML(
                        elem_id="filters", js_on_load=asset("filters.js"), apply_default_css=False
                    )
                    new = gr.Button("New conversation", elem_id="new", scale=0)
                hint = gr.HTML(elem_id="hint", js_on_load=asset("hint.js"), apply_default_css=False)
                with gr.Row(elem_id="composer-row"):
                    question = gr.Textbox(
                        elem_id="question",
                        label="Your question",
                        show_label=False,
                        placeholder="Type a question",
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

    def take(
        typed: str, now: Desk, changing: bool, place: Target | None, memory: Kept | None, request: gr.Request
    ) -> tuple[Any, ...]:
        asked = " ".join(typed.split())
        now, *within = at_hand.with_filters(now, memory, request)
        busy = now.last is not None and now.last.working
        if not asked or busy or crowded():
            # what was typed stays where it is
            hint = gr.skip() if not asked else render("busy.html" if busy else "crowded.html")
            return None, now, changing, gr.skip(), hint, gr.skip(), gr.skip(), *within
        before = now.without_last() if changing else now
        return Asked(asked), before, False, "", "", render_panel(before, place), "", *within

    def take_offered(
        now: Desk, place: Target | None, memory: Kept | None, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        return take(str(event.question), now, False, place, memory, request)

    def again(now: Desk, memory: Kept | None, request: gr.Request) -> tuple[Any, ...]:
        now, *within = at_hand.with_filters(now, memory, request)
        return *once_more(now, alone=False), *within

    def again_alone(now: Desk, memory: Kept | None, request: gr.Request) -> tuple[Any, ...]:
        now, *within = at_hand.with_filters(now, memory, request)
        return *once_more(now, alone=True), *within

    def once_more(now: Desk, *, alone: bool) -> tuple[Asked | None, Desk, str]:
        if now.last is None:
            return None, now, ""
        # what was searched for in its own words before, is so again
        kept_apart = now.last.answer is not None and not rephrased(now.last)
        return Asked(now.last.question, alone or kept_apart), now.without_last(), ""

    def edit(now: Desk, memory: Kept | None, request: gr.Request) -> tuple[Any, str, bool, str]:
        last = at_hand.desk(now, memory, request).last
        typed = (last.question, True, render("editing.html")) if last else ("", False, "")
        return at_hand.brought_back(now, memory, request), *typed

    def judge(now: Desk, memory: Kept | None, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        now = at_hand.desk(now, memory, request)
        entry = now.entry(str(event.entry))
        if entry is None:
            return (gr.skip(),) * 3
        opinion = Opinion(event.helpful == "true", str((event._data or {}).get("note", "")).strip()[:500])
        try:
            feedback.add(now, entry, opinion)
        except FeedbackError as error:
            gr.Warning(str(error))
            return (gr.skip(),) * 3
        now = now.judged(entry.key, helpful=opinion.helpful, note=opinion.note)
        save_or_warn(history, visitor_of(memory, request), now, begin=False)
        return now, render_past(now), render_last(now)

    def open_at(
        now: Desk, memory: Kept | None, event: gr.EventData, request: gr.Request
    ) -> tuple[Target | None, str]:
        place = _target(event)
        return place, render_panel(at_hand.desk(now, memory, request), place)

    def narrow(now: Desk, memory: Kept | None, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        chosen = read_filters(event._data or {})
        # brought back now, the desk keeps these filters at the next question, not those of its last
        desk_too = at_hand.brought_back(now, memory, request)
        return desk_too, chosen, render_filters(chosen, index.coverage(), unfolded=True)

    def refresh(
        now: Desk, chosen: SearchFilters, memory: Kept | None, request: gr.Request
    ) -> tuple[Any, str]:
        return look(now, memory, request), render_filters(chosen, index.coverage())

    def look(now: Desk, memory: Kept | None, request: gr.Request) -> Any:
        return gr.skip() if at_hand.desk(now, memory, request).entries else welcome()

    def show(now: Desk, memory: Kept | None) -> tuple[Any, ...]:
        """Put a conversation on the desk, or clear it; what `shown` is set to."""
        first = render_past(now) if now.entries else welcome()
        return now, None, False, first, render_last(now), "", "", "", remember(memory, now.id)

    def arrive(memory: Kept | None, request: gr.Request) -> tuple[Any, ...]:
        now = at_hand.desk(Desk(), memory, request)
        chosen = now.last.filters if now.last else SearchFilters()
        return *show(now, memory), chosen, render_filters(chosen, index.coverage())

    def suggest(now: Desk) -> str:
        questions = suggesting.after(now)
        return render("suggestions.html", entry=now.last, questions=questions) if questions else ""

    shown = (desk, target, editing, past, last, panel, hint, more, kept)
    suggested = Event(suggest, [desk], [more], {"concurrency_limit": 1, "concurrency_id": "suggesting"})
    unqueued: dict[str, Any] = {**QUICK, "queue": False}

    def then_run(taken: Any) -> None:
        ran = taken.then(
            running.run,
            [pending, desk, narrowed, kept],
            [desk, past, last, ask, stop, kept],
            concurrency_limit=at_once,
            concurrency_id="answering",
            **QUICK,
        )
        suggested.on(ran.then)

    taken = [pending, desk, editing, question, hint, panel, more, narrowed, filters]
    then_run(
        gr.on([question.submit, ask.click], take, [question, desk, editing, target, kept], taken, **unqueued)
    )
    for part in (past, last, more):
        then_run(part.ask(take_offered, [desk, target, kept], taken, **unqueued))
    past.look(look, [desk, kept], [past], **unqueued)
    for part in (past, last):
        part.judge(judge, [desk, kept], [desk, past, last], **QUICK)
        part.open(open_at, [desk, kept], [target, panel], **unqueued)
    then_run(last.retry(again, [desk, kept], [pending, desk, more, narrowed, filters], **unqueued))
    then_run(last.literal(again_alone, [desk, kept], [pending, desk, more, narrowed, filters], **unqueued))
    last.edit(edit, [desk, kept], [desk, question, editing, hint], **unqueued)
    new.click(lambda memory: show(Desk(), memory), [kept], list(shown), js=FOCUS_QUESTION, **unqueued)
    filters.narrow(narrow, [desk, kept], [desk, narrowed, filters], **unqueued)
    hint.cancel(lambda: ("", False, ""), None, [question, editing, hint], **unqueued)
    panel.open(open_at, [desk, kept], [target, panel], **unqueued)
    panel.close(lambda: (None, ""), None, [target, panel], **unqueued)
    # Not by `cancels`: the page cancels run after run, and would come to one that was begun since.
    stop.click(running.halt, [desk], [desk, last, ask, stop], **unqueued)
    return AskTab(
        kept,
        desk,
        shown,
        show,
        arrive=Event(arrive, [kept], [*shown, narrowed, filters]),
        refresh=Event(refresh, [desk, narrowed, kept], [past, filters]),
        suggest=suggested,
    )


def _target(event: gr.EventData) -> Target | None:
    kind, number = event.kind, str(event.number)
    if kind not in ("citation", "passage") or not number.isdecimal():
        return None
    return Target(str(event.entry), kind, int(number))
