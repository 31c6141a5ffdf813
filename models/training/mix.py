"""Which rows go into training, which are held out, and how often each source comes up."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from models.training.claims import Document, from_documents, from_question, from_reading
from models.training.names import mentions
from models.training.questions import (
    OtherPassages,
    as_typed,
    edited_alike,
    edited_apart,
    question_edit,
    windowed,
    with_evidence,
    with_title,
    without_answer,
)
from models.training.rows import (
    ClaimRow,
    QuestionRow,
    held_out,
    read_claims,
    read_json_lines,
    read_questions,
)
from models.training.sentences import best_window
from models.training.written import EVIDENCE, is_altered, read_file, source_of, written_files

Row = QuestionRow | ClaimRow
Split = TypeVar("Split", QuestionRow, ClaimRow)
Read = Callable[[Sequence[tuple[str, str]]], list[tuple[int, int]]]  # best spans, in characters

EVIDENCE_WORDS = 230
HELD_OUT_ARTICLES = 0.08
HELD_OUT_SQUAD2 = 0.15  # of 17 articles
HELD_OUT_CLAIMS = 0.05

# file, share of its questions, share of passages cut shorter
QUESTIONS = (
    ("squadshifts_new_wiki", 0.3, 0.8),
    ("squadshifts_reddit", 0.2, 0.8),
    ("squadshifts_amazon_reviews", 0.2, 0.8),
    ("squad2_dev_17_articles", 0.6, 0.8),
)
QAMR_SHARE = 0.01
SIZES = (25, 40, 60, 100)  # words of a passage that was cut
TITLED_SHARE = 0.5  # of the passages whose article has a title: the product reads them with it
TYPED_SHARE = 0.25  # of the questions, written the way people type
# file and share of its claims
CLAIMS = (
    ("nli", 0.03),
    ("breaking_nli", 0.01),
    ("fool_me_twice", 0.2),
    ("healthver", 0.12),
    ("covidfact", 0.12),
    ("begin_dev", 0.2),
    ("attributionbench_dev", 0.7),
    ("defacto_train", 0.7),
    ("wice_dev", 0.7),
    ("summedits_other_domains", 0.1),
)
STATED_SHARE = 0.03  # of the questions that are stated with their answer, as claims
READ_QUESTIONS = 800  # that an earlier reader is asked, for its wrong answers
WRITTEN_CUT = 0.75  # of the passages that were written about, cut shorter
# shares of the written questions: of the altered ones, which are new, those about evidence, and the others
ALTERED_SHARE, EVIDENCE_SHARE, OTHER_SHARE = 0.95, 0.35, 0.15
WRITTEN_CLAIMS = 0.1  # share of the written claims
MADE_SHARE = 0.01  # of the sentences of the articles that claims are made from


def share_of(group: str) -> float:
    """Give the share of groups held out of the file that a group belongs to."""
    return HELD_OUT_SQUAD2 if group.startswith("squad2") else HELD_OUT_ARTICLES


def split(rows: Sequence[Split]) -> tuple[list[Split], list[Split]]:
    """Split rows into training and held-out ones, by article."""
    kept = [row for row in rows if not held_out(row.group, share=share_of(row.group))]
    out = [row for row in rows if held_out(row.group, share=share_of(row.group))]
    return kept, out


def documents(data: Path) -> list[Document]:
    """Gather the texts that claims are made from: news first, encyclopaedia and web pages beside it."""
    found = [
        Document(row["text"], f"wikinews/{row['article_id']}")
        for row in read_json_lines(data / "articles/wikinews_gum.jsonl.gz")
    ]
    for name in ("defacto_train", "wice_dev", "attributionbench_dev"):
        texts = dict.fromkeys(
            row["evidence"] for row in read_json_lines(data / f"entailment/{name}.jsonl.gz")
        )
        found += [Document(text, text) for text in texts]
    for name in ("squadshifts_new_wiki", "squad2_dev_17_articles"):
        rows = read_questions(data / f"qa/{name}.jsonl.gz")
        found += [Document(text, group) for text, group in dict.fromkeys((r.passage, r.group) for r in rows)]
    return found


def _varied(row: QuestionRow, others: OtherPassages | None, rng: random.Random) -> Iterator[QuestionRow]:
    """Give the question as it is, or as one of the kinds of no-answer."""
    kind = rng.random()
    changed: QuestionRow | None = None
    if kind < 0.1:
        changed = without_answer(row)
    elif kind < 0.32 and others:
        changed = others.pick(row, rng)
    elif kind < 0.56:
        edit = question_edit(row, mentions(row.passage), rng)
        if edit:
            changed = edited_alike(row, edit) if rng.random() < 0.35 else edited_apart(row, edit)
    yield changed or row


def _question_rows(data: Path, rng: random.Random) -> Iterator[Row]:
    for name, share, cut in QUESTIONS:
        rows, _ = split(read_questions(data / f"qa/{name}.jsonl.gz"))
        others = OtherPassages(rows)
        for row in map(with_evidence, rows):
            if rng.random() <= share:
                for varied in _varied(row, others, rng) if row.answerable else (row,):
                    yield _as_asked(varied, rng, cut=cut, typed=TYPED_SHARE)
            if rng.random() < STATED_SHARE:
                yield from from_question(row, rng)
    for row in map(with_evidence, read_questions(data / "qa/qamr.jsonl.gz")):
        if held_out(row.group, share=HELD_OUT_ARTICLES) or rng.random() > QAMR_SHARE:
            continue
        edit = question_edit(row, mentions(row.passage), rng) if rng.random() < 0.4 else None
        varied = edited_apart(row, edit) if edit else row
        yield (
            replace(varied, question=as_typed(row.question, rng))
            if not edit and rng.random() < TYPED_SHARE
            else varied
        )


def _as_asked(row: QuestionRow, rng: random.Random, *, cut: float, typed: float) -> QuestionRow:
    """Give a row with, in shares of the cases, a shorter passage, a title before it, and a typed question."""
    if rng.random() < cut:
        row = windowed(row, rng.choice(SIZES), rng)
    if rng.random() < TITLED_SHARE:
        row = with_title(row)
    return replace(row, question=as_typed(row.question, rng)) if rng.random() < typed else row


def _written_rows(data: Path, rng: random.Random) -> Iterator[Row]:
    for file in written_files():
        asked = EVIDENCE_SHARE if source_of(file) in EVIDENCE else OTHER_SHARE
        if is_altered(file):
            asked = ALTERED_SHARE
        questions, claims = read_file(file, data)
        for row in split(questions)[0]:
            if rng.random() > asked:
                continue
            # many were written the way people type
            yield _as_asked(row, rng, cut=WRITTEN_CUT, typed=TYPED_SHARE / 2)
            if rng.random() < STATED_SHARE:
                yield from from_question(row, rng)
                yield from filter(None, (from_reading(row, *lure) for lure in row.lure))
        yield from (claim for claim in split(claims)[0] if rng.random() <= WRITTEN_CLAIMS)


def _claim_rows(data: Path, rng: random.Random) -> Iterator[Row]:
    for name, share in CLAIMS:
        for row in read_claims(data / f"entailment/{name}.jsonl.gz"):
            if not held_out(row.group, share=HELD_OUT_CLAIMS) and rng.random() <= share:
                yield replace(row, evidence=best_window(row.evidence, row.claim, EVIDENCE_WORDS))


def _misread(rows: Sequence[Row], read: Read, rng: random.Random) -> Iterator[Row]:
    """Make claims of the wrong answers that an earlier reader gives, no-answers first among its questions."""
    questions = {(row.question, row.passage): row for row in rows if isinstance(row, QuestionRow)}
    asked = list(questions.values())
    rng.shuffle(asked)
    asked.sort(
        key=lambda row: row.answerable or not row.source.startswith(("squad2", "squadshifts_new", "written"))
    )
    asked = asked[:READ_QUESTIONS]
    for row, (start, end) in zip(asked, read([(r.question, r.passage) for r in asked]), strict=True):
        claim = from_reading(row, start, end)
        if claim:
            yield claim


def training_rows(data: Path, seed: int, read: Read | None = None) -> list[Row]:
    """Make all rows of a training run; the seed fixes every choice.

    `read` is an earlier reader: where it answers wrongly, its answers are trained as unsupported claims.
    """
    rng = random.Random(seed)
    rows: list[Row] = list(_question_rows(data, rng))
    rows += _written_rows(data, rng)
    if read:
        rows += list(_misread(rows, read, rng))
    rows += _claim_rows(data, rng)
    kept = [d for d in documents(data) if not document_held_out(d)]
    rows += from_documents(kept, rng, share=MADE_SHARE)
    return rows


def document_held_out(document: Document) -> bool:
    # an evidence text that is held out as evidence must not come back as an article
    return held_out(document.group, share=share_of(document.group))
