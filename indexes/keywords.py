"""Keywords in tantivy: stemmed, scored by BM25, with titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import tantivy

from indexes.articles import Article, Passage, epoch_day
from indexes.errors import StoreError
from indexes.freed_memory import give_back_freed_memory
from indexes.searching import SearchFilters

# Chosen on questions over Wikipedia paragraphs put together by title (SQuAD 2.0, SquadShifts).
TITLE_WEIGHT = 0.25
# Words that stand side by side in the query count a little more where they do so in a passage
# (sequential dependence: Metzler and Croft, SIGIR 2005).
PAIR_WEIGHT = 0.2
COMMON = 0.2
# the least that tantivy takes; a batch of passages fills a fraction of it
_HEAP_BYTES = 15_000_000
# Segments are merged in threads of tantivy's own after some commits, in memory that grows with them.
_COMMITS_UNTIL_TRIM = 16
# a pasted page is searched by its beginning; a question is never this long
_LONGEST_QUERY = 100


class KeywordStore:
    """Finds passages by the words they and their titles share with a query."""

    def __init__(self, folder: Path | None) -> None:
        """Open or create the index in the folder; None keeps it in memory."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("article_id", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("publisher", tokenizer_name="raw", index_option="basic")
        # signed: unsigned fields panic on Python integers, and there are days before 1970
        builder.add_integer_field("day", indexed=True, fast=True)
        builder.add_text_field("title", tokenizer_name="stemmed", index_option="freq")
        builder.add_text_field("body", tokenizer_name="stemmed", index_option="position")
        self._schema = builder.build()
        self._analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.remove_long(60))
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.ascii_fold())
            .filter(tantivy.Filter.stemmer("english"))
            .build()
        )
        with _translated():
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, path=None if folder is None else str(folder))
            self._index.register_tokenizer("stemmed", self._analyzer)
            # read what was committed at once, not whenever a watcher notices it
            self._index.config_reader(reload_policy="manual")
            self._index.reload()
        self._writer: tantivy.IndexWriter | None = None
        self._commits = 0

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        return self._writer

    def add(self, items: Sequence[tuple[Passage, Article]]) -> None:
        """Keep the passages; adding one again replaces it."""
        with _translated():
            writer = self._open_writer()
            for passage, article in items:
                writer.delete_documents_by_term("id", passage.id)
                document = tantivy.Document()
                document.add_text("id", passage.id)
                document.add_text("article_id", article.id)
                document.add_text("title", article.title)
                document.add_text("body", passage.text)
                if article.publisher is not None:
                    document.add_text("publisher", article.publisher)
                day = article.published_day
                if day is not None:
                    document.add_integer("day", epoch_day(day))
                writer.add_document(document)
            writer.commit()
            self._index.reload()
        self._commits += 1
        if self._commits % _COMMITS_UNTIL_TRIM == 0:
            give_back_freed_memory()

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Forget passages; unknown ones are ignored."""
        if not passage_ids:
            return
        with _translated():
            writer = self._open_writer()
            for identifier in passage_ids:
                writer.delete_documents_by_term("id", identifier)
            writer.commit()
            self._index.reload()

    def search(self, query: str, limit: int, filters: SearchFilters) -> list[tuple[str, float]]:
        """Return at most `limit` passage identifiers with their scores, best first."""
        words = self._analyzer.analyze(query)[:_LONGEST_QUERY]
        if not words or limit <= 0:
            return []
        with _translated():
            searcher = self._index.searcher()
            must = [self._scored(words, searcher), *self._conditions(filters)]
            wanted = tantivy.Query.boolean_query([(tantivy.Occur.Must, clause) for clause in must])
            hits = searcher.search(wanted, limit=limit, count=False).hits
            return [(str(searcher.doc(address)["id"][0]), float(score)) for score, address in hits]

    def known(self, words: Iterable[str]) -> list[str]:
        """Return those of the words that a text or a title has, in any inflection."""
        with _translated():
            searcher = self._index.searcher()

            def stands(stem: str) -> bool:
                return any(searcher.doc_freq(field, stem) for field in ("body", "title"))

            analyzed = {word: self._analyzer.analyze(word) for word in words}
            return [word for word, stems in analyzed.items() if stems and all(map(stands, stems))]

    def having(
        self, words: Sequence[str], limit: int, filters: SearchFilters, *, beside: str, letters: int
    ) -> list[str]:
        """Return at most `limit` passages with any of the words, first those with most words of `beside`.

        A word may differ in that many letters, at most two; two that are swapped count as one.
        """
        stems = {stem for word in words for stem in self._analyzer.analyze(word)}
        if not stems or limit <= 0:
            return []
        query, must, should = tantivy.Query, tantivy.Occur.Must, tantivy.Occur.Should
        wanted = [
            (should, query.fuzzy_term_query(self._schema, field, stem, distance=letters))
            for stem in sorted(stems)
            for field in ("body", "title")
        ]
        clauses = [(must, _unscored(query.boolean_query(wanted)))]
        clauses += [(must, condition) for condition in self._conditions(filters)]
        with _translated():
            searcher = self._index.searcher()
            if others := self._analyzer.analyze(beside)[:_LONGEST_QUERY]:
                clauses.append((should, self._scored(others, searcher)))
            hits = searcher.search(query.boolean_query(clauses), limit=limit, count=False).hits
            return [str(searcher.doc(address)["id"][0]) for _, address in hits]

    def _scored(self, words: Sequence[str], searcher: tantivy.Searcher) -> tantivy.Query:
        """Return the query for any of the words in text or title, and for pairs of neighbours."""
        # a pair of words that stand everywhere, such as "in the", tells nothing and costs most
        everywhere = {
            word for word in set(words) if searcher.doc_freq("body", word) > COMMON * searcher.num_docs
        }
        query = tantivy.Query
        clauses: list[tantivy.Query] = []
        for word in dict.fromkeys(words):
            clauses.append(query.term_query(self._schema, "body", word, "freq"))
            title = query.term_query(self._schema, "title", word, "freq")
            clauses.append(query.boost_query(title, TITLE_WEIGHT))
        for pair in dict.fromkeys(pairwise(words)):
            if pair[0] != pair[1] and not everywhere.issuperset(pair):
                together = query.phrase_query(self._schema, "body", list(pair))
                clauses.append(query.boost_query(together, PAIR_WEIGHT))
        return query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])

    def _conditions(self, filters: SearchFilters) -> Iterator[tantivy.Query]:
        """Yield the filters as clauses that add nothing to a score."""
        if filters.by_date:
            first, last = filters.published_from, filters.published_to
            yield _unscored(
                tantivy.Query.range_query(
                    self._schema,
                    "day",
                    tantivy.FieldType.Integer,
                    None if first is None else epoch_day(first),
                    None if last is None else epoch_day(last),
                )
            )
        for field, allowed in (("publisher", filters.publishers), ("article_id", filters.article_ids)):
            if allowed:
                yield _unscored(tantivy.Query.term_set_query(self._schema, field, sorted(allowed)))

    def reload(self) -> None:
        """See what another process has committed."""
        with _translated():
            self._index.reload()

    def rollback(self) -> None:
        """Drop what a failed call left uncommitted."""
        if self._writer is not None:
            with _translated():
                self._writer.rollback()

    def ids(self) -> Iterable[str]:
        """Return the identifiers of all passages."""
        with _translated():
            searcher = self._index.searcher()
            if searcher.num_docs == 0:
                return []
            hits = searcher.search(tantivy.Query.all_query(), limit=searcher.num_docs, count=False).hits
            return [str(searcher.doc(address)["id"][0]) for _, address in hits]

    def close(self) -> None:
        """Wait for merges and let go of the files."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with _translated():
                writer.wait_merging_threads()


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn errors of tantivy into ours."""
    try:
        yield
    except (ValueError, RuntimeError, OSError) as error:
        raise StoreError(
            f"the keyword store failed: {error}; check the disk's free space, then run: "
            "python -m indexes check, and if it finds problems: python -m indexes rebuild"
        ) from error
