"""The removal of articles whose files are gone, or no longer hold them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path

from indexes.changing import remove_article
from indexes.journal import SourceState
from indexes.stores import Stores


def prune_articles(
    stores: Stores,
    vanished: Mapping[SourceState, Sequence[str]],
    roots: Sequence[Path],
    files: Container[str],
    *,
    dry_run: bool,
) -> list[str]:
    """Remove the articles that vanished from their files, and those of files that are gone from the roots.

    `files` are those that are still there. Returns the articles; with `dry_run` nothing is changed. What
    is known of a file changes only after its articles are removed, so that a second run finishes this one.
    """
    sources = stores.database.sources
    removed: list[str] = []

    def remove(article_ids: Sequence[str]) -> None:
        for article_id in article_ids:
            if not dry_run:
                remove_article(stores, article_id)
            removed.append(article_id)

    for state, article_ids in vanished.items():
        remove(article_ids)
        if not dry_run:
            sources.keep(state)
    for name in _gone(sources.names(), roots, files):
        remove(stores.database.articles_of(name))
        if not dry_run:
            sources.forget(name)
    return removed


def _gone(names: Sequence[str], roots: Sequence[Path], files: Container[str]) -> Iterator[str]:
    """Yield the names of files that are gone from the roots."""
    # a root that is missing itself, such as a drive not mounted, tells nothing about its files
    folders = [root.resolve() for root in roots if root.resolve().parent.is_dir()]
    for name in names:
        path = Path(name)
        inside = any(path == root or (root.is_dir() and root in path.parents) for root in folders)
        if inside and name not in files and not path.exists():
            yield name
