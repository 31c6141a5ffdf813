"""The weights and thresholds of the keyless writer, read from the file that `python -m eval fit` writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.errors import AssistantError

FILE = Path(__file__).with_name("fitted.json")


class Features(NamedTuple):
    """What is known of a candidate, or how much each weighs; `keyless/candidates.py` says what each means."""

    bias: float = 0.0
    passage_answers: float = 0.0
    evidence: float = 0.0
    span: float = 0.0
    search_rank: float = 0.0
    terms_in_sentence: float = 0.0
    terms_in_passage: float = 0.0
    names_in_passage: float = 0.0
    names_in_article: float = 0.0
    numbers_in_article: float = 0.0
    kind_of_answer: float = 0.0
    cue_word: float = 0.0
    nothing_said: float = 0.0
    similar_to_question: float = 0.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted to questions with known answers.

    `span` and `sentence` weigh the features of a candidate, for questions that a few words answer and for
    those that a sentence answers; their sum is its log-odds. `alone` turns the log-odds of a candidate into
    the probability that it answers; `right` weighs 1, the log-odds of the best candidate and its lead over
    the next one, for the log-odds that an answer made of it is right; from `answer_at` on it is told.
    `penalties` is what the judge's checks take from the support that the encoder gives, by name.
    """

    span: Features
    sentence: Features
    alone: tuple[float, float]
    right: tuple[float, float, float]
    answer_at: float
    penalties: Mapping[str, float]

    @classmethod
    def read(cls, file: Path = FILE) -> Fitted:
        """Return what the file holds; raises AssistantError when it cannot be used."""
        try:
            held = json.loads(file.read_text(encoding="utf-8"))
            return cls(
                _named(held["span"]),
                _named(held["sentence"]),
                (float(held["alone"][0]), float(held["alone"][1])),
                (float(held["right"][0]), float(held["right"][1]), float(held["right"][2])),
                float(held["answer_at"]),
                {str(name): float(value) for name, value in held["penalties"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise AssistantError(
                f"{file} cannot be used ({error!r}). Restore it with `git checkout -- assistant`, "
                "or fit it again: python -m eval fit"
            ) from error

    def write(self, file: Path = FILE) -> None:
        """Replace the file; every number with four digits, every weight with its name."""
        held = asdict(self)
        for name in ("span", "sentence"):
            weights = held[name]._asdict()
            held[name] = {_written(field): _short(weight) for field, weight in weights.items()}
        for name in ("alone", "right"):
            held[name] = [_short(value) for value in held[name]]
        held["answer_at"] = _short(self.answer_at)
        file.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


@cache
def fitted() -> Fitted:
    """Return the values that came with the project, read once."""
    return Fitted.read()


def _named(weights: Mapping[str, float]) -> Features:
    return Features(**{field: float(weights[_written(field)]) for field in Features._fields})


def _written(field: str) -> str:
    return field.replace("_", " ")


def _short(value: float) -> float:
    return round(float(value), 4)
