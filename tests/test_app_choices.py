"""What a visitor may choose, what the desk says about itself, and its measured quality, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app import build_app
from assistant import Assistant
from chat.choices import Choices, Variants
from chat.health import ModelHealth
from chat.history import History
from chat.settings import ChatSettings
from chat.settings_tab import moment
from chat.transcript import writer_label
from eval.model_servers.scripted import SENTINEL_KEY, says, serving
from indexes.article_index import ArticleIndex
from tests.app_browser import ask, chromium, serve, visit
from tests.app_fakes import QuotingAssistant, example_index
from tests.conftest import ROOT
from tests.web_server import serving as serving_pages

QUESTION = "How many people will the Duncarrow plant employ?"
RUN = {
    "format": 1,
    "system": "Article Assistant",
    "judge": "embedded",
    "split": "test",
    "summary": {
        "answers": 12,
        "metrics": {
            "answer found": {"mean": 0.75, "low": 0.5, "high": 0.9, "count": 12, "undefined": 0},
            "evidence cited": {"mean": None, "low": None, "high": None, "count": 0, "undefined": 12},
        },
    },
}
REPORT = """<!doctype html><html lang="en"><head><title>Report</title></head><body><h1>Every answer</h1>
<script>
document.body.dataset.ran = "yes";
try { parent.document.title = "reached"; } catch { document.body.dataset.apart = "yes"; }
</script></body></html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def index() -> Iterator[ArticleIndex]:
    with ArticleIndex.in_memory() as index:
        index.add(
            [ROOT / "articles" / "veltrane-scales-back.md", ROOT / "articles" / "finland-joins-nato.md"]
        )
        yield index


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    with example_index() as index:
        settings = ChatSettings(data_folder=tmp_path)
        app = build_app(QuotingAssistant(index), History(tmp_path / "kept.sqlite"), settings)
        with serve(app) as address, visit(browser, address) as page:
            yield page


def with_model(base_url: str, data: Path, **values: object) -> ChatSettings:
    return ChatSettings(  # type: ignore[call-arg]
        _env_file=None,
        data_folder=data,
        model="local/scripted-7b",
        openai_base_url=base_url,
        openai_api_key=SENTINEL_KEY,
        suggestion_seconds=0,
        **values,
    )


@pytest.mark.browser
def test_the_writer_and_what_becomes_of_doubtful_sentences_are_chosen_in_each_browser(
    browser: Browser, index: ArticleIndex, tmp_path: Path
) -> None:
    told = "The plant will now employ 540 people [1]. It was painted green by giants from Norway [1]."
    with serving(says(told)) as (url, script):
        settings = with_model(url, tmp_path)
        app = build_app(
            Assistant(settings, index=index), History(tmp_path / "conversations.sqlite"), settings
        )
        with serve(app) as address, visit(browser, address) as page, visit(browser, address) as other:
            ask(page, QUESTION)
            expect(page.locator("#last .answer")).to_contain_text("giants")
            expect(page.locator("#last .meta")).to_contain_text("Written by scripted-7b")
            page.get_by_role("tab", name="Settings").click()
            expect(page.locator("#settings .health")).to_contain_text("local/scripted-7b")
            page.get_by_label("Leave it out").check()
            expect(page.get_by_label("Leave it out")).to_be_checked()
            page.get_by_role("tab", name="Ask").click()
            page.get_by_role("button", name="Ask again").click()
            expect(page.locator("#last .answer")).to_contain_text("540 people")
            expect(page.locator("#last .answer")).not_to_contain_text("giants")
            asked_before = len(script.requests)
            page.get_by_role("tab", name="Settings").click()
            page.get_by_label("The articles themselves").check()
            expect(page.get_by_text("A sentence that no article supports")).to_have_count(0)
            page.get_by_label("10", exact=True).check()
            expect(page.locator("input[value='10'][checked]")).to_have_count(1)  # drawn again, so it is kept
            page.reload()
            page.get_by_role("button", name="Ask again").click()
            expect(page.locator("#last .meta")).to_contain_text("Quoted from the articles")
            expect(page.locator("#last .considered summary")).to_have_text("8 passages read")
            assert len(script.requests) == asked_before  # the model was asked nothing
            page.get_by_role("tab", name="Settings").click()
            page.get_by_role("button", name="Back to the defaults").click()
            expect(page.get_by_label("20", exact=True)).to_be_checked()
            ask(other, QUESTION)
            expect(other.locator("#last .answer")).to_contain_text("giants")
            for shown in (page, other):
                assert SENTINEL_KEY not in shown.content()


@pytest.mark.browser
def test_without_a_model_nothing_is_asked_whether_it_is_there(page: Page) -> None:
    page.get_by_role("tab", name="Settings").click()
    expect(page.locator("#settings .health")).to_contain_text("3 articles")
    expect(page.locator("#settings .health")).to_contain_text("none; answers are quoted from the articles")
    expect(page.locator("#settings .health")).to_contain_text(re.compile("Last added.*(just now|ago)", re.S))
    expect(page.get_by_text("Written by", exact=True)).to_have_count(0)
    page.get_by_label("40").check()
    expect(page.locator("input[value='40'][checked]")).to_have_count(1)  # drawn again, so it is kept
    page.reload()
    page.get_by_role("tab", name="Settings").click()
    expect(page.get_by_label("40")).to_be_checked()


