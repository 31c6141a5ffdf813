"""The mutation proof: each corruption is false in one known way, and every metric falls on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from eval.case_files import read_articles, read_cases
from eval.judges import embedded_judge, new_embedded_judge
from eval.measuring import METRICS
from eval.metrics import ClaimResult
from eval.mutation_proof import prove
from eval.mutations import CLAIM_MUTATIONS, change_date, change_number, negate, swap_name
from tests.eval_fakes import WordsJudge

NAMES = ["Rustem Umerov", "Kyiv", "Friday"]


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("It was Jens Stoltenberg.", "It was Rustem Umerov."),
        ("He went to Brussels.", "He went to Kyiv."),
        ("It was cold.", None),
        ("In March it rained.", None),
    ],
)
def test_a_name_gives_way_to_a_stranger_of_as_many_words(true: str, false: str | None) -> None:
    assert swap_name(true, NAMES) == false


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("It cost $1,200 in 2019.", "It cost $3,200 in 2019."),
        ("Three people came.", "Six people came."),
        ("It rose by 0.8 percent.", "It rose by 0.4 percent."),
        ("It opened on 4 May 2019.", None),
        ("Nobody came.", None),
    ],
)
def test_a_number_that_is_no_date_changes(true: str, false: str | None) -> None:
    assert change_number(true) == false


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("It opened in 2019.", "It opened in 2023."),
        ("It opened in May.", "It opened in July."),
        ("It opens on Sunday.", "It opens on Tuesday."),
        ("It cost $1,200.", None),
    ],
)
def test_a_date_changes(true: str, false: str | None) -> None:
    assert change_date(true) == false


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("It was open.", "It was not open."),
        ("It was not open.", "It was open."),
        ("They didn’t come.", "They did come."),
        ("Joss Penhallow cut the ribbon.", "Joss Penhallow never cut the ribbon."),
        ("Rain fell.", None),
    ],
)
def test_a_negation_comes_or_goes(true: str, false: str | None) -> None:
    assert negate(true) == false


@pytest.fixture(scope="module")
def proof() -> dict[str, Any]:
    """The proof over every sixth case; `python -m eval mutations` takes all of them."""
    articles = read_articles()
    alone = new_embedded_judge(checks=False)
    return prove(read_cases(articles)[::6], articles, embedded_judge(), alone=alone)


# What has to lower each metric.
LOWERED_BY = {
    "hit@1": "evidence not retrieved",
    "hit@5": "evidence not retrieved",
    "recall@5": "evidence not retrieved",
    "MRR": "evidence not retrieved",
    "nDCG@10": "evidence not retrieved",
    "exact match": "wrong answer",
    "F1": "wrong answer",
    "answer found": "wrong answer",
    "yes or no": "wrong answer",
    "evidence cited": "wrong citations",
    "faithfulness to citations": "name changed, number changed, date changed, wrong citations",
    "faithfulness to passages": "name changed, number changed, date changed, negation changed",
    "citation recall": "dropped citations, wrong citations, name changed, number changed, negation changed",
    "citation precision": "wrong citations, needless citations",
    "right abstention": "wrongly abstained",
}


def test_every_metric_has_a_corruption_that_has_to_lower_it() -> None:
    assert LOWERED_BY.keys() == METRICS.keys()


@pytest.mark.parametrize("metric", METRICS)
def test_a_metric_falls_when_the_answer_is_corrupted(proof: dict[str, Any], metric: str) -> None:
    found = proof["metrics"][metric]
    for corruption in LOWERED_BY[metric].split(", "):
        assert found[corruption] is not None
        assert found[corruption] < found["true"] - 0.2, corruption


@pytest.mark.parametrize(
    ("kind", "share"), [("name", 0.9), ("number", 0.9), ("date", 0.9), ("negation", 0.8)]
)
def test_the_judge_catches_corrupted_claims(proof: dict[str, Any], kind: str, share: float) -> None:
    assert CLAIM_MUTATIONS.keys() == proof["caught"].keys()
    caught = proof["caught"][kind]
    assert caught["corrupted"] >= 12
    assert caught["caught against the quote"] >= share, caught["missed"]


def test_the_encoder_alone_is_asked_about_the_same_claims(proof: dict[str, Any]) -> None:
    for kind, caught in proof["caught"].items():
        for share in ("encoder alone, quote", "encoder alone, article"):
            assert 0.5 < caught[share] <= 1, kind


def test_a_judge_that_doubts_nothing_catches_nothing_and_its_rival_is_counted_apart() -> None:
    class SaysYes:
        name = "yes"

        def judge_claims(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[ClaimResult]:
            return [ClaimResult(claim, "supported", 1.0) for claim, _ in items]

    articles = read_articles()
    found = prove(read_cases(articles)[:12], articles, SaysYes(), alone=WordsJudge())["caught"]
    assert {caught["caught against the quote"] for caught in found.values()} == {0.0}
    assert found["name"]["encoder alone, quote"] > 0.9
    without = prove(read_cases(articles)[:12], articles, SaysYes())["caught"]
    assert without["name"]["encoder alone, quote"] is None
