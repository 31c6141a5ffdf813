"""eval/RESULTS.md: the figures of the public benchmarks, next to those that others published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from eval.benchmarks.published import PUBLISHED
from eval.footprint import GOAL_MEGABYTES
from eval.reports.generation_results import GENERATION_SECTIONS
from eval.reports.markdown import number, table

Figures = Mapping[str, Mapping[str, Any]]

_HEADER = """# Results

Written by `python -m eval bench`; nothing here is typed by hand. Every threshold is the shipped one. The
*held-out articles* below are of files that are trained on, without those articles; thresholds were fitted on
them. All other files served neither to train nor to fit. The files and their formats are described in
`../shared/data/README.md`.

## Where the figures come from
"""

_STALE = "**Stale: measured with {state} (commit {commit}).** "


def results_page(families: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page for the figures at hand, with where each comes from.

    Figures of other weights are named and not shown; those of the same weights and other code are shown and
    marked. A family that was never measured is left out.
    """
    parts = [_HEADER, _origins(families)]
    for family, section in _SECTIONS.items():
        values = families.get(family)
        if values is None or not shown(values):
            continue
        text = section(values["figures"])
        if values.get("state", "current") != "current":
            title, _, rest = text.partition("\n\n")
            text = f"{title}\n\n{_STALE.format(**{'commit': 'unknown', **values})}{rest}"
        parts.append(text)
        others = [published for published in PUBLISHED if published.family == family]
        if others:
            rows = [
                [other.data, f"[{other.system}]({other.source})", other.measure, other.value, other.note]
                for other in others
            ]
            parts.append("What others published, read at the source:\n")
            parts.append(table(["data", "system", "measure", "value", "conditions"], rows) + "\n")
    return "\n".join(parts)


def shown(values: Mapping[str, Any]) -> bool:
    """Tell whether kept figures may stand in the page: not those of other weights."""
    return bool(values.get("state", "current") != "other weights")


def _origins(families: Mapping[str, Mapping[str, Any]]) -> str:
    """Per family: weights, commit, machine, how busy it was, how many rows, and whether that is still so."""
    rows = []
    for family in (*_SECTIONS, *(family for family in families if family not in _SECTIONS)):
        values = families.get(family)
        if values is None:
            continue
        state = values.get("state", "current")
        busy, limit = values.get("load"), values.get("limit")
        rows.append(
            [
                family,
                f"`{values['weights']}`",
                f"`{values.get('commit') or 'unknown'}`",
                str(values["machine"]) + ("" if busy is None else f", load {busy:.1f}"),
                f"{limit:,} of each file, spread over it" if limit else "all",
                {"current": "", "other code": "**stale**", "other weights": "**not shown**"}[state],
            ]
        )
    return table(["figures", "weights", "commit", "machine", "rows", ""], rows) + "\n"


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
    return _section(
        "Reading",
        "python -m eval reading FILE",
        "The embedded reader, answering always and at the shipped threshold. The risk-coverage area is the "
        "mean share of wrong answers as the threshold falls from the surest answer to all of them (0 is "
        "best); beside it stands the share of questions that can be answered with one answer in ten wrong.",
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
        "The embedded judge against human labels; none of these files is trained on. *Without the checks* "
        "the encoder decides alone (`--without-checks`), which tells what the explicit checks of numbers, "
        "dates, names and negations add.",
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
        "risk-coverage area": "risk_coverage_area",
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


def _footprint(figures: Figures) -> str:
    rows = [
        [name, f"{found['seconds']:.1f}", f"{found['peak_megabytes']:.0f}"] for name, found in figures.items()
    ]
    return _section(
        "Time and memory",
        "python -m eval bench --only footprint",
        f"The keyless assistant over the sample articles as a process of its own, starting and indexing "
        f"included; the goal is less than {GOAL_MEGABYTES} MB.",
        rows,
        ["what", "seconds", "peak MB"],
    )


_SECTIONS = {
    "reading": _reading,
    "faithfulness": _faithfulness,
    "retrieval": _retrieval,
    "answering": _answering,
    "rewriting": _rewriting,
    "mutations": _mutations,
    "compare": _comparison,
    "footprint": _footprint,
    **GENERATION_SECTIONS,
}


def _section(title: str, command: str, text: str, rows: Iterable[list[str]], header: list[str]) -> str:
    return f"## {title}\n\n{text} `{command}`\n\n{table(header, list(rows))}\n"


def _rows(figures: Figures, columns: Mapping[str, str]) -> list[list[str]]:
    return [[name, *(_cell(found.get(key)) for key in columns.values())] for name, found in figures.items()]


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 10 else number(value)
    return "–" if value is None else str(value)