@pytest.mark.browser
def test_the_last_evaluation_is_shown_and_its_report_reaches_nothing_of_the_page(
    page: Page, tmp_path: Path
) -> None:
    page.get_by_role("tab", name="Quality").click()
    expect(page.locator("#quality")).to_contain_text("Answers have not been measured here yet.")
    expect(page.locator("#quality code")).to_have_text(f"python -m eval run --out {tmp_path / 'eval'}")
    folder = tmp_path / "eval"
    folder.mkdir()
    (folder / "run.json").write_text(json.dumps(RUN), encoding="utf-8")
    (folder / "timings.json").write_text('{"steps": {"total": {"median_ms": 310.0}}}', encoding="utf-8")
    (folder / "report.html").write_text(REPORT, encoding="utf-8")
    page.get_by_role("tab", name="Ask").click()
    page.get_by_role("tab", name="Quality").click()
    expect(page.locator("#quality .headlines")).to_contain_text("75 %")
    expect(page.locator("#quality .headlines")).to_contain_text("50 to 90")
    expect(page.locator("#quality .headlines")).to_contain_text("0.3 s")
    expect(page.locator("#quality .headlines")).not_to_contain_text("Evidence cited")
    page.get_by_role("button", name="Show every answer").click()
    body = page.frame_locator("iframe[title='Evaluation report']").locator("body")
    expect(body.locator("h1")).to_have_text("Every answer")
    expect(body).to_have_attribute("data-ran", "yes")
    expect(body).to_have_attribute("data-apart", "yes")
    assert page.title() == "Article Assistant"
    found = Axe().run(page).response["violations"]
    assert not [one["id"] for one in found]
    (folder / "run.json").write_text('{"format": 99}', encoding="utf-8")
    page.get_by_role("tab", name="Ask").click()
    page.get_by_role("tab", name="Quality").click()
    expect(page.locator("#quality")).to_contain_text("of another version of this program; measure again")


def test_the_server_of_the_model_is_asked_seldom_and_told_apart(tmp_path: Path) -> None:
    with serving_pages() as site:
        site.page("/v1/models", '{"data": []}', "application/json")
        health = ModelHealth(with_model(f"{site.url}/v1", tmp_path))
        assert health.check().reason is None
        assert site.asked[0][1]["Authorization"] == f"Bearer {SENTINEL_KEY}"
        for _ in range(5):
            health.last()
        assert len(site.paths()) <= 2
        for status, words in ((401, "refuses the key"), (503, "status 503"), (404, None)):
            site.answers["/v1/models"] = (status, {}, b"")
            reason = health.check().reason
            assert (reason is None) if words is None else (words in (reason or ""))
    gone = health.check().reason
    assert gone is not None
    assert "OPENAI_BASE_URL" in gone
    assert SENTINEL_KEY not in gone
    assert ModelHealth(ChatSettings(data_folder=tmp_path)).last() is None


def test_choices_of_a_browser_are_taken_only_where_they_are_offered(tmp_path: Path) -> None:
    keyless = ChatSettings(_env_file=None, data_folder=tmp_path)  # type: ignore[call-arg]
    model = with_model("http://127.0.0.1:9/v1", tmp_path, verification="repair")
    assert Choices.read({"writer": "model"}, keyless).writer == "articles"
    assert Choices.read(None, model) == Choices("model", "repair", 20)
    assert Choices.read({"passages": 100_000, "verification": "none"}, model) == Choices.of(model)
    chosen = Choices.read({"writer": "articles", "passages": "40", "verification": "drop"}, model)
    assert Choices.read(chosen.to_dict(), model) == chosen
    applied = chosen.apply(model)
    assert not applied.language_model_configured
    assert (applied.verification, applied.passages_to_read) == ("drop", 40)


def test_an_assistant_is_made_once_for_each_way_of_answering(index: ArticleIndex, tmp_path: Path) -> None:
    settings = ChatSettings(_env_file=None, data_folder=tmp_path)  # type: ignore[call-arg]
    own = Assistant(settings, index=index)
    variants = Variants(own, settings)
    other = Choices("articles", "flag", 5)
    assert variants.of(Choices.of(settings)) is own
    assert variants.of(other) is variants.of(other)
    answer = [*variants.of(other).stream(QUESTION)][-1]
    assert len(answer.considered) == 5  # type: ignore[union-attr]


def test_moments_are_told_as_people_do() -> None:
    now = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
    told = {
        "2026-03-05T11:59:58Z": "just now",
        "2026-03-05T11:59:00Z": "1 minute ago",
        "2026-03-05T09:30:00Z": "2 hours ago",
        "2026-03-01T09:30:00Z": "on 1 March 2026",
    }
    assert {value: moment(value, now) for value in told} == told


def test_a_model_is_called_by_the_end_of_its_name() -> None:
    assert writer_label("generative", "org/model-7b") == "Written by model-7b"
    assert writer_label("generative", "C:\\models\\small.gguf") == "Written by small.gguf"
    assert writer_label("generative") == "Written by a language model"
    assert writer_label("extractive") == "Quoted from the articles"
    assert writer_label("assistant") == "Told by the assistant itself"
