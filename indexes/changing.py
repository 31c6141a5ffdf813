"""Changes to all three stores at once, wholly or not at all; SQLite decides what is true.

SQLite notes what is about to change, the other stores take the new passages, SQLite makes the new versions
current in one transaction, and the other stores let go of the old passages. Wherever that stops, `recover`
finishes it or undoes it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence

from indexes.articles import Article, Passage
from indexes.copies import band_values, group_article
from indexes.embedding import Vectors, embedded_passages, unit_rows
from indexes.errors import IndexesError
from indexes.journal import SourceState
from indexes.passages import embedded_text
from indexes.stores import Stores


def replace_articles(
    stores: Stores,
    articles: Sequence[tuple[Article, Sequence[Passage]]],
    sources: Iterable[SourceState] = (),
    *,
    history: Iterable[tuple[Article, str]] = (),
    vectors: Vectors | None = None,
) -> dict[str, str]:
    """Make these the newest versions of their articles, and the sources read, wholly or not at all.

    `history` holds older versions with the time each was added; `vectors`, where they are known, spare
    the embedding. Returns which of the articles are copies, and of which.
    """
    stores.require_writing()
    database = stores.database
    bands = [band_values(article.text) for article, _ in articles]
    copies: dict[str, str] = {}
    items = [(passage, article) for article, passages in articles for passage in passages]
    if vectors is None:
        texts = [embedded_text(article, passage) for passage, article in items]
        vectors = embedded_passages(stores.embedder, texts, stores.dimension)
    else:
        vectors = unit_rows(vectors, count=len(items), dimension=stores.dimension)
    with stores.changing:
        recover(stores)
        old = {article.id: database.passage_ids(article.id) for article, _ in articles}
        new = {article.id: [passage.id for passage in passages] for article, passages in articles}
        with database.transaction():
            if stores.dimension is None:
                stores.note_vectors(stores.generation, vectors.shape[1])
            for article_id, ids in new.items():
                database.journal.begin(article_id, [*old[article_id], *ids])
        with _recovering(stores):
            stores.vectors.add([passage.id for passage, _ in items], vectors)
            stores.keywords.add(items)
            with database.transaction():
                for article, added in history:
                    database.put_history(article, added)
                for (article, passages), values in zip(articles, bands, strict=True):
                    database.put_article(article, passages)
                    original = group_article(database, article, values)
                    if original is not None:
                        copies[article.id] = original
                for state in sources:
                    database.sources.keep(state)
            kept = {identifier for ids in new.values() for identifier in ids}
            _let_go(
                stores, [identifier for ids in old.values() for identifier in ids if identifier not in kept]
            )
    return copies


def remove_article(stores: Stores, article_id: str) -> None:
    """Forget an article with all its versions, everywhere."""
    stores.require_writing()
    with stores.changing:
        recover(stores)
        ids = stores.database.passage_ids(article_id)
        with stores.database.transaction():
            stores.database.journal.begin(article_id, ids)
            stores.database.delete_article(article_id)
        with _recovering(stores):
            _let_go(stores, ids)


def recover(stores: Stores) -> None:
    """Finish or undo what was interrupted: what SQLite does not count goes from the other stores."""
    database = stores.database
    with stores.changing:
        changes = database.journal.changes()
        if changes and not stores.read_only:
            stale = [
                identifier
                for article_id, ids in changes.items()
                for identifier in set(ids).difference(database.passage_ids(article_id))
            ]
            stores.keywords.rollback()
            _let_go(stores, stale)


def _let_go(stores: Stores, passage_ids: Sequence[str]) -> None:
    """Take passages out of the stores that SQLite does not count any more, which ends a change."""
    stores.keywords.delete(passage_ids)
    if passage_ids:
        stores.vectors.delete(passage_ids)
    stores.database.journal.end()


@contextlib.contextmanager
def _recovering(stores: Stores) -> Iterator[None]:
    """Recover at once from whatever stops a change, also from Ctrl-C."""
    try:
        yield
    except BaseException:
        # when the disk that stopped the change stops this too, the journal stays for the next opening
        with contextlib.suppress(IndexesError):
            recover(stores)
        raise
