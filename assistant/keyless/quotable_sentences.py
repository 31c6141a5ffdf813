"""What may be quoted: no sentences that are hidden or give orders to whoever reads, and no datelines."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.untrusted_text import quotable
from indexes.searching import FoundPassage
from indexes.sentences import split_sentences

OPENING_CHARACTERS = 5000
# "OSTERVIK, Sept 14 (NPA) - Authorities …" or "GRIMSWORTH — The council …"
_AGENCY = r"\([^()]{2,30}\)"
_DATELINE = re.compile(
    r"[A-Z][A-Z .'’/-]{2,30}(?:, [A-Z][\w. ]{1,20}?)?"
    rf"(?:(?:,? [A-Z][a-z]{{2,8}}\.? \d{{1,2}}(?:, \d{{4}})?(?: {_AGENCY})?|,? {_AGENCY})\s*[-–—]{{1,2}}|"
    r"\s*(?:—|--))"
    r"\s*(?=[A-Z\"“])"
)


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
            found.append((after_dateline(text, start, end), end))
            if len(found) == count:
                break
    return found


def after_dateline(text: str, start: int, end: int) -> int:
    """Return where a sentence begins that an agency put its place and day before."""
    dateline = _DATELINE.match(text, start, end)
    return dateline.end() if dateline else start


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, text))
