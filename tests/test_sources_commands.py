"""The commands that add from the web: addresses, lists, columns named, and feeds watched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

import indexes.__main__
from indexes import ArticleIndex
from indexes.adding import mapping_of
from indexes.errors import FolderInUseError, IndexesError, ReadError, StoreError
from indexes.fetching.fetcher import Fetcher, FetchLimits
from indexes.fetching.watching import FeedWatch, seconds_of
from indexes.reports import IngestReport
from tests import source_files as files
from tests.chroma_server import ChromaServer
from tests.fake_embedder import WordCountEmbedder
from tests.source_files import BODY
from tests.web_server import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(FetchLimits(seconds=5, pause=0), allow_private=True) as found:
        yield found


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run a command with an embedder that costs nothing; returns the exit code and what was printed."""
    monkeypatch.setattr(indexes.__main__, "configured_embedder", lambda *_, **__: WordCountEmbedder())
    monkeypatch.setenv("ASSISTANT_FETCH_PRIVATE_ADDRESSES", "true")
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[int, str, str]:
        code = indexes.__main__.main([*arguments, "--data", str(tmp_path / "data")])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def entry(site: Site, name: str, text: str = "") -> str:
    body = text or " ".join(BODY * 3)
    return (
        f"<item><title>{name}</title><guid>{name}</guid><link>{site.url}/{name}</link>"
        f"<description>&lt;p&gt;{body}&lt;/p&gt;</description></item>"
    )


def feed(site: Site, *entries: str, etag: str, path: str = "/feed") -> str:
    body = f"<rss version='2.0'><channel><title>Bay News</title>{''.join(entries)}</channel></rss>"
    return site.page(path, body, "application/rss+xml", ETag=etag)


LONG = " ".join(BODY * 8)


