"""The writer that has a language model write, streams what it writes, and checks every sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import prompts
from assistant.answers import Answer
from assistant.generative.citation_markers import MarkerParser, Numbering, Piece, joined, marked_text, shown
from assistant.generative.composing import compose
from assistant.generative.faults import (
    CutShortError,
    EmptyAnswerError,
    ModelFaultError,
    PromptTooLongError,
    with_retries,
)
from assistant.generative.generated_sentences import DraftSentence, split_draft
from assistant.generative.language_model import Usage, stream_reply
from assistant.generative.model_output import (
    after_reasoning,
    is_other_format,
    text_of,
    until_fence,
    without_reasoning,
)
from assistant.generative.prompt_passages import (
    TOKENS_AROUND_A_REQUEST,
    OfferedPassage,
    count_tokens,
    new_fence,
    offer,
)
from assistant.generative.repairing import repaired
from assistant.judging.verification import CheckedSentence, Verifier
from assistant.untrusted_text import plain
from assistant.writing import AnswerProgress, AnswerWriter, WritingTask

if TYPE_CHECKING:
    from assistant.generative.language_model import LLM
    from assistant.judging.judge import Judge
    from assistant.settings import VerificationMode
    from indexes.searching import FoundPassage
    from prompts import FilledPrompt

TAKEN_FROM_THE_ARTICLES = "This answer was taken from the articles without it."
NOTHING_HELD = (
    "No article supports what the language model wrote, so this answer was taken from the articles."
)


@dataclass(slots=True)
class Draft:
    """What the model wrote, not verified yet: the passages offered to it, its sentences, its text."""

    offered: tuple[OfferedPassage, ...]
    sentences: list[DraftSentence]
    shown: str


class GenerativeWriter:
    """Writes with any llama-index `LLM`; where that fails, the fallback writes and a notice says so.

    `verification` says what becomes of a sentence that no offered passage supports: it is shown and
    marked ("flag"), written again once and marked where that fails ("repair"), or left out ("drop").
    """

    name = "generative"

    def __init__(
        self,
        llm: LLM,
        *,
        judge: Judge,
        fallback: AnswerWriter,
        verification: VerificationMode = "flag",
        context_window: int = 8192,
        max_answer_tokens: int = 512,
        passages_to_write: int = 8,
        today: Callable[[], date] = date.today,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.llm = llm
        self.fallback = fallback
        self._judge = judge
        self._verification = verification
        self._room = context_window - max_answer_tokens - TOKENS_AROUND_A_REQUEST
        self._passages_to_write = passages_to_write
        self._today = today
        self._sleep = sleep

    def write(self, task: WritingTask) -> Iterator[AnswerProgress | Answer]:
        """Yield progress with the text as it grows, then the answer; closing ends the request."""
        if not task.passages:
            yield from self.fallback.write(task)
            return
        usage = Usage()
        written: Draft | None = None
        try:
            for item in self.draft(task, usage):
                if isinstance(item, Draft):
                    written = item
                else:
                    yield item
        except ModelFaultError as fault:
            yield from self._fall_back(task, f"{fault} {TAKEN_FROM_THE_ARTICLES}", usage)
            return
        if written is None:
            raise RuntimeError("the attempts ended without a reply or a fault")
        yield AnswerProgress("checking", written.shown)
        generating = usage.seconds
        began = time.perf_counter()
        verifier = Verifier(self._judge, written.offered, question=task.searched_for)
        checked = verifier.check(written.sentences)
        notices: list[str] = []
        if self._verification == "repair":
            checked, notice = repaired(
                checked,
                llm=self.llm,
                verifier=verifier,
                offered=written.offered,
                task=task,
                usage=usage,
                room=self._room,
            )
            notices += notice
        if self._verification == "drop":
            checked, notice = _without_the_unsupported(checked)
            notices += notice
            if not checked:
                yield from self._fall_back(task, NOTHING_HELD, usage)
                return
        answer = compose(task, checked, writer=self.name, notices=notices)
        repairing = usage.seconds - generating
        timings = {
            "generate": round(1000 * usage.seconds, 1),
            "verify": round(1000 * (time.perf_counter() - began - repairing), 1),
        }
        yield replace(answer, model=self.model, usage=usage.to_dict(), timings_ms=timings)

    @property
    def model(self) -> str | None:
        """The name of the language model, where it is known."""
        name = self.llm.metadata.model_name
        return None if name in ("", "unknown") else name

    def draft(self, task: WritingTask, usage: Usage) -> Iterator[AnswerProgress | Draft]:
        """Yield progress and at last what the model wrote, from fewer passages where they were too many.

        Raises ModelFaultError when every try failed.
        """
        passages = task.passages[: self._passages_to_write]
        while True:
            prompt, offered = self.prompt_for(task, passages)
            try:
                yield from with_retries(partial(self._attempt, prompt, offered, usage), sleep=self._sleep)
            except PromptTooLongError:
                if len(offered) == 1:
                    raise
                passages = passages[: len(offered) // 2]
            else:
                return

    def prompt_for(
        self, task: WritingTask, passages: Sequence[FoundPassage]
    ) -> tuple[FilledPrompt, tuple[OfferedPassage, ...]]:
        """Return the messages to send and the passages in them: as many, best first, as fit the window."""
        fence = new_fence(passages)
        template = prompts.load("answer")
        fixed = {"fence": fence, "question": plain(task.searched_for), "today": self._today().isoformat()}
        empty = template.fill(**fixed, passages="")
        room = self._room - count_tokens(empty.system) - count_tokens(empty.user)
        offered = offer(passages, fence=fence, budget=room)
        fenced = "\n\n".join(passage.fenced(fence) for passage in offered)
        return template.fill(**fixed, passages=fenced), offered

    def _attempt(
        self, prompt: FilledPrompt, offered: tuple[OfferedPassage, ...], usage: Usage
    ) -> Iterator[AnswerProgress | Draft]:
        """Yield the text as one request writes it, and at last the whole; raises ModelFaultError."""
        yield AnswerProgress("writing")
        numbers = [passage.number for passage in offered]
        parser, numbering = MarkerParser(numbers), Numbering()
        pieces: list[Piece] = []
        whole = text = ""
        with closing(stream_reply(self.llm, prompt, usage)) as reply:
            for delta in until_fence(without_reasoning(reply)):
                whole += delta
                if is_other_format(whole):
                    continue
                new = parser.feed(delta)
                if new:
                    pieces += new
                    text += shown(new, numbering)
                    yield AnswerProgress("writing", text)
        said = after_reasoning(whole)
        if said != whole or is_other_format(said):
            parser = MarkerParser(numbers)
            pieces = parser.feed(text_of(said) if is_other_format(said) else said)
        pieces = joined([*pieces, *parser.close()])
        drafts = split_draft(marked_text(pieces))
        if usage.cut_short and len(drafts) > 1 and not drafts[-1].text.endswith((".", "!", "?", "”", '"')):
            drafts.pop()
        if not drafts:
            raise CutShortError if usage.cut_short else EmptyAnswerError
        yield Draft(offered, drafts, shown(pieces, Numbering()))

    def _fall_back(self, task: WritingTask, notice: str, usage: Usage) -> Iterator[AnswerProgress | Answer]:
        """Have the other writer answer, with a notice that says why."""
        for item in self.fallback.write(task):
            if isinstance(item, Answer):
                item = replace(item, notices=(notice, *item.notices), usage=usage.to_dict())
            yield item


def _without_the_unsupported(checked: list[CheckedSentence]) -> tuple[list[CheckedSentence], list[str]]:
    """Leave out what no passage supports; nothing is left where only greetings would be."""
    kept = [one for one in checked if one.verdict in ("supported", "no claim")]
    if not any(one.supports or one.abstains for one in kept) and len(kept) < len(checked):
        return [], []
    left_out = len(checked) - len(kept)
    if not left_out:
        return kept, []
    sentences = (
        "sentence that no article supports was"
        if left_out == 1
        else "sentences that no article supports were"
    )
    return kept, [f"{left_out} {sentences} left out."]
