"""The headings of a table and the words of questions that mean them: "lose" is "Lost" and "L"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.questions.question import Question
from assistant.wording.terms import FUNCTION_WORDS, fold, stem, word_set, words

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_UNIT = re.compile(r"\(([^()]{1,12})\)$")
_PLAIN_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CURRENCY = re.compile(r"(?P<sign>[A-Z]{0,2}[£€$¥₹]|K?[Ss]hs?|Rs)(?P<scale>k|m|bn|tn)?")
_MEASURE = re.compile(
    r"km|m|cm|mm|miles?|kg|tonnes?|litres?|hectares?|ha|acres|minutes?|mins?|hours?|days?|weeks?|months?|years?|"
    r"km/h|mph|per cent|°C"
)
_PRICES = word_set("cost costs fare fares fee fees")
# headings that say a time though they have no term
_TIMES = frozenset({"now", "today", "before", "after", "then"})
_OF_LEAGUES = {
    "p": ("played",),
    "pl": ("played",),
    "pld": ("played",),
    "gp": ("played",),
    "w": ("won",),
    "d": ("drawn",),
    "l": ("lost",),
    "f": ("goals scored", "goals for"),
    "gf": ("goals scored", "goals for"),
    "a": ("goals conceded", "goals against"),
    "ga": ("goals conceded", "goals against"),
    "gd": ("goal difference",),
    "pts": ("points",),
}
_FEWEST_OF_LEAGUES = frozenset({"w", "l"})


def meanings(text: str) -> frozenset[str]:
    """Return the terms of a text outside brackets, in one form; a cost, a fare and a fee are a price."""
    told = [word for word in words(_IN_BRACKETS.sub(" ", text)) if fold(word) not in FUNCTION_WORDS]
    return frozenset(stem("price" if fold(word) in _PRICES else word) for word in told)


# words that a heading or a question may lack: "Single fare", "how many matches did they lose?"
WEAK = meanings("price match game ticket number")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column: its words, and the sets of terms of which one must be meant whole."""

    column: int
    words: tuple[str, ...]
    meanings: tuple[frozenset[str], ...]

    def named_in(self, asked: frozenset[str], stems: Sequence[str]) -> frozenset[str]:
        """Return what a question with these terms, and these stems of all words, has of the heading."""
        told = [one & asked for one in self.meanings if one & asked and one - asked <= WEAK]
        if told:
            return max(told, key=lambda one: (len(one - WEAK), len(one)))
        phrase = tuple(map(stem, self.words))
        if any(self.meanings) or not (len(phrase) > 1 or _TIMES.issuperset(self.words)):
            return frozenset()
        # "Until now" and "What goes in" have no terms
        places = range(len(stems) - len(phrase) + 1)
        said = phrase and any(tuple(stems[at : at + len(phrase)]) == phrase for at in places)
        return frozenset({" ".join(phrase)}) if said else frozenset()


def headings_of(headings: Sequence[str]) -> list[Heading]:
    """Return the headings of a table in order, the letters of league tables spelt out."""
    short = [heading.lower().rstrip(".") for heading in headings]
    spelt = _OF_LEAGUES if _FEWEST_OF_LEAGUES.issubset(short) else {}
    found = []
    for column, heading in enumerate(headings):
        told = spelt.get(short[column], (heading,))
        plain = _IN_BRACKETS.sub(" ", " ".join(told))
        found.append(Heading(column, tuple(map(fold, words(plain))), tuple(map(meanings, told))))
    return found


def heading_meant(
    question: Question, asked: frozenset[str], stems: Sequence[str], headings: Sequence[Heading]
) -> tuple[Heading, frozenset[str]] | None:
    """Return the heading that a question means best, and the terms that tell so; None where two are meant.

    `asked` are the terms of the question and `stems` all its words, without those that name the row. Of "a
    single to Torrin, return?", which a follow-up asks, the heading after the comma is meant.
    """
    named = [(one, told) for one in headings if (told := one.named_in(asked, stems))]
    named.sort(key=lambda one: (len(one[1] - WEAK), len(one[1])), reverse=True)
    if not named:
        return None
    every = frozenset[str]().union(*(told for _, told in named))
    earlier, comma, last = question.text.rpartition(", ")
    ends_in = [one for one, told in named if told - WEAK and told - WEAK == meanings(last) - WEAK]
    if comma and ", " not in earlier and len(ends_in) == 1:
        return ends_in[0], every
    (best, told), *others = named
    if any(other - WEAK - told or len(other) == len(told) for _, other in others):
        return None
    return best, told


def with_unit(cell: str, heading: str) -> str:
    """Return a number with the unit that stands in brackets in its heading, anything else as it is."""
    unit = _UNIT.search(heading)
    if unit is None or not _PLAIN_NUMBER.fullmatch(cell):
        return cell
    if currency := _CURRENCY.fullmatch(unit[1]):
        return f"{currency['sign']}{cell}{currency['scale'] or ''}"
    if unit[1] == "%":
        return f"{cell}%"
    return f"{cell} {unit[1]}" if _MEASURE.fullmatch(unit[1]) else cell
