"""Long work in a thread of its own: told as it goes, stopped when its visitor says so."""

from __future__ import annotations

import contextvars
import queue
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import uuid4

from chat.errors import StoppedError

Item = TypeVar("Item")
Result = TypeVar("Result")

# A browser redraws at every piece of news; faster than this nobody can read.
SECONDS_BETWEEN_NEWS = 0.2


@dataclass(frozen=True, slots=True)
class News:
    """How far the work is; `total` is 0 while it is not known."""

    doing: str
    done: int = 0
    total: int = 0
    articles: int = 0


STOPPING = News("Stopping")


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What the work gave: its result, or None where it was stopped before it had one."""

    result: Result | None
    stopped: bool
    last: News


class Job:
    """The work that one visitor began; `tell` is called by the work and raises StoppedError."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self.news = News("")

    def tell(self, news: News) -> None:
        """Say how far the work is."""
        self.news = news
        if self.stopped.is_set():
            raise StoppedError

    def run(self, work: Callable[[], Result]) -> Iterator[News | Done[Result]]:
        """Yield news while the work goes on, then what it gave; raises what the work raises.

        Closing the iterator stops the work.
        """
        ended = threading.Event()
        results: list[Result] = []
        errors: list[BaseException] = []

        def body() -> None:
            try:
                results.append(work())
            except BaseException as error:  # noqa: BLE001 - raised again below
                errors.append(error)
            finally:
                ended.set()

        threading.Thread(target=body, name="working on the index", daemon=True).start()
        told: News | None = None
        try:
            while not ended.wait(SECONDS_BETWEEN_NEWS):
                now = STOPPING if self.stopped.is_set() else self.news
                if now != told:
                    told = now
                    yield now
        finally:
            if not ended.is_set():
                self.stopped.set()
        if errors and not isinstance(errors[0], StoppedError):
            raise errors[0]
        yield Done(results[0] if results else None, self.stopped.is_set(), self.news)


class Jobs:
    """The work under way, by keys that only their visitors know."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def waiting(self) -> News:
        """Return what new work waits for: its turn, or how far the work is that has it now."""
        now = next((job.news for job in self._jobs.values() if job.news.doing), None)
        if now is None:
            return News("Waiting for its turn")
        far = f" ({now.done} of {now.total} done by now)" if now.total else ""
        return News(f"Waiting until what was begun before is done{far}")

    def begin(self) -> str:
        """Return the key of new work."""
        key = uuid4().hex
        self._jobs[key] = Job()
        return key

    def job(self, key: str) -> Job | None:
        """Return the work with this key, or None when there is none or it has ended."""
        return self._jobs.get(key)

    def stop(self, key: str) -> None:
        """Stop the work with this key, if there is any."""
        job = self._jobs.get(key)
        if job is not None:
            job.stopped.set()

    def end(self, key: str) -> None:
        """Forget the work with this key."""
        self._jobs.pop(key, None)


def until_stopped(
    stopped: threading.Event, items: Generator[Item, None, None]
) -> Generator[Item, None, None]:
    """Yield the items, which a thread of its own makes; once stopped or closed, end at once.

    What is being made then, such as a page that takes its time, is waited for by nobody; the thread closes
    the generator after it.
    """
    made: queue.Queue[tuple[Item] | BaseException | None] = queue.Queue(1)
    left = threading.Event()

    def unwanted() -> bool:
        return stopped.is_set() or left.is_set()

    def put(one: tuple[Item] | BaseException | None) -> None:
        while not unwanted():
            try:
                made.put(one, timeout=0.1)
                return
            except queue.Full:
                continue

    def body() -> None:
        try:
            with closing(items):
                for item in items:
                    put((item,))
                    if unwanted():
                        return
            put(None)
        except BaseException as error:  # noqa: BLE001 - raised again where the items are used
            put(error)

    # what is logged there belongs to the request that asked for it
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=[body], name="making items", daemon=True).start()
    try:
        while not stopped.is_set():
            try:
                one = made.get(timeout=0.1)
            except queue.Empty:
                continue
            if one is None:
                return
            if isinstance(one, BaseException):
                raise one
            yield one[0]
    finally:
        left.set()
