"""A judge of words and passages of whole articles, for the writer that a language model drives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.judging.judge import Judgement
from assistant.wording.terms import terms
from indexes.articles import Article, Passage
from indexes.searching import FoundPassage
from indexes.sentences import split_sentences


class TermJudge:
    """Supports a claim when one sentence has all its terms; contradicts when it has all but "not"."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def judge(self, claim: str, sources: Sequence[str]) -> Judgement:
        """Return the judgement by the terms of each sentence."""
        wanted = set(terms(claim))
        for number, source in enumerate(sources):
            self.asked.append((claim, source))
            for start, end in split_sentences(source):
                held = set(terms(source[start:end]))
                if wanted and wanted <= held:
                    if ("not" in claim.split()) != ("not" in source[start:end].split()):
                        return Judgement("contradicted", 0.1, 0.8, number, start, end)
                    return Judgement("supported", 0.9, 0.05, number, start, end)
        return Judgement("not found", 0.2, 0.1)

    def judge_many(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[Judgement]:
        """Return a judgement per item."""
        return [self.judge(claim, sources) for claim, sources in items]


def found(text: str, *, id: str = "a", title: str = "Title", **fields: Any) -> FoundPassage:
    """Return a passage that is a whole article."""
    article = Article.create(id=id, title=title, text=text, **fields)
    ranges = tuple(split_sentences(article.text))
    return FoundPassage(
        Passage(id, article.version, 0, len(article.text), article.text, ranges), article, 1.0
    )
