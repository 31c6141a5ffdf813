"""What any system said to one question, and what it should have said: the input of every measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.answers import Answer
from eval.metrics.answers import normalise

# Of the passages that were read, the judge sees the best ones: those that a writer could have used.
CONTEXTS_JUDGED = 8


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer that claims something, with the texts it cites (None: it can't cite)."""

    text: str
    cited: tuple[str, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that was retrieved: its text, and where it lies when that is known."""

    text: str
    article: str = ""
    start: int = -1
    end: int = -1
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer of one system; `detail` is what a report shows beside the scores."""

    question: str
    text: str
    short: str | None = None
    abstained: bool = False
    claims: tuple[Claim, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    quoted: tuple[Retrieved, ...] = ()
    confidence: float | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    usage: Mapping[str, float] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """Characters of an article that hold the answer, and the words themselves."""

    article: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Gold:
    """What a good answer has: any of `answers`, all of `answers_all` (each with its alternatives).

    A yes/no question has a `polarity` besides, and the fact that decides it as its answers. Without any of
    this a question is asked for the sake of those after it, and not graded.
    """

    answers: tuple[str, ...] = ()
    answers_all: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[GoldEvidence, ...] = ()
    unanswerable: bool = False
    polarity: str | None = None

    @property
    def graded(self) -> bool:
        """Whether it says what a good answer is."""
        return bool(self.unanswerable or self.answers or self.answers_all or self.evidence)


def from_answer(answer: Answer, *, confidence: float) -> Response:
    """Return the assistant's answer as a response; what it cites are its quotes.

    A bare yes or no is no claim: whether it is right is measured by itself.
    """
    quotes = {citation.number: citation.quote for citation in answer.citations}
    return Response(
        question=answer.question,
        text=answer.text,
        short=answer.short,
        abstained=answer.abstained,
        claims=tuple(
            _claim(sentence.text, tuple(quotes[number] for number in sentence.citations if number in quotes))
            for sentence in answer.sentences
            if sentence.verdict != "no claim" and normalise(sentence.text) not in ("yes", "no")
        ),
        retrieved=tuple(
            Retrieved(passage.text, passage.article.id, passage.start, passage.end, passage.score)
            for passage in answer.considered
        ),
        quoted=tuple(
            Retrieved(citation.quote, article.id, citation.start, citation.end)
            for citation in answer.citations
            for article in (citation.article, *citation.also_in)
        ),
        confidence=confidence,
        timings_ms=answer.timings_ms,
        usage=answer.usage,
        detail=answer.to_dict(),
    )


def _claim(text: str, cited: tuple[str, ...]) -> Claim:
    """The claim of a sentence; one that names its source before a whole quote claims what it quotes."""
    quoted = (" ".join(quote.split()) for quote in cited)
    return Claim(next((quote for quote in quoted if text.endswith(f": {quote}")), text), cited)
