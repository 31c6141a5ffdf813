"""Rows of JSON, one a line, from plain or gzipped files of any size; a bad row is named by file and line."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

from eval.errors import DataError
from eval.spreading import spread_positions

_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Row:
    """One JSON object with where it came from; unknown keys are left alone."""

    path: Path
    line: int
    values: Mapping[str, Any]

    def fail(self, problem: str) -> NoReturn:
        """Raise DataError that names this row."""
        raise DataError(f"{self.path}:{self.line}: {problem}")

    def has(self, *names: str) -> bool:
        """Tell whether every one of these keys is there and not null."""
        return all(self.values.get(name) is not None for name in names)

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text field; a missing or null one gives the default, or fails when there is none."""
        value = self.values.get(name)
        if value is None:
            if default is None:
                self.fail(f"the row has no {name!r}; it needs a text there")
            return default
        if not _is_text(value):
            self.fail(f"{name!r} is a {type(value).__name__}; it needs a text")
        return str(value)

    def flag(self, name: str) -> bool | None:
        """Return a field that is true or false, or None where it is missing or null."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, bool):
            self.fail(f"{name!r} is {value!r}; it needs true or false, without quotation marks")
        return value

    def number(self, name: str) -> float | None:
        """Return a finite number, which may be written as a text, or None where it is missing or null."""
        value = self.values.get(name)
        if value is None:
            return None
        try:
            number = float(value) if _is_text(value) else nan
        except (ValueError, OverflowError):
            number = nan
        if not isfinite(number):
            self.fail(f"the {name} is {value!r}; give a number, or leave it out")
        return number

    def items(self, name: str) -> Sequence[Any]:
        """Return a list field; a missing or null one is empty."""
        value = self.values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.fail(f"{name!r} is a {type(value).__name__}; it needs a list")
        return value

    def texts(self, name: str) -> list[str]:
        """Return a field that is a text or a list of texts, as a list without empty ones."""
        value = self.values.get(name)
        if value is None:
            return []
        listed = value if isinstance(value, list) else [value]
        if not all(map(_is_text, listed)):
            self.fail(f"{name!r} needs a text or a list of texts")
        return [text for text in map(str, listed) if text.strip()]

    def answers(self) -> list[str]:
        """Return the gold answers, from SQuAD's shapes: texts, {text, …} objects, or {text: […]}.

        A row without answers is unanswerable; answers that are empty texts count as none.
        """
        found = self.values.get("answers")
        if isinstance(found, Mapping):
            found = found.get("text")
        if found is None:
            return []
        texts: list[str] = []
        for item in found if isinstance(found, list) else [found]:
            text = item.get("text") if isinstance(item, Mapping) else item
            if text is not None and not _is_text(text):
                self.fail("an answer has no text; each needs one: {'text': …} or a plain string")
            if text is not None and str(text).strip():
                texts.append(str(text))
        return texts


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file one by one, so that memory stays small; blank lines are skipped.

    Whether a file is gzipped is seen from its first bytes. Raises DataError when it cannot be read, is
    cut off, or a line is not a JSON object.
    """
    try:
        with path.open("rb") as opened:
            gzipped = opened.read(2) == _GZIP_MAGIC
            opened.seek(0)
            plain = gzip.GzipFile(fileobj=opened) if gzipped else opened
            yield from _parse(path, cast(BinaryIO, plain))
    except FileNotFoundError as error:
        raise DataError(f"{path} does not exist; name a file of JSON lines") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path} is not a whole gzip file ({error}); fetch or write it again") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error}); check the path and its permissions") from error


def sampled(rows: Callable[[], Iterable[Row]], limit: int | None) -> tuple[Iterator[Row], int]:
    """Return about `limit` rows spread evenly over all of them, as files are often sorted, and how many.

    `rows` gives them anew each time: they are counted first. Without a limit all are returned.
    """
    total = sum(1 for _ in rows())
    if limit is None or total <= limit:
        return iter(rows()), total
    positions = frozenset(spread_positions(total, limit))
    return (row for index, row in enumerate(rows()) if index in positions), limit


def _parse(path: Path, opened: BinaryIO) -> Iterator[Row]:
    # bytes are split at \n only: U+2028 and other separators inside a text are not line ends
    for number, raw in enumerate(io.BufferedReader(cast(io.RawIOBase, opened)), start=1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise DataError(f"{path}:{number}: not UTF-8 ({error}); save the file as UTF-8") from error
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise DataError(f"{path}:{number}: not JSON ({error}); each line needs one object") from error
        if not isinstance(values, dict):
            raise DataError(f"{path}:{number}: a {type(values).__name__}; each line needs one object")
        if "\\ud" in line.lower() and re.search("[\ud800-\udfff]", json.dumps(values, ensure_ascii=False)):
            raise DataError(
                f"{path}:{number}: half a character, as \\ud83d is without its other half; leave it out"
            )
        yield Row(path, number, values)


def _is_text(value: object) -> bool:
    """Tell whether a value is a text, or a number, which is as good as one."""
    return isinstance(value, str | int | float) and not isinstance(value, bool)
