"""Claims made from articles and from answered questions, each with the text it is held against."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.training.claim_edits import subtle_edit
from models.training.names import Mention, mentions, replacement
from models.training.rewordings import as_yes_no_question, reword
from models.training.rows import NEUTRAL, SUPPORTED, UNSUPPORTED, ClaimRow, QuestionRow
from models.training.sentences import content_words, sentence_spans, words_in

_SOUND = re.compile(r"^[“\"]?[A-Z].*[.!?][”\"]?$", re.DOTALL)
_LONGEST_WINDOW = 170  # words
_PRONOUN = re.compile(r"^(He|She)\b(?=\s[a-z])")
_TAIL = re.compile(
    r"\s(?:on|in|at|after|before|during|from|following|because of|with|for)\s[^,;\"“”.]{5,50}(?=\.$)"
)


@dataclass(frozen=True)
class Document:
    """A text to make claims from; the group is what is held out together."""

    text: str
    group: str


class ClaimMaker:
    """Makes labelled claims from the sentences of one document."""

    def __init__(self, document: Document, rng: random.Random) -> None:
        self._rng = rng
        self._group = document.group
        pieces = [" ".join(document.text[start:end].split()) for start, end in sentence_spans(document.text)]
        self._sentences = [piece for piece in pieces if piece]
        self.usable = [
            number
            for number, piece in enumerate(self._sentences)
            if _SOUND.match(piece) and 7 <= words_in(piece) <= 45 and not piece.endswith("?")
        ]
        self._pool: list[Mention] = [mention for piece in self._sentences for mention in mentions(piece)]

    def _window(self, number: int, span: int = 1) -> tuple[int, int]:
        """Choose one to six sentences around `span` sentences from `number` on."""
        size = max(span, self._rng.choice((1, 2, 3, 4, 5, 6)))
        start = max(0, number - self._rng.randint(0, size - span))
        end = min(len(self._sentences), start + size)
        while end - start > span and words_in(self._text(start, end)) > _LONGEST_WINDOW:
            if end > number + span:
                end -= 1
            else:
                start += 1
        return start, end

    def _text(self, start: int, end: int) -> str:
        return " ".join(self._sentences[start:end])

    def _row(self, claim: str, evidence: str, label: int, kind: str) -> ClaimRow:
        question = as_yes_no_question(claim) if self._rng.random() < 0.1 else None
        return ClaimRow(question or claim, evidence, label, f"made:{kind}", self._group)

    def _reworded(self, sentence: str) -> str:
        return reword(sentence, self._rng, times=self._rng.choice((0, 0, 1, 1, 2)))

    def edited(self, number: int) -> Iterator[ClaimRow]:
        """The sentence and a subtle edit of it, against its window and against the window edited alike."""
        sentence = self._sentences[number]
        edit = subtle_edit(sentence, self._pool, self._rng)
        start, end = self._window(number)
        window = self._text(start, end)
        yield self._row(self._reworded(sentence), window, SUPPORTED, "supported")
        if edit is None:
            return
        changed = edit.apply(sentence)
        yield self._row(self._reworded(changed), window, edit.label, edit.kind)
        other = " ".join((self._text(start, number), changed, self._text(number + 1, end))).strip()
        if self._rng.random() < 0.35:
            yield self._row(self._reworded(changed), other, SUPPORTED, "supported")
        # what has been done was once planned, so a weakened claim may still be right
        if edit.kind != "modality" and self._rng.random() < 0.35:
            yield self._row(self._reworded(sentence), other, edit.label, edit.kind)

    def elsewhere(self, number: int) -> Iterator[ClaimRow]:
        """The sentence against sentences of the same document that do not say it."""
        sentence = self._sentences[number]
        start, end = self._window(self._rng.randrange(len(self._sentences)))
        window = self._text(start, end)
        words = set(content_words(sentence))
        if not start <= number < end and len(words & set(content_words(window))) < 0.6 * len(words):
            yield self._row(self._reworded(sentence), window, NEUTRAL, "elsewhere")

    def merged(self, number: int) -> Iterator[ClaimRow]:
        """Two neighbouring sentences as one claim, with and without an edit in one of them."""
        if number + 1 not in self.usable:
            return
        pair = [self._sentences[number], self._sentences[number + 1]]
        window = self._text(*self._window(number, 2))
        joined = " ".join(self._reworded(sentence) for sentence in pair)
        yield self._row(joined, window, SUPPORTED, "merged")
        which = self._rng.randrange(2)
        edit = subtle_edit(pair[which], self._pool, self._rng)
        if edit:
            pair[which] = edit.apply(pair[which])
            yield self._row(" ".join(pair), window, edit.label, f"merged {edit.kind}")

    def resolved(self, number: int) -> Iterator[ClaimRow]:
        """A sentence that starts with a pronoun, with the person put in: the right one, and another one."""
        pronoun = _PRONOUN.match(self._sentences[number])
        if not pronoun or number == 0:
            return
        people = [mention for mention in mentions(self._sentences[number - 1]) if mention.kind == "person"]
        if len({person.text for person in people}) != 1:
            return
        window = self._text(*self._window(number - 1, 2))
        rest = self._sentences[number][pronoun.end() :]
        yield self._row(self._reworded(people[0].text + rest), window, SUPPORTED, "resolved")
        wrong = replacement(people[0], self._pool, self._rng, avoid=self._sentences[number])
        if wrong:
            yield self._row(self._reworded(wrong + rest), window, UNSUPPORTED, "wrong person")

    def embellished(self, number: int) -> Iterator[ClaimRow]:
        """The sentence with a detail of another sentence at its end."""
        start, end = self._window(number)
        others = [n for n in self.usable if not start <= n < end]
        self._rng.shuffle(others)
        for other in others:
            tail = _TAIL.search(self._sentences[other])
            if tail and self._sentences[number].endswith("."):
                claim = self._sentences[number][:-1] + tail[0] + "."
                yield self._row(claim, self._text(start, end), NEUTRAL, "embellished")
                return

    def rows(self, number: int) -> list[ClaimRow]:
        """All that is made of one sentence: an edit, and one other kind drawn at random."""
        other = self._rng.choice((self.elsewhere, self.merged, self.embellished, self.embellished))
        return [*self.edited(number), *self.resolved(number), *other(number)]


def from_documents(
    documents: Sequence[Document], rng: random.Random, *, share: float = 1.0
) -> list[ClaimRow]:
    """Make claims of a share of the sound sentences of every document."""
    made: list[ClaimRow] = []
    for document in documents:
        maker = ClaimMaker(document, rng)
        for number in maker.usable:
            if rng.random() < share:
                made.extend(maker.rows(number))
    return made


_SUBJECT_QUESTION = re.compile(
    r"^(?:Who|What|Which [a-z]+)\s(?!is\b|are\b|was\b|were\b|did\b|do\b|does\b|has\b|have\b|had\b|can\b"
    r"|could\b|will\b|would\b|should\b|might\b|else\b|year\b|type\b|kind\b|percent|other\b)(?P<rest>[a-z]+(?:ed|s|t|d|n|w|k)\s[^?]{8,})\?$"
)


def _stated(question: str, answer: str) -> str:
    """State a question and its answer: a sentence if the question asks for its subject, else side by side."""
    subject = _SUBJECT_QUESTION.match(question)
    if subject:
        return f"{answer[:1].upper()}{answer[1:]} {subject['rest']}."
    return f"{question} {answer}"


def from_question(row: QuestionRow, rng: random.Random) -> Iterator[ClaimRow]:
    """Make a claim of a question and its answer, and one with another name or number of the passage."""
    if not row.answers:
        return
    start, end = min(row.answers, key=lambda span: span[1] - span[0])
    answer = row.passage[start:end]
    if words_in(answer) > 8:
        return
    base = ClaimRow(_stated(row.question, answer), row.passage, SUPPORTED, "made:answer", row.group)
    yield base
    found = [mention for mention in mentions(answer) if len(mention.text) > 0.6 * len(answer)]
    golds = " ".join(row.passage[left:right] for left, right in row.answers)
    if found:
        wrong = replacement(found[0], mentions(row.passage), rng, avoid=golds + row.question)
        if wrong:
            claim = _stated(row.question, wrong)
            yield replace(base, claim=claim, label=UNSUPPORTED, source="made:wrong answer")


def from_reading(row: QuestionRow, start: int, end: int) -> ClaimRow | None:
    """Make an unsupported claim of a question and what a reader took for its answer; None if it is right."""
    if start >= end or any(start < right and left < end for left, right in row.answers):
        return None
    claim = _stated(row.question, row.passage[start:end])
    return ClaimRow(claim, row.passage, UNSUPPORTED, "made:read answer", row.group)
