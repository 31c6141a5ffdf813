"""Watches answers being made, for the log and for traces: steps, times, counts, and no text at all."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from typing import Any, Protocol
from uuid import uuid4

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.errors import SettingsError
from assistant.writing import AnswerProgress, AnswerWriter
from chat.answering import Answering
from chat.logs import request_id
from indexes.article_index import ArticleIndex
from indexes.searching import SearchFilters

logger = logging.getLogger(__name__)

# A step that is not of these may be called anything, even something that was read; it is not named.
STEPS = {"searching": "search", "reading": "read", "writing": "write", "checking": "verify"}

Facts = Mapping[str, str | int | float]


class Tracer(Protocol):
    """Takes note of spans, periods with a name that lie within one another."""

    def begin(self, name: str, *, parent: str | None = None) -> str:
        """Begin a span and return its id."""
        ...

    def active(self, span: str) -> AbstractContextManager[None]:
        """Let what begins meanwhile, in this thread, lie within the span."""
        ...

    def end(self, span: str, facts: Facts, *, failed: bool = False) -> None:
        """End the span with what is known about it."""
        ...


class NoTracer:
    """Takes note of nothing."""

    def begin(self, name: str, *, parent: str | None = None) -> str:  # noqa: ARG002
        """Return an id of nothing."""
        return ""

    def active(self, span: str) -> AbstractContextManager[None]:  # noqa: ARG002
        """Change nothing."""
        return nullcontext()

    def end(self, span: str, facts: Facts, *, failed: bool = False) -> None:
        """Forget it."""


@contextmanager
def tracer_for(endpoint: str | None) -> Iterator[Tracer | None]:
    """Open the tracer that sends to this endpoint, none without; raises SettingsError where it cannot."""
    if endpoint is None:
        yield None
        return
    if not endpoint.startswith(("http://", "https://")):
        raise SettingsError(
            "ASSISTANT_TRACING_ENDPOINT is the address of a collector, such as http://127.0.0.1:4317."
        )
    try:
        from chat.tracing import DispatchedTracer
    except ImportError as error:
        raise SettingsError(
            f"ASSISTANT_TRACING_ENDPOINT needs OpenTelemetry, of which {error.name} is missing; "
            "install it with: pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-grpc"
        ) from error
    tracer = DispatchedTracer(endpoint)
    try:
        yield tracer
    finally:
        tracer.close()


class ObservedAssistant:
    """An assistant like the one within, that writes one line to the log for each question asked."""

    def __init__(self, assistant: Answering, tracer: Tracer | None = None) -> None:
        self._assistant = assistant
        self._tracer = tracer or NoTracer()

    @property
    def index(self) -> ArticleIndex:
        """The index that is searched."""
        return self._assistant.index

    @property
    def writer(self) -> AnswerWriter:
        """Who writes the answers."""
        return self._assistant.writer

    def stream(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        filters: SearchFilters | None = None,
        as_typed: bool = False,
    ) -> Iterator[AnswerProgress | Answer]:
        """Yield progress, then the answer; raises AssistantError."""
        watch = _Watch(self._tracer)
        stream = self._assistant.stream(question, conversation, filters=filters, as_typed=as_typed)
        try:
            with closing(stream):  # type: ignore[type-var]  # a generator in all but its declared type
                while True:
                    # each part may be made in another thread
                    with self._tracer.active(watch.span):
                        item = next(stream, None)
                    if item is None:
                        break
                    if isinstance(item, Answer):
                        watch.answered(item)
                    else:
                        watch.step(item.step)
                    yield item
        except GeneratorExit:
            watch.finish("stopped")
            raise
        except Exception as error:
            watch.finish("failed", error=type(error).__name__)
            raise
        watch.finish()


class _Watch:
    """The times and counts of one answer."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._began = self._step_began = time.perf_counter()
        self._milliseconds: dict[str, float] = {}
        self._step = ""
        self._facts: dict[str, Any] = {}
        self._finished = False
        self._whole = tracer.begin("answer")
        self._part = ""

    @property
    def span(self) -> str:
        """The innermost span under way."""
        return self._part or self._whole

    def step(self, name: str) -> None:
        """Note that a step began, or goes on."""
        step = STEPS.get(name, "other")
        if step != self._step:
            self._end_step()
            self._step, self._step_began = step, time.perf_counter()
            self._part = self._tracer.begin(step, parent=self._whole)

    def answered(self, answer: Answer) -> None:
        """Note what the answer is like."""
        verdicts = Counter(sentence.verdict for sentence in answer.sentences)
        usage = {
            name: answer.usage[name]
            for name in ("prompt_tokens", "completion_tokens")
            if name in answer.usage
        }
        self._facts = {
            "status": "abstained" if answer.abstained else "answered",
            "writer": answer.writer,
            "passages": len(answer.considered),
            "citations": len(answer.citations),
            **{verdict.replace(" ", "_"): count for verdict, count in sorted(verdicts.items())},
            "notices": len(answer.notices),
            **usage,
        }
        self.finish()

    def finish(self, status: str = "ended", *, error: str = "") -> None:
        """Write the line and end the spans, once."""
        if self._finished:
            return
        self._finished = True
        self._end_step()
        facts = self._facts or {"status": status}
        if error:
            facts |= {"error": error}
        facts |= {f"{step}_ms": round(spent, 1) for step, spent in self._milliseconds.items()}
        facts["total_ms"] = round((time.perf_counter() - self._began) * 1000, 1)
        request = request_id.get()
        self._tracer.end(self._whole, facts, failed=bool(error))
        came = {"request": request or uuid4().hex, "by": "http" if request else "chat"}
        logger.info("question", extra={**came, **facts})

    def _end_step(self) -> None:
        if self._step:
            spent = (time.perf_counter() - self._step_began) * 1000
            self._milliseconds[self._step] = self._milliseconds.get(self._step, 0.0) + spent
            self._tracer.end(self._part, {})
            self._step = self._part = ""
