"""Calibration and figures, on outputs that are predictable by hand."""

from __future__ import annotations

import numpy as np

from models.training.evaluate import SUBTLE, calibrate, evaluate
from models.training.inference import LONGEST_ANSWER, Outputs, best_span
from models.training.measuring import EDITS, NO_ANSWERS, Measured
from models.training.rows import CONTRADICTED, NEUTRAL, SUPPORTED, ClaimRow, QuestionRow
from models.training.schedule import Plan

PASSAGE = "It rained. The sun came out at noon."
NOON = (31, 35)


def asked(answerable: bool) -> QuestionRow:
    return QuestionRow(
        "When did the sun come out?", PASSAGE, (NOON,) if answerable else (), "made up", "weather"
    )


def read(answerable: float, span: tuple[int, int] = NOON) -> Outputs:
    return Outputs(
        answerable=answerable,
        judgement=np.zeros(3),
        span=span,
        span_margin=answerable,
        evidence=np.array([-3.0, 3.0]),
        characters=[(0, 10), (11, 36)],
    )


def judged(supported: float) -> Outputs:
    return Outputs(0.0, np.array([supported, 0.0, 0.0]), (0, 0), 0.0, np.zeros(0), [])


def claim(label: int, kind: str) -> ClaimRow:
    return ClaimRow("The sun came out.", PASSAGE, label, f"made:{kind}", "weather")


QUESTIONS = Measured(
    NO_ANSWERS, True, [asked(True), asked(True), asked(False)], (), [read(4.0), read(2.0), read(-1.0)]
)
CLAIMS = Measured(
    EDITS,
    True,
    (),
    [claim(SUPPORTED, "supported")] * 20
    + [claim(CONTRADICTED, "number")] * 20
    + [claim(NEUTRAL, "elsewhere")] * 20,
    [judged(3.0)] * 20 + [judged(-1.0)] * 20 + [judged(3.0)] * 20,
)


def test_thresholds_lie_between_what_they_part() -> None:
    settings = calibrate([QUESTIONS, CLAIMS])
    temperature = settings["answerable_temperature"]
    low, high = (1 / (1 + np.exp(-logit / temperature)) for logit in (-1.0, 2.0))
    assert low < settings["answerable_threshold"] < high
    assert 0 < settings["supported_threshold"] < 1


def test_figures_of_a_perfect_reader_are_perfect() -> None:
    figures = evaluate([QUESTIONS], calibrate([QUESTIONS, CLAIMS]))[f"{NO_ANSWERS}, held out"]
    assert figures == {
        "rows": 3,
        "f1_answerable_forced": 1.0,
        "sentence_accuracy": 1.0,
        "answerable_auc": 1.0,
        "span_margin_auc": 1.0,
        "f1": 1.0,
    }


def test_a_wrong_span_costs_its_f1() -> None:
    wrong = Measured(NO_ANSWERS, True, [asked(True), asked(False)], (), [read(4.0, (0, 9)), read(-4.0)])
    figures = evaluate([wrong], calibrate([QUESTIONS, CLAIMS]))[f"{NO_ANSWERS}, held out"]
    assert figures["f1_answerable_forced"] == 0.0
    assert figures["f1"] == 0.5


def test_made_claims_are_told_apart_by_kind_of_edit() -> None:
    figures = evaluate([CLAIMS], calibrate([QUESTIONS, CLAIMS]))
    assert "number" in SUBTLE
    assert figures[f"{EDITS}, held out: subtle edits"]["auc"] == 1.0
    assert figures[f"{EDITS}, held out: elsewhere"]["auc"] == 0.5


def test_the_best_span_ends_after_it_starts() -> None:
    start, end = np.array([-9.0, 5.0, 0.0]), np.array([9.0, 0.0, 3.0])
    assert best_span(start, end) == (1, 2, 8.0)


def test_the_best_span_is_no_longer_than_allowed() -> None:
    start, end = np.zeros(LONGEST_ANSWER + 5), np.zeros(LONGEST_ANSWER + 5)
    start[0] = end[-1] = 9.0
    left, right, _ = best_span(start, end)
    assert right - left < LONGEST_ANSWER


def test_the_rate_warms_up_stays_and_decays() -> None:
    plan = Plan(warm_up=0.1, decay=0.5)
    assert [plan.factor(done) for done in (0.05, 0.3, 0.75, 1.0)] == [0.5, 1.0, 0.5, 0.0]
