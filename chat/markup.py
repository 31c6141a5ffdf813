"""Turns answers and articles into HTML; every value is escaped by the template engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.answers import Answer, Verdict
from indexes.articles import parse_day

ASSETS = Path(__file__).resolve().parent.parent / "assets"

LONGEST_UNBROKEN = 24

_MARKER = re.compile(r"[^\S\n]*\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of an answer and the numbers of the citations that stand after them."""

    text: str
    numbers: tuple[int, ...] = ()

    @property
    def head(self) -> str:
        """The words before the last one; the last one and the numbers stay on one line."""
        return self.text[: len(self.text) - len(self.tail)]

    @property
    def tail(self) -> str:
        """The last word where numbers follow it, unless it is too long to keep unbroken."""
        words = self.text.split()
        if not self.numbers or not words or len(words[-1]) > LONGEST_UNBROKEN:
            return ""
        return self.text[self.text.rindex(words[-1]) :]


@dataclass(frozen=True, slots=True)
class Claim:
    """The pieces of one sentence (or of the part of it in one paragraph) with its verdict.

    `spaced` where a blank stands before it, `ends` where the sentence does.
    """

    pieces: tuple[Piece, ...]
    verdict: Verdict
    spaced: bool = False
    ends: bool = True


def render(template: str, **values: Any) -> str:
    """Return the template from `assets/templates` filled with the values, all of them escaped."""
    return _environment().get_template(template).render(**values).strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ASSETS / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=format_day, web=web_address, host=host_name)
    return environment


def format_day(value: str | date | None) -> str:
    """Return a date as "11 October 2023", or an empty string when there is none."""
    if value is None:
        return ""
    day = parse_day(value) if isinstance(value, str) else value
    return f"{day.day} {day:%B %Y}"


def web_address(url: str | None) -> str | None:
    """Return the URL when it is safe to link to (http or https with a host), else None."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def host_name(url: str) -> str:
    """Return the host of a URL without a leading "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def answer_paragraphs(answer: Answer) -> list[list[Claim]]:
    """Return the answer as paragraphs of claims, with citations where the text has its markers.

    Sentences are laid over the text by counting characters other than blanks; where the two do not
    agree, the sentences are shown one after the other instead, so that no verdict is ever misplaced.
    """
    lines = _over_text(answer)
    if lines is None:
        known = {citation.number for citation in answer.citations}
        lines = [
            [
                Claim(
                    (Piece(sentence.text, tuple(one for one in sentence.citations if one in known)),),
                    sentence.verdict,
                    spaced=number > 0,
                )
                for number, sentence in enumerate(answer.sentences)
            ]
        ]
    return [line for line in lines if line]


def draft_paragraphs(text: str) -> list[list[Claim]]:
    """Return unfinished text as paragraphs; its markers are shown as numbers that cannot be followed."""
    return [[Claim(tuple(_pieces(line, None)), "no claim")] for line in text.split("\n") if line.strip()]


def _over_text(answer: Answer) -> list[list[Claim]] | None:
    if not answer.sentences:
        known = {citation.number for citation in answer.citations}
        return [
            [Claim(tuple(_pieces(line, known)), "no claim")]
            for line in answer.text.split("\n")
            if line.strip()
        ]
    ends = _sentence_ends(answer)
    if ends is None:
        return None
    bounds = [0, *ends]
    lines: list[list[Claim]] = [[]]
    known = {citation.number for citation in answer.citations}
    for sentence, (start, end) in zip(answer.sentences, pairwise(bounds), strict=True):
        parts = answer.text[start:end].split("\n")
        for index, part in enumerate(parts):
            if index:
                lines.append([])
            if part.strip():
                last = not "".join(parts[index + 1 :]).strip()
                pieces = tuple(_pieces(part.strip(), known))
                lines[-1].append(Claim(pieces, sentence.verdict, spaced=part[0].isspace(), ends=last))
    return lines


def _sentence_ends(answer: Answer) -> list[int] | None:
    """Return where each sentence ends in the text, its markers included, or None on a mismatch."""
    plain = [
        (position, character)
        for start, end in _between_markers(answer.text)
        for position, character in enumerate(answer.text[start:end], start)
        if not character.isspace()
    ]
    spoken = ["".join(sentence.text.split()) for sentence in answer.sentences]
    if "".join(spoken) != "".join(character for _, character in plain):
        return None
    ends: list[int] = []
    count = 0
    for words in spoken:
        count += len(words)
        position = plain[count - 1][0] + 1 if count else 0
        while marker := _MARKER.match(answer.text, position):
            position = marker.end()
        ends.append(position)
    ends[-1] = len(answer.text)
    return ends


def _between_markers(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for marker in _MARKER.finditer(text):
        yield position, marker.start()
        position = marker.end()
    yield position, len(text)


def _pieces(text: str, known: set[int] | None) -> Iterator[Piece]:
    """Split text after its markers; a number that is not `known` stays text, None knows all of them."""
    words, position = "", 0
    numbers: list[int] = []
    for marker in _MARKER.finditer(text):
        number = int(marker[1])
        if known is not None and number not in known:
            continue
        between = text[position : marker.start()]
        if numbers and between:
            yield Piece(words, tuple(numbers))
            words, numbers = "", []
        words += between
        numbers.append(number)
        position = marker.end()
    if numbers:
        yield Piece(words, tuple(numbers))
        words = ""
    if rest := words + text[position:]:
        yield Piece(rest)
