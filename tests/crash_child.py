"""Changes an index until it is killed: one forked child for each line of standard input.

Everything heavy is imported once, before the forks, so that a child is ready in milliseconds. A line
holds the folder and a number; the child answers with its process id and begins.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import indexes.chroma
import indexes.ingestion
from indexes import Article, ArticleIndex
from tests.fake_embedder import WORDS, WordCountEmbedder

ARTICLES = 24


def story(number: int, revision: int) -> Article:
    """The article of a number at a revision: anyone can tell what its text has to be."""
    word = WORDS[number % len(WORDS)]
    text = "\n".join(f"Report {revision} on the {word}, part {part}. " * 12 for part in range(3))
    return Article.create(id=f"story-{number}", title=f"Story {number} at {revision}", text=text)


def change(folder: Path, revision: int) -> None:
    """Update every article, remove some, and now and then rebuild."""
    # small batches, so that there are many moments between them
    indexes.ingestion.BATCH_PASSAGES = 8
    with ArticleIndex.open(folder, WordCountEmbedder()) as index:
        half = [story(number, revision) for number in range(ARTICLES)]
        index.add_articles(half[: ARTICLES // 2])
        for number in range(revision % 3, ARTICLES, 7):
            if any(article.id == f"story-{number}" for article in index.articles()):
                index.remove(f"story-{number}")
        if revision % 5 == 0:
            index.rebuild()
        index.add_articles(half[ARTICLES // 2 :])


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
