"""The metrics, pure functions by family, each naming its source.

Four cases are the same everywhere: an answer with **no claims**, an **abstention**, a claim that is
**not mentioned** in its sources, and a **judge failure** (see `eval.metrics.faithfulness`). What is
undefined is None, never NaN and never a silent 0 or 1; means leave it out and count it.
"""

from eval.metrics.abstention import (
    Abstentions,
    RiskCoverage,
    abstention_scores,
    risk_coverage,
)
from eval.metrics.answers import (
    answer_parts,
    best_exact_match,
    best_f1,
    contains_answer,
    exact_match,
    normalise,
    normalise_quoted,
    token_f1,
)
from eval.metrics.citations import CitationScore, Statement, citation_scores
from eval.metrics.classification import Confusion, auc
from eval.metrics.cost import Prices, cost_per_answer
from eval.metrics.faithfulness import ClaimResult, FaithfulnessScore, Outcome, faithfulness_score
from eval.metrics.retrieval import hit_at, ndcg_at, recall_at, reciprocal_rank
from eval.metrics.statistics import (
    Estimate,
    PairedDifference,
    defined_mean,
    estimate,
    paired_difference,
    percentile,
    share_interval,
)

__all__ = [
    "Abstentions",
    "CitationScore",
    "ClaimResult",
    "Confusion",
    "Estimate",
    "FaithfulnessScore",
    "Outcome",
    "PairedDifference",
    "Prices",
    "RiskCoverage",
    "Statement",
    "abstention_scores",
    "answer_parts",
    "auc",
    "best_exact_match",
    "best_f1",
    "citation_scores",
    "contains_answer",
    "cost_per_answer",
    "defined_mean",
    "estimate",
    "exact_match",
    "faithfulness_score",
    "hit_at",
    "ndcg_at",
    "normalise",
    "normalise_quoted",
    "paired_difference",
    "percentile",
    "recall_at",
    "reciprocal_rank",
    "risk_coverage",
    "share_interval",
    "token_f1",
]
