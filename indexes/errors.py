"""What can go wrong with an index.

IndexesError
├── FolderInUseError        another process has the data folder open
├── IndexFormatError      the folder holds an index of another format, or one that is damaged
├── EmbedderChangedError    the vectors were made by another embedder
├── EmbeddingError    the embedder raised, or gave vectors of the wrong shape
├── StoreError        a store could not be read or written
├── ArticleNotFoundError    no article, or no such version of it
└── ReadError         a source could not be turned into articles
"""

from __future__ import annotations


class IndexesError(Exception):
    """Anything that this package raises on purpose; the message says what to do next."""


class FolderInUseError(IndexesError):
    """Another process has the data folder open."""


class IndexFormatError(IndexesError):
    """The folder holds an index of another format, or one that is damaged."""


class EmbedderChangedError(IndexesError):
    """The vectors in the index were made by another embedder than the one in use."""


class EmbeddingError(IndexesError):
    """The embedder raised, or gave vectors of the wrong shape."""


class StoreError(IndexesError):
    """A store could not be read or written."""


class ArticleNotFoundError(IndexesError):
    """The index has no such article, or no such version of it."""


class ReadError(IndexesError):
    """A source could not be turned into articles; the others are not affected."""
