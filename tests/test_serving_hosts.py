"""By which names the chat may be called: a page that leads its own name to this machine reads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from chat.hosts import address_of
from chat.settings import ChatSettings
from tests.serving_parts import COST, SENTENCE, serving_chat


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a chat with the settings as they are by default."""
    with serving_chat(tmp_path_factory.mktemp("data")) as address:
        yield address


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860"),
        ("192.0.2.7", "http://192.0.2.7:7860"),
        ("::1", "http://[::1]:7860"),
        ("0.0.0.0", "http://localhost:7860"),
        ("::", "http://localhost:7860"),
    ],
)
def test_the_address_that_is_told_at_the_start_opens_in_a_browser(host: str, address: str) -> None:
    assert address_of(host, 7860) == address


def asked_as(address: str, host: str) -> httpx.Response:
    return httpx.post(f"{address}v1/answer", json={"question": COST}, headers={"Host": host})


@pytest.mark.parametrize("path", ["", "config", "health", "openapi.json", "gradio_api/info"])
def test_a_page_by_another_name_is_refused_for_every_path_and_told_what_to_set(local: str, path: str) -> None:
    refused = httpx.get(f"{local}{path}", headers={"Host": "rebound.example:7860"})
    assert refused.status_code == 403
    assert "ASSISTANT_ALLOWED_HOSTS" in refused.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:7860", 200),
        ("127.0.0.1:7860", 200),
        ("[::1]:7860", 200),
        ("[::1]", 200),
        ("rebound.example", 403),
        ("localhost.rebound.example", 403),
        ("127.0.0.1.rebound.example", 403),
        ("127.0.0.1@rebound.example", 403),
        ("192.0.2.1", 403),
        ("0.0.0.0", 403),
        ("", 403),
    ],
)
def test_a_chat_on_this_machine_alone_answers_to_its_names_alone(local: str, host: str, status: int) -> None:
    reply = asked_as(local, host)
    assert reply.status_code == status
    assert (SENTENCE in reply.text) == (status == 200)


@pytest.mark.parametrize(
    ("listening", "allowed", "host", "status"),
    [
        ("127.0.0.1", "chat.example.org, Other.Example", "chat.example.org", 200),
        ("127.0.0.1", "chat.example.org, Other.Example", "other.example:443", 200),
        ("127.0.0.1", "chat.example.org, Other.Example", "localhost", 200),
        ("127.0.0.1", "chat.example.org, Other.Example", "rebound.example", 403),
        ("localhost", "", "rebound.example", 403),
        ("0.0.0.0", "", "chat.example.org", 200),
        ("0.0.0.0", "chat.example.org", "chat.example.org", 200),
        ("0.0.0.0", "chat.example.org", "rebound.example", 403),
    ],
)
def test_a_setting_names_what_else_the_chat_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listening: str, allowed: str, host: str, status: int
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOST", listening)
    monkeypatch.setenv("ASSISTANT_ALLOWED_HOSTS", allowed)
    settings = ChatSettings.read()
    with serving_chat(tmp_path, host=settings.host, allowed_hosts=settings.allowed_hosts) as address:
        assert asked_as(address, host).status_code == status
