"""What became of everything that was added, and how far an addition is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of everything that was added, by the identifiers of articles.

    `copies` holds (copy, original) for articles, counted before as well, that tell a story which the
    index had; `failed` holds (source, reason); `left_out` the files whose articles, or some of them, were
    removed from the index and stay away while only a folder of theirs is added.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "added": list(self.added),
            "updated": list(self.updated),
            "unchanged": list(self.unchanged),
            "removed": list(self.removed),
            "copies": [{"article": article, "of": original} for article, original in self.copies],
            "failed": [{"source": source, "reason": reason} for source, reason in self.failed],
            "left_out": list(self.left_out),
        }

    def summary(self) -> str:
        """Return the numbers in one line, and how removed articles come back where some were left out."""
        counts = {
            "added": len(self.added),
            "updated": len(self.updated),
            "unchanged": len(self.unchanged),
            "removed": len(self.removed),
            "copy" if len(self.copies) == 1 else "copies": len(self.copies),
            "failed": len(self.failed),
        }
        told = ", ".join(f"{count} {name}" for name, count in counts.items() if count or name == "added")
        if self.left_out:
            files = "1 file" if len(self.left_out) == 1 else f"{len(self.left_out)} files"
            told += f"; removed articles of {files} left out: add a file by its own name to have them back"
        return told


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far an ingestion is; the totals are 0 while they are not known, and bytes are those of files."""

    sources_done: int
    sources_total: int
    articles: int
    passages: int
    source: str
    bytes_done: int = 0
    bytes_total: int = 0


ProgressCallback = Callable[[IngestProgress], None]


def merged(reports: Iterable[IngestReport]) -> IngestReport:
    """Return several reports as one."""
    several = list(reports)
    return IngestReport(
        **{
            each.name: tuple(item for report in several for item in getattr(report, each.name))
            for each in fields(IngestReport)
        }
    )
