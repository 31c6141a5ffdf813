"""The tab that says whether all is well, lets a visitor choose how answers are made, and lists the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import gradio as gr

from chat.choices import Choices, Variants, offered
from chat.events import QUICK, Event
from chat.health import ModelHealth
from chat.markup import format_day, render
from chat.settings import ChatSettings
from chat.theme import asset
from chat.visitors import Kept, choices_in, remember_choices
from indexes.errors import IndexesError

VERIFICATIONS = {
    "flag": ("Show and mark it", "Nothing the model wrote is hidden."),
    "repair": ("Have it rewritten once", "It is marked if it still has no support. Takes longer."),
    "drop": ("Leave it out", "Only what an article supports is shown."),
}
MOST_AGO = 48 * 3600


def settings_tab(variants: Variants, settings: ChatSettings, kept: gr.BrowserState) -> Event:
    """Build the tab inside the current Blocks; returns the event that refreshes it.

    What is chosen goes into `kept`, which the browser keeps.
    """
    health = ModelHealth(settings)
    with gr.Column(elem_id="settings-side"):
        shown = gr.HTML(elem_id="settings", js_on_load=asset("settings.js"), apply_default_css=False)

    def refresh(memory: Kept | None, request: gr.Request) -> str:
        choices = Choices.read(choices_in(memory), settings)
        return render_settings(variants, settings, choices, health, user=user_of(request))

    def user_of(request: gr.Request) -> str | None:
        # whom a proxy names, the proxy logs out
        return request.username if settings.users else None

    def choose(memory: Kept | None, event: gr.EventData, request: gr.Request) -> tuple[Kept, str]:
        choices = Choices.read(event._data, settings)
        drawn = render_settings(variants, settings, choices, health, user=user_of(request))
        # nothing is kept of a visitor who wants what the settings say, today and later
        kept = choices.to_dict() if choices != Choices.of(settings) else {}
        return remember_choices(memory, kept), drawn

    shown.look(refresh, [kept], [shown], queue=False, **QUICK)
    shown.choose(choose, [kept], [kept, shown], queue=False, **QUICK)
    return Event(refresh, [kept], [shown])


def render_settings(
    variants: Variants,
    settings: ChatSettings,
    choices: Choices,
    health: ModelHealth,
    *,
    user: str | None = None,
) -> str:
    """Return the health lines, the choices, and the settings with the variables that change them.

    A `user` who is logged in is told so, and may log out.
    """
    return render(
        "settings.html",
        user=user,
        health=[*_index_health(variants), _model_health(settings, health)],
        choices=choices,
        own=choices == Choices.of(settings),
        model=_model_name(settings) if settings.language_model_configured else None,
        verifications=VERIFICATIONS,
        numbers=offered(settings),
        rows=_fixed(settings),
    )


def _index_health(variants: Variants) -> list[tuple[str, str, str]]:
    """Return (what, words, "good", "bad", "waiting" or "") for the index."""
    try:
        stats, last_added = variants.index.stats(), variants.index.coverage().last_added
    except IndexesError as error:
        return [("Index", str(error), "bad")]
    articles = "1 article" if stats.articles == 1 else f"{stats.articles:,} articles"
    size = f", {stats.bytes / 1e6:,.1f} MB on disk" if stats.bytes else ""
    return [
        ("Index", f"{articles} in {stats.passages:,} passages{size}", "good" if stats.articles else "bad"),
        ("Last added", moment(last_added) if last_added else "nothing yet", ""),
    ]


def _model_health(settings: ChatSettings, health: ModelHealth) -> tuple[str, str, str]:
    what = "Language model"
    if not health.configured:
        return what, "none; answers are quoted from the articles", ""
    name, found = _model_name(settings), health.last()
    if found is None:
        return what, f"{name}, checking whether it responds…", "waiting"
    if found.reason is None:
        return what, f"{name}, responded {moment(found.at.isoformat())}", "good"
    return what, f"{name}, did not respond {moment(found.at.isoformat())}: {found.reason}", "bad"


def _model_name(settings: ChatSettings) -> str:
    from assistant.generative.language_model import DEFAULT_MODEL

    return settings.model or DEFAULT_MODEL


def moment(value: str, now: datetime | None = None) -> str:
    """Return a moment of ISO 8601 in words: how long ago, or the day where that is long ago."""
    then = datetime.fromisoformat(value)
    seconds = ((now or datetime.now(UTC)) - then).total_seconds()
    if seconds < 5:
        return "just now"
    if seconds >= MOST_AGO:
        return f"on {format_day(value)}"
    count, unit = next(
        (int(seconds // size), unit)
        for size, unit in ((3600, "hour"), (60, "minute"), (1, "second"))
        if seconds >= size
    )
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def _fixed(settings: ChatSettings) -> list[tuple[str, Any, str]]:
    rows: list[tuple[str, Any, str]] = []
    if settings.language_model_configured:
        rows += [
            ("Model", _model_name(settings), "ASSISTANT_MODEL"),
            ("Model server", settings.openai_base_url or "OpenAI", "OPENAI_BASE_URL"),
            ("Passages given to the model", settings.passages_to_write, "ASSISTANT_PASSAGES_TO_WRITE"),
        ]
    else:
        rows += [("Model", "none", "ASSISTANT_MODEL, OPENAI_API_KEY, OPENAI_BASE_URL")]
    return [
        *rows,
        ("Embeddings", settings.embedding_model or "made on this machine", "ASSISTANT_EMBEDDING_MODEL"),
        ("Data folder", settings.data_folder, "ASSISTANT_DATA_FOLDER"),
        ("Largest upload", f"{settings.max_upload_megabytes} MB", "ASSISTANT_MAX_UPLOAD_MEGABYTES"),
        (
            "Fetching from private networks",
            "allowed" if settings.fetch_private_addresses else "refused",
            "ASSISTANT_FETCH_PRIVATE_ADDRESSES",
        ),
        (
            "Questions per minute",
            settings.questions_per_minute or "no limit",
            "ASSISTANT_QUESTIONS_PER_MINUTE",
        ),
        ("Login", _login(settings), "ASSISTANT_USERS, ASSISTANT_USER_HEADER"),
        ("API token", "required" if settings.api_token else "not required", "ASSISTANT_API_TOKEN"),
    ]


def _login(settings: ChatSettings) -> str:
    if settings.user_header:
        return "by the reverse proxy"
    return "required" if settings.users else "not required"
