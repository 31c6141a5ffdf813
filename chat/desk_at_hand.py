"""The conversation that a page shows, brought back where the server forgot the page."""

from __future__ import annotations

from typing import Any

import gradio as gr

from chat.desk import Desk
from chat.errors import HistoryError
from chat.filtering import render_filters
from chat.history import History
from chat.visitors import Kept, visitor_of
from indexes.article_index import ArticleIndex


class DeskAtHand:
    """Finds the desk of a request; a server that was restarted knows only what the browser names."""

    def __init__(self, history: History, index: ArticleIndex) -> None:
        self._history = history
        self._index = index

    def desk(self, now: Desk, memory: Kept | None, request: gr.Request) -> Desk:
        """Return the desk, or the conversation that the browser names where there is none."""
        if now.id or not memory or not memory["conversation"]:
            return now
        try:
            return self._history.desk(visitor_of(memory, request), memory["conversation"])
        except HistoryError:
            return now  # deleted since, or kept for someone who was logged in

    def with_filters(self, now: Desk, memory: Kept | None, request: gr.Request) -> tuple[Any, ...]:
        """Return the desk; where it had to be brought back, with the filters of its last question."""
        back = self.desk(now, memory, request)
        if back is now or back.last is None:
            return back, gr.skip(), gr.skip()
        return back, back.last.filters, render_filters(back.last.filters, self._index.coverage())

    def brought_back(self, now: Desk, memory: Kept | None, request: gr.Request) -> Any:
        """Return what to put on the desk where it was forgotten, and else leave it to whoever changes it."""
        back = self.desk(now, memory, request)
        return gr.skip() if back is now else back
