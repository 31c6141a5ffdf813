"""How a sentence tells what a question asks: as so, as denied, or as what somebody claims or considers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from assistant.keyless.excepted_things import as_excepted
from assistant.questions.question import Question
from assistant.wording.negation import NO, NOT, denies
from assistant.wording.terms import stem, terms, words

Standing = Literal["so", "denied", "open"]

FARTHEST = 240  # characters that what denies, or leaves open, reaches at most
SAME_FAMILY = 4  # letters that a word and a longer one of its family share: "approve" and "approval"
# Words of one side mean about the same; a sentence with one says "no" to a question with one of the other.
_OPPOSITES = tuple(
    tuple(frozenset(map(stem, side.split())) for side in line.split("/"))
    for line in """
    convicted guilty condemned / acquitted cleared innocent
    open reopened running / closed shut suspended
    won gained / lost
    profit / loss
    survive alive / die dead disappear vanish
    accept approve agree / reject refuse
    allow / ban forbid
    legal / illegal
    rise increase / fall decrease
    higher / lower
    more / fewer
    larger / smaller
    confirm admit / deny
    support / oppose
    succeed / fail
    safe / dangerous
    drunk / sober
    whole entire / half
    genuine / fake forged forgery
    damaged harmed hurt injured / unharmed unhurt uninjured undamaged unscathed intact
    """.strip().splitlines()
)
_HELPS_A_VERB = r"(?:is|are|was|were|has|have|had|will|would|can|could)"
_CLAUSE = re.compile(r"[,;:][\"'’”]?\s|\b(?:but|although|though|while|whereas)\b", re.I)
_ACCUSED = r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!been )(?:accused|suspected) of"
# "a man who denied the theft" of "a man who denied the theft was jailed"
_SUBJECT = re.compile(
    rf"(?:(?!{NO}).)*?\b(?:who|which|{_ACCUSED})\b \S+ .*(?=\b{_HELPS_A_VERB}\b)",
    re.I,
)
# not "not only", "no fewer than" or "did not open until May", of which the rest is so
_NOT = (
    rf"(?<!\bwith )(?:{NOT}|{NO})(?! (?:only|just|until|before|all|fewer|less|doubt|(?:more|later) than)\b)"
    r"(?!.*\b(?:until|before|unless|without)\b)"
)
_REPORT = (
    r"(?:claims?|reports?|rumou?rs?|ideas?|suggestions?|speculation|theor(?:y|ies)|accusations?|allegations?|"
    r"fears?|stor(?:y|ies)|notions?|requests?|calls?|demands?|plans?|proposals?|bids?)"
)
_DENIES_WHAT_FOLLOWS = re.compile(
    rf"(?P<negator>{_NOT})|"
    r"\b(?:den(?:y|ies|ied|ying)|rul(?:es?|ed|ing) out|unaware|(?:untrue|false)(?= that)|"
    rf"(?:dismiss|reject|refut)(?:s|es|ed|ing)?\b[^.]*?\b{_REPORT}|"
    r"(?:acquitt?|clear)(?:s|ed)?(?=(?: \S+){0,4} of )|"
    r"(?:fail(?:s|ed)?|refus(?:es?|ed)|declin(?:es?|ed)|ha(?:s|ve) yet|still ha(?:s|ve)) to)\b",
    re.I,
)
_DENIES_WHAT_PRECEDES = re.compile(
    rf"\b{_REPORT}\b(?P<what>[^.]+?)\b(?:is|are|was|were|be|been|being|proved|as) (?:\w+ )?"
    r"(?P<verdict>false|untrue|unfounded|baseless|groundless|wrong|nonsense|invented|hoax|myth|"
    r"denied|dismissed|rejected|refuted|dropped|scrapped|abandoned|shelved)\b",
    re.I,
)
# what is claimed, rumoured, suspected, wished or only considered may be so or not
_LEAVES_OPEN = re.compile(
    r"\b(?:(?:reports|rumou?rs?|suggestions?|speculation|stor(?:y|ies)|talk|hopes?)(?= that )|"
    r"claim(?:s|ed|ing)?(?! (?:\S+ )?(?:lives?|victims?|victory|titles?)\b)|suspect(?:s|ed|ing)?|"
    r"alleg(?:e|es|ed|ing|edly|ations?)|accus(?:es?|ed|ing|ations?)|fear(?:s|ed)?|rumou?red|"
    r"critici[sz](?:e|es|ed|ing|ms?)|(?:was|were) told(?= (?:that|s?he|it|they)\b)|"
    r"consider(?:s|ed|ing)?|thinking (?:of|about)|"
    r"(?-i:may|might)(?! not)|hop(?:es?|ed|ing) (?:to|that)|"
    r"(?:ask|urg)(?:s|es|ed|ing)(?=(?: \S+){1,3} to ))\b",
    re.I,
)
_WHETHER = re.compile(r"\bwhether(?! to\b)", re.I)
_ANY_WHETHER = re.compile(r"\bwhether\b", re.I)
# where that ends: "denied the claims after a worker died", "will not reopen and is to be sold"
_NEXT_PHRASE = re.compile(r"\b(?:and|after|when|because|since|as)\b", re.I)
_NEXT_VERB = re.compile(rf"\band (?:{_HELPS_A_VERB}|\w+ed)\b", re.I)
_ASKS_OF_AN_END = re.compile(r"\b(?:stop|stopped|cease|ceased)\b", re.I)
# what it is not decided whether to do is not done
_ASKS_WHAT_IS_DONE = re.compile(r"(?:did|has|have|had|was|were)\b", re.I)
# "Could she appeal?", "Does he say so?", "Is she likely to?"
_ASKS_WHAT_IS_OPEN = re.compile(
    r"\b(?:could|might|may|would|possibl[ey]|likely|says?|said|thinks?|believes?|expect(?:s|ed)?|"
    r"plan(?:s|ned|ning)?|want(?:s|ed)?)\b",
    re.I,
)


def standing(question: Question, sentence: str) -> Standing | None:
    """Return how a sentence tells what is asked, None where it leaves out words of it.

    Each word that is asked for must be told as so somewhere: in "the hall is free, but closed to dogs" the
    dogs are denied. What is denied twice is so: "no longer closed" is open.
    """
    if excepted := as_excepted(question, sentence):
        return excepted
    if denies(question.text) or _ASKS_OF_AN_END.search(question.text):
        return None
    told: dict[str, set[Standing]] = {}
    denied_in = None
    for clause, word, how in _told(question, sentence):
        if how == "denied":
            denied_in = clause
        elif how == "so" and word not in told and denied_in not in {None, clause}:
            return None  # "made no difference to the young, though it did to adults"
        told.setdefault(word, set()).add(how)
    never_so = [how for how in told.values() if "so" not in how]
    if any("denied" in how for how in never_so):
        return "denied"
    if never_so:
        return "open"
    return "so" if told and question.plain_terms <= told.keys() else None


def tells_as_so(question: Question, sentence: str) -> bool:
    """Whether the sentence has words that are asked for, and tells all of them as so."""
    hows = [how for _, _, how in _told(question, sentence)]
    return bool(hows) and all(how == "so" for how in hows)


def says_in_other_words(question: Question, sentence: str) -> bool:
    """Whether the sentence has a word that means the same as one of the question, or the opposite."""
    return bool(_in_other_words(question, _stems(sentence)))


def _told(question: Question, sentence: str) -> Iterator[tuple[int, str, Standing]]:
    """Each word asked for, or that its opposite stands for, with its clause and how that tells it."""
    asked, others = question.plain_terms, _in_other_words(question, _stems(sentence))
    for number, clause in enumerate(_clauses(sentence)):
        for match in re.finditer(r"[\w'’-]+", clause):
            said = stem(match[0])
            word, is_opposite = others.get(said, (None, False))
            word = word or next((word for word in asked if _of_one_family(word, said)), None)
            if word is not None:
                yield number, word, _how(question, clause, match, reversed_by=is_opposite)


def _clauses(sentence: str) -> Iterator[str]:
    for clause in _CLAUSE.split(sentence):
        subject = _SUBJECT.match(clause, 0, 2 * FARTHEST)
        if subject:
            yield subject[0]
        yield clause[subject.end() :] if subject else clause


def _how(question: Question, clause: str, word: re.Match[str], *, reversed_by: bool) -> Standing:
    undecided = _WHETHER if _ASKS_WHAT_IS_DONE.match(question.core) else _ANY_WHETHER
    near = max(0, word.start() - FARTHEST), word.end() + FARTHEST
    if undecided.search(clause, near[0], word.start()):
        return "open"
    denials = sum(
        _governs(one, clause, word, question) for one in _DENIES_WHAT_FOLLOWS.finditer(clause, *near)
    )
    denials += sum(
        one.start("what") <= word.start() < one.end("what") and not _is_asked(question, one["verdict"])
        for one in _DENIES_WHAT_PRECEDES.finditer(clause, *near)
    )
    if (denials + reversed_by) % 2:
        return "denied"
    left_open = any(_governs(one, clause, word, question) for one in _LEAVES_OPEN.finditer(clause, *near))
    return "open" if left_open and not denials and not _ASKS_WHAT_IS_OPEN.search(question.text) else "so"


def _governs(found: re.Match[str], clause: str, word: re.Match[str], question: Question) -> bool:
    """Whether what denies, or leaves open, goes as far as a word; what the question has too does neither."""
    if found.end() > word.start() or _is_asked(question, found[0]):
        return False
    between = clause[found.end() : word.end()]
    goes_on = found.groupdict().get("negator") or between.startswith(" that ")
    return (_NEXT_VERB if goes_on else _NEXT_PHRASE).search(between) is None


def _is_asked(question: Question, text: str) -> bool:
    return bool(question.terms & set(terms(text)))


def _of_one_family(one: str, other: str) -> bool:
    """Whether two stems are the same or the one opens the other: "approv" and "approval"."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= SAME_FAMILY and long.startswith(short))


def _in_other_words(question: Question, said: set[str]) -> dict[str, tuple[str, bool]]:
    """Each word of a sentence that stands for one asked for and not in it, and whether it is the opposite."""
    found = {}
    for word in _stems(question.text) - said:
        if len(word) >= SAME_FAMILY and f"un{word}" in said:
            found[f"un{word}"] = word, True
        for sides in _OPPOSITES:
            for own, opposite in (sides, sides[::-1]):
                if word in own:
                    same = own & said
                    found |= dict.fromkeys(same or opposite & said, (word, not same))
    return found


def _stems(text: str) -> set[str]:
    return set(map(stem, words(text)))
