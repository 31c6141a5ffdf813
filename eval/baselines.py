"""What a run is compared with: the committed baseline, or another run, per question its answer and scores."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.errors import BaselineError
from eval.runs import Run, rounded, write_json

BASELINE_FORMAT = 2  # 1 did not tell the case, and what was right
BASELINE = Path(__file__).with_name("baseline.json")


def baseline_of(run: Run) -> dict[str, Any]:
    """Return what a later run is compared with: per question the answer and its scores.

    `gold` identifies what a right answer was; `answered` says that the system did not abstain and that the
    judge failed on nothing, so that a score without a value is the answer's own doing.
    """
    answers = {
        result.key: _entry(
            result.case,
            result.response.question,
            _shown(result.response.short, result.response.text),
            gold=asdict(result.gold) if result.gold else None,
            answered=not (result.response.abstained or result.measures.judge_failures),
            scores=rounded(dict(result.measures.scores)),
        )
        for result in run.results
    }
    day = {"today": run.setting["today"]} if "today" in run.setting else {}
    return {
        "format": BASELINE_FORMAT,
        "system": run.system,
        "judge": run.judge,
        "split": run.split,
        **day,
        "answers": answers,
    }


def write_baseline(run: Run, path: Path = BASELINE) -> None:
    """Replace the baseline by this run."""
    write_json(path, baseline_of(run))


def read_baseline(path: Path = BASELINE) -> dict[str, Any]:
    """Return the baseline; raises BaselineError when there is none or it has another format."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BaselineError(
            f"{path} is missing; make it by the same command with --update-baseline"
        ) from error
    except (OSError, ValueError) as error:
        raise BaselineError(f"{path} cannot be read ({error}); restore it from version control") from error
    if not isinstance(values, dict) or values.get("format") != BASELINE_FORMAT:
        raise BaselineError(f"{path} has another format; make it anew with --update-baseline")
    return values


def read_run(path: Path) -> dict[str, Any]:
    """Return the answers and scores of a run.json, or of a baseline, in the form of a baseline.

    Raises BaselineError when the file is neither.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if "results" not in values:
            values = read_baseline(path)
            return {**values, "judge_failures": 0, "answers": dict(values["answers"])}
        answers = {
            result["key"]: _entry(
                result["case"],
                result["question"],
                _shown(result["short"], result["text"]),
                gold=result["gold"],
                answered=not (result["abstained"] or result.get("judge_failures")),
                scores=result["scores"],
            )
            for result in values["results"]
        }
        failures = values["summary"]["stated_cases"]["judge failures"]
        return {"judge": values["judge"], "judge_failures": failures, "answers": answers}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BaselineError(f"{path} is no run.json of this version ({error!r}); run it again") from error


def _entry(
    case: str,
    question: str,
    answer: str,
    *,
    gold: Mapping[str, Any] | None,
    answered: bool,
    scores: Mapping[str, float | None],
) -> dict[str, Any]:
    return {
        "case": case,
        "question": question,
        "answer": answer,
        "gold": _identified(gold),
        "answered": answered,
        "scores": {name: score for name, score in scores.items() if score is not None},
    }


def _identified(gold: Mapping[str, Any] | None) -> str | None:
    """The start of a hash of what a right answer holds; where its evidence stands in an article may move."""
    if gold is None:
        return None
    evidence = [[item["article"], item["quote"]] for item in gold["evidence"]]
    text = json.dumps({**gold, "evidence": evidence}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _shown(short: str | None, text: str) -> str:
    """The answer as a side by side shows it."""
    return f"{short} — {text}" if short else text
