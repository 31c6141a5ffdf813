"""Adding articles in a real browser: files and addresses, stopped half-way, refused and grouped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app import build_app
from chat.adding import add_addresses, read_address_list
from chat.history import History
from chat.settings import ChatSettings
from chat.shelf import ShelfView, found_stories, stories_of
from chat.working import Done, Job, Jobs, News, until_stopped
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from indexes.embedding import Vectors
from tests.app_browser import chromium, serve, visit
from tests.app_fakes import FERRY, HARBOUR, LetterEmbedder, QuotingAssistant
from tests.web_server import Site, serving

PAGE = """<!doctype html><html><head><title>{title}</title>
<meta property="article:published_time" content="2024-03-0{day}T08:00:00Z"></head>
<body><article><h1>{title}</h1>
<p>The {title} was opened by the mayor on a rainy Sunday in front of four hundred guests and one dog.</p>
<p>It took {day} years to build, and the town paid for the whole of it out of its savings, she said.</p>
<p>Those who came early were given soup, and those who came late were given what was left of it.</p>
</article></body></html>"""


class PatientEmbedder(LetterEmbedder):
    """Waits for a turn before each call, where turns are given one by one."""

    turns: threading.Semaphore | None = None

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [n, 26], when it is this call's turn."""
        if self.turns is not None:
            self.turns.acquire(timeout=60)
        return super().embed_passages(texts)


EMBEDDER = PatientEmbedder()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def index() -> Iterator[ArticleIndex]:
    with ArticleIndex.in_memory(EMBEDDER) as index:
        yield index


@pytest.fixture(scope="module")
def address(index: ArticleIndex, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("data")
    settings = ChatSettings(data_folder=data, fetch_private_addresses=True)
    app = build_app(QuotingAssistant(index), History(data / "conversations.sqlite"), settings)
    with serve(app) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str, index: ArticleIndex) -> Iterator[Page]:
    for article in index.listing():
        index.remove(article.id)
    index.add_articles([HARBOUR, FERRY])
    with visit(browser, address) as page:
        page.get_by_role("tab", name="Articles").click()
        page.wait_for_selector("#shelf table")
        yield page


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def fetch(page: Page, *lines: str) -> None:
    page.get_by_label("Add from the web").fill("\n".join(lines))
    page.get_by_role("button", name="Fetch").click()


@pytest.mark.browser
def test_pages_and_feeds_are_fetched_and_nothing_else_is_asked_for(page: Page, site: Site) -> None:
    bridge = site.page("/bridge", PAGE.format(title="New bridge", day=1))
    tower, mill = (
        site.page(f"/{name}", PAGE.format(title=f"Old {name}", day=day))
        for name, day in (("tower", 2), ("mill", 3))
    )
    entries = "".join(f"<item><title>Old thing</title><link>{one}</link></item>" for one in (tower, mill))
    feed = site.page(
        "/feed",
        f"<rss version='2.0'><channel><title>Town</title>{entries}</channel></rss>",
        "application/rss+xml",
    )
    assert site.asked == []
    fetch(page, bridge, "", "not an address", feed, f"{site.url}/gone", bridge)
    expect(page.locator("#report")).to_contain_text("3 articles added.", timeout=60_000)
    expect(page.locator("#report li")).to_have_count(2)
    expect(page.locator("#report")).to_contain_text(
        "not an address: this is not an address; begin it with https://"
    )
    expect(page.locator("#report")).to_contain_text(f"{site.url}/gone: the server answers 404")
    expect(page.locator("#shelf .shelf-count")).to_have_text("5 articles")
    expect(page.locator("#shelf")).to_contain_text("New bridge")
    # what failed is left to be mended
    expect(page.get_by_label("Add from the web")).to_have_value(f"not an address\n{site.url}/gone")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    assert not [one["id"] for one in Axe().run(page).response["violations"]]
    assert sorted(site.paths()) == ["/bridge", "/feed", "/gone", "/mill", "/robots.txt", "/tower"]


