"""Changes an index until it is killed: one forked child for each line of standard input.

Everything heavy is imported once, before the forks, so that a child is ready in milliseconds. A line
holds the folder and a number; the child answers with its process id and begins.
"""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import indexes.chroma
import indexes.ingestion
from indexes import Article, ArticleIndex
from tests.fake_embedder import WORDS, WordCountEmbedder

ARTICLES = 16


def story(number: int, revision: int) -> Article:
    """The article of a number at a revision: anyone can tell what its text has to be."""
    word = WORDS[number % len(WORDS)]
    text = "\n\n".join(" ".join([f"Report {revision} on the {word}, part {part}."] * 12) for part in range(3))
    url = f"https://news.example/story-{number}"
    return Article.create(id=url, url=url, title=f"Story {number} at {revision}", text=text)


def write_files(pile: Path, articles: Sequence[Article]) -> None:
    """Write one Markdown file, and one file of JSON lines and a zip of another for the rest."""
    pile.mkdir(exist_ok=True)
    first, *rest = articles
    (pile / "first.md").write_text(f"---\ntitle: {first.title}\nurl: {first.url}\n---\n{first.text}")
    halves = (rest[: len(rest) // 2], rest[len(rest) // 2 :])
    lines, zipped = (
        "\n".join(json.dumps({"title": item.title, "url": item.url, "text": item.text}) for item in half)
        for half in halves
    )
    (pile / "lines.jsonl").write_text(lines)
    with zipfile.ZipFile(pile / "more.zip", "w") as archive:
        archive.writestr("more.jsonl", zipped)


def change(folder: Path, revision: int) -> None:
    """Update every article, half of them from files, remove some, and now and then rebuild."""
    # small batches, so that there are many moments between them
    indexes.ingestion.BATCH_PASSAGES = 8
    stories = [story(number, revision) for number in range(ARTICLES)]
    pile = folder.with_name(f"{folder.name}-files")
    write_files(pile, stories[: ARTICLES // 2])
    with ArticleIndex.open(folder, WordCountEmbedder()) as index:
        index.add(pile, prune=True)
        known = {article.id for article in index.articles()}
        for number in range(revision % 3, ARTICLES, 7):
            if stories[number].id in known:
                index.remove(stories[number].id)
        if revision % 5 == 0:
            index.rebuild()
        index.add_articles(stories[ARTICLES // 2 :])


def main() -> None:
    """Fork a child for each line until the input ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        folder, revision = line.rsplit(" ", 1)
        child = os.fork()
        if child == 0:
            change(Path(folder), int(revision))
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