def test_addresses_files_and_lists_are_added_together(run, site: Site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    files.write(
        tmp_path, {"a.txt": "The ferry sank.", "list.txt": f"# mine\n{site.url}/b\n\n{site.url}/no\n"}
    )
    site.page("/a", files.page("First"))
    site.page("/b", files.page("Second"))
    code, out, err = run("add", "a.txt", f"{site.url}/a", "--urls", "list.txt")
    assert code == 1
    assert out.startswith("3 added")
    assert f"failed: {site.url}/no: the server answers 404 Not Found" in err
    code, out, _ = run("add", f"{site.url}/a", f"{site.url}/b", "--json")
    assert code == 0
    assert sorted(json.loads(out)["unchanged"]) == [f"{site.url}/a", f"{site.url}/b"]
    _, out, _ = run("show", f"{site.url}/a")
    assert "(from the address it was fetched from)" in out
    _, out, _ = run("show", f"{site.url}/a", "--json")
    assert json.loads(out)["metadata_sources"]["title"] == "h1"


def test_a_page_that_changed_is_a_new_version(run, site: Site) -> None:  # type: ignore[no-untyped-def]
    address = site.page("/a", files.page())
    assert run("add", address)[0] == 0
    site.page("/a", files.page(after="<p>It will reopen in May, the council said on Friday.</p>"))
    assert "1 updated" in run("add", address)[1]
    assert "It will reopen in May" in run("diff", address)[1]


def test_private_addresses_need_the_setting(run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("ASSISTANT_FETCH_PRIVATE_ADDRESSES")
    code, _, err = run("add", site.page("/a", files.page()))
    assert code == 1
    assert "ASSISTANT_FETCH_PRIVATE_ADDRESSES" in err
    assert site.asked == []


def test_columns_are_named_on_the_command_line(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    files.write(tmp_path, {"e.csv": "Kop;Tekst\nFerry;The ferry sank.\n"})
    code, _, err = run("add", "e.csv")
    assert code == 1
    assert "it has no text" in err
    code, out, _ = run("add", "e.csv", "--map", "title=Kop,text=Tekst")
    assert (code, out) == (0, "1 added\n")
    assert "1 unchanged" in run("add", "e.csv", "--map", "title=Kop,text=Tekst")[1]


def test_an_export_with_other_names_is_told_once_with_its_own(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    rows = "".join(f"Ferry {number};The ferry sank.\n" for number in range(50))
    lines = "".join(json.dumps({"kop": "Ferry", "tekst": "It sank."}) + "\n" for _ in range(50))
    files.write(tmp_path, {"e.csv": f"Kop;Tekst\n{rows}", "e.jsonl": lines})
    code, out, err = run("add", "e.csv")
    assert (code, out) == (1, "0 added, 1 failed\n")
    assert "Kop, Tekst" in err
    _, out, err = run("add", "e.jsonl")
    assert out == "0 added, 21 failed\n"
    assert "kop, tekst" in err
    assert "there is no body: name" in run("add", "e.csv", "--map", "text=body")[2]


def test_the_order_of_day_and_month_is_told_and_never_guessed(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    rows = "One,It sank on the way.,25/12/2023\nTwo,It was raised at last.,3/4/2024\n"
    files.write(tmp_path, {"e.csv": f"title,text,date\n{rows}"})
    code, out, err = run("add", "e.csv")
    assert (code, out) == (1, "1 added, 1 failed\n")
    assert "--dates day-first" in err
    assert run("add", "e.csv", "--dates", "day-first")[0] == 0
    days = {article["title"]: article["published"] for article in json.loads(run("list", "--json")[1])}
    assert days == {"One": "2023-12-25", "Two": "2024-04-03"}
    # no day is the 25th month
    assert "'25/12/2023' is not a date" in run("add", "e.csv", "--dates", "month-first")[2]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["add", "x.csv", "--map", "heading=a"], "heading"),
        (["add", "x.csv", "--map", "title"], "title=headline"),
        (["add", "x.csv", "--map", "title=a", "--prune"], "--prune"),
        (["add", "x.csv", "--dates", "day-first", "--prune"], "--prune"),
        (["add", "--urls", "missing.txt"], "missing.txt"),
        (["watch", "http://127.0.0.1:9/", "--every", "often"], "interval"),
    ],
)
def test_bad_use_says_what_to_write(run, arguments: list[str], reason: str) -> None:  # type: ignore[no-untyped-def]
    code, _, err = run(*arguments)
    assert code == 1
    assert reason in err


def test_a_malformed_address_does_not_cost_the_others(run, site: Site) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("add", site.page("/a", files.page()), "https://[oops")
    assert (code, out) == (1, "1 added, 1 failed\n")
    assert "failed: https://[oops: it is not an address" in err


def test_a_list_must_hold_addresses(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    files.write(tmp_path, {"list.urls": "https://a.example/\n/etc/passwd\n"})
    code, _, err = run("add", "list.urls")
    assert code == 1
    assert "/etc/passwd" in err


def test_watching_once_adds_what_is_new_and_asks_for_changes_only(run, site: Site) -> None:  # type: ignore[no-untyped-def]
    address = feed(site, entry(site, "one", LONG), etag='"1"')
    assert run("watch", address, "--once")[1].startswith("1 added")
    assert run("watch", address, "--once")[:2] == (0, "0 added\n")
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    feed(site, entry(site, "two", LONG + " It reopens in May."), entry(site, "one", LONG), etag='"2"')
    assert run("watch", address, "--once")[1].startswith("1 added")


def test_only_new_entries_are_fetched_and_failures_are_tried_again(
    site: Site, fetcher: Fetcher, tmp_path: Path
) -> None:
    entries = [entry(site, name, "A teaser…") for name in ("one", "two")]
    address = feed(site, *entries, etag='"1"')
    site.page("/one", files.page("One"))
    watch = FeedWatch([address], fetcher, tmp_path / "feeds.json")
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:

        @contextmanager
        def open_index() -> Iterator[ArticleIndex]:
            yield index

        report = watch.poll(open_index)
        assert (len(report.added), report.failed[0][0]) == (1, f"{site.url}/two")
        site.page("/two", files.page("Two", after="<p>It reopens in May, the council said.</p>"))
        # a new object reads from the file what the first one kept
        watch = FeedWatch([address], fetcher, tmp_path / "feeds.json")
        report = watch.poll(open_index)
        assert (report.added, report.failed) == ((f"{site.url}/two",), ())
        assert watch.poll(open_index) == IngestReport()
    assert site.paths().count("/one") == 1


def test_two_that_watch_different_feeds_keep_what_the_other_noted(
    site: Site, fetcher: Fetcher, tmp_path: Path
) -> None:
    addresses = [
        feed(site, entry(site, name, LONG), etag=f'"{name}"', path=f"/{name}.xml") for name in ("one", "two")
    ]
    path = tmp_path / "feeds.json"
    watches = [FeedWatch([address], fetcher, path) for address in addresses]
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        for watch in watches:
            assert len(watch.poll(lambda: nullcontext(index)).added) == 1
        # as after a restart, from the file alone
        for address in addresses:
            assert FeedWatch([address], fetcher, path).poll(lambda: nullcontext(index)) == IngestReport()


def test_while_the_folder_is_in_use_nothing_is_forgotten(
    site: Site, fetcher: Fetcher, tmp_path: Path
) -> None:
    address = feed(site, entry(site, "one", LONG), etag='"1"')
    watch = FeedWatch([address], fetcher, tmp_path / "feeds.json")
    told: list[IngestReport | IndexesError] = []
    slept: list[float] = []

    def open_index() -> ArticleIndex:
        if not told:
            raise FolderInUseError("another process has the folder")
        if len(told) == 1:
            raise StoreError("the Chroma server does not answer")
        return ArticleIndex.in_memory(WordCountEmbedder())

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch.run(open_index, every=900, tell=told.append, sleep=sleep)
    refused, down, added, nothing = told
    assert isinstance(refused, FolderInUseError)
    assert isinstance(down, StoreError)
    assert isinstance(added, IngestReport)
    assert len(added.added) == 1
    assert nothing == IngestReport()
    assert all(890 < seconds <= 900 for seconds in slept)


def test_a_feed_that_fails_does_not_stop_the_others(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    good = feed(site, entry(site, "one", LONG), etag='"1"')
    broken = site.page("/broken", "<html><body>no feed</body></html>")
    watch = FeedWatch([f"{site.url}/gone", broken, good], fetcher, tmp_path / "feeds.json")
    report = watch.poll(lambda: ArticleIndex.in_memory(WordCountEmbedder()))
    assert len(report.added) == 1
    assert {source for source, _ in report.failed} == {f"{site.url}/gone", broken}


def test_intervals_and_mappings_are_read() -> None:
    assert [seconds_of(text) for text in ("90s", "15m", "1.5h", "1d")] == [90, 900, 5400, 86400]
    assert mapping_of("title=Kop, text=Tekst") == {"title": "Kop", "text": "Tekst"}
    with pytest.raises(ReadError):
        mapping_of("title=")


def test_adding_nothing_is_bad_use(run, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SystemExit) as stopped:
        run("add")
    assert stopped.value.code == 2
    assert "nothing to add" in capsys.readouterr().err


def entries_of(site: Site, **changed: str) -> str:
    """A sitemap with the pages and when each was changed."""
    urls = (
        f"<url><loc>{site.url}/{name}</loc><lastmod>{day}</lastmod></url>" for name, day in changed.items()
    )
    body = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{''.join(urls)}</urlset>"
    return site.page("/map.xml", body, "text/xml", ETag=f'"{hash(body)}"')


def test_a_page_that_is_gone_or_forbidden_is_not_asked_for_again(
    site: Site, fetcher: Fetcher, tmp_path: Path
) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private\n", "text/plain")
    site.answers["/gone"] = (410, {}, b"")
    address = entries_of(site, gone="2025-03-01", private="2025-03-01")
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        watch = FeedWatch([address], fetcher, tmp_path / "feeds.json")
        assert len(watch.poll(lambda: nullcontext(index)).failed) == 2
        assert watch.poll(lambda: nullcontext(index)) == IngestReport()
    assert site.paths().count("/gone") == 1


def test_a_watched_sitemap_costs_only_what_changed(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    for name in ("one", "two"):
        site.page(f"/{name}", files.page(name.title(), after=f"<p>The {name} pier was closed as well.</p>"))
    links = "".join(f"<p><a href='/{n}'>A headline of some length, number {n}</a></p>" for n in range(9))
    site.page("/list", f"<html><body>{links}</body></html>")
    address = entries_of(site, one="2025-03-01", two="2025-03-01", list="2025-03-01", late="2025-03-01")
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:

        @contextmanager
        def open_index() -> Iterator[ArticleIndex]:
            yield index

        def poll() -> IngestReport:
            return FeedWatch([address], fetcher, tmp_path / "feeds.json").poll(open_index)

        first = poll()
        assert len(first.added) == 2
        assert {source for source, _ in first.failed} == {f"{site.url}/list", f"{site.url}/late"}
        # what was not there is asked for again; what is there and is no article, only when it changes
        site.page("/late", files.page("Late", after="<p>It reopens in May, the council said.</p>"))
        assert (poll().added, site.paths().count("/list")) == ((f"{site.url}/late",), 1)
        assert poll() == IngestReport()
        assert site.asked[-1][1]["If-None-Match"]
        site.page("/two", files.page("Two", after="<p>The two piers will open again in May.</p>"))
        address = entries_of(site, one="2025-03-01", two="2025-03-02", list="2025-03-01", late="2025-03-01")
        assert poll().updated == (f"{site.url}/two",)
    assert site.paths().count("/one") == 1


def test_what_only_the_feed_said_is_not_lost_when_the_page_is_fetched_again(run, site: Site) -> None:  # type: ignore[no-untyped-def]
    page = site.page("/one", files.page("One"))
    item = entry(site, "one", "A teaser…").replace(
        "<guid>", "<pubDate>Tue, 05 Mar 2024 06:30:00 GMT</pubDate><guid>"
    )
    assert run("add", feed(site, item, etag='"1"'))[1].startswith("1 added")
    assert run("add", page)[1] == "0 added, 1 unchanged\n"
    assert json.loads(run("show", page, "--json")[1])["published"] == "2024-03-05T06:30:00+00:00"
    # a changed text is another version of what was published then
    site.page("/one", files.page("One", after="<p>It reopens in May, the council said.</p>"))
    assert "1 updated" in run("add", page)[1]
    assert json.loads(run("show", page, "--json")[1])["published"] == "2024-03-05T06:30:00+00:00"


def test_what_is_no_web_address_is_told(run) -> None:  # type: ignore[no-untyped-def]
    code, _, err = run("add", "ftp://a.example/x")
    assert code == 1
    assert "http:// or https://" in err


def test_watching_uses_the_chroma_server_of_the_settings(  # type: ignore[no-untyped-def]
    run, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = feed(site, entry(site, "one", LONG), etag='"1"')
    with ChromaServer(tmp_path / "server") as server:
        monkeypatch.setenv("ASSISTANT_CHROMA_URL", server.url)
        with ArticleIndex.open(tmp_path / "data", WordCountEmbedder(), chroma_url=server.url):
            code, _, err = run("watch", address, "--once")
            assert code == 1
            assert "belongs to another process" in err
        assert run("watch", address, "--once")[1].startswith("1 added")
        with ArticleIndex.open(tmp_path / "data", WordCountEmbedder(), chroma_url=server.url) as index:
            assert index.check() == ()
            assert len(index.search("bridge", mode="dense").passages) > 0
