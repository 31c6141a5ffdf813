"""The tables of the saved conversations."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from chat.errors import HistoryError
from indexes.sqlite import transaction

FORMAT = 2

# without `uses`, what nobody refers to any more could only be told by reading every answer of every visitor
_TABLES = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, visitor TEXT NOT NULL, title TEXT NOT NULL, updated TEXT NOT NULL);
CREATE INDEX conversations_of ON conversations (visitor, updated);
CREATE TABLE entries (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE, position INTEGER NOT NULL,
    key TEXT NOT NULL, question TEXT NOT NULL, answer TEXT, failure TEXT, seconds REAL,
    filters TEXT NOT NULL, helpful INTEGER, note TEXT NOT NULL,
    PRIMARY KEY (conversation, position));
CREATE TABLE articles (id TEXT NOT NULL, version TEXT NOT NULL, fields TEXT NOT NULL,
    PRIMARY KEY (id, version));
CREATE TABLE uses (article TEXT NOT NULL, version TEXT NOT NULL,
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    PRIMARY KEY (article, version, conversation)) WITHOUT ROWID;
CREATE INDEX uses_of ON uses (conversation)"""


def make_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables of a new file; raises HistoryError for the file of another version."""
    with transaction(connection):
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == FORMAT:
            return
        if found != 0:
            raise HistoryError(f"{path} has format {found}; this version reads {FORMAT}. Move it away.")
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={FORMAT}")
