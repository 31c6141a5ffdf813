"""The two kinds of training example, and reading them from gzipped JSON lines."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SUPPORTED, NEUTRAL, CONTRADICTED, UNSUPPORTED = range(
    4
)  # UNSUPPORTED: neutral or contradicted, not known which
TITLED = ("squad2_dev_17_articles", "squadshifts_new_wiki")  # elsewhere the title is a number
LABELS = ("supported", "neutral", "contradicted", "unsupported")


@dataclass(frozen=True)
class QuestionRow:
    """A question over a passage; answers and evidence are character ranges of it, empty if unanswerable."""

    question: str
    passage: str
    answers: tuple[tuple[int, int], ...]
    source: str
    group: str  # the article: what is held out together
    evidence: tuple[tuple[int, int], ...] = ()
    title: str = ""  # of the article, where the file names it
    lure: tuple[tuple[int, int], ...] = ()  # what a careless reader would answer where nothing does

    @property
    def answerable(self) -> bool:
        return bool(self.answers)


@dataclass(frozen=True)
class ClaimRow:
    """A claim, the evidence it is held against, and one of the four labels above."""

    claim: str
    evidence: str
    label: int
    source: str
    group: str


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON lines file, gzipped or plain."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def held_out(group: str, *, share: float) -> bool:
    """Say whether a group belongs to the held-out part; the same for every run and machine."""
    digest = hashlib.sha256(group.encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < share


def read_questions(path: Path) -> list[QuestionRow]:
    """Read a SQuAD-like file; spans whose text does not match their offset are left out."""
    source = path.name.removesuffix(".gz").removesuffix(".jsonl")
    rows = []
    for row in read_json_lines(path):
        context = row["context"]
        spans: dict[tuple[int, int], None] = {}
        for answer in row["answers"]:
            start, text = answer["start"], answer["text"].strip()
            start = context.find(text, start, start + len(answer["text"]) + 2)
            if text and start >= 0:
                spans[start, start + len(text)] = None
        if row["answers"] and not spans:
            continue
        # one file names no articles: there a context is its own group
        group = row["title"] if source != "squadshifts_reddit" else context
        title = row["title"].replace("_", " ") if source in TITLED else ""
        rows.append(
            QuestionRow(
                row["question"].strip(), context, tuple(spans), source, f"{source}/{group}", title=title
            )
        )
    return rows


def read_claims(path: Path) -> list[ClaimRow]:
    """Read an entailment file; unsupported rows of unknown kind keep the label UNSUPPORTED."""
    kinds = {"neutral": NEUTRAL, "contradiction": CONTRADICTED, None: UNSUPPORTED}
    rows = []
    for row in read_json_lines(path):
        label = SUPPORTED if row["label"] == "supported" else kinds[row["kind"]]
        # WiCE holds the same claim against several pages, the others several claims against the same evidence
        group = row["claim"] if row["source"].startswith("wice") else row["evidence"]
        rows.append(ClaimRow(row["claim"].strip(), row["evidence"].strip(), label, row["source"], group))
    return rows
