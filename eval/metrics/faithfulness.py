"""Faithfulness: the share of an answer's claims that its sources support.

Source of the definition: Es et al., RAGAS, 2023 (supported statements over statements). Four cases that
other tools leave open are stated here:

- **no claims**: an answer without a single claim has no faithfulness (None), not 1.0 and not 0.0;
- **abstention**: neither has an answer that says it does not know; abstention is measured by itself;
- **not mentioned**: a claim that the sources neither support nor contradict counts as unsupported, and is
  told apart from a contradicted one;
- **judge failure**: a claim that the judge could not decide is left out and counted; when it was all of
  them the score is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["scored", "no claims", "abstention", "judge failure"]
ClaimVerdict = Literal["supported", "contradicted", "not found", "judge failure"]


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """One claim with the judge's verdict and its probability of support (None when the judge failed)."""

    claim: str
    verdict: ClaimVerdict
    supported: float | None = None


@dataclass(frozen=True, slots=True)
class FaithfulnessScore:
    """The share of claims supported (None unless `outcome` is "scored"), with every claim's result."""

    score: float | None
    outcome: Outcome
    claims: tuple[ClaimResult, ...] = ()

    def count(self, verdict: ClaimVerdict) -> int:
        """Return how many claims have this verdict."""
        return sum(claim.verdict == verdict for claim in self.claims)


def faithfulness_score(claims: Sequence[ClaimResult], *, abstained: bool = False) -> FaithfulnessScore:
    """Return the faithfulness of an answer from its judged claims."""
    if abstained:
        return FaithfulnessScore(None, "abstention", tuple(claims))
    if not claims:
        return FaithfulnessScore(None, "no claims")
    judged = [claim for claim in claims if claim.verdict != "judge failure"]
    if not judged:
        return FaithfulnessScore(None, "judge failure", tuple(claims))
    supported = sum(claim.verdict == "supported" for claim in judged)
    return FaithfulnessScore(supported / len(judged), "scored", tuple(claims))
