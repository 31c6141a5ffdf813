"""The rows that training leaves out, to choose and calibrate by: by article, nothing changed about them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from models.training.claims import from_documents
from models.training.mix import (
    CLAIMS,
    EVIDENCE_WORDS,
    HELD_OUT_CLAIMS,
    QUESTIONS,
    document_held_out,
    documents,
    split,
)
from models.training.names import mentions
from models.training.questions import (
    OtherPassages,
    edited_apart,
    question_edit,
    with_evidence,
    without_answer,
)
from models.training.rows import ClaimRow, QuestionRow, held_out, read_claims, read_questions
from models.training.sentences import best_window
from models.training.written import EVIDENCE, read_written

EDITED_SHARE = 0.34  # of the sentences of the held-out articles that claims are made from


def held_out_questions(data: Path) -> dict[str, list[QuestionRow]]:
    """Give the held-out questions of every SQuAD-like training file, whole passages, nothing changed."""
    names = [name for name, *_ in QUESTIONS]
    return {
        name: [with_evidence(row) for row in split(read_questions(data / f"qa/{name}.jsonl.gz"))[1]]
        for name in names
    }


def held_out_written(data: Path) -> tuple[list[QuestionRow], list[ClaimRow]]:
    """Give what was written about articles that are held out, questions and claims."""
    questions, claims = read_written(data, leave_out=EVIDENCE)
    return split(questions)[1], split(claims)[1]


def held_out_no_answers(data: Path, seed: int) -> list[QuestionRow]:
    """Give held-out encyclopaedia questions, each once as it is and once with a no-answer made of it."""
    rng = random.Random(seed)
    rows = held_out_questions(data)["squadshifts_new_wiki"]
    others = OtherPassages(rows)
    made: list[QuestionRow] = []
    for row in rows:
        edit = question_edit(row, mentions(row.passage), rng)
        options = [without_answer(row), others.pick(row, rng), edited_apart(row, edit) if edit else None]
        changed = [option for option in options if option]
        if changed:
            made += [row, rng.choice(changed)]
    return made


def held_out_claims(data: Path) -> list[ClaimRow]:
    """Give the held-out claims of the entailment files, long evidence cut as in training."""
    rows = []
    for name, _ in CLAIMS:
        for row in read_claims(data / f"entailment/{name}.jsonl.gz"):
            if held_out(row.group, share=HELD_OUT_CLAIMS):
                rows.append(replace(row, evidence=best_window(row.evidence, row.claim, EVIDENCE_WORDS)))
    return rows


def held_out_edits(data: Path, seed: int) -> list[ClaimRow]:
    """Make claims of the held-out news and encyclopaedia articles, one share of their sentences."""
    rng = random.Random(seed)
    return from_documents([d for d in documents(data) if document_held_out(d)], rng, share=EDITED_SHARE)
