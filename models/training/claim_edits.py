"""Small edits of news sentences that change what they say, and rewordings that do not.

Every edit is a list of character replacements, so it can be made in the claim, in its source, or in both: a
claim and its source edited alike agree again, which keeps a model from telling edits by their looks alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.training.names import Mention, mentions, replacement
from models.training.rows import CONTRADICTED, NEUTRAL, UNSUPPORTED
from models.training.words import OPPOSITES, PAST, STRONGER


@dataclass(frozen=True)
class Edit:
    """Replacements (start, end, new text) in a sentence, their kind, and the label of the edited claim."""

    kind: str
    label: int
    changes: tuple[tuple[int, int, str], ...]

    def apply(self, sentence: str) -> str:
        """Make the edit; the first letter of the sentence stays a capital."""
        for start, end, new in sorted(self.changes, reverse=True):
            sentence = sentence[:start] + new + sentence[end:]
        return sentence[:1].upper() + sentence[1:]


Editor = Callable[[str, Sequence[Mention], random.Random], Edit | None]

_NAMES = ("person", "place", "organisation", "name")
_NUMBERS = ("number", "number word", "ordinal")
_DATES = ("year", "month", "day")


def _swap(kinds: tuple[str, ...], label: int, called: str) -> Editor:
    def edit(sentence: str, pool: Sequence[Mention], rng: random.Random) -> Edit | None:
        found = [mention for mention in mentions(sentence) if mention.kind in kinds]
        rng.shuffle(found)
        for mention in found:
            new = replacement(mention, pool, rng, avoid=sentence)
            if new:
                return Edit(called, label, ((mention.start, mention.end, new),))
        return None

    return edit


def swap_roles(sentence: str, pool: Sequence[Mention], rng: random.Random) -> Edit | None:
    """Let two names of a kind change places, unless they stand side by side in a list or meet each other."""
    del pool
    found = [mention for mention in mentions(sentence) if mention.kind in _NAMES]
    pairs = []
    for number, left in enumerate(found):
        for right in found[number + 1 :]:
            between = sentence[left.end : right.start]
            alike = left.kind == right.kind and not set(left.text.split()) & set(right.text.split())
            verb = re.search(r"\b\w+(?:ed|s|told|beat|won|led|gave|said|left|met)\b", between)
            listed = re.search(r"^\W*(?:and|or|,)\W*$|\b(?:met|meets?|meeting|with|between)\b", between)
            if alike and verb and not listed:
                pairs.append((left, right))
    if not pairs:
        return None
    left, right = rng.choice(pairs)
    return Edit(
        "roles", UNSUPPORTED, ((left.start, left.end, right.text), (right.start, right.end, left.text))
    )


_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|would|can|could|should|must|(?:has|have|had|did|does|do)(?=\s(?:not\s|[a-z]+(?:ed|en|n|t)\b)))"
    r"\s(not\s)?(?!to\b|not\b|an?\b|the\b|no\b|that\b|it\b)(?=[a-z])",
    re.ASCII,
)
_CONTRACTED = re.compile(r"\b(is|are|was|were|has|have|had|would|could|should|did|does|do)n['’]t\b")
_SIMPLE_PAST = re.compile(
    r"(?<=[a-z]\s)(announced|agreed|decided|wanted|managed|failed|continued|visited|called|helped|started|played|"
    r"signed|arrived|returned|refused|received|attended|appeared|voted|launched|killed|opened|closed|joined)\b"
)


def negate(sentence: str, pool: Sequence[Mention], rng: random.Random) -> Edit | None:
    """Put in a "not", or take one out."""
    del pool
    options = []
    for match in _AUXILIARY.finditer(sentence):
        if match[2]:
            options.append((match.start(2), match.end(2), ""))
        else:
            options.append((match.end(1), match.end(1), " not" if rng.random() < 0.85 else " never"))
    for match in _CONTRACTED.finditer(sentence):
        options.append((match.start(), match.end(), match[1]))
    for match in _SIMPLE_PAST.finditer(sentence):
        if re.search(
            r"\b(?:ha[sd]|have|is|are|was|were|been?|being|not|to|n['’]t)\s(?:\w+ly\s)?$",
            sentence[: match.start()],
        ):
            continue
        stem = match[1][:-2]
        plain = (
            stem + "e"
            if stem.endswith(("c", "v", "nc", "us", "mov", "clos", "receiv", "arriv", "decid"))
            else stem
        )
        if plain in ("announc", "agre"):
            plain += "e"
        options.append((match.start(), match.end(), f"did not {plain}"))
    return Edit("negation", CONTRADICTED, (rng.choice(options),)) if options else None


_OPPOSITE: dict[str, list[str]] = {}
for _one, _other in OPPOSITES:
    _OPPOSITE.setdefault(_one, []).append(_other)
    _OPPOSITE.setdefault(_other, []).append(_one)
_OPPOSED = re.compile(r"\b(?:" + "|".join(sorted(_OPPOSITE, key=len, reverse=True)) + r")\b")


def oppose(sentence: str, pool: Sequence[Mention], rng: random.Random) -> Edit | None:
    """Turn one word into its opposite."""
    del pool
    found = list(_OPPOSED.finditer(sentence))
    if not found:
        return None
    match = rng.choice(found)
    return Edit("opposite", CONTRADICTED, ((match.start(), match.end(), rng.choice(_OPPOSITE[match[0]])),))


_PLANNED = re.compile(
    r"\b(?:is|are|was|were) "
    r"(?:scheduled|expected|due|set|planning|likely|hoping|believed|thought|alleged) to (\w+)"
    r"|\b(?:plans?|planned|hopes?|hoped|wants?|wanted|intends?|intended|threatened|tried|agreed|promised)"
    r" to (\w+)"
    r"|\b(?:may|might|could|would|should) (\w+)"
)


def strengthen(sentence: str, pool: Sequence[Mention], rng: random.Random) -> Edit | None:
    """Tell what was planned, possible, partial or alleged as done, certain, whole or proven."""
    del pool
    options: list[tuple[int, int, str]] = []
    for match in _PLANNED.finditer(sentence):
        verb = next(group for group in match.groups() if group)
        if verb in ("have", "be", "not", "also"):
            continue
        past = PAST.get(verb) or f"did {verb}"
        options.append((match.start(), match.end(), f"has already {past}" if past == "met" else past))
    for weak, strong in STRONGER:
        for match in re.finditer(rf"\b{weak}\b", sentence):
            options.append((match.start(), match.end(), strong))
    return Edit("modality", NEUTRAL, (rng.choice(options),)) if options else None


SUBTLE_EDITORS: dict[str, Editor] = {
    "name": _swap(_NAMES, UNSUPPORTED, "name"),
    "number": _swap(_NUMBERS, CONTRADICTED, "number"),
    "date": _swap(_DATES, CONTRADICTED, "date"),
    "roles": swap_roles,
    "negation": negate,
    "opposite": oppose,
    "modality": strengthen,
}
"""Edits that change the meaning of a sentence by one detail."""

# how often each kind is tried first; those that few sentences allow come first where they can
_WEIGHTS = {
    "name": 2.0,
    "number": 3.0,
    "date": 3.0,
    "roles": 4.0,
    "negation": 1.0,
    "opposite": 1.2,
    "modality": 1.8,
}


def subtle_edit(sentence: str, pool: Sequence[Mention], rng: random.Random) -> Edit | None:
    """Make one meaning-changing edit of a kind drawn at random among those the sentence allows."""
    for kind in sorted(SUBTLE_EDITORS, key=lambda name: rng.random() ** (1 / _WEIGHTS[name]), reverse=True):
        edit = SUBTLE_EDITORS[kind](sentence, pool, rng)
        if edit and edit.apply(sentence) != sentence:
            return edit
    return None
