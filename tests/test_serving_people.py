"""Who is asking: the name that a proxy gives, the name of a log-in, and nobody else's conversations."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from chat.page_client import PageClient, PageError, Wiring
from chat.users import user_line
from tests.serving_parts import COST, SENTENCE, serving_chat

HEADER = "X-Forwarded-User"
ASKED = {"question": COST}
BY_PROXY = {"user_header": HEADER, "trusted_proxies": ("127.0.0.1",)}


def test_behind_a_proxy_its_header_is_the_user_and_counts_as_one(tmp_path: Path) -> None:
    with serving_chat(tmp_path, **BY_PROXY, questions_per_minute=1) as address:

        def ask(user: str) -> int:
            return httpx.post(f"{address}v1/answer", json=ASKED, headers={HEADER: user}).status_code

        assert [ask("ada"), ask("ada"), ask("grace")] == [200, 429, 200]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([], 401),
        ([(HEADER, "")], 401),
        ([(HEADER, "x" * 300)], 401),
        ([(HEADER, "mallory"), (HEADER, "ada")], 400),
        ([(HEADER, "ada")], 200),
    ],
    ids=["nobody", "an empty name", "a very long name", "a name that a client added", "one name"],
)
@pytest.mark.parametrize("path", ["", "config", "openapi.json"])
def test_a_proxy_must_name_exactly_one_user_for_every_path_but_health(
    proxied: str, path: str, headers: list[tuple[str, str]], status: int
) -> None:
    reply = httpx.get(f"{proxied}{path}", headers=headers)
    assert reply.status_code == status
    assert httpx.get(f"{proxied}health").status_code == 200


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a chat behind a proxy on this machine."""
    with serving_chat(tmp_path_factory.mktemp("data"), **BY_PROXY) as address:
        yield address


def test_the_header_from_anywhere_but_the_proxy_is_refused(tmp_path: Path) -> None:
    elsewhere = {"user_header": HEADER, "trusted_proxies": ("192.0.2.10",)}
    with serving_chat(tmp_path, **elsewhere) as address:
        for path in ("", "config", "v1/answer"):
            reply = httpx.post(f"{address}{path}", json=ASKED, headers={HEADER: "ada"})
            assert reply.status_code == 403
            assert "reverse proxy" in reply.text


def test_without_the_setting_the_header_means_nothing(tmp_path: Path) -> None:
    with serving_chat(tmp_path, users=user_line("ada", "lovelace")) as address:
        forged = {HEADER: "ada", "Remote-User": "ada", "X-Forwarded-For": "10.0.0.1"}
        assert httpx.get(f"{address}config", headers=forged).status_code == 401
        assert httpx.post(f"{address}v1/answer", json=ASKED, headers=forged).status_code == 403


@pytest.mark.parametrize(
    ("proxies", "statuses"),
    [((), [200, 429]), (("127.0.0.1",), [200, 200])],
    ids=["no proxy is trusted", "the proxy is trusted"],
)
def test_only_a_trusted_proxy_says_where_a_request_came_from(
    tmp_path: Path, proxies: tuple[str, ...], statuses: list[int]
) -> None:
    with serving_chat(tmp_path, trusted_proxies=proxies, questions_per_minute=1) as address:
        replies = [
            httpx.post(f"{address}v1/answer", json=ASKED, headers={"X-Forwarded-For": one})
            for one in ("198.51.100.1", "198.51.100.2")
        ]
    assert [reply.status_code for reply in replies] == statuses


def test_a_token_lets_programs_in_beside_the_users(tmp_path: Path) -> None:
    users = {"users": user_line("ada", "lovelace"), "api_token": SecretStr("token-4711")}
    with serving_chat(tmp_path, **users) as address:

        def ask(token: str) -> int:
            headers = {"authorization": f"Bearer {token}"} if token else {}
            return httpx.post(f"{address}v1/answer", json=ASKED, headers=headers).status_code

        assert [ask(""), ask("wrong"), ask("token-4711")] == [401, 401, 200]


async def _logged_in(address: str, name: str, password: str) -> httpx.AsyncClient:
    client = httpx.AsyncClient(base_url=address, timeout=60)
    reply = await client.post("login", data={"username": name, "password": password})
    assert reply.status_code == 200
    return client


