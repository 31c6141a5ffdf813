"""Runs that train mostly on the examples of one job."""

from __future__ import annotations

import numpy as np
import pytest

from models.training.features import Features
from models.training.focus import SHARES, focused, kind_of

EACH = 4_000
SOURCES = ("squad2_dev_17_articles", "qamr:edited", "mnli", "wice_claim", "made:name")


def _features() -> Features:
    count = EACH * len(SOURCES)
    flat = np.zeros(count, dtype=np.int64)
    return Features(
        ids=np.zeros(count, dtype=np.uint16),
        offsets=np.arange(count + 1),
        second=flat,
        starts=flat[:, None],
        ends=flat[:, None],
        evidence=flat[:, None],
        answerable=flat,
        judgement=flat,
        source=np.repeat(np.arange(len(SOURCES)), EACH),
        sources=SOURCES,
    )


@pytest.mark.parametrize("focus", sorted(SHARES))
def test_each_kind_of_example_comes_up_as_often_as_its_share(focus: str) -> None:
    features = _features()
    rows = focused(features, focus, seed=3)
    counts = np.bincount(features.source[rows], minlength=len(SOURCES)) / EACH
    wanted = [SHARES[focus][kind_of(source)] for source in SOURCES]
    assert counts == pytest.approx(wanted, abs=0.03)
    assert len(set(rows.tolist())) == len(rows)


def test_the_same_seed_draws_the_same_examples() -> None:
    features = _features()
    once, again, other = (focused(features, "judging", seed=seed) for seed in (1, 1, 2))
    assert once.tolist() == again.tolist() != other.tolist()


def test_every_source_of_training_has_a_kind() -> None:
    assert [kind_of(source) for source in SOURCES] == [
        "questions",
        "questions",
        "short claims",
        "long claims",
        "made claims",
    ]
