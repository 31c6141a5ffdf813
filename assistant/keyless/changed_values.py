"""Values that changed: "put back from 1 September to 6 October", "cut her lead from 412 votes to 287".

What a change comes to may also stand after its size: "cut by €50, to €499".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.questions.question import Question
from assistant.wording.quantities import NUMBER
from indexes.calendar_names import MONTHS

# bounded: a table is one long row of numbers, and a pattern tries every way to end the value
_WORD_END = r"(?:[\w€$£%]|[.,:](?=\d)){0,30}"
_VALUE = (
    rf"{NUMBER}{_WORD_END}"
    rf"(?:[ -](?!(?:to|and|but|so|in|after|because|as|with|was|were|had)\b)\w{_WORD_END}){{0,12}}"
)
_VERB = (
    r"\b(?:put (?:back|off|forward)|brought forward|delayed|postponed|moved|cut|raise[sd]?|rose|risen|fell|"
    r"fallen|increased?|reduced?|lowered|revised|went (?:up|down)|grew|grown|climbed|"
    r"dropped|jumped|lifted|slashed|halved|narrowed|widened|shrank|shrunk)\b"
)
_CHANGED = rf"{_VERB}(?:(?!\b(?:runs?|lasts?|opens?|hours?)\b)[^.,;]){{0,40}}? "
_FROM_TO = re.compile(rf"{_CHANGED}from (?P<old>{_VALUE}) to (?P<new>{_VALUE})", re.I)
_BY_TO = re.compile(rf"{_CHANGED}by (?P<old>{_VALUE}),? to (?P<new>{_VALUE})", re.I)
_BRINGS = (
    r"\b(?:br(?:ings?|inging|ought)|tak(?:es|ing)|took|push(?:es|ed|ing)) "
    r"(?:the|its|their|his|her) (?:\w+ ){1,3}to "
)
# "another £500,000, which brings the bill to £2.9 million"
_MORE_TO = re.compile(
    rf"\b(?P<old>(?:another|(?:a )?further|an? (?:extra|additional)) {_VALUE})[^.;]{{0,60}}?{_BRINGS}"
    rf"(?P<new>{_VALUE})",
    re.I,
)
# "promised for 1 September, has been put back to 5 January", "will not open on 3 November as planned but on
# 1 December", "took not eleven but twenty minutes", "£1.45 million and not £1.3 million"
_PUT_BACK = re.compile(
    r"\b(?:promised|planned|due|scheduled|expected|set|meant|announced)(?: to \w+)?(?: (?:for|on|in|at|by))? "
    rf"(?P<old>{_VALUE}),? (?:but )?(?:has|have|had|is|are|was|were|will)\b[^.;]{{0,40}}?"
    r"\b(?:put (?:back|off)|pushed back|postponed|delayed|moved|brought forward) (?:\w+ )?(?:to|until) "
    rf"(?P<new>{_VALUE})",
    re.I,
)
_NOT_BUT = re.compile(
    rf"(?:\bnot|n['’]t|\bno longer)\b(?:[^.;]{{0,40}}? (?:on|in|at|until|from|for|by))? (?P<old>{_VALUE})"
    rf"[^.;]{{0,60}}? but (?:only )?(?:(?:on|in|at|until|from|for|by) )?(?:about )?(?P<new>{_VALUE})",
    re.I,
)
_AND_NOT = re.compile(
    rf"(?<!\w)(?P<new>{_VALUE}),? (?:and )?(?:not|instead of|rather than) (?:the )?(?P<old>{_VALUE})", re.I
)
_CORRECTIONS = (_PUT_BACK, _NOT_BUT, _AND_NOT)
# "the two stops will be dropped, leaving twelve", "all but nine of its 71 shops closed"
_LEAVING = re.compile(
    rf"(?:(?<!\w)|(?=[€$£]))(?P<old>{_VALUE})[^.;]{{0,60}}?,? leaving (?:only |just )?(?P<new>{_VALUE})"
    r"(?! (?:\w+ )?(?:dead|injured|homeless|hurt|trapped|people|in)\b)",
    re.I,
)
_ALL_BUT = re.compile(
    rf"\ball but (?P<new>[\w.,]*\w) (?:of )?(?:its|the|their|his|her)? ?(?P<old>{_VALUE})"
    r"(?=[^.;]*\b(?:clos\w+|los[et]\w*|sold|gone|destroyed|sank|shut)\b)",
    re.I,
)
_ASKS_LEFT = re.compile(
    r"\b(?:(?:are|is|be|has|have) left\W*$|remain\w*|still open|will .{1,40} have\W*$)", re.I
)
_RISES = (
    r"\b(?:risen|rose|fallen|fell|climbed|grown|grew|increased|dropped|jumped|shrunk|gone (?:up|down)|"
    r"went (?:up|down)|put back|postponed|delayed|brought forward|"
    r"(?:cut|raised|lowered|reduced|revised|doubled|trebled|tripled|halved)"
    r"(?= (?:(?:the|its|their|his|her) (?:\w+ ){1,2})?to\b))"
)
_COUNT = rf"(?!first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth){NUMBER}"
_HAS_COME_TO = re.compile(
    rf"{_RISES} (?:[\w-]+ ){{0,3}}?to (?:about |around |at least )?{_COUNT}|{_BRINGS}{_COUNT}|"
    rf"\b(?:now stands at|(?:is|are) now|ended up [a-z]+ing) (?:about |around |at least )?{_COUNT}|"
    rf"\bcorrected\b[^.;]{{0,80}}? to {_COUNT}",
    re.I,
)
# "the repair is now 55 million", "which had been doubled to one million", "has meanwhile put the value at 85"
_IS_NOW = re.compile(
    rf"(?:\b(?:is|are) now|{_RISES} (?:[\w-]+ ){{0,3}}?to|\b(?:now|meanwhile)\b[^.,;]{{0,60}}? (?:at|to)) "
    rf"(?:about |around |at least )?(?P<new>{_VALUE})",
    re.I,
)
_IN_PERIOD = re.compile(rf"\bin (?:{'|'.join(MONTHS)}|(?:19|20)\d\d)\b", re.I)
# of "by €50, to €499" and "another £500,000, which brings the bill to £2.9 million" the latter is the level
_ASKS_LEVEL = re.compile(
    r"\b(?:now|current\w*|new|total|altogether|in all|so far|price|bill|toll|costs?|budget|debt|reach\w*)\b|"
    r"^how much (?:is|does|will)\b",
    re.I,
)
_ASKS_SIZE = re.compile(
    rf"{_VERB}|\b(?:by (?:how|what)|more|less|cheaper|dearer|grow|climb|drop|jump|fall|lower|reduce|save|"
    r"delay|discount|lost|go(?:es)? (?:up|down)|went|up|down|off|extra|added|hike|growth|need\w*)\b",
    re.I,
)
_BEFORE = r"original(?:ly)?|initial(?:ly)?|first|previous(?:ly)?|before|used to|old|earlier|past|begin with"
_ASKS_OLD = re.compile(
    rf"\b(?:{_BEFORE}|by how much|last year|rise|fall|change|until|start(?:s|ed)?|begins?|opens?)\b|"
    r"\bfrom\W*$",
    re.I,
)
_ASKS_PLANNED = re.compile(
    r"\b(?:was|were|had)\b.*\b(?:meant|supposed|planned|scheduled|due|promised|expected)\b|\boriginally\b",
    re.I,
)
_ASKS_CORRECTED = re.compile(
    rf"\b(?:{_BEFORE}|promised|planned|scheduled|meant|supposed|ago|last (?:week|month|year))\b", re.I
)
_WAS = re.compile(r"\b(?:was|were|had)\b", re.I)


def changed_to(text: str, start: int, end: int, question: Question) -> tuple[int, int]:
    """Return characters [start, end) of a sentence, or the new value where they hold the old one.

    The size of a change counts as the old value where the level is asked for, and what was taken away where
    the rest is. A question that asks for what was before, or for the change, keeps them. One that asks for
    what was so "in September" gets what a clause that opens so tells.
    """
    for period in _IN_PERIOD.findall(question.text):
        then = re.search(
            rf"(?:^|[;,] (?:and |but )?){period}\b[^.,;]{{0,60}}? (?P<told>{_VALUE})", text, re.I
        )
        if then and not then.start() <= start < then.end():
            return then.span("told")
    corrected = [found for one in _CORRECTIONS for found in one.finditer(text)]
    if _ASKS_PLANNED.search(question.text):
        return next(
            (one.span("old") for one in corrected if one.start("new") <= start < one.end("new")), (start, end)
        )
    changes: list[re.Match[str]] = []
    if not _asks_corrected(question):
        changes += corrected
    if not _ASKS_OLD.search(question.text):
        changes += _changes(text, question)
    for change in changes:
        last = max(change.end("new"), change.end("old"))
        if change.start("old") <= start < change.end("old") and end <= last:
            return change.span("new")
    return start, end


def _changes(text: str, question: Question) -> list[re.Match[str]]:
    changes = list(_FROM_TO.finditer(text))
    if _ASKS_LEVEL.search(question.text) and not _ASKS_SIZE.search(question.text):
        changes += [*_BY_TO.finditer(text), *_MORE_TO.finditer(text)]
    if _ASKS_LEFT.search(question.text):
        changes += [*_LEAVING.finditer(text), *_ALL_BUT.finditer(text)]
    return changes


def corrections(text: str, question: Question) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what a sentence says does not hold any more, and the characters [start, end) of what does.

    Nothing is corrected for a question that asks for what was planned or was before.
    """
    if _asks_corrected(question):
        return
    for one in (*_CORRECTIONS, _FROM_TO):
        for found in one.finditer(text):
            yield found["old"], found.span("new")


def _asks_corrected(question: Question) -> bool:
    """Whether a question asks for what did not hold: "when was it due?", but not "how many were hurt?"."""
    was = question.kind == "time" and _WAS.search(question.text)
    return bool(was or any(asks.search(question.text) for asks in (_ASKS_CORRECTED, _ASKS_PLANNED)))


def value_now(text: str) -> tuple[int, int] | None:
    """Return the characters [start, end) of what a sentence says that something is now, None without one."""
    found = _IS_NOW.search(text)
    return found.span("new") if found else None


def tells_a_change(sentence: str) -> bool:
    """Whether a sentence says what a value has come to: "has risen to 63", "which brings the bill to …"."""
    return any(one.search(sentence) for one in (_HAS_COME_TO, *_CORRECTIONS))