def test_a_user_who_knows_the_id_of_anothers_conversation_still_does_not_see_it(tmp_path: Path) -> None:
    """What the browser keeps is only a claim: the conversation is looked up for the user who is logged in."""

    async def scene(address: str) -> tuple[str, str, str]:
        ada = await _logged_in(address, "ada", "lovelace")
        grace = await _logged_in(address, "grace", "hopper")
        wiring = await Wiring.read(ada)
        async with PageClient(ada, wiring) as tab:
            await tab.ask(COST)
            kept = tab.kept
        assert kept is not None
        own = await PageClient(ada, wiring, kept=kept).arrive()
        stolen = await PageClient(grace, wiring, kept=kept).arrive()
        async with httpx.AsyncClient(base_url=address) as nobody:
            with pytest.raises(PageError, match="401"):
                await PageClient(nobody, wiring, kept=kept).arrive()
            with pytest.raises(PageError, match="401"):
                await Wiring.read(nobody)
        await ada.aclose()
        await grace.aclose()
        return own, stolen, kept["conversation"]

    users = ",".join([user_line("ada", "lovelace"), user_line("grace", "hopper")])
    with serving_chat(tmp_path, users=users) as address:
        own, stolen, conversation = asyncio.run(scene(address))
    assert conversation
    assert SENTENCE in own
    assert SENTENCE not in stolen
    assert COST not in stolen
    assert "welcome" in stolen


def test_users_whom_a_proxy_names_do_not_see_each_others_conversations(tmp_path: Path) -> None:
    async def scene(address: str) -> tuple[str, str]:
        ada = httpx.AsyncClient(base_url=address, headers={HEADER: "ada"}, timeout=60)
        grace = httpx.AsyncClient(base_url=address, headers={HEADER: "grace"}, timeout=60)
        async with ada, grace:
            wiring = await Wiring.read(ada)
            async with PageClient(ada, wiring) as tab:
                await tab.ask(COST)
            own = await PageClient(ada, wiring, kept=tab.kept).arrive()
            return own, await PageClient(grace, wiring, kept=tab.kept).arrive()

    with serving_chat(tmp_path, **BY_PROXY) as address:
        own, stolen = asyncio.run(scene(address))
    assert SENTENCE in own
    assert COST not in stolen


def test_a_browser_cannot_pass_for_a_user(tmp_path: Path) -> None:
    """Without a log-in, who claims to be the browser “user ada” is a browser of that name and no more."""
    settings = {"users": user_line("ada", "lovelace")}

    async def ask_as_ada(address: str) -> dict[str, str] | None:
        ada = await _logged_in(address, "ada", "lovelace")
        async with PageClient(ada, await Wiring.read(ada)) as tab:
            await tab.ask(COST)
        await ada.aclose()
        return tab.kept

    async def claim(address: str, kept: dict[str, str]) -> str:
        async with httpx.AsyncClient(base_url=address) as client:
            forged = {**kept, "visitor": "user ada"}
            return await PageClient(client, await Wiring.read(client), kept=forged).arrive()

    with serving_chat(tmp_path, **settings) as address:
        kept = asyncio.run(ask_as_ada(address))
    assert kept is not None
    with serving_chat(tmp_path) as address:
        assert COST not in asyncio.run(claim(address, kept))


def test_browsers_that_keep_nothing_do_not_share_conversations(tmp_path: Path) -> None:
    async def scene(address: str) -> str:
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            wiring = await Wiring.read(client)
            asked = PageClient(client, wiring)
            await asked.ask(COST)
            assert asked.kept is not None
            return await PageClient(client, wiring, kept={**asked.kept, "visitor": ""}).arrive()

    with serving_chat(tmp_path) as address:
        assert COST not in asyncio.run(scene(address))
    kept = sqlite3.connect(tmp_path / "conversations.sqlite")
    visitors = [name for (name,) in kept.execute("SELECT visitor FROM conversations")]
    kept.close()
    assert len(visitors) == 1
    assert re.fullmatch(r"browser [0-9a-f]{32}", visitors[0])
