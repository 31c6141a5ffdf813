"""Pronouns of a follow-up written out: "what did he tell them?" with the names that the history has."""

from __future__ import annotations

import re

from assistant.followups.he_or_she import HE_OR_SHE
from assistant.followups.referents import Referents
from assistant.wording.question_words import BE
from assistant.wording.terms import FUNCTION_WORDS, names, words

# no part of a longer one: "it" is not in "do-it-yourself"
_WORD = re.compile(r"(?<![\w-])(?P<word>[A-Za-z]+)(?:['’][a-z]+)?(?![\w-])")
_PERSON = frozenset({"he", "she", "him", "his", "her", "hers"})
_GROUP = frozenset({"they", "them", "their", "theirs"})
_THING = frozenset({"it", "its"})
_POSSESSIVE = frozenset({"his", "her", "their", "its", "theirs", "hers"})
_BEFORE_A_NOUN = re.compile(rf" (?!(?:{'|'.join(map(re.escape, sorted(FUNCTION_WORDS)))})\b)[a-z]")
_EXISTENTIAL = re.compile(
    rf"\bthere\W+(?:{BE}|be|been|any)\b|\b(?:{BE}(?:n['’]?t)?|be|been)\s+there\s+\w", re.I
)
_COUNTS = re.compile(r"^how (?:much|many)\b[^?]*\b(?:is|are|was|were) there\W*$", re.I)
_PLEONASTIC = re.compile(
    r"\bit\b (?:is |was )?(?:true|possible|likely|known|clear|rain|snow|take(?= place\b|.* to\b))\b|\b(?:is|"
    r"was) it\b.*\b(?:that|to)\b",
    re.I,
)


# what things do as well: "where are they?", "how many of them?", "what do they cost?"
_BE_BEFORE = re.compile(r"\b(?:(?:are|were)(?:n['’]t)?|of)\s+$", re.I)
_DONE_BY_THINGS = re.compile(
    r"['’]re\b|\s+(?:be|been|are|were|cost|weigh|last|open|close|start|begin|end|happen|come|arrive|run|work|fit|"
    r"look|stand|hang|date|measure|hold)\b",
    re.I,
)
_MOVES_BEFORE = re.compile(
    r"\b(?:get|got|go|goes|going|went|gone|come|came|travel(?:led)?|fl(?:y|ew)|dr(?:ive|ove)|walk(?:ed)?|"
    r"moved?|sent|taken|brought) $",
    re.I,
)
_ALL = re.compile(r" all(?= [a-z]|\W*$)")  # "how much did it all cost?"
_LASTS = re.compile(r"\b(?:own(?:s|ed|er)?|buil[dt]|runs?|ran|belongs?|employ(?:s|ed)?|made|makes?)\b", re.I)
_ELSE = re.compile(r"\b(?:who|whom|what|where) else\b", re.I)


def replace_pronouns(question: str, referents: Referents) -> str:
    """Write out the first pronoun of each kind that has no antecedent inside the question."""
    pieces: list[str] = []
    done: set[str] = set()
    used: set[str] = set()
    at = 0
    for match in _WORD.finditer(question):
        word = match["word"].lower()
        kind = _kind(word)
        if kind is None or kind in done or (match["word"].isupper() and not question.isupper()):
            continue
        before = names(question[: match.start()])
        if (kind != "there" and before and word != "it") or (
            kind == "thing" and _PLEONASTIC.search(question)
        ):
            continue
        if kind == "there" and (
            _EXISTENTIAL.search(question, max(0, match.start() - 5)) or _COUNTS.match(question)
        ):
            continue
        after = question[match.end() :]
        counted = _is_or_costs(question[: match.start()], after)
        acts = word == "they" and not counted
        another = _ELSE.search(question) is not None
        lasts = _LASTS.search(question) is not None
        referent = referents.find(kind, word, acts=acts, counted=counted, another=another, lasts=lasts)
        if referent is None or any(set(words(referent)) <= set(words(one)) for one in used):
            continue
        somebody = HE_OR_SHE.search(question) if kind == "group" else None
        if somebody and referent == referents.find("person", somebody.group().lower()):
            continue  # "what did they tell him?"
        used.add(referent)
        done.add(kind)
        contraction = match.group()[len(word) :]
        possessive = is_possessive(word, after)
        if kind == "there":
            moves = _MOVES_BEFORE.search(question, 0, match.start())
            referent = f"{'to' if moves else 'in'} {referent}"
        elif possessive and re.search(r" (?:who|that) ", referent):
            # "her time" is "the time of the one who won"
            rest = after.rstrip("?.! ")
            return "".join([*pieces, question[at : match.start()], "the", rest, " of ", referent, "?"])
        elif possessive:
            referent = possessive_of(referent)
        pieces += [question[at : match.start()], referent + (contraction if not possessive else "")]
        at = match.end()
        if word == "it" and (altogether := _ALL.match(question, at)):
            at = altogether.end()
    return "".join([*pieces, question[at:]])


def is_possessive(pronoun: str, after: str) -> bool:
    """Whether a pronoun says whose what is named `after` it: "her book", not "met her"."""
    return pronoun in _POSSESSIVE and (pronoun != "her" or _BEFORE_A_NOUN.match(after) is not None)


def possessive_of(name: str) -> str:
    """Return the name as it says whose something is."""
    return name + ("'" if name.endswith("s") else "'s")


def _kind(word: str) -> str | None:
    if word in _PERSON:
        return "person"
    if word in _GROUP:
        return "group"
    if word in _THING:
        return "thing"
    return "there" if word == "there" else None


def _is_or_costs(before: str, after: str) -> bool:
    """Whether "they" are or do what things do as well as people."""
    return bool(
        (_BE_BEFORE.search(before) and not re.match(r" \w+ing\b", after)) or _DONE_BY_THINGS.match(after)
    )
