"""The noun phrase that a question is about: "the Brannock tram" of "when will the Brannock tram open?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.wording.terms import FUNCTION_WORDS, fold, names, words

_NO_NOUN = "|".join(sorted(map(re.escape, FUNCTION_WORDS)))
_DETERMINED = re.compile(
    rf"\b(?P<article>the|a|an|your|my|our|his|her|their|its)\s+"
    rf"(?P<noun>(?:[a-z][\w'’-]*\s+){{0,3}}?[a-z][\w'’-]*)"
    rf"(?=\s+(?:{_NO_NOUN})\b|[?.,;!]|$)",
    re.I,
)
_DO_BEFORE = re.compile(r"\b(?:do|does|did|will|would|can|could|should)(?:n['’]t)?\s*$", re.I)
_BE_AFTER = re.compile(r"\s*(?:be|have|not)\b", re.I)
# "when did the strike at St Ebba's start?": the verb comes after the place
_PLACED_BEFORE_VERB = re.compile(
    r"\s+(?:in|at|of|on|for|near|from|with) (?:the )?(?:[A-Z][\w'’.-]*\s)+[a-z]+\W*$"
)
_ASKS_WHETHER = re.compile(
    r"(?:is|are|was|were|has|have|had|will|can|could|should|would)(?:n['’]t)?\s*", re.I
)


def phrase_asked_about(sayings: Sequence[str]) -> str | None:
    """Return the noun phrase that the latest of some sayings with one is about, None without one."""
    for said in reversed(sayings):
        determined = next(
            (m for m in _DETERMINED.finditer(said) if fold(m["noun"].split()[-1]) not in FUNCTION_WORDS),
            None,
        )
        if determined:
            spoken_of = determined["article"].lower() in {"the", "a", "an"}
            # of "will the new stadium be finished?" the verb stands apart
            apart = _BE_AFTER.match(said, determined.end()) or _PLACED_BEFORE_VERB.match(
                said, determined.end()
            )
            noun = (
                determined["noun"] if apart else _without_verb(determined["noun"], said[: determined.start()])
            )
            return f"the {noun}" if spoken_of else noun
        runs = _runs_of_content(said)
        if runs:
            longest = max(runs, key=lambda run: len(run.split()))
            # of "Kestrel Bridge closed" it is the bridge that one goes on about
            named = names(longest)
            return named[0].text if named else longest
    return None


def _runs_of_content(said: str) -> list[str]:
    """The runs of words that carry meaning, the one that is the subject without the verb after it."""
    runs: list[str] = []
    before: list[str] = []
    run: list[str] = []
    for word in [*words(said), ""]:
        measured = bool(before) and fold(before[-1]) == "how" and not run  # "how long" asks for no long
        if word and fold(word) not in FUNCTION_WORDS and not measured:
            run.append(word)
            continue
        if run:
            runs.append(_without_verb(" ".join(run), " ".join(before)))
            before += run
            run = []
        before.append(word)
    return runs


def _without_verb(phrase: str, before: str) -> str:
    """Leave the verb out that ends a phrase: "old bridge close" after "when did", "bridge closed"."""
    *noun, last = phrase.split()
    verb = _DO_BEFORE.search(before) or (_ASKS_WHETHER.fullmatch(before)) or last.endswith("ed")
    return " ".join(noun) if noun and verb else phrase
