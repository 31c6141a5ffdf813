"""The ways in which the users of a load test ask: on the page, and over HTTP."""

from __future__ import annotations

from typing import Protocol

import httpx

from chat.page_client import PageClient, PageError, Wiring

TURNS = 4  # questions before a user opens the page anew


class Asking(Protocol):
    """One user's way of asking."""

    way: str

    async def ask(self, question: str) -> None:
        """Ask and wait for the answer; raises PageError or httpx.HTTPError when none came."""
        ...

    async def close(self) -> None:
        """Leave."""
        ...


class OnPage:
    """Asks on the page, follow-ups within a conversation, and opens it anew after a few."""

    way = "page"

    def __init__(self, client: httpx.AsyncClient, wiring: Wiring) -> None:
        self._client = client
        self._wiring = wiring
        self._asked = 0
        self._tab: PageClient | None = None

    async def ask(self, question: str) -> None:
        """Ask in the tab that is open."""
        if self._asked % TURNS == 0:
            await self.close()
        if self._tab is None:
            self._tab = await PageClient(self._client, self._wiring).__aenter__()
            await self._tab.arrive()
        self._asked += 1
        shown = await self._tab.ask(question)
        if "notice failure" in shown:
            raise PageError(shown.partition("notice failure")[2].partition("</div>")[0])

    async def close(self) -> None:
        """Close the tab."""
        if self._tab is not None:
            await self._tab.__aexit__(None, None, None)
            self._tab = None


class OverHttp:
    """Asks at /v1/answer."""

    way = "/v1/answer"

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def ask(self, question: str) -> None:
        """Ask on its own."""
        reply = await self._client.post("v1/answer", json={"question": question})
        if reply.status_code != 200 or not reply.json()["text"]:
            raise PageError(f"status {reply.status_code}: {reply.text[:80]}")

    async def close(self) -> None:
        """Nothing is open."""
