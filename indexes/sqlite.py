"""One SQLite file, or one in memory: transactions, threads, and its errors turned into ours."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexes.errors import IndexFormatError, StoreError
from indexes.schema import FORMAT, SCHEMA


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Make what happens on a connection that commits by itself happen wholly or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # after some errors SQLite has rolled back by itself, and a second time would hide the error
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


class SqliteFile:
    """The connection to the tables of one index; safe to use from several threads."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, or create it with empty tables; None keeps them in memory.

        Raises IndexFormatError when the file has the tables of another version.
        """
        self._lock = threading.RLock()
        with _translated():
            self._connection = sqlite3.connect(
                ":memory:" if path is None else path, check_same_thread=False, isolation_level=None
            )
            self._connection.execute("PRAGMA journal_mode=WAL")
            # the other stores must never know of an article that a power cut made SQLite forget
            self._connection.execute("PRAGMA synchronous=FULL")
            found = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if found == 0:
                with self.transaction():
                    for statement in SCHEMA.split(";\n"):
                        self._connection.execute(statement)
                    self._connection.execute(f"PRAGMA user_version={FORMAT}")
            elif found != FORMAT:
                self._connection.close()
                raise IndexFormatError(
                    f"{path} has format {found}, and this version reads format {FORMAT}; "
                    "choose another data folder and add the articles again"
                )

    def close(self) -> None:
        """Close the connection; calling it again does nothing."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what happens inside happen wholly or not at all."""
        with self._lock, _translated(), transaction(self._connection):
            yield

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Run one statement and return its rows."""
        with self._lock, _translated():
            return self._connection.execute(sql, values).fetchall()

    def number(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement that gives a single number and return it."""
        return int(str(self.rows(sql, values)[0][0]))

    def insert_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of values."""
        with self._lock, _translated():
            self._connection.executemany(sql, rows)

    def damage(self) -> str | None:
        """Return what SQLite finds wrong with its own file, or None."""
        found = str(self.rows("PRAGMA quick_check")[0][0])
        return None if found == "ok" else found


@contextmanager
def _translated() -> Iterator[None]:
    """Turn errors of SQLite into ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(
            f"the article database failed: {error}; check the disk's free space and permissions, then "
            "run: python -m indexes check"
        ) from error
