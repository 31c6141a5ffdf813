"""Placeholder while its parts are written."""

from typing import Any


def add_commands(commands: Any) -> None:
    """Add nothing yet."""
