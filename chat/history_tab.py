"""The tab that lists the visitor's conversations: open, rename, export, delete."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import gradio as gr

from chat.ask_tab import AskTab
from chat.desk import Desk
from chat.errors import HistoryError
from chat.events import QUICK, Event
from chat.exporting import export
from chat.history import History
from chat.markup import render
from chat.theme import asset
from chat.visitors import Kept, visitor_of

WAIT = "An answer is still being written. Wait for it or stop it first."


def history_tab(history: History, asking: AskTab, tabs: gr.Tabs) -> Event:
    """Build the tab inside the current Blocks; returns the event that refreshes it."""
    sought = gr.State("")
    with gr.Column(elem_id="past-conversations"):
        listed = gr.HTML(elem_id="history", js_on_load=asset("history.js"), apply_default_css=False)
        # The file goes to the script as a value; nothing of it is ever put into the page.
        file = gr.HTML(
            elem_id="file", html_template="", js_on_load=asset("download.js"), apply_default_css=False
        )

    def refresh(words: str, memory: Kept | None, request: gr.Request) -> str:
        return _render(history, visitor_of(memory, request), words)

    def find(memory: Kept | None, event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        words = str(event.words)[:200]
        return words, _render(history, visitor_of(memory, request), words)

    def open_one(now: Desk, memory: Kept | None, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        untouched = (gr.skip(),) * len(asking.shown)
        try:
            if now.last is not None and now.last.working:
                if now.id == str(event.id):
                    return *untouched, gr.Tabs(selected="ask")
                raise HistoryError(WAIT)
            desk = history.desk(visitor_of(memory, request), str(event.id))
        except HistoryError as error:
            gr.Warning(str(error))
            return *untouched, gr.skip()
        return *asking.show(desk, memory), gr.Tabs(selected="ask")

    def rename(words: str, memory: Kept | None, event: gr.EventData, request: gr.Request) -> str:
        visitor = visitor_of(memory, request)
        try:
            history.rename(visitor, str(event.id), str(event.title))
        except HistoryError as error:
            gr.Warning(str(error))
        return _render(history, visitor, words)

    def delete(
        words: str, now: Desk, memory: Kept | None, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        visitor = visitor_of(memory, request)
        on_desk = bool(memory and memory["conversation"] == str(event.id))
        try:
            if now.id == str(event.id) and now.last is not None and now.last.working:
                raise HistoryError(WAIT)
            history.delete(visitor, str(event.id))
        except HistoryError as error:
            gr.Warning(str(error))
            on_desk = False
        cleared = asking.show(Desk(), memory) if on_desk else (gr.skip(),) * len(asking.shown)
        return *cleared, _render(history, visitor, words)

    def give(memory: Kept | None, event: gr.EventData, request: gr.Request) -> Any:
        visitor, wanted = visitor_of(memory, request), str(event.id)
        try:
            exported = export(history.title(visitor, wanted), history.desk(visitor, wanted), str(event.kind))
        except (HistoryError, KeyError) as error:
            gr.Warning(str(error))
            return gr.skip()
        return json.dumps(asdict(exported))

    shown = list(asking.shown)
    asking.suggest.on(listed.open(open_one, [asking.desk, asking.kept], [*shown, tabs], **QUICK).then)
    listed.find(find, [asking.kept], [sought, listed], queue=False, **QUICK)
    listed.rename(rename, [sought, asking.kept], [listed], **QUICK)
    listed.delete(delete, [sought, asking.desk, asking.kept], [*shown, listed], **QUICK)
    listed.export(give, [asking.kept], [file], **QUICK)
    return Event(refresh, [sought, asking.kept], [listed])


def _render(history: History, visitor: str, words: str) -> str:
    return render("history.html", conversations=history.conversations(visitor, words), words=words)
