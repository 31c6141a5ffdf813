"""What a reader is shown when streams are random and servers fail."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Any

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.generative.writer import GenerativeWriter
from assistant.judging.judge import Judgement
from assistant.keyless.writer import ExtractiveWriter
from assistant.writing import WritingTask
from eval.bench_generation.setting import found_range, writer_for
from eval.case_files import read_articles
from eval.model_servers.lasting_faults import LASTING
from eval.model_servers.scripted import serving, settings_for
from models import Encoder


class _SupportsAll:
    """The worst judge: it finds support for everything in the first words of any passage."""

    def judge(self, _claim: str, sources: Sequence[str]) -> Judgement:
        """Return support."""
        start = sources[0].find("\n") + 1  # after the title
        return Judgement("supported", 1.0, 0.0, 0, start, min(start + 20, len(sources[0])))

    def judge_many(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[Judgement]:
        """Return support for each."""
        return [self.judge(claim, sources) for claim, sources in items]


def fuzz(streams: int = 1000) -> dict[str, Any]:
    """Send random streams through the writer whose judge supports everything; count wrong citations."""
    from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata

    parts = [
        *"[]【】［］`0123456789,;-†^ \n.",
        "[1]",
        "[2][3]",
        "【9】",
        "［12］",
        "[1, 40]",
        "[[7]]",
        "[2-9]",
        "[Zelensky]",
    ]
    parts += [
        "It rained. ",
        "The bank closed on Friday ",
        "```",
        "``",
        "[Source 11]",
        "[2024]",
        "Prices rose [6]. ",
    ]
    source = random.Random(11)

    class RandomLLM(CustomLLM):
        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata()

        def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
            raise NotImplementedError

        def stream_complete(
            self,
            prompt: str,  # noqa: ARG002 - the names are those of the base
            formatted: bool = False,  # noqa: ARG002
            **kwargs: Any,  # noqa: ARG002
        ) -> CompletionResponseGen:
            text = ""
            for _ in range(source.randint(1, 30)):
                delta = "".join(source.choices(parts, k=source.randint(1, 3)))
                text += delta
                yield CompletionResponse(text=text, delta=delta)

    found = [found_range(article, 0, 400) for article in list(read_articles().values())[:8]]
    offered_ids = {one.article.id for one in found}
    wrong = cited = answers = 0
    for _ in range(streams):
        count = source.randint(1, 8)
        writer = GenerativeWriter(
            RandomLLM(), judge=_SupportsAll(), fallback=ExtractiveWriter(Encoder.load()), sleep=lambda _: None
        )
        shown_numbers: set[int] = set()
        for item in writer.write(WritingTask("What?", "What?", found[:count], Conversation())):
            shown_numbers |= {int(number) for number in re.findall(r"\[(\d{1,3})\]", item.text)}
            wrong += any(number > count for number in shown_numbers) and not isinstance(item, Answer)
            if isinstance(item, Answer) and item.writer == writer.name:
                answers += 1
                numbers = {citation.number for citation in item.citations}
                cited += len(numbers)
                wrong += not {int(n) for n in re.findall(r"\[(\d{1,3})\]", item.text)} <= numbers
                wrong += any(citation.article.id not in offered_ids for citation in item.citations)
    return {"streams": streams, "answers": answers, "citations": cited, "citations_not_offered": wrong}


def faults() -> dict[str, Any]:
    """Return for each fault of a server how many requests were made and what the reader saw."""
    encoder = Encoder.load()
    article = next(iter(read_articles().values()))
    table: dict[str, Any] = {}
    for name, (scene, _, _) in LASTING.items():
        with serving(scene) as (base_url, script):
            writer = writer_for(settings_for(base_url), encoder)
            task = WritingTask(
                article.title, article.title, [found_range(article, 0, 600)] * 2, Conversation()
            )
            *_, answer = writer.write(task)
            if isinstance(answer, Answer):
                table[name] = {
                    "requests": len(script.requests),
                    "answered_by": answer.writer,
                    "notices": answer.notices,
                }
    return table
