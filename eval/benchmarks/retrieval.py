"""Retrieval: how high the passage that holds the evidence ranks.

Questions: question, article_id, evidence [{start, end}] in that article. A passage counts when it is of
the article and covers at least half of an evidence span.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from eval.benchmarks.piles import PileArticle, covers_half, evidence_spans
from eval.metrics import defined_mean, hit_at, percentile, reciprocal_rank
from eval.rows import Row
from indexes.searching import FoundPassage

CUTOFFS = (1, 3, 5, 10)

# Passages for a question, best first.
Search = Callable[[str], Sequence[FoundPassage]]


def measure_retrieval(
    search: Search, rows: Iterable[Row], articles: Mapping[str, PileArticle]
) -> dict[str, Any]:
    """Return R@1, R@3, R@5, R@10, MRR (over the first ten) and the median search time.

    A question about an article that is not in the pile, or without evidence, is left out and counted.
    """
    rankings: list[list[list[int]]] = []
    times: list[float] = []
    left_out = 0
    for row in rows:
        article = articles.get(row.text("article_id", ""))
        spans = evidence_spans(row, article) if article else []
        if not article or not spans:
            left_out += 1
            continue
        started = time.perf_counter()
        found = search(row.text("question"))[: max(CUTOFFS)]
        times.append(1000 * (time.perf_counter() - started))
        rankings.append([covered_spans(passage, article.article.id, spans) for passage in found])
    return {
        "questions": len(rankings),
        "left_out": left_out,
        **{f"R@{k}": defined_mean([hit_at(ranking, k) for ranking in rankings]) for k in CUTOFFS},
        "MRR": defined_mean([reciprocal_rank(ranking) for ranking in rankings]),
        "ms_per_question": percentile(times, 0.5),
    }


def covered_spans(found: FoundPassage, article_id: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return the indices of the spans that a found passage covers by half or more."""
    passage = found.passage
    if passage.article_id != article_id:
        return []
    return [index for index, span in enumerate(spans) if covers_half((passage.start, passage.end), span)]
