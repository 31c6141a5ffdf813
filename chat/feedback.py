"""What readers think of answers, one JSON line each, with all that is needed to ask again."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chat.desk import Desk, Entry
from chat.errors import FeedbackError
from chat.filtering import write_filters

FEEDBACK_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whether an answer helped, and why; `note` may be empty."""

    helpful: bool
    note: str = ""


class FeedbackFile:
    """A file that opinions are added to; of several about one entry the last one counts."""

    def __init__(self, path: Path, settings: dict[str, Any]) -> None:
        """`settings` are JSON values that say how the answers were made; no secret may be among them."""
        self.path = path
        self._settings = settings
        self._lock = threading.Lock()

    def add(self, desk: Desk, entry: Entry, opinion: Opinion) -> None:
        """Add one line and see it written; raises FeedbackError."""
        if entry.answer is None:
            return
        earlier = desk.entries[: desk.entries.index(entry)]
        line = {
            "format": FEEDBACK_FORMAT,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "conversation": desk.id,
            "entry": entry.key,
            "helpful": opinion.helpful,
            "note": opinion.note,
            "question": entry.question,
            "earlier": [
                {"question": one.question, "answer": one.answer.text} for one in earlier if one.answer
            ],
            "filters": write_filters(entry.filters),
            "answer": entry.answer.to_dict(),
            "settings": {**self._settings, **entry.made_with},
        }
        try:
            with self._lock, self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise FeedbackError(
                f"Feedback cannot be kept in {self.path} ({error.strerror}); check the folder and its space."
            ) from error
