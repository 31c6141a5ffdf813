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
# What the ASCII rule leaves, though it takes " and $ away: without these, gold "yes" is not found in “yes”.
_TYPOGRAPHIC = str.maketrans(dict.fromkeys("“”„«»–—…£€¥", " ") | dict.fromkeys("‘’"))
# SQuAD's rule makes 15 of 1.5 and 230 of 2:30: letters stand for what parts such a number.
_PARTS_NUMBER = re.compile(r"(?<=\d)[.:](?=\d)")
_NAMES_OF_PARTS = {".": "point", ":": "colon"}


def normalise(text: str) -> str:
    """Return the text in SQuAD's normal form."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def normalise_quoted(text: str) -> str:
    """Return the normal form in which words are sought in a text: typesetting apart, numbers stay apart."""
    spelled = _PARTS_NUMBER.sub(lambda found: _NAMES_OF_PARTS[found[0]], text.translate(_TYPOGRAPHIC))
    return normalise(spelled)


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

    Whole tokens are compared, so "7" is not contained in "27", nor "15" in "1.5"; typographic quotes and
    dashes don't count.
    """
    padded = f" {normalise_quoted(text)} "
    forms = map(normalise_quoted, golds)
    return float(any(f" {form} " in padded for form in forms if form))


def answer_parts(short: str) -> list[str]:
    """Return what commas, "and" and "or" part in a short answer."""
    return [part.strip() for part in _BETWEEN_PARTS.split(short) if normalise(part)]


def _with_normal_form(golds: Sequence[str]) -> Sequence[str]:
    """The golds that keep some text in normal form, as SQuAD's script takes them, or only ""."""
    return [gold for gold in golds if normalise(gold)] or [""]
