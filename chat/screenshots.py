"""Makes the pictures of the documentation from a chat that runs: `python -m chat.screenshots [ADDRESS]`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs"
EVALUATION = ROOT / "data" / "eval"
PORT = 7899


def cited_sentence(page: Page) -> None:
    """An answer with questions to go on with, and its article beside it, at the cited sentence."""
    _ask(page, "Who met Zelensky at NATO headquarters?")
    _await_suggestions(page)
    page.click("#last .answer .chip")
    page.wait_for_selector("#panel mark.active")


def answer(page: Page) -> None:
    """An answer alone."""
    _ask(page, "How much will the repair of Kestrel Bridge cost?")
    _await_suggestions(page)


def history(page: Page) -> None:
    """Two conversations in the list."""
    _ask(page, "Who met Zelensky at NATO headquarters?")
    page.get_by_role("button", name="New conversation").click()
    page.wait_for_selector(".welcome")
    _ask(page, "Why did Portavel cancel flights?")
    page.get_by_role("tab", name="History").click()
    page.wait_for_selector("#history .conversations")


def abstention(page: Page) -> None:
    """A question that the articles do not answer, with the nearest passages."""
    _ask(page, "Who is the mayor of Lisbon?")


def articles(page: Page) -> None:
    """The articles on the desk."""
    page.get_by_role("tab", name="Articles").click()
    page.wait_for_selector("#shelf table")


def quality(page: Page) -> None:
    """The figures of the last evaluation."""
    page.get_by_role("tab", name="Quality").click()
    page.wait_for_selector("#quality h1")


def settings(page: Page) -> None:
    """The state of the desk and what a visitor may choose."""
    page.get_by_role("tab", name="Settings").click()
    page.wait_for_selector("#settings h1")


# name: what to do, colour scheme, width, height
SHOTS: dict[str, tuple[Callable[[Page], None], str, int, int]] = {
    "chat": (cited_sentence, "light", 1280, 800),
    "dark": (cited_sentence, "dark", 1280, 800),
    "abstention": (abstention, "light", 1280, 800),
    "articles": (articles, "light", 1280, 800),
    "history": (history, "light", 1280, 800),
    "quality": (quality, "light", 1280, 800),
    "settings": (settings, "light", 1280, 800),
    "narrow": (cited_sentence, "light", 390, 780),
    "narrow-dark": (answer, "dark", 390, 780),
}


def main() -> int:
    """Write every picture, from the chat at the address or from one started for it over the samples."""
    if len(sys.argv) > 1:
        take(sys.argv[1])
    else:
        with running_chat() as address:
            take(address)
    return 0


def take(address: str) -> None:
    """Write the pictures of the chat at the address."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Install Chromium first: the package chromium, or google-chrome on the PATH.")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in SHOTS:
            print(_shoot(browser, address, name))
        browser.close()


@contextmanager
def running_chat() -> Iterator[str]:
    """Start the chat over the sample articles in a folder of its own; yields its address."""
    address = f"http://127.0.0.1:{PORT}/"
    own = {"ASSISTANT_PORT": str(PORT), "ASSISTANT_SUGGESTION_SECONDS": "10"}
    others = {
        name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "OPENAI_"))
    }
    with tempfile.TemporaryDirectory() as folder:
        if EVALUATION.is_dir():
            shutil.copytree(EVALUATION, Path(folder) / "data" / "eval")
        process = subprocess.Popen([sys.executable, ROOT / "app.py"], cwd=folder, env={**others, **own})
        try:
            while not _answers(address):
                if process.poll() is not None:
                    raise SystemExit("The chat did not start; its message is above.")
                time.sleep(0.3)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=60)


def _shoot(browser: Browser, address: str, name: str) -> Path:
    prepare, scheme, width, height = SHOTS[name]
    visitor = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = visitor.new_page()
    page.goto(address)
    page.wait_for_selector(".welcome")
    prepare(page)
    page.mouse.move(0, 0)
    page.wait_for_timeout(700)
    picture = PICTURES / f"{name}.png"
    page.screenshot(path=picture)
    visitor.close()
    return picture


def _ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#last .entry[data-state=done]", timeout=60_000)


def _await_suggestions(page: Page) -> None:
    page.locator("#more .suggestion").first.wait_for(timeout=30_000)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}config", timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
