"""The chat in a real browser over a predictable assistant: what a visitor sees and can do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

from app import build_app
from assistant import Assistant
from assistant.answers import Answer
from assistant.writing import AnswerProgress
from chat.answering import NO_ARTICLES
from chat.history import History
from chat.settings import ChatSettings
from chat.users import user_line
from indexes.article_index import ArticleIndex
from tests.app_browser import ask, chromium, serve, visit
from tests.app_fakes import FERRY, HARBOUR, HOSTILE, LetterEmbedder, QuotingAssistant, example_index
from tests.serving_parts import wait_until

pytestmark = pytest.mark.browser

COST = "What did the dredging of the harbour board cost?"
# what a finger touches 15 pixels above and below the middle
TAPPED_NEAR = """(name) => {
  const part = document.querySelector(name), box = part.getBoundingClientRect();
  return [-15, 15].every((off) =>
    part.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2 + off)));
}"""
SENTENCE = "Dredging cost 4.2 million, the harbour board said."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def assistant() -> Iterator[QuotingAssistant]:
    with example_index() as index:
        yield QuotingAssistant(index)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(assistant: QuotingAssistant, data: Path) -> Iterator[str]:
    app = build_app(assistant, History(data / "conversations.sqlite"), ChatSettings(data_folder=data))
    with serve(app) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with visit(browser, address) as page:
        yield page


def test_an_answer_leads_to_the_very_sentence_in_its_article(page: Page) -> None:
    ask(page, COST)
    expect(page.locator("#last .answer")).to_contain_text(SENTENCE)
    page.click("#last .answer .chip")
    mark = page.locator("#panel mark.active")
    expect(mark).to_have_text(SENTENCE)
    expect(mark).to_be_in_viewport()
    expect(page.locator("#panel .sheet-title")).to_have_text(HARBOUR.title)
    expect(page.locator("#panel .sheet-text")).to_contain_text("Paragraph 59 tells of pilots and pontoons.")
    expect(page.locator("#panel .sheet-link a")).to_have_attribute(
        "href",
        "https://quay.example/harbour#:~:text=Dredging%20cost%204.2%20million%2C%20the%20harbour%20board%20said.",
    )


def test_the_citations_of_an_answer_are_walked_one_by_one(page: Page) -> None:
    ask(page, "What became of harbour, dredging and ferry?")
    count = page.locator("#last .answer .chip").count()
    assert count > 1
    page.click("#last .answer .chip >> nth=0")
    expect(page.locator(".sheet-place")).to_have_text(f"Citation 1 of {count}")
    expect(page.get_by_role("button", name="Previous citation")).to_be_disabled()
    page.get_by_role("button", name="Next citation").click()
    expect(page.locator(".sheet-place")).to_have_text(f"Citation 2 of {count}")
    page.keyboard.press("[")
    expect(page.locator(".sheet-place")).to_have_text(f"Citation 1 of {count}")


def test_a_chip_shows_its_quote_publisher_and_date_when_pointed_at(page: Page) -> None:
    ask(page, COST)
    page.hover("#last .answer .chip")
    card = page.locator("#last .answer .card").first
    expect(card).to_be_visible()
    expect(card).to_contain_text(SENTENCE)
    expect(card).to_contain_text("The Quay · 2 May 2024")


def test_text_streams_and_stopping_keeps_it_marked_as_unchecked(
    page: Page, assistant: QuotingAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant, "pause", 1.0)
    page.fill("#question textarea", COST)
    page.keyboard.press("Enter")
    expect(page.locator("#last .steps [aria-current=step]")).to_have_text("Writing")
    expect(page.locator("#last .answer.draft")).to_contain_text("Dredging cost")
    assert SENTENCE not in page.locator("#last .answer.draft").inner_text()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#last .notice")).to_contain_text("Stopped before the answer was finished")
    assert SENTENCE not in page.locator("#last .answer.draft").inner_text()
    monkeypatch.setattr(assistant, "pause", 0.0)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#last .answer")).to_contain_text(SENTENCE)
    assert page.locator(".entry").count() == 1


def test_who_asks_while_it_is_answering_is_told_to_wait(
    page: Page, assistant: QuotingAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant, "pause", 1.0)
    page.fill("#question textarea", COST)
    page.keyboard.press("Enter")
    expect(page.locator("#last .answer.draft")).to_be_visible()
    page.fill("#question textarea", "And the ferry?")
    page.keyboard.press("Enter")
    expect(page.locator("#hint")).to_contain_text("Wait for it, or press Stop.")
    expect(page.locator("#question textarea")).to_have_value("And the ferry?")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#hint .busy")).to_be_hidden()


def test_where_the_server_is_gone_the_question_stays_and_a_line_says_so(page: Page) -> None:
    page.context.set_offline(True)
    page.fill("#question textarea", COST)
    page.keyboard.press("Enter")
    expect(page.locator("#composer .gone")).to_contain_text("The server does not answer")
    expect(page.locator("#question textarea")).to_have_value(COST)
    page.context.set_offline(False)
    expect(page.locator("#composer .gone")).to_have_count(0)


def test_an_empty_index_leads_to_where_articles_are_added(browser: Browser, tmp_path: Path) -> None:
    with ArticleIndex.in_memory(LetterEmbedder()) as index:
        settings = ChatSettings(data_folder=tmp_path)
        app = build_app(Assistant(index=index), History(tmp_path / "conversations.sqlite"), settings)
        with serve(app) as address, visit(browser, address) as page:
            page.locator(".welcome").get_by_role("button", name="Add articles").click()
            expect(page.locator("#upload")).to_be_visible()
            page.get_by_role("tab", name="Ask").click()
            ask(page, COST)
            expect(page.locator("#last .failure")).to_have_text(NO_ARTICLES)
            page.locator("#last").get_by_role("button", name="Add articles").click()
            expect(page.locator("#upload")).to_be_visible()


def test_what_was_stopped_never_touches_what_is_asked_next_however_long_it_goes_on(
    page: Page, assistant: QuotingAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    gates = [threading.Event(), threading.Event()]
    first, second = gates
    left = threading.Event()
    stream = assistant.stream

    def gated(*asked: Any, **within: Any) -> Iterator[AnswerProgress | Answer]:
        gate = gates.pop(0)
        try:
            for item in stream(*asked, **within):
                yield item
                if isinstance(item, AnswerProgress) and item.text:
                    assert gate.wait(60)
        finally:
            if gate is first:
                left.set()

    monkeypatch.setattr(assistant, "stream", gated)
    page.fill("#question textarea", COST)
    page.keyboard.press("Enter")
    expect(page.locator("#last .answer.draft")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    # nobody waits for the step that is under way
    expect(page.locator("#last .notice")).to_contain_text("Stopped before the answer was finished")
    assert not left.is_set()
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#last .answer.draft")).to_be_visible()
    first.set()
    assert left.wait(60)
    page.wait_for_timeout(500)  # for whatever the first might still send
    expect(page.locator("#last .answer.draft")).to_be_visible()
    second.set()
    expect(page.locator("#last .answer")).to_contain_text(SENTENCE)
    assert page.locator(".entry").count() == 1
    page.reload()
    expect(page.locator("#last .answer")).to_contain_text(SENTENCE)
    assert page.locator(".entry").count() == 1


def test_the_last_question_can_be_edited_and_its_answer_is_replaced(page: Page) -> None:
    ask(page, COST)
    page.get_by_role("button", name="Edit question").click()
    expect(page.locator("#question textarea")).to_have_value(COST)
    expect(page.locator("#question textarea")).to_be_focused()
    ask(page, "When has the ferry returned?")
    assert page.locator(".entry .question").all_inner_texts() == ["When has the ferry returned?"]
    expect(page.locator("#last .answer")).to_contain_text("The ferry returned to the harbour")


def test_a_follow_up_shows_what_was_searched_for(page: Page) -> None:
    ask(page, COST)
    ask(page, "And the ferry of the harbour?")
    expect(page.locator("#last .searched span")).to_have_text(
        f"Searched for {COST} And the ferry of the harbour?"
    )
    expect(page.locator("#past .entry")).not_to_contain_text("Searched for")


def test_what_is_asked_next_stands_at_the_top_and_again_after_a_reload(page: Page) -> None:
    def is_at_the_top() -> bool:
        place = page.locator("#last .question").bounding_box()
        return place is not None and 50 < place["y"] < 120

    ask(page, "Who is the president of France?")
    ask(page, COST)
    wait_until(is_at_the_top)
    page.reload()
    expect(page.locator("#last .answer")).to_contain_text(SENTENCE)
    wait_until(is_at_the_top)
    page.get_by_role("tab", name="Articles").click()
    expect(page.locator("#shelf table")).to_be_visible()
    wait_until(lambda: page.evaluate("window.scrollY") == 0)
    page.get_by_role("tab", name="Ask").click()
    wait_until(is_at_the_top)


def test_a_follow_up_can_be_searched_for_in_its_own_words(page: Page) -> None:
    ask(page, "What did the lighthouse keeper paint?")
    ask(page, COST)
    page.get_by_role("button", name="Search for my exact words").click()
    expect(page.locator("#last .answer")).to_contain_text(SENTENCE)
    expect(page.locator("#last .entry")).not_to_contain_text("Searched for")
    assert page.locator(".entry").count() == 2


def test_verdicts_are_told_in_words(page: Page) -> None:
    ask(page, "Verdicts: harbour reopened, dredging, ferry?")
    expect(page.locator("#last .claim.supported")).to_have_count(1)
    expect(page.locator("#last .verdict.not-found")).to_have_text("not found in the articles")
    expect(page.locator("#last .verdict.contradicted")).to_have_text("contradicted by the articles")
    expect(page.locator("#last .legend")).to_be_visible()


def test_an_abstention_keeps_what_is_far_from_the_question_folded_and_it_opens(page: Page) -> None:
    ask(page, "Who is the president of France?")
    expect(page.locator("#last .answer")).to_have_text("The articles don’t say.")
    passages = page.locator("#last .considered .passage")
    expect(passages.first).to_be_hidden()
    page.locator("#last .considered summary").click()
    expect(passages).to_have_count(2)
    first = passages.first
    text = first.locator(".passage-text").inner_text()
    first.click()
    expect(page.locator("#panel mark.active")).to_have_text(text)


def test_an_abstention_shows_what_comes_near_the_question(page: Page) -> None:
    ask(page, "Which barges?")
    expect(page.locator("#last .answer")).to_have_text("The articles don’t say.")
    expect(page.locator("#last .considered .passage").first).to_be_visible()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Unreachable model?", "The model at localhost did not answer; start it and ask again."),
        ("Broken assistant?", "Something went wrong while answering"),
    ],
    ids=["foreseen", "unforeseen"],
)
def test_a_failure_is_told_and_the_next_question_works(page: Page, question: str, words: str) -> None:
    ask(page, question)
    expect(page.locator("#last .failure")).to_contain_text(words)
    ask(page, COST)
    expect(page.locator("#last .answer")).to_contain_text(SENTENCE)


def test_markup_in_an_article_stays_text(page: Page) -> None:
    ask(page, "What did the lighthouse keeper paint on the lighthouse, graffiti?")
    page.hover("#last .answer .chip >> nth=0")
    page.click("#last .answer .chip >> nth=0")
    expect(page.locator("#panel .sheet-title")).to_have_text(HOSTILE.title)
    expect(page.locator("#panel .sheet-text")).to_have_text(HOSTILE.text)
    expect(page.locator("#panel a")).to_have_count(0)
    page.get_by_role("tab", name="Articles").click()
    expect(page.locator("#shelf")).to_contain_text(HOSTILE.title)
    for part in ("#last", "#panel", "#shelf"):
        expect(page.locator(f"{part} script, {part} img")).to_have_count(0)
    assert page.evaluate("window.hacked") is None


def test_the_keyboard_is_enough(page: Page) -> None:
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(COST)
    page.keyboard.press("Enter")
    page.locator("#last .entry[data-state=done]").wait_for()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('#last .answer .chip')"):
            break
    expect(page.locator("#last .card.shown")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#panel .sheet-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel .sheet")).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('#last .answer .chip')")


def test_two_visitors_do_not_see_each_others_questions(browser: Browser, address: str, page: Page) -> None:
    ask(page, COST)
    with visit(browser, address) as other:
        assert other.locator(".entry").count() == 0
        other.get_by_role("tab", name="History").click()
        expect(other.locator("#history")).to_contain_text("There is nothing here yet")
        other.get_by_role("tab", name="Ask").click()
        ask(other, "When has the ferry returned?")
    assert page.locator(".entry .question").all_inner_texts() == [COST]


def test_a_narrow_screen_shows_the_article_over_the_questions(browser: Browser, address: str) -> None:
    with visit(browser, address, viewport={"width": 390, "height": 780}, has_touch=True) as page:
        ask(page, COST)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for name in ("#last .answer .chip", "#filters summary", "#new"):
            assert page.evaluate(TAPPED_NEAR, name), name
        page.tap("#last .answer .chip")
        mark = page.locator("#panel mark.active")
        expect(mark).to_be_in_viewport()
        expect(page.locator("#panel .sheet-title")).to_be_in_viewport(ratio=1)
        expect(page.locator("#panel .sheet-byline")).to_be_in_viewport(ratio=1)
        box = page.locator("#panel .sheet").bounding_box()
        assert box is not None
        assert (box["x"], box["width"]) == (0, 390)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="Close the article").tap()
        expect(page.locator("#panel .sheet")).to_have_count(0)


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 390)], ids=["light-wide", "dark-narrow"]
)
def test_axe_finds_nothing_in_any_state(browser: Browser, address: str, scheme: str, width: int) -> None:
    def check(state: str) -> None:
        page.wait_for_timeout(250)
        found = Axe().run(page).response["violations"]
        told = [(one["id"], one["impact"], [node["html"][:160] for node in one["nodes"]]) for one in found]
        assert not told, f"{state}: {json.dumps(told, indent=1)}"

    with visit(browser, address, color_scheme=scheme, viewport={"width": width, "height": 800}) as page:
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 24, 26)"
        assert dark == (scheme == "dark")
        check("empty desk")
        ask(page, "Who is the president of France?")
        check("abstention")
        ask(page, "Verdicts: harbour reopened, dredging, ferry?")
        check("verdicts")
        page.click("#last .answer .chip")
        page.wait_for_selector("#panel .sheet")
        check("article")
        page.keyboard.press("Escape")
        page.get_by_role("tab", name="Articles").click()
        page.wait_for_selector("#shelf table")
        check("articles")
        page.get_by_role("tab", name="History").click()
        page.wait_for_selector("#history .conversations")
        check("history")
        page.get_by_role("tab", name="Quality").click()
        page.wait_for_selector("#quality h1")
        check("quality")
        page.get_by_role("tab", name="Settings").click()
        expect(page.locator("#settings .health")).to_contain_text("3 articles")
        check("settings")


def test_articles_are_added_found_and_removed_after_asking_once_more(page: Page, tmp_path: Path) -> None:
    note = tmp_path / "windmill.md"
    note.write_text("---\ntitle: Windmill turns again\n---\nThe windmill turned again on Sunday.\n")
    broken = tmp_path / "broken.json"
    broken.write_text('{"title": ')
    page.get_by_role("tab", name="Articles").click()
    page.set_input_files("#upload input[type=file]", [note, broken])
    expect(page.locator("#report")).to_contain_text("1 article added.")
    expect(page.locator("#report")).to_contain_text("broken.json")
    expect(page.locator("#shelf .shelf-count")).to_have_text("4 articles")
    page.fill("#shelf input[type=search]", "windm")
    expect(page.locator("#shelf tbody tr:visible")).to_have_count(1)
    expect(page.locator("#shelf .shelf-count")).to_have_text("1 of 4 articles found")
    page.click("#shelf tbody tr:visible .title")
    expect(page.locator("#shelf-panel .sheet-text")).to_have_text("The windmill turned again on Sunday.")
    page.get_by_role("button", name="Remove Windmill turns again", exact=True).click()
    page.get_by_role("button", name="Yes, remove Windmill turns again").click()
    expect(page.locator("#report")).to_contain_text("Saved conversations that read it keep it")
    expect(page.locator("#shelf .shelf-count")).to_have_text("0 of 3 articles found")
    page.fill("#shelf input[type=search]", "pontoons")  # stands in a text only
    expect(page.locator("#shelf tbody .title")).to_have_text([HARBOUR.title])
    expect(page.locator("#shelf tbody")).to_contain_text("A. Writer")
    page.fill("#shelf input[type=search]", "")
    expect(page.locator("#shelf .shelf-count")).to_have_text("3 articles")
    expect(page.locator("#shelf")).to_contain_text(FERRY.title)
    expect(page.locator("#shelf")).not_to_contain_text("Windmill")


def test_a_reload_brings_the_conversation_back_with_its_citations(page: Page) -> None:
    ask(page, "Who is the president of France?")
    ask(page, COST)
    before = page.locator("#last .answer").inner_html()
    page.reload()
    expect(page.locator("#last .answer")).to_contain_text(SENTENCE)
    assert page.locator("#last .answer").inner_html() == before
    page.click("#last .answer .chip")
    expect(page.locator("#panel mark.active")).to_have_text(SENTENCE)


def test_conversations_are_listed_renamed_reopened_exported_and_deleted(page: Page) -> None:
    ask(page, COST)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, "When has the ferry returned?")
    page.get_by_role("tab", name="History").click()
    titles = page.locator("#history .conversation .title")
    expect(titles).to_have_text(["When has the ferry returned?", COST])
    page.fill("#history input[type=search]", "windmill")
    expect(page.locator("#history")).to_contain_text("No conversation matches “windmill”.")
    page.fill("#history input[type=search]", "BOARD said million")  # words of the answer
    expect(titles).to_have_text([COST])
    page.fill("#history input[type=search]", "")
    expect(titles).to_have_count(2)
    page.get_by_role("button", name="Rename").nth(1).click()
    page.keyboard.type("Dredging & <b>costs</b>")
    page.keyboard.press("Enter")
    expect(titles.nth(1)).to_have_text("Dredging & <b>costs</b>")
    exports = {}
    for kind in ("Markdown", "HTML", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Export as {kind}").nth(1).click()
        exports[kind] = Path(download.value.path()).read_text(encoding="utf-8")
    assert SENTENCE in exports["Markdown"]
    assert "https://quay.example/harbour#:~:text=" in exports["HTML"]
    assert "Dredging &amp; &lt;b&gt;costs&lt;/b&gt;" in exports["HTML"]
    assert json.loads(exports["JSON"])["turns"][0]["citations"][0]["quote"] == SENTENCE
    titles.nth(1).click()
    expect(page.locator("#last .answer")).to_contain_text(SENTENCE)
    page.get_by_role("tab", name="History").click()
    page.get_by_role("button", name="Delete", exact=True).nth(1).click()
    page.get_by_role("button", name="Delete for good").click()
    expect(titles).to_have_text(["When has the ferry returned?"])
    page.get_by_role("tab", name="Ask").click()
    expect(page.locator(".welcome")).to_be_visible()


def test_another_conversation_never_mixes_with_the_one_on_the_desk(
    page: Page, assistant: QuotingAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(page, COST)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    monkeypatch.setattr(assistant, "pause", 0.5)
    page.fill("#question textarea", "When has the ferry returned?")
    page.keyboard.press("Enter")
    expect(page.locator("#last .answer.draft")).to_be_visible()
    page.get_by_role("tab", name="History").click()
    titles = page.locator("#history .conversation .title")
    expect(titles).to_have_text(["When has the ferry returned?", COST])
    titles.nth(1).click()
    expect(page.get_by_text("An answer is still being written.")).to_be_visible()
    titles.nth(0).click()
    expect(page.locator("#last .answer")).to_contain_text("The ferry returned to the harbour")
    monkeypatch.setattr(assistant, "pause", 0.0)
    # a question that was being edited stays in its own conversation
    page.locator("#last .entry[data-state=done]").wait_for()
    page.get_by_role("button", name="Edit question").click()
    expect(page.locator("#hint")).to_contain_text("You are editing")
    page.get_by_role("tab", name="History").click()
    titles.nth(1).click()
    expect(page.locator("#last .question")).to_have_text(COST)
    ask(page, "When has the ferry returned?")
    assert page.locator(".entry .question").all_inner_texts() == [COST, "When has the ferry returned?"]


def test_filters_narrow_the_search_and_are_told_on_the_answer(page: Page) -> None:
    page.locator("#filters summary").click()
    expect(page.locator("#filters .undated")).to_contain_text("1 article has no date")
    page.get_by_label("The Quay").check()
    expect(page.locator("#filters summary")).to_have_text("Filters: only articles by The Quay")
    page.get_by_label("From").fill("2024-05-01")
    expect(page.locator("#filters summary")).to_have_text(
        "Filters: only articles from 1 May 2024 by The Quay"
    )
    expect(page.get_by_label("The Quay")).to_be_checked()
    ask(page, "When has the ferry returned to the harbour?")
    expect(page.locator("#last .searched").last).to_have_text("Only articles from 1 May 2024 by The Quay")
    expect(page.locator("#last .entry")).not_to_contain_text("Coast Mail")
    expect(page.get_by_label("The Quay")).to_be_hidden()
    page.reload()
    expect(page.locator("#last .searched").last).to_have_text("Only articles from 1 May 2024 by The Quay")
    expect(page.locator("#filters summary")).to_have_text(
        "Filters: only articles from 1 May 2024 by The Quay"
    )
    ask(page, "And the ferry of the harbour?")
    expect(page.locator("#last .searched").last).to_have_text("Only articles from 1 May 2024 by The Quay")
    page.locator("#filters summary").click()
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#filters summary")).to_have_text("Filters: none")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#last .answer")).to_contain_text("The ferry returned to the harbour")


def test_an_opinion_is_kept_with_the_answer_and_what_it_was_made_from(page: Page, data: Path) -> None:
    ask(page, COST)
    page.get_by_role("button", name="Not helpful").click()
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    page.get_by_placeholder("Why? (optional)").fill("The year is missing.")
    page.keyboard.press("Enter")
    expect(page.locator("#last .opinion")).to_contain_text("The year is missing.")
    page.reload()
    expect(page.locator("#last .opinion")).to_contain_text("The year is missing.")
    line = json.loads((data / "feedback.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (line["question"], line["helpful"], line["note"]) == (COST, False, "The year is missing.")
    assert line["answer"]["citations"][0]["quote"] == SENTENCE
    assert line["settings"]["passages_to_read"] == 20


def test_users_log_in_and_find_only_their_own_conversations_again(
    browser: Browser, assistant: QuotingAssistant, tmp_path: Path
) -> None:
    lines = ",".join(user_line(name, f"password of {name}") for name in ("ann", "bob"))
    settings = ChatSettings(data_folder=tmp_path, users=SecretStr(lines))
    app = build_app(assistant, History(tmp_path / "conversations.sqlite"), settings)

    def log_in(page: Page, name: str, password: str) -> None:
        page.goto(address)
        page.get_by_label("username").fill(name)
        page.get_by_label("password").fill(password)
        page.get_by_role("button", name="Login").click()

    with serve(app) as address:
        visitors = [browser.new_context() for _ in range(2)]
        ann, bob = (visitor.new_page() for visitor in visitors)
        log_in(ann, "ann", "password of bob")
        expect(ann.locator("#question textarea")).to_have_count(0)
        for page, name in ((ann, "ann"), (bob, "bob")):
            log_in(page, name, f"password of {name}")
            page.wait_for_selector(".welcome")
        ask(ann, COST)
        bob.get_by_role("tab", name="History").click()
        expect(bob.locator("#history")).to_contain_text("There is nothing here yet")
        ann.get_by_role("tab", name="History").click()
        expect(ann.locator("#history .conversation .title")).to_have_text([COST])
        ann.get_by_role("tab", name="Settings").click()
        expect(ann.locator("#settings")).to_contain_text("Logged in as ann.")
        ann.get_by_role("link", name="Log out").click()
        expect(ann.get_by_label("password")).to_be_visible()
        bob.reload()
        expect(bob.locator(".welcome")).to_be_visible()
        for visitor in visitors:
            visitor.close()