@pytest.mark.browser
def test_a_fetch_that_hangs_is_cancelled_and_what_came_before_it_is_kept(
    page: Page, site: Site, index: ArticleIndex
) -> None:
    release = threading.Event()

    def hang(_: BaseHTTPRequestHandler) -> None:
        release.wait(30)

    bridge = site.page("/bridge", PAGE.format(title="New bridge", day=1))
    site.answers["/slow"] = hang
    later = site.page("/later", PAGE.format(title="Later", day=2))
    fetch(page, bridge, f"{site.url}/slow", later)
    expect(page.locator("#working")).to_contain_text("1 of 3 done, 1 article so far")
    began = time.monotonic()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#report")).to_contain_text("Stopped. 1 article added.")
    assert time.monotonic() - began < 15  # the page that hangs was not waited for
    release.set()
    expect(page.locator("#shelf .shelf-count")).to_have_text("3 articles")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    assert "/later" not in site.paths()
    assert index.check() == ()


@pytest.mark.browser
def test_a_visitor_who_leaves_does_not_keep_others_waiting(
    browser: Browser, address: str, page: Page, site: Site, tmp_path: Path
) -> None:
    release = threading.Event()

    def hang(_: BaseHTTPRequestHandler) -> None:
        release.wait(240)

    slow = [f"{site.url}/slow-{number}" for number in range(8)]  # 30 seconds each
    site.answers.update(dict.fromkeys((f"/slow-{number}" for number in range(8)), hang))
    with visit(browser, address) as other:
        other.get_by_role("tab", name="Articles").click()
        other.wait_for_selector("#shelf table")
        fetch(other, *slow)
        expect(other.locator("#working")).to_contain_text("of 8 done")
    note = tmp_path / "windmill.txt"
    note.write_text("The windmill turned again on Sunday.\n")
    page.set_input_files("#upload input[type=file]", note)
    expect(page.locator("#report")).to_contain_text("1 article added.", timeout=60_000)
    release.set()


