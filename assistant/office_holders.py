"""Who runs something, told beside its name: "Mara Quill, who runs Third Crust"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.candidates import Candidate
from assistant.question_kinds import core_question
from assistant.terms import Mention, names, words

_ASKS = re.compile(
    r"^who(?:['’]s| is| are)? (?:now |currently )?"
    r"(?:runs?|running|leads?|leading|heads?|heading|manages?|managing|chairs?|chairing|"
    r"(?:in )?charge of|the (?:boss|head|leader|manager|director) of)\b (?P<what>.+?)\W*$",
    re.I,
)
_WHERE = re.compile(r"\s(?:in|at|near|from|for|now|today|these|this|nowadays)\b")
_OFFICE = (
    r"(?:chief executive|(?:managing|artistic|executive) director|general (?:secretary|manager)|owner|"
    r"director|chair(?:man|woman|person)?|president|head(?:teacher| teacher)?|leader|manager|boss|founder|"
    r"editor|principal|coach|mayor)"
)
_RUNS = r"(?:runs|leads|heads|manages|chairs|has (?:run|led|headed|managed|chaired))"
_NOT_NOW = re.compile(r"\b(?:former|ex|deputy|vice|assistant|acting|late|then|until)[ -]?(?:\w+[ -])?$", re.I)
MOST_BETWEEN = 40  # characters between an office and what it is of


def office_holder(question: str, candidates: Sequence[Candidate]) -> tuple[Candidate, str] | None:
    """Return the sentence that names who runs what the question names, and the name; None without one.

    Candidates come likeliest first. "Its director, Yusuf Demir" counts where the name stands before it.
    """
    asked = _ASKS.match(core_question(question))
    phrase = _WHERE.split(asked["what"])[0] if asked else ""
    held = names(f"is {phrase}")
    if not held or not phrase.endswith(held[-1].text):
        return None  # "the FA's inquiry" is not the FA
    what = re.escape(words(held[-1].text)[-1])
    for one in candidates:
        sentence = " ".join(one.text.split())
        before = _sentence_before(one)
        for person in names(sentence):
            if _is_holder(person, sentence, before, what):
                return one, person.text
    return None


def _is_holder(person: Mention, sentence: str, before: str, what: str) -> bool:
    if " " not in person.text or re.search(rf"\b{what}\b", person.text):
        return False
    ahead, after = sentence[: person.start], sentence[person.end :]
    age = r"(?:, \d+)?"
    if re.match(rf"{age}, who {_RUNS} [^.;]{{0,{MOST_BETWEEN}}}?\b{what}\b", after):
        return True
    if re.match(
        rf"{age}, (?:(?:the|its) )?(?:\w+ )?{_OFFICE} (?:of|at) (?:[\w’'-]+ ){{0,4}}?{what}\b", after
    ):
        return True
    of_it = rf"\b{what}(?:['’]s?)?" + (
        r"|\b[Ii]ts|\b[Tt]heir" if re.search(rf"\b{what}\b", before + ahead) else ""
    )
    office = re.search(rf"(?:{of_it}) (?P<rank>(?:[a-z-]+ )?){_OFFICE},? $", ahead)
    of_what = re.search(rf"(?P<rank>(?:[a-z-]+ )?){_OFFICE} (?:of|at) (?:[\w’'-]+ ){{0,4}}?{what},? $", ahead)
    found = office or of_what
    return found is not None and not _NOT_NOW.search(found["rank"])


def _sentence_before(candidate: Candidate) -> str:
    ends = [span for span in candidate.found.passage.sentences if span[1] <= candidate.start]
    return candidate.article.text[slice(*max(ends))] if ends else ""
