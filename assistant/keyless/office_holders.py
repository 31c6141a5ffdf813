"""Who runs something, told beside its name: "Mara Quill, who runs Third Crust"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.keyless.candidates import Candidate
from assistant.keyless.preferences import LEFT_OFFICE
from assistant.questions.core_questions import core_question
from assistant.wording.terms import Mention, names

_ASKS = re.compile(
    r"^who(?:['’]s| is| are)? (?:now |currently )?"
    r"(?:runs?|running|leads?|leading|heads?|heading|manages?|managing|chairs?|chairing|"
    r"(?:in )?charge of|the (?:boss|head|leader|manager|director) of)\b (?P<what>.+?)\W*$",
    re.I,
)
_WHERE = re.compile(r"\s(?:in|at|near|from|for|now|today|these|this|nowadays)\b")
_OFFICE = (
    r"(?:chief executive|(?:managing|artistic|executive) director|general (?:secretary|manager)|director|"
    r"chair(?:man|woman|person)?|president|head(?:teacher| teacher)?|leader|manager|boss|principal|mayor)"
)
_RANK = r"(?:new |current |chief |co-|group |longtime )?"  # of one who is in office, and first in it
_RUNS = r"(?:runs|leads|heads|manages|chairs|has (?:run|led|headed|managed|chaired))"


def office_holder(question: str, candidates: Sequence[Candidate]) -> tuple[Candidate, str] | None:
    """Return the sentence that names who runs what the question names, and the name; None without one.

    Candidates come likeliest first. "Its director, Yusuf Demir" counts where the name stands before it.
    """
    asked = _ASKS.match(core_question(question))
    phrase = _WHERE.split(asked["what"])[0] if asked else ""
    held = names(f"is {phrase}")
    if not held or not phrase.endswith(held[-1].text):
        return None  # "the FA's inquiry" is not the FA
    for one in candidates:
        sentence = " ".join(one.text.split())
        if LEFT_OFFICE.search(sentence):
            continue  # the reader may find who took over
        before = _sentence_before(one)
        for person in names(sentence):
            if _is_holder(person, sentence, before, held[-1].text):
                return one, person.text
    return None


def _is_holder(person: Mention, sentence: str, before: str, name: str) -> bool:
    """Whether a person is said to run what has the name, beside the person's own name."""
    if " " not in person.text or name in person.text:
        return False
    what = rf"(?<![A-Z]\w )(?:the )?{re.escape(name)}\b(?! [A-Z])"
    ahead, after = sentence[: person.start], sentence[person.end :]
    age = r"(?:, \d+)?"
    if re.match(rf"{age}, (?:who {_RUNS}|(?:(?:the|its) )?{_RANK}{_OFFICE} (?:of|at)) {what}", after):
        return True
    # "its" is the thing's where nothing else has a name
    alone = [one.text for one in names(f"{before} {ahead}")] == [name]
    of_it = rf"{what}['’]s?" + (r"|\b[Ii]ts|\b[Tt]heir" if alone else "")
    return (
        re.search(rf"(?:(?:{of_it}) {_RANK}{_OFFICE}|\b{_RANK}{_OFFICE} (?:of|at) {what}),? $", ahead)
        is not None
    )


def _sentence_before(candidate: Candidate) -> str:
    ends = [span for span in candidate.found.passage.sentences if span[1] <= candidate.start]
    return candidate.article.text[slice(*max(ends))] if ends else ""
