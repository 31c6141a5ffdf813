"""How the tabs name their events to the page that connects them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# What every event of the page has in common: no veil over what it changes, and no name in the API.
QUICK: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class Event:
    """A function with the components it reads and changes.

    It runs unqueued unless its options say otherwise: a queue full of questions must not keep a page empty.
    """

    function: Callable[..., Any]
    inputs: Sequence[Any]
    outputs: Sequence[Any]
    options: Mapping[str, Any] = field(default_factory=lambda: {"queue": False})

    def on(self, trigger: Callable[..., Any]) -> Any:
        """Run it when the trigger fires; returns what Gradio calls the dependency, for what comes after."""
        return trigger(self.function, list(self.inputs), list(self.outputs), **self.options, **QUICK)
