"""What changed between two versions of an article, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

from indexes.articles import Article
from indexes.sentences import split_sentences

ChangeKind = Literal["added", "removed", "reworded"]
_FIELDS = ("title", "url", "publisher", "author", "published", "modified", "language")
_WORDS = re.compile(r"\s+|\S+")
# How like each other two sentences are of which one is the other reworded, from 0 to 1.
_SIMILAR = 0.5
# Steps of comparing that two versions may cost, a few seconds; whole books rewritten would take hours.
_MOST_STEPS = 20_000_000
# What to look at two sentences costs, before their words are put in order.
_PAIR_STEPS = 20


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

    A sentence that was replaced by a similar one is reworded; others are removed and added, as are those
    of very long texts that have too little in common to compare them all.
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
    steps = _Steps()
    for before_run, after_run in _replaced_runs(old, new, steps):
        changes += _sentence_changes(before_run, after_run, steps)
    return changes


class _Steps:
    """How many steps of comparing are left."""

    def __init__(self) -> None:
        self._left = _MOST_STEPS

    def take(self, count: int) -> bool:
        """Take steps and tell whether there were enough of them."""
        enough = count <= self._left
        self._left -= count if enough else 0
        return enough

    def take_for(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Take what SequenceMatcher may need for the two: for each match, to look at every equal pair."""
        times = Counter(new)
        pairs = sum(times[part] for part in old)
        return self.take(max(pairs, len(old)) * min(len(old), len(new)))


def _replaced_runs(old: list[str], new: list[str], steps: _Steps) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the runs of sentences between those that stayed, as they were and as they are."""
    if steps.take_for(old, new):
        for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                yield old[first:last], new[start:end]
        return
    start = _shared_start(old, new)
    end = _shared_start(old[start:][::-1], new[start:][::-1])
    if start or end:
        yield from _replaced_runs(old[start : len(old) - end], new[start : len(new) - end], steps)
    else:
        yield old, new


def _shared_start(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many sentences both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _change(field: str, before: str, after: str) -> Change:
    kind: ChangeKind = "added" if not before else "removed" if not after else "reworded"
    return Change(kind, field, before, after)


def _sentence_changes(old: list[str], new: list[str], steps: _Steps) -> Iterator[Change]:
    """Yield the changes between two runs of sentences, pairing the similar ones in order."""
    candidates = [_Words(sentence) for sentence in new]
    rest = 0
    for sentence in old:
        place = _most_similar(_Words(sentence), candidates, rest, steps)
        if place is None:
            yield Change("removed", "text", sentence, "")
        else:
            yield from (Change("added", "text", "", other) for other in new[rest:place])
            yield Change("reworded", "text", sentence, new[place])
            rest = place + 1
    yield from (Change("added", "text", "", other) for other in new[rest:])


class _Words:
    """The words of a sentence, in order, and each numbered by its occurrence, so that sets can count them."""

    def __init__(self, sentence: str) -> None:
        self.ordered = sentence.split()
        times: Counter[str] = Counter()
        self.counted: set[tuple[str, int]] = set()
        for word in self.ordered:
            times[word] += 1
            self.counted.add((word, times[word]))


def _most_similar(sentence: _Words, others: Sequence[_Words], rest: int, steps: _Steps) -> int | None:
    """Return the place of the most similar other from `rest` on, or None where none is similar."""
    best, most_similar = 0.0, None
    for place in range(rest, len(others)):
        if not steps.take(_PAIR_STEPS + len(sentence.ordered)):
            break
        other = others[place]
        # in any order, so no less than in the same order
        shared = len(sentence.counted & other.counted)
        most = 2 * shared / (len(sentence.ordered) + len(other.ordered))
        if most < _SIMILAR or most <= best or not steps.take_for(sentence.ordered, other.ordered):
            continue
        likeness = SequenceMatcher(None, sentence.ordered, other.ordered, autojunk=False).ratio()
        if likeness >= _SIMILAR and likeness > best:
            best, most_similar = likeness, place
    return most_similar


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
