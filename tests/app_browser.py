"""A real Chromium for tests of the chat, and a server in this process to point it at."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

expect.set_options(timeout=20_000)  # a busy machine draws slowly

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine; skips the test where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs Chromium: install the package chromium, or put google-chrome on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, address: str, **context: Any) -> Iterator[Page]:
    """Open the chat as a new visitor; fails when the page asks any other host for anything."""
    elsewhere: list[str] = []
    errors: list[str] = []
    visitor = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **context})
    page = visitor.new_page()
    page.set_default_timeout(60_000)  # a busy machine reads slowly
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((address, "data:", "blob:")) else elsewhere.append(request.url)
        ),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    page.wait_for_selector("#question textarea")
    page.wait_for_selector(".welcome")
    try:
        yield page
    finally:
        visitor.close()
    assert elsewhere == []
    assert errors == []


@contextmanager
def serve(app: Any) -> Iterator[str]:
    """Serve an application from a thread of this process; yields its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", proxy_headers=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join(timeout=20)


def ask(page: Page, question: str) -> None:
    """Type a question, send it with the Enter key and wait until it is dealt with."""
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    entry = page.locator("#last .entry", has=page.get_by_role("heading", name=question, exact=True))
    entry.and_(page.locator("[data-state=done]")).wait_for()
