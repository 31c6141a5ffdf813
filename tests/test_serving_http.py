"""Limits, sizes and refusals over real HTTP, of the whole application."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import openai
import pytest
from fastapi import FastAPI

from assistant.answers import Answer
from assistant.writing import AnswerProgress
from chat.closed_pages import ClosedPages
from chat.endpoints import add_endpoints
from chat.limits import Places
from chat.page_client import PageClient, PageError, Wiring
from chat.users import user_line
from tests.app_browser import serve
from tests.app_fakes import QuotingAssistant, example_index
from tests.serving_parts import COST, SENTENCE, serving_chat, wait_until

ASKED: dict[str, Any] = {"question": COST}
CHAT: dict[str, Any] = {"messages": [{"role": "user", "content": COST}]}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Talks to a chat with the settings as they are by default."""
    with (
        serving_chat(tmp_path_factory.mktemp("data")) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        yield client


def test_who_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    with serving_chat(tmp_path, questions_per_minute=2) as address, httpx.Client(base_url=address) as client:
        assert client.post("v1/answer", json=ASKED).status_code == 200
        assert client.post("v1/chat/completions", json=CHAT).status_code == 200
        for path, body in (("v1/answer", ASKED), ("v1/chat/completions", CHAT)):
            refused = client.post(path, json=body)
            assert refused.status_code == 429
            assert 0 < int(refused.headers["retry-after"]) <= 30
            error = refused.json()["error"]
            assert (error["type"], error["code"]) == ("rate_limit_error", "rate_limit_exceeded")
            assert "2 a minute" in error["message"]
        assert client.get("health").status_code == 200
        unqueued = openai.OpenAI(base_url=f"{address}v1", api_key="unused", max_retries=0)
        with pytest.raises(openai.RateLimitError, match="2 a minute"):
            unqueued.chat.completions.create(model="any", messages=CHAT["messages"])


def test_openais_client_waits_as_long_as_it_is_told_and_then_gets_its_answer(tmp_path: Path) -> None:
    with serving_chat(tmp_path, questions_per_minute=30) as address:
        client = openai.OpenAI(base_url=f"{address}v1", api_key="unused", max_retries=3)
        for _ in range(31):
            text = client.chat.completions.create(model="any", messages=CHAT["messages"])
            assert text.choices[0].message.content


def test_the_page_counts_with_the_endpoints_and_says_so_in_the_conversation(tmp_path: Path) -> None:
    async def scene(address: str) -> tuple[str, str, int]:
        async with httpx.AsyncClient(base_url=address) as client:
            async with PageClient(client, await Wiring.read(client)) as tab:
                first, second = await tab.ask(COST), await tab.ask(COST)
            return first, second, (await client.post("v1/answer", json=ASKED)).status_code

    with serving_chat(tmp_path, questions_per_minute=1) as address:
        first, second, status = asyncio.run(scene(address))
    assert SENTENCE in first
    assert "Too many questions: the limit is 1 a minute." in second
    assert SENTENCE not in second
    assert status == 429


def test_a_queue_that_is_full_refuses_and_answers_again_when_it_is_not(tmp_path: Path) -> None:
    with (
        serving_chat(tmp_path, pause=0.06, concurrent_answers=1, queue_length=2) as address,
        httpx.Client(base_url=address, timeout=60) as client,
        ThreadPoolExecutor(8) as many,
    ):
        replies = list(many.map(lambda _: client.post("v1/answer", json=ASKED), range(8)))
        answered = [one for one in replies if one.status_code == 200]
        refused = [one for one in replies if one.status_code == 429]
        assert len(answered) + len(refused) == 8
        assert 3 <= len(answered) < 8  # one place and two who wait; those who came later may still get in
        for one in refused:
            assert int(one.headers["retry-after"]) > 0
            assert "waiting already" in one.json()["error"]["message"]
        assert client.post("v1/answer", json=ASKED).status_code == 200


def test_a_full_queue_of_the_page_refuses_a_question_and_still_opens_for_others(tmp_path: Path) -> None:
    async def scene(address: str) -> tuple[list[Any], str]:
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            wiring = await Wiring.read(client)
            tabs = [PageClient(client, wiring) for _ in range(8)]
            asking = []
            for tab in tabs:
                asking.append(asyncio.create_task(tab.ask(COST)))
                await asyncio.sleep(0.1)
            other = await PageClient(client, wiring).arrive()
            return await asyncio.gather(*asking, return_exceptions=True), other

    with serving_chat(tmp_path, pause=0.1, concurrent_answers=1, queue_length=2) as address:
        told, other = asyncio.run(scene(address))
    refused = [one for one in told if isinstance(one, PageError)]
    assert refused
    assert all("Many questions are waiting to be answered" in str(one) for one in refused)
    assert [one for one in told if isinstance(one, str) and SENTENCE in one]
    assert "welcome" in other


class Endless(QuotingAssistant):
    """Writes for ever, and tells when it is stopped."""

    stopped = threading.Event()

    def stream(self, *_: Any, **__: Any) -> Iterator[AnswerProgress | Answer]:
        """Yield more and more text."""
        text = ""
        try:
            while True:
                text += "word "
                yield AnswerProgress("writing", text)
                threading.Event().wait(0.01)
        finally:
            self.stopped.set()


def test_a_client_that_leaves_in_the_middle_stops_the_work_and_frees_its_place() -> None:
    app = FastAPI()
    with example_index() as index:
        endless = Endless(index)
        add_endpoints(app, endless, places=Places(1, queue_length=1))
        with serve(app) as address, httpx.Client(base_url=address, timeout=30) as client:
            for _ in range(3):  # with one place, a second round needs the place of the first
                endless.stopped.clear()
                with client.stream("POST", "v1/chat/completions", json={**CHAT, "stream": True}) as reply:
                    assert reply.status_code == 200
                    assert next(reply.iter_lines()).startswith("data: ")
                wait_until(endless.stopped.is_set)


def test_an_error_in_the_middle_of_a_stream_is_told_within_it() -> None:
    class Breaks(QuotingAssistant):
        def stream(self, *_: Any, **__: Any) -> Iterator[AnswerProgress | Answer]:
            yield AnswerProgress("writing", "Half of ")
            raise RuntimeError("a secret of the machine")

    app = FastAPI()
    with example_index() as index:
        add_endpoints(app, Breaks(index))
        with serve(app) as address:
            client = openai.OpenAI(base_url=f"{address}v1", api_key="unused", max_retries=0)
            with pytest.raises(openai.APIError, match="Something went wrong while answering"):
                list(client.chat.completions.create(model="any", messages=CHAT["messages"], stream=True))
            whole = httpx.post(f"{address}v1/answer", json=ASKED)
            assert whole.status_code == 500
            assert whole.json()["error"]["type"] == "server_error"
            assert "secret" not in whole.text


def test_a_request_that_is_too_large_is_refused_with_or_without_its_length(client: httpx.Client) -> None:
    large = b'{"messages": [{"role": "user", "content": "' + b"a" * 1_200_000 + b'"}]}'
    for content in (large, iter([large[:600_000], large[600_000:]])):
        refused = client.post(
            "v1/chat/completions", content=content, headers={"content-type": "application/json"}
        )
        assert refused.status_code == 413
        assert refused.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        pytest.param("gradio_api/run/predict", {"json": {"data": ["a" * 1_200_000]}}, id="an event"),
        pytest.param("gradio_api/queue/join", {"json": {"data": ["a" * 1_200_000]}}, id="a queued event"),
        pytest.param("login", {"data": {"username": "a" * 1_200_000}}, id="a login"),
    ],
)
def test_what_the_page_sends_may_not_be_too_large_either(
    client: httpx.Client, path: str, body: dict[str, Any]
) -> None:
    assert client.post(path, **body).status_code == 413


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("v1/answer", {}, 422, "body.question"),
        ("v1/answer", {"question": "Unreachable?"}, 502, "did not answer"),
        ("v1/chat/completions", {"messages": []}, 422, "messages"),
        ("v1/chat/completions", {"messages": [{"role": "system", "content": "Hi"}]}, 422, "user"),
    ],
    ids=["no question", "no model", "no message", "no user"],
)
def test_every_refusal_has_the_shape_that_openais_clients_read(
    client: httpx.Client, path: str, body: dict[str, Any], status: int, said: str
) -> None:
    refused = client.post(path, json=body)
    assert refused.status_code == status
    error = refused.json()["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert error["type"] == ("server_error" if status >= 500 else "invalid_request_error")
    assert said in error["message"]


def test_every_reply_of_the_endpoints_has_its_own_id(client: httpx.Client) -> None:
    ids = {client.post("v1/answer", json=ASKED).headers["x-request-id"] for _ in range(3)}
    ids.add(client.post("v1/answer", json={}).headers["x-request-id"])
    assert len(ids) == 4


def test_an_upload_over_the_limit_is_refused_and_one_below_it_is_taken(tmp_path: Path) -> None:
    with (
        serving_chat(tmp_path, max_upload_megabytes=1) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        taken = client.post("gradio_api/upload", files={"files": ("small.txt", b"a" * 900_000)})
        refused = client.post("gradio_api/upload", files={"files": ("large.txt", b"a" * 1_200_000)})
    assert taken.status_code == 200
    assert refused.status_code == 413


def test_passwords_cannot_be_tried_without_end(tmp_path: Path) -> None:
    users = user_line("ada", "lovelace")
    with (
        serving_chat(tmp_path, users=users, logins_per_minute=3) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):

        def log_in(password: str) -> httpx.Response:
            return client.post("login", data={"username": "ada", "password": password})

        assert [log_in(word).status_code for word in ("a", "b")] == [400, 400]
        assert log_in("lovelace").status_code == 200
        refused = log_in("lovelace")
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0


def test_the_limits_are_described(client: httpx.Client) -> None:
    described = client.get("openapi.json").json()
    for path in ("/v1/answer", "/v1/chat/completions"):
        asked = described["paths"][path]["post"]
        assert {"200", "401", "413", "422", "429"} <= asked["responses"].keys()
        assert asked["security"]


def test_a_page_that_the_server_has_forgotten_goes_on_with_its_conversation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.PAGES_KEPT", 2)

    async def scene(address: str) -> tuple[str, str, str]:
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            wiring = await Wiring.read(client)
            tabs = [PageClient(client, wiring) for _ in range(6)]
            for tab in tabs:
                await tab.arrive()
                await tab.ask(COST)
            forgotten = await tabs[0].ask("What did the ferry fares do in June?")
            reopened = [await PageClient(client, wiring, kept=tab.kept).arrive() for tab in tabs[:2]]
            return forgotten, *reopened

    with serving_chat(tmp_path, queue_length=1) as address:
        answer, first, second = asyncio.run(scene(address))
    assert "Fares rise in June" in answer
    assert COST in first
    assert "What did the ferry fares do in June?" in first
    assert COST in second
    assert "ferry fares" not in second


def test_pages_that_were_closed_are_forgotten_but_for_the_last_and_what_comes_back_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[gr.Blocks] = []

    class Watched(ClosedPages):
        def __init__(self, page: gr.Blocks, *, most: int) -> None:
            assert most > 2
            super().__init__(page, most=2)
            pages.append(page)

    monkeypatch.setattr("app.ClosedPages", Watched)

    def known() -> int:
        return len(pages[0].state_holder.session_data)

    async def scene(address: str) -> tuple[int, str, str]:
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            wiring = await Wiring.read(client)
            tabs = [PageClient(client, wiring) for _ in range(6)]
            for tab in tabs:
                async with tab:
                    await tab.arrive()
                    await tab.ask(COST)
            await asyncio.to_thread(wait_until, lambda: known() <= 2)
            left = known()
            answer = await tabs[0].ask("What did the ferry fares do in June?")
            return left, answer, await PageClient(client, wiring, kept=tabs[0].kept).arrive()

    with serving_chat(tmp_path) as address:
        left, answer, reopened = asyncio.run(scene(address))
    assert left == 2
    assert "Fares rise in June" in answer
    assert COST in reopened
    assert "ferry fares" in reopened
