"""Files read one after the other: what they hold, or that they are as they were."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
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

    `state` is what is to be kept of it, None when that is kept already or nothing is known of it; `left_out`
    tells that articles which it holds were removed and stay away.
    """

    name: str
    state: SourceState | None = None
    unchanged: bool = False
    left_out: bool = False


Event = tuple[Article, list[Passage]] | ReadFailure | FileEnd


class FileReading:
    """Reads files that are not as they were; `meter` counts their bytes."""

    def __init__(self, states: SourceStates) -> None:
        """Compare files with how they looked when they were last read."""
        self._states = states
        self.meter = ByteMeter()

    def read(self, names: Iterable[str], *, named: Container[str] = ()) -> Iterator[Event]:
        """Yield what the files hold; changes nothing, so that it can run ahead in a thread of its own.

        What was removed from the index stays away while its file is as it was, unless the file is `named`:
        somebody asked for that very file, and did not only come across it in a folder.
        """
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
            wanted = known is not None and known.has_removals and name in named
            if known is not None and known.sha256 == state.sha256 and not wanted:
                self.meter.end()
                kept = state == known or known.has_removals
                yield FileEnd(name, None if kept else state, unchanged=True, left_out=known.has_removals)
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
