"""Judges behind one seam: does a text support a claim, each verdict with a probability.

The embedded judge needs no key and gives the same bytes every run. A judge that fails on a claim says
"judge failure" for it; it never guesses and never raises for one bad reply.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from eval.metrics import ClaimResult, answer_parts, contains_answer, normalise_quoted
from eval.metrics.citations import Supports
from eval.metrics.faithfulness import ClaimVerdict
from indexes.sentences import split_sentences

if TYPE_CHECKING:
    from assistant.judging.judge import Judge, PairEncoder
    from models import Calibration

# A probability is rounded before it is kept: what a sum's order moves in the last bit is no news.
DIGITS = 6

LONGEST_SHORT_ANSWER = 16  # words


class SupportJudge(Protocol):
    """Judges claims against their sources, in order, one result per item."""

    name: str

    def judge_claims(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[ClaimResult]:
        """Return a result per (claim, sources); sources together are the evidence."""
        ...


class KeylessJudge:
    """The embedded judge behind the seam.

    With `remember`, what it judged is kept: one run asks about the same pairs many times. A benchmark
    over a file of any size does without.
    """

    def __init__(self, judge: Judge, *, name: str = "embedded", remember: bool = True) -> None:
        self.name = name
        self._judge = judge
        self._remember = remember
        self._known: dict[tuple[str, tuple[str, ...]], ClaimResult] = {}

    def judge_claims(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[ClaimResult]:
        """Return a result per (claim, sources); without sources nothing is supported."""
        keys = [(claim, tuple(source for source in sources if source.strip())) for claim, sources in items]
        new = [key for key in dict.fromkeys(keys) if key not in self._known]
        askable = [key for key in new if key[1]]
        for key, judgement in zip(askable, self._judge.judge_many(askable), strict=True):
            verdict: ClaimVerdict = (
                judgement.verdict if judgement.verdict in ("supported", "contradicted") else "not found"
            )
            self._known[key] = ClaimResult(key[0], verdict, round(float(judgement.supported), DIGITS))
        for key in new:
            self._known.setdefault(key, ClaimResult(key[0], "not found", 0.0))
        results = [self._known[key] for key in keys]
        if not self._remember:
            self._known.clear()
        return results


class RememberingEncoder:
    """An encoder that judges each pair once, for judges that differ in what they make of it."""

    def __init__(self, encoder: PairEncoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, str], NDArray[np.float64]] = {}

    @property
    def calibration(self) -> Calibration:
        """The threshold to decide at."""
        return self._encoder.calibration

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return probabilities of supported, neutral, contradicted: [n, 3]."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        if new:
            self._known |= dict(zip(new, self._encoder.judge(new), strict=True))
        return np.array([self._known[pair] for pair in pairs]).reshape(len(pairs), 3)


class QuotedFirst:
    """A judge that is not asked about words that stand in a source as they are.

    A sentence quoted whole is supported by the source that it is from. So is `short`, a short answer beside
    the sentences that tell it and itself no sentence that a judge could read, when each of its parts stands
    there. Never give a whole answer as `short`: words that stand in a source may be denied there.
    """

    def __init__(self, judge: SupportJudge, *, short: str | None = None) -> None:
        self.name = judge.name
        self._judge = judge
        self._short = normalise_quoted(short or "")

    def judge_claims(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[ClaimResult]:
        """Return a result per (claim, sources), asking the judge only for what is not quoted."""
        quoted = [self._is_quoted(claim, sources) for claim, sources in items]
        asked = [item for item, known in zip(items, quoted, strict=True) if not known]
        judged = iter(self._judge.judge_claims(asked) if asked else ())
        return [
            ClaimResult(claim, "supported", 1.0) if known else next(judged)
            for (claim, _), known in zip(items, quoted, strict=True)
        ]

    def _is_quoted(self, claim: str, sources: Sequence[str]) -> bool:
        form = normalise_quoted(claim)
        if not form:
            return False
        if form == self._short and len(form.split()) <= LONGEST_SHORT_ANSWER:
            parts = answer_parts(claim)
            return any(all(contains_answer(source, [part]) for part in parts) for source in sources)
        return any(form in _sentence_forms(source) for source in sources)


@lru_cache(maxsize=4096)
def _sentence_forms(text: str) -> frozenset[str]:
    """The normal forms of a text's sentences, and of the text as a whole."""
    forms = {normalise_quoted(text[start:end]) for start, end in split_sentences(text)}
    return frozenset(forms | {normalise_quoted(text)})


def supports(judge: SupportJudge) -> Supports:
    """Return the judge as the yes, no or None question that the citation metrics ask."""

    def ask(claim: str, sources: Sequence[str]) -> bool | None:
        [result] = judge.judge_claims([(claim, sources)])
        return None if result.verdict == "judge failure" else result.verdict == "supported"

    return ask


@lru_cache(maxsize=1)
def embedded_judge() -> KeylessJudge:
    """Return the judge that ships with the project, loaded once."""
    return new_embedded_judge()


def new_embedded_judge(
    *, checks: bool = True, remember: bool = True, encoder: PairEncoder | None = None
) -> KeylessJudge:
    """Return an embedded judge that has judged nothing yet.

    Without `checks` the encoder decides alone, so that what the checks of numbers, dates, names and
    negations add can be measured; its threshold stays the shipped one.
    """
    from assistant.judging.judge import NO_PENALTIES, PENALTIES, EmbeddedJudge
    from models import Encoder

    penalties = PENALTIES if checks else NO_PENALTIES
    judge = EmbeddedJudge(encoder or Encoder.load(), penalties=penalties)
    return KeylessJudge(judge, name="embedded" if checks else "encoder alone", remember=remember)
