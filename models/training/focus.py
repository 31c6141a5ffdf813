"""Runs that are to get better at one job: which share of each kind of example they train on."""

from __future__ import annotations

import numpy as np

from models.training.features import Features, Ints

# kind of example: share of it; what a run is not about stays in small, so that it is not forgotten
SHARES: dict[str, dict[str, float]] = {
    "reading": {"questions": 1.0, "short claims": 0.05, "long claims": 0.2, "made claims": 0.1},
    "judging": {"questions": 0.2, "short claims": 0.5, "long claims": 1.0, "made claims": 0.25},
}
_SHORT = ("mnli", "snli", "sick", "rte", "scitail", "breaking_nli")


def kind_of(source: str) -> str:
    """Name the kind of example that a source belongs to."""
    if source.startswith(("squad", "qamr")):
        return "questions"
    if source.startswith("made:"):
        return "made claims"
    return "short claims" if source.startswith(_SHORT) else "long claims"


def focused(features: Features, focus: str, seed: int) -> Ints:
    """Draw the numbers of the examples that a run with this focus trains on."""
    shares = np.array([SHARES[focus][kind_of(source)] for source in features.sources])
    drawn = np.random.default_rng(seed).random(len(features))
    return np.flatnonzero(drawn < shares[features.source])
