"""Follow-ups made standalone, against people's rewrites, and what that does to retrieval.

Rows: question, history (texts, oldest first), rewrite, and where given turn, passage, passage_id. A history
holds questions alone (CAsT), or lines of topic, then questions and answers in turn (CANARD).
Source of the measure: token F1 with SQuAD's normalisation, per question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from eval.metrics import best_exact_match, defined_mean, hit_at, reciprocal_rank, token_f1
from eval.rows import Row
from indexes.articles import Article

CUTOFFS = (1, 5, 10)

Search = Callable[[str], Sequence[str]]  # article ids, best first


# The question made standalone, from what was said before, oldest first, and the question.
Rewriter = Callable[[Sequence[str], str], str]


def read_history(row: Row) -> list[str]:
    """Return what was said before the question, oldest first; empty lines say nothing."""
    return [str(item) for item in row.items("history") if item is not None and str(item).strip()]


def is_follow_up(row: Row) -> bool:
    """Tell whether the question is not the first of its dialogue; a history of mere topic is none."""
    turn = row.values.get("turn")
    return turn > 1 if isinstance(turn, int) else bool(read_history(row))


def read_passages(rows: Iterable[Row]) -> dict[str, Article]:
    """Return the passages that rows carry, as articles by id; rows without one are passed over."""
    found: dict[str, Article] = {}
    for row in rows:
        text = row.text("passage", "")
        if text.strip():
            key = passage_key(row)
            found.setdefault(key, Article.create(id=key, title="", text=text))
    return found


def passage_key(row: Row) -> str:
    """Return the id of the row's passage: the one given, or one made from its text."""
    return row.text("passage_id", "") or hashlib.sha256(row.text("passage").encode()).hexdigest()[:16]


def measure_rewriting(
    rewriters: Mapping[str, Rewriter], rows: Iterable[Row], search: Search | None = None
) -> dict[str, Any]:
    """Return per rewriter the token F1 and exact match with people's rewrites, all turns and follow-ups.

    With `search`, also R@k and MRR of the rows' own passages when searching with each rewriter's question
    and with people's ("gold"), and the share that was changed at all.
    """
    scores: dict[str, dict[str, list[float]]] = {name: _empty() for name in rewriters}
    rankings: dict[str, list[list[list[str]]]] = {name: [] for name in (*rewriters, "gold")}
    counted = follow_ups = 0
    for row in rows:
        question, gold = row.text("question"), row.text("rewrite")
        history, follow_up = read_history(row), is_follow_up(row)
        counted += 1
        follow_ups += follow_up
        said = {name: rewriter(history, question) for name, rewriter in rewriters.items()}
        for name, rewritten in said.items():
            score = token_f1(rewritten, gold)
            scores[name]["f1"].append(score)
            scores[name]["exact"].append(best_exact_match(rewritten, [gold]))
            scores[name]["changed"].append(float(rewritten.strip() != question.strip()))
            if follow_up:
                scores[name]["f1_follow_ups"].append(score)
        if search and row.text("passage", "").strip():
            wanted = passage_key(row)
            for name, query in (*said.items(), ("gold", gold)):
                rankings[name].append([[found] if found == wanted else [] for found in search(query)])
    result: dict[str, Any] = {"questions": counted, "follow_ups": follow_ups}
    for name, found in scores.items():
        result[name] = {measure: defined_mean(values) for measure, values in found.items()}
    retrieval = {name: _retrieval(found) for name, found in rankings.items() if found}
    return {**result, "retrieval": retrieval or None}


def _empty() -> dict[str, list[float]]:
    return {"f1": [], "f1_follow_ups": [], "exact": [], "changed": []}


def _retrieval(rankings: Sequence[Sequence[Sequence[str]]]) -> dict[str, Any]:
    return {
        "questions": len(rankings),
        **{f"R@{k}": defined_mean([hit_at(ranking, k) for ranking in rankings]) for k in CUTOFFS},
        "MRR": defined_mean([reciprocal_rank(ranking) for ranking in rankings]),
    }
