"""Scoring answers that are already given: one text, or a file of another system's run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from eval.errors import EvaluationError
from eval.foreign import claims_of, gold_of, response_of
from eval.judges import QuotedFirst, SupportJudge, embedded_judge
from eval.measuring import measure
from eval.metrics import FaithfulnessScore, faithfulness_score
from eval.rows import Row
from eval.runs import TurnResult


def faithfulness(
    answer: str, sources: Sequence[str] | str, *, question: str = "", judge: SupportJudge | None = None
) -> FaithfulnessScore:
    """Return how faithful one answer is to its sources, with the verdict on each of its claims.

    Without a judge the embedded one decides: no key, no network, the same result every time. See
    `eval.metrics.faithfulness` for answers without claims, abstentions and failures of a judge.
    """
    texts = [sources] if isinstance(sources, str) else list(sources)
    for given in (answer, *texts):
        if not isinstance(given, str):
            raise EvaluationError(f"give the answer and its sources as texts, not as {type(given).__name__}")
    claims, abstained = claims_of(answer, texts, question=question)
    judge = QuotedFirst(judge or embedded_judge())
    return faithfulness_score(
        judge.judge_claims([(claim.text, texts) for claim in claims]), abstained=abstained
    )


def score_rows(rows: Iterable[Row], judge: SupportJudge) -> Iterator[TurnResult]:
    """Yield the measured answer of each row; see `eval.foreign` for the fields."""
    used: dict[str, int] = {}
    for row in rows:
        response, gold = response_of(row), gold_of(row)
        name = row.text("id", "") or f"line-{row.line}"
        used[name] = used.get(name, 0) + 1
        key = name if used[name] == 1 else f"{name}-{used[name]}"
        yield TurnResult(
            key=key,
            case=key,
            turn=1,
            turns=1,
            tags=tuple(row.texts("tags")) or ("untagged",),
            gold=gold,
            response=response,
            measures=measure(response, gold, judge),
        )
