"""Files of articles as an index, and evidence spans in the text that the index keeps.

Article rows: article_id, title, text, and what there is of level, url, publisher, published, modified.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import DataError
from eval.rows import Row, read_rows
from indexes.articles import Article, normalise_text

AUTOMATIC = "auto"
ALL_LEVELS = "all"


@dataclass(frozen=True, slots=True)
class PileArticle:
    """An article with the text as its file has it, in which evidence offsets count."""

    article: Article
    raw_text: str
    level: str | None


def read_pile(
    paths: Sequence[Path], *, level: str = ALL_LEVELS, wanted: frozenset[str] = frozenset()
) -> list[PileArticle]:
    """Return the articles of the files, those of one reading level only where articles have levels.

    `level` is a level as the file names it, "all", or "auto": the levels of the `wanted` articles, so that
    simplified copies of an article don't compete with the one that the questions are about. The first of
    two articles with one id is kept when both are alike; otherwise the second fails.
    """
    pile: dict[str, PileArticle] = {}
    for row in (row for path in paths for row in read_rows(path)):
        found = _read_article(row)
        known = pile.setdefault(found.article.id, found)
        if known.article.version != found.article.version:
            row.fail(
                f"article_id {found.article.id!r} is there twice with different content; ids must differ"
            )
    if not pile:
        raise DataError(
            f"no article in {', '.join(map(str, paths))}; each line needs article_id, title and text"
        )
    articles = list(pile.values())
    levels = {item.level for item in articles if item.article.id in wanted} if level == AUTOMATIC else {level}
    if level == ALL_LEVELS or not any(levels):
        return articles
    kept = [item for item in articles if item.level is None or item.level in levels]
    if not any(item.level in levels for item in kept):
        known_levels = sorted({item.level for item in articles if item.level is not None})
        raise DataError(f"no article has the level {level!r}; the files have {known_levels or 'no levels'}")
    return kept


def _read_article(row: Row) -> PileArticle:
    text = row.text("text")
    published, modified = (row.text(name, "") or None for name in ("published", "modified"))
    try:
        article = Article.create(
            id=row.text("article_id"),
            title=row.text("title", ""),
            text=text,
            url=row.text("url", "") or None,
            publisher=row.text("publisher", "") or None,
            author=row.text("author", "") or None,
            published=published,
            modified=modified,
            language=row.text("language", "") or None,
        )
    except ValueError as error:
        row.fail(str(error))
    return PileArticle(article, text, row.text("level", "") or None)


def evidence_spans(row: Row, article: PileArticle) -> list[tuple[int, int]]:
    """Return the row's evidence as (start, end) in the normalised text of the article.

    Offsets in the file count characters of its own text, which normalising may shift.
    """
    spans: list[tuple[int, int]] = []
    for item in row.items("evidence"):
        start, end = (item.get("start"), item.get("end")) if isinstance(item, dict) else (None, None)
        if not (
            isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(article.raw_text)
        ):
            row.fail(
                f"evidence {item!r} is not {{start, end}} within the {len(article.raw_text)} characters of "
                f"{article.article.id!r}"
            )
        found = shifted(article.raw_text, article.article.text, start, end)
        if found is not None:
            spans.append(found)
    return spans


def shifted(raw: str, normalised: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where raw[start:end] lies in the normalised text; None when it is only blank.

    Normalising changes blanks alone, and joins accents, so visible characters are counted after joining.
    """
    if raw == normalised:
        return (start, end) if raw[start:end].strip() else None
    before = len(_visible(raw[:start]))
    within = len(_visible(raw[start:end]))
    if not within:
        return None
    places = [index for index, character in enumerate(normalised) if not character.isspace()]
    first, last = min(before, len(places) - 1), min(before + within, len(places)) - 1
    return places[first], places[max(first, last)] + 1


def _visible(text: str) -> str:
    return "".join(normalise_text(text).split())


def covers_half(passage: tuple[int, int], span: tuple[int, int]) -> bool:
    """Tell whether the passage holds at least half of the span; both are (start, end) in one text."""
    shared = min(passage[1], span[1]) - max(passage[0], span[0])
    return shared > 0 and 2 * shared >= span[1] - span[0]


def context_articles(rows: Iterable[Row]) -> dict[str, PileArticle]:
    """Return the contexts of SQuAD-style rows as a pile, each text once."""
    pile: dict[str, PileArticle] = {}
    for row in rows:
        text = row.text("context", "")
        if text.strip():
            key = hashlib.sha256(text.encode()).hexdigest()[:16]
            if key not in pile:
                title = row.text("title", "").replace("_", " ")
                pile[key] = PileArticle(Article.create(id=key, title=title, text=text), text, None)
    if not pile:
        raise DataError("the questions have no contexts; name files of articles with --articles")
    return pile
