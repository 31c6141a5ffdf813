"""Who is asking: the name of the login, or a number that the browser keeps for itself."""

from __future__ import annotations

from typing import TypedDict
from uuid import uuid4

import gradio as gr


class Kept(TypedDict):
    """What the browser remembers between visits."""

    visitor: str
    conversation: str


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
    return {"visitor": kept["visitor"] if kept else uuid4().hex, "conversation": conversation}
