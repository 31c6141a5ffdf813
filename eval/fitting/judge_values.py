"""Fitting what the judge's checks take from the support that the encoder gives, on held-out claims.

Every set weighs the same, and supported claims as much as unsupported ones, for the judge has to do on sets
that are not known here.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.judging.claim_checks import Differences, Penalties, differences
from assistant.judging.evidence_windows import nearest_sentence, source_sentences
from assistant.reranking import logit
from eval.fitting.regression import fit_logistic
from models import Encoder

Floats = NDArray[np.float64]

KINDS = ("number", "date", "name", "negation", "word")
MOST_CLAIMS = 240  # of a set
LEAST_CLAIMS = 40
FOLDS = 5
RIDGE = 2.0
SEED = 5


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with its set, whether its evidence supports it, and what encoder and checks say."""

    source: str
    group: str
    supported: bool
    log_odds: float
    differences: Differences


def held_out_judgements(encoder: Encoder, data: Path) -> list[JudgedClaim]:
    """Return claims that training held out, with what the encoder says: public, made and written ones."""
    from models.training.held_out import held_out_claims, held_out_edits, held_out_written
    from models.training.rows import SUPPORTED

    by_source: dict[str, list[tuple[str, str, bool, str]]] = {}
    for row in (*held_out_claims(data), *held_out_edits(data, SEED), *held_out_written(data)[1]):
        source = "made" if row.source.startswith("made:") else row.source
        by_source.setdefault(source, []).append((row.claim, row.evidence, row.label == SUPPORTED, row.group))
    draw = random.Random(SEED)
    found = []
    for source, rows in sorted(by_source.items()):
        if len(rows) < LEAST_CLAIMS:
            continue
        drawn = draw.sample(rows, min(MOST_CLAIMS, len(rows)))
        judged = encoder.judge([(claim, evidence) for claim, evidence, _, _ in drawn])
        for (claim, evidence, supported, group), row in zip(drawn, judged, strict=True):
            nearest = nearest_sentence(claim, source_sentences(evidence))
            said = evidence[nearest.start : nearest.end] if nearest else ""
            told = differences(claim, evidence, said)
            found.append(JudgedClaim(source, group, supported, logit(float(row[0])), told))
    return found


def fit_penalties(claims: Sequence[JudgedClaim], *, threshold: float) -> Penalties:
    """Return the penalties beside which the encoder's own log-odds keep their weight of one.

    The allowance moves the boundary of the regression to the threshold at which the judge decides. A
    penalty below 0 would be a reward for a difference; it is left out.
    """
    kept = list(range(len(KINDS)))
    while True:
        rows = np.array([[1.0, one.log_odds, *(-_counts(one)[kept])] for one in claims])
        right = np.array([float(one.supported) for one in claims])
        values = fit_logistic(rows, right, ridge=RIDGE, weights=_balanced(claims))
        wrong = [at for at, value in zip(kept, values[2:], strict=True) if value < 0]
        if not wrong:
            break
        kept = [at for at in kept if at not in wrong]
    scale = max(float(values[1]), 0.1)
    found = dict.fromkeys(KINDS, 0.0)
    found |= {KINDS[at]: round(float(value) / scale, 2) for at, value in zip(kept, values[2:], strict=True)}
    allowance = round(float(values[0]) / scale + logit(threshold), 2)
    return Penalties(**found, replaced=replaced_penalty(claims), allowance=allowance)


def replaced_penalty(claims: Sequence[JudgedClaim]) -> float:
    """Return how much likelier another number or date in its place is for an unsupported claim, in log-odds.

    It is too rare for the regression, whose ridge would draw it to nothing; half a claim is added to each
    count. Never below 0.
    """
    shares = {}
    for label in (True, False):
        told = [one.differences.replaced for one in claims if one.supported is label]
        shares[label] = (sum(told) + 0.5) / (len(told) + 1.0)
    return max(0.0, round(float(np.log(shares[False] / shares[True])), 2))


def balanced_accuracies(
    claims: Sequence[JudgedClaim], penalties: Penalties, *, threshold: float
) -> dict[str, float]:
    """Return per set the mean of the shares of supported and unsupported claims that are told rightly."""
    found = {}
    for source in sorted({one.source for one in claims}):
        shares = []
        for label in (True, False):
            told = [
                (penalties.apply(_probability(one), one.differences) >= threshold) == label
                for one in claims
                if one.source == source and one.supported is label
            ]
            shares += [sum(told) / len(told)] if told else []
        found[source] = sum(shares) / len(shares)
    return found


def cross_validated(claims: Sequence[JudgedClaim], *, threshold: float) -> dict[str, float]:
    """Return the balanced accuracies with penalties fitted without the claims of the same text."""
    totals: dict[str, list[float]] = {}
    for fold in range(FOLDS):
        out = [one for one in claims if _fold(one.group) == fold]
        fitted = fit_penalties([one for one in claims if _fold(one.group) != fold], threshold=threshold)
        for source, share in balanced_accuracies(out, fitted, threshold=threshold).items():
            totals.setdefault(source, []).append(share)
    return {source: sum(shares) / len(shares) for source, shares in totals.items()}


def _counts(one: JudgedClaim) -> Floats:
    told = one.differences
    return np.array(
        [min(told.numbers, 2), min(told.dates, 2), min(told.names, 2), float(told.negation), told.words]
    )


def _probability(one: JudgedClaim) -> float:
    return 0.5 * (1 + float(np.tanh(0.5 * one.log_odds)))


def _balanced(claims: Sequence[JudgedClaim]) -> Floats:
    """Weights with which every set, and both answers in it, count the same; their mean is 1."""
    sizes: dict[tuple[str, bool], int] = {}
    for one in claims:
        sizes[one.source, one.supported] = sizes.get((one.source, one.supported), 0) + 1
    weights: Floats = np.array([1.0 / sizes[one.source, one.supported] for one in claims])
    return np.asarray(weights * (len(claims) / float(weights.sum())))


def _fold(group: str) -> int:
    return hashlib.sha256(group.encode()).digest()[0] % FOLDS
