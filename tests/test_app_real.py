"""The chat as it is started: `python app.py` over the sample articles, with the real assistant."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app_browser import ask, chromium, visit
from tests.conftest import ROOT

pytestmark = pytest.mark.browser


@contextmanager
def chat(data: Path, **settings: str) -> Iterator[str]:
    """Start the chat in its own process; yields its address once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ASSISTANT_", "OPENAI_"))
        },
        "ASSISTANT_DATA_FOLDER": str(data),
        "ASSISTANT_PORT": str(port),
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        deadline = time.monotonic() + 180
        while not _answers(f"{address}config"):
            if process.poll() is not None:
                pytest.fail(f"the chat ended with {process.returncode}: {process.communicate()[1]}")
            assert time.monotonic() < deadline, "the chat did not start within three minutes"
            time.sleep(0.25)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert browser.is_connected()  # without a browser nothing is started
    with chat(tmp_path_factory.mktemp("data")) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with visit(browser, address) as page:
        yield page


def test_an_example_question_is_answered_at_the_very_sentence(page: Page) -> None:
    page.get_by_role("button", name="How much of the Bennu sample was brought home?").click()
    page.locator("#last .entry[data-state=done]").wait_for(timeout=60_000)
    expect(page.locator("#last .answer")).to_contain_text("121.6")
    page.click("#last .answer .chip")
    mark = page.locator("#panel mark.active")
    expect(mark).to_be_in_viewport()
    expect(mark).to_contain_text("121.6")
    text = page.locator("#panel .sheet-text").inner_text()
    assert len(text) > 3 * len(mark.inner_text())  # the rest of the article can be read too


def test_a_follow_up_is_searched_for_in_full(page: Page) -> None:
    ask(page, "Why was Kestrel Bridge closed?")
    ask(page, "When did it reopen?")
    expect(page.locator("#last .searched")).to_contain_text("Kestrel Bridge")
    expect(page.locator("#last .answer")).to_contain_text("October")


def test_a_question_that_no_article_answers_is_not_answered(page: Page) -> None:
    ask(page, "Who is the mayor of Lisbon?")
    expect(page.locator("#last .answer.abstained")).to_be_visible()
    expect(page.locator("#last .considered .passage").first).to_be_visible()


def test_a_name_that_no_article_has_is_offered_as_one_that_they_have(page: Page) -> None:
    ask(page, "who is Rufus Bell?")
    expect(page.locator("#last .answer.abstained")).to_be_visible()
    page.locator("#last").get_by_role("button", name="who is Rufus Pell?").click()
    expect(page.locator("#last .question")).to_have_text("who is Rufus Pell?")
    page.locator("#last .entry[data-state=done]").wait_for(timeout=60_000)
    expect(page.locator("#last .answer")).to_contain_text("marina")


def test_a_mistyped_question_says_how_it_was_read_and_can_be_searched_for_as_it_is(page: Page) -> None:
    ask(page, "how many artciles are there?")
    expect(page.locator("#last .searched")).to_contain_text("how many articles are there?")
    page.get_by_role("button", name="Search for my exact words").click()
    page.locator("#last .entry[data-state=done]").wait_for(timeout=60_000)
    expect(page.locator("#last .searched")).to_have_count(0)


def test_an_uploaded_article_can_be_asked_about(page: Page, tmp_path: Path) -> None:
    article = tmp_path / "windmill.md"
    article.write_text(
        "---\ntitle: Old windmill turns again\npublisher: The Miller\npublished: 2025-08-03\n---\n"
        "The windmill at Oakreach turned on Sunday for the first time in 81 years.\n\n"
        "Volunteers led by Hanna Brandl spent six winters carving new sails for it.\n",
        encoding="utf-8",
    )
    page.get_by_role("tab", name="Articles").click()
    page.set_input_files("#upload input[type=file]", article)
    expect(page.locator("#report")).to_contain_text("1 article added.", timeout=60_000)
    page.get_by_role("tab", name="Ask").click()
    ask(page, "Who led the volunteers who carved the new sails of the windmill at Oakreach?")
    expect(page.locator("#last .answer")).to_contain_text("Hanna Brandl")
    page.click("#last .answer .chip")
    expect(page.locator("#panel mark.active")).to_contain_text("Hanna Brandl")


def test_a_second_chat_over_the_same_folder_is_told_which_process_has_it(tmp_path: Path) -> None:
    with chat(tmp_path / "data", ASSISTANT_ARTICLES=str(tmp_path)):
        done = subprocess.run(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env={**os.environ, "ASSISTANT_DATA_FOLDER": str(tmp_path / "data"), "ASSISTANT_PORT": "0"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 1
    assert "is in use by process" in done.stderr
    assert "Traceback" not in done.stderr
