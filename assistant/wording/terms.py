"""The words of a text that carry meaning: terms to compare, names and numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.wording.irregular_forms import BASE_FORMS
from indexes.calendar_names import MONTHS, WEEKDAYS


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is written as running text."""
    return frozenset(text.split())


FUNCTION_WORDS = word_set(
    """a about above after again against all along also although am among an and another any anyone
    anything are aren't around as at away be because been before being below between both but by came
    can can't come could couldn't did didn't do does doesn't doing don't done down during each either
    else even ever every for from further get gets give given go goes going got had has have having he
    her here hers herself him himself his how however i if in into is isn't it its itself just know let
    like made make many may me might more most much must my myself near no nor not now of off often
    on once one only onto or other others our ours out over own per please put rather said same say says
    she should since so some someone something still such take than that the their theirs them
    themselves then there these they thing things this those though through thus to together told too
    toward towards under until up upon us very via want was wasn't we well went were weren't what
    whatever when where whether which while who whom whose why will with within without won't would yes
    yet you your yours tell happen happened mean means yesterday today tomorrow tonight meanwhile later
    earlier recently now ok okay"""
)
CALENDAR = word_set(" ".join((*MONTHS, *WEEKDAYS)).lower())
_WORD = re.compile(r"[^\W_]+(?:['’.\-&](?=[^\W_])[^\W_]+)*", re.UNICODE)
_IN_A_NUMBER = re.compile(r"[-–:.,/]\d")
_INSIDE_NAMES = word_set("of de del della der den van von la le al bin da du di")
_BEFORE_A_DAY = word_set(
    "on last this next since until by from in late early"
)  # "On Sunday Keziah Munroe ran"
# at the start of a message, where no name goes on: "Thanks. Why did she resign?", "Explain why"
_OPENS_A_MESSAGE = word_set(
    "thanks thank cheers hello hi hey oh sorry wow yeah great good right sure fine perfect interesting wait "
    "explain describe summarise summarize compare discuss define clarify elaborate remind list"
)
_TITLES = word_set("mr mrs ms dr prof sir st lt gen col sen rep gov capt")
_UP_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_ONES = _UP_TO_NINETEEN.split()
_FROM_TWENTY = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = dict(enumerate(_FROM_TWENTY.split(), start=2))
_NUMBER_WORDS = {
    **{word: str(value) for value, word in enumerate(_ONES)},
    **{ten: f"{tens}0" for tens, ten in _TENS.items()},
    **{f"{ten}-{_ONES[unit]}": f"{tens}{unit}" for tens, ten in _TENS.items() for unit in range(1, 10)},
}
_SIDE = r"[A-Z][\w'’&.-]*(?: [A-Z&][\w'’&.-]*)*"
# of a match: "Calder Town 2 Ashbourne Rovers 1"
RESULT = re.compile(rf"(?P<home>{_SIDE}) \d{{1,3}} (?P<away>{_SIDE}) \d{{1,3}}")
_TAKES_ES = ("ches", "shes", "sses", "xes", "zzes")
_VOWEL = re.compile(r"[aeiouy]")
# what is left of "voted", but not of "boxed", "rowed" or "played"
_SHORT_ROOT = re.compile(r"[^aeiou][aeiouy][^aeiouwxy]")
MOST_INITIALS = 5
_DOTTED = re.compile(r"[a-z](?:\.[a-z])+\.?")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: `text[start:end]`, and whether it opens a sentence (so its capital says less)."""

    text: str
    start: int
    end: int
    opens_sentence: bool


def words(text: str) -> list[str]:
    """Return the words of the text as written, inner apostrophes and hyphens kept."""
    return _WORD.findall(text)


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """Return the word in lower case without accents, a possessive ending or the dots of "U.S.".

    What would leave nothing stays.
    """
    plain = word.replace("’", "'").lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("ı", "i")
    plain = plain[:-2] if plain.endswith("'s") else plain.rstrip("'")
    plain = plain.replace(".", "") if _DOTTED.fullmatch(plain) else plain
    return plain or word.lower()


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """Return a crude stem that joins the inflections of a word; meant for comparing, never for showing.

    After Porter, An algorithm for suffix stripping, 1980, steps 1a and 1b: the plural, then -ed and -ing.
    """
    word = fold(word)
    word = _without_past(_singular(BASE_FORMS.get(word, word)))
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(_TAKES_ES) else word[:-1]


def _without_past(word: str) -> str:
    """Take -ed or -ing away: "stopped" is "stop", "voted" and "voting" are "vote"."""
    if word.endswith("eed"):
        return word[:-1] if len(word) > 5 else word
    if word.endswith("ied") and len(word) > 5:
        return f"{word[:-3]}y"
    ending = next((ending for ending in ("ing", "ed") if word.endswith(ending)), "")
    root = word.removesuffix(ending)
    if not ending or len(root) < 3 or not _VOWEL.search(root):
        root = word
    elif _SHORT_ROOT.fullmatch(root):
        return f"{root}e"
    if len(root) > 3 and root[-1] == root[-2] and (root[-1] not in "lsz" or root.endswith("ll", 4)):
        return root[:-1]  # "travelled" is "travel", "called" is "call"
    return root


def terms(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order; "US" does, though "us" doesn't."""
    return [stem(word) for word in words(text) if fold(word) not in FUNCTION_WORDS or is_initials(word)]


