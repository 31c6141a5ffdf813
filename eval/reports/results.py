"""eval/RESULTS.md: the figures of the public benchmarks, next to those that others published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from eval.benchmarks.published import PUBLISHED
from eval.reports.markdown import number, table

Figures = Mapping[str, Mapping[str, Any]]

_HEADER = """# Results

Written by `python -m eval bench`; nothing here is typed by hand. Weights `{weights}`, measured on {machine}.
Every threshold is the shipped one. The *held-out articles* below are of files that are trained on, without
those articles; thresholds were fitted on them. All other files served neither to train nor to fit. The files
and their formats are described in `../shared/data/README.md`; where a command was given `--limit`, the rows
are spread evenly over the file.
"""


def results_page(families: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page for the figures at hand; a family that was not measured is left out."""
    some = next(iter(families.values()))
    parts = [_HEADER.format(weights=some["weights"], machine=some["machine"])]
    for family, section in _SECTIONS.items():
        if family in families:
            parts.append(section(families[family]["figures"]))
            others = [published for published in PUBLISHED if published.family == family]
            if others:
                rows = [
                    [other.data, f"[{other.system}]({other.source})", other.measure, other.value, other.note]
                    for other in others
                ]
                parts.append("What others published, read at the source:\n")
                parts.append(table(["data", "system", "measure", "value", "conditions"], rows) + "\n")
    return "\n".join(parts)


def _reading(figures: Figures) -> str:
    columns = {
        "F1, always answering": "f1_answerable_forced",
        "F1 answerable": "f1_answerable",
        "F1 (SQuAD 2.0)": "f1",
        "exact match": "em",
        "accuracy unanswerable": "accuracy_unanswerable",
        "answerable AUC": "answerable_auc",
        "ms per question": "ms_per_question",
    }
    return _section(
        "Reading",
        "python -m eval reading FILE",
        "The embedded reader, answering always and at the shipped threshold.",
        _rows(figures, {"questions": "questions", **columns}),
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
    return _section(
        "Faithfulness",
        "python -m eval faithfulness FILE",
        "The embedded judge against human labels; none of these files is trained on.",
        _rows(figures, {"claims": "claims", **columns}),
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
    return _section(
        "Retrieval",
        "python -m eval retrieval --articles FILE… --questions FILE --mode MODE",
        text,
        _rows(found["modes"], {"questions": "questions", **columns}),
        ["mode", "questions", *columns],
    )


def _answering(figures: Figures) -> str:
    columns = {
        "found in short": "found_in_short",
        "found in cited": "found_in_cited",
        "F1 of short": "f1",
        "wrongly abstained": "false_abstention",
        "ms per question": "ms_per_question",
    }
    return _section(
        "Answering",
        "python -m eval answering --questions FILE",
        "The whole assistant, no key; the contexts of all questions are one pile.",
        _rows(figures, {"questions": "questions", "articles": "articles", **columns}),
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
    return _section(
        "Rewriting",
        "python -m eval rewriting FILE",
        "Token F1 with people's rewrites of follow-up questions.",
        rows,
        ["file", "question", "questions", "F1", "F1 of follow-ups", "exact"],
    )


def _mutations(figures: Mapping[str, Any]) -> str:
    quote, article = "caught against the quote", "caught against the article"
    rows = [
        [kind, str(found["corrupted"]), number(found[quote]), number(found[article])]
        for kind, found in figures["caught"].items()
    ]
    alarms, claims = figures["true_claims_not_supported"], figures["claims"]
    return _section(
        "Corrupted claims",
        "python -m eval mutations",
        f"True claims of the project's own cases with one thing made false: the share that the judge no "
        f"longer supports. Of {claims} true claims it did not support {alarms}.",
        rows,
        ["what was changed", "claims", quote, article],
    )


def _comparison(figures: Figures) -> str:
    names = list(figures)
    keys = list(dict.fromkeys(key for found in figures.values() for key in found))
    rows = [[key, *(_cell(figures[name].get(key)) for name in names)] for key in keys]
    return _section(
        "Side by side",
        "python -m eval compare",
        "This assistant and llama-index's stock pipeline (SentenceSplitter 1024/20, ChromaVectorStore, the "
        "best two chunks) with the same embedding weights, over the project's own test cases. A chunk of the "
        "stock pipeline is a whole article here, which makes it easy to find and long to read.",
        rows,
        ["", *names],
    )


_SECTIONS = {
    "reading": _reading,
    "faithfulness": _faithfulness,
    "retrieval": _retrieval,
    "answering": _answering,
    "rewriting": _rewriting,
    "mutations": _mutations,
    "compare": _comparison,
}


def _section(title: str, command: str, text: str, rows: Iterable[list[str]], header: list[str]) -> str:
    return f"## {title}\n\n{text} `{command}`\n\n{table(header, list(rows))}\n"


def _rows(figures: Figures, columns: Mapping[str, str]) -> list[list[str]]:
    return [[name, *(_cell(found.get(key)) for key in columns.values())] for name, found in figures.items()]


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 10 else number(value)
    return "–" if value is None else str(value)
