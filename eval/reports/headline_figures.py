"""The few figures that the README shows, written between its two markers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eval.errors import EvaluationError
from eval.metrics import share_interval
from eval.reports.corrupted_claims import BY_ARTICLE, mean_share
from eval.reports.markdown import number, table

# Of figures, all of which the table needs.
FAMILIES = ("cases", "reading", "faithfulness", "mutations", "footprint")
# The files of people's labels, by what they are called.
LABELLED = {"wice_test": "WiCE", "defacto_test": "DeFacto", "attributionbench_test500": "AttributionBench"}
# The files of questions, by how their names start.
READ = {
    "squad2": "word F1 of the short answer on answerable SQuAD 2.0 questions, thresholds fitted on them",
    "qed_nq": "word F1 of the short answer on questions to a search engine (QED), nothing fitted on them",
}
OPENING = "<!-- figures: written by `python -m eval bench --table` -->"
CLOSING = "<!-- end of figures -->"


def with_headline_figures(readme: str, families: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the README with the table of these figures; raises EvaluationError without the markers."""
    before, opening, rest = readme.partition(OPENING)
    _, closing, after = rest.partition(CLOSING)
    if not opening or not closing:
        raise EvaluationError(f"the README lacks the lines {OPENING} and {CLOSING}; put them back")
    rows = list(_rows(families))
    machines = ", ".join(dict.fromkeys(str(values["machine"]) for values in families.values()))
    shown = f"{table(['what', 'figure', 'command'], rows)}\n\nMeasured on {machines}." if rows else ""
    return f"{before}{OPENING}\n{shown}\n{CLOSING}{after}"


def _rows(families: Mapping[str, Mapping[str, Any]]) -> Iterator[list[str]]:
    figures = {family: values["figures"] for family, values in families.items()}
    if cases := figures.get("cases"):
        metrics, run = cases["metrics"], "`python -m eval run --gate`"
        asked = f"of {cases['abstention']['answerable']} test questions with an answer"
        yield [f"the right passage is among the best five, {asked}", _mean(metrics["hit@5"]), run]
        yield [f"the gold answer is in the answer, {asked}", _mean(metrics["answer found"]), run]
        faithful = "sentences that what they cite supports, by construction: this writer quotes"
        yield [faithful, number(metrics["faithfulness to citations"]["mean"]), run]
        recall, asked = cases["abstention"]["recall"], cases["abstention"]["unanswerable"]
        silent = f"“the articles don't say”, of {asked} test questions without an answer"
        yield [silent, _with_interval(recall, *share_interval(recall, asked)), run]
    for name, found in figures.get("reading", {}).items():
        called = next((called for start, called in READ.items() if name.startswith(start)), None)
        if called:
            command = "`python -m eval bench --only reading`"
            yield [f"{called}, always answering", number(found["f1_answerable_forced"]), command]
            yield [f"{called}, at the shipped threshold", number(found["f1_answerable"]), command]
    if faithfulness := figures.get("faithfulness"):
        for name, called in LABELLED.items():
            if name in faithfulness:
                share, command = faithfulness[name]["balanced_accuracy"], "bench --only faithfulness"
                told = f"balanced accuracy of the judge on people's labels, {called}"
                yield [told, number(share), f"`python -m eval {command}`"]
    if mutations := figures.get("mutations"):
        called = (
            "sentences quoted from an article with a name, number, date or “not” made false that the judge "
            "catches against the article"
        )
        share = number(mean_share(mutations["caught"], BY_ARTICLE))
        yield [called, share, "`python -m eval mutations`"]
    if footprint := figures.get("footprint"):
        peak = max(found["peak_megabytes"] for found in footprint.values())
        yield ["peak memory of a keyless answer", f"{peak:.0f} MB", "`python -m eval bench --only footprint`"]


def _mean(metric: Mapping[str, Any]) -> str:
    return _with_interval(metric["mean"], metric["low"], metric["high"])


def _with_interval(mean: float, low: float, high: float) -> str:
    return f"{number(mean)} ({number(low)} to {number(high)})"
