"""The gate held to account: the assistant broken on purpose in known ways, each of which has to fail it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from assistant import Answer, AnswerProgress, AnswerWriter, Assistant, WritingTask
from eval.baselines import baseline_of
from eval.case_files import Case
from eval.gate import GateResult, compare
from eval.judges import SupportJudge
from eval.progress import track
from eval.running import run_cases
from eval.runs import TODAY, Run
from eval.systems import keyless_assistant, keyless_settings
from indexes import ArticleIndex
from indexes.searching import SearchFilters, SearchMode, SearchResult


class LastFirst:
    """An index whose ranking is turned round: a broken retriever."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        mode: SearchMode = "hybrid",
        filters: SearchFilters | None = None,
    ) -> SearchResult:
        """Return the last of the best hundred passages, the worst one first."""
        found = self._index.search(query, limit=100, mode=mode, filters=filters)
        return replace(found, passages=tuple(reversed(found.passages))[: min(limit, 3)])


class DropsCitations:
    """A writer that says the same and cites nothing."""

    name = "drops-citations"

    def __init__(self, writer: AnswerWriter) -> None:
        self._writer = writer

    def write(self, task: WritingTask) -> Iterator[AnswerProgress | Answer]:
        """Yield what the whole writer yields, its answer without citations."""
        for item in self._writer.write(task):
            if isinstance(item, Answer):
                sentences = tuple(replace(sentence, citations=()) for sentence in item.sentences)
                yield replace(item, sentences=sentences, citations=())
            else:
                yield item


def sabotage(index: ArticleIndex, cases: Sequence[Case], judge: SupportJudge) -> dict[str, GateResult]:
    """Return what the gate says of each broken assistant, and of the whole one asked a second time."""

    def run(assistant: Assistant, label: str) -> Run:
        return run_cases(assistant, track(cases, label), judge, system=label)

    with keyless_assistant(index) as whole:
        baseline = baseline_of(run(whole, "as it is"))
        again = compare(run(whole, "as it is, again"), baseline)
        mute = DropsCitations(whole.writer)
    broken = cast(ArticleIndex, LastFirst(index))
    with Assistant(keyless_settings(), index=broken, today=lambda: TODAY) as lost:
        retriever = compare(run(lost, "broken retriever"), baseline)
    with Assistant(keyless_settings(), index=index, writer=mute, today=lambda: TODAY) as silent:
        writer = compare(run(silent, "no citations"), baseline)
    return {
        "nothing broken": again,
        "a retriever that ranks the worst first": retriever,
        "a writer that drops its citations": writer,
    }


def must_fail(name: str) -> bool:
    """Tell whether the gate has to fail on this one."""
    return name != "nothing broken"
