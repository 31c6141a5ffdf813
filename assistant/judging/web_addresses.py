"""Web addresses in an answer: one that no article holds was made up."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]“”\"']+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info|io|example)\b[^\s<>()\[\]“”\"']*"
)


def has_foreign_address(text: str, held: Iterable[str]) -> bool:
    """Tell whether a text holds a web address that none of the other texts holds."""
    found = [match.group().rstrip(".,;:!?") for match in _ADDRESS.finditer(text)]
    known = "\n".join(held) if found else ""
    return any(address not in known for address in found)
