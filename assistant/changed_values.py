"""Values that changed: "put back from 1 September to 6 October", "cut her lead from 412 votes to 287"."""

from __future__ import annotations

import re

from assistant.quantities import NUMBER

_VALUE = rf"{NUMBER}(?:[\w€$£%]|[.,:](?=\d)|[ -](?!(?:to|and|so|in|after|because|as|with)\b)\w)*"
_CHANGE = re.compile(
    r"\b(?:put (?:back|off|forward)|brought forward|delayed|postponed|moved|cut|raise[sd]?|rose|risen|fell|"
    r"fallen|increased?|reduced?|lowered|revised|went (?:up|down)|grew|grown|climbed|"
    r"dropped|jumped|lifted|slashed|halved|narrowed|widened|shrank|shrunk)\b"
    r"(?:(?!\b(?:runs?|lasts?|opens?|hours?)\b)[^.,;]){0,40}? "
    rf"from (?P<old>{_VALUE}) to (?P<new>{_VALUE})",
    re.I,
)
_ASKS_OLD = re.compile(
    r"\b(?:original(?:ly)?|initial(?:ly)?|first|previous(?:ly)?|before|used to|old|earlier|past|by how much|"
    r"last year|rise|fall|change|begin with|until|start(?:s|ed)?|begins?|opens?)\b|\bfrom\W*$",
    re.I,
)


def changed_to(text: str, start: int, end: int, question: str) -> tuple[int, int]:
    """Return characters [start, end) of a sentence, or the new value where they hold the old one.

    A question that asks for what was before, or for the change, keeps them.
    """
    if _ASKS_OLD.search(question):
        return start, end
    for change in _CHANGE.finditer(text):
        if change.start("old") <= start < change.end("old") and end <= change.end("new"):
            return change.span("new")
    return start, end
