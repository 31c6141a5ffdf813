"""What the writer adds to a bare stream: time to the first text, and time to parse and verify."""

from __future__ import annotations

import random
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, cast

from assistant.conversations import Conversation
from assistant.generative.citation_markers import marked_text, parse
from assistant.generative.generated_sentences import split_draft
from assistant.generative.prompt_passages import OfferedPassage
from assistant.judging.judge import EmbeddedJudge
from assistant.judging.verification import Verifier
from assistant.settings import Settings
from assistant.writing import AnswerProgress, WritingTask
from eval.bench_generation.setting import found_range, local_settings, writer_for
from eval.case_files import read_articles
from eval.model_servers.local import running
from eval.model_servers.scripted import says, serving
from models import Encoder


def overhead(runs: int = 20) -> dict[str, Any]:
    """Time parsing and verifying answers of five cited sentences, each answer new to every cache."""
    articles = list(read_articles().values())
    judge = EmbeddedJudge(Encoder.load())
    judge.judge("The model is loaded.", ["The model is loaded before it is timed."])
    random.seed(5)
    times: defaultdict[str, list[float]] = defaultdict(list)
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
            worked = time.process_time()
            Verifier(judge, offered, question="What happened?").check(drafts)
            times["parse"].append(parsed - began)
            times[name].append(time.perf_counter() - parsed)
            times[f"{name}_processor"].append(time.process_time() - worked)
    return {
        f"{name}_ms_{kind}": value for name, took in times.items() for kind, value in _spread(took).items()
    }


def first_token(runs: int = 7) -> dict[str, Any]:
    """Compare the first text of the writer with that of a bare stream over the same prompt, in turn.

    Once on the local model, whose own work varies by more than the difference, and once on a server that
    answers at once, where all that is measured is the difference.
    """
    with serving(says("The ", "articles ", "don't ", "say.")) as (base_url, _):
        instant = _compare(local_settings(base_url, "scripted"), 3 * runs)
    with running() as model:
        real = _compare(local_settings(model.base_url, model.model), runs)
    return {"local_model": real, "instant_server": instant}


def _compare(settings: Settings, runs: int) -> dict[str, Any]:
    from llama_index.core.llms import ChatMessage

    writer = writer_for(settings.model_copy(update={"max_answer_tokens": 16}), Encoder.load())
    # the server's own cache would favour whoever sends a prompt second
    cast(Any, writer.llm).additional_kwargs["extra_body"] = {"cache_prompt": False}
    bare: list[float] = []
    ours: list[float] = []
    articles = list(read_articles().values())
    for number in range(runs + 1):
        article = articles[number % len(articles)]
        task = WritingTask("What happened?", "What happened?", [found_range(article, 0, 600)], Conversation())
        prompt, _ = writer.prompt_for(task, task.passages)
        messages = [ChatMessage(role="system", content=prompt.system), ChatMessage(content=prompt.user)]
        replies = (reply.delta or "" for reply in writer.llm.stream_chat(messages))
        progress = (item.text for item in writer.write(task) if isinstance(item, AnswerProgress))
        for texts, times in ((replies, bare), (progress, ours)):
            times.append(_seconds_to_text(texts))
    bare, ours = bare[1:], ours[1:]  # the first request of each opens the connection
    difference = statistics.median(one - other for one, other in zip(ours, bare, strict=True))
    return {
        "runs": runs,
        "bare_ms": _spread(bare),
        "writer_ms": _spread(ours),
        "median_difference_ms": round(1000 * difference, 1),
    }


def _sentences(passage: OfferedPassage) -> list[str]:
    found = passage.found
    return [found.article.text[start:end] for start, end in found.passage.sentences]


def _seconds_to_text(texts: Iterator[str]) -> float:
    """Return the time to the first text, having read all of it so that the server is free again."""
    began = time.perf_counter()
    next(text for text in texts if text.strip())
    took = time.perf_counter() - began
    for _ in texts:
        pass
    return took


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    at_95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"median": round(1000 * statistics.median(ordered), 1), "p95": round(1000 * at_95, 1)}
