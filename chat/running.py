"""Answers a visitor's question on the desk: what the page shows meanwhile, and how it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import gradio as gr

from chat.answering import answer_on_desk
from chat.choices import Choices, Variants
from chat.desk import Desk
from chat.errors import HistoryError
from chat.history import History
from chat.limits import RateLimit, caller_of
from chat.transcript import render_last, render_past
from chat.visitors import Kept, choices_in, remember, visitor_of
from chat.working import until_stopped
from indexes.searching import SearchFilters


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was taken; where it stands `alone`, nothing said before is read into it."""

    text: str
    alone: bool = False


class Running:
    """The answers being made, of all visitors."""

    def __init__(self, variants: Variants, history: History, rate: RateLimit) -> None:
        """`rate` counts the questions of each user or address."""
        self._variants = variants
        self._history = history
        self._rate = rate
        self._answering: dict[str, threading.Event] = {}  # by entry; set once its visitor pressed Stop

    def busy(self) -> bool:
        """Tell whether anybody waits for an answer."""
        return bool(self._answering)

    def run(
        self,
        asked: Asked | None,
        now: Desk,
        within: SearchFilters,
        memory: Kept | None,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the desk, the past and the newest entries, the buttons Ask and Stop, and what is kept."""
        if asked is None:
            yield (gr.skip(),) * 6
            return
        # who asks before the page has arrived is given a name now: nothing is kept for all who have none
        memory = memory or remember(None, "")
        choices = Choices.read(choices_in(memory), self._variants.settings)
        caller = caller_of(request.username, request.client.host if request.client else None)
        steps = answer_on_desk(
            self._variants.of(choices),
            now,
            asked.text,
            alone=asked.alone,
            filters=within,
            made_with=choices.as_settings(),
            admit=lambda: self._rate.take(caller),
        )
        begun, key, stopped = False, "", threading.Event()
        try:
            with closing(_to_its_end(stopped, steps)) as desks:
                for desk in desks:
                    working = desk.last is not None and desk.last.working
                    key = desk.last.key if desk.last else ""
                    self._answering[key] = stopped
                    if not begun or not working:
                        save_or_warn(self._history, visitor_of(memory, request), desk)
                    yield (
                        desk,
                        gr.skip() if begun else render_past(desk),
                        render_last(desk, passages=choices.passages),
                        gr.Button(visible=not working),
                        gr.Button(visible=working),
                        gr.skip() if begun else remember(memory, desk.id),
                    )
                    begun = True
        finally:
            self._answering.pop(key, None)

    def halt(self, now: Desk) -> tuple[Any, ...]:
        """Let the newest entry come no further; the desk, the entry and the buttons, for who shows it.

        Only the run that makes the answer says on the page that it was stopped: were it said here too, a
        piece under way could come after it. An entry that no run makes any more is marked at once.
        """
        stopped = self._answering.get(now.last.key) if now.last is not None else None
        if stopped is not None:
            stopped.set()
            return (gr.skip(),) * 4
        if now.last is not None and now.last.working:
            now = now.with_last(stopped=True)
        return now, render_last(now), gr.Button(visible=True), gr.Button(visible=False)


def _to_its_end(stopped: threading.Event, steps: Generator[Desk, None, None]) -> Generator[Desk, None, None]:
    """Yield the desks; once stopped, only one more, which says so."""
    desk = Desk()
    with closing(until_stopped(stopped, steps)) as desks:
        for desk in desks:
            yield desk
    if desk.last is not None and desk.last.working:
        yield desk.with_last(stopped=True)


def save_or_warn(history: History, visitor: str, desk: Desk, *, begin: bool = True) -> None:
    """Keep the conversation; where that fails, the visitor is told and the page goes on."""
    try:
        history.save(visitor, desk, begin=begin)
    except HistoryError as error:
        gr.Warning(str(error))
