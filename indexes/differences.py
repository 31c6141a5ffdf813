"""What changed between two versions of an article, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from indexes.articles import Article
from indexes.sentences import split_sentences

ChangeKind = Literal["added", "removed", "reworded"]
_FIELDS = ("title", "url", "publisher", "author", "published", "modified", "language")
_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of a named field, or of a sentence, where `field` is "text"."""

    kind: ChangeKind
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        """The change on a line, with [-what went-] and {+what came+}."""
        name = "" if self.field == "text" else f"{self.field}: "
        if self.kind == "added":
            return f"+ {name}{self.after}"
        if self.kind == "removed":
            return f"- {name}{self.before}"
        return f"~ {name}{_marked(self.before, self.after)}"


def describe_changes(before: Article, after: Article) -> list[Change]:
    """Return what changed: fields first, then sentences in the order of the text.

    A sentence that was replaced by a similar one is reworded; others are removed and added.
    """
    changes = [
        _change(name, getattr(before, name) or "", getattr(after, name) or "")
        for name in _FIELDS
        if getattr(before, name) != getattr(after, name)
    ]
    old, new = (
        [" ".join(article.text[start:end].split()) for start, end in split_sentences(article.text)]
        for article in (before, after)
    )
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            changes += _sentence_changes(old[first:last], new[start:end])
    return changes


def _change(field: str, before: str, after: str) -> Change:
    kind: ChangeKind = "added" if not before else "removed" if not after else "reworded"
    return Change(kind, field, before, after)


def _sentence_changes(old: list[str], new: list[str]) -> Iterator[Change]:
    """Yield the changes between two runs of sentences, pairing the similar ones in order."""
    rest = 0
    for sentence in old:
        similar = [_likeness(sentence, other) for other in new[rest:]]
        best = max(range(len(similar)), key=similar.__getitem__, default=-1)
        if best >= 0 and similar[best] >= 0.5:
            yield from (Change("added", "text", "", other) for other in new[rest : rest + best])
            yield Change("reworded", "text", sentence, new[rest + best])
            rest += best + 1
        else:
            yield Change("removed", "text", sentence, "")
    yield from (Change("added", "text", "", other) for other in new[rest:])


def _likeness(sentence: str, other: str) -> float:
    return SequenceMatcher(None, sentence.split(), other.split(), autojunk=False).ratio()


def _marked(before: str, after: str) -> str:
    """Return the new text with what it replaced, word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[str] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[first:last]), "".join(new[start:end])
        if tag == "equal":
            parts.append(come)
        else:
            parts.append((f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else ""))
    return "".join(parts)
