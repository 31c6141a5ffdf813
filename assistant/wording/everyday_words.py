"""Everyday words of a question, written as articles write them: "ceo" as "chief executive".

So are verbs in two words: "called off" is "cancelled" where the articles only cancel. Not the other
way round: what "succeeds" may take over from nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.wording.terms import fold

_WRITTEN = {
    "ceo": "chief executive",
    "boss": "chief executive",
    "cfo": "chief financial officer",
    "kid": "child",
    "kids": "children",
    "cops": "police",
    "doc": "doctor",
    "docs": "doctors",
    "govt": "government",
    "pics": "pictures",
    "phone": "telephone",
    "tv": "television",
    "uni": "university",
    "yrs": "years",
    "mins": "minutes",
    "hrs": "hours",
    "footie": "football",
    "mum": "mother",
    "mom": "mother",
    "dad": "father",
}
_EVERYDAY = re.compile(rf"\b(?:{'|'.join(_WRITTEN)})\b", re.I)


# base, third person, past, -ing form and participle of a verb in two words, and of one that says the same
_SAME = (
    ("step down/steps down/stepped down/stepping down", "resign/resigns/resigned/resigning"),
    ("call off/calls off/called off/calling off", "cancel/cancels/cancelled/cancelling"),
    (
        "take over from/takes over from/took over from/taking over from/taken over from",
        "succeed/succeeds/succeeded/succeeding/succeeded",
    ),
)
_PHRASES = {
    form: (tuple(phrase.split("/")), tuple(verb.split("/")), verb.split("/")[at])
    for phrase, verb in _SAME
    for at, form in enumerate(phrase.split("/"))
}
_PHRASE = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b", re.I)


def as_written(question: str, texts: Iterable[str]) -> str:
    """Return the question with the everyday words that no text has, where one has what they stand for."""
    if not _EVERYDAY.search(question) and not _PHRASE.search(question):
        return question
    whole = "\n".join(texts).lower()

    def has(*forms: str) -> bool:
        return re.search(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", whole) is not None

    def written(match: re.Match[str]) -> str:
        word, out = match.group(), _WRITTEN[fold(match.group())]
        return out if not has(word.lower()) and has(out) else word

    def in_a_word(match: re.Match[str]) -> str:
        forms, others, other = _PHRASES[fold(match.group())]
        return other if not has(*forms) and has(*others) else match.group()

    return _PHRASE.sub(in_a_word, _EVERYDAY.sub(written, question))
