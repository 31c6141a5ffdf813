"""The tables of the saved conversations, and how a file of the format before becomes one of this."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from chat.errors import HistoryError
from chat.records import keys_in
from indexes.sqlite import transaction

FORMAT = 2

_CONVERSATIONS = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, visitor TEXT NOT NULL, title TEXT NOT NULL, updated TEXT NOT NULL);
CREATE INDEX conversations_of ON conversations (visitor, updated);
CREATE TABLE entries (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE, position INTEGER NOT NULL,
    key TEXT NOT NULL, question TEXT NOT NULL, answer TEXT, failure TEXT, seconds REAL,
    filters TEXT NOT NULL, helpful INTEGER, note TEXT NOT NULL,
    PRIMARY KEY (conversation, position));
CREATE TABLE articles (id TEXT NOT NULL, version TEXT NOT NULL, fields TEXT NOT NULL,
    PRIMARY KEY (id, version))"""
# without it, what nobody refers to any more could only be told by reading every answer of every visitor
_USES = """
CREATE TABLE uses (article TEXT NOT NULL, version TEXT NOT NULL,
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    PRIMARY KEY (article, version, conversation)) WITHOUT ROWID;
CREATE INDEX uses_of ON uses (conversation)"""


def make_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables that the file lacks; raises HistoryError for the file of another version."""
    with transaction(connection):
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == FORMAT:
            return
        if found not in (0, 1):
            raise HistoryError(f"{path} has format {found}; this version reads {FORMAT}. Move it away.")
        for statement in [*(_CONVERSATIONS.split(";\n") if found == 0 else ()), *_USES.split(";\n")]:
            connection.execute(statement)
        answers = connection.execute("SELECT conversation, answer FROM entries WHERE answer IS NOT NULL")
        for conversation, answer in answers.fetchall():
            for key in keys_in(json.loads(answer)):
                connection.execute("INSERT OR IGNORE INTO uses VALUES (?, ?, ?)", (*key, conversation))
        connection.execute(f"PRAGMA user_version={FORMAT}")
