"""Lists of names in a sentence: from one of them to all of them, and a name without its titles."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.wording.terms import CALENDAR, Mention, fold, names, word_set, words

_ROLES = word_set(
    """president vice prime minister ministers premier secretary secretaries chief chancellor general
    defence defense foreign interior finance director senator sen representative rep mayor king queen
    prince princess pope dr prof professor mr mrs ms miss sir lord lady gen lt col captain capt coach
    judge justice governor gov ambassador commissioner leader spokesman spokeswoman spokesperson
    chairman chairwoman chair ceo officer executive envoy speaker attorney sergeant inspector detective
    superintendent archbishop bishop rev reverend manager head deputy secretary-general vice-president
    congressman congresswoman councillor cllr admiral colonel major lieutenant us uk eu un state
    treasury health economist analyst engineer scientist author actor singer striker goalkeeper
    midfielder"""
)
# which of these say what an office or a body is about: "US Steel" and "General Motors" have no title
_MODIFIERS = word_set(
    "general vice us uk eu un state defence defense foreign interior finance treasury health justice"
)
# "Belgian" before an office
_PEOPLE = re.compile(r"[A-Z]\w*(?:ian|ean|can|ani|ish|ese|ench|utch|reek|wiss|erman|aqi|aeli)")
# from the first of several blanks on alone, or a long run of them takes cubic time
_SEPARATOR = re.compile(
    r"(?<!\s)(?:\s*,(?:\s+|(?=(?:and|or|as well as)\s))(?:(?:and|or|as well as)\s+)?|"
    r"\s+(?:and|or|as well as)\s+|\s*;\s+(?:and\s+)?)"
)
_APPOSITION = re.compile(r"^(?:the|a|an|its|his|her|their|who|which|whose)\b", re.I)
# "Belgian" in "the Belgian prime minister, Alexander De Croo" describes the office between it and the name
_OFFICE = re.compile(rf"(?:\s+(?:{'|'.join(sorted(_ROLES))}))+,?\s+")
_DESCRIBED = re.compile(rf"the\s+(?:(?:{'|'.join(sorted(_ROLES))})\s+)*", re.I)  # "the singer" Nina Ray
_PREPOSITION = r"\b(?P<word>in|at|by|from|to|with|for|near|under|of) "
_AFTER_PREPOSITION = re.compile(rf"{_PREPOSITION}(?:(?:the|an?) )?$")
_CALENDAR = "|".join(sorted(CALENDAR))
_OPENS_WITH_A_TIME = re.compile(rf"(?:{_CALENDAR}|\d{{4}}|spring|summer|autumn|winter)\b", re.I)
_ON_DAY = rf"on (?:{_CALENDAR})(?: (?:morning|afternoon|evening|night))?"
_DAY_AFTER = re.compile(rf"^ {_ON_DAY}(?=[,;]| and\b)", re.I)
# "and on Sunday, to finish, the singer"
_DAY_BEFORE = re.compile(rf"^(?P<separator>,? (?:and )?){_ON_DAY},? (?:to [a-z]+, )?", re.I)
_LONGEST_ITEM = 7  # words


def expand_names(text: str, start: int, end: int, *, across_days: bool = False) -> list[tuple[int, int]]:
    """Return the names of the list that `text[start:end]` is part of; outside a list, the span itself.

    `text` is one sentence. From "A", "B" or "A, B" in "met A, B and C in Paris" it returns all three, and
    `across_days` from "A on Friday, B on Saturday and C on Sunday" too.
    """
    mentions = _whole_names(text)
    touched = [at for at, mention in enumerate(mentions) if mention.start < end and start < mention.end]
    if not touched:
        return [(start, end)]
    first, last = touched[0], touched[-1]
    while first > 0 and _joined(text, mentions[first - 1], mentions[first], across_days):
        first -= 1
    while last + 1 < len(mentions) and _joined(text, mentions[last], mentions[last + 1], across_days):
        last += 1
    listed = mentions[first : last + 1]
    if len(listed) == 1 or not _is_list(text, listed, across_days):
        kept = [mentions[at] for at in touched]
        if len(kept) == 1 or not _is_list(text, kept, across_days):
            return [(start, end)]
        listed = kept
    return [(mention.start, mention.end) for mention in listed]


def without_titles(name: str) -> str:
    """Return a name without the offices before it: "Defence Secretary Lloyd Austin" is "Lloyd Austin".

    What is an office and no more stays, as "Archbishop of Paris" does.
    """
    parts = name.split()
    first = 1 if _PEOPLE.fullmatch(parts[0]) else 0
    last = first
    # nor is "King's College" a king
    while (
        last < len(parts) and fold(parts[last].strip(".,")) in _ROLES and not re.search("['’]", parts[last])
    ):
        last += 1
    if last in (first, len(parts)):
        return name
    # "Attorney General" is an office, "General" before a name may be of a company
    if all(fold(part.strip(".,")) in _MODIFIERS for part in parts[first:last]):
        return name
    rest = parts[last:]
    return name if rest[0].islower() else " ".join(rest)


def _whole_names(text: str) -> list[Mention]:
    """The names of a sentence; an office alone, such as "President", is none, nor is whose office it is."""
    mentions = [mention for mention in names(text) if not _is_bare_role(mention.text)]
    described = {
        mention for mention, after in pairwise(mentions) if _OFFICE.fullmatch(text[mention.end : after.start])
    }
    return [mention for mention in mentions if mention not in described]


def _is_bare_role(name: str) -> bool:
    return all(fold(word) in _ROLES for word in words(name))


def with_same_preposition(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return what else stands after the preposition of `text[start:end]`, None without any.

    Of "paid for by A, which gave half, and by the maker, B" it is "the maker, B".
    """
    ahead = _AFTER_PREPOSITION.search(text[:start]) or re.match(_PREPOSITION, text[start:end])
    if ahead is None:
        return None
    more = re.match(
        rf"(?:, (?:who|which|where) [^,;.]*,)? (?:and|as well as) {ahead['word']} "
        r"(?P<item>(?:(?:the|its|his|her) [a-z'’ -]+, (?=[A-Z]))?[^,;:.]+)(?=[,;:.]|$)",
        text[end:],
    )
    if more is None or len(words(more["item"])) > _LONGEST_ITEM or _OPENS_WITH_A_TIME.match(more["item"]):
        return None
    return end + more.start("item"), end + more.end("item")


