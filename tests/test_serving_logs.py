"""Logs: what they say, and above all what they never say."""

from __future__ import annotations

import ast
import asyncio
import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from chat import logs
from chat.logs import JsonLines, KeyValues, configure, request_id
from chat.page_client import PageClient, Wiring
from chat.users import user_line
from eval.model_servers.scripted import SENTINEL_KEY, Scene, fails, says, serving
from tests.conftest import ROOT

TOKEN = "sentinel-token-5d1c"
PASSWORD = "sentinel-password-77"
ARTICLE = "The windmill at Oakreach turned on Sunday; Hanna Brandl carved its sails."
QUESTION = "Who carved the sails of the windmill at Oakreach?"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log says as JSON lines; the logging of the tests is as before afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    kept, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.OURS}
    root.handlers = []
    configure("json", "info", secrets=[TOKEN], stream=stream)
    yield stream
    root.handlers = kept
    root.setLevel(level)
    for name, one in levels.items():
        logging.getLogger(name).setLevel(one)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """Return the lines as objects."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_error_is_told_by_its_kind_and_place_and_not_by_its_words(written: io.StringIO) -> None:
    try:
        raise RuntimeError(f"could not answer {QUESTION}")
    except RuntimeError:
        logging.getLogger("chat.answering").exception("answering failed")
    [line] = lines(written)
    assert (line["event"], line["error"], line["level"]) == ("answering failed", "RuntimeError", "error")
    assert line["where"].startswith("test_serving_logs.py:")
    assert QUESTION not in written.getvalue()


def test_of_a_librarys_message_only_the_unfilled_template_is_kept(written: io.StringIO) -> None:
    library = logging.getLogger("somebodys.library")
    library.warning("could not embed %s", ARTICLE)
    library.warning(f"could not embed {ARTICLE}")
    library.info("chatter")
    template, filled = lines(written)
    assert template["event"] == "could not embed %s"
    assert filled["event"] == logs.WITHHELD
    assert filled["at"].startswith("test_serving_logs.py:")
    assert "windmill" not in written.getvalue()


def test_values_that_a_library_attaches_are_not_kept(written: io.StringIO) -> None:
    logging.getLogger("somebodys.library").warning("sent %d", 3, extra={"prompt": ARTICLE})
    assert "windmill" not in written.getvalue()


def test_a_secret_is_covered_wherever_it_turns_up(written: io.StringIO) -> None:
    logging.getLogger("chat").warning("odd", extra={"path": f"/{TOKEN}/"})
    assert lines(written)[0]["path"] == "/…/"


def test_the_two_forms_say_the_same() -> None:
    record = logging.getLogger("chat").makeRecord(
        "chat", logging.INFO, "x.py", 1, "question", (), None, extra={"search_ms": 1.25, "why": 'a "b"\nc'}
    )
    token = request_id.set("r1")
    try:
        text, line = KeyValues().format(record), json.loads(JsonLines().format(record))
    finally:
        request_id.reset(token)
    assert "\n" not in text
    assert re.search(r'event=question request=r1 search_ms=1\.2 why="a \\"b\\"\\nc"$', text)
    assert (line["request"], line["search_ms"], line["why"]) == ("r1", 1.25, 'a "b"\nc')


def test_no_event_of_ours_has_blanks_which_would_stay_unfilled() -> None:
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    calls = [
        (path.relative_to(ROOT), call)
        for room in logs.OURS
        for path in (ROOT / room).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in levels
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "logger"
    ]
    assert calls
    assert [(str(path), call.lineno) for path, call in calls if len(call.args) != 1] == []


def started(data: Path, base_url: str, form: str) -> subprocess.Popen[str]:
    """Start the real chat over one article, with a language model, users and a token."""
    articles = data / "articles"
    articles.mkdir(parents=True)
    (articles / "windmill.md").write_text(f"---\ntitle: Windmill turns again\n---\n{ARTICLE}\n")
    environment = {
        **os.environ,
        "ASSISTANT_DATA_FOLDER": str(data / "data"),
        "ASSISTANT_ARTICLES": str(articles),
        "ASSISTANT_PORT": "0",
        "ASSISTANT_API_TOKEN": TOKEN,
        "ASSISTANT_USERS": user_line("ada", PASSWORD),
        "ASSISTANT_LOG_FORMAT": form,
        "ASSISTANT_MODEL": "scripted",
        "OPENAI_BASE_URL": base_url,
        "OPENAI_API_KEY": SENTINEL_KEY,
    }
    return subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def visit(address: str) -> list[int]:
    """Ask in every way: on the page, over HTTP, streamed, unanswerable, broken, refused."""
    statuses = []
    bearer = {"authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        await client.post("login", data={"username": "ada", "password": "wrong " + PASSWORD})
        statuses.append(
            (await client.post("login", data={"username": "ada", "password": PASSWORD})).status_code
        )
        async with PageClient(client, await Wiring.read(client)) as tab:
            await tab.ask(QUESTION)
        for body in (
            {"question": QUESTION},
            {"question": "Who is the mayor of Oakreach?"},
            {"query": QUESTION},
        ):
            statuses.append((await client.post("v1/answer", json=body, headers=bearer)).status_code)
        chat = {"messages": [{"role": "user", "content": QUESTION}], "stream": True}
        streamed = await client.post("v1/chat/completions", json=chat, headers=bearer)
        statuses.append(streamed.status_code)
        refused = await client.post(
            "v1/answer", json={"question": QUESTION}, headers={"authorization": "Bearer x"}
        )
        statuses.append(refused.status_code)
        await client.get(f"v1/{QUESTION}")
    return statuses


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_running_chat_logs_what_it_did_and_never_a_question_an_article_or_a_key(
    tmp_path: Path, form: str
) -> None:
    good: Scene = says("Hanna Brandl carved the sails of the windmill [1].")
    refusing: Scene = fails(401, f"wrong key for {QUESTION}")  # repeats the key, as some gateways do
    with serving(good, refusing, good, fails(500, ARTICLE), good) as (base_url, _):
        process = started(tmp_path, base_url, form)
        assert process.stdout is not None
        try:
            address = process.stdout.readline().split()[-1] + "/"
            statuses = asyncio.run(visit(address))
        finally:
            process.terminate()
            printed, log = process.communicate(timeout=60)
    assert statuses == [200, 200, 200, 422, 200, 401]
    for secret in (SENTINEL_KEY, TOKEN, PASSWORD, user_line("ada", PASSWORD).split(":")[0] + ":"):
        assert secret not in printed + log
    for word in ("windmill", "Oakreach", "carved", "Brandl", "mayor"):
        assert word.lower() not in log.lower()
    questions = [line for line in log.splitlines() if "chat.observing" in line]
    assert len(questions) == 4
    if form == "json":
        told = [json.loads(line) for line in questions]
        assert [one["by"] for one in told] == ["chat", "http", "http", "http"]
        assert all(one["status"] in ("answered", "abstained") for one in told)
        assert told[0]["writer"] == "generative"
        assert told[0]["supported"] == 1
        assert all(one[f"{step}_ms"] >= 0 for one in told for step in ("search", "read", "write", "total"))
        assert len({one["request"] for one in told}) == 4
    requests = [line for line in log.splitlines() if "chat.guard" in line]
    assert len(requests) == 6
    assert "/v1/{path:path}" in requests[-1]  # a path that is none of ours may hold anything
