"""What the database notes beside the articles: sources as they were read, and changes half done."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from indexes.sqlite import SqliteFile


@dataclass(frozen=True, slots=True)
class SourceState:
    """What a source looked like when it was last read to its end."""

    name: str
    size: int
    modified_ns: int
    sha256: str

    def to_read_again(self) -> SourceState:
        """Return a state that the source never has, so that it is read again when it is next added."""
        return replace(self, size=-1, sha256="")

    def with_removals(self) -> SourceState:
        """Return the state of a source that holds articles which were removed from the index."""
        return replace(self, size=-1)

    @property
    def has_removals(self) -> bool:
        """Whether articles were removed that the source holds."""
        return self.size < 0


class SourceStates:
    """How each source looked, so that an unchanged one is not read again."""

    def __init__(self, file: SqliteFile) -> None:
        """Keep them in the file."""
        self._file = file

    def get(self, name: str) -> SourceState | None:
        """Return how a source looked when it was last read, or None."""
        rows = self._file.rows("SELECT name, size, modified_ns, sha256 FROM sources WHERE name = ?", (name,))
        return SourceState(*rows[0]) if rows else None  # type: ignore[arg-type]

    def names(self) -> list[str]:
        """Return the names of all sources ever read and not removed."""
        return [str(row[0]) for row in self._file.rows("SELECT name FROM sources")]

    def keep(self, state: SourceState) -> None:
        """Note how a source looks that has been read to its end."""
        self._file.rows(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)",
            (state.name, state.size, state.modified_ns, state.sha256),
        )

    def forget(self, name: str) -> None:
        """Forget a source that is gone."""
        self._file.rows("DELETE FROM sources WHERE name = ?", (name,))


class Journal:
    """Which articles are being changed, so that a crash in between can be finished or undone."""

    def __init__(self, file: SqliteFile) -> None:
        """Keep it in the file."""
        self._file = file

    def begin(self, article_id: str, passage_ids: Iterable[str]) -> None:
        """Note, before another store is touched, what it may hold of an article that is changing."""
        self._file.rows(
            "INSERT OR REPLACE INTO journal VALUES (?, ?)", (article_id, json.dumps(list(passage_ids)))
        )

    def changes(self) -> dict[str, list[str]]:
        """Return the articles being changed, with the passages that may be in the other stores."""
        rows = self._file.rows("SELECT article_id, passage_ids FROM journal")
        return {str(article_id): json.loads(str(ids)) for article_id, ids in rows}

    def end(self) -> None:
        """Note that the other stores hold exactly what this database says."""
        self._file.rows("DELETE FROM journal")
