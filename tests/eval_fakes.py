"""A judge and answers that anyone predicts by hand, for the tests of measuring."""

from __future__ import annotations

from collections.abc import Sequence

from eval.measuring import measure
from eval.metrics import ClaimResult
from eval.responses import Claim, Gold, GoldEvidence, Response, Retrieved
from eval.runs import Run, TurnResult


class WordsJudge:
    """A claim is supported when all its words occur in the sources; "broken" sources fail it."""

    name = "words"

    def judge_claims(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[ClaimResult]:
        results = []
        for claim, sources in items:
            words, known = set(claim.split()), set(" ".join(sources).split())
            if "broken" in known:
                results.append(ClaimResult(claim, "judge failure"))
                continue
            share = len(words & known) / len(words)
            results.append(ClaimResult(claim, "supported" if share == 1 else "not found", share))
        return results


class DoubtingJudge:
    """Supports nothing that it is asked about."""

    name = "doubting"

    def judge_claims(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[ClaimResult]:
        return [ClaimResult(claim, "not found", 0.0) for claim, _ in items]


ARTICLE = "The bridge opened in 1932 . It is 503 metres long . Nobody was hurt ."
GOLD = Gold(answers=("1932",), evidence=(GoldEvidence("bridge", 0, 27, ARTICLE[:27]),))


def response(
    *,
    text: str = "The bridge opened in 1932 .",
    short: str | None = "1932",
    cited: tuple[str, ...] | None = (ARTICLE[:27],),
    abstained: bool = False,
    retrieved: tuple[Retrieved, ...] = (Retrieved(ARTICLE, "bridge", 0, len(ARTICLE), 0.9),),
    confidence: float = 0.9,
    question: str = "When did the bridge open?",
) -> Response:
    """A right answer with its right citation, or one that differs as asked."""
    return Response(
        question=question,
        text=text,
        short=short,
        abstained=abstained,
        claims=() if abstained else (Claim(text, cited),),
        retrieved=retrieved,
        quoted=() if abstained else tuple(Retrieved(quote, "bridge", 0, 27) for quote in cited or ()),
        confidence=confidence,
        timings_ms={"search": 2.0, "total": 10.0},
        detail={"searched_for": question, "writer": "scripted"},
    )


def turn(
    key: str, given: Response, *, gold: Gold | None = GOLD, tags: tuple[str, ...] = ("when",)
) -> TurnResult:
    """One measured answer."""
    measures = measure(given, gold, WordsJudge())
    return TurnResult(
        key=key, case=key, turn=1, turns=1, tags=tags, gold=gold, response=given, measures=measures
    )


def run(*results: TurnResult) -> Run:
    """A run of these answers."""
    return Run(system="scripted", judge="words", split="all", results=results)
