"""How the chat bears many users at once: `python -m chat.load --users 50 --seconds 180`.

Starts the chat over the sample articles in a process and a folder of its own, lets half of the users ask
on the page and half over `/v1/answer`, each as soon as the last answer came, and prints what they met.
With `--address` it uses a chat that runs already; only one on this machine, for it is no small load.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from chat.hosts import is_loopback
from chat.load_users import Asking, OnPage, OverHttp
from chat.page_client import PageError, Wiring

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds that one answer may take

QUESTIONS = (
    "Who received Zelensky at NATO headquarters?",
    "Why was Kestrel Bridge shut?",
    "How much will the repair of Kestrel Bridge cost?",
    "How much of the Bennu sample was brought home?",
    "Who is the mayor of Lisbon?",
    "How many lynx were released in Carrick Forest?",
    "When did it happen?",
    "What did the councillors of Ashcombe vote on?",
)


@dataclass
class Met:
    """What the users met: seconds of each answer by the way it was asked, failures by kind, memory."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"page": [], "/v1/answer": []})
    failures: Counter[str] = field(default_factory=Counter)
    megabytes: list[tuple[float, float]] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the load and print the report; returns 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m chat.load", description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--address", help="a chat on this machine that runs already")
    parser.add_argument("--process", type=int, help="its process, to watch its memory")
    asked = parser.parse_args(arguments)
    if asked.address is not None:
        if not on_this_machine(asked.address):
            parser.error(f"{asked.address} is not on this machine; load is for loopback addresses only")
        met = asyncio.run(load(asked.address, asked.users, asked.seconds, process=asked.process))
    else:
        with running_chat(asked.users) as (address, process):
            met = asyncio.run(load(address, asked.users, asked.seconds, process=process))
    print(report(met, asked.users, asked.seconds))
    return 1 if met.failures or not any(met.seconds.values()) else 0


def on_this_machine(address: str) -> bool:
    """Tell whether the address is a loopback one; a name other than localhost may lead anywhere."""
    return is_loopback(urlsplit(address).hostname or "")


@contextmanager
def running_chat(users: int, **settings: str) -> Iterator[tuple[str, int]]:
    """Start the chat with room for so many users; yields its address and process."""
    with tempfile.TemporaryDirectory() as data:
        environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("ASSISTANT_", "OPENAI_"))
            },
            "ASSISTANT_DATA_FOLDER": data,
            "ASSISTANT_PORT": "0",
            "ASSISTANT_QUESTIONS_PER_MINUTE": "0",  # all users come from one address
            "ASSISTANT_QUEUE_LENGTH": str(2 * users),
            "ASSISTANT_LOG_LEVEL": "warning",
            **settings,
        }
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise SystemExit("The chat did not start; its message is above.")
            yield line.split()[-1] + "/", process.pid
        finally:
            process.terminate()
            process.wait(timeout=60)


async def load(address: str, users: int, seconds: float, *, process: int | None = None) -> Met:
    """Let so many users ask for so long, and return what they met."""
    met = Met()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=users)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:
        wiring = await Wiring.read(client)
        began = time.monotonic()
        watching = asyncio.create_task(_watch(process, met, began)) if process else None
        async with asyncio.TaskGroup() as everyone:
            for number in range(users):
                asking = OnPage(client, wiring) if number % 2 else OverHttp(client)
                everyone.create_task(_until(began + seconds, asking, number, met))
        if watching is not None:
            watching.cancel()
    return met


def report(met: Met, users: int, seconds: float) -> str:
    """Return the report in words and a table."""
    answers = sum(len(one) for one in met.seconds.values())
    failed = ", ".join(f"{count} × {kind}" for kind, count in met.failures.most_common()) or "none"
    lines = [
        f"{users} users for {seconds:.0f} s: {answers} answers, {answers / seconds:.1f} a second; "
        f"failures: {failed}",
        "| asked on | answers | p50 | p95 | longest |",
        "|---|---|---|---|---|",
    ]
    for way, took in met.seconds.items():
        if took:
            p95 = statistics.quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]
            lines.append(
                f"| {way} | {len(took)} | {statistics.median(took):.1f} s | {p95:.1f} s | {max(took):.1f} s |"
            )
    if met.megabytes:
        first, last = met.megabytes[0][1], met.megabytes[-1][1]
        warm, half = (
            next((amount for moment, amount in met.megabytes if moment >= share * seconds), last)
            for share in (0.25, 0.5)
        )
        highest = max(amount for _, amount in met.megabytes)
        lines.append(
            f"Memory of the chat: {first:.0f} MB at the start, {warm:.0f} MB after a quarter of the time, "
            f"{half:.0f} MB after half of it, {last:.0f} MB at the end, {highest:.0f} MB at most."
        )
    return "\n".join(lines)


async def _until(end: float, asking: Asking, number: int, met: Met) -> None:
    """Ask one question after the other until the time is over; a failure is counted and asking goes on."""
    # everybody begins elsewhere in the list, and not in the same instant
    questions = itertools.islice(itertools.cycle(QUESTIONS), number % len(QUESTIONS), None)
    await asyncio.sleep(number / 25)
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            await asking.ask(next(questions))
        except (httpx.HTTPError, PageError) as error:
            met.failures[f"{asking.way}: {type(error).__name__} {error}"[:120].strip()] += 1
            await asyncio.sleep(1)
        else:
            met.seconds[asking.way].append(time.monotonic() - began)
    await asking.close()


async def _watch(process: int, met: Met, began: float) -> None:
    while True:
        met.megabytes.append((time.monotonic() - began, resident_megabytes(process)))
        await asyncio.sleep(1)


def resident_megabytes(process: int) -> float:
    """Return how much memory a process has, not counting what is swapped out."""
    kept = Path(f"/proc/{process}/statm")
    if kept.exists():  # Linux, also where there is no `ps`
        return int(kept.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024


if __name__ == "__main__":
    sys.exit(main())
