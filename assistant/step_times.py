"""How long each step of an answer took."""

from __future__ import annotations

import time
from collections.abc import Mapping


class StepTimes:
    """Times the steps of one answer as they end, each from the end of the one before, in milliseconds."""

    def __init__(self) -> None:
        self._began = self._before = time.perf_counter()
        self._steps: dict[str, float] = {}

    def ended(self, step: str) -> None:
        """Note that a step has just ended."""
        now = time.perf_counter()
        self._steps[step] = _milliseconds(now - self._before)
        self._before = now

    def with_total(self, others: Mapping[str, float]) -> dict[str, float]:
        """Return the steps, what others measured in them, and the whole time until now."""
        return {**self._steps, **others, "total": _milliseconds(time.perf_counter() - self._began)}


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
