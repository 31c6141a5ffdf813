"""Any judge of this project as an evaluator of llama-index, for its own tools and batches.

Unlike `FaithfulnessEvaluator` there, the verdict is never looked for inside a sentence ("NO. … happened
yesterday" holds a "yes"), and what cannot be judged is an invalid result, not a passing one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.evaluation import BaseEvaluator, EvaluationResult
from llama_index.core.prompts.mixin import PromptDictType

from eval.judges import SupportJudge, embedded_judge
from eval.scoring import faithfulness


class SupportEvaluator(BaseEvaluator):
    """Passes a response when the share of its claims that the contexts support reaches `at_least`."""

    def __init__(self, judge: SupportJudge | None = None, *, at_least: float = 1.0) -> None:
        self._judge = judge or embedded_judge()
        self._at_least = at_least

    def _get_prompts(self) -> PromptDictType:
        return {}

    def _update_prompts(self, prompts: PromptDictType) -> None:
        """There is no prompt to change: the judge has its own."""

    async def aevaluate(
        self,
        query: str | None = None,
        response: str | None = None,
        contexts: Sequence[str] | None = None,
        **kwargs: Any,
    ) -> EvaluationResult:
        """Return the score; no claims, an abstention and a failing judge are invalid, with the reason."""
        del kwargs
        if response is None or contexts is None:
            raise ValueError("give both the response and its contexts")
        score = faithfulness(response, contexts, question=query or "", judge=self._judge)
        feedback = "\n".join(f"{claim.verdict}: {claim.claim}" for claim in score.claims)
        reason = "judge failure" if score.count("judge failure") else score.outcome
        told = None if reason != "scored" else score.score
        return EvaluationResult(
            query=query,
            response=response,
            contexts=contexts,
            passing=None if told is None else told >= self._at_least,
            score=told,
            feedback=feedback or None,
            invalid_result=told is None,
            invalid_reason=reason if told is None else None,
        )
