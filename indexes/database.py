"""SQLite: articles, their versions and passages, where they came from, and what is half done.

This is the truth; the vectors and the keywords can be made again from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from indexes.articles import Article, Passage, epoch_day
from indexes.errors import ArticleNotFoundError
from indexes.journal import Journal, SourceStates
from indexes.schema import PASSAGES, PASSAGES_BY_ARTICLE
from indexes.sqlite import SqliteFile

_FIELDS = (
    "title",
    "text",
    "url",
    "publisher",
    "author",
    "published",
    "modified",
    "language",
    "source",
    "metadata_sources",
)


class ArticleDatabase(SqliteFile):
    """What one index holds of articles: their versions, their passages, and where they came from."""

    def __init__(self, path: Path | None) -> None:
        """Open or create the database; None keeps it in memory."""
        super().__init__(path)
        self.sources = SourceStates(self)
        self.journal = Journal(self)
        self._cached_article = lru_cache(maxsize=256)(self._load_article)

    # facts about the index

    def fact(self, name: str) -> str | None:
        """Return a fact about the index, or None."""
        rows = self.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def set_fact(self, name: str, value: str | None) -> None:
        """Keep a fact about the index; None forgets it."""
        self.rows("DELETE FROM facts WHERE name = ?", (name,))
        if value is not None:
            self.rows("INSERT INTO facts VALUES (?, ?)", (name, value))

    # articles

    def _load_article(self, article_id: str, version: str) -> Article:
        rows = self.rows(
            "SELECT content FROM versions WHERE article_id = ? AND version = ?", (article_id, version)
        )
        if not rows:
            raise ArticleNotFoundError(
                f"the index has no version {version} of {article_id}; see those it has: "
                f"python -m indexes show {article_id}"
            )
        return Article(id=article_id, version=version, **json.loads(str(rows[0][0])))

    def current_version(self, article_id: str) -> str | None:
        """Return the version that searches use, or None for an unknown article."""
        rows = self.rows("SELECT version FROM articles WHERE id = ?", (article_id,))
        return str(rows[0][0]) if rows else None

    def article(self, article_id: str, version: str | None = None) -> Article:
        """Return a version of an article, the newest by default; raises ArticleNotFoundError."""
        if version is None:
            version = self.current_version(article_id)
            if version is None:
                raise ArticleNotFoundError(
                    f"the index has no article {article_id!r}; see: python -m indexes list"
                )
        return self._cached_article(article_id, version)

    def article_ids(self) -> list[str]:
        """Return the identifiers of all articles, sorted."""
        return [str(row[0]) for row in self.rows("SELECT id FROM articles ORDER BY id")]

    def articles(self) -> Iterator[Article]:
        """Yield the newest version of every article, by identifier."""
        for article_id in self.article_ids():
            version = self.current_version(article_id)
            if version is not None:
                yield self._load_article(article_id, version)

    def versions(self, article_id: str) -> list[tuple[Article, str]]:
        """Return the versions of an article with the time each was added, oldest first."""
        rows = self.rows(
            "SELECT version, added FROM versions WHERE article_id = ? ORDER BY added, number", (article_id,)
        )
        if not rows:
            raise ArticleNotFoundError(
                f"the index has no article {article_id!r}; see: python -m indexes list"
            )
        return [(self._cached_article(article_id, str(version)), str(added)) for version, added in rows]

    def put_article(self, article: Article, passages: Iterable[Passage]) -> None:
        """Make this the newest version of its article; call it in a transaction."""
        day = article.published_day
        content = json.dumps({name: getattr(article, name) for name in _FIELDS}, ensure_ascii=False)
        self.rows(
            "INSERT OR IGNORE INTO versions (article_id, version, content) VALUES (?, ?, ?)",
            (article.id, article.version, content),
        )
        self.rows(
            "INSERT INTO articles (id, version, source, day, publisher) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET version = excluded.version, source = excluded.source, "
            "day = excluded.day, publisher = excluded.publisher",
            (article.id, article.version, article.source, day and epoch_day(day), article.publisher),
        )
        self.rows("DELETE FROM passages WHERE article_id = ?", (article.id,))
        self._insert_passages(passages)

    def history(self, article_id: str) -> list[tuple[dict[str, Any], str]]:
        """Return the fields of every version of an article with the time it was added, oldest first."""
        rows = self.rows(
            "SELECT content, added FROM versions WHERE article_id = ? ORDER BY added, number", (article_id,)
        )
        return [(json.loads(str(content)), str(added)) for content, added in rows]

    def put_history(self, article: Article, added: str) -> None:
        """Keep a version that is not the newest; call it in a transaction, before `put_article`."""
        content = json.dumps({name: getattr(article, name) for name in _FIELDS}, ensure_ascii=False)
        self.rows(
            "INSERT OR IGNORE INTO versions (article_id, version, content, added) VALUES (?, ?, ?, ?)",
            (article.id, article.version, content, added),
        )

    def delete_article(self, article_id: str) -> None:
        """Forget an article with all its versions; call it in a transaction.

        It comes back when its source, as long as that holds it, changes or is added by its own name.
        """
        state = self.sources.get(self.source_of(article_id) or "")
        if state is not None:
            self.sources.keep(state.with_removals())
        self.rows(
            "DELETE FROM bands WHERE article = (SELECT number FROM articles WHERE id = ?)", (article_id,)
        )
        for table, column in (("articles", "id"), ("versions", "article_id"), ("passages", "article_id")):
            self.rows(f"DELETE FROM {table} WHERE {column} = ?", (article_id,))
        self._cached_article.cache_clear()

    def is_empty(self) -> bool:
        """Tell whether there is nothing to search."""
        return not self.rows("SELECT 1 FROM passages LIMIT 1")

    def count_passages(self) -> int:
        """Count the passages in use."""
        return self.number("SELECT count(*) FROM passages")

    def counts(self) -> dict[str, int]:
        """Return the number of articles, versions, passages and dated articles."""
        tables = {
            "articles": "SELECT count(*) FROM articles",
            "versions": "SELECT count(*) FROM versions",
            "passages": "SELECT count(*) FROM passages",
            "stories": "SELECT count(DISTINCT story) FROM articles",
            "undated": "SELECT count(*) FROM articles WHERE day IS NULL",
            "publishers": "SELECT count(DISTINCT publisher) FROM articles",
        }
        return {name: self.number(sql) for name, sql in tables.items()}

    # passages

    def _insert_passages(self, passages: Iterable[Passage], *, table: str = "passages") -> None:
        self.insert_many(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?, ?)", map(_row, passages))

    def has_exactly(self, article_id: str, passages: Iterable[Passage]) -> bool:
        """Tell whether these are the passages kept of an article."""
        rows = self.rows("SELECT * FROM passages WHERE article_id = ?", (article_id,))
        return set(rows) == set(map(_row, passages))

    def begin_replacement(self) -> None:
        """Begin to gather passages that are to replace all; an earlier attempt is forgotten."""
        self.rows("DROP TABLE IF EXISTS replacement")
        self.rows(PASSAGES.format(name="replacement"))

    def gather_replacement(self, passages: Iterable[Passage]) -> None:
        """Keep more of the passages that are to replace all others."""
        with self.transaction():
            self._insert_passages(passages, table="replacement")

    def use_replacement(self) -> None:
        """Put what was gathered in the place of all passages; call it in a transaction."""
        self.rows("DROP TABLE passages")
        self.rows("ALTER TABLE replacement RENAME TO passages")
        self.rows(PASSAGES_BY_ARTICLE)

    def passage_ids(self, article_id: str | None = None) -> list[str]:
        """Return the identifiers of the passages of an article, or of all."""
        if article_id is None:
            return [str(row[0]) for row in self.rows("SELECT id FROM passages")]
        rows = self.rows("SELECT id FROM passages WHERE article_id = ?", (article_id,))
        return [str(row[0]) for row in rows]

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Article]]:
        """Return those of the passages that are in use, each with its article."""
        rows = self.rows(
            "SELECT p.id, p.article_id, p.version, p.start, p.end, p.sentences "
            "FROM json_each(?) wanted JOIN passages p ON p.id = wanted.value",
            # one value however many there are: a statement takes only so many
            (json.dumps(list(ids)),),
        )
        found: dict[str, tuple[Passage, Article]] = {}
        for identifier, article_id, version, start, end, sentences in rows:
            article = self._cached_article(str(article_id), str(version))
            first, last = int(str(start)), int(str(end))
            passage = Passage(
                article_id=article.id,
                version=article.version,
                start=first,
                end=last,
                text=article.text[first:last],
                sentences=tuple((a, b) for a, b in json.loads(str(sentences))),
            )
            found[str(identifier)] = (passage, article)
        return found

    def opening_passage(self, article_id: str) -> tuple[Passage, Article] | None:
        """Return the first passage of an article with the article, or None."""
        rows = self.rows("SELECT id FROM passages WHERE article_id = ? ORDER BY start LIMIT 1", (article_id,))
        return next(iter(self.passages([str(row[0]) for row in rows]).values()), None)

    def articles_of(self, source: str) -> list[str]:
        """Return the identifiers of the articles that came from a source."""
        rows = self.rows("SELECT id FROM articles WHERE source = ? ORDER BY id", (source,))
        return [str(row[0]) for row in rows]

    def source_of(self, article_id: str) -> str | None:
        """Return the source that an article came from, or None."""
        rows = self.rows("SELECT source FROM articles WHERE id = ?", (article_id,))
        return str(rows[0][0]) if rows and rows[0][0] is not None else None

    def set_source(self, article_id: str, source: str | None) -> None:
        """Note that an article, otherwise unchanged, now comes from another source."""
        self.rows("UPDATE articles SET source = ? WHERE id = ?", (source, article_id))


def _row(passage: Passage) -> tuple[object, ...]:
    """Return a passage as the table of passages holds it."""
    place = (passage.article_id, passage.version, passage.start, passage.end)
    return (passage.id, *place, json.dumps(passage.sentences))
