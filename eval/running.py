"""Asking the assistant every question of the cases, conversations turn by turn, and measuring the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from assistant.answers import Answer
from assistant.conversations import Conversation
from eval.case_files import Case
from eval.judges import SupportJudge
from eval.measuring import measure
from eval.metrics import Prices
from eval.responses import from_answer
from eval.runs import Run, TurnResult
from eval.systems import confidence
from indexes.searching import SearchFilters


class Answering(Protocol):
    """What is asked: the assistant, or anything that answers like it."""

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        filters: SearchFilters | None = None,
    ) -> Answer: ...


def run_cases(
    assistant: Answering,
    cases: Iterable[Case],
    judge: SupportJudge,
    *,
    system: str = "Article Assistant",
    split: str = "all",
    setting: Mapping[str, Any] | None = None,
    prices: Prices | None = None,
) -> Run:
    """Return the measured answers of every turn of the cases, in their order."""
    results = tuple(result for case in cases for result in run_case(assistant, case, judge))
    return Run(
        system=system,
        judge=judge.name,
        split=split,
        results=results,
        setting=setting or {},
        prices=prices,
    )


def run_case(assistant: Answering, case: Case, judge: SupportJudge) -> Iterator[TurnResult]:
    """Yield the measured answer of each turn; a turn sees the answers that were really given before it."""
    conversation = Conversation()
    for number, turn in enumerate(case.turns, start=1):
        answer = assistant.ask(turn.question, conversation, filters=turn.filters)
        conversation = conversation.add(answer)
        response = from_answer(answer, confidence=confidence(answer))
        gold = turn.gold if turn.gold.graded else None
        yield TurnResult(
            key=case.id if len(case.turns) == 1 else f"{case.id}#{number}",
            case=case.id,
            turn=number,
            turns=len(case.turns),
            tags=tuple(dict.fromkeys((*case.tags, *turn.tags))),
            gold=gold,
            response=response,
            measures=measure(response, gold, judge),
        )


def questions_in(cases: Iterable[Case]) -> int:
    """Return how many questions the cases ask."""
    return sum(len(case.turns) for case in cases)
