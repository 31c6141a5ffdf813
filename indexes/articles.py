"""What the index holds: articles, their versions, and the passages that search returns."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


def normalise_text(text: str) -> str:
    """Return the text in NFC with Unix line ends, no trailing blanks and no surrounding empty lines.

    Offsets everywhere in the project refer to text in this form.
    """
    # in this order, so that a text in this form stays as it is: what goes may have stood between the parts
    # of a line end or of a character
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text)
    return "\n".join(line.rstrip() for line in text.split("\n")).lstrip("\n\ufeff").rstrip("\n")


def parse_day(value: str) -> date:
    """Return the calendar day of an ISO 8601 date or date-time, in the value's own time zone.

    Raises ValueError when the value is neither.
    """
    return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value).date()


def _require_whole_characters(value: str) -> None:
    """Raise ValueError for half of a surrogate pair, which JSON can hold and no store can."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        half = ascii(value[error.start])
        raise ValueError(f"it holds {half}, which is half a character; take it out") from error


def epoch_day(day: date) -> int:
    """Return a day as the number of days since 1970-01-01, negative before: stores filter on integers."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of one article, immutable; what the source does not say stays None.

    `text` is normalised (see `normalise_text`) and `published` and `modified` are ISO 8601 dates or
    date-times, kept as precise as the source gave them. `metadata_sources` says of each known field where
    it was found; it is no part of the version. Build one with `Article.create`.
    """

    id: str
    version: str
    title: str
    text: str
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    source: str | None = None
    metadata_sources: Mapping[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def create(
        cls,
        *,
        id: str,
        title: str,
        text: str,
        url: str | None = None,
        publisher: str | None = None,
        author: str | None = None,
        published: str | None = None,
        modified: str | None = None,
        language: str | None = None,
        source: str | None = None,
        metadata_sources: Mapping[str, str] | None = None,
    ) -> Article:
        """Return the article with normalised text and the version that its content gives it.

        Raises ValueError when a date is not ISO 8601, the text is empty, or a value holds half a character.
        """
        text = normalise_text(text)
        if not text:
            raise ValueError("the article has no text")
        for value in (published, modified):
            if value is not None:
                parse_day(value)
        fields = (title, text, url, publisher, author, published, modified, language)
        content = "\x1f".join("" if field is None else field for field in fields)
        for value in (content, id, source or "", *(metadata_sources or {}).values()):
            _require_whole_characters(value)
        return cls(
            id=id,
            version=hashlib.sha256(content.encode()).hexdigest()[:16],
            title=title,
            text=text,
            url=url,
            publisher=publisher,
            author=author,
            published=published,
            modified=modified,
            language=language,
            source=source,
            metadata_sources=dict(metadata_sources or {}),
        )

    @property
    def published_day(self) -> date | None:
        """The calendar day of publication, or None when the source gives none."""
        return None if self.published is None else parse_day(self.published)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence-aligned window of an article: `text == article.text[start:end]` always.

    `sentences` holds the (start, end) of each sentence in it, in characters of the article.
    """

    article_id: str
    version: str
    start: int
    end: int
    text: str
    sentences: tuple[tuple[int, int], ...]

    @property
    def id(self) -> str:
        """The same identifier for the same window of the same version, in every run."""
        key = f"{self.article_id}\x1f{self.version}\x1f{self.start}\x1f{self.end}"
        return hashlib.sha256(key.encode()).hexdigest()[:32]
