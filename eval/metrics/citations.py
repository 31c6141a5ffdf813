"""Citation precision and recall.

Source: Gao et al., Enabling Large Language Models to Generate Text with Citations (ALCE), 2023. A
statement is recalled when all its citations together support it. A citation of a recalled statement is
precise unless it is irrelevant: alone it does not support the statement, and the others do without it.
A statement that is not recalled makes none of its citations precise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Tells whether the sources together support the claim; None when the judge failed.
Supports = Callable[[str, Sequence[str]], bool | None]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer that claims something, with the texts it cites."""

    text: str
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitationScore:
    """Recall over statements and precision over citations, with the counts they come from.

    Recall is None without a judged statement, precision None without a judged citation: an answer that
    cites nothing has recall 0.0 and no precision. `failed` statements are in neither.
    """

    recall: float | None
    precision: float | None
    statements: int
    citations: int
    failed: int


def citation_scores(statements: Sequence[Statement], supports: Supports) -> CitationScore:
    """Return ALCE's citation recall and precision of one answer."""
    recalled = precise = citations = judged = failed = 0
    for statement in statements:
        try:
            statement_recalled, statement_precise = _judge(statement, supports)
        except _NoVerdictError:
            failed += 1
            continue
        judged += 1
        citations += len(statement.cited)
        recalled += statement_recalled
        precise += statement_precise
    return CitationScore(
        recall=recalled / judged if judged else None,
        precision=precise / citations if citations else None,
        statements=judged,
        citations=citations,
        failed=failed,
    )


class _NoVerdictError(Exception):
    """One of the verdicts that a statement needs is missing."""


def _judge(statement: Statement, supports: Supports) -> tuple[bool, int]:
    """Whether the statement is recalled, and how many of its citations are precise."""

    def supported_by(sources: Sequence[str]) -> bool:
        verdict = supports(statement.text, sources)
        if verdict is None:
            raise _NoVerdictError
        return verdict

    cited = statement.cited
    if not cited or not supported_by(cited):
        return False, 0
    if len(cited) == 1:
        return True, 1
    precise = 0
    for position, source in enumerate(cited):
        others = [*cited[:position], *cited[position + 1 :]]
        if supported_by([source]) or not supported_by(others):
            precise += 1
    return True, precise
