"""Yes or no: the question as a claim, held against the sentence by the judge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.question_kinds import core_question
from assistant.terms import names

if TYPE_CHECKING:
    from models import Encoder

CLEAR = 0.5  # probability that a side needs
_AUXILIARY = re.compile(
    r"^(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|"
    r"must)(n['’]t)?\s+(.+)$",
    re.I,
)
_SUBJECT = re.compile(
    r"^(?:(?:the|a|an|his|her|its|their|this|that|these|those|any|all|some)\s+(?:[\w'’-]+\s+)??[\w'’-]+|"
    r"(?:he|she|it|they|you|i|we|there)\b|[\w'’-]+)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """ "Yes" or "No" with the judge's probability for it."""

    word: str
    score: float


def as_claim(question: str) -> str | None:
    """Return the claim that a yes/no question is about: "Ann did win." for "Did Ann win?", else None."""
    core = core_question(question).rstrip("?!. ")
    core = re.split(
        r",?\s+and\s+(?:by |to |from |against |for |with )?(?:how|who|whom|what|when|where|why|which)\b", core
    )[0]
    match = _AUXILIARY.match(core)
    if match is None:
        return None
    auxiliary, _, rest = match.groups()
    subject = _subject(rest)
    predicate = rest[len(subject) :].strip()
    return f"{subject[0].upper()}{subject[1:]} {auxiliary.lower()} {predicate}.".replace(" .", ".")


def decide(encoder: Encoder, claim: str, evidence: Sequence[str]) -> tuple[int, Polarity] | None:
    """Return which of the texts decides the claim most clearly, and how; None when none does."""
    if not evidence:
        return None
    decided = [
        (at, Polarity("Yes", float(row[0])) if row[0] >= row[2] else Polarity("No", float(row[2])))
        for at, row in enumerate(encoder.judge([(claim, text) for text in evidence]))
    ]
    best = max(decided, key=lambda one: one[1].score)
    return best if best[1].score >= CLEAR else None


def _subject(rest: str) -> str:
    named = [name for name in names(rest) if name.start == 0]
    if named:
        own = re.match(r"['’]s? (?:[\w'’-]+ )??[\w'’-]+", rest[named[0].end :])
        return rest[: named[0].end] + (own.group() if own else "")
    match = _SUBJECT.match(rest)
    return match.group() if match else rest.split()[0]
