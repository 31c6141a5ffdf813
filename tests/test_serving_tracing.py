"""Traces: off without a trace of it, on with spans at a real collector, and never a text in them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from assistant import Assistant
from assistant.errors import LanguageModelError, SettingsError
from chat.observing import NoTracer, ObservedAssistant, tracer_for
from eval.model_servers.scripted import SENTINEL_KEY, says, serving, settings_for
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from tests.app_fakes import QuotingAssistant, example_index
from tests.conftest import ROOT
from tests.fake_embedder import WordCountEmbedder
from tests.serving_parts import COST, serving_chat

ARTICLE = "The windmill at Oakreach turned on Sunday; Hanna Brandl carved its sails."
QUESTION = "Who carved the sails of the windmill at Oakreach?"


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """Keeps the spans that come in."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.raw = b""
        self._lock = threading.Lock()

    def Export(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 - the protocol's name
        """Take spans."""
        with self._lock:
            self.raw += request.SerializeToString()
            for resource in request.resource_spans:
                for scope in resource.scope_spans:
                    self.spans += scope.spans
        return trace_service_pb2.ExportTraceServiceResponse()

    def named(self, name: str) -> list[Any]:
        """Return the spans of this name, in the order of their begin."""
        found = [span for span in self.spans if span.name == name]
        return sorted(found, key=lambda span: span.start_time_unix_nano)

    def children(self, parent: Any) -> list[str]:
        """Return the names of the spans right within another, in the order of their begin."""
        found = [span for span in self.spans if span.parent_span_id == parent.span_id]
        return [span.name for span in sorted(found, key=lambda span: span.start_time_unix_nano)]


def facts_of(span: Any) -> dict[str, Any]:
    """Return the attributes of a span by their short names."""
    return {
        one.key.removeprefix("article_assistant."): getattr(one.value, one.value.WhichOneof("value"))
        for one in span.attributes
    }


@contextmanager
def collecting() -> Iterator[tuple[str, Collector]]:
    """Run a collector on loopback; yields its endpoint."""
    collector = Collector()
    server = grpc.server(futures.ThreadPoolExecutor(2))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(collector, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"http://127.0.0.1:{port}", collector
    finally:
        server.stop(grace=None)


def test_an_answer_is_a_span_with_its_steps_and_the_models_request_within() -> None:
    with (
        collecting() as (endpoint, collector),
        serving(says("Hanna Brandl ", "carved the sails [1].")) as (base_url, _),
        ArticleIndex.in_memory(WordCountEmbedder()) as index,
    ):
        index.add_articles([Article.create(id="windmill", title="Windmill turns again", text=ARTICLE)])
        with tracer_for(endpoint) as tracer, Assistant(settings_for(base_url), index=index) as assistant:
            for _ in ObservedAssistant(assistant, tracer).stream(QUESTION):
                pass
    [whole] = collector.named("answer")
    assert collector.children(whole) == ["search", "read", "write", "verify"]
    [write] = collector.named("write")
    assert any("stream_chat" in name for name in collector.children(write))
    facts = facts_of(whole)
    assert (facts["status"], facts["writer"], facts["supported"]) == ("answered", "generative", 1)
    assert len({span.trace_id for span in collector.spans if span.name in ("answer", "write")}) == 1
    for text in ("windmill", "Oakreach", "carved", "Brandl", SENTINEL_KEY):
        assert text.encode() not in collector.raw


def test_a_failed_and_a_stopped_answer_end_their_spans_too() -> None:
    with collecting() as (endpoint, collector), example_index() as index, tracer_for(endpoint) as tracer:
        observed = ObservedAssistant(QuotingAssistant(index), tracer)
        with pytest.raises(LanguageModelError):
            list(observed.stream("Unreachable model about the harbour?"))
        stopped = observed.stream(COST)
        next(stopped)
        stopped.close()  # type: ignore[attr-defined]
        assert tracer is not None
        tracer._provider.force_flush()  # type: ignore[attr-defined]
        failed, halted = collector.named("answer")
    assert facts_of(failed)["status"] == "failed"
    assert facts_of(failed)["error"] == "LanguageModelError"
    assert failed.status.code == 2  # an error
    assert facts_of(halted)["status"] == "stopped"
    assert b"localhost did not answer" not in collector.raw


def test_spans_of_answers_made_at_the_same_time_are_not_mixed_up(tmp_path: Path) -> None:
    with (
        collecting() as (endpoint, collector),
        tracer_for(endpoint) as tracer,
        serving_chat(tmp_path, pause=0.02, tracer=tracer) as address,
        futures.ThreadPoolExecutor(4) as many,
    ):
        list(
            many.map(
                lambda _: httpx.post(f"{address}v1/answer", json={"question": COST}, timeout=60), range(4)
            )
        )
        assert tracer is not None
        tracer._provider.force_flush()  # type: ignore[attr-defined]
    answers = collector.named("answer")
    assert len({span.trace_id for span in answers}) == 4
    for answer in answers:
        assert collector.children(answer) == ["search", "read", "write", "verify"]


def test_a_collector_that_is_away_holds_nothing_up(tmp_path: Path) -> None:
    with tracer_for("http://127.0.0.1:9") as tracer, serving_chat(tmp_path, tracer=tracer) as address:
        assert httpx.post(f"{address}v1/answer", json={"question": COST}, timeout=20).status_code == 200


def test_without_the_setting_nothing_is_imported_for_it_and_nothing_is_noted() -> None:
    program = (
        "import sys, chat.observing\n"
        "with chat.observing.tracer_for(None) as tracer: print(tracer)\n"
        "print([name for name in sys.modules if name.startswith(('opentelemetry', 'grpc', 'llama_index'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["None", "[]"]
    assert NoTracer().begin("answer") == ""


def test_switched_on_without_the_package_the_error_says_what_to_install() -> None:
    """In a process of its own in which the exporter cannot be found, as where it is not installed."""
    program = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name.startswith('opentelemetry.exporter'):\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "import app\n"
        "sys.exit(app.main())"
    )
    environment = {**os.environ, "ASSISTANT_TRACING_ENDPOINT": "http://127.0.0.1:4317", "ASSISTANT_PORT": "0"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-grpc" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_endpoint_that_is_no_address_is_refused_at_once() -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_TRACING_ENDPOINT"), tracer_for("collector"):
        pass
