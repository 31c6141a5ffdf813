"""Everyday words of a question, written as articles write them: "ceo" as "chief executive".

Verbs that say the same go both ways: "called off" is written as "cancelled" where the articles cancel, and
the other way round where they call off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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


# base, third person, past and -ing form of verbs that say the same
_SAME = (
    ("step down/steps down/stepped down/stepping down", "resign/resigns/resigned/resigning"),
    ("call off/calls off/called off/calling off", "cancel/cancels/cancelled/cancelling"),
    (
        "take over from/takes over from/took over from/taking over from",
        "succeed/succeeds/succeeded/succeeding",
    ),
    ("look into/looks into/looked into/looking into", "investigate/investigates/investigated/investigating"),
    ("get rid of/gets rid of/got rid of/getting rid of", "scrap/scraps/scrapped/scrapping"),
)
_VERBS = {
    form: (tuple(one.split("/")), other.split("/")[at])
    for first, second in _SAME
    for one, other in ((first, second), (second, first))
    for at, form in reversed(list(enumerate(one.split("/"))))
}
_VERB = re.compile(rf"\b(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})\b", re.I)


def as_written(question: str, texts: Iterable[str]) -> str:
    """Return the question with the everyday words that no text has, where one has what they stand for."""
    if not _EVERYDAY.search(question) and not _VERB.search(question):
        return question
    whole = "\n".join(texts).lower()

    def has(*forms: str) -> bool:
        return re.search(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", whole) is not None

    def written(match: re.Match[str]) -> str:
        word, out = match.group(), _WRITTEN[match.group().lower()]
        return out if not has(word.lower()) and has(out) else word

    def same(match: re.Match[str]) -> str:
        forms, other = _VERBS[match.group().lower()]
        return other if not has(*forms) and has(*_VERBS[other][0]) else match.group()

    return _VERB.sub(same, _EVERYDAY.sub(written, question))
