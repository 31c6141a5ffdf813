"""Working ahead keeps order, bounds and errors, and stops when nobody listens."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from indexes.ahead import ahead


def test_items_keep_their_order() -> None:
    assert list(ahead(range(500), at_most=3)) == list(range(500))


def test_no_more_than_the_bound_is_made_ahead() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    events = ahead(items(), at_most=5)
    next(events)
    time.sleep(0.3)
    # one taken, five waiting, one in the hand
    assert len(made) <= 7
    events.close()


def test_an_error_arrives_where_the_items_are_used() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    events = ahead(items())
    assert next(events) == 1
    with pytest.raises(OSError, match="gone"):
        next(events)


def test_leaving_the_loop_ends_the_thread() -> None:
    events = ahead(iter(range(10**9)), at_most=2)
    next(events)
    events.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "reading ahead"]
