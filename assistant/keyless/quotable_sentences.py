"""Which sentences of a passage may be quoted: not those that are hidden or give orders to whoever reads."""

from __future__ import annotations

from dataclasses import replace

from assistant.untrusted_text import quotable
from indexes.searching import FoundPassage
from indexes.sentences import split_sentences

OPENING_CHARACTERS = 5000


def with_quotable_sentences(found: FoundPassage) -> FoundPassage:
    """Return the passage with the sentences that may be quoted whole; its text stays as it is."""
    text = found.article.text
    kept = tuple(
        (start, end)
        for start, end in found.passage.sentences
        if _words(quotable(text, start, end)) == _words(text[start:end])
    )
    if len(kept) == len(found.passage.sentences):
        return found
    return replace(found, passage=replace(found.passage, sentences=kept))


def opening_sentences(text: str, count: int) -> list[tuple[int, int]]:
    """Return the first sentences of an article's text, those left out that may not be quoted."""
    found: list[tuple[int, int]] = []
    for start, end in split_sentences(text[:OPENING_CHARACTERS]):
        if _words(quotable(text, start, end)) == _words(text[start:end]):
            found.append((start, end))
            if len(found) == count:
                break
    return found


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, text))
