"""Who is asking: the name of the login, or a number that the browser keeps for itself."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict
from uuid import uuid4

import gradio as gr


class Kept(TypedDict):
    """What the browser remembers between visits; `choices` is for `Choices.read`."""

    visitor: str
    conversation: str
    choices: NotRequired[dict[str, Any]]


def kept_in_browser() -> gr.BrowserState:
    """Return the component that reads and writes it; the key only makes it readable after a restart."""
    return gr.BrowserState(None, storage_key="article-assistant", secret="article-assistant")


def visitor_of(kept: Kept | None, request: gr.Request) -> str:
    """Return who owns the conversations of this request; no browser can name itself after a login."""
    if request.username:
        return f"user {request.username}"
    return f"browser {kept['visitor']}" if kept else "nobody"


def remember(kept: Kept | None, conversation: str) -> Kept:
    """Return what the browser is to remember when this conversation is on the desk."""
    known: Kept = {"visitor": kept["visitor"] if kept else uuid4().hex, "conversation": conversation}
    # nothing else is taken over: Gradio adds keys of its own to what the browser keeps
    if kept and "choices" in kept:
        known["choices"] = kept["choices"]
    return known


def remember_choices(kept: Kept | None, choices: dict[str, Any]) -> Kept:
    """Return what the browser is to remember when its visitor wants to be answered like this."""
    return {**remember(kept, kept["conversation"] if kept else ""), "choices": choices}


def choices_in(kept: Kept | None) -> dict[str, Any] | None:
    """Return what the browser remembers of the visitor's choices, if anything."""
    return kept.get("choices") if kept else None
