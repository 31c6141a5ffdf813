"""The load test itself: it asks in both ways, counts what fails, and only ever loads this machine."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from chat.load import Met, load, main, on_this_machine, report, resident_megabytes
from tests.serving_parts import serving_chat


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://127.0.0.1:7860", True),
        ("http://127.8.9.10:7860/", True),
        ("http://[::1]:7860", True),
        ("http://localhost:7860", True),
        ("http://0.0.0.0:7860", False),
        ("http://192.0.2.1:7860", False),
        ("https://articles.example", False),
        ("http://127.0.0.1.example", False),
        ("http://127.0.0.1@articles.example", False),
        ("127.0.0.1:7860", False),
        ("", False),
    ],
)
def test_only_this_machine_is_loaded(address: str, here: bool) -> None:
    assert on_this_machine(address) is here


def test_another_machine_is_refused_before_anything_is_sent(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--address", "https://articles.example", "--users", "1", "--seconds", "1"])
    assert ended.value.code == 2
    assert "loopback addresses only" in capsys.readouterr().err


def test_users_ask_on_the_page_and_over_http_and_what_they_wait_is_kept(tmp_path: Path) -> None:
    with serving_chat(tmp_path, questions_per_minute=0) as address:
        met = asyncio.run(load(address, 6, 3, process=os.getpid()))
    assert not met.failures
    assert all(len(seconds) >= 3 for seconds in met.seconds.values())
    assert all(0 < one < 60 for seconds in met.seconds.values() for one in seconds)
    assert met.megabytes[0][1] == pytest.approx(resident_megabytes(os.getpid()), rel=0.5)


def test_refusals_on_either_way_are_failures(tmp_path: Path) -> None:
    with serving_chat(tmp_path, questions_per_minute=1) as address:
        met = asyncio.run(load(address, 2, 3))
    told = " ".join(met.failures)
    assert "status 429" in told
    assert "Too many questions" in told
    assert sum(len(seconds) for seconds in met.seconds.values()) == 1


def test_the_report_says_what_was_met() -> None:
    met = Met()
    met.seconds["page"] = [1.0] * 19 + [3.0]
    met.failures["status 500"] = 2
    met.megabytes = [(0.0, 300.0), (5.0, 330.0), (9.0, 350.0), (10.0, 340.0)]
    told = report(met, users=4, seconds=10)
    assert "4 users for 10 s: 20 answers, 2.0 a second; failures: 2 × status 500" in told
    assert "| page | 20 | 1.0 s | 1.1 s | 3.0 s |" in told
    assert (
        "300 MB at the start, 330 MB after a quarter of the time, 330 MB after half of it, "
        "340 MB at the end, 350 MB at most" in told
    )


def test_the_command_starts_the_real_chat_loads_it_and_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--users", "2", "--seconds", "3"]) == 0
    told = capsys.readouterr().out
    assert "failures: none" in told
    assert "Memory of the chat:" in told
