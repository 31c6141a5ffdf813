"""Who somebody is, or what something is: the sentence that introduces a name, and what it says beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.keyless.candidates import Candidate
from assistant.questions.question import Question
from assistant.wording.coordination import without_titles
from assistant.wording.people import IN_ER, KIN
from assistant.wording.terms import FUNCTION_WORDS, fold, names, words

LONGEST = 14  # words of what is said beside the name
_WHO_IS = re.compile(r"^(?:who|what)(?:['’]s| is| was| are| were)\s+(?P<name>[^?]+?)\s*\??$", re.I)
_AGE = r"(?:,? (?:aged )?\d{1,3})?"
# "Ann Lee, 34, a doctor from Rauma, said": what stands between the commas
_AFTER = r"(?P<after>(?:a|an|the|its|his|her|their|one of|co-?[a-z]+) [^,;:.()]+?)(?=[,;:.)]|$)"
_IS_A = (
    r"(?:is|was|became|serves as|works as) (?P<is>(?:a|an|the|one of|its|his|her|their) [^,;:.()]+?)"
    r"(?=[,;:.)]|$)"
)
_WHOSE_IT_IS = r"(?i:the|a|an|its|his|her|their|our)\s"
# "the airline's operations director, Luca Fehrenbach", "the leader of the Torp Mountain Rescue Team, Ann Lee"
_BEFORE = (
    rf"\b(?P<before>{_WHOSE_IT_IS}(?:(?:of|at|for|in)\s{_WHOSE_IT_IS}|(?!{_WHOSE_IT_IS})[\w’'-]+\s){{0,6}}"
    r"[\w’'-]+),?\s$"
)
# "Hallorand's chief executive, Lars Vinterberg", but not "in Hull's last game, Ann Lee"
_OWNED = (
    r"(?P<owned>(?:[A-Z][\w&-]* ){0,4}[A-Z][\w&-]*['’]s? (?:[\w-]+ ){0,3}"
    rf"(?:executive|secretary|chief|head|chair|president|coach|{KIN}|{IN_ER})),?\s$"
)
_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Professor|Sir|Dame|Lord|Lady) |(?:^|(?<=[.,;:] )))"
_WHOSE = re.compile(r"(?:its|his|her|their|our)\b", re.I)
_CLAUSE_AFTER = re.compile(r"\s(?:(?:in|on|at|from|to|of|by|for) which|which|that|who|whose|where|when)\s")
_WHAT_IS_A = re.compile(r"^what(?:['’]s| is) (?:a|an) (?P<noun>[a-z][a-z-]+(?: [a-z][a-z-]+)?)\W*$", re.I)
# "a dish for salt", "dishes that stood on the table", but not "the army said" or "a doctor and a nurse"
_NO_FINITE = (
    r"(?!\b(?:said|says|was|were|is|are|has|have|had|announced|added|lost|told|and|year|week|month)\b)"
)
_TOLD_OF_IT = rf"(?:{_NO_FINITE}[^,;:.()])+"
_WHAT_IT_IS = rf"(?P<what>an? {_TOLD_OF_IT}|[a-z]+s (?:that|which|who|of|for|in|with) {_TOLD_OF_IT})"
_SAYS_LITTLE = re.compile(r"(?:a|an|the) \w+", re.I)
_CLAUSE = r",? (?P<clause>who|whose|which)\b"


def asked_name(question: Question) -> str | None:
    """Return the name that "who is Ann Lee?" asks about, or None for another kind of question."""
    match = _WHO_IS.match(question.core)
    if match is None:
        return None
    found = names(f"is {match['name']}")  # not as the first word, where capitals say nothing
    return found[0].text if len(found) == 1 and fold(found[0].text) == fold(match["name"]) else None


def definition(question: Question, candidates: Sequence[Candidate]) -> tuple[Candidate, str] | None:
    """Return the likeliest sentence that says what the common noun asked about is, and what it says, or None.

    "A geyser is a spring" comes before "geysers, springs that throw up water,".
    """
    asked = _WHAT_IS_A.match(question.core)
    if asked is None:
        return None
    noun = asked["noun"]
    one_or_more = rf"(?i:(?:an? |the )?{re.escape(noun)}(?:s|es)?)"
    for told in (
        rf"(?:^|[.:;,] ){one_or_more} (?:is|are) {_WHAT_IT_IS}(?=[,;:.)]|$)",
        rf"\b{one_or_more}, {_WHAT_IT_IS},",
    ):
        for one in candidates:
            match = re.search(told, " ".join(one.text.split()))
            if match and len(words(match["what"])) <= LONGEST:
                return one, match["what"]
    return None


def asks_for_somebody(question: Question) -> bool:
    """Whether a question asks who, not what."""
    return question.core.lower().startswith("who")


def introduction(
    name: str, candidates: Sequence[Candidate], *, somebody: bool
) -> tuple[Candidate, str | None] | None:
    """Return the sentence that introduces the name best, and what it says beside the name, or None.

    What stands beside the name in apposition or after "is" comes first; what is "its head" is not told alone.
    Of somebody, a clause comes next ("who ran …"), then the first sentence with the name, for what people do
    says who they are.
    """
    last = words(name)[-1]
    holding = [one for one in candidates if introduces(one.text, name)]
    if not holding:
        return None
    order = list(dict.fromkeys(one.article.id for one in holding))
    holding.sort(key=lambda one: (order.index(one.article.id), one.start))
    whole = re.escape(name) if any(name in one.text for one in holding) else re.escape(last)
    told = [(one, said_of(whole, " ".join(one.text.split()))) for one in holding]
    if somebody and not any(said for _, said in told):
        # "Mr Lee, a doctor from Rauma, said"
        told = [(one, said_of(f"{_TITLE}{re.escape(last)}", " ".join(one.text.split()))) for one in holding]
    for one, said in told:
        if said and _tells_whose(said, one.text, last):
            return one, said
    for one, said in told:
        if said:
            return one, None
    if not somebody:
        return None
    clause = re.compile(rf"{whole}{_CLAUSE}")
    best = next((one for one, _ in told if clause.search(one.text)), holding[0])
    return best, None


def _tells_whose(said: str, sentence: str, last: str) -> bool:
    """Whether the sentence itself tells whose it is, unlike "its chief executive, Ann Lee, said"."""
    before = names(" ".join(sentence.split()).partition(said)[0])
    return _WHOSE.match(said) is None or any(words(mention.text)[-1] != last for mention in before)


def introduces(text: str, name: str) -> bool:
    """Whether a text has the name, or a part of it that ends alike: not "Ann Lee" for "Tom Lee"."""
    asked = set(words(without_titles(name)))
    for mention in names(text):
        own = words(without_titles(mention.text))
        if own and own[-1] == words(name)[-1] and (set(own) <= asked or asked <= set(own)):
            return True
    return False


def said_of(pattern: str, sentence: str) -> str | None:
    """Return what a sentence says beside a name that the pattern matches, None without anything short."""
    for wanted in (rf"{pattern}{_AGE}, {_AFTER}", rf"{pattern} {_IS_A}"):
        match = re.search(wanted, sentence)
        said = match and next(text for text in match.groupdict().values() if text)
        if said and len(words(said)) > LONGEST:
            shorter = _CLAUSE_AFTER.split(said, maxsplit=1)[0]
            said = None if _SAYS_LITTLE.fullmatch(shorter) else shorter
        if said and len(words(said)) <= LONGEST:
            return said
    for mention in re.finditer(pattern, sentence):
        before = re.search(_BEFORE, sentence[: mention.start()])
        # of "left the firm to teach at Torrin University" nothing says what that is
        if before and len(words(before["before"])) >= 2 and fold(words(before[0])[-1]) not in FUNCTION_WORDS:
            return before["before"]
        if owned := re.search(_OWNED, sentence[: mention.start()]):
            return owned["owned"]
    return None
