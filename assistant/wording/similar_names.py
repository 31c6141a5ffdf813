"""Names in a question that no text has, and those that the texts have instead: "Rufus Pel", "Rufus Pell"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

from assistant.wording.letter_case import LONGEST_NAME, NAME_WORD, OWNER, runs_of_names
from assistant.wording.terms import FUNCTION_WORDS, fold

ALIKE = 0.75  # of the letters, of "Kiev" and "Kyiv"
SHORTEST, LONGEST = 3, 25  # letters

_Name = tuple[str, ...]


def with_similar_name(question: str, texts: Iterable[str], *, is_word: Callable[[str], bool]) -> str | None:
    """Return the question with a name of the texts in place of one that is spelt much like it, or None.

    One word of the name differs. It stands beside others that are the same, or else it is no word at all.
    """
    known, plain, _ = runs_of_names(texts)
    same_beside: dict[tuple[int, _Name], list[_Name]] = {}
    for name in known:
        for place in range(len(name)):
            same_beside.setdefault((place, _without(name, place)), []).append(name)
    found = list(NAME_WORD.finditer(question))
    folded = tuple(fold(match.group()) for match in found)
    likest, corrected = 0.0, None
    for first, end, place in _places(len(found)):
        asked = folded[first:end]
        typed = found[first + place].group()
        if asked in known or not _may_be_misspelt(typed, alone=len(asked) == 1, is_word=is_word):
            continue
        for name in same_beside.get((place, _without(asked, place)), ()):
            if len(name) == 1 and (name[0] in plain or name[0][0] != asked[0][0]):
                continue
            alike = SequenceMatcher(None, asked[place], name[place], autojunk=False).ratio()
            # the more of the name is the same, the surer it is
            if alike >= ALIKE and len(name) + alike > likest:
                likest = len(name) + alike
                owner = OWNER.search(found[end - 1].group())
                written = f"{known[name]}{owner.group() if owner else ''}"
                corrected = f"{question[: found[first].start()]}{written}{question[found[end - 1].end() :]}"
    return corrected


def _may_be_misspelt(typed: str, *, alone: bool, is_word: Callable[[str], bool]) -> bool:
    """Whether a word may be part of a name that is spelt wrongly: a capital says so beside other names."""
    if not SHORTEST <= len(typed) <= LONGEST or fold(typed) in FUNCTION_WORDS:
        return False
    return not is_word(typed) or not (alone or typed.islower())


def _places(count: int) -> Iterator[tuple[int, int, int]]:
    """Yield where each run of words begins and ends that may be a name, with each place in it."""
    for first in range(count):
        for end in range(first + 1, min(count, first + LONGEST_NAME) + 1):
            for place in range(end - first):
                yield first, end, place


def _without(name: _Name, place: int) -> _Name:
    return name[:place] + name[place + 1 :]
