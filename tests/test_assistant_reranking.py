"""The order of found passages: what the reader says, where the search put them, and the words they share."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.reranking import rerank
from indexes.articles import Article
from indexes.passages import split_passages
from indexes.searching import FoundPassage

QUESTION = "Who painted the mural in Aldermoor?"
OTHER = "The painter of the mural is not known."
WANTED = "Rosa Vance painted it for the market hall of Aldermoor."


class Reader:
    """Says of each passage how probably it answers, as it is told."""

    def __init__(self, answerable: dict[str, float]) -> None:
        self.answerable = answerable

    def read(self, question: str, passages: Sequence[str], headings: Sequence[str]) -> list[Any]:  # noqa: ARG002
        """Return one reading a passage."""
        return [SimpleNamespace(answerable=self.answerable[passage], spans=()) for passage in passages]


def found(text: str, title: str = "News") -> FoundPassage:
    article = Article.create(id=text, title=title, text=text)
    return FoundPassage(split_passages(article)[0], article, 1.0)


def order(answerable: dict[str, float], passages: Sequence[FoundPassage]) -> list[str]:
    return [one.found.article.text for one in rerank(Reader(answerable), QUESTION, passages)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "wanted", "first"),
    [
        pytest.param(0.5, 0.9, WANTED, id="the reader decides"),
        pytest.param(0.6, 0.6, WANTED, id="between equals the rarer word of the question"),
        pytest.param(0.95, 0.3, OTHER, id="but words do not outweigh a reader that is sure"),
    ],
)
def test_the_reader_and_the_words_of_the_question_order_what_was_found(
    other: float, wanted: float, first: str
) -> None:
    passages = [found(OTHER), found(WANTED)]
    assert order({OTHER: other, WANTED: wanted}, passages)[0] == first


def test_the_title_has_words_too_and_the_search_decides_between_equals() -> None:
    plain, titled = found(OTHER), found(WANTED.replace(" of Aldermoor", ""), title="A mural for Aldermoor")
    readings = dict.fromkeys([plain.article.text, titled.article.text], 0.5)
    assert order(readings, [plain, titled])[0] == titled.article.text
    twin = found("The painter of this mural is not known.")
    readings[twin.article.text] = 0.5
    assert order(readings, [twin, plain])[0] == twin.article.text
    assert order(readings, [plain, twin])[0] == plain.article.text
