"""Asks as the page in a browser does, over HTTP: for load tests and for tests without a browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from uuid import uuid4

import httpx

API = "gradio_api"
HINT = 4  # where the line above the question is among what taking one changes
ENTRY = 2  # where the newest entry is among what an answer changes
NOTHING = (None, None, None)  # states, which the server keeps for the session


class PageError(Exception):
    """The page did not do what it does for a browser; the message says what came instead."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """The numbers of the page's functions: take a question, answer it, arrive."""

    take: int
    run: int
    arrive: int
    question: int
    kept: int  # where among what arriving changes is what the browser keeps

    @classmethod
    async def read(cls, client: httpx.AsyncClient) -> Wiring:
        """Return the wiring of the page that the client's base address has; raises PageError."""
        reply = await client.get("config")
        if reply.status_code != 200:
            raise PageError(f"the page has no configuration for us: status {reply.status_code}")
        config = reply.json()
        [question] = [one["id"] for one in config["components"] if one["props"].get("elem_id") == "question"]
        functions = config["dependencies"]
        [take] = [one["id"] for one in functions if [question, "submit"] in one["targets"]]
        [run] = [one["id"] for one in functions if one.get("trigger_after") == take]
        [arrive] = [one for one in functions if any(kind == "load" for _, kind in one["targets"])]
        [kept] = arrive["inputs"]
        return cls(take, run, arrive["id"], question, arrive["outputs"].index(kept))


class PageClient:
    """One tab of one visitor's browser; what the browser keeps between visits is `kept`."""

    def __init__(
        self, client: httpx.AsyncClient, wiring: Wiring, *, kept: dict[str, str] | None = None
    ) -> None:
        self._client = client
        self._wiring = wiring
        self._session = uuid4().hex[:11]
        self._heart: asyncio.Task[None] | None = None
        self.kept = kept

    async def __aenter__(self) -> PageClient:
        """Open the tab, which stays connected until it is closed."""
        self._heart = asyncio.create_task(self._stay())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._heart is not None:
            self._heart.cancel()
            await asyncio.gather(self._heart, return_exceptions=True)

    async def arrive(self) -> str:
        """Return what the page shows at first: the conversation that was on the desk, or a welcome."""
        data = await self._call(self._wiring.arrive, [self.kept])
        self.kept = data[self._wiring.kept]
        return "".join(part for part in data if isinstance(part, str))

    async def ask(self, question: str) -> str:
        """Ask, wait for the answer and return it as HTML; raises PageError when none came."""
        changes = [change async for change in self.follow(question)]
        if not changes or 'data-state="done"' not in str(changes[-1]):
            raise PageError("the stream ended before the answer")
        return str(changes[-1])

    async def follow(self, question: str) -> AsyncIterator[Any]:
        """Ask and yield each change of the newest entry, at last the whole entry as HTML."""
        hint = (await self._call(self._wiring.take, [question, *NOTHING, self.kept]))[HINT]
        if hint:
            raise PageError(f"the page did not take the question: {hint}")
        asked = self._body(self._wiring.run, [*NOTHING, self.kept])
        reply = await self._client.post(f"{API}/queue/join", json=asked)
        if reply.status_code != 200:
            raise PageError(f"the queue refused with status {reply.status_code}: {reply.text}")
        event = reply.json()["event_id"]
        session = {"session_hash": self._session}
        async with self._client.stream("GET", f"{API}/queue/data", params=session) as stream:
            async for line in stream.aiter_lines():
                message = json.loads(line.removeprefix("data: ")) if line else {}
                if message.get("event_id") != event or not message.get("output"):
                    continue
                if not message["success"]:
                    raise PageError(f"the page failed: {message['output']}")
                data = message["output"]["data"]
                if message["msg"] == "process_generating" and isinstance(data[-1], dict):
                    self.kept = data[-1]
                yield data[ENTRY]

    async def _call(self, function: int, data: list[Any]) -> list[Any]:
        reply = await self._client.post(f"{API}/run/predict", json=self._body(function, data))
        if reply.status_code != 200:
            raise PageError(f"the page refused with status {reply.status_code}: {reply.text}")
        returned: list[Any] = reply.json()["data"]
        return returned

    def _body(self, function: int, data: list[Any]) -> dict[str, Any]:
        return {
            "data": data,
            "fn_index": function,
            "session_hash": self._session,
            "event_data": None,
            "trigger_id": self._wiring.question,
        }

    async def _stay(self) -> None:
        async with self._client.stream("GET", f"{API}/heartbeat/{self._session}", timeout=None) as beats:
            async for _ in beats.aiter_raw():
                pass