def _joined(text: str, left: Mention, right: Mention, across_days: bool) -> bool:
    """Whether only a separator, words that describe, or an apposition stand between two names."""
    between = _between(text, left, right, across_days)
    separator = _SEPARATOR.match(between)
    if separator is None:
        return False
    rest = between[separator.end() :]
    if len(words(rest)) > _LONGEST_ITEM:
        return False
    if not rest.strip():
        return True
    if _APPOSITION.match(rest):
        inner = list(_SEPARATOR.finditer(rest))
        if not inner or ("and" not in inner[-1].group() and "," not in inner[-1].group()):
            return bool(_DESCRIBED.fullmatch(rest))
        rest = rest[inner[-1].end() :]
    return (
        all(fold(word) in _ROLES or word in {"the", "of"} for word in words(rest)) if rest.strip() else True
    )


def _between(text: str, left: Mention, right: Mention, across_days: bool) -> str:
    """What stands between two names, the days left out where that is wanted."""
    between = text[left.end : right.start]
    return _DAY_BEFORE.sub(r"\g<separator>", _DAY_AFTER.sub("", between)) if across_days else between


def _is_list(text: str, listed: list[Mention], across_days: bool) -> bool:
    """Whether the names form one list: a conjunction before the last, or two joined without a comma."""
    joints = [_between(text, left, right, across_days) for left, right in pairwise(listed)]
    if len(listed) == 2:
        return bool(re.match(r"\s+(?:and|or|as well as)\s+", joints[0]))
    return bool(re.search(r"\b(?:and|or|as well as)\b", joints[-1])) or len(listed) > 3
