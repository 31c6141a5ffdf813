"""Questions and claims written for this project: pairs that look alike, of which a passage answers one.

The automatic edits of this recipe change a word at a time, and a reader learns to spot them. These were
written as a careful opponent would: the question that nearly fits, the claim with one subtle flaw, and the
same facts asked in quite other words (contrast sets; Gardner et al., 2020, arXiv:2004.02709).

Each file in `written/` is named after the file of the data folder that its passages are from, up to the first
dot, and knows each passage by the start of its SHA-256, so that no passage is copied; `news.jsonl` brings its
own, invented ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.training.questions import with_evidence
from models.training.rows import (
    CONTRADICTED,
    NEUTRAL,
    SUPPORTED,
    ClaimRow,
    QuestionRow,
    read_json_lines,
    read_questions,
)
from models.training.sentences import sentence_spans, words_in

FOLDER = Path(__file__).with_name("written")
INVENTED = "news"
SHORTEST_NEWS, LONGEST_NEWS = 200, 900  # characters of a part of a news article
# whose evidence was written about
EVIDENCE = ("defacto_train", "wice_dev", "attributionbench_dev")
SHORTEST_EVIDENCE, LONGEST_EVIDENCE = 70, 170  # words of a part of it, but for one long sentence
ALTERED = "altered"  # what stands after the first dot where the pairs are like those of SQuAD 2.0
KINDS = {"supported": SUPPORTED, "neutral": NEUTRAL, "contradicted": CONTRADICTED}
KEY_DIGITS = 16


@dataclass(frozen=True)
class Passage:
    """A passage that was written about, the group it is held out with, and the title of its article."""

    text: str
    group: str
    title: str = ""


def key_of(text: str) -> str:
    """Give what a passage is known by: the start of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_DIGITS]


def passages_of(source: str, data: Path) -> Mapping[str, Passage]:
    """Give the passages of a file of the data folder by their keys."""
    if source == "wikinews_gum":
        return {
            key_of(part): Passage(part, f"wikinews/{row['article_id']}", row["title"])
            for row in read_json_lines(data / "articles/wikinews_gum.jsonl.gz")
            for part in news_parts(row["text"])
        }
    if source in EVIDENCE:
        texts = dict.fromkeys(
            row["evidence"] for row in read_json_lines(data / f"entailment/{source}.jsonl.gz")
        )
        return {key_of(part): Passage(part, text) for text in texts for part in evidence_parts(text)}
    return {
        key_of(row.passage): Passage(row.passage, row.group, row.title)
        for row in read_questions(data / f"qa/{source}.jsonl.gz")
    }


def news_parts(text: str) -> Iterator[str]:
    """Cut a news article into parts of whole paragraphs; a short last part is left out."""
    part = ""
    for paragraph in filter(str.strip, text.split("\n")):
        if part and len(part) + len(paragraph) > LONGEST_NEWS:
            yield part
            part = ""
        part = f"{part}\n{paragraph}".strip()
    if len(part) > SHORTEST_NEWS:
        yield part


def evidence_parts(text: str) -> Iterator[str]:
    """Cut a long evidence into runs of whole sentences; short ones are left out."""
    runs: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if runs and words_in(text[runs[-1][0] : end]) <= LONGEST_EVIDENCE:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    for start, end in runs:
        if words_in(text[start:end]) >= SHORTEST_EVIDENCE:
            yield text[start:end]


def read_written(
    data: Path, folder: Path = FOLDER, *, leave_out: Sequence[str] = ()
) -> tuple[list[QuestionRow], list[ClaimRow]]:
    """Read all that was written, but for the files with the names to leave out.

    Raises ValueError, with the file, for a passage that the data folder does not have, for an answer that is
    not a piece of its passage, and where nothing is found: an installed package leaves the texts out.
    """
    questions: list[QuestionRow] = []
    claims: list[ClaimRow] = []
    for file in written_files(folder):
        if file.stem not in leave_out:
            asked, claimed = read_file(file, data)
            questions += asked
            claims += claimed
    if not questions:
        raise ValueError(f"nothing was written in {folder}; run the recipe in a checkout of the project")
    return questions, claims


def written_files(folder: Path = FOLDER) -> list[Path]:
    """Give the files of what was written."""
    return sorted(folder.glob("*.jsonl"))


def source_of(file: Path) -> str:
    """Give the name of the file of the data folder that a file's passages are from."""
    return file.name.split(".")[0]


def is_altered(file: Path) -> bool:
    """Whether the unanswered questions of a file are altered ones, like those of SQuAD 2.0."""
    return file.stem.partition(".")[2] == ALTERED


def read_file(file: Path, data: Path) -> tuple[list[QuestionRow], list[ClaimRow]]:
    """Read one of the files; raises as `read_written` does."""
    questions: list[QuestionRow] = []
    claims: list[ClaimRow] = []
    source = source_of(file)
    known = {} if source == INVENTED else passages_of(source, data)
    for row in read_json_lines(file):
        if source == INVENTED:
            passage = Passage(row["text"], f"written/{row['title']}", row["title"])
        elif row["passage"] in known:
            passage = known[row["passage"]]
        else:
            raise ValueError(f"{file} is about a passage {row['passage']} that {source} does not have")
        for question, answer, *lure in row["questions"]:
            for piece in (answer, *lure):
                if piece is not None and not _is_piece(passage.text, *piece):
                    raise ValueError(f"{file}: {piece} is no answer in the passage of {question!r}")
            asked = QuestionRow(
                question,
                passage.text,
                () if answer is None else ((answer[0], answer[1]),),
                "written questions",
                passage.group,
                title=passage.title,
                lure=tuple((start, end) for start, end in lure),
            )
            questions.append(with_evidence(asked))
        claims += [
            ClaimRow(claim, passage.text, label, "written claims", passage.group)
            for kind, label in KINDS.items()
            for claim in row[kind]
        ]
    return questions, claims


def _is_piece(text: str, start: int, end: int) -> bool:
    """Whether characters [start, end) are whole words of the text."""
    piece = text[max(start, 0) : end]
    inside = 0 <= start < end <= len(text) and piece == piece.strip()
    return inside and not _cuts_word(text, start) and not _cuts_word(text, end)


def _cuts_word(text: str, at: int) -> bool:
    return text[at - 1 : at].isalnum() and text[at : at + 1].isalnum()
