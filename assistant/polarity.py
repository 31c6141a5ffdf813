"""Yes or no: the question as a claim, held against the sentence by the judge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.question_kinds import core_question
from assistant.terms import names

if TYPE_CHECKING:
    from models import Encoder

CLEAR = 0.5  # probability that one side needs
_AUXILIARY = re.compile(
    r"^(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)(n['’]t)?\s+(.+)$",
    re.I,
)
_SUBJECT = re.compile(
    r"^(?:(?:the|a|an|his|her|its|their|this|that|these|those|any|all|some)\s+(?:[\w'’-]+\s+)??[\w'’-]+|"
    r"(?:he|she|it|they|you|i|we|there)\b|[\w'’-]+)",
    re.I,
)
_NEGATED = re.compile(r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without)\b|n['’]t\b", re.I)


@dataclass(frozen=True, slots=True)
class Polarity:
    """ "Yes" or "No" with the judge's probability for it."""

    word: str
    score: float


def as_claim(question: str) -> str | None:
    """Return the claim that a yes/no question asks about: "Did Ann win?" is "Ann did win."; None for other questions."""
    core = core_question(question).rstrip("?!. ")
    core = re.split(
        r",?\s+and\s+(?:by |to |from |against |for |with )?(?:how|who|whom|what|when|where|why|which)\b", core
    )[0]
    match = _AUXILIARY.match(core)
    if match is None:
        return None
    auxiliary, negation, rest = match.groups()
    subject = _subject(rest)
    predicate = rest[len(subject) :].strip()
    del negation
    return f"{subject[0].upper()}{subject[1:]} {auxiliary.lower()} {predicate}.".replace(" .", ".")


def polarity(encoder: Encoder, claim: str, evidence: str) -> Polarity | None:
    """Return what the judge makes of the claim, or None when the evidence decides neither way."""
    supported, _, contradicted = (float(value) for value in encoder.judge([(claim, evidence)])[0])
    if max(supported, contradicted) < CLEAR * (supported + contradicted) or supported + contradicted < CLEAR:
        return None
    if supported >= contradicted:
        return Polarity("Yes", supported)
    return Polarity("No", contradicted)


def _subject(rest: str) -> str:
    named = [name for name in names(rest) if name.start == 0]
    if named:
        return rest[: named[0].end] + ("'s" if rest[named[0].end :].startswith(("'s", "’s")) else "")
    match = _SUBJECT.match(rest)
    return match.group() if match else rest.split()[0]
