"""An iterator that works ahead in a thread of its own, so that reading and embedding overlap."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable
from typing import TypeVar

Item = TypeVar("Item")


class _End:
    """What follows the last item; holds the error that ended the iteration, if one did."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Iterable[Item], *, at_most: int = 64) -> Generator[Item, None, None]:
    """Yield the items, of which up to `at_most` are made before they are asked for.

    An error of the items is raised where they are used. Closing the iterator, or leaving its loop, stops
    the thread after the item that it is making.
    """
    waiting: queue.Queue[Item | _End] = queue.Queue(at_most)
    stopped = threading.Event()

    def put(item: Item | _End) -> None:
        while not stopped.is_set():
            try:
                waiting.put(item, timeout=0.1)
                return
            except queue.Full:
                continue

    def work() -> None:
        try:
            for item in items:
                put(item)
                if stopped.is_set():
                    return
            put(_End())
        except BaseException as error:  # noqa: BLE001 - raised again where the items are used
            put(_End(error))

    thread = threading.Thread(target=work, name="reading ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := waiting.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stopped.set()
        thread.join()
