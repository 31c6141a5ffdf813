"""The report in a real Chromium: it stands alone, filters, sorts, fits, and is accessible."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from eval.baselines import baseline_of
from eval.gate import compare
from eval.reports.html import html_report
from eval.responses import Gold
from eval.screenshot import HEIGHT, WIDTH, main
from tests.app_browser import chromium
from tests.conftest import ROOT
from tests.eval_fakes import ARTICLE, response, run, turn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report whose gate failed: some answers right, some wrong, some abstained."""
    good = [turn(f"good-{number}", response()) for number in range(12)]
    wrong = response(text="It is 503 metres long . " * 9, short="503", cited=(ARTICLE[28:51],))
    bad = [turn(f"good-{number}", wrong, tags=("when", "money")) for number in range(6)]
    quiet = turn(
        "quiet", response(abstained=True, text=""), gold=Gold(unanswerable=True), tags=("near-miss",)
    )
    now = run(*good[6:], *bad, quiet)
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html_report(now, compare(now, baseline_of(run(*good, quiet)))), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """The report opened from its file; nothing else may be asked for, and nothing may go wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(report.as_uri())
    yield opened
    assert asked == [report.as_uri()]
    assert wrong == []
    context.close()


def test_the_first_screen_says_how_it_went_and_what_got_worse(page: Page) -> None:
    expect(page.locator("header .badge")).to_have_text("gate failed")
    expect(page.locator(".tile", has_text="answer found").locator("small")).to_contain_text("to the baseline")
    first = page.locator(".side").first.locator("tbody tr, tr").nth(1)
    expect(first).to_contain_text("1932 — The bridge opened in 1932 .")
    expect(first).to_contain_text("503 — It is 503 metres long .")


def test_a_tag_in_the_table_shows_its_answers_and_words_narrow_them(page: Page) -> None:
    count = page.locator(".filters .count")
    expect(count).to_have_text("13 of 13 answers")
    page.locator("td a", has_text="near-miss").click()
    expect(count).to_have_text("1 of 13 answers")
    expect(page.locator("article:visible")).to_contain_text("quiet")
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("searchbox").fill("503 METRES long . It")
    expect(count).to_have_text("6 of 13 answers")
    page.get_by_label("Filter by outcome").select_option("abstained")
    expect(count).to_have_text("No answer fits.")
    page.get_by_role("button", name="Show all").click()
    expect(count).to_have_text("13 of 13 answers")


def test_the_worst_answers_come_first_when_asked_for(page: Page) -> None:
    expect(page.locator("article").first).to_contain_text("good-6")
    page.get_by_label("Order").select_option("worst")
    expect(page.locator("article").first).to_contain_text("worse than before")
    page.get_by_label("Order").select_option("")
    expect(page.locator("article").first).to_contain_text("good-6")


def test_an_answer_unfolds_with_its_evidence_beside_it(page: Page) -> None:
    card = page.locator("article").first
    card.locator("summary").click()
    expect(card.locator("blockquote .gold")).to_be_visible()
    expect(card.locator(".scores")).to_contain_text("citation recall")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_and_axe_finds_nothing(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("article").first.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_picture_for_the_documentation_comes_from_a_report(report: Path, tmp_path: Path) -> None:
    # in a process of its own, as the command is: one browser of the kind is open here already
    program = "import sys, pathlib as p, eval.screenshot as s; s.take(*map(p.Path, sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", program, report, tmp_path / "report.png"], cwd=ROOT, check=True)
    picture = (tmp_path / "report.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (WIDTH, HEIGHT)
    with pytest.raises(SystemExit, match="make it first"):
        main([str(tmp_path / "none.html")])
