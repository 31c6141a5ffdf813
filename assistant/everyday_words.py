"""Short and everyday words of a question, written as articles write them: "ceo" is "chief executive"."""

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


def as_written(question: str, texts: Iterable[str]) -> str:
    """Return the question with the everyday words that no text has, where one has the word written out."""
    if not _EVERYDAY.search(question):
        return question
    whole = "\n".join(texts).lower()

    def written(match: re.Match[str]) -> str:
        word, out = match.group(), _WRITTEN[match.group().lower()]
        has = re.search(rf"\b{re.escape(word.lower())}\b", whole)
        return out if not has and re.search(rf"\b{out}\b", whole) else word

    return _EVERYDAY.sub(written, question)
