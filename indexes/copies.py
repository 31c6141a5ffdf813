"""Copies of one story: near-duplicates found by MinHash, so that they count as one source.

Broder, "On the resemblance and containment of documents", 1997. Runs of five words are hashed 60 ways;
articles that agree in all three hashes of one of 20 bands are compared exactly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexes.articles import Article, Passage
from indexes.database import ArticleDatabase

_RUN = 5
_BANDS, _ROWS = 20, 3
# A copy may cut the end and change the opening: most of the shorter text has to be in the longer one.
_CONTAINED = 0.8
# How many articles that share a band are compared, those that share most bands first.
_CANDIDATES = 20

_generator = np.random.default_rng(20_231_011)
_FACTORS = _generator.integers(1, 1 << 63, _BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
_OFFSETS = _generator.integers(0, 1 << 63, _BANDS * _ROWS, dtype=np.uint64)
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def runs_of_words(text: str) -> frozenset[int]:
    """Return a hash for each run of five words, or one for a shorter text."""
    words = _WORD.findall(text.lower())
    runs = (" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
    return frozenset(crc32(run.encode()) for run in runs)


def band_values(text: str) -> list[int]:
    """Return 20 values, of which near-duplicates nearly always share one."""
    runs = np.fromiter(runs_of_words(text), dtype=np.uint64)
    # multiply-shift hashing; overflow is meant
    hashes: NDArray[np.uint64] = (_FACTORS[:, None] * runs[None, :] + _OFFSETS[:, None]) >> np.uint64(32)
    smallest = hashes.min(axis=1).reshape(_BANDS, _ROWS)
    return [
        int.from_bytes(crc32(row.tobytes(), number).to_bytes(4, "big") + bytes([number]), "big")
        for number, row in enumerate(smallest)
    ]


def is_copy(text: str, other: str) -> bool:
    """Tell whether the shorter text is, but for its opening or a few words, in the longer one.

    Texts that disagree on a number are two sources, however alike they are.
    """
    runs, others = _cached_runs(text), _cached_runs(other)
    shorter, longer = sorted((runs, others), key=len)
    if len(shorter & longer) < _CONTAINED * len(shorter) or len(longer) > 3 * len(shorter):
        return False
    numbers, more = (
        set(_NUMBER.findall(part)) for part in ((text, other) if runs is shorter else (other, text))
    )
    return numbers <= more


_cached_runs = lru_cache(maxsize=256)(runs_of_words)


def repeats(passage: Passage, article: Article) -> bool:
    """Tell whether an article says everything that a passage of a copy of it says."""
    runs = runs_of_words(passage.text)
    return len(runs & _cached_runs(article.text)) >= _CONTAINED * len(runs)


def group_article(database: ArticleDatabase, article: Article, values: Iterable[int]) -> str | None:
    """Put an article with the story it is a copy of; return the other article's id, or None.

    Call it in the transaction that made the version current.
    """
    (number,) = database.rows("SELECT number FROM articles WHERE id = ?", (article.id,))[0]
    # copies that carry its number keep together when it goes its own way
    database.rows(
        "UPDATE articles SET story = (SELECT min(number) FROM articles WHERE story = ? AND number <> ?) "
        "WHERE story = ? AND number <> ?",
        (number, number, number, number),
    )
    values = list(values)
    marks = ",".join("?" * len(values))
    candidates = database.rows(
        f"SELECT a.id, a.story FROM bands b JOIN articles a ON a.number = b.article "
        f"WHERE b.value IN ({marks}) AND b.article <> ? "
        "GROUP BY a.number ORDER BY count(*) DESC, a.number LIMIT ?",
        (*values, number, _CANDIDATES),
    )
    database.rows("DELETE FROM bands WHERE article = ?", (number,))
    database.insert_many("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(value, number) for value in values])
    original: str | None = None
    story = number
    for candidate, candidate_story in candidates:
        if is_copy(article.text, database.article(str(candidate)).text):
            original, story = str(candidate), candidate_story
            break
    database.rows("UPDATE articles SET story = ? WHERE number = ?", (story, number))
    return original


def stories_of(database: ArticleDatabase, article_ids: Sequence[str]) -> dict[str, int]:
    """Return the number of the story that each article tells; copies tell the same one."""
    rows = database.rows(
        "SELECT a.id, a.story FROM json_each(?) wanted JOIN articles a ON a.id = wanted.value",
        (json.dumps(list(article_ids)),),
    )
    return {str(article_id): int(str(story)) for article_id, story in rows}


def tellings_of(database: ArticleDatabase, stories: Collection[int]) -> dict[int, tuple[Article, ...]]:
    """Return the newest versions of the articles that tell each story, by id, where there are several."""
    rows = database.rows(
        "SELECT story, id FROM articles WHERE story IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(stories)),),
    )
    ids: dict[int, list[str]] = {}
    for story, article_id in rows:
        ids.setdefault(int(str(story)), []).append(str(article_id))
    return {
        story: tuple(map(database.article, several)) for story, several in ids.items() if len(several) > 1
    }
