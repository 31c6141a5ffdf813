"""The word lists of the data makers, read from `words.toml` beside this file."""

from __future__ import annotations

import tomllib
from pathlib import Path

_LISTS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

FUNCTION_WORDS = frozenset(_LISTS["function_words"].split())
NOT_NAMES = frozenset(_LISTS["not_names"].split())
MONTHS: list[str] = _LISTS["months"].split()
DAYS: list[str] = _LISTS["days"].split()
NUMBER_WORDS: list[str] = _LISTS["number_words"].split()
ORDINALS: list[str] = _LISTS["ordinals"].split()
OPPOSITES: list[tuple[str, str]] = [(one, other) for one, other in _LISTS["opposites"]]
STRONGER: list[tuple[str, str]] = [(weak, strong) for weak, strong in _LISTS["stronger"]]
NEAR_SYNONYMS: list[tuple[str, str]] = [(one, other) for one, other in _LISTS["near_synonyms"]]
PAST: dict[str, str] = _LISTS["past"]
