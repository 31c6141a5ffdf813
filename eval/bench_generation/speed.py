"""What the writer adds to a bare stream: time to the first text, and time to parse and verify."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from assistant.citation_markers import marked_text, parse
from assistant.conversations import Conversation
from assistant.generated_sentences import split_draft
from assistant.judging import EmbeddedJudge
from assistant.prompt_passages import OfferedPassage
from assistant.verification import Verifier
from assistant.writing import AnswerProgress, WritingTask
from eval.bench_generation.setting import found_range, local_settings, writer_for
from eval.case_files import read_articles
from models import Encoder


def overhead(runs: int = 20) -> dict[str, Any]:
    """Time parsing and verifying answers of five cited sentences, each answer new to every cache."""
    articles = list(read_articles().values())
    judge = EmbeddedJudge(Encoder.load())
    judge.judge("The model is loaded.", ["The model is loaded before it is timed."])
    random.seed(5)
    times: dict[str, list[float]] = {"parse": [], "verify": [], "verify_when_every_citation_is_wrong": []}
    for _ in range(runs):
        offered = [
            OfferedPassage(number, found_range(article, 0, min(len(article.text), 1000)))
            for number, article in enumerate(random.sample(articles, 8), 1)
        ]
        for wrong, name in ((0, "verify"), (1, "verify_when_every_citation_is_wrong")):
            text = " ".join(
                f"{random.choice(_sentences(passage))} [{(passage.number + wrong - 1) % 8 + 1}]"
                for passage in random.sample(offered, 5)
            )
            began = time.perf_counter()
            drafts = split_draft(marked_text(parse(text, range(1, 9))))
            parsed = time.perf_counter()
            Verifier(judge, offered, question="What happened?").check(drafts)
            times["parse"].append(parsed - began)
            times[name].append(time.perf_counter() - parsed)
    return {
        f"{name}_ms_{kind}": value for name, took in times.items() for kind, value in _spread(took).items()
    }


def first_token(runs: int = 7) -> dict[str, Any]:
    """Compare the first text of the writer with that of a bare stream over the same prompt, in turn."""
    from llama_index.core.llms import ChatMessage

    from tests.local_llm import running

    articles = read_articles()
    ours: list[float] = []
    bare: list[float] = []
    with running() as model:
        settings = local_settings(model.base_url, model.model)
        writer = writer_for(settings, Encoder.load())
        # the server's own cache would favour whoever sends a prompt second
        vars(writer.llm).setdefault("additional_kwargs", {})
        writer.llm.additional_kwargs["extra_body"] = {"cache_prompt": False}  # type: ignore[attr-defined]
        for article in list(articles.values())[:runs]:
            task = WritingTask(
                "What happened?", "What happened?", [found_range(article, 0, 600)], Conversation()
            )
            prompt, _ = writer._prompt(task, task.passages)
            messages = [ChatMessage(role="system", content=prompt.system), ChatMessage(content=prompt.user)]

            def stream(messages: list[ChatMessage] = messages) -> Iterator[str]:
                return (reply.delta or "" for reply in writer.llm.stream_chat(messages))

            def write(task: WritingTask = task) -> Iterator[str]:
                return (item.text for item in writer.write(task) if isinstance(item, AnswerProgress))

            bare.append(_seconds_to_text(stream))
            ours.append(_seconds_to_text(write))
    return {
        "bare_ms": _spread(bare),
        "writer_ms": _spread(ours),
        "difference_of_medians_ms": round(1000 * (statistics.median(ours) - statistics.median(bare)), 1),
        "runs": runs,
    }


def _sentences(passage: OfferedPassage) -> list[str]:
    found = passage.found
    return [found.article.text[start:end] for start, end in found.passage.sentences]


def _seconds_to_text(begin: Callable[[], Iterator[str]]) -> float:
    began = time.perf_counter()
    next(text for text in begin() if text.strip())
    return time.perf_counter() - began


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    at_95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"median": round(1000 * statistics.median(ordered), 1), "p95": round(1000 * at_95, 1)}