def is_initials(word: str) -> bool:
    """Whether a word is written as initials are: "US", "WHO" and "U.S"."""
    return word.isupper() and 2 <= len(word.replace(".", "")) <= MOST_INITIALS


def numbers(text: str) -> set[str]:
    """Return the numbers of the text in one spelling: "1,200" and "1200" are the same, "three" is 3."""
    found = {match.replace(",", "") for match in _DIGITS.findall(text)}
    return found | {_NUMBER_WORDS[word] for word in map(fold, words(text)) if word in _NUMBER_WORDS}


def names(text: str) -> list[Mention]:
    """Return the names in the text: runs of capitalised words, particles such as "de" inside them."""
    return list(_runs_of_capitals(text))


def _runs_of_capitals(text: str) -> Iterator[Mention]:
    found = list(_WORD.finditer(text))
    at = 0
    while at < len(found):
        dated = (
            fold(found[at].group()) in CALENDAR and at > 0 and fold(found[at - 1].group()) in _BEFORE_A_DAY
        )
        if dated or not _in_name(found[at].group(), opens=_opens_sentence(text, found[at].start())):
            at += 1
            continue
        last = at
        following = at + 1
        while following < len(found):
            between = text[found[following - 1].end() : found[following].start()]
            honorific = fold(found[following - 1].group()) in _TITLES and between == ". "
            if between not in {" ", " & "} and not honorific:
                break
            word = found[following].group()
            if word[:1].isupper() or (
                following == last + 1
                and word.isdigit()
                and len(word) <= 2
                and not _IN_A_NUMBER.match(text, found[following].end())  # of "Rovers 8–7"
            ):
                last = following
            elif not (word in _INSIDE_NAMES and following - last == 1):
                break
            following += 1
        start, end = found[at].start(), found[last].end()
        opens = _opens_sentence(text, start)
        if opens and last == at and fold(found[at].group()) in _OPENS_A_MESSAGE:
            at += 1
            continue
        if result := RESULT.fullmatch(text, start, end):
            yield Mention(result["home"], *result.span("home"), opens)
            (start, end), opens = result.span("away"), False
        if text[start:end].endswith(("'s", "’s")):
            end -= 2
        yield Mention(text[start:end], start, end, opens)
        at = last + 1


def _in_name(word: str, *, opens: bool) -> bool:
    if not word[:1].isupper() or re.split("['’]", word)[0] == "I":
        return False
    return not opens or fold(word) not in FUNCTION_WORDS


def _opens_sentence(text: str, start: int) -> bool:
    # no slice of all that is before: there are as many names as the text is long
    while start and text[start - 1] in " \"'“‘([":
        start -= 1
    return not start or text[start - 1] in ".!?:\n"
