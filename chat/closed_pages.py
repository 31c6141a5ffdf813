"""What the server keeps of pages that were closed, and for how long."""

from __future__ import annotations

import threading
from datetime import datetime

import gradio as gr


class ClosedPages:
    """Lets the server forget closed pages, the longest closed first, once there are more than a few.

    Gradio keeps all that a page has shown, about half a megabyte, until a limit on all pages is reached. A
    few are kept, since a telephone also drops the connection of a page that it puts aside for a moment.
    """

    def __init__(self, page: gr.Blocks, *, most: int) -> None:
        """Watch the page; `most` closed ones are kept."""
        self._page = page
        self._most = most
        self._closed: dict[str, datetime] = {}
        self._lock = threading.Lock()
        page.unload(self.note)

    def note(self, request: gr.Request) -> None:
        """Take note of a page that was closed, and forget the one that was closed longest ago."""
        if request.session_hash is None:
            return
        with self._lock:
            self._closed.pop(request.session_hash, None)
            self._closed[request.session_hash] = datetime.now()
            while len(self._closed) > self._most:
                longest = next(iter(self._closed))
                self._forget(longest, self._closed.pop(longest))

    def _forget(self, session: str, closed: datetime) -> None:
        kept = self._page.state_holder
        used = kept.time_last_used.get(session)
        if used is not None and used > closed:
            return  # it was only put aside, and has come back
        kept.session_data.pop(session, None)
        kept.time_last_used.pop(session, None)
