"""The writer that needs no key: it answers with sentences of the articles, word for word."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answers import Answer, Citation, ConsideredPassage, Sentence
from assistant.terms import names, numbers, stem, terms, words
from assistant.writing import AnswerProgress, WritingTask
from indexes.searching import FoundPassage

if TYPE_CHECKING:
    from models import Encoder

ABSTENTION = "The articles don't say."
ENOUGH = 0.5  # of the question's terms, by weight, in the sentence or beside it
BESIDE = 0.5  # what a term beside the sentence counts, against one in it


@dataclass(frozen=True, slots=True)
class _Candidate:
    found: FoundPassage
    start: int
    end: int
    score: float


class ExtractiveWriter:
    """Writes the sentence that shares most with the question, or says that no article answers."""

    name = "extractive"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def write(self, task: WritingTask) -> Iterator[AnswerProgress | Answer]:
        """Yield progress, then the answer."""
        yield AnswerProgress("reading")
        best = max(self._candidates(task), key=lambda candidate: candidate.score, default=None)
        considered = tuple(
            ConsideredPassage(
                found.article, found.passage.start, found.passage.end, found.passage.text, found.score
            )
            for found in task.passages
        )
        if best is None or best.score < ENOUGH:
            yield AnswerProgress("writing", ABSTENTION)
            yield Answer(
                question=task.question,
                searched_for=task.searched_for,
                text=ABSTENTION,
                abstained=True,
                sentences=(Sentence(ABSTENTION, verdict="no claim"),),
                considered=considered,
                writer=self.name,
            )
            return
        article = best.found.article
        quote = article.text[best.start : best.end]
        copies = task.copies.get(best.found.passage.id, ())
        text = " ".join(quote.split())
        yield AnswerProgress("writing", f"{text} [1]")
        yield Answer(
            question=task.question,
            searched_for=task.searched_for,
            text=f"{text} [1]",
            sentences=(Sentence(text, (1,), "supported", min(best.score, 1.0)),),
            citations=(Citation(1, article, best.start, best.end, quote, copies),),
            considered=considered,
            writer=self.name,
        )

    def _candidates(self, task: WritingTask) -> Iterator[_Candidate]:
        asked = set(terms(task.searched_for))
        if not asked:
            return
        weights = _rarity(asked, [found.passage.text for found in task.passages])
        total = sum(weights.values())
        needed = {stem(word) for name in names(task.searched_for) for word in words(name.text)}
        for found in task.passages:
            around = set(terms(f"{found.article.title} {found.passage.text}"))
            if not needed <= around or not numbers(task.searched_for) <= numbers(found.passage.text):
                continue
            for start, end in found.passage.sentences:
                own = set(terms(found.article.text[start:end]))
                shared = sum(
                    weights[term] * (1.0 if term in own else BESIDE) for term in asked if term in around
                )
                if own & asked:
                    yield _Candidate(found, start, end, shared / total)


def _rarity(asked: set[str], texts: Sequence[str]) -> dict[str, float]:
    """Weigh each term by how few of the texts have it (inverse document frequency)."""
    having = Counter(term for text in texts for term in set(terms(text)) if term in asked)
    return {term: math.log(1 + len(texts) / (1 + having[term])) + 0.1 for term in asked}
