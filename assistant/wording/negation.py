"""Words that deny, as regular expressions for any letter case."""

from __future__ import annotations

import re

NOT = r"(?:\b(?:not|never|nor|cannot)\b|n['’]t\b)"  # beside a verb
NO = r"(?:\b(?:no|none|nobody|nothing|nowhere|neither|without)\b)"  # in other places
_NOT = re.compile(NOT, re.I)
_NOT_OR_NO = re.compile(f"{NOT}|{NO}", re.I)


def has_not(text: str) -> bool:
    """Whether a text says "not" or "never"."""
    return _NOT.search(text) is not None


def denies(text: str) -> bool:
    """Whether a text says "not", "no", "nobody" or "without"."""
    return _NOT_OR_NO.search(text) is not None
