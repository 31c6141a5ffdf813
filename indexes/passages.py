"""Articles cut into passages: windows of whole sentences that overlap by one."""

from __future__ import annotations

from indexes.articles import Article, Passage
from indexes.sentences import split_sentences

WORDS = 110
# A number that changes whenever passages or embedded texts change, so that an older index says so.
PASSAGE_FORMAT = 1


def split_passages(article: Article, *, words: int = WORDS, overlap: int = 1) -> list[Passage]:
    """Return windows of whole sentences of about `words` words, in order, covering every sentence.

    A window ends at the sentence that brings it nearest to `words`; the next one starts `overlap`
    sentences before the end, unless those alone fill half a window.
    """
    sentences = split_sentences(article.text, language=article.language)
    lengths = [_length(article.text[start:end]) for start, end in sentences]
    passages: list[Passage] = []
    first = 0
    while first < len(sentences):
        last = first + 1
        total = lengths[first]
        while last < len(sentences) and total + lengths[last] / 2 <= words:
            total += lengths[last]
            last += 1
        start, end = sentences[first][0], sentences[last - 1][1]
        passages.append(
            Passage(
                article_id=article.id,
                version=article.version,
                start=start,
                end=end,
                text=article.text[start:end],
                sentences=tuple(sentences[first:last]),
            )
        )
        if last == len(sentences):
            break
        back = max(first + 1, last - overlap)
        first = back if sum(lengths[back:last]) * 2 <= words else last
    return passages


def embedded_text(article: Article, passage: Passage) -> str:
    """Return what is embedded for a passage: the title in front, which what is cited never has."""
    return f"{article.title}\n{passage.text}"


def _length(text: str) -> int:
    """Return the length in words, or in eighths of characters where a script has no blanks."""
    return max(len(text.split()), len(text) // 8)
