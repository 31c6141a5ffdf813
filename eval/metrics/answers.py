"""Answer metrics: how near a short answer is to the gold ones.

Source: Rajpurkar et al., SQuAD, 2016, and Know What You Don't Know (SQuAD 2.0), 2018, whose
normalisation is used throughout: lower case, no punctuation, no English articles, single spaces.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_BETWEEN_PARTS = re.compile(r"[,;]|\band\b|\bor\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
# What typesetting adds and SQuAD's ASCII rule leaves; without it, gold "yes" is not found in “yes”.
_TYPOGRAPHIC = str.maketrans(dict.fromkeys("“”„«»–—…", " ") | dict.fromkeys("‘’"))


def normalise(text: str) -> str:
    """Return the text in SQuAD's normal form."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(prediction: str, gold: str) -> float:
    """Return 1.0 when both have the same normal form, else 0.0."""
    return float(normalise(prediction) == normalise(gold))


def token_f1(prediction: str, gold: str) -> float:
    """Return the harmonic mean of token precision and recall; two empty texts agree fully."""
    predicted, wanted = normalise(prediction).split(), normalise(gold).split()
    if not predicted or not wanted:
        return float(predicted == wanted)
    common = sum((Counter(predicted) & Counter(wanted)).values())
    if not common:
        return 0.0
    precision, recall = common / len(predicted), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


def best_exact_match(prediction: str, golds: Sequence[str]) -> float:
    """Return the best exact match over the golds; no gold at all means that "" is right."""
    return max(exact_match(prediction, gold) for gold in _with_normal_form(golds))


def best_f1(prediction: str, golds: Sequence[str]) -> float:
    """Return the best token F1 over the golds; no gold at all means that "" is right."""
    return max(token_f1(prediction, gold) for gold in _with_normal_form(golds))


def contains_answer(text: str, golds: Sequence[str]) -> float:
    """Return 1.0 when the tokens of any gold occur in a row in the text, else 0.0.

    Whole tokens are compared, so "7" is not contained in "27"; typographic quotes and dashes don't count.
    """
    padded = f" {normalise(text.translate(_TYPOGRAPHIC))} "
    forms = (normalise(gold.translate(_TYPOGRAPHIC)) for gold in golds)
    return float(any(f" {form} " in padded for form in forms if form))


def answer_parts(short: str) -> list[str]:
    """Return what commas, "and" and "or" part in a short answer."""
    return [part.strip() for part in _BETWEEN_PARTS.split(short) if normalise(part)]


def _with_normal_form(golds: Sequence[str]) -> Sequence[str]:
    """The golds that keep some text in normal form, as SQuAD's script takes them, or only ""."""
    return [gold for gold in golds if normalise(gold)] or [""]
