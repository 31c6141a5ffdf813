"""The commands of `python -m indexes` that work on an open index: each prints and returns an exit code."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from indexes.adding import add_everything, is_address
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from indexes.errors import ArticleNotFoundError
from indexes.printing import print_json, tell
from indexes.reports import IngestProgress, IngestReport, ProgressCallback
from indexes.settings import IndexSettings

OK, FAILED = 0, 1


@contextmanager
def _progress_bar(unit: str) -> Iterator[ProgressCallback]:
    """Show progress with its rate and the time left, where a person is looking."""
    with tqdm(unit=unit, disable=None, leave=False) as bar:

        def show(progress: IngestProgress) -> None:
            done, bar.total = progress.sources_done, progress.sources_total or None
            told = f"{progress.articles} articles, {progress.passages} passages"
            if progress.bytes_total:
                # one file may hold everything, so files tell nothing of the time that is left
                told = f"{done} of {bar.total}{unit}, {told}"
                done, bar.total = progress.bytes_done, progress.bytes_total
            bar.unit, bar.unit_scale = ("B", True) if progress.bytes_total else (unit, False)
            # drawn by `update` alone, a few times a second: a pile that is unchanged passes by much faster
            bar.set_postfix_str(told, refresh=False)
            bar.update(done - bar.n)

        yield show


def tell_report(report: IngestReport, options: argparse.Namespace) -> int:
    """Print what became of everything; the exit code says whether all went well."""
    if options.json:
        print_json(report.to_dict())
    else:
        for source, reason in report.failed:
            tell(f"failed: {source}: {reason}", file=sys.stderr)
        tell(("would be: " if getattr(options, "dry_run", False) else "") + report.summary())
    return FAILED if report.failed else OK


def _add(index: ArticleIndex, options: argparse.Namespace) -> int:
    allow_private = IndexSettings.read().fetch_private_addresses
    unit = " sources" if options.urls or any(map(is_address, options.paths)) else " files"
    with _progress_bar(unit) as show:
        report = add_everything(index, options, allow_private=allow_private, progress=show)
    return tell_report(report, options)


def _export(index: ArticleIndex, options: argparse.Namespace) -> int:
    with _progress_bar(" articles") as show:
        count = index.export(options.file, vectors=options.vectors, progress=show)
    if options.json:
        print_json({"articles": count, "file": str(options.file)})
    else:
        tell(f"{count} articles in {options.file}")
    return OK


def _import(index: ArticleIndex, options: argparse.Namespace) -> int:
    with _progress_bar(" articles") as show:
        report = index.import_file(options.file, progress=show)
    return tell_report(report, options)


def _diff(index: ArticleIndex, options: argparse.Namespace) -> int:
    article_id = _known_id(index, options.id)
    changes = index.changes(article_id, options.before, options.after)
    if options.json:
        print_json([asdict(change) for change in changes])
    elif changes:
        tell("\n".join(map(str, changes)))
    else:
        only = len(index.versions(article_id)) == 1
        tell("it has a single version" if only else "nothing changed")
    return OK


def _list(index: ArticleIndex, options: argparse.Namespace) -> int:
    articles = index.listing()
    if options.json:
        print_json([asdict(article) for article in articles])
        return OK
    first_told: dict[int, str] = {}
    for article in articles:
        published = article.published_day
        day = "undated   " if published is None else published.isoformat()
        tell(f"{day}  {article.title}  [{article.publisher or 'publisher unknown'}]")
        notes = [f"{article.versions} versions"] if article.versions > 1 else []
        original = first_told.setdefault(article.story, article.id)
        if original != article.id:
            notes.append(f"a copy of {original}")
        tell(f"{'':12}{article.id}" + (f"  ({'; '.join(notes)})" if notes else ""))
    return OK


def _described(article: Article) -> dict[str, Any]:
    """Return what is known of an article, without its text."""
    fields = (
        "id",
        "version",
        "title",
        "url",
        "publisher",
        "author",
        "published",
        "modified",
        "language",
        "source",
    )
    return {name: getattr(article, name) for name in fields}


def _known_id(index: ArticleIndex, id: str) -> str:
    """Return the id of an article named by its id or, from any folder, by its file."""
    try:
        return index.article(id).id
    except ArticleNotFoundError:
        with contextlib.suppress(ArticleNotFoundError):
            return index.article(str(Path(id).resolve())).id
        raise


def _show(index: ArticleIndex, options: argparse.Namespace) -> int:
    article = index.article(_known_id(index, options.id), options.version)
    if options.json:
        versions = [version.version for version in index.versions(article.id)]
        found = {"metadata_sources": dict(article.metadata_sources)}
        print_json({**_described(article), **found, "versions": versions, "text": article.text})
        return OK
    for name, value in _described(article).items():
        if value is not None and name != "title":
            where = article.metadata_sources.get(name)
            tell(f"{name}: {value}" + (f"  (from {where})" if where else ""))
    history = index.history(article.id)
    if len(history) > 1:
        tell("versions: " + ", ".join(f"{version} ({added})" for version, added in history))
    tell(f"\n{article.title}\n\n{article.text}")
    return OK


def _remove(index: ArticleIndex, options: argparse.Namespace) -> int:
    known = list(dict.fromkeys(_known_id(index, name) for name in options.ids))
    for article_id in known:
        index.remove(article_id)
        if not options.json:
            tell(f"removed {article_id}")
    if options.json:
        print_json({"removed": known})
    return OK


def _stats(index: ArticleIndex, options: argparse.Namespace) -> int:
    stats = index.stats().to_dict()
    if options.json:
        print_json(stats)
    else:
        for name, value in stats.items():
            tell(f"{name}: {'none yet' if value is None else value}")
    return OK


def _rebuild(index: ArticleIndex, options: argparse.Namespace) -> int:
    with tqdm(unit=" articles", disable=None, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        index.rebuild(show)
    return _stats(index, options)


def _check(index: ArticleIndex, options: argparse.Namespace) -> int:
    problems = index.check()
    if options.json:
        print_json({"problems": list(problems)})
    else:
        for problem in problems:
            tell(problem)
        if not problems:
            tell("the index is sound")
    return FAILED if problems else OK


COMMANDS: Mapping[str, Callable[[ArticleIndex, argparse.Namespace], int]] = {
    "add": _add,
    "check": _check,
    "diff": _diff,
    "export": _export,
    "import": _import,
    "list": _list,
    "rebuild": _rebuild,
    "remove": _remove,
    "show": _show,
    "stats": _stats,
}
