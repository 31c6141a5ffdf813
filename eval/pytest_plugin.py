"""Faithfulness as an assertion in anybody's tests: `assert_faithful(answer, sources)`, and a fixture.

Switch it on with `pytest_plugins = ("eval.pytest_plugin",)` in a conftest.py, or with
`pytest -p eval.pytest_plugin`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pytest

from eval.judges import SupportJudge
from eval.metrics import FaithfulnessScore


class AssertFaithful(Protocol):
    """The assertion as the fixture gives it."""

    def __call__(
        self, answer: str, sources: Sequence[str] | str, *, at_least: float = 1.0, may_abstain: bool = True
    ) -> FaithfulnessScore: ...


def assert_faithful(
    answer: str,
    sources: Sequence[str] | str,
    *,
    at_least: float = 1.0,
    may_abstain: bool = True,
    judge: SupportJudge | None = None,
) -> FaithfulnessScore:
    """Fail the test unless the sources support the claims of the answer; return the score.

    An abstention passes unless `may_abstain` is False. An answer that claims nothing, and a judge that
    fails, never pass: neither shows that the answer is faithful.
    """
    __tracebackhide__ = True
    from eval.scoring import faithfulness

    score = faithfulness(answer, sources, judge=judge)
    if score.outcome == "abstention" and may_abstain:
        return score
    if score.score is None:
        pytest.fail(f"faithfulness cannot be told: {score.outcome}\n  answer: {answer!r}")
    failed = score.count("judge failure")
    if score.score < at_least or failed:
        lines = [f"  {claim.verdict} ({claim.supported or 0.0:.2f}): {claim.claim}" for claim in score.claims]
        pytest.fail(
            f"faithfulness {score.score:.2f} is below {at_least:.2f}"
            f"{f', and the judge failed on {failed} claims' if failed else ''}\n" + "\n".join(lines)
        )
    return score


@pytest.fixture(scope="session", name="assert_faithful")
def _assert_faithful() -> AssertFaithful:
    """The assertion with the embedded judge, which is loaded once for all tests."""
    from eval.judges import embedded_judge

    judge = embedded_judge()

    def check(
        answer: str, sources: Sequence[str] | str, *, at_least: float = 1.0, may_abstain: bool = True
    ) -> FaithfulnessScore:
        __tracebackhide__ = True
        return assert_faithful(answer, sources, at_least=at_least, may_abstain=may_abstain, judge=judge)

    return check
