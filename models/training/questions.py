"""Question rows for training: the answer's sentence, shorter windows, other forms, and no-answers."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from models.training.claim_edits import Edit, oppose
from models.training.names import Mention, mentions, replacement
from models.training.rows import UNSUPPORTED, QuestionRow
from models.training.sentences import Nearest, Span, content_words, likest_sentence, sentence_spans, words_in
from models.training.words import FUNCTION_WORDS


def with_evidence(row: QuestionRow) -> QuestionRow:
    """Mark the sentences that hold the answers, in order of how many gold answers they hold; at most two."""
    counts: dict[Span, int] = {}
    for start, end in sentence_spans(row.passage):
        holding = sum(start < right and left < end for left, right in row.answers)
        if holding:
            counts[start, end] = holding
    ranked = sorted(counts, key=lambda span: -counts[span])
    return replace(row, evidence=tuple(ranked[:2]))


def _cut(row: QuestionRow, start: int, end: int) -> QuestionRow:
    """Keep characters [start, end) of the passage, and the answers and evidence inside it."""

    def inside(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple((left - start, right - start) for left, right in spans if start <= left and right <= end)

    return replace(
        row,
        passage=row.passage[start:end],
        answers=inside(row.answers),
        evidence=inside(row.evidence),
        lure=inside(row.lure),
    )


def windowed(row: QuestionRow, words: int, rng: random.Random) -> QuestionRow:
    """Cut a long passage to sentences of about `words` words with the answer somewhere inside.

    Without an answer it is what looks like one: a window beside it would give the question away.
    """
    if words_in(row.passage) <= words * 1.2:
        return row
    spans = sentence_spans(row.passage)
    keep = [
        n
        for n, (start, end) in enumerate(spans)
        if any(start < right and left < end for left, right in (row.answers or row.lure)[:1])
    ] or [likest_sentence(row.passage, spans, row.question)]
    first, last = keep[0], keep[-1]
    size = words_in(row.passage[spans[first][0] : spans[last][1]])
    while size < words and (first > 0 or last + 1 < len(spans)):
        if last + 1 == len(spans) or (first > 0 and rng.random() < 0.5):
            first -= 1
        else:
            last += 1
        size = words_in(row.passage[spans[first][0] : spans[last][1]])
    shorter = _cut(row, spans[first][0], spans[last][1])
    return shorter if bool(shorter.answers) == row.answerable else row


def with_title(row: QuestionRow) -> QuestionRow:
    """Put the title of the article in front of the passage, as the product reads it."""
    if not row.title or row.passage.startswith(row.title):
        return row
    before = f"{row.title}.\n"

    def moved(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple((start + len(before), end + len(before)) for start, end in spans)

    return replace(
        row,
        passage=before + row.passage,
        answers=moved(row.answers),
        evidence=moved(row.evidence),
        lure=moved(row.lure),
    )


def without_answer(row: QuestionRow) -> QuestionRow | None:
    """Delete the sentences that hold the answer; None where its words stay, or little is left."""
    spans = sentence_spans(row.passage)
    gone = [any(start < right and left < end for left, right in row.answers) for start, end in spans]
    left = " ".join(row.passage[start:end] for (start, end), out in zip(spans, gone, strict=True) if not out)
    answers = {row.passage[start:end].lower() for start, end in row.answers}
    if words_in(left) < 20 or any(answer in left.lower() for answer in answers):
        return None
    return replace(row, passage=left, answers=(), evidence=(), source=f"{row.source}:deleted")


class OtherPassages:
    """No-answers from the passages most like the question in which no gold answer occurs."""

    def __init__(self, rows: Sequence[QuestionRow]) -> None:
        self._titles = {row.passage: row.title for row in rows}
        self._passages = list(self._titles)
        self._nearest = Nearest(self._passages)

    def pick(self, row: QuestionRow, rng: random.Random) -> QuestionRow | None:
        """Pair the question with one of its nearest other passages; None if all of those hold its answer."""
        answers = {row.passage[start:end].lower().strip(" .,") for start, end in row.answers}
        found = [self._passages[number] for number in self._nearest.best(row.question, 8)]
        fit = [
            text
            for text in found
            if text != row.passage and not any(answer in text.lower() for answer in answers)
        ]
        if not fit:
            return None
        passage = rng.choice(fit[:3])
        return replace(
            row,
            passage=passage,
            title=self._titles[passage],
            answers=(),
            evidence=(),
            source=f"{row.source}:elsewhere",
        )


def as_typed(question: str, rng: random.Random) -> str:
    """Write the question the way people type: without its mark, in lower case, both, or as bare words."""
    kind = rng.random()
    if kind < 0.15:
        kept = [word for word in question.rstrip("? ").lower().split() if word not in FUNCTION_WORDS]
        return " ".join(kept) if len(kept) > 1 else question.lower()
    if kind < 0.4:
        return question.rstrip("? ").lower()
    if kind < 0.7:
        return question.lower()
    return question.rstrip("? ")


def _similar_word(word: str, words: Sequence[str], rng: random.Random) -> str | None:
    """Find a word with the same ending, a cheap stand-in for the same part of speech."""
    fit = sorted({other for other in words if other[-2:] == word[-2:] and other[:4] != word[:4]})
    return rng.choice(fit) if fit else None


def question_edit(row: QuestionRow, pool: Sequence[Mention], rng: random.Random) -> Edit | None:
    """Change one detail of an answerable question: a name, number, date, opposite or content word."""
    support = " ".join(row.passage[start:end] for start, end in row.evidence)
    found = [
        mention for mention in mentions(row.question) if mention.start > 0 and mention.text in row.passage
    ]
    if found and rng.random() < 0.7:
        mention = rng.choice(found)
        new = replacement(mention, pool, rng, avoid=support + row.question)
        if new:
            return Edit(mention.kind, UNSUPPORTED, ((mention.start, mention.end, new),))
    edit = oppose(row.question, pool, rng)
    if edit and rng.random() < 0.6:
        return edit
    here = set(content_words(support))
    elsewhere = [
        word for word in re.findall(r"\b[a-z]{5,}\b", row.passage) if not set(content_words(word)) & here
    ]
    shared = [m for m in re.finditer(r"\b[a-z]{5,}\b", row.question) if set(content_words(m[0])) & here]
    rng.shuffle(shared)
    for match in shared:
        new = _similar_word(match[0], elsewhere, rng)
        if new:
            return Edit("word", UNSUPPORTED, ((match.start(), match.end(), new),))
    return None


def edited_alike(row: QuestionRow, edit: Edit) -> QuestionRow | None:
    """Make the edit in the passage too, so that it answers again; None where it touches an answer."""
    start, end, new = edit.changes[0]
    old = row.question[start:end]
    places = [match.start() for match in re.finditer(rf"\b{re.escape(old)}\b", row.passage)]
    if not places or any(
        left < place + len(old) and place < right for left, right in row.answers for place in places
    ):
        return None
    shift = len(new) - len(old)

    def moved(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(
            (left + shift * sum(p < left for p in places), right + shift * sum(p < right for p in places))
            for left, right in spans
        )

    passage = re.sub(rf"\b{re.escape(old)}\b", lambda _: new, row.passage)
    return replace(
        row,
        question=edit.apply(row.question),
        passage=passage,
        answers=moved(row.answers),
        evidence=moved(row.evidence),
        source=f"{row.source}:alike",
    )


def edited_apart(row: QuestionRow, edit: Edit) -> QuestionRow:
    """Make the edit in the question alone: the passage no longer answers it."""
    return replace(
        row, question=edit.apply(row.question), answers=(), evidence=(), source=f"{row.source}:edited"
    )
