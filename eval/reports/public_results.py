"""The figures on public data as sections of eval/RESULTS.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eval.reports.markdown import number
from eval.reports.sections import Figures, rows_of, section


def _reading(figures: Figures) -> str:
    columns = {
        "F1, always answering": "f1_answerable_forced",
        "F1 answerable": "f1_answerable",
        "F1 (SQuAD 2.0)": "f1",
        "exact match": "em",
        "accuracy unanswerable": "accuracy_unanswerable",
        "answerable AUC": "answerable_auc",
        "risk-coverage area": "risk_coverage_area",
        "answered at 10 % wrong": "answered_at_10_percent_wrong",
        "ms per question": "ms_per_question",
    }
    return section(
        "Reading",
        "python -m eval reading FILE",
        "The embedded reader, answering always and at the shipped threshold. The risk-coverage area is the "
        "mean share of wrong answers as the threshold falls from the surest answer to all of them (0 is "
        "best); beside it stands the share of questions that can be answered with one answer in ten wrong.",
        rows_of(figures, {"questions": "questions", **columns}),
        ["file", "questions", *columns],
    )


def _faithfulness(figures: Figures) -> str:
    columns = {
        "balanced accuracy": "balanced_accuracy",
        "AUC": "auc",
        "precision": "precision",
        "recall": "recall",
        "F1 of unsupported": "f1",
        "ms per claim": "ms_per_claim",
    }
    return section(
        "Faithfulness",
        "python -m eval faithfulness FILE",
        "The embedded judge against human labels; none of these files is trained on. *Without the checks* "
        "the encoder decides alone (`--without-checks`), which tells what the explicit checks of numbers, "
        "dates, names and negations add.",
        rows_of(figures, {"claims": "claims", **columns}),
        ["file", "claims", *columns],
    )


def _retrieval(figures: Figures) -> str:
    columns = {name: name for name in ("R@1", "R@3", "R@5", "R@10", "MRR")} | {
        "ms per question": "ms_per_question"
    }
    found = figures["onestop"]
    text = (
        f"OneStopQA's questions over {found['articles']} articles in {found['passages']} passages; a passage "
        "counts when it covers half of an evidence span."
    )
    return section(
        "Retrieval",
        "python -m eval retrieval --articles FILE… --questions FILE --mode MODE",
        text,
        rows_of(found["modes"], {"questions": "questions", **columns}),
        ["mode", "questions", *columns],
    )


def _answering(figures: Figures) -> str:
    columns = {
        "found in short": "found_in_short",
        "found in cited": "found_in_cited",
        "F1 of short": "f1",
        "wrongly abstained": "false_abstention",
        "risk-coverage area": "risk_coverage_area",
        "ms per question": "ms_per_question",
    }
    return section(
        "Answering",
        "python -m eval answering --questions FILE",
        "The whole assistant, no key; the contexts of all questions are one pile.",
        rows_of(figures, {"questions": "questions", "articles": "articles", **columns}),
        ["file", "questions", "articles", *columns],
    )


def _rewriting(figures: Figures) -> str:
    rows = [
        [
            file,
            who,
            str(found["questions"]),
            *(number(found[who][key]) for key in ("f1", "f1_follow_ups", "exact")),
        ]
        for file, found in figures.items()
        for who in ("as is", "rules")
    ]
    return section(
        "Rewriting",
        "python -m eval rewriting FILE",
        "Token F1 with people's rewrites of follow-up questions.",
        rows,
        ["file", "question", "questions", "F1", "F1 of follow-ups", "exact"],
    )


PUBLIC_SECTIONS: dict[str, Callable[[Any], str]] = {
    "reading": _reading,
    "faithfulness": _faithfulness,
    "retrieval": _retrieval,
    "answering": _answering,
    "rewriting": _rewriting,
}
