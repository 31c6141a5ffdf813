"""Who runs something, told beside its name: "Mara Quill, who runs Third Crust"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.keyless.answer_spans import Piece
from assistant.keyless.candidates import Candidate
from assistant.keyless.near_misses import TAKES_OVER
from assistant.keyless.preferences import LEFT_OFFICE, is_one_name, who_left
from assistant.questions.question import Question
from assistant.wording.terms import Mention, names

_ASKS = re.compile(
    r"^who(?:['’]s| is| are)? (?:now |currently )?"
    r"(?:runs?|running|leads?|leading|heads?|heading|manages?|managing|chairs?|chairing|(?:in )?charge of|"
    r"the (?:new |current )?(?P<office>boss|head|leader|manager|director|chief executive) of)\b "
    r"(?P<what>.+?)\W*$",
    re.I,
)
_WHERE = re.compile(r"\s(?:in|at|near|from|for|now|today|these|this|nowadays)\b")
_OFFICE = (
    r"(?:chief executive|(?:managing|artistic|executive) director|general (?:secretary|manager)|director|"
    r"chair(?:man|woman|person)?|president|head(?:teacher| teacher)?|leader|manager|boss|principal|mayor)"
)
_RANK = r"(?:new |current |chief |co-|group |longtime )?"  # of one who is in office, and first in it
_TAKES_OVER = r"(?:(?:has|have) )?(?:took|taken|takes) over"
_FOLLOWS = re.compile(rf"{TAKES_OVER.pattern}|\b(?:followed by|successor)\b", re.I)
NEXT = 2  # characters, from the end of a sentence to the next
_RUNS = r"(?:runs|leads|heads|manages|chairs|has (?:run|led|headed|managed|chaired))"


def office_holder(question: Question, candidates: Sequence[Candidate]) -> tuple[Candidate, str] | None:
    """Return the sentence that names who runs what the question names, and the name; None without one.

    Of several the newest counts, and nobody of whom it is told then or later that they left. Candidates come
    likeliest first. "Its director, Yusuf Demir" counts where the name stands before it.
    """
    asked = _ASKS.match(question.core)
    phrase = _WHERE.split(asked["what"])[0] if asked else ""
    held = names(f"is {phrase}")
    if asked is None or not held or not phrase.endswith(held[-1].text):
        return None  # "the FA's inquiry" is not the FA
    found = []
    for one in candidates:
        sentence = " ".join(one.text.split())
        before = _sentence_before(one)
        for person in names(sentence):
            if _is_holder(person, sentence, before, held[-1].text, asked["office"]) and not _left_since(
                person.text, one, candidates
            ):
                found.append((one, person.text))
    return max(found, key=lambda told: told[0].article.published_day or date.min, default=None)


def who_left_it(lead: Candidate, pieces: Sequence[Piece], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentence that says that whom the answer names left, with the one that tells who follows."""
    day = lead.article.published_day or date.min
    for one in [lead, *candidates]:
        newer = (one.article.published_day or date.min) >= day
        if newer and any(is_one_name(who_left(one.text), piece.text) for piece in pieces):
            near = [other for other in candidates if other.article.id == one.article.id]
            follows = [
                other
                for other in near
                if one.end <= other.start <= one.end + NEXT and _FOLLOWS.search(other.text)
            ]
            return [one, *follows]
    return []


def _left_since(person: str, one: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether a sentence as new says that the person left."""
    day = one.article.published_day or date.min
    return any(
        (other.article.published_day or date.min) >= day and is_one_name(who_left(other.text), person)
        for other in candidates
    )


def _is_holder(person: Mention, sentence: str, before: str, name: str, office: str | None) -> bool:
    """Whether a person is said to run what has the name, beside the person's own name."""
    if " " not in person.text or name in person.text:
        return False
    what = rf"(?<![A-Z]\w )(?:the )?{re.escape(name)}\b(?! [A-Z])"
    ahead, after = sentence[: person.start], sentence[person.end :]
    age = r"(?:, \d+)?"
    if re.match(rf"{age},? {_TAKES_OVER}(?: as [^,.;]+)?(?: at| of) {what}", after):
        return True
    if re.match(rf"{age},? {_TAKES_OVER}\b", after) and LEFT_OFFICE.search(before) and name in before:
        return True
    if office == "chief executive" and office not in sentence.lower():
        return False
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
