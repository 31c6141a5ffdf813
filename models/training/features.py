"""Training rows as arrays: token numbers, and labels that point at tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from models.training.rows import ClaimRow, QuestionRow

MAX_TOKENS = 384
MAX_FIRST_TOKENS = 128  # of the question or claim
MAX_ANSWERS = 3
MAX_EVIDENCE = 2
NONE = -1

Ints = NDArray[np.int64]


def load_tokenizer(path: Path) -> Tokenizer:
    """Load the tokenizer of the base with truncation and padding off; lengths are our business."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@dataclass(frozen=True)
class Features:
    """Examples side by side: `ids[offsets[i]:offsets[i + 1]]` are the tokens of example i.

    `second` is the first token of the passage; `starts` and `ends` (inclusive) are up to three gold spans,
    `evidence` up to two token ranges (end exclusive), -1 where there is none; `answerable` is 1, 0 or -1 (no
    question); `judgement` is a label or -1 (no claim); `source` numbers into `sources`.
    """

    ids: NDArray[np.uint16]
    offsets: Ints
    second: Ints
    starts: Ints
    ends: Ints
    evidence: Ints
    answerable: Ints
    judgement: Ints
    source: Ints
    sources: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.second)

    @property
    def lengths(self) -> Ints:
        return np.diff(self.offsets)

    def save(self, path: Path) -> None:
        np.savez(path, **{**self.__dict__, "sources": np.array(self.sources)})

    @classmethod
    def load(cls, path: Path) -> Features:
        with np.load(path) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return cls(**{**arrays, "sources": tuple(str(name) for name in arrays["sources"])})


def _pair(tokenizer: Tokenizer, first: str, second: str) -> tuple[list[int], int, Encoding]:
    """Encode a pair; give its tokens, cut to length, the place of the second text and its encoding."""
    left = tokenizer.encode(first, add_special_tokens=False).ids[:MAX_FIRST_TOKENS]
    right = tokenizer.encode(second, add_special_tokens=False)
    start = len(left) + 2
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids = [cls, *left, sep, *right.ids[: MAX_TOKENS - start - 1], sep]
    return ids, start, right


def token_range(encoding: Encoding, start: int, end: int) -> tuple[int, int] | None:
    """Find the first and last token that overlap characters [start, end); None where there are none."""
    inside = [n for n, (left, right) in enumerate(encoding.offsets) if left < end and right > start]
    return (inside[0], inside[-1]) if inside else None


def _padded(values: Sequence[Sequence[int]], width: int) -> list[list[int]]:
    rows = [list(value) for value in values][:width]
    return rows + [[NONE, NONE]] * (width - len(rows))


def encode(rows: Iterable[QuestionRow | ClaimRow], tokenizer: Tokenizer) -> Features:
    """Encode rows; an answer that the length limit cuts off makes the row go."""
    ids: list[int] = []
    columns: dict[str, list[object]] = {name: [] for name in ("offsets", "second", "spans", "evidence")}
    columns |= {name: [] for name in ("answerable", "judgement", "source")}
    sources: dict[str, int] = {}
    columns["offsets"].append(0)
    for row in rows:
        question = isinstance(row, QuestionRow)
        first, passage = (row.question, row.passage) if question else (row.claim, row.evidence)
        tokens, second, encoding = _pair(tokenizer, first, passage)
        last = len(tokens) - 2
        spans, evidence = [], []
        if question:
            for left, right in row.answers:
                found = token_range(encoding, left, right)
                if found and second + found[1] <= last:
                    spans.append([second + found[0], second + found[1]])
            if row.answers and not spans:
                continue
            for left, right in row.evidence:
                found = token_range(encoding, left, right)
                if found and second + found[0] <= last:
                    evidence.append([second + found[0], min(second + found[1], last) + 1])
        ids.extend(tokens)
        columns["offsets"].append(len(ids))
        columns["second"].append(second)
        columns["spans"].append(_padded(spans, MAX_ANSWERS))
        columns["evidence"].append(_padded(evidence, MAX_EVIDENCE))
        columns["answerable"].append(int(row.answerable) if question else NONE)
        columns["judgement"].append(NONE if question else row.label)
        columns["source"].append(sources.setdefault(row.source, len(sources)))
    arrays = {name: np.array(column, dtype=np.int64) for name, column in columns.items()}
    spans_array = arrays.pop("spans").reshape(-1, MAX_ANSWERS, 2)
    return Features(
        ids=np.array(ids, dtype=np.uint16),
        starts=spans_array[..., 0],
        ends=spans_array[..., 1],
        sources=tuple(sources),
        **arrays,
    )
