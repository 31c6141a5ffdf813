"""What answers one question: a cell, an introduction, a rank, yes or no, or what the reader marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.keyless.abstention import confidence, is_answered
from assistant.keyless.candidates import Candidate
from assistant.keyless.descriptions import asked_name, asks_for_somebody, definition, introduction
from assistant.keyless.findings import Finding, find_answer, found_sentence
from assistant.keyless.left_open import left_open
from assistant.keyless.office_holders import office_holder
from assistant.keyless.polarity import as_claim
from assistant.keyless.ranked_rows import ranked_row
from assistant.keyless.roles import role_holder
from assistant.keyless.table_cells import told_in_table
from assistant.keyless.yes_or_no import yes_or_no
from assistant.questions.question import Question

if TYPE_CHECKING:
    from models import Encoder

# what is told in a form of its own comes before what the reader marks
_IN_A_FORM = (definition, ranked_row, office_holder, role_holder)


def what_answers(encoder: Encoder, question: Question, candidates: Sequence[Candidate]) -> Finding | None:
    """Return what the candidates, likeliest first, tell in answer to a question, or None."""
    if cell := told_in_table(question, candidates):
        return cell
    if name := asked_name(question):
        return _introduced(name, question, candidates)
    if untold := left_open(question, candidates):
        return found_sentence(untold, untold.probability)
    if not is_answered(candidates):
        return None
    for tell in _IN_A_FORM:
        if told := tell(question, candidates):
            telling, short = told
            return replace(found_sentence(telling, confidence(candidates)), short=short)
    claim = as_claim(question) if question.kind == "yes or no" else None
    if claim:
        return yes_or_no(encoder, question, claim, candidates)
    return find_answer(question, candidates)


def _introduced(name: str, question: Question, candidates: Sequence[Candidate]) -> Finding | None:
    """The sentence that introduces a name; where it is only mentioned, nothing says who or what it is."""
    told = introduction(name, candidates, somebody=asks_for_somebody(question))
    if told is None:
        return None
    telling, short = told
    return replace(found_sentence(telling, telling.probability), short=short)
