"""Running an exported network over everything it is measured on, once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from tokenizers import Tokenizer

from models.training.held_out import (
    held_out_claims,
    held_out_edits,
    held_out_no_answers,
    held_out_questions,
    held_out_written,
)
from models.training.inference import Outputs, run
from models.training.mix import EVIDENCE_WORDS
from models.training.rows import ClaimRow, QuestionRow, read_claims, read_questions
from models.training.sentences import best_window

REPORT_QUESTIONS = ("qed_nq_dev",)
REPORT_CLAIMS = ("wice_test", "attributionbench_test500", "defacto_test")
EDITS = "made claims"
NO_ANSWERS = "made no-answers"
WRITTEN = "written questions"
WRITTEN_CLAIMS = "written claims"
SEED = 7
MOST_ROWS = 400  # of one source

Row = TypeVar("Row")


@dataclass(frozen=True)
class Measured:
    """Rows of one set and what the network says of them; not `held_out` means for the report only."""

    name: str
    held_out: bool
    questions: Sequence[QuestionRow]
    claims: Sequence[ClaimRow]
    outputs: Sequence[Outputs]


def _sample(rows: Sequence[Row], most: int = MOST_ROWS) -> list[Row]:
    return list(rows) if len(rows) <= most else random.Random(SEED).sample(list(rows), most)


def _cut(rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    return [replace(row, evidence=best_window(row.evidence, row.claim, EVIDENCE_WORDS)) for row in rows]


def measure(model: Path, tokenizer: Tokenizer, data: Path, *, report: bool = True) -> list[Measured]:
    """Run the held-out rows and, if `report`, the files that are never trained on.

    Of the held-out sources at most MOST_ROWS rows are drawn, of the made claims three times as many; the
    other files are run whole.
    """
    questions = [(name, True, _sample(rows)) for name, rows in held_out_questions(data).items()]
    questions.append((NO_ANSWERS, True, _sample(held_out_no_answers(data, SEED), 2 * MOST_ROWS)))
    written_questions, written_claims = held_out_written(data)
    questions.append((WRITTEN, True, _sample(written_questions)))
    by_source: dict[str, list[ClaimRow]] = {}
    for row in held_out_claims(data):
        by_source.setdefault(row.source, []).append(row)
    claims = [(name, True, _sample(rows)) for name, rows in sorted(by_source.items())]
    claims.append((WRITTEN_CLAIMS, True, _sample(written_claims)))
    claims.append((EDITS, True, _sample(held_out_edits(data, SEED), 3 * MOST_ROWS)))
    if report:
        questions += [
            (name, False, read_questions(data / f"qa/{name}.jsonl.gz")) for name in REPORT_QUESTIONS
        ]
        claims += [
            (name, False, _cut(read_claims(data / f"entailment/{name}.jsonl.gz"))) for name in REPORT_CLAIMS
        ]
    measured = []
    for name, held_out, rows in questions:
        pairs = [(row.question, row.passage) for row in rows]
        measured.append(Measured(name, held_out, rows, (), run(model, tokenizer, pairs)))
    for name, held_out, judged in claims:
        pairs = [(row.claim, row.evidence) for row in judged]
        measured.append(Measured(name, held_out, (), judged, run(model, tokenizer, pairs)))
    return measured
