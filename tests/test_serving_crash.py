"""The chat is killed in the middle of an answer and started again: no conversation is lost."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx

from chat.page_client import PageClient, Wiring
from eval.model_servers.scripted import Script, says, serving
from tests.conftest import ROOT

ARTICLE = "The windmill at Oakreach turned on Sunday. Hanna Brandl carved its sails over six winters."
FIRST = "Who carved the sails of the windmill at Oakreach?"
SECOND = "How long did it take to carve the sails of the windmill?"


def model(handler: BaseHTTPRequestHandler, script: Script) -> None:
    """Answer the first question at once and the second one for ever; leave questions as they are."""
    asked = script.messages()
    second = SECOND.rstrip("?") in asked  # the question may be completed before it is searched for
    if "six winters" not in asked:  # a question to be understood on its own
        says(SECOND if second else FIRST)(handler, script)
    elif second:
        says(*(f"word{number} " for number in range(300)), pause=0.1)(handler, script)
    else:
        says("Hanna Brandl carved the sails [1].")(handler, script)


@contextmanager
def running(data: Path, base_url: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the real chat over the folder; yields its process, which may be killed, and its address."""
    environment = {
        **os.environ,
        "ASSISTANT_DATA_FOLDER": str(data / "data"),
        "ASSISTANT_ARTICLES": str(data / "articles"),
        "ASSISTANT_PORT": "0",
        "ASSISTANT_MODEL": "scripted",
        "OPENAI_BASE_URL": base_url,
    }
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().split()[-1] + "/"
    finally:
        process.terminate()
        process.communicate(timeout=60)


async def killed_in_the_middle(
    process: subprocess.Popen[str], address: str, kept: dict[str, str] | None, changes: int
) -> tuple[str, dict[str, str] | None]:
    """Open the page, ask two questions and kill the chat after so many changes of the second answer.

    Returns what the page showed when it was opened, and what the browser keeps.
    """
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        tab = PageClient(client, await Wiring.read(client), kept=kept)
        shown = await tab.arrive()
        assert "notice failure" not in await tab.ask(FIRST)
        seen = 0
        try:
            async for _ in tab.follow(SECOND):
                seen += 1
                if seen == changes:
                    process.kill()
        except httpx.HTTPError:
            assert seen >= changes
            return shown, tab.kept
        raise AssertionError(f"the answer was whole after {seen} changes")


async def opened(address: str, kept: dict[str, str] | None) -> str:
    """Return what the page shows when it is opened."""
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        return await PageClient(client, await Wiring.read(client), kept=kept).arrive()


def test_a_chat_killed_again_and_again_in_the_middle_of_answers_keeps_the_whole_conversation(
    tmp_path: Path,
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "windmill.md").write_text(f"---\ntitle: Windmill\n---\n{ARTICLE}\n")
    kept: dict[str, str] | None = None
    # killed at the first sign of the question, while its passages are read, and while it is written
    for survived, changes in enumerate((1, 3, 7)):
        with serving(model) as (base_url, _), running(tmp_path, base_url) as (process, address):
            shown, kept = asyncio.run(killed_in_the_middle(process, address, kept, changes))
            assert process.wait(timeout=10) == -9
        assert shown.count('<div class="answer">') == survived
    database = sqlite3.connect(tmp_path / "data" / "conversations.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    with serving(model) as (base_url, _), running(tmp_path, base_url) as (_, address):
        shown = asyncio.run(opened(address, kept))
    headings = re.findall(r'<h2 class="question"[^>]*>(.*?)</h2>', shown)
    assert headings == [FIRST, SECOND] * 3
    assert shown.count("Stopped before the answer was finished") == 3


def test_a_chat_that_is_told_to_end_closes_its_conversations(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "windmill.md").write_text(f"---\ntitle: Windmill\n---\n{ARTICLE}\n")
    database = tmp_path / "data" / "conversations.sqlite"
    log = database.with_name(f"{database.name}-wal")  # SQLite removes it when the file is closed
    with serving(model) as (base_url, _), running(tmp_path, base_url) as (process, address):
        asyncio.run(opened(address, None))
        assert log.exists()
        process.terminate()
        assert process.wait(timeout=30) == 0
    assert database.exists()
    assert not log.exists()
