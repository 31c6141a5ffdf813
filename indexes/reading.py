"""Files read one after the other: what they hold, or that they are as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from indexes.articles import Article, Passage
from indexes.journal import SourceState, SourceStates
from indexes.metering import ByteMeter
from indexes.passages import split_passages
from indexes.sources import ReadFailure, Source, look_at, read_source


@dataclass(frozen=True, slots=True)
class FileEnd:
    """A file was read to its end, or was unchanged, or could not be looked at.

    `state` is what is to be kept of it, None when that is kept already or nothing is known of it.
    """

    name: str
    state: SourceState | None = None
    unchanged: bool = False


Event = tuple[Article, list[Passage]] | ReadFailure | FileEnd


class FileReading:
    """Reads files that are not as they were; `meter` counts their bytes."""

    def __init__(self, states: SourceStates) -> None:
        """Compare files with how they looked when they were last read."""
        self._states = states
        self.meter = ByteMeter()

    def read(self, names: Iterable[str]) -> Iterator[Event]:
        """Yield what the files hold; changes nothing, so that it can run ahead in a thread of its own."""
        for name in names:
            path = Path(name)
            self.meter.begin(size_of(path))
            known = self._states.get(name)
            try:
                state = look_at(path, known)
            except OSError as error:
                yield ReadFailure(name, f"it cannot be read: {error.strerror or error}")
                yield FileEnd(name)
                continue
            if known is not None and known.sha256 == state.sha256:
                self.meter.end()
                yield FileEnd(name, None if state == known else state, unchanged=True)
                continue
            source = replace(Source.from_path(path), open=partial(self.meter.open, path))
            for item in read_source(source):
                yield (item, split_passages(item)) if isinstance(item, Article) else item
            self.meter.end()
            yield FileEnd(name, state)


def size_of(path: Path) -> int:
    """Return the bytes of a file, 0 where that cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
