"""The article panel: one article, readable as a whole, with the cited characters marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answers import Answer
from chat.desk import Desk, Target
from chat.markup import format_day, render
from indexes.articles import Article
from indexes.differences import Change

CHANGES_SHOWN = 40
HEADING_WORDS = 12
QUESTIONS = 3  # that stand alone: an interview


@dataclass(frozen=True, slots=True)
class Highlight:
    """A range of the article's characters to mark; exactly one of a view is `active`."""

    start: int
    end: int
    label: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text that is marked throughout, or not at all; `first` where its mark begins."""

    text: str
    highlight: Highlight | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of an article; a `heading` where it looks like one, for readers drop the marks of headings."""

    stretches: tuple[Stretch, ...]
    heading: bool = False


def render_panel(desk: Desk, target: Target | None) -> str:
    """Return the panel for the target; an empty string when it is closed or gone from the desk."""
    entry = desk.entry(target.entry) if target else None
    if target is None or entry is None or entry.answer is None:
        return ""
    found = _article_and_highlights(entry.answer, target)
    if found is None:
        return ""
    article, highlights, fragment_url = found
    before, after = desk.neighbours(target)
    total = len(entry.answer.citations if target.kind == "citation" else entry.answer.considered)
    return render(
        "article.html",
        article=article,
        paragraphs=article_paragraphs(article, highlights),
        original=fragment_url or article.url,
        target=target,
        before=before,
        after=after,
        total=total,
        versions=(),
        changes=(),
    )


def render_article(article: Article, versions: Sequence[Article] = (), changes: Sequence[Change] = ()) -> str:
    """Return the panel for an article that is read for its own sake, without highlights.

    `versions` are all of it, oldest first, and `changes` what is new in this one.
    """
    names = [version.version for version in versions]
    place = names.index(article.version) if article.version in names else 0
    return render(
        "article.html",
        article=article,
        paragraphs=article_paragraphs(article),
        original=article.url,
        target=None,
        before=None,
        after=None,
        total=0,
        version=place + 1,
        versions=names,
        changes=changes[:CHANGES_SHOWN],
        more_changes=max(0, len(changes) - CHANGES_SHOWN),
    )


def _article_and_highlights(
    answer: Answer, target: Target
) -> tuple[Article, list[Highlight], str | None] | None:
    if target.kind == "passage":
        if not 1 <= target.number <= len(answer.considered):
            return None
        passage = answer.considered[target.number - 1]
        label = f"passage {target.number}"
        start, end = passage.nearest if answer.abstained and passage.nearest else (passage.start, passage.end)
        return passage.article, [Highlight(start, end, label, active=True)], None
    active = next((one for one in answer.citations if one.number == target.number), None)
    if active is None:
        return None
    highlights = [
        Highlight(one.start, one.end, str(one.number), active=one is active)
        for one in answer.citations
        if (one.article.id, one.article.version) == (active.article.id, active.article.version)
    ]
    return active.article, highlights, active.fragment_url


def article_paragraphs(article: Article, highlights: Sequence[Highlight] = ()) -> list[Paragraph]:
    """Return the text without what stands above it already, and which of its lines are headings."""
    above = {article.title, f"By {article.author}", format_day(article.published)}
    paragraphs = mark_paragraphs(article.text, highlights)
    while paragraphs and (first := paragraphs[0]) and len(first) == 1 and not first[0].highlight:
        if first[0].text.strip() not in above:
            break
        paragraphs = paragraphs[1:]
    texts = ["".join(stretch.text for stretch in one).strip() for one in paragraphs]
    questions = sum(map(_is_short_question, texts))
    return [
        Paragraph(
            tuple(stretches),
            heading=_ends_a_sentence(after)
            and (_is_heading(text) or (questions >= QUESTIONS and _is_short_question(text))),
        )
        for stretches, text, after in zip(paragraphs, texts, [*texts[1:], ""], strict=True)
    ]


def _is_heading(text: str) -> bool:
    return len(text.split()) <= HEADING_WORDS and not _ends_a_sentence(text) and text[-1] not in ",;:-–—|"


def _is_short_question(text: str) -> bool:
    return len(text.split()) <= 2 * HEADING_WORDS and text.endswith("?")


def _ends_a_sentence(text: str) -> bool:
    return text.rstrip("\"'”’)").endswith((".", "!", "?", "…"))


def mark_paragraphs(text: str, highlights: Sequence[Highlight]) -> list[list[Stretch]]:
    """Return the paragraphs of the text as stretches; where highlights overlap, the active one shows."""
    paragraphs: list[list[Stretch]] = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(list(_stretches(text, position, position + len(line), highlights)))
        position += len(line) + 1
    return paragraphs


def _stretches(text: str, start: int, end: int, highlights: Sequence[Highlight]) -> Iterator[Stretch]:
    cuts = {start, end}
    for highlight in highlights:
        cuts.update(cut for cut in (highlight.start, highlight.end) if start < cut < end)
    ordered = sorted(cuts)
    for left, right in pairwise(ordered):
        over = [one for one in highlights if one.start <= left and right <= one.end]
        shown = next((one for one in over if one.active), over[0] if over else None)
        yield Stretch(text[left:right], shown, first=shown is not None and left == shown.start)
