"""Calibration on held-out rows, and the figures of a measured network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.training.inference import Outputs
from models.training.measures import (
    Flags,
    Floats,
    answer_f1,
    area_under_curve,
    balanced_accuracy,
    balanced_gains,
    best_threshold,
    log_loss,
    sigmoid,
    softmax,
)
from models.training.measuring import EDITS, NO_ANSWERS, WRITTEN, Measured
from models.training.rows import SUPPORTED, QuestionRow
from models.training.sentences import sentence_spans

SUBTLE = ("name", "number", "date", "negation")  # what every edit of a news sentence must not get past
CALIBRATED_ON = ("squad2_dev_17_articles", NO_ANSWERS, WRITTEN)

Figures = dict[str, float]


def _answerable(outputs: Sequence[Outputs], temperature: float) -> Floats:
    return sigmoid(np.array([output.answerable for output in outputs]) / temperature)


def _supported(outputs: Sequence[Outputs], temperature: float) -> Floats:
    return softmax(np.array([output.judgement for output in outputs]) / temperature)[:, SUPPORTED]


def _f1(row: QuestionRow, output: Outputs) -> float:
    return answer_f1(row.passage[slice(*output.span)], [row.passage[a:b] for a, b in row.answers])


def _right_sentence(row: QuestionRow, output: Outputs) -> bool | None:
    """Say whether the sentence with the best mean evidence holds an answer; None for a single sentence."""
    spans = sentence_spans(row.passage)
    if len(spans) < 2:
        return None
    probability = sigmoid(output.evidence)
    means = []
    for start, end in spans:
        inside = [
            p for p, (a, b) in zip(probability, output.characters, strict=True) if start <= a and b <= end
        ]
        means.append(np.mean(inside) if inside else 0.0)
    start, end = spans[int(np.argmax(means))]
    return any(start < right and left < end for left, right in row.answers)


def question_figures(one: Measured, settings: dict[str, float]) -> Figures:
    """Give forced F1, accuracy of the best sentence and, with no-answers, their AUC and SQuAD 2.0 F1."""
    answerable = np.array([row.answerable for row in one.questions])
    pairs = list(zip(one.questions, one.outputs, strict=True))
    scores = np.array([_f1(row, output) if row.answerable else 0.0 for row, output in pairs])
    sentences = [_right_sentence(row, output) for row, output in pairs if row.answerable]
    figures = {
        "rows": len(pairs),
        "f1_answerable_forced": scores[answerable].mean(),
        "sentence_accuracy": np.mean([right for right in sentences if right is not None]),
    }
    if not answerable.all():
        probability = _answerable(one.outputs, settings["answerable_temperature"])
        chosen = probability >= settings["answerable_threshold"]
        margin = np.array([output.span_margin for output in one.outputs])
        figures["answerable_auc"] = area_under_curve(probability, answerable)
        figures["span_margin_auc"] = area_under_curve(margin, answerable)
        figures["f1"] = np.where(chosen, scores, ~answerable).mean()
    return {name: round(float(value), 4) for name, value in figures.items()}


def claim_figures(supported: Flags, outputs: Sequence[Outputs], settings: dict[str, float]) -> Figures:
    """Give AUC and balanced accuracy of "supported" at the threshold."""
    probability = _supported(outputs, settings["judgement_temperature"])
    chosen = probability >= settings["supported_threshold"]
    return {
        "rows": len(outputs),
        "auc": round(area_under_curve(probability, supported), 4),
        "balanced_accuracy": round(balanced_accuracy(chosen, supported), 4),
    }


def _temperature(candidates: dict[float, Floats], flags: Flags) -> float:
    return min(candidates, key=lambda temperature: log_loss(candidates[temperature], flags))


def calibrate(measured: Sequence[Measured]) -> dict[str, float]:
    """Fit temperatures and thresholds on held-out rows of training files, never on others.

    The answerable threshold is that of the best SQuAD 2.0 F1 on held-out SQuAD 2.0 articles, made no-answers
    and written questions, the supported threshold that of the best balanced accuracy over all
    held-out claims; every set weighs the same.
    """
    grid = [round(float(value), 4) for value in np.geomspace(0.5, 3.0, 61)]
    asked = [one for one in measured if one.name in CALIBRATED_ON]
    answers = [output for one in asked for output in one.outputs]
    rows = [row for one in asked for row in one.questions]
    answerable = np.array([row.answerable for row in rows])
    reading = _temperature({t: _answerable(answers, t) for t in grid}, answerable)
    share = np.concatenate([np.full(len(one.questions), 1 / len(one.questions)) for one in asked])
    gains = np.array(
        [_f1(row, out) if row.answerable else -1.0 for row, out in zip(rows, answers, strict=True)]
    )

    sets = [one for one in measured if one.claims and one.held_out]
    outputs = [output for one in sets for output in one.outputs]
    flags = [np.array([row.label == SUPPORTED for row in one.claims]) for one in sets]
    judging = _temperature({t: _supported(outputs, t) for t in grid}, np.concatenate(flags))
    weights = [balanced_gains(flag) if 0 < flag.sum() < len(flag) else np.zeros(len(flag)) for flag in flags]
    return {
        "answerable_temperature": reading,
        "answerable_threshold": round(best_threshold(_answerable(answers, reading), gains * share), 4),
        "judgement_temperature": judging,
        "supported_threshold": round(
            best_threshold(_supported(outputs, judging), np.concatenate(weights)), 4
        ),
    }


def evaluate(measured: Sequence[Measured], settings: dict[str, float]) -> dict[str, Figures]:
    """Give the figures of every measured set; made claims also by kind of edit, against all supported."""
    figures: dict[str, Figures] = {}
    for one in measured:
        called = f"{one.name}, held out" if one.held_out else one.name
        if one.questions:
            figures[called] = question_figures(one, settings)
            continue
        supported = np.array([row.label == SUPPORTED for row in one.claims])
        if 0 < supported.sum() < len(supported):
            figures[called] = claim_figures(supported, one.outputs, settings)
        if one.name != EDITS:
            continue
        kinds = [row.source.removeprefix("made:") for row in one.claims]
        unsupported = {kind for kind, flag in zip(kinds, supported, strict=True) if not flag}
        for label, wanted in {
            "subtle edits": SUBTLE,
            **{kind: (kind,) for kind in sorted(unsupported)},
        }.items():
            rows = [n for n, kind in enumerate(kinds) if supported[n] or kind in wanted]
            if len(rows) - supported.sum() >= 20:
                chosen = [one.outputs[n] for n in rows]
                figures[f"{called}: {label}"] = claim_figures(supported[rows], chosen, settings)
    return figures
