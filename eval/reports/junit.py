"""A run as JUnit XML: one test case per metric of the gate, and one per answer.

An answer fails there when it got worse on a metric that regressed, so a CI tool lists just those.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from eval.gate import ChangedAnswer, GateResult
from eval.runs import Run

# XML 1.0 has no way to say these, not even escaped.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def junit_report(run: Run, gate: GateResult | None = None) -> str:
    """Return the XML; without a gate every answer passes, its scores written beside it."""
    suites = ElementTree.Element("testsuites", name=f"eval of {run.system}")
    worse: dict[str, list[ChangedAnswer]] = {}
    if gate:
        metrics = ElementTree.SubElement(suites, "testsuite", name="gate")
        for comparison in gate.comparisons:
            case = ElementTree.SubElement(
                metrics, "testcase", classname="gate", name=comparison.metric, time="0"
            )
            if comparison.difference.lower or comparison.metric in gate.undefined:
                _fail(
                    case,
                    f"{comparison.metric} fell from {comparison.old} to {comparison.new}",
                    "\n\n".join(_side_by_side(change) for change in comparison.worse),
                )
        whole = ElementTree.SubElement(metrics, "testcase", classname="gate", name="same questions", time="0")
        if gate.missing or gate.reworded:
            others = [
                *(f"not asked: {key}" for key in gate.missing),
                *(f"another question or gold answer: {key}" for key in gate.reworded),
            ]
            _fail(whole, "the questions are not those of the baseline", "\n".join(others))
        judged = ElementTree.SubElement(metrics, "testcase", classname="gate", name="judge", time="0")
        if gate.judge_failures:
            _fail(judged, f"the judge failed on {gate.judge_failures} claims", "")
        for comparison in gate.regressed:
            for change in comparison.worse:
                worse.setdefault(change.key, []).append(change)
    answers = ElementTree.SubElement(suites, "testsuite", name="answers")
    for result in run.results:
        milliseconds = result.response.timings_ms.get("total", 0.0)
        case = ElementTree.SubElement(
            answers,
            "testcase",
            classname=_clean(f"answers.{result.case}"),
            name=_clean(f"{result.key}: {result.response.question}"),
            time=f"{milliseconds / 1000:.3f}",
        )
        if result.key in worse:
            changes = worse[result.key]
            names = ", ".join(change.metric for change in changes)
            _fail(case, f"worse than the baseline: {names}", _side_by_side(changes[0]))
        scores = ElementTree.SubElement(case, "system-out")
        scores.text = "\n".join(
            f"{name}: {score:.3f}" for name, score in result.measures.scores.items() if score is not None
        )
    for suite in suites:
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(sum(case.find("failure") is not None for case in suite)))
        suite.set("errors", "0")
    ElementTree.indent(suites)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"
    )


def _fail(case: ElementTree.Element, message: str, text: str) -> None:
    failure = ElementTree.SubElement(case, "failure", message=_clean(message), type="regression")
    failure.text = _clean(text)


def _side_by_side(change: ChangedAnswer) -> str:
    return (
        f"{change.key}: {change.question}\n"
        f"  {change.metric}: {change.old_score:.3f} → {change.new_score:.3f}\n"
        f"  was: {change.old_answer}\n"
        f"  now: {change.new_answer}"
    )


def _clean(text: str) -> str:
    return _UNSAYABLE.sub("\ufffd", text)
