"""What became of everything that was added, and how far an addition is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of everything that was added, by the identifiers of articles.

    `copies` holds (copy, original) for articles, counted before as well, that tell a story which the
    index had; `failed` holds (source, reason).
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    failed: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "added": list(self.added),
            "updated": list(self.updated),
            "unchanged": list(self.unchanged),
            "removed": list(self.removed),
            "copies": [{"article": article, "of": original} for article, original in self.copies],
            "failed": [{"source": source, "reason": reason} for source, reason in self.failed],
        }

    def summary(self) -> str:
        """Return the numbers in one line."""
        counts = {
            "added": len(self.added),
            "updated": len(self.updated),
            "unchanged": len(self.unchanged),
            "removed": len(self.removed),
            "copy" if len(self.copies) == 1 else "copies": len(self.copies),
            "failed": len(self.failed),
        }
        return ", ".join(f"{count} {name}" for name, count in counts.items() if count or name == "added")


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
