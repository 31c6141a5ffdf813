"""Answers as JSON that gives back the very same answer; articles are kept once, beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from typing import Any

from assistant.answers import Answer, Citation, ConsideredPassage, Sentence
from indexes.articles import Article

ArticleKey = tuple[str, str]

_NESTED = ("sentences", "citations", "considered")


def articles_of(answer: Answer) -> dict[ArticleKey, Article]:
    """Return every article version that the answer refers to."""
    found = [passage.article for passage in answer.considered]
    for citation in answer.citations:
        found += [citation.article, *citation.also_in]
    return {_key(article): article for article in found}


def to_record(answer: Answer) -> dict[str, Any]:
    """Return the answer as JSON values; articles are named by id and version."""
    plain = {one.name: getattr(answer, one.name) for one in fields(Answer) if one.name not in _NESTED}
    return {
        **{name: dict(value) if isinstance(value, Mapping) else value for name, value in plain.items()},
        "sentences": [asdict(sentence) for sentence in answer.sentences],
        "citations": [
            {
                "number": one.number,
                "article": _key(one.article),
                "start": one.start,
                "end": one.end,
                "also_in": [_key(other) for other in one.also_in],
            }
            for one in answer.citations
        ],
        "considered": [
            {
                "article": _key(one.article),
                "start": one.start,
                "end": one.end,
                "score": one.score,
                "nearest": one.nearest,
            }
            for one in answer.considered
        ],
    }


def from_record(record: Mapping[str, Any], articles: Mapping[ArticleKey, Article]) -> Answer:
    """Return the answer of a record; raises KeyError when an article of it is not given."""
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in record.items()
        if name not in _NESTED
    }

    def find(key: list[str]) -> Article:
        return articles[key[0], key[1]]

    return Answer(
        **plain,
        sentences=tuple(
            Sentence(**{**one, "citations": tuple(one["citations"])}) for one in record["sentences"]
        ),
        citations=tuple(
            Citation(
                number=one["number"],
                article=(article := find(one["article"])),
                start=one["start"],
                end=one["end"],
                quote=article.text[one["start"] : one["end"]],
                also_in=tuple(find(other) for other in one["also_in"]),
            )
            for one in record["citations"]
        ),
        considered=tuple(
            ConsideredPassage(
                article=(article := find(one["article"])),
                start=one["start"],
                end=one["end"],
                text=article.text[one["start"] : one["end"]],
                score=one["score"],
                nearest=tuple(one["nearest"]) if one.get("nearest") else None,
            )
            for one in record["considered"]
        ),
    )


def keys_in(record: Mapping[str, Any]) -> Iterator[ArticleKey]:
    """Yield the keys of the articles that a record refers to, some more than once."""
    for one in (*record["citations"], *record["considered"]):
        yield from ((name, version) for name, version in (one["article"], *one.get("also_in", ())))


def _key(article: Article) -> ArticleKey:
    return article.id, article.version
