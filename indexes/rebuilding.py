"""The passages, vectors and keywords made again from SQLite, as after a change of the embedding model."""

from __future__ import annotations

from collections.abc import Callable

from indexes.articles import Article, Passage
from indexes.changing import recover
from indexes.embedding import embedded_passages
from indexes.errors import EmbedderChangedError
from indexes.keywords import KeywordStore
from indexes.passages import PASSAGE_FORMAT, embedded_text, split_passages
from indexes.stores import Stores
from indexes.vectors import VectorStore

_BATCH = 256


def require_embedder(stores: Stores) -> None:
    """Raise EmbedderChangedError unless this embedder made the vectors, from passages like today's."""
    database, fingerprint = stores.database, stores.embedder.fingerprint
    made_by = database.fact("fingerprint")
    if made_by is None:
        return
    if made_by == fingerprint and database.fact("passages") == str(PASSAGE_FORMAT):
        return
    if not database.article_ids() and not stores.read_only:
        rebuild(stores)
        return
    reason = (
        f"was made with the embedding model {made_by}, and the settings name {fingerprint}"
        if made_by != fingerprint
        else "was made by an earlier version, which cut articles otherwise"
    )
    raise EmbedderChangedError(
        f"the index in {stores.folder} {reason}; run: python -m indexes rebuild --data {stores.folder}"
    )


def rebuild(stores: Stores, progress: Callable[[int, int], None] | None = None) -> None:
    """Make the passages, vectors and keywords again from SQLite, beside the old until all is done."""
    stores.require_writing()
    with stores.changing:
        recover(stores)
        stores.delete_leftovers()
        generation = stores.generation + 1
        stores.database.begin_replacement()
        keywords = stores.open_keywords(generation)
        vectors = stores.open_vectors(stores.embedder.fingerprint, generation)
        try:
            dimension = _fill(stores, keywords, vectors, progress)
        except BaseException:
            keywords.close()
            vectors.close()
            raise
        with stores.database.transaction():
            stores.database.use_replacement()
            stores.note_vectors(generation, dimension)
        stores.use(keywords, vectors)
        stores.delete_leftovers()


def _fill(
    stores: Stores,
    keywords: KeywordStore,
    vectors: VectorStore,
    progress: Callable[[int, int], None] | None,
) -> int | None:
    """Put all articles into fresh stores and a table beside the one in use; return the vectors' dimension."""
    dimension: int | None = None
    total = len(stores.database.article_ids())
    batch: list[tuple[Passage, Article]] = []
    for done, article in enumerate(stores.database.articles(), start=1):
        batch += [(passage, article) for passage in split_passages(article)]
        if batch and (len(batch) >= _BATCH or done == total):
            texts = [embedded_text(article, passage) for passage, article in batch]
            rows = embedded_passages(stores.embedder, texts, dimension)
            dimension = rows.shape[1]
            vectors.add([passage.id for passage, _ in batch], rows)
            keywords.add(batch)
            stores.database.gather_replacement(passage for passage, _ in batch)
            batch = []
        if progress is not None:
            progress(done, total)
    return dimension
