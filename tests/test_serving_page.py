"""Limits and the log-in as somebody meets them in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from chat.users import user_line
from tests.app_browser import ask, chromium, visit
from tests.serving_parts import COST, SENTENCE, serving_chat

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def test_who_asks_too_often_reads_so_and_keeps_the_conversation(browser: Browser, tmp_path: Path) -> None:
    with serving_chat(tmp_path, questions_per_minute=1) as address, visit(browser, address) as page:
        ask(page, COST)
        ask(page, "Does the ferry sail again?")
        expect(page.locator("#last [role=alert]")).to_contain_text("the limit is 1 a minute")
        expect(page.locator("#past")).to_contain_text(SENTENCE.split(",")[0])
        expect(page.locator("#question textarea")).to_be_editable()


def test_a_crowded_page_says_so_and_the_question_stays_in_its_box(browser: Browser, tmp_path: Path) -> None:
    crowd = {"pause": 0.4, "concurrent_answers": 1, "queue_length": 1, "suggestion_seconds": 0}
    with (
        serving_chat(tmp_path, **crowd) as address,
        visit(browser, address) as first,
        visit(browser, address) as second,
        visit(browser, address) as third,
    ):
        for page in (first, second):
            page.fill("#question textarea", COST)
            page.keyboard.press("Enter")
            page.locator("#question textarea:placeholder-shown").wait_for()
        third.fill("#question textarea", COST)
        third.keyboard.press("Enter")
        expect(third.locator("#hint [role=alert]")).to_contain_text("Many questions are waiting")
        expect(third.locator("#question textarea")).to_have_value(COST)
        for page in (first, second):
            page.locator("#last .entry[data-state=done]").wait_for()
        third.keyboard.press("Enter")
        expect(third.locator("#last")).to_contain_text(SENTENCE.split(",")[0])
        expect(third.locator("#hint [role=alert]")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_log_in_page_shows_its_fields_and_how_often_one_may_try(
    browser: Browser, tmp_path: Path, scheme: str
) -> None:
    users = {"users": user_line("ada", "lovelace"), "logins_per_minute": 7}
    with serving_chat(tmp_path, **users) as address:
        page = browser.new_page(color_scheme=scheme)
        page.goto(address)
        expect(page.get_by_text("At most 7 tries per minute.")).to_be_visible()
        field = page.get_by_label("username")
        edge = field.evaluate("field => getComputedStyle(field).borderTopColor")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert field.evaluate("field => parseFloat(getComputedStyle(field).borderTopWidth)") >= 1
        assert edge != ground
        field.fill("ada")
        page.get_by_label("password").fill("lovelace")
        page.get_by_role("button", name="Login").click()
        page.wait_for_selector("#question textarea")
        page.close()
