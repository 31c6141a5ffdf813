"""The whole application over predictable parts, served from this process, for tests of serving it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app import build_app
from chat.history import History
from chat.observing import Tracer
from chat.settings import ChatSettings
from tests.app_browser import serve
from tests.app_fakes import QuotingAssistant, example_index

COST = "What did the dredging of the harbour board cost?"
SENTENCE = "Dredging cost 4.2 million, the harbour board said."


@contextmanager
def serving_chat(
    data: Path, *, pause: float = 0.0, tracer: Tracer | None = None, **settings: Any
) -> Iterator[str]:
    """Serve the page and the endpoints with these settings; yields the address."""
    values = ChatSettings.model_validate({"data_folder": data, **settings})
    history = History(data / "conversations.sqlite")
    with example_index() as index:
        app = build_app(QuotingAssistant(index, pause=pause), history, values, tracer=tracer)
        with serve(app) as address:
            yield address
    history.close()


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something holds; fails when it does not within the time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold"
        time.sleep(0.02)
