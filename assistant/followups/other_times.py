"""Asking the same of another time: "what was it before?" after "how much does the ticket cost?"."""

from __future__ import annotations

import re

from assistant.wording.quantities import NUMBER
from assistant.wording.question_words import AUXILIARY_VERB
from indexes.calendar_names import MONTHS, WEEKDAYS

_SPAN = r"(?:year|month|week|quarter|season|decade|day|night|time|spring|summer|autumn|winter)"
_CALENDAR = rf"(?:{'|'.join((*MONTHS, *WEEKDAYS))})"
_AT_FIRST = (
    r"(?:originally|initially|formerly|previously|in the past|at first|at the (?:start|beginning|outset)|"
    r"to (?:begin|start) with)"
)
_DATED = (
    rf"(?:last {_SPAN}|yesterday|the (?:{_SPAN} before|previous {_SPAN})|an? {_SPAN} (?:ago|earlier)|"
    rf"{NUMBER}\S* {_SPAN}s? (?:ago|earlier)|(?:back )?in (?:{_CALENDAR} )?(?:19|20)\d\d)"
)
_PAST = rf"(?:before(?: that| then)?|beforehand|earlier|{_AT_FIRST}|{_DATED})"
_NOW = r"(?:now|today|currently|nowadays|at (?:present|the moment)|these days)"
_OTHERWISE = rf"(?:after(?:wards?| that)?|later|(?:next|this) {_SPAN}|(?:in|on|last|this|next) {_CALENDAR})"
_TIME = rf"(?P<time>(?P<past>{_PAST})|(?P<now>{_NOW})|{_OTHERWISE})"
_NO_MORE_THAN_A_TIME = re.compile(_TIME, re.I)
_ASKED_ANEW = re.compile(
    rf"^(?P<asked>what|who|when|how [a-z]+)(?: (?:is|was|were|are|will|would|had|has)"
    rf" (?:it|that|this|there)(?: be| been)?)?,? {_TIME}\W*$",
    re.I,
)
# what a question says of its time, for which another takes the place
_TIME_TOLD = re.compile(
    rf"\b(?:{_AT_FIRST}|{_DATED}|{_NOW}|{_OTHERWISE})(?=[,?.! ]|$)(?! (?:the|an?)\b)", re.I
)
_BEFORE_OR_AFTER = re.compile(r"\b(?:before|after)(?= (?:the|an?|[A-Z]))")
_ONCE = re.compile(r",? (?:once|now that|as soon as) [^?.!,]+")
_AMOUNT = (
    r"(?:price|cost|fee|fare|toll|rate|share|salary|pay|wage|budget|turnover|revenue|profit|loss|dividend|"
    r"forecast|target|record|limit|figure|number|amount|total|size|length|height|weight|age|time|speed|value|"
    r"population|capacity|percentage|proportion|debt|deficit|rent|tax|fine|score|estimate|charge)s?"
)
_ASKS_AMOUNT = re.compile(
    rf"(?:by |for |at |to |of )?(?:how (?!{AUXILIARY_VERB}|come\b)[a-z]+\b|"
    rf"(?:what|which) (?:[a-z-]+ )?{_AMOUNT}\b|"
    rf"what(?:['’]s| (?:is|was|are|were)) (?:the|[\w.’' -]+['’]s?) .*\b{_AMOUNT}\b|"
    r"what (?:do|does|did|will|would)\b.*\b(?:cost|pay|earn|weigh|charge|measure)\b)",
    re.I,
)
_ASKS_WHO = re.compile(r"who(?:['’]s| (?:is|was|are|were|runs|leads|owns|holds))\b", re.I)
_ASKS_WHEN = re.compile(
    r"(?:by |from |until |since |on )?(?:when|(?:what|which) (?:time|date|day|year|month))\b", re.I
)
_TENSE = re.compile(
    r"\b(?:do|does|did|is|are|was|were|has|have|had|will|would|runs|leads|owns|holds)\b"
    r"(?: (?P<next>(?:the |an? )?\w+))?",
    re.I,
)
_THEN = {
    "do": "did", "does": "did", "is": "was", "are": "were", "has": "had", "have": "had", "will": "would",
    "runs": "ran", "leads": "led", "owns": "owned", "holds": "held",
}  # fmt: skip
_TODAY = {"was": "is", "were": "are"}


def ask_of_another_time(question: str, last: str) -> str | None:
    """Ask what was asked last anew, of another time: a value, a date or somebody in an office."""
    asked = _ASKED_ANEW.match(question)
    if asked is None:
        return None
    asks = asked["asked"].lower()
    if asks in {"who", "when"}:
        alike = (_ASKS_WHO if asks == "who" else _ASKS_WHEN).match(last) is not None
    elif asks == "what" and _ASKS_WHEN.match(last):
        alike = re.match("what|which", last, re.I) is not None
    else:
        alike = _ASKS_AMOUNT.match(last) is not None and (
            asks in {"what", "how much", "how many"} or re.match(rf"{asks}\b", last, re.I) is not None
        )
    return _at(asked, last) if alike else None


def ask_at_time(time: str, last: str) -> str | None:
    """Ask what was asked last of a time, if the one is such a question and the other nothing but a time."""
    found = _NO_MORE_THAN_A_TIME.fullmatch(time)
    if found is None or not any(asks.match(last) for asks in (_ASKS_WHO, _ASKS_WHEN, _ASKS_AMOUNT)):
        return None
    return _at(found, last)


def _at(found: re.Match[str], last: str) -> str | None:
    time = found["time"].lower() if found["past"] or found["now"] else found["time"]
    turned = _BEFORE_OR_AFTER.search(last)
    if turned and time in {"before", "after"}:
        return f"{last[: turned.start()]}{time}{last[turned.end() :]}"
    last = last.rstrip("?.! ")
    told = _TIME_TOLD.search(last)
    if time in {"before that", "before then"}:
        time = f"before {told.group()}" if told and re.fullmatch(_DATED, told.group(), re.I) else "before"
    if found["past"] or found["now"]:
        last = _in_tense(_ONCE.sub("", last), now=bool(found["now"])) or ""
        told = _TIME_TOLD.search(last)
    if not last:
        return None
    if told:
        return f"{last[: told.start()]}{time}{last[told.end() :]}?"
    return f"{last} {time}?"


def _in_tense(question: str, *, now: bool) -> str | None:
    """Put the first verb into the past or the present; None of what was to be in the past."""
    verb = _TENSE.search(question)
    if verb is None:
        return question
    word = verb.group().split()[0]
    if now and word in {"had", "would"}:
        return None
    if now and word == "did":
        changed = "do" if (verb["next"] or "").endswith("s") else "does"
    else:
        changed = (_TODAY if now else _THEN).get(word, word)
    return question[: verb.start()] + changed + question[verb.start() + len(word) :]
