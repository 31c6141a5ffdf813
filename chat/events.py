"""How the tabs name their events to the page that connects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

# What every event of the page has in common: no veil over what it changes, and no name in the API.
QUICK: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class Event:
    """A function with the components it reads and changes."""

    function: Callable[..., Any]
    inputs: Sequence[Any]
    outputs: Sequence[Any]

    def on(self, trigger: Callable[..., Any]) -> None:
        """Run it when the trigger fires, unqueued: a queue full of questions must not keep a page empty."""
        trigger(self.function, list(self.inputs), list(self.outputs), queue=False, **QUICK)
