"""The judge that needs no key: does a source support a claim, and which sentence says so.

The rule, for claims longer than a sentence and sources longer than the encoder's window:

1. The claim is split into sentences; each is judged by itself. A question goes with the sentence after it and
   a fragment with the one before, for alone they claim nothing.
2. Each sentence is held against the windows of the sources that share most with it, at most WINDOWS.
3. A number, date, name or other word that no source holds, and a "not" that only one side has, lower the
   support that the encoder gives.
4. A sentence is supported as much as by its best window (maximum), a claim as much as its least supported
   sentence (minimum). A claim is contradicted as much as its most contradicted sentence, by the best window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.answers import Verdict
from assistant.fitted import fitted
from assistant.judging.claim_checks import FRAGMENT, Penalties, differences
from assistant.judging.evidence_windows import (
    EvidenceWindow,
    SourceSentence,
    best_windows,
    nearest_sentence,
    source_sentences,
)
from assistant.wording.terms import words
from indexes.sentences import split_sentences
from models import Calibration

WINDOWS = 2
LONGEST_WINDOW = 150  # words
CONTRADICTED = 0.5
PENALTIES = Penalties(**fitted().penalties)
NO_PENALTIES = Penalties(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with probabilities, and its reason: characters [start, end) of `sources[source]`.

    The place is the sentence nearest to the claim's least supported sentence; None when nothing is found.
    """

    verdict: Verdict
    supported: float
    contradicted: float
    source: int | None = None
    start: int = 0
    end: int = 0


class Judge(Protocol):
    """Anything that tells whether sources support a claim."""

    def judge(self, claim: str, sources: Sequence[str]) -> Judgement:
        """Return the judgement of one claim against all of its sources."""
        ...

    def judge_many(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[Judgement]:
        """Return a judgement per (claim, sources), in order."""
        ...


class PairEncoder(Protocol):
    """The half of `models.Encoder` that judges pairs of claim and evidence."""

    @property
    def calibration(self) -> Calibration:
        """The threshold to decide at."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return probabilities of supported, neutral, contradicted: [n, 3]."""
        ...


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence of a claim with one window of evidence."""

    item: int
    sentence: int
    claim: str
    window: EvidenceWindow
    evidence: str
    nearest: SourceSentence | None
    nearest_text: str


class EmbeddedJudge:
    """The trained encoder with explicit checks, by the rule above."""

    def __init__(self, encoder: PairEncoder, *, penalties: Penalties = PENALTIES) -> None:
        """Use an encoder; `penalties=NO_PENALTIES` leaves the checks out, to measure what they add."""
        self._encoder = encoder
        self._penalties = penalties

    def judge(self, claim: str, sources: Sequence[str]) -> Judgement:
        """Return the judgement of one claim against all of its sources."""
        return self.judge_many([(claim, sources)])[0]

    def judge_many(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[Judgement]:
        """Return a judgement per (claim, sources), all pairs judged in one call of the encoder."""
        found = [pair for item, (claim, sources) in enumerate(items) for pair in _pairs(item, claim, sources)]
        asked = list(dict.fromkeys((pair.claim, pair.evidence) for pair in found))
        rows = dict(zip(asked, self._encoder.judge(asked), strict=True)) if asked else {}
        everything = ["\n".join(sources) for _, sources in items]
        best: list[dict[int, tuple[float, float, _Found]]] = [{} for _ in items]
        for pair in found:
            row = rows[pair.claim, pair.evidence]
            scored = (*self._checked(float(row[0]), float(row[2]), pair, everything[pair.item]), pair)
            known = best[pair.item].get(pair.sentence)
            if known is None or scored[0] > known[0]:
                best[pair.item][pair.sentence] = scored
        return [self._verdict(sentences) for sentences in best]

    def _checked(
        self, supported: float, contradicted: float, pair: _Found, everything: str
    ) -> tuple[float, float]:
        """Return support and contradiction after the checks; what support loses goes to both others alike."""
        checked = self._penalties.apply(supported, differences(pair.claim, everything, pair.nearest_text))
        rest = 1.0 - supported
        return checked, contradicted if rest <= 0.0 else contradicted * (1.0 - checked) / rest

    def _verdict(self, sentences: dict[int, tuple[float, float, _Found]]) -> Judgement:
        if not sentences:
            return Judgement("not found", 0.0, 0.0)
        supported, _, weakest = min(sentences.values(), key=lambda scored: scored[0])
        _, contradicted, denied = max(sentences.values(), key=lambda scored: scored[1])
        if supported >= self._encoder.calibration.supported_threshold:
            return _placed("supported", supported, contradicted, weakest)
        if contradicted >= CONTRADICTED:
            return _placed("contradicted", supported, contradicted, denied)
        return Judgement("not found", supported, contradicted)


def claim_sentences(claim: str) -> list[str]:
    """Return what a claim says, sentence by sentence, no question or fragment alone where that can be."""
    units: list[str] = []
    asked = False
    for start, end in split_sentences(claim):
        sentence = claim[start:end]
        count = len(words(sentence))
        if not count:
            continue
        if units and (asked or count < FRAGMENT):
            units[-1] = f"{units[-1]} {sentence}"
        else:
            units.append(sentence)
        asked = sentence.endswith("?")
    return units


def _pairs(item: int, claim: str, sources: Sequence[str]) -> list[_Found]:
    split = [source_sentences(source) for source in sources]
    pairs = []
    for number, sentence in enumerate(claim_sentences(claim)):
        for window in best_windows(sentence, split, longest=LONGEST_WINDOW, limit=WINDOWS):
            held = split[window.source][window.first : window.last]
            evidence = sources[window.source][held[0].start : held[-1].end]
            nearest = nearest_sentence(sentence, held)
            said = sources[window.source][nearest.start : nearest.end] if nearest else ""
            pairs.append(_Found(item, number, sentence, window, evidence, nearest, said))
    return pairs


def _placed(verdict: Verdict, supported: float, contradicted: float, found: _Found) -> Judgement:
    if found.nearest is None:
        return Judgement(verdict, supported, contradicted)
    place = found.nearest
    return Judgement(verdict, supported, contradicted, found.window.source, place.start, place.end)
