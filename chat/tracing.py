"""OpenTelemetry by way of llama-index's instrumentation; imported only where tracing is switched on.

Spans of ours and of llama-index's own parts go through its dispatcher, so a language model's request
lies within the step that made it. What they are called with and what they return is never recorded:
that would be questions, prompts and articles.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from llama_index_instrumentation import get_dispatcher
from llama_index_instrumentation.span import BaseSpan, active_span_id
from llama_index_instrumentation.span_handlers import BaseSpanHandler
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, StatusCode, set_span_in_context
from pydantic import PrivateAttr

from chat.observing import Facts

SERVICE = "article-assistant"
EXPORT_SECONDS = 5

_NO_ARGUMENTS = inspect.signature(lambda: None).bind()
_ID_LENGTH = len(f"-{uuid4()}")


class KeptSpan(BaseSpan):
    """A span under way, as OpenTelemetry knows it."""

    _span: Span = PrivateAttr()


class OpenTelemetrySpans(BaseSpanHandler[KeptSpan]):
    """Turns the spans of llama-index's dispatcher into OpenTelemetry's: names and times, no arguments."""

    _provider: TracerProvider = PrivateAttr()

    def __init__(self, provider: TracerProvider) -> None:
        super().__init__()
        self._provider = provider

    def new_span(
        self,
        id_: str,
        bound_args: inspect.BoundArguments,  # noqa: ARG002
        instance: Any = None,  # noqa: ARG002
        parent_span_id: str | None = None,
        tags: dict[str, Any] | None = None,  # noqa: ARG002
        **_: Any,
    ) -> KeptSpan:
        """Begin a span, within its parent where that is still under way."""
        parent = self.open_spans.get(parent_span_id or "")
        context = set_span_in_context(parent._span) if parent else None
        kept = KeptSpan(id_=id_, parent_id=parent_span_id)
        kept._span = self._provider.get_tracer(SERVICE).start_span(id_[:-_ID_LENGTH], context)
        return kept

    def prepare_to_exit_span(
        self,
        id_: str,
        bound_args: inspect.BoundArguments,  # noqa: ARG002
        instance: Any = None,  # noqa: ARG002
        result: Any = None,
        **_: Any,
    ) -> KeptSpan | None:
        """End the span; of results only facts of ours are kept."""
        kept = self.open_spans.get(id_)
        if kept is not None:
            if isinstance(result, _Outcome):
                kept._span.set_attributes(
                    {f"article_assistant.{key}": one for key, one in result.facts.items()}
                )
                if result.failed:
                    kept._span.set_status(StatusCode.ERROR)
            kept._span.end()
        return kept

    def prepare_to_drop_span(
        self,
        id_: str,
        bound_args: inspect.BoundArguments,  # noqa: ARG002
        instance: Any = None,  # noqa: ARG002
        err: BaseException | None = None,
        **_: Any,
    ) -> KeptSpan | None:
        """End a span that failed, with the kind of the error and not its message."""
        kept = self.open_spans.get(id_)
        if kept is not None:
            kept._span.set_status(StatusCode.ERROR, type(err).__name__ if err else None)
            kept._span.end()
        return kept


class _Outcome:
    def __init__(self, facts: Facts, failed: bool) -> None:
        self.facts, self.failed = facts, failed


class DispatchedTracer:
    """Sends spans through llama-index's dispatcher to an OpenTelemetry collector (OTLP over gRPC).

    Nothing else of the process is traced. `close` sends what is left.
    """

    def __init__(self, endpoint: str) -> None:
        self._provider = TracerProvider(resource=Resource.create({"service.name": SERVICE}))
        exporter = OTLPSpanExporter(endpoint=endpoint, timeout=EXPORT_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._handler = OpenTelemetrySpans(self._provider)
        self._dispatcher = get_dispatcher()
        self._dispatcher.add_span_handler(self._handler)

    def begin(self, name: str, *, parent: str | None = None) -> str:
        """Begin a span and return its id."""
        span = f"{name}-{uuid4()}"
        self._dispatcher.span_enter(span, _NO_ARGUMENTS, parent_id=parent)
        return span

    @contextmanager
    def active(self, span: str) -> Iterator[None]:
        """Let what begins meanwhile, in this thread, lie within the span."""
        token = active_span_id.set(span)
        try:
            yield
        finally:
            active_span_id.reset(token)

    def end(self, span: str, facts: Facts, *, failed: bool = False) -> None:
        """End the span with what is known about it."""
        self._dispatcher.span_exit(span, _NO_ARGUMENTS, result=_Outcome(facts, failed))

    def close(self) -> None:
        """Send what is left and listen no longer."""
        self._dispatcher.span_handlers.remove(self._handler)
        self._provider.shutdown()
