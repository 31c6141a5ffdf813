"""The answer that every entrance returns: text, sentences with verdicts, and exact citations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote as percent_encode

from indexes.articles import Article

Verdict = Literal["supported", "contradicted", "not found", "no claim"]

ANSWER_FORMAT = 1
ANOTHER_DIFFERS = "Another article differs"  # opens the sentence that tells so


@dataclass(frozen=True, slots=True)
class Citation:
    """Exact characters of one version of one article: `article.text[start:end] == quote`."""

    number: int
    article: Article
    start: int
    end: int
    quote: str
    also_in: tuple[Article, ...] = ()

    @property
    def fragment_url(self) -> str | None:
        """The article's URL with a text fragment that scrolls to the quote, or None without a web address."""
        if not self.article.url or not self.article.url.lower().startswith(("http://", "https://")):
            return None
        words = self.quote.split()
        text = _encode(words) if len(words) <= 12 else f"{_encode(words[:5])},{_encode(words[-5:])}"
        return f"{self.article.url.split('#')[0]}#:~:text={text}"

    def to_dict(self) -> dict[str, Any]:
        """Return the citation as JSON values."""
        return {
            "number": self.number,
            "article_id": self.article.id,
            "version": self.article.version,
            "title": self.article.title,
            "publisher": self.article.publisher,
            "published": self.article.published,
            "url": self.article.url,
            "fragment_url": self.fragment_url,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "also_in": [
                {"article_id": other.id, "title": other.title, "publisher": other.publisher}
                for other in self.also_in
            ],
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the answer, without markers; `score` is the judge's probability of support."""

    text: str
    citations: tuple[int, ...] = ()
    verdict: Verdict = "supported"
    score: float | None = None
    reattributed: bool = False


@dataclass(frozen=True, slots=True)
class ConsideredPassage:
    """A passage that was read for the answer, with the score that ranked it.

    `nearest` are the characters of the article with the sentence that comes nearest to an answer, where the
    writer knows.
    """

    article: Article
    start: int
    end: int
    text: str
    score: float
    nearest: tuple[int, int] | None = None

    @property
    def nearest_text(self) -> str:
        """The sentence that comes nearest to an answer; the whole passage where none is known."""
        return self.article.text[slice(*self.nearest)] if self.nearest else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the assistant says to one question, complete enough to show, keep and check later.

    `text` carries [n] markers for `citations`; `short` is the answer in a few words where there is
    one; `searched_for` is the question as it was searched; `notices` are plain sentences for the
    reader (undated articles left out, a model that did not answer, …); `did_you_mean` asks the same of a
    name that is in the articles, where the name that was asked about is not; `model` is the language model
    that wrote it, None where none did.
    """

    question: str
    text: str
    short: str | None = None
    abstained: bool = False
    searched_for: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    considered: tuple[ConsideredPassage, ...] = ()
    notices: tuple[str, ...] = ()
    did_you_mean: str | None = None
    writer: str = "extractive"
    model: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict, hash=False)
    usage: Mapping[str, float] = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON values; `format` is the version number of this shape."""
        return {
            "format": ANSWER_FORMAT,
            "question": self.question,
            "searched_for": self.searched_for,
            "text": self.text,
            "short": self.short,
            "abstained": self.abstained,
            "sentences": [
                {
                    "text": sentence.text,
                    "citations": list(sentence.citations),
                    "verdict": sentence.verdict,
                    "score": sentence.score,
                    "reattributed": sentence.reattributed,
                }
                for sentence in self.sentences
            ],
            "citations": [citation.to_dict() for citation in self.citations],
            "considered": [
                {
                    "article_id": passage.article.id,
                    "version": passage.article.version,
                    "title": passage.article.title,
                    "start": passage.start,
                    "end": passage.end,
                    "text": passage.text,
                    "score": passage.score,
                    "nearest": list(passage.nearest) if passage.nearest else None,
                }
                for passage in self.considered
            ],
            "notices": list(self.notices),
            "did_you_mean": self.did_you_mean,
            "writer": self.writer,
            "model": self.model,
            "timings_ms": dict(self.timings_ms),
            "usage": dict(self.usage),
        }

    def to_markdown(self) -> str:
        """Return the answer with its sources listed below, as Markdown that reads well."""
        lines = [_escape_around_markers(self.text).replace("\n", "\n\n")]
        lines += [f"\n> {_escape_markdown(notice)}" for notice in self.notices]
        if self.did_you_mean:
            lines.append(f"\n> Did you mean: {_escape_markdown(self.did_you_mean)}")
        if self.citations:
            lines.append("\n**Sources**\n")
        for citation in self.citations:
            article = citation.article
            where = ", ".join(part for part in (article.publisher, article.published) if part)
            title = _escape_markdown(article.title)
            url = citation.fragment_url
            link = f"[{title}]({_link_destination(url)})" if url else title
            quote = _escape_markdown(" ".join(citation.quote.split()))
            told = f" ({_escape_markdown(where)})" if where else ""
            lines.append(f"{citation.number}. {link}{told}: “{quote}”")
        return "\n".join(lines)


def _encode(words: Sequence[str]) -> str:
    """Percent-encode words of a text fragment, where a plain hyphen or comma would be syntax."""
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")


def _link_destination(url: str) -> str:
    """Percent-encode what would end a Markdown link, such as a bracket; those of an IPv6 host stay."""
    origin = re.match(r"https?://(\[[\da-f:.]+\])?", url, re.IGNORECASE)
    end = origin.end() if origin else 0
    return url[:end] + percent_encode(url[end:], safe="/%:@!$&'*+,;=~?#")


def _escape_markdown(text: str) -> str:
    """Escape what Markdown or HTML would act on."""
    text = text.replace("\\", "\\\\").replace("<", "&lt;")
    return re.sub(r"[*_`|\[\]]", r"\\\g<0>", text)


def _escape_around_markers(text: str) -> str:
    """Escape a text but for its citation markers, such as [1], where they do not begin a link."""
    return re.sub(r"\\\[(\d+)\\\](?![(:])", r"[\1]", _escape_markdown(text))
