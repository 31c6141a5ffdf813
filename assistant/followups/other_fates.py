"""Asking the same of another thing that was done: "and killed?" after "how many were injured?"."""

from __future__ import annotations

import re

from assistant.followups.forms import PARTICIPLE
from assistant.wording.question_words import BE

_DIED = re.compile(r"died|survived|escaped")  # what is done to nobody
_DONE = re.compile(PARTICIPLE)
# before a place, a time or nothing: not "painted" of "painted blue"
_TOLD = re.compile(
    rf"\b(?P<done>{PARTICIPLE}|{_DIED.pattern})"
    r"(?=\W*$| (?:in|at|on|by|from|during|with|after|before|since|near|last|this|to|for)\b)"
)
_BE = re.compile(rf"\b(?:{BE}|been)\b", re.I)


def ask_of_another_fate(done: str, last: str) -> str | None:
    """Ask what was asked last of something else that was done, if both say no more than that it was."""
    told = _TOLD.search(last)
    if told is None or not _DONE.fullmatch(done):
        return None
    before, after = last[: told.start()], last[told.end() :]
    if _DIED.fullmatch(told["done"]):
        return f"{before}{done if _DIED.fullmatch(done) else f'were {done}'}{after}"
    be = _BE.search(before)
    if be and _DIED.fullmatch(done):
        return f"{before[: be.start()]}{done}{after}" if before.endswith(f"{be.group()} ") else None
    return f"{before}{done}{after}" if be else None
