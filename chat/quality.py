"""The last evaluation as `python -m eval run` left it in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chat.errors import QualityError

# of run.json; another format is told, never guessed at
RUN_FORMAT = 1
LARGEST_REPORT = 30_000_000  # bytes

# What a reader asks of answers first, in plain words; the report itself has every metric.
HEADLINES = {
    "answer found": ("Answers found", "of those that were expected"),
    "evidence cited": ("Evidence cited", "of the passages that say so"),
    "faithfulness to citations": ("Claims supported", "by what they cite, as the judge sees it"),
    "right abstention": ("Answers when it should", "and abstains when the articles do not say"),
}


@dataclass(frozen=True, slots=True)
class Headline:
    """One metric in words: its mean with the 95 % interval, each in percent."""

    name: str
    hint: str
    mean: str
    interval: str


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures of a run, with when it was written."""

    system: str
    judge: str
    split: str
    answers: int
    headlines: tuple[Headline, ...]
    median_ms: float | None
    at: datetime
    has_report: bool


def read_quality(folder: Path) -> Quality:
    """Return the figures of the run in the folder; raises QualityError."""
    path = folder / "run.json"
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        raise QualityError("Answers have not been measured here yet.") from None
    except (OSError, ValueError) as error:
        raise QualityError(f"{path} cannot be read ({error}); measure again.") from error
    if not isinstance(run, dict) or run.get("format") != RUN_FORMAT:
        raise QualityError(f"{path} is of another version of this program; measure again.")
    try:
        return _quality(run, folder, written)
    except (KeyError, TypeError, AttributeError) as error:
        raise QualityError(f"{path} is damaged ({error}); measure again.") from error


def read_report(folder: Path) -> str:
    """Return the report as one HTML page; raises QualityError."""
    path = folder / "report.html"
    try:
        if path.stat().st_size > LARGEST_REPORT:
            raise QualityError(f"{path} is too large to be shown here; open it in the browser.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QualityError(f"{path} cannot be read ({error}); measure again.") from error


def _quality(run: Mapping[str, Any], folder: Path, written: datetime) -> Quality:
    summary = run["summary"]
    return Quality(
        system=str(run["system"]),
        judge=str(run["judge"]),
        split=str(run["split"]),
        answers=int(summary["answers"]),
        headlines=tuple(_headlines(summary["metrics"])),
        median_ms=_median(folder),
        at=written,
        has_report=(folder / "report.html").is_file(),
    )


def _headlines(metrics: Mapping[str, Any]) -> Iterator[Headline]:
    for name, (words, hint) in HEADLINES.items():
        found = metrics.get(name) or {}
        mean, low, high = (found.get(key) for key in ("mean", "low", "high"))
        if mean is not None:
            interval = "" if low is None or high is None else f"{100 * low:.0f} to {100 * high:.0f}"
            yield Headline(words, hint, f"{100 * mean:.0f}", interval)


def _median(folder: Path) -> float | None:
    try:
        steps = json.loads((folder / "timings.json").read_text(encoding="utf-8"))["steps"]
        return float(steps["total"]["median_ms"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
