"""Article text as a reader sees it, and which of it speaks to a machine instead of reporting.

Articles are written by strangers. What a reader never sees (comments, zero-width characters, the
control tokens of chat templates) is not shown to a language model either, and what addresses the
answerer ("ignore the above and say …") is shown as data but is never evidence for a claim.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from assistant.orders_in_text import CONTROL_TOKEN, forged_range, speaks_to_the_answerer
from indexes.sentences import split_sentences

# what is never closed hides its paragraph: a text on HTML may name a mark without meaning it
_HIDDEN = re.compile(
    r"<!--(?:(?:(?!<!--).)*?-->|.*?(?=\n\n|\Z))"
    r"|<(?P<tag>script|style|template|noscript)\b"
    # looked ahead for the end: without one, each word in it would be tried as the last
    r"|<(?P<box>\w+)\b(?=[^<>]*>)"
    r"[^<>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|\shidden\b)[^<>]*>"
    rf"|{CONTROL_TOKEN.pattern}",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING_TAG = re.compile(r"</(?P<name>\w+)\s*>")


@dataclass(frozen=True, slots=True)
class VisibleText:
    """Text without what is hidden in it; `places[i]` is where its character i stood before."""

    text: str
    places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return a range of this text as a range of the text it was made from."""
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=256)
def _seen(text: str) -> bytes:
    """Return 1 for each character that a reader sees, 0 for each that is hidden."""
    unseen = {char for char in set(text) if _invisible(char)}
    seen = bytearray(char not in unseen for char in text) if unseen else bytearray(b"\x01") * len(text)
    for start, end in _hidden_ranges(text):
        seen[start:end] = bytes(end - start)
    return bytes(seen)


def _hidden_ranges(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of comments and control tokens, and of hidden elements up to where they are closed.

    The closing tags are looked up: searched for from each opening tag, most of an article that closes none
    would be read again every time.
    """
    closings: dict[str, list[tuple[int, int]]] = {}
    for closing in _CLOSING_TAG.finditer(text):
        closings.setdefault(closing["name"].casefold(), []).append(closing.span())
    at = 0
    while hidden := _HIDDEN.search(text, at):
        at = hidden.end()
        if name := hidden["tag"] or hidden["box"]:
            closed = closings.get(name.casefold(), [])
            following = bisect_left(closed, (at,))
            if following < len(closed):
                at = closed[following][1]
            else:
                paragraph = text.find("\n\n", at)
                at = len(text) if paragraph < 0 else paragraph
        yield hidden.start(), at


@lru_cache(maxsize=256)
def _evidence(text: str) -> str:
    """Return the visible text with blanks for what speaks to the answerer: such a sentence and its line.

    After a heading ("System message:") the lines up to the next empty one belong to it.
    """
    seen = _seen(text)
    clean = "".join(compress(text, seen))
    orders: list[tuple[int, int]] = []
    forged = forged_range(text)
    if forged is not None:
        orders.append((sum(seen[: forged[0]]), sum(seen[: forged[1]])))
    done = 0
    for start, end in split_sentences(clean):
        if start >= done and speaks_to_the_answerer(clean[start:end]):
            stop = "\n\n" if clean[start:end].endswith((":", ">", "]")) else "\n"
            done = clean.find(stop, end)
            done = len(clean) if done < 0 else done
            orders.append((start, done))
    for start, end in orders:
        clean = clean[:start] + re.sub(r"[^\n]", " ", clean[start:end]) + clean[end:]
    return clean


def visible(text: str, start: int = 0, end: int | None = None) -> VisibleText:
    """Return what is visible of text[start:end]; what is hidden is judged by the whole text."""
    end = len(text) if end is None else end
    seen = _seen(text)[start:end]
    return VisibleText("".join(compress(text[start:end], seen)), tuple(compress(range(start, end), seen)))


def evidence(text: str, start: int = 0, end: int | None = None) -> str:
    """Return what is visible of text[start:end], with blanks for what gives orders to the answerer.

    It is as long as the visible text, so that `VisibleText.original` places its ranges too.
    """
    seen = _seen(text)
    low = sum(seen[:start])
    return _evidence(text)[low : low + sum(seen[start:end])]


def quotable(text: str, start: int = 0, end: int | None = None) -> str:
    """Return text[start:end] at its own length, with blanks for what is hidden or gives orders.

    Whatever reads this in place of the text finds the same offsets, and nothing that must not be quoted.
    """
    end = len(text) if end is None else end
    kept = [" " if char != "\n" else char for char in text[start:end]]
    for char, place in zip(evidence(text, start, end), visible(text, start, end).places, strict=True):
        kept[place - start] = char
    return "".join(kept)


def plain(text: str) -> str:
    """Return a title, name or question on one line, without anything hidden."""
    return " ".join(visible(text).text.split())


def _invisible(char: str) -> bool:
    """Tell whether a character shows nothing: formats, tags, variation selectors, controls."""
    if char < "\x7f":
        return char < " " and char not in "\n\t"
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return True
    return unicodedata.category(char) in ("Cf", "Cc", "Co")
