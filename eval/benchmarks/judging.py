"""A judge against human labels: claims that their evidence supports, or not.

Rows: claim, evidence (a text or several), label supported or unsupported, source. "Unsupported" is the
positive label of precision, recall and F1; balanced accuracy is taken at the judge's own threshold.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from eval.judges import SupportJudge
from eval.metrics import ClaimResult, Confusion, auc
from eval.rows import Row

BATCH = 32
LENGTHS = ((0, 400), (400, 1_200), (1_200, 3_000), (3_000, None))

_LABELS = {
    "supported": True,
    "entailment": True,
    "attributable": True,
    "true": True,
    "1": True,
    "unsupported": False,
    "not supported": False,
    "not_supported": False,
    "neutral": False,
    "contradiction": False,
    "contradicted": False,
    "not attributable": False,
    "false": False,
    "0": False,
}

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """What the judge said of one row beside what people said; None is a judge failure."""

    source: str
    length: int
    label: bool
    supported: bool | None
    score: float | None


def measure_judge(judge: SupportJudge, rows: Iterable[Row]) -> dict[str, Any]:
    """Return how well the judge agrees with the labels, and its time per claim; see `score_judged`."""
    started = time.perf_counter()
    judged = list(judge_rows(judge, rows))
    seconds = time.perf_counter() - started
    return {**score_judged(judged), "ms_per_claim": 1000 * seconds / len(judged) if judged else None}


def score_judged(judged: Sequence[JudgedRow]) -> dict[str, Any]:
    """Return the agreement with the labels, overall, by source and by length of evidence.

    Keys: balanced_accuracy, auc, precision, recall, f1 (of "unsupported") and counts.
    """
    by_source: dict[str, list[JudgedRow]] = defaultdict(list)
    by_length: dict[str, list[JudgedRow]] = defaultdict(list)
    for row in judged:
        by_source[row.source].append(row)
        by_length[_length_band(row.length)].append(row)
    bands = [_band_name(low, high) for low, high in LENGTHS]
    return {
        **_scores(judged),
        "by_source": {source: _scores(found) for source, found in sorted(by_source.items())},
        "by_evidence_characters": {band: _scores(by_length[band]) for band in bands if band in by_length},
    }


def judge_rows(judge: SupportJudge, rows: Iterable[Row]) -> Iterator[JudgedRow]:
    """Yield each row with the judge's verdict; evidence that is empty supports nothing."""
    for batch in _batched(rows, BATCH):
        evidence = [row.texts("evidence") for row in batch]
        claims = [row.text("claim") for row in batch]
        askable = [index for index in range(len(batch)) if evidence[index] and claims[index].strip()]
        results = judge.judge_claims([(claims[index], evidence[index]) for index in askable])
        verdicts = dict(zip(askable, results, strict=True))
        for index, row in enumerate(batch):
            found = verdicts.get(index, ClaimResult(claims[index], "not found", 0.0))
            failed = found.verdict == "judge failure"
            yield JudgedRow(
                source=row.text("source", "unnamed"),
                length=sum(map(len, evidence[index])),
                label=read_label(row),
                supported=None if failed else found.verdict == "supported",
                score=None if failed else found.supported,
            )


def read_label(row: Row) -> bool:
    """Return whether people found the claim supported; fails for a label that is neither."""
    value = row.values.get("label")
    label = _LABELS.get(str(value).strip().lower())
    if label is None:
        row.fail(f"label {value!r} is neither 'supported' nor 'unsupported'")
    return label


def _scores(judged: Sequence[JudgedRow]) -> dict[str, Any]:
    decided = [row for row in judged if row.supported is not None and row.score is not None]
    confusion = Confusion.count((not row.supported, not row.label) for row in decided)
    return {
        "claims": len(judged),
        "supported": sum(row.label for row in judged),
        "failed": len(judged) - len(decided),
        "balanced_accuracy": confusion.balanced_accuracy,
        "auc": auc([-(row.score or 0.0) for row in decided], [not row.label for row in decided]),
        "precision": confusion.precision,
        "recall": confusion.recall,
        "f1": confusion.f1,
    }


def _band_name(low: int, high: int | None) -> str:
    return f"{low}+" if high is None else f"{low}-{high - 1}"


def _length_band(length: int) -> str:
    return next(
        _band_name(low, high) for low, high in LENGTHS if length >= low and (high is None or length < high)
    )


def _batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
