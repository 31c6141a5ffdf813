"""Lists of what an index holds, made without reading the texts one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from indexes.articles import parse_day
from indexes.database import ArticleDatabase

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """The newest version of an article as a list shows it.

    Articles with the same `story` are copies of one another; `versions` and `passages` are counts and
    `added` is when this version came into the index, ISO 8601 in UTC.
    """

    id: str
    version: str
    title: str
    url: str | None
    publisher: str | None
    author: str | None
    published: str | None
    modified: str | None
    language: str | None
    source: str | None
    versions: int
    passages: int
    story: int
    added: str

    @property
    def published_day(self) -> date | None:
        """The calendar day of publication, or None when the source gives none."""
        return None if self.published is None else parse_day(self.published)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the articles cover: how many, by whom, from which day to which; `last_added` as in `added`."""

    articles: int
    undated: int
    publishers: tuple[str, ...]
    first: date | None
    last: date | None
    last_added: str | None


def list_articles(database: ArticleDatabase) -> list[ListedArticle]:
    """Return every article in the order in which they first came."""
    rows: list[tuple[Any, ...]] = database.rows(
        "SELECT a.id, a.version, json_extract(v.content, '$.title'), json_extract(v.content, '$.url'), "
        "a.publisher, json_extract(v.content, '$.author'), json_extract(v.content, '$.published'), "
        "json_extract(v.content, '$.modified'), json_extract(v.content, '$.language'), a.source, "
        "(SELECT count(*) FROM versions w WHERE w.article_id = a.id), "
        "(SELECT count(*) FROM passages p WHERE p.article_id = a.id), a.story, v.added "
        "FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version ORDER BY a.number"
    )
    return [ListedArticle(*row) for row in rows]


def coverage(database: ArticleDatabase) -> Coverage:
    """Return what the articles cover together."""
    count, dated, first, last = database.rows(
        "SELECT count(*), count(day), min(day), max(day) FROM articles"
    )[0]
    publishers = database.rows(
        "SELECT DISTINCT publisher FROM articles WHERE publisher IS NOT NULL AND publisher <> '' ORDER BY 1"
    )
    last_added = database.rows("SELECT max(added) FROM versions")[0][0]
    return Coverage(
        int(str(count)),
        int(str(count)) - int(str(dated)),
        tuple(str(row[0]) for row in publishers),
        None if first is None else _EPOCH + timedelta(days=int(str(first))),
        None if last is None else _EPOCH + timedelta(days=int(str(last))),
        None if last_added is None else str(last_added),
    )
