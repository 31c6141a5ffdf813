"""Whether two short answers name the same: "1.5 million" is "1,500,000", and 3 May is not 3 June."""

from __future__ import annotations

import re

from assistant.wording.quantities import NUMBER_WORDS, Quantities, quantities
from assistant.wording.terms import fold, numbers, terms

_UNITS = (re.compile(r"[€$£]|\b(?:dollars?|euros?|pounds?)\b", re.I), re.compile(r"%|\bper ?cent\b", re.I))
_FIGURE = re.compile(r"[\d.,:]+[kmbn]*")


def has_figures(text: str) -> bool:
    """Whether a text has a number or a date."""
    return bool(numbers(text)) or _counts(quantities(text)) or bool(quantities(text).dates)


def same_figures(one: str, two: str) -> bool:
    """Whether two texts with numbers or dates say the same: equal ones, of the same unit and the same thing.

    One may tell more of a date than the other: 3 May is the 3 May 2024 of another text.
    """
    first, second = quantities(one), quantities(two)
    if not (_counts(first) or first.dates or _counts(second) or second.dates):
        alike = fold(one) == fold(two) or bool(set(terms(one)) & set(terms(two)))
        return alike and numbers(one) == numbers(two)
    if first.values | first.hedged != second.values | second.hedged or not _same_unit(one, two):
        return False
    if bool(first.dates) != bool(second.dates) or not (
        first.dates <= second.dates or second.dates <= first.dates
    ):
        return False
    things = _things(one), _things(two)
    return not all(things) or bool(things[0] & things[1])


def amounts_differ(one: str, two: str) -> bool:
    """Whether two amounts share no number and have the same unit; a hedged one is as good as a near one."""
    first, second = _with_years(quantities(one)), _with_years(quantities(two))
    counted = [len(each.values) + len(each.hedged) for each in (first, second)]
    if not all(counted):
        return False
    missing = first.missing_from(second)[0], second.missing_from(first)[0]
    return _same_unit(one, two) and list(missing) == counted


def times_differ(one: str, two: str) -> bool:
    """Whether two times cannot be the same: other days, or other years, or no number in common."""
    first, second = quantities(one), quantities(two)
    days = [{date for date in each.dates if len(date) == 2} for each in (first, second)]
    years = [{date for date in each.dates if len(date) == 3} for each in (first, second)]
    if all(years) and not years[0] & years[1]:
        return True
    if all(days):
        return not any(_same_day(left, right) for left in days[0] for right in days[1])
    return bool(numbers(one) and numbers(two)) and not numbers(one) & numbers(two)


def _same_day(one: tuple[int, ...], two: tuple[int, ...]) -> bool:
    return one[0] == two[0] and (one[1] == two[1] or 0 in (one[1], two[1]))


def _counts(told: Quantities) -> bool:
    return bool(told.values or told.hedged)


def _with_years(told: Quantities) -> Quantities:
    """The quantities with "1800", which may be a year, as a number too."""
    years = {float(date[2]) for date in told.dates if len(date) == 3}
    return Quantities(told.values | years, told.hedged, told.dates)


def _same_unit(one: str, two: str) -> bool:
    return all(bool(unit.search(one)) == bool(unit.search(two)) for unit in _UNITS)


def _things(text: str) -> set[str]:
    """The terms that are no figures: what is counted."""
    return {term for term in terms(text) if not _FIGURE.fullmatch(term) and term not in NUMBER_WORDS}
