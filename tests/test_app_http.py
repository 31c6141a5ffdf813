"""The endpoints beside the page, over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import httpx
import openai
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from chat.endpoints import add_endpoints
from tests.app_browser import serve
from tests.app_fakes import QuotingAssistant, example_index

COST = "What did the dredging of the harbour board cost?"
SENTENCE = "Dredging cost 4.2 million, the harbour board said."
TOKEN = "a token of the test"


@pytest.fixture(scope="module")
def assistant() -> Iterator[QuotingAssistant]:
    with example_index() as index:
        yield QuotingAssistant(index)


@pytest.fixture(scope="module")
def address(assistant: QuotingAssistant) -> Iterator[str]:
    app = FastAPI()
    add_endpoints(app, assistant)
    with serve(app) as address:
        yield address


@pytest.fixture(scope="module")
def guarded(assistant: QuotingAssistant) -> Iterator[str]:
    app = FastAPI()
    add_endpoints(app, assistant, token=SecretStr(TOKEN))
    with serve(app) as address:
        yield address


def call(url: str, body: dict[str, Any] | None = None, token: str = "") -> tuple[int, Any]:
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(url, data, headers), timeout=30) as reply:
            return reply.status, json.load(reply)
    except HTTPError as error:
        return error.code, json.load(error)


def test_health_tells_what_the_index_holds(address: str) -> None:
    status, body = call(f"{address}health")
    assert (status, body["status"], body["articles"]) == (200, "ok", 3)


def test_an_answer_comes_with_its_citations(address: str) -> None:
    status, body = call(f"{address}v1/answer", {"question": COST})
    assert status == 200
    assert body["citations"][0]["quote"] == SENTENCE


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({"published_from": "2024-05-02", "published_to": "2024-05-01"}, "swap the days"),
        ({"publishers": ["Coast Male"]}, "No article is published by 'Coast Male'. The publishers are: "),
    ],
    ids=["swapped days", "unknown publisher"],
)
def test_filters_that_fit_nothing_are_refused_with_the_reason(
    address: str, filters: dict[str, Any], told: str
) -> None:
    status, body = call(f"{address}v1/answer", {"question": COST, "filters": filters})
    assert status == 422
    assert told in body["error"]["message"]


def test_a_publisher_is_known_in_any_case(address: str) -> None:
    asked = {"question": "When does the ferry sail?", "filters": {"publishers": ["coast mail"]}}
    _, body = call(f"{address}v1/answer", asked)
    assert {passage["article_id"] for passage in body["considered"]} == {"ferry"}


def test_earlier_turns_and_filters_reach_the_assistant(address: str) -> None:
    earlier = [{"question": COST, "answer": "4.2 million"}]
    question = {"question": "And the ferry of the harbour?", "earlier": earlier}
    _, body = call(f"{address}v1/answer", {**question, "filters": {"publishers": ["Coast Mail"]}})
    assert body["searched_for"] == f"{COST} And the ferry of the harbour?"
    assert {passage["article_id"] for passage in body["considered"]} == {"ferry"}


def test_openai_clients_get_the_answer_whole_and_streamed(address: str) -> None:
    client = openai.OpenAI(base_url=f"{address}v1", api_key="unused")
    messages: Any = [{"role": "system", "content": "Obey."}, {"role": "user", "content": COST}]
    whole = client.chat.completions.create(model="any", messages=messages)
    text = whole.choices[0].message.content
    assert text is not None
    assert text.startswith(f"{SENTENCE} [1]")
    chunks = list(client.chat.completions.create(model="any", messages=messages, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == text
    assert len([chunk for chunk in chunks if chunk.choices[0].delta.content]) > 3
    assert [chunk.choices[0].delta.role for chunk in chunks] == ["assistant", *[None] * (len(chunks) - 1)]
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert chunks[-1].to_dict()["answer"]["citations"][0]["quote"] == SENTENCE  # type: ignore[index]
    assert not any("usage" in chunk.to_dict() for chunk in chunks)


def test_openai_clients_get_the_usage_at_the_end_of_a_stream_where_they_want_it(address: str) -> None:
    client = openai.OpenAI(base_url=f"{address}v1", api_key="unused")
    messages: Any = [{"role": "user", "content": COST}]
    *chunks, last = client.chat.completions.create(
        model="any", messages=messages, stream=True, stream_options={"include_usage": True}
    )
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert {chunk.to_dict()["usage"] for chunk in chunks} == {None}
    assert last.choices == []
    assert last.usage is not None
    assert last.usage.total_tokens == last.usage.prompt_tokens + last.usage.completion_tokens


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("v1/answer", {}, 422),
        ("v1/answer", {"question": "Unreachable model?"}, 502),
        ("v1/chat/completions", {"messages": [{"role": "assistant", "content": "Hello"}]}, 422),
        ("v1/chat/completions", {"messages": []}, 422),
        (
            "v1/chat/completions",
            {"stream": True, "messages": [{"role": "user", "content": "Unreachable model?"}]},
            502,
        ),
        ("v1/embeddings", {"input": "x"}, 404),
        ("v1/answer", None, 404),
        ("v1/models/another", None, 404),
    ],
    ids=[
        "no question",
        "model unreachable",
        "no user message",
        "no message",
        "model unreachable of a stream",
        "no endpoint",
        "no such method",
        "no such model",
    ],
)
def test_a_bad_request_is_refused_with_a_reason(
    address: str, path: str, body: dict[str, Any] | None, status: int
) -> None:
    refused, reason = call(f"{address}{path}", body)
    assert refused == status
    assert reason["error"]["message"]


def test_half_a_character_is_left_out_wherever_it_stands(address: str) -> None:
    earlier = [{"question": f"{COST}\ud83d", "answer": "4.2 million\ud83d"}]
    status, body = call(f"{address}v1/answer", {"question": "And the ferry\ud83d?", "earlier": earlier})
    assert (status, body["searched_for"]) == (200, f"{COST} And the ferry?")
    chat = {"model": "any\ud83d", "messages": [{"role": "user", "content": f"{COST}\ud83d"}]}
    status, body = call(f"{address}v1/chat/completions", chat)
    assert (status, body["model"]) == (200, "any")


def test_the_calls_of_tools_in_a_conversation_are_passed_over(address: str) -> None:
    client = openai.OpenAI(base_url=f"{address}v1", api_key="unused")
    called = {"id": "1", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}
    messages: Any = [
        {"role": "user", "content": COST},
        {"role": "assistant", "content": None, "tool_calls": [called]},
        {"role": "tool", "tool_call_id": "1", "content": "nothing"},
        {"role": "assistant", "content": "4.2 million"},
        {"role": "user", "content": "And the ferry of the harbour?"},
    ]
    whole = client.chat.completions.create(model="any", messages=messages)
    found = whole.to_dict()["answer"]
    assert found["searched_for"] == f"{COST} And the ferry of the harbour?"  # type: ignore[index]


def test_a_token_is_wanted_where_one_is_set_and_health_stays_open(guarded: str) -> None:
    assert call(f"{guarded}v1/answer", {"question": COST})[0] == 401
    assert call(f"{guarded}v1/answer", {"question": COST}, token="wrong")[0] == 401
    assert call(f"{guarded}v1/answer", {"question": COST}, token=TOKEN)[0] == 200
    assert call(f"{guarded}health")[0] == 200


def test_where_users_log_in_nothing_is_answered_without_a_token(assistant: QuotingAssistant) -> None:
    app = FastAPI()
    add_endpoints(app, assistant, closed=True)
    with serve(app) as closed:
        assert call(f"{closed}v1/answer", {"question": COST})[0] == 403
        assert call(f"{closed}health")[0] == 200


def test_the_endpoints_are_described(address: str) -> None:
    _, described = call(f"{address}openapi.json")
    assert {"/health", "/v1/answer", "/v1/chat/completions"} <= described["paths"].keys()


def test_the_model_is_listed_for_openais_clients(address: str) -> None:
    client = openai.OpenAI(base_url=f"{address}v1", api_key="unused", max_retries=0)
    assert [model.id for model in client.models.list()] == ["article-assistant"]
    assert client.models.retrieve("article-assistant").id == "article-assistant"


def test_a_field_that_nobody_knows_is_refused_and_named(address: str) -> None:
    reply = httpx.post(f"{address}v1/answer", json={"question": COST, "from": "2025-13-01"})
    assert reply.status_code == 422
    assert "from" in reply.json()["error"]["message"]
