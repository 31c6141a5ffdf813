"""Sentences as exact character ranges.

The boundaries are those of sentencex (Wikimedia), asked one line at a time, with three small
corrections that news text needs; each is a pattern below. Offsets are never approximate: every range
lies in the text it came from, trimmed of surrounding blanks.
"""

from __future__ import annotations

import re

import sentencex

# No sentence is longer than this, so that every sentence fits what the encoder reads at once.
LONGEST_SENTENCE = 1200

_LINE = re.compile(r"[^\n\v\f\x1c-\x1e\x85\u2028\u2029]+")

# Ends of pieces that never end a sentence: a form of address ("Dr. Who"), or a list number ("1. First").
_ALWAYS_CONTINUES = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Sen|Rep|Gov|Rev|Messrs|Supt|St|Mt)\.|^(?:\d{1,3}|[A-Za-z])\.)$"
)
# Ends that go on when a number follows: "Vol. 3", "approx. 5 dollars".
_CONTINUES_BEFORE_NUMBER = re.compile(r"\b(?:Vol|Nos?|pp?|Figs?|Art|Sec|Ch|approx|ca|c)\.$")
# Clock times and short weekdays go on with a day, a month or a time zone: "5 p.m. Tuesday", "Fri. Sept. 4".
_CLOCK_OR_WEEKDAY = re.compile(r"(?:\b[ap]\.m\.|\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.)$")
_DAY_MONTH_OR_ZONE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|E[SD]?T|C[SD]T|M[SD]T|P[SD]?T|GMT|UTC|BST|CES?T|Eastern|Central|Mountain|Pacific|local)\b"
)
# Boundaries that sentencex misses: the word "no." before a capital ("said no. Prof. Lee agreed", unlike
# "No. 10"), and the end of a sentence that stands wholly in brackets.
_MISSED = re.compile(
    r"(?<=[a-z,] )no\.(?P<after_no>\s+)(?=[\"“‘(]?[A-Z])"
    r"|\([^()]{12,}[.!?]\)(?P<after_brackets>\s+)(?=[\"“‘(]?[A-Z])"
)


def split_sentences(text: str, *, language: str | None = None) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence, in characters of the text, in order and disjoint.

    A line end is always a boundary. Blanks between sentences belong to none. A stretch of more than
    `LONGEST_SENTENCE` characters without a boundary is cut at its last blank before that length.
    `language` is an ISO 639-1 code; unknown and None read as English.
    """
    code = (language or "en").split("-")[0].lower()
    ranges: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        for start, end in _split_line(line.group(), code):
            ranges.extend(_cut_long(text, line.start() + start, line.start() + end))
    return ranges


def _split_line(line: str, language: str) -> list[tuple[int, int]]:
    """Return the trimmed sentences of a single line."""
    bounds = {boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language, line)}
    for missed in _MISSED.finditer(line):
        bounds.add(missed.end())
    ranges: list[tuple[int, int]] = []
    joins = False
    start = 0
    for bound in sorted(bounds | {len(line)}):
        piece = line[start:bound]
        stripped = piece.strip()
        if stripped:
            first = start + len(piece) - len(piece.lstrip())
            last = first + len(stripped)
            if ranges and (joins or _continues(line[ranges[-1][0] : ranges[-1][1]], stripped)):
                ranges[-1] = (ranges[-1][0], last)
            else:
                ranges.append((first, last))
            joins = _ALWAYS_CONTINUES.search(line[ranges[-1][0] : last]) is not None
        start = bound
    return ranges


def _continues(before: str, after: str) -> bool:
    """Tell whether a boundary between the two pieces is false."""
    if _CLOCK_OR_WEEKDAY.search(before):
        return _DAY_MONTH_OR_ZONE.match(after) is not None
    return after[0].isdigit() and _CONTINUES_BEFORE_NUMBER.search(before) is not None


def _cut_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a range at blanks so that no part is longer than `LONGEST_SENTENCE`."""
    parts: list[tuple[int, int]] = []
    while end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        cut = next((at for at in range(limit, start, -1) if text[at].isspace()), limit)
        last = cut
        while text[last - 1].isspace():
            last -= 1
        parts.append((start, last))
        start = cut
        while text[start].isspace():
            start += 1
    parts.append((start, end))
    return parts
