"""Limits on how much is asked: buckets that fill again, places and a queue, and settings that make sense."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import SettingsError
from chat.errors import LimitReachedError
from chat.limits import Places, RateLimit, caller_of
from chat.settings import ChatSettings


class Clock:
    """A clock that moves when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def refused(limit: RateLimit, caller: str) -> int:
    """Return after how many seconds the caller may try again; fails when nothing was refused."""
    with pytest.raises(LimitReachedError) as told:
        limit.take(caller)
    assert str(told.value.retry_after) in str(told.value)
    return told.value.retry_after


def test_a_caller_may_ask_as_often_as_the_limit_at_once_and_again_when_told() -> None:
    clock = Clock()
    limit = RateLimit(6, of="questions", clock=clock)
    for _ in range(6):
        limit.take("ada")
    wait = refused(limit, "ada")
    assert wait == 10  # six a minute are one in ten seconds
    clock.now += wait - 1
    assert refused(limit, "ada") == 1
    clock.now += 1
    limit.take("ada")
    refused(limit, "ada")


def test_callers_do_not_use_up_each_others_questions() -> None:
    limit = RateLimit(1, of="questions", clock=Clock())
    limit.take("ada")
    limit.take("grace")
    refused(limit, "ada")


def test_refusals_do_not_lengthen_the_wait() -> None:
    clock = Clock()
    limit = RateLimit(1, of="questions", clock=clock)
    limit.take("ada")
    for _ in range(50):
        clock.now += 1
        refused(limit, "ada")
    clock.now += 10
    limit.take("ada")


def test_a_limit_of_nothing_lets_everything_through() -> None:
    limit = RateLimit(0, of="questions", clock=Clock())
    for _ in range(1000):
        limit.take("ada")


def test_callers_are_forgotten_after_a_minute() -> None:
    clock = Clock()
    limit = RateLimit(5, of="questions", clock=clock)
    for number in range(1000):
        limit.take(f"address {number}")
    assert len(limit) == 1000
    clock.now += 61
    limit.take("ada")
    assert len(limit) == 1


@pytest.mark.parametrize(
    ("user", "host", "caller"),
    [
        ("ada", "192.0.2.7", "user ada"),
        (None, "192.0.2.7", "address 192.0.2.7"),
        (None, "2001:db8:1:2:3:4:5:6", "address 2001:db8:1:2::/64"),
        (None, "2001:db8:1:2:ffff::9", "address 2001:db8:1:2::/64"),
        (None, "::ffff:192.0.2.7", "address 192.0.2.7"),
        (None, None, "address unknown"),
    ],
    ids=["a user", "an address", "IPv6", "the same line", "an IPv4 address within IPv6", "no address"],
)
def test_a_request_counts_for_its_user_or_the_line_it_came_by(
    user: str | None, host: str | None, caller: str
) -> None:
    assert caller_of(user, host) == caller


def test_so_many_are_answered_at_once_so_many_wait_and_the_next_is_refused() -> None:
    async def scene() -> None:
        places = Places(2, queue_length=1)
        done = asyncio.Event()
        inside: list[int] = []

        async def visit(number: int) -> None:
            async with places.one():
                inside.append(number)
                await done.wait()

        visits = [asyncio.create_task(visit(number)) for number in range(3)]
        await asyncio.sleep(0.01)
        assert inside == [0, 1]
        with pytest.raises(LimitReachedError) as told:
            async with places.one():
                pass
        assert told.value.retry_after > 0
        visits[2].cancel()  # who leaves the queue makes room in it
        await asyncio.sleep(0.01)
        visits.append(asyncio.create_task(visit(4)))
        await asyncio.sleep(0.01)
        done.set()
        await asyncio.gather(*visits, return_exceptions=True)
        assert inside == [0, 1, 4]

    asyncio.run(scene())


def test_a_place_is_given_back_when_answering_fails() -> None:
    async def scene() -> None:
        places = Places(1, queue_length=1)
        for _ in range(3):
            with pytest.raises(RuntimeError):
                async with places.one():
                    raise RuntimeError

    asyncio.run(asyncio.wait_for(scene(), timeout=5))


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"ASSISTANT_QUESTIONS_PER_MINUTE": "-1"}, "ASSISTANT_QUESTIONS_PER_MINUTE: "),
        ({"ASSISTANT_CONCURRENT_ANSWERS": "0"}, "ASSISTANT_CONCURRENT_ANSWERS: "),
        ({"ASSISTANT_QUEUE_LENGTH": "many"}, "ASSISTANT_QUEUE_LENGTH: "),
        ({"ASSISTANT_LOG_FORMAT": "xml"}, "ASSISTANT_LOG_FORMAT: "),
        ({"ASSISTANT_ALLOWED_HOSTS": "https://chat.example.org"}, "ASSISTANT_ALLOWED_HOSTS: "),
        ({"ASSISTANT_TRUSTED_PROXIES": "somewhere"}, "ASSISTANT_TRUSTED_PROXIES: "),
        ({"ASSISTANT_TRUSTED_PROXIES": "0.0.0.0/0"}, "ASSISTANT_TRUSTED_PROXIES: "),
        ({"ASSISTANT_USER_HEADER": "X-Forwarded-User"}, "ASSISTANT_TRUSTED_PROXIES"),
        (
            {"ASSISTANT_USER_HEADER": "X-Forwarded: User", "ASSISTANT_TRUSTED_PROXIES": "127.0.0.1"},
            "ASSISTANT_USER_HEADER: ",
        ),
        (
            {
                "ASSISTANT_USER_HEADER": "X-Forwarded-User",
                "ASSISTANT_TRUSTED_PROXIES": "127.0.0.1",
                "ASSISTANT_USERS": "ada:00:11",
            },
            "one of the two",
        ),
    ],
    ids=lambda one: "-".join(one) if isinstance(one, dict) else one,
)
def test_settings_that_cannot_be_used_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, values: dict[str, str], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=named):
        ChatSettings.read()


def test_the_secrets_of_the_settings_are_known_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    values: dict[str, Any] = {
        "ASSISTANT_API_TOKEN": "token-4711",
        "OPENAI_API_KEY": "sk-4712",
        "ASSISTANT_EMBEDDING_API_KEY": "sk-4713",
        "ASSISTANT_USERS": "ada:00:11",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    settings = ChatSettings.read()
    assert set(settings.secrets()) == set(values.values())
    assert not any(secret in str(settings.shown()) for secret in values.values())
