"""The metrics: values worked out by hand, the four stated cases, and never NaN."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import (
    ClaimResult,
    Confusion,
    Prices,
    Statement,
    abstention_scores,
    auc,
    best_exact_match,
    best_f1,
    citation_scores,
    contains_answer,
    cost_per_answer,
    defined_mean,
    estimate,
    faithfulness_score,
    hit_at,
    ndcg_at,
    normalise,
    paired_difference,
    percentile,
    recall_at,
    reciprocal_rank,
    risk_coverage,
    share_interval,
    token_f1,
)

MISS: frozenset[str] = frozenset()


def test_a_ranking_is_scored_by_what_each_rank_covers() -> None:
    ranking = [MISS, {"first"}, {"first"}, {"second"}]
    assert hit_at(ranking, 1) == 0.0
    assert hit_at(ranking, 2) == 1.0
    assert recall_at(ranking, 3, total=2) == 0.5
    assert recall_at(ranking, 4, total=2) == 1.0
    assert reciprocal_rank(ranking) == 0.5
    assert ndcg_at(ranking, 4, total=2) == pytest.approx(
        (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    )


def test_a_passage_that_covers_everything_is_an_ideal_ranking() -> None:
    assert ndcg_at([{"first", "second"}], 10, total=2) == 1.0


def test_retrieval_without_gold_is_undefined_and_without_results_is_zero() -> None:
    assert recall_at([MISS], 5, total=0) is None
    assert ndcg_at([MISS], 5, total=0) is None
    assert reciprocal_rank([]) == 0.0
    assert ndcg_at([], 5, total=1) == 0.0


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("The  U.S. Navy!", "us navy"),
        ("an apple, a day", "apple day"),
        ("Theatre", "theatre"),
        ("", ""),
    ],
)
def test_answers_take_the_normal_form_of_squad(text: str, form: str) -> None:
    assert normalise(text) == form


def test_the_best_gold_answer_counts() -> None:
    assert best_exact_match("the Eiffel Tower", ["Eiffel tower", "tower"]) == 1.0
    assert best_f1("big Eiffel Tower", ["Eiffel tower", "river"]) == pytest.approx(0.8)
    assert token_f1("one two two", "two two three") == pytest.approx(2 / 3)


def test_without_gold_only_silence_is_right() -> None:
    assert best_exact_match("", []) == best_f1("", []) == 1.0
    assert best_exact_match("Paris", []) == best_f1("Paris", [""]) == 0.0


@pytest.mark.parametrize(
    ("text", "gold", "found"),
    [
        ("It cost 27 euros.", "7", 0.0),
        ("It cost 7 euros.", "7", 1.0),
        ("He said “yes”.", "yes", 1.0),
        ("Alexander De Croo spoke", "de croo", 1.0),
        ("anything", "the", 0.0),
        ("It cost 15 million.", "1.5 million", 0.0),
        ("It cost 1.5 million.", "15 million", 0.0),
        ("It cost £1.5 million.", "1.5 million", 1.0),
        ("It begins at 2:30.", "230", 0.0),
        ("In all 1,240 came.", "1240", 1.0),
        ("It ended in 1932.", "1932", 1.0),
    ],
)
def test_a_gold_answer_is_found_as_whole_tokens(text: str, gold: str, found: float) -> None:
    assert contains_answer(text, [gold]) == found


def supported(claim: str = "c") -> ClaimResult:
    return ClaimResult(claim, "supported", 0.9)


def test_faithfulness_is_the_share_of_claims_supported() -> None:
    score = faithfulness_score([supported(), ClaimResult("d", "contradicted", 0.1)])
    assert (score.score, score.outcome) == (0.5, "scored")


def test_an_answer_without_claims_has_no_faithfulness() -> None:
    score = faithfulness_score([])
    assert (score.score, score.outcome) == (None, "no claims")


def test_an_abstention_has_no_faithfulness_even_when_it_says_something() -> None:
    score = faithfulness_score([supported()], abstained=True)
    assert (score.score, score.outcome) == (None, "abstention")


def test_a_claim_that_is_not_mentioned_is_unsupported_and_told_apart_from_contradiction() -> None:
    score = faithfulness_score([supported(), ClaimResult("d", "not found", 0.2)])
    assert score.score == 0.5
    assert (score.count("not found"), score.count("contradicted")) == (1, 0)


def test_a_judge_failure_is_left_out_and_counted() -> None:
    failure = ClaimResult("d", "judge failure")
    score = faithfulness_score([supported(), failure])
    assert (score.score, score.outcome, score.count("judge failure")) == (1.0, "scored", 1)
    score = faithfulness_score([failure])
    assert (score.score, score.outcome) == (None, "judge failure")


def words_support(claim: str, sources: object) -> bool | None:
    """A judge anyone predicts by hand: every word of the claim occurs in the sources."""
    text = " ".join(sources)  # type: ignore[call-overload]
    return None if "broken" in text else set(claim.split()) <= set(text.split())


@pytest.mark.parametrize(
    ("cited", "recall", "precision"),
    [
        pytest.param((), 0.0, None, id="no citation"),
        pytest.param(("a b",), 1.0, 1.0, id="one that supports"),
        pytest.param(("a",), 0.0, 0.0, id="one that does not"),
        pytest.param(("a", "b"), 1.0, 1.0, id="two that support together"),
        pytest.param(("a b", "x"), 1.0, 0.5, id="one is irrelevant"),
        pytest.param(("a b", "a b"), 1.0, 1.0, id="both support alone"),
        pytest.param(("a", "b", "x"), 1.0, 2 / 3, id="two needed, one irrelevant"),
    ],
)
def test_citations_are_scored_as_alce_defines(
    cited: tuple[str, ...], recall: float, precision: float | None
) -> None:
    score = citation_scores([Statement("a b", cited)], words_support)
    assert (score.recall, score.precision) == (recall, pytest.approx(precision))


def test_statements_that_the_judge_fails_on_are_counted_apart() -> None:
    score = citation_scores([Statement("a", ("a",)), Statement("b", ("broken",))], words_support)
    assert (score.recall, score.precision, score.failed, score.statements) == (1.0, 1.0, 1, 1)
    assert citation_scores([], words_support).recall is None


def test_abstention_has_precision_and_recall() -> None:
    scores = abstention_scores([(True, True), (True, False), (False, True), (False, False)])
    assert (scores.precision, scores.recall, scores.f1) == (0.5, 0.5, 0.5)
    nothing = abstention_scores([(False, False)])
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)


def test_risk_falls_as_coverage_falls_when_confidence_is_worth_something() -> None:
    curve = risk_coverage([0.9, 0.8, 0.1, 0.1], [True, True, False, True])
    assert curve.points == ((0.25, 0.0), (0.5, 0.0), (1.0, 0.25))
    assert curve.area == pytest.approx(0.125)
    assert risk_coverage([], []).area is None


def test_auc_counts_ties_half_and_needs_both_labels() -> None:
    assert auc([0.9, 0.8, 0.3], [True, True, False]) == 1.0
    assert auc([0.5, 0.5], [True, False]) == 0.5
    assert auc([0.1, 0.9], [True, False]) == 0.0
    assert auc([0.1], [True]) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_auc_is_the_chance_that_a_positive_outscores_a_negative(rows: list[tuple[int, bool]]) -> None:
    positives = [score for score, label in rows if label]
    negatives = [score for score, label in rows if not label]
    found = auc([score for score, _ in rows], [label for _, label in rows])
    if not positives or not negatives:
        assert found is None
    else:
        wins = sum((p > n) + (p == n) / 2 for p in positives for n in negatives)
        assert found == pytest.approx(wins / (len(positives) * len(negatives)))


def test_balanced_accuracy_weighs_both_labels_alike() -> None:
    confusion = Confusion(true_positives=1, false_positives=0, true_negatives=8, false_negatives=1)
    assert confusion.balanced_accuracy == 0.75
    assert confusion.accuracy == 0.9
    assert Confusion(1, 0, 0, 0).balanced_accuracy is None
    assert Confusion(0, 0, 0, 0).f1 is None


def test_agreement_by_chance_is_no_agreement() -> None:
    assert Confusion(25, 25, 25, 25).kappa == 0.0
    assert Confusion(5, 0, 5, 0).kappa == 1.0
    assert Confusion(5, 0, 0, 0).kappa is None


def test_an_interval_is_the_same_every_time_and_holds_its_mean() -> None:
    scores = [0.0, 1.0, 1.0, None, 1.0]
    first = estimate(scores)
    assert first == estimate(scores)
    assert (first.mean, first.count, first.undefined) == (0.75, 4, 1)
    assert first.low is not None
    assert first.high is not None
    assert 0.0 <= first.low < 0.75 < first.high <= 1.0
    assert estimate([None]).mean is None


@pytest.mark.parametrize(("score", "low", "high"), [(1.0, 0.839, 1.0), (0.0, 0.0, 0.161)])
def test_what_never_went_otherwise_may_still_do_so(score: float, low: float, high: float) -> None:
    # 20 of 20: by hand, z²/(n + z²) with z = 1.96
    found = estimate([score] * 20)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))
    of_two_conversations = estimate([score] * 20, groups=[index % 2 for index in range(20)])
    assert of_two_conversations.high - of_two_conversations.low > found.high - found.low
    assert paired_difference([score] * 20, [score] * 20).high == 0


def test_the_interval_of_a_share_is_wilsons() -> None:
    assert share_interval(0.5, 4) == (pytest.approx(0.15, abs=5e-4), pytest.approx(0.85, abs=5e-4))


def test_an_interval_covers_the_true_mean_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(7)
    inside = 0
    for _ in range(100):
        found = estimate(generator.random(60).tolist())
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= 0.5 <= found.high
    assert 88 <= inside <= 100


def test_scores_of_one_group_are_drawn_together_and_leave_the_mean_as_it_is() -> None:
    scores = [0.0, 1.0, None, 1.0, 0.0, 1.0] * 5
    alone = estimate([score for score in scores for _ in range(4)])
    together = estimate(
        [score for score in scores for _ in range(4)],
        groups=[place for place in range(len(scores)) for _ in range(4)],
    )
    once = estimate(scores)
    assert together.mean == alone.mean == once.mean
    assert (together.low, together.high) == (once.low, once.high)
    assert None not in (alone.low, together.low)
    assert alone.low > together.low
    with pytest.raises(ValueError, match="zip"):
        estimate([1.0, 0.0], groups=["one"])


def test_a_paired_comparison_sees_what_unpaired_intervals_hide() -> None:
    old = [index / 100 for index in range(100)]
    new = [score - 0.05 for score in old]
    assert paired_difference(old, new).lower
    assert paired_difference(new, old).higher
    same = paired_difference(old, old)
    assert not same.lower
    assert not same.higher
    assert paired_difference([None], [1.0]).mean is None
    with pytest.raises(ValueError, match="zip"):
        paired_difference([1.0], [])


def test_one_worse_case_of_a_hundred_is_within_chance() -> None:
    assert not paired_difference([1.0] * 100, [0.0] + [1.0] * 99).lower


def test_a_nan_is_refused_rather_than_averaged() -> None:
    with pytest.raises(ValueError, match="NaN"):
        defined_mean([math.nan])
    assert defined_mean([]) is None
    assert percentile([], 0.5) is None


@given(
    st.lists(st.sampled_from(["supported", "contradicted", "not found", "judge failure"]), max_size=6),
    st.booleans(),
)
def test_no_score_is_ever_nan(verdicts: list[str], abstained: bool) -> None:
    score = faithfulness_score([ClaimResult("c", verdict) for verdict in verdicts], abstained=abstained)  # type: ignore[arg-type]
    json.dumps(score.score, allow_nan=False)
    assert (score.score is None) == (score.outcome != "scored")


def test_the_cost_of_an_answer_is_counted_and_priced_only_where_it_can_be() -> None:
    usage = {"requests": 3, "seconds": 6.0, "prompt_tokens": 2_000, "completion_tokens": 100}
    found = cost_per_answer(usage, 2, Prices(0.4, 1.6))
    assert (found["requests"], found["seconds"], found["prompt_tokens"]) == (1.5, 3.0, 1_000)
    assert found["price_per_1000_answers"] == pytest.approx(1_000 * (1_000 * 0.4 + 50 * 1.6) / 1e6)
    assert cost_per_answer(usage, 2)["price_per_1000_answers"] is None
    uncounted = cost_per_answer({"requests": 2, "seconds": 1.0}, 2, Prices(1, 1))
    assert uncounted["prompt_tokens"] is uncounted["price_per_1000_answers"] is None
    free = cost_per_answer({}, 2, Prices(1, 1))
    assert (free["requests"], free["price_per_1000_answers"], free["seconds"]) == (0.0, 0.0, None)
    assert cost_per_answer({}, 0)["prompt_tokens"] is None


def test_a_risk_coverage_curve_is_read_at_a_coverage_or_at_a_risk() -> None:
    curve = risk_coverage([0.9, 0.8, 0.7, 0.6], [True, True, False, True])
    assert curve.risk_at(0.5) == 0.0
    assert curve.risk_at(0.6) == pytest.approx(1 / 3)
    assert curve.risk_at(1.0) == 0.25
    assert curve.coverage_at(0.0) == 0.5
    assert curve.coverage_at(0.3) == 1.0
    assert risk_coverage([0.9], [False]).coverage_at(0.1) == 0.0
    nothing = risk_coverage([], [])
    assert nothing.risk_at(0.5) is nothing.coverage_at(0.5) is None
