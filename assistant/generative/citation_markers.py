"""Citation markers in text that arrives in pieces: [1], [1, 2], [1][2], 【1】, ［1］, [Source 1-3].

What a stream is cut into never changes what is read from it: a piece that may still become a marker,
or inline code, is held back until it is decided. Code is passed on unread, brackets around words or
years stay text, and numbers that were not offered are dropped with the blanks before them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

LABELS = ("passage", "passages", "source", "sources", "article", "articles", "ref", "refs")
LONGEST_MARKER = 60
LONGEST_INLINE_CODE = 200
WIDEST_RANGE = 20

_BLANK = " \t\u00a0"
_LABEL = rf"(?:(?:{'|'.join(LABELS)})[{_BLANK}.:#]*)?"
_NUMBER = rf"{_LABEL}[0-9０-９]{{1,3}}"
_LIST = rf"{_NUMBER}(?:(?:[{_BLANK}]*[,;，、‐‑–—-][{_BLANK}]*|[{_BLANK}]+){_NUMBER})*"
_INSIDE = rf"[{_BLANK}]*\^?(?P<%s>{_LIST})(?:†[^\]】］\n]*)?[{_BLANK}]*"
_MARKER = re.compile(rf"\[\[{_INSIDE % 'doubled'}\]\]|[\[【［]{_INSIDE % 'single'}[\]】］]", re.IGNORECASE)
# Whatever _MARKER matches, each of its beginnings matches this; what does not can be let go at once.
_BEGINNING = re.compile(
    rf"(?:\[\[|[\[【［])[{_BLANK}]*\^?[a-z0-9０-９{_BLANK}.:#,;，、‐‑–—-]*(?:†[^\]】］\n]*)?\]?",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"[\[【［`]")
_NUMBERS = re.compile(rf"([0-9]+)(?:[{_BLANK}]*[‐‑–—-][{_BLANK}]*{_LABEL}([0-9]+))?", re.IGNORECASE)
_OPEN_AT_END = re.compile(r"[\[【［][^\[\]【】［］\n]*$")


@dataclass(frozen=True, slots=True)
class Text:
    """Text to show as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Inline or fenced code, with its backticks; whatever stands in brackets there cites nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A citation of passages that were offered, by their numbers in the order written."""

    numbers: tuple[int, ...]


Piece = Text | Code | Marker


class MarkerParser:
    """Reads a stream once: `feed` each piece of text, `close` at the end."""

    def __init__(self, offered: Collection[int]) -> None:
        self._offered = frozenset(offered)
        self._pending = ""
        self._fence = 0
        self._line_is_blank = True
        self._tail = ""

    def feed(self, text: str) -> list[Piece]:
        """Return what is decided now."""
        self._pending += text
        return self._decide(final=False)

    def close(self) -> list[Piece]:
        """Return what was held back; nothing may be fed after it."""
        return self._decide(final=True)

    def _decide(self, *, final: bool) -> list[Piece]:
        pieces: list[Piece] = []
        while self._pending:
            step = self._fenced_line(final) if self._fence else self._next(final)
            if step is None:
                break
            length, piece = step
            taken, self._pending = self._pending[:length], self._pending[length:]
            last_line = taken.rpartition("\n")[2]
            self._line_is_blank = not last_line.strip(_BLANK) and ("\n" in taken or self._line_is_blank)
            if piece is not None:
                pieces.append(piece)
                self._tail = (self._tail + taken)[-LONGEST_MARKER:]
        return pieces

    def _next(self, final: bool) -> tuple[int, Piece | None] | None:
        """Return how much of the pending text the next piece takes, or None to wait for more."""
        pending = self._pending
        special = _SPECIAL.search(pending)
        if special is None and final:
            return len(pending), Text(pending)
        before = len((pending if special is None else pending[: special.start()]).rstrip(_BLANK))
        if before:
            return before, Text(pending[:before])
        if special is None:
            return None
        blanks, rest = special.start(), pending[special.start() :]
        if rest[0] == "`":
            return self._code(blanks, rest, final)
        marker = _MARKER.match(rest)
        if marker is not None and marker.end() <= LONGEST_MARKER:
            listed = marker["doubled"] or marker["single"]
            numbers = tuple(number for number in _numbers(listed) if number in self._offered)
            if not numbers:
                # what is left around a dropped marker must not close up to a marker of its own
                gap = Text("…") if _OPEN_AT_END.search(self._tail) else None
                return blanks + marker.end(), gap
            if blanks:
                return blanks, Text(pending[:blanks])
            return marker.end(), Marker(numbers)
        if not final and _may_become_a_marker(rest):
            return None
        return blanks + 1, Text(pending[: blanks + 1])

    def _code(self, blanks: int, rest: str, final: bool) -> tuple[int, Piece] | None:
        """Decide what a run of backticks opens: a fence, inline code, or nothing."""
        run = len(rest) - len(rest.lstrip("`"))
        if run == len(rest) and not final:
            return None
        if blanks:
            return blanks, Text(self._pending[:blanks])
        if run >= 3 and self._line_is_blank:
            self._fence = run
            return run, Code(rest[:run])
        line, newline, _ = rest[run : 2 * run + LONGEST_INLINE_CODE + 1].partition("\n")
        closing = re.search(rf"(?<!`)`{{{run}}}(?!`)", line)
        known = final or bool(newline) or len(rest) > 2 * run + LONGEST_INLINE_CODE
        if closing is not None and (known or closing.end() < len(line)):
            return run + closing.end(), Code(rest[: run + closing.end()])
        return (run, Text(rest[:run])) if known else None

    def _fenced_line(self, final: bool) -> tuple[int, Piece] | None:
        """Pass on one whole line of fenced code, leaving the fence after its closing line."""
        line, newline, _ = self._pending.partition("\n")
        if not newline and not final:
            return None
        stripped = line.strip(_BLANK)
        if self._line_is_blank and len(stripped) >= self._fence and not stripped.strip("`"):
            self._fence = 0
        return len(line) + len(newline), Code(line + newline)


class Numbering:
    """The numbers that readers see: 1, 2, … in the order in which passages are first cited."""

    def __init__(self) -> None:
        self._shown: dict[int, int] = {}

    def shown(self, number: int) -> int:
        """Return the number to show for an offered passage, giving it the next one at first use."""
        return self._shown.setdefault(number, len(self._shown) + 1)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Text without its markers, and for each marker where it stood and what it cites."""

    text: str
    marks: tuple[tuple[int, tuple[int, ...]], ...]


