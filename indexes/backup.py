"""The whole index in one file, and back: gzipped JSON lines, a header first, then an article a line.

Passages are never trusted to a file: they are cut from the text again, and every version is checked
against its own content.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from indexes.articles import Article, Passage
from indexes.changing import replace_articles
from indexes.embedding import Vectors
from indexes.errors import IndexFormatError, StoreError
from indexes.ingestion import BATCH_PASSAGES
from indexes.passages import PASSAGE_FORMAT, split_passages
from indexes.rebuilding import require_embedder
from indexes.reports import IngestProgress, IngestReport, ProgressCallback
from indexes.stores import Stores

FORMAT = 1
_NAME = "article index"
# No article with its versions and vectors is longer; a hostile file is not read into memory for ever.
_LONGEST_LINE = 500_000_000
_HALF = np.dtype("<f2")


def export_index(
    stores: Stores, path: Path, *, vectors: bool = False, progress: ProgressCallback | None = None
) -> int:
    """Write every article with its versions, and with its vectors if wanted; return how many articles.

    The file is complete or not there: it gets its name when all is written. Vectors are kept in half
    precision, two bytes a value. Raises StoreError when the file cannot be written.
    """
    database = stores.database
    ids = database.article_ids()
    header = {
        "holds": _NAME,
        "format": FORMAT,
        "articles": len(ids),
        "embedder": database.fact("fingerprint") if vectors else None,
        "dimension": database.fact("dimension") if vectors else None,
        "passages": PASSAGE_FORMAT,
    }
    partial = path.with_name(path.name + ".part")
    try:
        with gzip.open(partial, "wt", encoding="utf-8", compresslevel=6) as file:
            file.write(json.dumps(header) + "\n")
            for done, article_id in enumerate(ids, start=1):
                record: dict[str, Any] = {
                    "id": article_id,
                    "current": database.current_version(article_id),
                    "versions": [
                        {**fields, "added": added} for fields, added in database.history(article_id)
                    ],
                }
                if vectors:
                    record["vectors"] = _encoded(stores, database.article(article_id))
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
                if progress is not None:
                    progress(IngestProgress(done, len(ids), done, 0, article_id))
        partial.replace(path)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}; choose another file") from error
    finally:
        partial.unlink(missing_ok=True)
    return len(ids)


def import_index(stores: Stores, path: Path, *, progress: ProgressCallback | None = None) -> IngestReport:
    """Add what an exported file holds: unknown articles, unknown versions, and each newest version.

    Articles that the index has in another version get the file's as their newest. Vectors are used when
    this embedder made them, and made again otherwise. Raises IndexFormatError for anything else than an
    exported file, with what came before the bad line added.
    """
    require_embedder(stores)
    lines = _lines(path)
    header = next(lines, (0, {}))[1]
    if header.get("holds") != _NAME or header.get("format") != FORMAT:
        raise IndexFormatError(f"{path} is not an exported index of format {FORMAT}; make one with: export")
    usable = (
        header.get("embedder") == stores.embedder.fingerprint and header.get("passages") == PASSAGE_FORMAT
    )
    dimension = str(header.get("dimension"))
    total = header["articles"] if isinstance(header.get("articles"), int) else 0
    arrivals = _Arrivals(stores)
    seen: set[str] = set()
    try:
        for done, (number, record) in enumerate(lines, start=1):
            try:
                article, history = _article(record)
                if article.id in seen:
                    raise ValueError(f"{article.id} is in an earlier line too")
                seen.add(article.id)
                passages = split_passages(article)
                vectors = _decoded(record.get("vectors"), len(passages), int(dimension)) if usable else None
            except (KeyError, TypeError, AttributeError, ValueError) as error:
                raise IndexFormatError(
                    f"{path}, line {number} is no article of an export: {error}"
                ) from error
            arrivals.take(article, passages, history, vectors)
            if progress is not None:
                progress(IngestProgress(done, total, arrivals.articles, 0, article.id))
    except IndexFormatError:
        arrivals.flush()
        raise
    arrivals.flush()
    return arrivals.report()


class _Arrivals:
    """Imported articles on their way into the stores, in batches of which all have vectors or none."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._items: list[tuple[Article, list[Passage]]] = []
        self._history: list[tuple[Article, str]] = []
        self._vectors: list[Vectors] = []
        self._passages = 0
        self._outcomes: dict[str, list[str]] = {"added": [], "updated": [], "unchanged": []}
        self._copies: list[tuple[str, str]] = []

    @property
    def articles(self) -> int:
        """How many articles were new or changed."""
        return len(self._outcomes["added"]) + len(self._outcomes["updated"])

    def take(
        self,
        article: Article,
        passages: list[Passage],
        history: list[tuple[Article, str]],
        vectors: Vectors | None,
    ) -> None:
        """Add an article unless the index has all of its versions, in the same order."""
        database = self._stores.database
        current = database.current_version(article.id)
        known = {version.version for version, _ in database.versions(article.id)} if current else set()
        new = [(version, when) for version, when in history if version.version not in known]
        if (current == article.version and not new) or not passages:
            self._outcomes["unchanged"].append(article.id)
            return
        if self._items and (self._passages >= BATCH_PASSAGES or bool(self._vectors) != (vectors is not None)):
            self.flush()
        self._items.append((article, passages))
        self._history += new
        self._passages += len(passages)
        if vectors is not None:
            self._vectors.append(vectors)
        self._outcomes["updated" if current else "added"].append(article.id)

    def flush(self) -> None:
        """Make everything taken so far searchable."""
        if self._items:
            vectors = np.concatenate(self._vectors) if self._vectors else None
            copies = replace_articles(self._stores, self._items, history=self._history, vectors=vectors)
            self._copies += copies.items()
            self._items, self._history, self._vectors, self._passages = [], [], [], 0

    def report(self) -> IngestReport:
        """Return what became of everything so far."""
        added, updated, unchanged = (
            tuple(self._outcomes[name]) for name in ("added", "updated", "unchanged")
        )
        return IngestReport(added, updated, unchanged, copies=tuple(self._copies))


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the numbered records of a file; raises IndexFormatError for what is none."""
    try:
        with gzip.open(path, "rb") as file:
            for number in range(1, 1 << 62):
                line = file.readline(_LONGEST_LINE)
                if not line:
                    return
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise ValueError("not an object")
                yield number, record
    except (gzip.BadGzipFile, zlib.error, EOFError, ValueError, RecursionError) as error:
        raise IndexFormatError(f"{path} is damaged or not an exported index: {error}") from error
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}") from error


def _article(record: dict[str, Any]) -> tuple[Article, list[tuple[Article, str]]]:
    """Return the newest version of an article and all versions; raises ValueError and the like."""
    history: list[tuple[Article, str]] = []
    for fields in record["versions"]:
        when = str(fields.pop("added"))
        history.append((Article.create(id=str(record["id"]), **fields), when))
    newest = [article for article, _ in history if article.version == record["current"]]
    if not newest:
        raise ValueError("its newest version is missing or was altered")
    return newest[0], history


def _encoded(stores: Stores, article: Article) -> str | None:
    """Return the vectors of an article's passages, in order, or None when they are not those of today."""
    passages: list[Passage] = split_passages(article)
    known = stores.vectors.vectors([passage.id for passage in passages])
    if len(known) != len(passages):
        return None
    rows = np.stack([known[passage.id] for passage in passages]).astype(_HALF)
    return base64.b64encode(rows.tobytes()).decode()


def _decoded(encoded: str | None, passages: int, dimension: int) -> Vectors | None:
    """Return float32 [passages, dimension]; raises ValueError when they are no such thing."""
    if encoded is None:
        return None
    values = np.frombuffer(base64.b64decode(encoded, validate=True), dtype=_HALF).astype(np.float32)
    if len(values) != passages * dimension or not np.isfinite(values).all():
        raise ValueError("its vectors do not fit its passages")
    return values.reshape(passages, dimension)
