"""`python -m indexes`: add articles to the index, look at them, remove them, and keep the index sound."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from indexes.adding import add_arguments, add_everything, is_address
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from indexes.embedding import Embedder
from indexes.errors import ArticleNotFoundError, FolderInUseError, IndexesError
from indexes.piping import run_piped
from indexes.reports import IngestProgress, IngestReport, ProgressCallback
from indexes.settings import IndexSettings, configured_embedder
from indexes.sources import known_suffixes

OK, FAILED, BAD_USE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when all went well, 1 when something failed, 2 for bad use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command == "add" and not options.paths and not options.urls:
        parser.error("nothing to add; name a file, a folder or an address, or a list with --urls FILE")
    try:
        return _run(options)
    except IndexesError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("\nstopped; the index is sound, and the same command goes on from here", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m indexes", description=__doc__.split(": ", 1)[1])
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data", type=Path, help="the data folder (default: ASSISTANT_DATA_FOLDER, otherwise data)"
    )
    common.add_argument("--json", action="store_true", help="print JSON")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help, parents=[common])

    add = command("add", f"add files, folders ({' '.join(known_suffixes())}), pages, feeds and sitemaps")
    add_arguments(add)
    add.add_argument("--prune", action="store_true", help="remove articles whose files are gone")
    add.add_argument("--dry-run", action="store_true", help="read and report, and change nothing")
    watch = command("watch", "add what is new in feeds and sitemaps, again and again")
    watch.add_argument("feeds", nargs="+", metavar="FEED", help="the address of a feed or a sitemap")
    watch.add_argument("--every", default="15m", metavar="TIME", help="90s, 15m, 1h, 1d (default: 15m)")
    watch.add_argument("--once", action="store_true", help="ask every feed once and stop")
    command("list", "list the articles")
    show = command("show", "show an article")
    show.add_argument("id", metavar="ID", help="a URL or a file, as `list` shows it")
    show.add_argument("--version", help="an older version; `show --json` lists them")
    diff = command("diff", "show what changed between two versions of an article")
    diff.add_argument("id", metavar="ID")
    diff.add_argument("--before", metavar="VERSION", help="the older version (default: the one before)")
    diff.add_argument("--after", metavar="VERSION", help="the newer version (default: the newest)")
    remove = command("remove", "remove articles with all their versions")
    remove.add_argument("ids", nargs="+", metavar="ID")
    command("stats", "count what the index holds")
    export = command("export", "write all articles with their versions to one file")
    export.add_argument("file", metavar="FILE", type=Path)
    export.add_argument("--vectors", action="store_true", help="include the vectors: importing is faster")
    import_ = command("import", "add what `export` wrote")
    import_.add_argument("file", metavar="FILE", type=Path)
    command("rebuild", "make vectors and keywords again, as after a change of the embedding model")
    command("check", "tell whether the stores agree and every passage is in its text")
    return parser


def _run(options: argparse.Namespace) -> int:
    settings = IndexSettings.read()
    folder: Path = options.data or settings.data_folder
    writes = options.command in ("add", "import", "rebuild", "watch")
    if not writes and not (folder / "articles.sqlite3").exists():
        print(f"error: there is no index in {folder}; make one: python -m indexes add PATH", file=sys.stderr)
        return FAILED
    embedder = None
    if writes:
        embedder = configured_embedder(
            settings.embedding_model,
            base_url=settings.embedding_base_url,
            api_key=settings.embedding_api_key,
        )
    if options.command == "watch":
        return _watch(options, folder, settings, embedder)
    rehearsal = options.command == "add" and options.dry_run and not (folder / "articles.sqlite3").exists()
    with (
        ArticleIndex.in_memory(embedder)
        if rehearsal
        else ArticleIndex.open(
            folder,
            embedder,
            chroma_url=settings.chroma_url,
            verify_embedder=options.command in ("add", "import"),
        )
    ) as index:
        commands = {
            "add": _add,
            "diff": _diff,
            "export": _export,
            "import": _import,
            "list": _list,
            "show": _show,
            "remove": _remove,
            "stats": _stats,
            "rebuild": _rebuild,
            "check": _check,
        }
        return commands[options.command](index, options)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _add(index: ArticleIndex, options: argparse.Namespace) -> int:
    allow_private = IndexSettings.read().fetch_private_addresses
    unit = " sources" if options.urls or any(map(is_address, options.paths)) else " files"
    with _progress_bar(unit) as show:
        report = add_everything(index, options, allow_private=allow_private, progress=show)
    return _tell(report, options)


def _watch(
    options: argparse.Namespace, folder: Path, settings: IndexSettings, embedder: Embedder | None
) -> int:
    # what reads the web costs a second to import
    from indexes.fetching.fetcher import Fetcher
    from indexes.fetching.watching import FeedWatch, seconds_of

    every = seconds_of(options.every)

    def open_index() -> ArticleIndex:
        index = ArticleIndex.open(folder, embedder, chroma_url=settings.chroma_url)
        if index.read_only:
            index.close()
            raise FolderInUseError(f"{folder} belongs to another process; nothing can be added meanwhile")
        return index

    with Fetcher(allow_private=settings.fetch_private_addresses) as fetcher:
        watch = FeedWatch(options.feeds, fetcher, folder / "feeds.json")
        if options.once:
            return _tell(watch.poll(open_index), options)

        def tell(news: IngestReport | IndexesError) -> None:
            if isinstance(news, IndexesError):
                print(f"error: {news}; trying again next time", file=sys.stderr)
            else:
                _tell(news, options)
            sys.stdout.flush()

        watch.run(open_index, every=every, tell=tell)
    return OK


@contextmanager
def _progress_bar(unit: str) -> Iterator[ProgressCallback]:
    """Show progress with its rate and the time left, where a person is looking."""
    with tqdm(unit=unit, disable=None, leave=False) as bar:

        def show(progress: IngestProgress) -> None:
            bar.total = progress.sources_total or None
            bar.n = progress.sources_done
            bar.set_postfix_str(f"{progress.articles} articles, {progress.passages} passages")

        yield show


def _tell(report: IngestReport, options: argparse.Namespace) -> int:
    """Print what became of everything; the exit code says whether all went well."""
    if options.json:
        _print_json(report.to_dict())
    else:
        for source, reason in report.failed:
            print(f"failed: {source}: {reason}", file=sys.stderr)
        print(report.summary())
    return FAILED if report.failed else OK


def _export(index: ArticleIndex, options: argparse.Namespace) -> int:
    with _progress_bar(" articles") as show:
        count = index.export(options.file, vectors=options.vectors, progress=show)
    if options.json:
        _print_json({"articles": count, "file": str(options.file)})
    else:
        print(f"{count} articles in {options.file}")
    return OK


def _import(index: ArticleIndex, options: argparse.Namespace) -> int:
    with _progress_bar(" articles") as show:
        report = index.import_file(options.file, progress=show)
    return _tell(report, options)


def _diff(index: ArticleIndex, options: argparse.Namespace) -> int:
    changes = index.changes(_known_id(index, options.id), options.before, options.after)
    if options.json:
        _print_json([asdict(change) for change in changes])
    else:
        print("\n".join(map(str, changes)) if changes else "nothing changed")
    return OK


def _list(index: ArticleIndex, options: argparse.Namespace) -> int:
    articles = index.articles()
    if options.json:
        _print_json([_described(article) for article in articles])
        return OK
    for article in articles:
        published = article.published_day
        day = "undated   " if published is None else published.isoformat()
        print(
            f"{day}  {article.title}  [{article.publisher or 'publisher unknown'}]\n            {article.id}"
        )
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
        path = str(Path(id).resolve())
        if path in (article.id for article in index.articles()):
            return path
        raise


def _show(index: ArticleIndex, options: argparse.Namespace) -> int:
    article = index.article(_known_id(index, options.id), options.version)
    if options.json:
        versions = [version.version for version in index.versions(article.id)]
        found = {"metadata_sources": dict(article.metadata_sources)}
        _print_json({**_described(article), **found, "versions": versions, "text": article.text})
        return OK
    for name, value in _described(article).items():
        if value is not None and name != "title":
            where = article.metadata_sources.get(name)
            print(f"{name}: {value}" + (f"  (from {where})" if where else ""))
    print(f"\n{article.title}\n\n{article.text}")
    return OK


def _remove(index: ArticleIndex, options: argparse.Namespace) -> int:
    known = list(dict.fromkeys(_known_id(index, name) for name in options.ids))
    for article_id in known:
        index.remove(article_id)
        if not options.json:
            print(f"removed {article_id}")
    if options.json:
        _print_json({"removed": known})
    return OK


def _stats(index: ArticleIndex, options: argparse.Namespace) -> int:
    stats = index.stats().to_dict()
    if options.json:
        _print_json(stats)
    else:
        for name, value in stats.items():
            print(f"{name}: {'none yet' if value is None else value}")
    return OK


def _rebuild(index: ArticleIndex, options: argparse.Namespace) -> int:
    with tqdm(unit=" articles", disable=None, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.n = done
            bar.refresh()

        index.rebuild(show)
    return _stats(index, options)


def _check(index: ArticleIndex, options: argparse.Namespace) -> int:
    problems = index.check()
    if options.json:
        _print_json({"problems": list(problems)})
    else:
        for problem in problems:
            print(problem)
        print("run: python -m indexes rebuild" if problems else "the index is sound")
    return FAILED if problems else OK


if __name__ == "__main__":
    sys.exit(run_piped(main))
