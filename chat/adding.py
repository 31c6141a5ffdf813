"""What the articles tab does to the index: adds files and addresses, checks it, makes it anew."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from chat.markup import render
from chat.working import Done, Job, News, until_stopped
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from indexes.readers.common import canonical_url
from indexes.reports import IngestProgress, IngestReport
from indexes.sources import ReadFailure

MOST_ADDRESSES = 200
FAILURES_SHOWN = 50

Steps = Iterator[News | Done[IngestReport]]


def folder_of(user: str | None, uploads: Path) -> Path:
    """Return where the files of a user who is logged in are kept, so that nobody replaces another's.

    Where nobody logs in, all share one folder: a file added again from another browser is the same article.
    """
    if user is None:
        return uploads
    # a name that a proxy gives may hold anything, and be longer than the name of a folder may be
    return uploads / hashlib.sha256(user.encode()).hexdigest()[:16]


def keep_uploads(paths: Sequence[Path], folder: Path) -> tuple[list[Path], list[tuple[str, str]]]:
    """Copy the files into the folder under their own names; return where they are, and the refused with why.

    Of several files with one name only the first is kept: the next would take its place unseen.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept: dict[str, Path] = {}
    refused: list[tuple[str, str]] = []
    for path in paths:
        if path.name in kept:
            refused.append((path.name, "another file added with it has the same name; rename one of them"))
        else:
            kept[path.name] = Path(shutil.copyfile(path, folder / path.name))
    return list(kept.values()), refused


def add_files(index: ArticleIndex, paths: Sequence[Path], folder: Path, job: Job) -> Steps:
    """Keep the files in the folder and add them; stopping keeps the batches that are already searchable."""

    def show(now: IngestProgress) -> None:
        job.tell(News(f"Reading {Path(now.source).name}", now.sources_done, now.sources_total, now.articles))

    def work() -> IngestReport:
        kept, refused = keep_uploads(paths, folder)
        report = index.add(kept, progress=show)
        return replace(report, failed=(*refused, *report.failed))

    return job.run(work)


def read_address_list(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the addresses in the lines of a text, each once, and the lines that are none with the reason."""
    lines = dict.fromkeys(line.strip() for line in text.splitlines())
    lines.pop("", None)
    addresses: list[str] = []
    failed: list[tuple[str, str]] = []
    for line in lines:
        if canonical_url(line) is None:
            failed.append((line[:200], "this is not an address; begin it with https://"))
        elif len(addresses) == MOST_ADDRESSES:
            failed.append((line[:200], f"only {MOST_ADDRESSES} addresses are fetched at a time; add it next"))
        else:
            addresses.append(line)
    return addresses, failed


def add_addresses(index: ArticleIndex, text: str, job: Job, *, allow_private: bool) -> Steps:
    """Fetch what a text lists, one address a line, and add it; stopping adds what was fetched till then.

    Nothing but the addresses, the pages that a feed or sitemap among them lists, and the robots.txt of those
    sites is asked for; addresses of the own network only with `allow_private`.
    """
    addresses, failed = read_address_list(text)

    def fetched() -> Generator[Article | ReadFailure, None, None]:
        # what reads the web takes a second to import
        from indexes.fetching.addresses import read_addresses
        from indexes.fetching.fetcher import Fetcher

        def told() -> Iterator[str]:
            for number, address in enumerate(addresses):
                doing = f"Fetching {urlsplit(address).netloc}"
                job.news = News(doing, number, len(addresses), job.news.articles)
                yield address

        def pages(done: int, total: int) -> None:
            job.news = replace(job.news, done=done, total=total)

        with Fetcher(allow_private=allow_private) as fetcher:
            for item in read_addresses(told(), fetcher, pages=pages):
                job.news = replace(job.news, articles=job.news.articles + isinstance(item, Article))
                yield item

    def articles() -> Iterator[Article]:
        for item in until_stopped(job.stopped, fetched()):
            if isinstance(item, ReadFailure):
                failed.append((item.source, item.reason))
            else:
                yield item

    def work() -> IngestReport:
        report = index.add_articles(articles())
        return replace(report, failed=(*failed, *report.failed))

    return job.run(work)


def lines_left(text: str, done: Done[IngestReport]) -> str:
    """Return the lines of the text to try again: those that failed, or all where it was stopped."""
    if done.stopped or done.result is None:
        return text
    failed = {source for source, _ in done.result.failed}
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if {line[:200], line, canonical_url(line)} & failed)


def rebuild(index: ArticleIndex, job: Job) -> Iterator[News | Done[None]]:
    """Make passages, vectors and keywords anew; stopping leaves the old ones in use."""

    def show(done: int, total: int) -> None:
        job.tell(News("Re-indexing", done, total))

    return job.run(lambda: index.rebuild(show))


def render_news(news: News) -> str:
    """Return how far the work is, as a bar with words."""
    return render("working.html", news=news)


def render_added(done: Done[IngestReport]) -> str:
    """Return what adding did, in words, with a reason for each thing that failed."""
    report = done.result or IngestReport()
    added = done.last.articles if done.stopped and done.result is None else len(report.added)
    counts = (
        (added, "added"),
        (len(report.updated), "updated to a new version"),
        (len(report.unchanged), "already there"),
    )
    told = [(count, words) for count, words in counts if count]
    parts = [f"{count} {words}" for count, words in told]
    if told:
        count, words = told[0]
        parts[0] = f"{count} {'article' if count == 1 else 'articles'} {words}"
    message = f"{', '.join(parts)}." if parts else ""
    if report.copies:
        what = "is a copy" if len(report.copies) == 1 else "are copies"
        message += f" {len(report.copies)} {what} of what was already here, and shown below it."
    if done.stopped:
        message = f"Stopped. {message or 'Nothing was added.'} To go on from here, add the same again."
    failed = [(source if "://" in source else Path(source).name, reason) for source, reason in report.failed]
    return render_report(message, failed, failing=f"{len(failed)} could not be added")


def render_report(message: str, failed: Sequence[tuple[str, str]] = (), *, failing: str = "") -> str:
    """Return a sentence and, under the heading `failing`, what failed with its reason."""
    return render(
        "report.html",
        message=message,
        failing=failing,
        failed=failed[:FAILURES_SHOWN],
        left=max(0, len(failed) - FAILURES_SHOWN),
    )
