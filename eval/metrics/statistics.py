"""Means with intervals, and the paired comparison of two runs.

Sources: Efron, Bootstrap methods: another look at the jackknife, 1979 (percentile intervals); Davison and
Hinkley, Bootstrap Methods and their Application, 1997, section 3.8 (whole groups drawn); Wilson, Probable
inference, the law of succession, and statistical inference, 1927 (shares). The seed is fixed, so the same
scores always give the same interval.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

SEED = 20_260_101
RESAMPLES = 2_000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its interval over the defined scores, and how many were undefined."""

    mean: float | None
    low: float | None
    high: float | None
    count: int
    undefined: int


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """Mean of new minus old over the cases where both are defined, with its interval."""

    mean: float | None
    low: float | None
    high: float | None
    count: int

    @property
    def lower(self) -> bool:
        """Whether the new scores are lower by more than chance: the whole interval lies below zero."""
        return self.high is not None and self.high < 0

    @property
    def higher(self) -> bool:
        """Whether the new scores are higher by more than chance: the whole interval lies above zero."""
        return self.low is not None and self.low > 0


def defined_mean(scores: Sequence[float | None]) -> float | None:
    """Return the mean of the scores that are not None, or None when none is."""
    defined = _defined(scores)
    return math.fsum(defined) / len(defined) if defined else None


def estimate(
    scores: Sequence[float | None], *, groups: Sequence[Hashable] | None = None, seed: int = SEED
) -> Estimate:
    """Return the mean of the defined scores, each from 0 to 1, with its bootstrap interval.

    Scores of one group, as the turns of one conversation, are drawn together, since they go wrong together.
    Where all are 0 or all are 1 every drawing is the same, so there it is the interval of a share.
    Raises ValueError when there is not one group for each score.
    """
    found = _estimate(scores, groups, seed)
    if found.mean not in (0.0, 1.0):
        return found
    owners = range(len(scores)) if groups is None else groups
    drawn = {owner for score, owner in zip(scores, owners, strict=True) if score is not None}
    low, high = share_interval(found.mean, len(drawn))
    return replace(found, low=low, high=high)


def share_interval(share: float, count: int) -> tuple[float, float]:
    """Return Wilson's interval of a share (0 to 1) of `count` outcomes, at least one, that are yes or no."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    middle = share + z * z / (2 * count)
    reach = z * math.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2)
    whole = 1 + z * z / count
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def _estimate(
    scores: Sequence[float | None], groups: Sequence[Hashable] | None, seed: int = SEED
) -> Estimate:
    defined = _defined(scores)
    undefined = len(scores) - len(defined)
    if not defined:
        return Estimate(None, None, None, 0, undefined)
    owners = range(len(scores)) if groups is None else groups
    drawn = [owner for score, owner in zip(scores, owners, strict=True) if score is not None]
    low, high = _interval(defined, drawn, seed)
    return Estimate(math.fsum(defined) / len(defined), low, high, len(defined), undefined)


def paired_difference(
    old: Sequence[float | None],
    new: Sequence[float | None],
    *,
    groups: Sequence[Hashable] | None = None,
    seed: int = SEED,
) -> PairedDifference:
    """Return the mean difference of two runs over the same cases, in the same order; groups as in `estimate`.

    Raises ValueError when they differ in length.
    """
    differences = [
        None if before is None or after is None else after - before
        for before, after in zip(old, new, strict=True)
    ]
    found = _estimate(differences, groups, seed)
    return PairedDifference(found.mean, found.low, found.high, found.count)


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the value below which `share` (0 to 1) of the values lie, interpolated; None without values."""
    return float(np.quantile(np.asarray(values, dtype=np.float64), share)) if values else None


def _defined(scores: Sequence[float | None]) -> list[float]:
    """The scores that are not None; a NaN is a mistake of the caller, not a score."""
    defined = [float(score) for score in scores if score is not None]
    if any(math.isnan(score) for score in defined):
        raise ValueError("a score is NaN; give None for what is undefined")
    return defined


def _interval(values: Sequence[float], groups: Sequence[Hashable], seed: int) -> tuple[float, float]:
    """The percentile interval of the mean, groups resampled in slices so that memory stays small."""
    places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    placed = [places[group] for group in groups]
    sums, sizes = np.bincount(placed, weights=values), np.bincount(placed)
    generator = np.random.default_rng(seed)
    rows = max(1, min(RESAMPLES, 2_000_000 // len(sums)))
    means: list[npt.NDArray[np.float64]] = []
    for first in range(0, RESAMPLES, rows):
        picked = generator.integers(0, len(sums), size=(min(rows, RESAMPLES - first), len(sums)))
        means.append(sums[picked].sum(axis=1) / sizes[picked].sum(axis=1))
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(np.concatenate(means), [tail, 1 - tail])
    return float(low), float(high)
