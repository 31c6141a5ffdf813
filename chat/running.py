"""Answers a visitor's question on the desk: what the page shows meanwhile, and how it is stopped."""

from __future__ import annotations

from collections.abc import Iterator
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
        self._answering: set[str] = set()
        self._halted: set[str] = set()  # entries whose visitor pressed Stop

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
        begun, key = False, ""
        choices = Choices.read(choices_in(memory), self._variants.settings)
        caller = caller_of(request.username, request.client.host if request.client else None)
        try:
            for step in answer_on_desk(
                self._variants.of(choices),
                now,
                asked.text,
                alone=asked.alone,
                filters=within,
                made_with=choices.as_settings(),
                admit=lambda: self._rate.take(caller),
            ):
                working = step.last is not None and step.last.working
                key = step.last.key if step.last else ""
                self._answering.add(key)
                if key in self._halted and working:
                    step, working = step.with_last(stopped=True), False
                if not begun or not working:
                    save_or_warn(self._history, visitor_of(memory, request), step)
                yield (
                    step,
                    gr.skip() if begun else render_past(step),
                    render_last(step, passages=choices.passages),
                    gr.Button(visible=not working),
                    gr.Button(visible=working),
                    gr.skip() if begun else remember(memory, step.id),
                )
                begun = True
                if not working:
                    return
        finally:
            self._halted.discard(key)
            self._answering.discard(key)

    def ask_to_halt(self, now: Desk) -> None:
        """Let the newest entry come no further."""
        if now.last is not None and now.last.working:
            self._halted.add(now.last.key)

    def halt(self, now: Desk) -> tuple[Any, ...]:
        """Mark the newest entry as stopped and bring the Ask button back."""
        if now.last is not None and now.last.working:
            now = now.with_last(stopped=True)
        return now, render_last(now), gr.Button(visible=True), gr.Button(visible=False)


def save_or_warn(history: History, visitor: str, desk: Desk, *, begin: bool = True) -> None:
    """Keep the conversation; where that fails, the visitor is told and the page goes on."""
    try:
        history.save(visitor, desk, begin=begin)
    except HistoryError as error:
        gr.Warning(str(error))
