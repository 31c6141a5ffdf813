"""The words that somebody may have meant who typed another, with one slip of a finger or of spelling."""

from __future__ import annotations

from string import ascii_lowercase

LIKELY = 3  # times as likely as the other slips: that letters are swapped, doubled or left out
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUND_ALIKE = ("aeiou", "iy", "csz", "ck", "gj")


def _keys_beside(letter: str) -> set[str]:
    """Return the keys around one: in its row, and half a key to either side in the rows above and below."""
    row = next(at for at, keys in enumerate(_ROWS) if letter in keys)
    place = _ROWS[row].index(letter)
    around = ((row, place - 1), (row, place + 1))
    above, below = ((row - 1, place), (row - 1, place + 1)), ((row + 1, place - 1), (row + 1, place))
    return {
        _ROWS[other][at]
        for other, at in (*around, *above, *below)
        if 0 <= other < len(_ROWS) and 0 <= at < len(_ROWS[other])
    }


_NEXT_TO = {letter: _keys_beside(letter) for letter in ascii_lowercase}
_MISTAKEN_FOR = {
    letter: sorted(near.union(*(group for group in _SOUND_ALIKE if letter in group)) - {letter})
    for letter, near in _NEXT_TO.items()
}


def one_slip_from(typed: str) -> dict[str, int]:
    """Return what the letters may stand for, words or not, with how likely each slip is.

    A slip swaps two letters, doubles one or leaves one out; hits the key beside one, instead of it or as
    well; or puts one that sounds like it. `typed` is in lower case.
    """
    places = range(len(typed))
    swapped = [f"{typed[:at]}{typed[at + 1]}{typed[at]}{typed[at + 2 :]}" for at in places[:-1]]
    doubled = [_without(typed, at) for at in places if typed[at] in _around(typed, at)]
    left_out = [
        f"{typed[:at]}{letter}{typed[at:]}"
        for at in (*places, len(typed))
        for letter in f"{ascii_lowercase}'"
    ]
    wrong = [
        f"{typed[:at]}{other}{typed[at + 1 :]}" for at in places for other in _MISTAKEN_FOR.get(typed[at], ())
    ]
    added = [_without(typed, at) for at in places if _around(typed, at) & _NEXT_TO.get(typed[at], set())]
    found = dict.fromkeys([*swapped, *doubled, *left_out], LIKELY)
    for word in (*wrong, *added):
        found.setdefault(word, 1)
    found.pop(typed, None)
    return found


def _without(typed: str, at: int) -> str:
    return typed[:at] + typed[at + 1 :]


def _around(typed: str, at: int) -> set[str]:
    """Return the letters before and after one."""
    return {*typed[max(0, at - 1) : at], *typed[at + 1 : at + 2]}
