"""Which articles and passages a search may return, asked of SQLite: the one place that knows filters."""

from __future__ import annotations

import json
from collections.abc import Sequence

from indexes.articles import epoch_day
from indexes.searching import SearchFilters
from indexes.sqlite import SqliteFile


def undated_left_out(file: SqliteFile, filters: SearchFilters) -> int:
    """Count the articles that only a filter by date leaves out because they have none."""
    if not filters.by_date:
        return 0
    conditions, values = _other_than_date(filters)
    return file.number(
        f"SELECT count(*) FROM articles a WHERE {' AND '.join(['a.day IS NULL', *conditions])}", values
    )


def allowed_share(file: SqliteFile, filters: SearchFilters) -> float:
    """Return which share of the articles passes the filters, from 0 to 1."""
    conditions, values = _conditions(filters)
    if not conditions:
        return 1.0
    allowed = file.number(f"SELECT count(*) FROM articles a WHERE {' AND '.join(conditions)}", values)
    return allowed / max(1, file.number("SELECT count(*) FROM articles"))


def allowed_passages(file: SqliteFile, filters: SearchFilters) -> list[str]:
    """Return the identifiers of all passages in use that pass the filters."""
    conditions, values = _conditions(filters)
    rows = file.rows(
        "SELECT p.id FROM articles a JOIN passages p ON p.article_id = a.id "
        f"WHERE {' AND '.join(conditions or ['1'])}",
        values,
    )
    return [str(row[0]) for row in rows]


def allowed_among(file: SqliteFile, passage_ids: Sequence[str], filters: SearchFilters) -> set[str]:
    """Return those of the passages that are in use and pass the filters."""
    conditions, values = _conditions(filters)
    rows = file.rows(
        "SELECT p.id FROM json_each(?) wanted JOIN passages p ON p.id = wanted.value "
        f"JOIN articles a ON a.id = p.article_id WHERE {' AND '.join(conditions or ['1'])}",
        (json.dumps(list(passage_ids)), *values),
    )
    return {str(row[0]) for row in rows}


def newest_stories(file: SqliteFile, filters: SearchFilters, *, limit: int) -> list[str]:
    """Return the newest articles that pass the filters, one of each story, those without a date last."""
    conditions, values = _conditions(filters)
    rows = file.rows(
        "SELECT id FROM (SELECT a.id, a.day, a.number, "
        "row_number() OVER (PARTITION BY a.story ORDER BY a.number) AS telling "
        f"FROM articles a WHERE {' AND '.join(conditions or ['1'])}) "
        "WHERE telling = 1 ORDER BY day IS NULL, day DESC, number DESC LIMIT ?",
        (*values, limit),
    )
    return [str(row[0]) for row in rows]


def _conditions(filters: SearchFilters) -> tuple[list[str], list[object]]:
    """Return conditions on the table of articles, called a, with their values; an unknown day passes none."""
    conditions, values = _other_than_date(filters)
    for comparison, day in ((">=", filters.published_from), ("<=", filters.published_to)):
        if day is not None:
            conditions.append(f"a.day {comparison} ?")
            values.append(epoch_day(day))
    return conditions, values


def _other_than_date(filters: SearchFilters) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    for column, allowed in (("publisher", filters.publishers), ("id", filters.article_ids)):
        if allowed:
            # one value however many there are: a statement takes only so many
            conditions.append(f"a.{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(allowed)))
    return conditions, values
