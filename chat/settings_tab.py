"""The tab that says how answers are made here and whether all is well; settings are changed outside."""

from __future__ import annotations

from typing import Any

import gradio as gr

from chat.answering import Answering
from chat.events import Event
from chat.markup import render
from chat.settings import ChatSettings
from chat.transcript import writer_label
from indexes.errors import IndexesError

CHECKING = {
    "flag": "Every sentence is checked; doubtful ones are shown and marked",
    "repair": "Every sentence is checked; doubtful ones are written again once, else marked",
    "drop": "Every sentence is checked; doubtful ones are left out",
}


def settings_tab(assistant: Answering, settings: ChatSettings) -> Event:
    """Build the tab inside the current Blocks; returns the event that refreshes it."""
    with gr.Column(elem_id="settings-side"):
        shown = gr.HTML(elem_id="settings", apply_default_css=False)
    return Event(lambda: render_settings(assistant, settings), [], [shown])


def render_settings(assistant: Answering, settings: ChatSettings) -> str:
    """Return the health line and the settings, each with the variable that changes it."""
    try:
        stats = assistant.index.stats()
        size = f"{stats.bytes / 1e6:.1f} MB"
        health = f"{stats.articles} articles in {stats.passages} passages, {size}; ready to answer."
    except IndexesError as error:
        health = str(error)
    written_by_model = assistant.writer.name != "extractive"
    rows: list[tuple[str, Any, str]] = [
        ("Answers", writer_label(assistant.writer.name), "ASSISTANT_MODEL, OPENAI_API_KEY, OPENAI_BASE_URL"),
        ("Passages read for an answer", settings.passages_to_read, "ASSISTANT_PASSAGES_TO_READ"),
    ]
    if written_by_model:
        rows += [
            ("Model", settings.model or "the server’s own", "ASSISTANT_MODEL"),
            ("Model server", settings.openai_base_url or "OpenAI", "OPENAI_BASE_URL"),
            ("Passages given to the model", settings.passages_to_write, "ASSISTANT_PASSAGES_TO_WRITE"),
            ("Checking", CHECKING[settings.verification], "ASSISTANT_VERIFICATION"),
        ]
    rows += [
        ("Embeddings", settings.embedding_model or "made on this machine", "ASSISTANT_EMBEDDING_MODEL"),
        ("Data folder", settings.data_folder, "ASSISTANT_DATA_FOLDER"),
        ("Largest upload", f"{settings.max_upload_megabytes} MB", "ASSISTANT_MAX_UPLOAD_MEGABYTES"),
        ("Login", _login(settings), "ASSISTANT_USERS, ASSISTANT_USER_HEADER"),
        ("HTTP token", "required" if settings.api_token else "not required", "ASSISTANT_API_TOKEN"),
    ]
    return render("settings.html", health=health, rows=rows)


def _login(settings: ChatSettings) -> str:
    if settings.user_header:
        return "by the reverse proxy"
    return "required" if settings.users else "not required"
