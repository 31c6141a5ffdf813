"""Logs for those who run it: what was done and how long it took, never what was asked, read or answered.

A line of our own is an event with values (`extra=`), never a template: it would stay unfilled. Of an error
only its kind and where it arose are kept, for its message may quote a question, an article or a key; so
may the messages of libraries, of which the unfilled template is kept.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

OURS = ("app", "assistant", "chat", "eval", "indexes", "models", "prompts")
WITHHELD = "message withheld"
FRAMES_KEPT = 4

request_id: ContextVar[str] = ContextVar("request_id", default="")

# What a record has of itself; everything else came with `extra=`.
_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def configure(
    form: Literal["text", "json"], level: str, *, secrets: Iterable[str] = (), stream: Any = None
) -> None:
    """Send every log to the stream (standard error), ours from this level on, others from warnings on."""
    handler = logging.StreamHandler(stream if stream is not None else sys.stderr)
    handler.setFormatter(JsonLines(secrets) if form == "json" else KeyValues(secrets))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())


class KeyValues(logging.Formatter):
    """One line of key=value pairs; values with spaces are quoted as in JSON."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(filter(None, secrets))

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return self._without_secrets(" ".join(f"{key}={_plain(one)}" for key, one in values_of(record)))

    def _without_secrets(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, "…")
        return line


class JsonLines(KeyValues):
    """One JSON object a line, with the same values."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        values = {key: value for key, value in values_of(record) if value is not None}
        return self._without_secrets(json.dumps(values, ensure_ascii=False, default=str))


def values_of(record: logging.LogRecord) -> Iterable[tuple[str, Any]]:
    """Yield what is written about a record: time, level, logger, event, request, then its own values."""
    ours = record.name.split(".")[0] in OURS
    yield "time", datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    yield "level", record.levelname.lower()
    yield "logger", record.name
    # uvicorn's own sentences hold addresses at most; a message that came filled in may hold anything
    constant = ours or record.args or record.name.startswith("uvicorn")
    yield "event", str(record.msg).strip() if constant else WITHHELD
    own = {key: value for key, value in vars(record).items() if key not in _OF_EVERY_RECORD} if ours else {}
    if "request" not in own and request_id.get():
        yield "request", request_id.get()
    yield from own.items()
    if not ours:
        yield "at", f"{Path(record.pathname).name}:{record.lineno}"
    if record.exc_info and record.exc_info[0] is not None:
        yield "error", record.exc_info[0].__name__
        frames = traceback.extract_tb(record.exc_info[2])[-FRAMES_KEPT:]
        yield "where", " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames))


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.1f}"
    text = str(value)
    quoted = not text or any(
        letter.isspace() or letter in '"=' or not letter.isprintable() for letter in text
    )
    return json.dumps(text, ensure_ascii=False) if quoted else text
