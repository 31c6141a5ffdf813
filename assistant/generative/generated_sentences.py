"""The sentences of a generated answer, each with the passages that its markers cite."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.generative.citation_markers import MarkedText
from indexes.sentences import split_sentences

_BULLET = re.compile(r"^(?:[-*•‣–]|\d{1,2}[.)]|#{1,6}|>)\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.!?,”\"])[*_](?!\w)")


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as the model wrote it, without markers or layout, and the numbers that it cites.

    `clauses` divides it where markers stand inside it, each part with what its own marker cites; a
    sentence whose markers all stand at its end has none. `opens_line` says that a new line began.
    """

    text: str
    cited: tuple[int, ...] = ()
    clauses: tuple[tuple[str, tuple[int, ...]], ...] = ()
    opens_line: bool = False


def split_draft(marked: MarkedText) -> list[DraftSentence]:
    """Return the sentences in order; bullets, headings and emphasis are left out, line ends kept.

    A sentence that repeats an earlier one word for word is left out: small models say a thing in circles.
    """
    text = marked.text
    ranges = [(start, end) for start, end in split_sentences(text) if re.search(r"\w", text[start:end])]
    marks: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in ranges]
    for offset, numbers in marked.marks:
        owner = _owner(text, ranges, offset)
        if owner is not None:
            marks[owner].append((offset, numbers))
    drafts: list[DraftSentence] = []
    before = 0
    for (start, end), own in zip(ranges, marks, strict=True):
        cited = tuple(dict.fromkeys(number for _, numbers in own for number in numbers))
        opens_line = bool(drafts) and "\n" in text[before:start]
        drafts.append(
            DraftSentence(_clean(text[start:end]), cited, _clauses(text, start, end, own), opens_line)
        )
        before = end
    first: dict[str, DraftSentence] = {}
    for draft in drafts:
        if draft.text:
            first.setdefault(draft.text, draft)
    return list(first.values())


def _owner(text: str, ranges: list[tuple[int, int]], offset: int) -> int | None:
    """Return the sentence that a marker belongs to: the one before it on its line, else the one after."""
    before = max((at for at, (start, _) in enumerate(ranges) if start < offset), default=None)
    if before is not None and "\n" not in text[ranges[before][1] : offset]:
        return before
    after = next((at for at, (start, _) in enumerate(ranges) if start >= offset), None)
    return before if after is None else after


def _clauses(
    text: str, start: int, end: int, marks: list[tuple[int, tuple[int, ...]]]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    clauses: list[tuple[str, tuple[int, ...]]] = []
    done = start
    for offset, numbers in marks:
        part = _clean(text[done : max(done, min(offset, end))]).strip(" ,;")
        if re.search(r"\w", part):
            clauses.append((part, numbers))
        elif clauses:
            clauses[-1] = (clauses[-1][0], (*clauses[-1][1], *numbers))
        done = max(done, offset)
    rest = _clean(text[done:end]).strip(" ,;") if done < end else ""
    if re.search(r"\w", rest):
        clauses.append((rest, ()))
    return tuple(clauses) if len(clauses) > 1 else ()


def _clean(text: str) -> str:
    return _EMPHASIS.sub("", _BULLET.sub("", text.strip())).strip()
