"""The chat: `python app.py` opens the research desk over the articles in a browser."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

# Read when gradio and chromadb are imported: neither may send anything anywhere.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
# gradio makes a table of so many past events anew at each event, 10,000 by default, for nobody to read
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "50"

import gradio as gr
import uvicorn
from fastapi import FastAPI
from tqdm import tqdm

from assistant import Assistant, AssistantError
from assistant.errors import SettingsError
from chat.answering import Answering
from chat.articles_tab import articles_tab
from chat.ask_tab import ask_tab
from chat.choices import Variants
from chat.closed_pages import ClosedPages
from chat.endpoints import add_endpoints
from chat.errors import ChatError
from chat.feedback import FeedbackFile
from chat.history import History
from chat.history_tab import history_tab
from chat.hosts import address_of
from chat.limits import Places, RateLimit
from chat.logs import configure
from chat.observing import ObservedAssistant, Tracer, tracer_for
from chat.proxies import user_of
from chat.quality_tab import quality_tab
from chat.serving import login_message, protect
from chat.settings import SAMPLE_ARTICLES, ChatSettings
from chat.settings_tab import settings_tab
from chat.theme import asset, page_theme, stylesheet
from chat.welcome import Welcome
from indexes.errors import IndexesError
from indexes.reports import IngestProgress

# uploads are copied to the data folder; Gradio looks every hour for its own copies of that age
HOURLY = (3600, 3600)

# Of so many pages, at some half a megabyte each, the server knows what is on the desk; the one that was idle
# for longest is read from the history when it is used again. They must be far more than may wait: a page that
# waits counts as idle.
PAGES_KEPT = 300
CLOSED_PAGES_KEPT = 20

# how long a page that stays open may hold up the end, seconds
GRACE = 5


def build_page(variants: Variants, history: History, settings: ChatSettings, rate: RateLimit) -> gr.Blocks:
    """Return the page: tabs to ask, for articles, earlier conversations, measured quality and settings."""
    page = gr.Blocks(title="Article Assistant", analytics_enabled=False, fill_width=True, delete_cache=HOURLY)
    with page:
        with gr.Tabs(overflow_behavior="wrap") as tabs:
            with gr.Tab("Ask", id="ask") as ask:
                asking = ask_tab(
                    variants,
                    history,
                    FeedbackFile(settings.data_folder / "feedback.jsonl", settings.shown()),
                    Welcome(variants).render,
                    rate=rate,
                    at_once=settings.concurrent_answers,
                    crowded=lambda: len(page._queue) >= settings.queue_length,
                    suggestion_seconds=settings.suggestion_seconds,
                )
            with gr.Tab("Articles", id="articles") as articles:
                shelf = articles_tab(
                    variants.index,
                    settings.data_folder / "uploads",
                    allow_private=settings.fetch_private_addresses,
                )
            with gr.Tab("History", id="history") as conversations:
                listed = history_tab(history, asking, tabs)
            with gr.Tab("Quality", id="quality") as quality:
                measured = quality_tab(settings.data_folder / "eval")
            with gr.Tab("Settings", id="settings") as how:
                told = settings_tab(variants, settings, asking.kept)
        asking.suggest.on(asking.arrive.on(page.load).then)
        for event, tab in (
            (asking.refresh, ask),
            (shelf, articles),
            (listed, conversations),
            (measured, quality),
            (told, how),
        ):
            event.on(tab.select)
    # a browser shows nothing of a question that the queue itself refuses, so that is only the last resort
    page.queue(default_concurrency_limit=8, api_open=False, max_size=2 * settings.queue_length)
    with page:
        ClosedPages(page, most=CLOSED_PAGES_KEPT)
    page.state_session_capacity = max(PAGES_KEPT, 4 * settings.queue_length)
    return page


def build_app(
    assistant: Answering, history: History, settings: ChatSettings, *, tracer: Tracer | None = None
) -> FastAPI:
    """Return the web application that serves the page and the endpoints."""
    app = FastAPI(title="Article Assistant", docs_url=None, redoc_url=None)
    protect(app, settings)

    def observe(one: Answering) -> Answering:
        return ObservedAssistant(one, tracer)

    rate = RateLimit(settings.questions_per_minute, of="questions")
    users = settings.login
    add_endpoints(
        app,
        observe(assistant),
        token=settings.api_token,
        closed=users is not None or settings.user_header is not None,
        rate=rate,
        places=Places(settings.concurrent_answers, queue_length=settings.queue_length),
    )
    gr.mount_gradio_app(
        app,
        build_page(Variants(assistant, settings, observe), history, settings, rate),
        path="/",
        auth=users.check_aside if users else None,
        auth_message=login_message(settings) if users else None,
        auth_dependency=user_of if settings.user_header else None,
        theme=page_theme(),
        css=stylesheet(),
        head=f"<script>{asset('tabs.js')}</script>",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=True,
        ssr_mode=False,
        max_file_size=f"{settings.max_upload_megabytes}mb",
    )
    return app


def fill(assistant: Assistant, paths: Sequence[Path]) -> None:
    """Add the articles under the paths, showing progress; an empty index starts with the samples."""
    if not paths and assistant.index.stats().articles:
        return
    with tqdm(unit=" sources", desc="Reading the articles", leave=False) as bar:

        def show(now: IngestProgress) -> None:
            bar.total, bar.n = now.sources_total or None, now.sources_done
            bar.refresh()

        report = assistant.index.add(paths or (SAMPLE_ARTICLES,), progress=show)
    for source, reason in report.failed:
        print(f"Could not read {source}: {reason}", file=sys.stderr)


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; raises SettingsError when another program does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise SettingsError(
            f"Cannot listen on {host}:{port} ({error.strerror}); set ASSISTANT_PORT to another port."
        ) from error


def main() -> int:
    """Serve the chat until it is interrupted or told to end; returns the exit code."""
    # uvicorn ends what is under way and hands the signal on, for everything here to be closed in turn
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        settings = ChatSettings.read()
        configure(settings.log_format, settings.log_level, secrets=settings.secrets())
        with (
            listening_socket(settings.host, settings.port) as listener,
            tracer_for(settings.tracing_endpoint) as tracer,
            Assistant(settings) as assistant,
            closing(History(settings.data_folder / "conversations.sqlite")) as history,
        ):
            fill(assistant, settings.articles)
            app = build_app(assistant, history, settings, tracer=tracer)
            # whom a proxy may speak for is told by the settings, and the log is set up already
            config = uvicorn.Config(
                app,
                access_log=False,
                log_config=None,
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE,
            )
            server = uvicorn.Server(config)
            host, port = listener.getsockname()[:2]
            print(f"Ask the articles at {address_of(host, port)}", flush=True)
            server.run(sockets=[listener])
    except (AssistantError, IndexesError, ChatError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
