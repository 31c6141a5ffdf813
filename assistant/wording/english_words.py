"""Which words are English: a list of 83,000 that comes with symspellpy."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import symspellpy

_LIST = "frequency_dictionary_en_82_765.txt"


@cache
def english_words() -> dict[str, int]:
    """Return the words in lower case, mostly in British spelling, each with how often pages have it."""
    lines = (files(symspellpy) / _LIST).read_text(encoding="utf-8-sig").splitlines()
    return {word: int(count) for word, _, count in (line.partition(" ") for line in lines)}
