"""What `python -m indexes add` and `watch` take: files and folders, addresses, lists of addresses, feeds."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from indexes.article_index import ArticleIndex
from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.records import COMMON_NAMES
from indexes.reports import IngestReport, ProgressCallback, merged
from indexes.sources import ReadFailure, Source, find_files, read_source

MOST_PAGES = 1_000


def is_address(text: str) -> bool:
    """Tell whether what was given is an address, be it one that can be fetched or not, rather than a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text) is not None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `add` takes beside its switches."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file, a folder, or the address of a page, a feed or a sitemap",
    )
    parser.add_argument("--urls", type=Path, metavar="FILE", help="a file of addresses, one a line")
    parser.add_argument(
        "--map",
        metavar="FIELD=NAME,…",
        help=f"the columns or keys of an export; fields are {', '.join(COMMON_NAMES)}",
    )
    parser.add_argument(
        "--dates",
        choices=("day-first", "month-first"),
        help="how an export writes dates like 3/4/2024",
    )
    parser.add_argument(
        "--limit",
        type=_positive,
        default=MOST_PAGES,
        metavar="PAGES",
        help=f"most pages of a sitemap (default: {MOST_PAGES})",
    )


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of pages; write 1 or more")
    return number


def add_everything(
    index: ArticleIndex,
    options: argparse.Namespace,
    *,
    allow_private: bool,
    progress: ProgressCallback | None,
) -> IngestReport:
    """Add what the options name, and return what became of all of it; raises ReadError for bad options."""
    # what reads the web costs a second to import, and files do without it
    from indexes.fetching.addresses import addresses_in, read_addresses
    from indexes.fetching.fetcher import Fetcher

    lists = [options.urls] if options.urls else []
    lists += [Path(path) for path in options.paths if path.endswith(".urls")]
    addresses = [path for path in options.paths if is_address(path)]
    addresses += [address for path in lists for address in addresses_in(path)]
    files = [path for path in options.paths if not is_address(path) and not path.endswith(".urls")]
    if not files and not addresses:
        raise ReadError("nothing to add; name a file, a folder or an address, or a list with --urls FILE")
    mapping = mapping_of(options.map) if options.map else {}
    told = bool(mapping or options.dates)
    if told and options.prune:
        raise ReadError("--map or --dates and --prune do not go together; prune in a second run without them")
    reports: list[IngestReport] = []
    if told:
        # how a file was mapped is not remembered, so it is always read again
        day_first = options.dates == "day-first" if options.dates else None
        failed: list[tuple[str, str]] = []
        articles = only_articles(_mapped(files, mapping, day_first), failed)
        report = index.add_articles(articles, dry_run=options.dry_run, progress=progress)
        reports.append(replace(report, failed=(*report.failed, *failed)))
    elif files:
        reports.append(index.add(files, prune=options.prune, dry_run=options.dry_run, progress=progress))
    if addresses:
        failed = []
        with Fetcher(allow_private=allow_private) as fetcher:
            articles = only_articles(read_addresses(addresses, fetcher, limit=options.limit), failed)
            report = index.add_articles(articles, dry_run=options.dry_run, progress=progress)
        reports.append(replace(report, failed=(*report.failed, *failed)))
    return merged(reports)


def mapping_of(text: str) -> dict[str, str]:
    """Return the mapping written as title=headline,text=body; raises ReadError when it is none."""
    pairs = [pair.partition("=") for pair in text.split(",")]
    mapping = {field.strip().lower(): name.strip() for field, _, name in pairs}
    wrong = [field for field, name in mapping.items() if field not in COMMON_NAMES or not name]
    if wrong:
        raise ReadError(
            f"--map {text!r}: {wrong[0]!r} is not mapped; write title=headline,text=body with the fields "
            f"{', '.join(COMMON_NAMES)}"
        )
    return mapping


def _mapped(
    paths: Iterable[str], mapping: Mapping[str, str], day_first: bool | None
) -> Iterator[Article | ReadFailure]:
    for path in paths:
        for found in find_files(Path(path)):
            if isinstance(found, ReadFailure):
                yield found
            else:
                yield from read_source(Source.from_path(found, mapping, day_first=day_first))


def only_articles(items: Iterable[Article | ReadFailure], failed: list[tuple[str, str]]) -> Iterator[Article]:
    """Yield the articles, and put what failed into the list."""
    for item in items:
        if isinstance(item, ReadFailure):
            failed.append((item.source, item.reason))
        else:
            yield item