@pytest.mark.browser
def test_an_upload_is_cancelled_half_way_and_goes_on_when_added_again(
    page: Page, index: ArticleIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = []
    for number in range(30):
        paths.append(tmp_path / f"report-{number}.txt")
        lines = [
            f"Report {number} says in line {line} that {line * number} gulls came." for line in range(400)
        ]
        paths[-1].write_text(f"Report {number} on gulls\n\n" + "\n\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(EMBEDDER, "turns", turns := threading.Semaphore(1))
    page.set_input_files("#upload input[type=file]", paths)
    expect(page.locator("#working")).to_contain_text("so far", timeout=60_000)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#working")).to_contain_text("Stopping")
    turns.release()
    expect(page.locator("#report")).to_contain_text("Stopped.", timeout=60_000)
    kept = len(index.listing())
    assert 2 < kept < 32
    assert index.check() == ()
    monkeypatch.setattr(EMBEDDER, "turns", None)
    page.set_input_files("#upload input[type=file]", paths)
    expect(page.locator("#shelf .shelf-count")).to_contain_text("32 articles", timeout=60_000)
    expect(page.locator("#report")).to_contain_text(f"{32 - kept} articles added, {kept - 2} already there.")
    assert index.check() == ()


@pytest.mark.browser
def test_copies_stand_with_their_story_and_the_index_is_made_again_after_asking(
    page: Page, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.md"
    copy.write_text(f"---\ntitle: Harbour open, says wire\npublisher: The Wire\n---\n{HARBOUR.text}\n")
    page.set_input_files("#upload input[type=file]", copy)
    expect(page.locator("#report")).to_contain_text("1 is a copy of what was already here")
    expect(page.locator("#shelf .shelf-count")).to_have_text("3 articles, 1 of them a copy of another")
    titles = page.locator("#shelf tbody .title")
    expect(titles).to_have_text([FERRY.title, HARBOUR.title, "Harbour open, says wire"])
    expect(page.locator("#shelf tr.copy")).to_contain_text("Same story")
    page.get_by_role("button", name="Passages").click()
    expect(titles).to_have_text([HARBOUR.title, "Harbour open, says wire", FERRY.title])
    page.get_by_role("button", name="Title").click()
    expect(page.locator("#shelf th[aria-sort=ascending]")).to_have_text("Title")
    expect(titles.first).to_have_text(FERRY.title)
    page.get_by_role("button", name="Re-index").click()
    page.get_by_role("button", name="Re-index all 3").click()
    expect(page.locator("#report")).to_contain_text("3 articles re-indexed.")
    page.get_by_role("button", name="Check the index").click()
    expect(page.locator("#report")).to_contain_text("The index is in order.")


@pytest.mark.browser
def test_versions_of_an_article_are_walked_and_what_changed_is_told(page: Page, tmp_path: Path) -> None:
    note = tmp_path / "windmill.md"
    for millers in ("two", "three"):
        note.write_text(f"---\ntitle: Windmill\n---\nThe windmill turned. It has {millers} millers.\n")
        page.set_input_files("#upload input[type=file]", note)
        what = "1 article added" if millers == "two" else "1 article updated"
        expect(page.locator("#report")).to_contain_text(what)
    page.locator("#shelf").get_by_role("button", name="Windmill", exact=True).click()
    panel = page.locator("#shelf-panel")
    expect(panel.locator(".sheet-place")).to_have_text("Version 2 of 2")
    expect(panel.locator(".sheet-text")).to_contain_text("three millers")
    panel.get_by_text("What changed in this version").click()
    assert not [one["id"] for one in Axe().run(page).response["violations"]]
    expect(panel.locator("del")).to_contain_text("It has two millers.")
    expect(panel.locator("ins")).to_contain_text("It has three millers.")
    page.get_by_role("button", name="Earlier version").click()
    expect(panel.locator(".sheet-place")).to_have_text("Version 1 of 2")
    expect(panel.locator(".sheet-text")).to_contain_text("two millers")
    expect(panel.locator(".changes")).to_have_count(0)
    expect(page.get_by_role("button", name="Earlier version")).to_be_disabled()


@pytest.mark.browser
def test_the_own_network_is_not_fetched_from_unless_allowed(
    browser: Browser, index: ArticleIndex, site: Site, tmp_path: Path
) -> None:
    app = build_app(
        QuotingAssistant(index), History(tmp_path / "kept.sqlite"), ChatSettings(data_folder=tmp_path)
    )
    bridge = site.page("/bridge", PAGE.format(title="New bridge", day=1))
    with serve(app) as closed, visit(browser, closed) as page:
        page.get_by_role("tab", name="Articles").click()
        fetch(page, bridge)
        expect(page.locator("#report")).to_contain_text("is a private address")
    assert site.asked == []


def test_what_two_lists_name_and_what_their_site_allows_is_fetched_once(site: Site) -> None:
    mill = site.page("/mill", PAGE.format(title="Old mill", day=3))
    entry = f"<item><title>Old mill</title><link>{mill}</link></item>"
    feed = f"<rss version='2.0'><channel><title>Town</title>{entry}</channel></rss>"
    feeds = [site.page(f"/feed-{name}", feed, "application/rss+xml") for name in ("news", "sights")]
    with ArticleIndex.in_memory(LetterEmbedder()) as index:
        *_, done = add_addresses(index, "\n".join(feeds), Job(), allow_private=True)
    assert isinstance(done, Done)
    assert done.last == News(f"Fetching {site.url.removeprefix('http://')}", 1, 2, articles=1)
    assert sorted(site.paths()) == ["/feed-news", "/feed-sights", "/mill", "/robots.txt"]


def test_of_a_sitemap_its_pages_are_counted(site: Site) -> None:
    pages = [
        site.page(f"/{name}", PAGE.format(title=name, day=day)) for name, day in (("mill", 2), ("tower", 3))
    ]
    listed = "".join(f"<url><loc>{page}</loc></url>" for page in pages)
    sitemap = site.page("/sitemap.xml", f"<urlset>{listed}</urlset>", "application/xml")
    with ArticleIndex.in_memory(LetterEmbedder()) as index:
        *_, done = add_addresses(index, sitemap, Job(), allow_private=True)
    assert isinstance(done, Done)
    assert (done.last.done, done.last.total, done.last.articles) == (1, 2, 2)


def test_who_waits_is_told_for_what_and_how_far_that_is() -> None:
    jobs = Jobs()
    first, second = (jobs.job(jobs.begin()) for _ in range(2))
    assert first
    assert second
    assert jobs.waiting() == News("Waiting for its turn")  # neither has come to anything yet
    second.tell(News("Fetching a.example", 12, 1_000))
    assert jobs.waiting() == News("Waiting until what was begun before is done (12 of 1000 done by now)")


def test_addresses_are_read_one_a_line_and_only_so_many() -> None:
    lines = [f"https://a.example/{number}" for number in range(201)]
    addresses, failed = read_address_list("\n".join(["", *lines, lines[0], "ftp://a.example"]))
    assert addresses == lines[:200]
    assert [line for line, _ in failed] == ["https://a.example/200", "ftp://a.example"]


def test_stories_are_found_by_any_of_their_articles_and_unknown_values_come_last() -> None:
    with ArticleIndex.in_memory(LetterEmbedder()) as index:
        undated = Article.create(id="undated", title="Undated", text="Nobody knows when the lighthouse fell.")
        copy = Article.create(id="copy", title="Copy", publisher="The Wire", text=HARBOUR.text)
        index.add_articles([HARBOUR, FERRY, undated, copy])
        stories = stories_of(index.listing())
        assert [[one.id for one in story.articles] for story in stories] == [
            ["harbour", "copy"],
            ["ferry"],
            ["undated"],
        ]
        by_day = found_stories(stories, ShelfView())
        assert [story.lead.id for story in by_day] == ["ferry", "harbour", "undated"]
        upward = found_stories(stories, ShelfView().sort("published"))
        assert [story.lead.id for story in upward] == ["harbour", "ferry", "undated"]
        assert [story.lead.id for story in found_stories(stories, ShelfView("wire"))] == ["harbour"]
        assert found_stories(stories, ShelfView("no such")) == []


def test_a_list_tells_what_the_index_covers() -> None:
    with ArticleIndex.in_memory(LetterEmbedder()) as index:
        assert (index.coverage().articles, index.coverage().last_added) == (0, None)
        index.add_articles([HARBOUR, FERRY])
        covered = index.coverage()
        assert covered.undated == 0
        assert covered.publishers == ("Coast Mail", "The Quay")
        assert (covered.first, covered.last) == (HARBOUR.published_day, FERRY.published_day)
        listed = {article.id: article for article in index.listing()}
        assert listed["harbour"].title == HARBOUR.title
        assert listed["harbour"].passages > listed["ferry"].passages == 1
        assert covered.last_added == max(article.added for article in listed.values())


def test_work_that_is_stopped_ends_without_a_result_and_its_errors_are_raised() -> None:
    job = Job()

    def endless() -> None:
        while True:
            job.tell(News("Working"))
            time.sleep(0.01)

    steps = job.run(endless)
    assert next(steps) == News("Working")
    job.stopped.set()
    *_, last = steps
    assert isinstance(last, Done)
    assert (last.result, last.stopped) == (None, True)

    def fail() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        list(Job().run(fail))


def test_items_that_nobody_waits_for_any_more_are_let_go() -> None:
    stopped, closed = threading.Event(), threading.Event()

    def items() -> Iterator[int]:
        try:
            yield 1
            stopped.wait(20)
            yield 2
        finally:
            closed.set()

    taken = []
    for item in until_stopped(stopped, items()):  # type: ignore[arg-type]
        taken.append(item)
        stopped.set()
    assert taken == [1]
    assert closed.wait(20)
