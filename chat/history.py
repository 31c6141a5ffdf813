"""Conversations kept in SQLite, each seen only by its visitor and reopened exactly as it was."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chat.desk import Desk, Entry
from chat.errors import HistoryError
from chat.filtering import read_filters, write_filters
from chat.history_tables import make_tables
from chat.records import ArticleKey, articles_of, from_record, keys_in, to_record
from indexes.articles import Article
from indexes.sqlite import transaction

TITLE_LENGTH = 120
MOST_WORDS = 20

# SQLite's own LIKE knows capitals only of ASCII; `has` is made for each connection
_HAS_A_WORD = (
    " AND (has(c.title, ?) OR EXISTS (SELECT 1 FROM entries e WHERE e.conversation = c.id AND "
    "(has(e.question, ?) OR has(json_extract(e.answer, '$.text'), ?))))"
)


@dataclass(frozen=True, slots=True)
class SavedConversation:
    """One line of the list of conversations; `updated` is an ISO 8601 date-time in UTC."""

    id: str
    title: str
    updated: str
    questions: int


class History:
    """The saved conversations of all visitors; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open or create the file; raises HistoryError."""
        self._path = path
        self._lock = threading.RLock()
        with self._translated():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA foreign_keys=ON")
            self._connection.create_function("has", 2, _has, deterministic=True)
            make_tables(self._connection, path)

    def close(self) -> None:
        """Close the file; calling it again does nothing."""
        with self._lock:
            self._connection.close()

    def save(self, visitor: str, desk: Desk, *, begin: bool = True) -> None:
        """Keep the desk as it is now, wholly or not at all; an empty one is not kept.

        Without `begin` only a conversation that is there already is kept: one deleted since stays deleted.
        """
        if not desk.entries:
            return
        now = datetime.now(UTC).isoformat(timespec="seconds")
        title = desk.entries[0].question[:TITLE_LENGTH]
        rows = {position: _row(entry) for position, entry in enumerate(desk.entries)}
        wanted: dict[ArticleKey, Article] = {}
        for entry in desk.entries:
            wanted |= articles_of(entry.answer) if entry.answer else {}
        with self._transaction() as run:
            kept = run("SELECT visitor FROM conversations WHERE id = ?", (desk.id,)).fetchone()
            if kept is not None and kept[0] != visitor:
                raise HistoryError("This conversation belongs to another visitor; begin a new one.")
            if kept is None and not begin:
                return
            run(
                "INSERT INTO conversations VALUES (?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET updated = excluded.updated",
                (desk.id, visitor, title, now),
            )
            _keep_entries(run, desk.id, rows)
            used = _used(run, desk.id)
            for key in wanted.keys() - used:
                run(
                    "INSERT OR IGNORE INTO articles VALUES (?, ?, ?)", (*key, json.dumps(asdict(wanted[key])))
                )
                run("INSERT INTO uses VALUES (?, ?, ?)", (*key, desk.id))
            dropped = used - wanted.keys()
            for key in dropped:
                run(
                    "DELETE FROM uses WHERE article = ? AND version = ? AND conversation = ?", (*key, desk.id)
                )
            _delete_unused(run, dropped)

    def desk(self, visitor: str, id: str) -> Desk:
        """Return a conversation as it was; a question that was being answered counts as stopped.

        Raises HistoryError when the visitor has no such conversation.
        """
        with self._transaction() as run:
            self._require(run, visitor, id)
            rows = list(_rows(run, id).values())
            records = [None if row[2] is None else json.loads(row[2]) for row in rows]
            articles = self._articles(run, [record for record in records if record])
        pairs = zip(rows, records, strict=True)
        return Desk(tuple(_entry(row, record, articles) for row, record in pairs), id)

    def conversations(self, visitor: str, words: str = "") -> list[SavedConversation]:
        """Return the visitor's conversations, the latest first.

        With words, those that have each of them somewhere: in the title, a question or an answer.
        """
        wanted = words.casefold().split()[:MOST_WORDS]
        with self._transaction() as run:
            rows = run(
                "SELECT id, title, updated, (SELECT count(*) FROM entries WHERE conversation = id) "
                f"FROM conversations c WHERE visitor = ?{_HAS_A_WORD * len(wanted)} "
                "ORDER BY updated DESC, rowid DESC",
                (visitor, *(word for word in wanted for _ in range(3))),
            ).fetchall()
        return [SavedConversation(*row) for row in rows]

    def rename(self, visitor: str, id: str, title: str) -> None:
        """Give a conversation another title; raises HistoryError."""
        title = " ".join(title.split())[:TITLE_LENGTH]
        with self._transaction() as run:
            self._require(run, visitor, id)
            if title:
                run("UPDATE conversations SET title = ? WHERE id = ?", (title, id))

    def delete(self, visitor: str, id: str) -> None:
        """Delete a conversation and the articles that no other one refers to; raises HistoryError."""
        with self._transaction() as run:
            self._require(run, visitor, id)
            used = _used(run, id)
            run("DELETE FROM conversations WHERE id = ?", (id,))
            _delete_unused(run, used)

    def title(self, visitor: str, id: str) -> str:
        """Return the title of a conversation; raises HistoryError."""
        with self._transaction() as run:
            return self._require(run, visitor, id)

    def _require(self, run: Any, visitor: str, id: str) -> str:
        row = run("SELECT title FROM conversations WHERE id = ? AND visitor = ?", (id, visitor)).fetchone()
        if row is None:
            raise HistoryError("This conversation is no longer there; choose another one.")
        return str(row[0])

    def _articles(self, run: Any, records: list[dict[str, Any]]) -> dict[ArticleKey, Article]:
        found: dict[ArticleKey, Article] = {}
        for key in {key for record in records for key in keys_in(record)}:
            row = run("SELECT fields FROM articles WHERE id = ? AND version = ?", key).fetchone()
            found[key] = Article(**json.loads(row[0]))
        return found

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        with self._lock, self._translated(), transaction(self._connection):
            yield self._connection.execute

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise HistoryError(
                f"Conversations cannot be kept in {self._path} ({error}); check the folder and its space."
            ) from error


def _row(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.key,
        entry.question,
        None if entry.answer is None else json.dumps(to_record(entry.answer)),
        entry.failure,
        entry.seconds,
        json.dumps(write_filters(entry.filters)),
        entry.helpful,
        entry.note,
    )


def _entry(row: tuple[Any, ...], record: dict[str, Any] | None, articles: dict[ArticleKey, Article]) -> Entry:
    key, question, _, failure, seconds, filters, helpful, note = row
    return Entry(
        key,
        question,
        answer=from_record(record, articles) if record else None,
        failure=failure,
        stopped=record is None and failure is None,
        seconds=seconds,
        filters=read_filters(json.loads(filters)),
        helpful=None if helpful is None else bool(helpful),
        note=note,
    )


def _rows(run: Any, conversation: str) -> dict[int, tuple[Any, ...]]:
    """Return the entries of a conversation by their position."""
    rows = run(
        "SELECT position, key, question, answer, failure, seconds, filters, helpful, note FROM entries "
        "WHERE conversation = ? ORDER BY position",
        (conversation,),
    )
    return {position: tuple(row) for position, *row in rows}


def _keep_entries(run: Any, conversation: str, rows: dict[int, tuple[Any, ...]]) -> None:
    """Write those entries that are not kept like this already, and delete those that are there no more."""
    before = _rows(run, conversation)
    for position, row in rows.items():
        if before.get(position) != row:
            values = (conversation, position, *row)
            run("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    run("DELETE FROM entries WHERE conversation = ? AND position >= ?", (conversation, len(rows)))


def _used(run: Any, conversation: str) -> set[ArticleKey]:
    """Return the articles that the answers of a conversation refer to."""
    rows = run("SELECT article, version FROM uses WHERE conversation = ?", (conversation,))
    return {(str(article), str(version)) for article, version in rows}


def _delete_unused(run: Any, keys: set[ArticleKey]) -> None:
    """Delete those of the articles that no conversation refers to any more."""
    for key in keys:
        run(
            "DELETE FROM articles WHERE id = ? AND version = ? AND NOT EXISTS "
            "(SELECT 1 FROM uses WHERE article = articles.id AND uses.version = articles.version)",
            key,
        )


def _has(text: str | None, word: str) -> bool:
    return text is not None and word in text.casefold()
