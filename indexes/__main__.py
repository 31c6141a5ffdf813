"""`python -m indexes`: add articles to the index, look at them, remove them, and keep the index sound."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from indexes.adding import add_arguments
from indexes.article_index import ArticleIndex
from indexes.commands import COMMANDS, FAILED, OK, tell_report
from indexes.embedding import Embedder
from indexes.errors import FolderInUseError, IndexesError
from indexes.piping import run_piped
from indexes.printing import tell
from indexes.reports import IngestReport
from indexes.settings import IndexSettings, configured_embedder
from indexes.sources import known_suffixes

INTERRUPTED = 130
_EXAMPLES = """\
examples:
  python -m indexes add articles/ export.csv --map title=headline,text=body
  python -m indexes add https://paper.example/feed.xml
  python -m indexes watch https://paper.example/feed.xml --every 15m
  python -m indexes export pile.jsonl.gz --vectors

`python -m indexes COMMAND --help` tells more of each; all take --data FOLDER and --json.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when all went well, 1 when something failed, 2 for bad use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command == "add" and not options.paths and not options.urls:
        parser.error("nothing to add; name a file, a folder or an address, or a list with --urls FILE")
    try:
        return _run(options)
    except IndexesError as error:
        tell(f"error: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        tell("\nstopped; the index is sound, and the same command goes on from here", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m indexes",
        description=__doc__.split(": ", 1)[1],
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data",
        type=Path,
        metavar="FOLDER",
        help="the data folder (default: ASSISTANT_DATA_FOLDER, otherwise data)",
    )
    common.add_argument("--json", action="store_true", help="print JSON")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help, parents=[common])

    add = command("add", "add files, folders, pages, feeds and sitemaps")
    add.epilog = f"files that can be read: {' '.join(known_suffixes())}"
    add_arguments(add)
    add.add_argument("--prune", action="store_true", help="remove articles whose files are gone")
    add.add_argument(
        "--dry-run",
        action="store_true",
        help="read and report what would be, and change nothing; copies are not looked for",
    )
    watch = command("watch", "add what is new in feeds and sitemaps, again and again")
    watch.add_argument("feeds", nargs="+", metavar="FEED", help="the address of a feed or a sitemap")
    watch.add_argument("--every", default="15m", metavar="TIME", help="90s, 15m, 1h, 1d (default: 15m)")
    watch.add_argument("--once", action="store_true", help="ask every feed once and stop")
    command("list", "list the articles")
    show = command("show", "show an article")
    show.add_argument("id", metavar="ID", help="a URL or a file, as `list` shows it")
    show.add_argument("--version", help="an older version; `show` lists them")
    diff = command("diff", "show what changed between two versions of an article")
    diff.add_argument("id", metavar="ID", help="a URL or a file, as `list` shows it")
    diff.add_argument(
        "--before", metavar="VERSION", help="the older version, as `show` lists it (default: the one before)"
    )
    diff.add_argument("--after", metavar="VERSION", help="the newer version (default: the newest)")
    remove = command("remove", "remove articles with all their versions")
    remove.add_argument("ids", nargs="+", metavar="ID", help="a URL or a file, as `list` shows it")
    command("stats", "count what the index holds")
    export = command("export", "write all articles with their versions to one file")
    export.add_argument("file", metavar="FILE", type=Path, help="the file to write: gzipped JSON lines")
    export.add_argument("--vectors", action="store_true", help="include the vectors: importing is faster")
    import_ = command("import", "add what `export` wrote")
    import_.add_argument("file", metavar="FILE", type=Path, help="a file that `export` wrote")
    command("rebuild", "make vectors and keywords again, as after a change of the embedding model")
    command("check", "tell whether articles are as they were added, and passages and stores fit them")
    return parser


def _run(options: argparse.Namespace) -> int:
    settings = IndexSettings.read()
    folder: Path = options.data or settings.data_folder
    writes = options.command in ("add", "import", "rebuild", "watch")
    if not writes and not (folder / "articles.sqlite3").exists():
        tell(f"error: there is no index in {folder}; make one: python -m indexes add PATH", file=sys.stderr)
        return FAILED
    embedder = None
    if writes:
        embedder = configured_embedder(settings)
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
        return COMMANDS[options.command](index, options)


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
            return tell_report(watch.poll(open_index), options)

        def tell_news(news: IngestReport | IndexesError) -> None:
            if isinstance(news, IndexesError):
                tell(f"error: {news}; trying again next time", file=sys.stderr)
            else:
                tell_report(news, options)
            sys.stdout.flush()

        watch.run(open_index, every=every, tell=tell_news)
    return OK


if __name__ == "__main__":
    sys.exit(run_piped(main))