def parse(text: str, offered: Collection[int]) -> list[Piece]:
    """Return the pieces of a whole text, neighbours of a kind joined."""
    parser = MarkerParser(offered)
    return joined([*parser.feed(text), *parser.close()])


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with neighbouring texts and neighbouring codes made one."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if isinstance(piece, Text) and isinstance(last, Text):
            result[-1] = Text(last.text + piece.text)
        elif isinstance(piece, Code) and isinstance(last, Code):
            result[-1] = Code(last.text + piece.text)
        else:
            result.append(piece)
    return result


def shown(pieces: Sequence[Piece], numbering: Numbering) -> str:
    """Return the text for readers, with [n] for each passage cited, numbered by first use."""
    parts = []
    for piece in joined(pieces):
        if isinstance(piece, Marker):
            parts += [f"[{numbering.shown(number)}]" for number in dict.fromkeys(piece.numbers)]
        else:
            parts.append(disarmed(piece.text) if isinstance(piece, Code) else piece.text)
    return "".join(parts)


def marked_text(pieces: Iterable[Piece]) -> MarkedText:
    """Return the text without markers or the blanks before them, and where each marker stood."""
    text, marks = "", []
    for piece in joined(pieces):
        if isinstance(piece, Marker):
            text = text.rstrip(_BLANK)
            marks.append((len(text), piece.numbers))
        else:
            text += disarmed(piece.text) if isinstance(piece, Code) else piece.text
    # "[[2]1]" without its marker would read "[1]"; same length, so that the marks stay where they are
    return MarkedText(re.sub(r"[\[【［](\d+)[\]】］]", r"(\1)", text), tuple(marks))


def disarmed(code: str) -> str:
    """Return code in which no bracketed number can be taken for a citation."""
    return re.sub(r"\[(\d+)\]", r"[ \1 ]", code)


def _may_become_a_marker(rest: str) -> bool:
    """Tell whether more text could make a marker of this."""
    if len(rest) >= LONGEST_MARKER or _BEGINNING.fullmatch(rest) is None:
        return False
    words = re.findall(r"[a-z]+", rest.split("†")[0].lower())
    return all(word in LABELS for word in words[:-1]) and any(
        label.startswith(word) for word in words[-1:] or [""] for label in LABELS
    )


def _numbers(listed: str) -> list[int]:
    """Return the numbers of a list such as "1, 3–5", each once."""
    found: list[int] = []
    for match in _NUMBERS.finditer(unicodedata.normalize("NFKC", listed)):
        low, high = int(match[1]), int(match[2] or match[1])
        found += range(low, high + 1) if low <= high <= low + WIDEST_RANGE else (low, high)
    return list(dict.fromkeys(found))
