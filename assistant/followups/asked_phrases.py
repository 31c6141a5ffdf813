"""The noun phrase that a question is about: "the Brannock tram" of "when will the Brannock tram open?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.forms import NO_CONTENT
from assistant.followups.mentions import mentions
from assistant.wording.irregular_forms import PAST_FORMS
from assistant.wording.people import IN_ER, KIN
from assistant.wording.question_words import AUXILIARY_VERB, BE, BEFORE_A_BASE_FORM
from assistant.wording.terms import FUNCTION_WORDS, fold, words

_DETERMINED = re.compile(
    rf"\b(?P<article>the|a|an|your|my|our|his|her|their|its)\s+"
    rf"(?P<noun>(?:[a-z][\w'’-]*\s+){{0,4}}?[a-z][\w'’-]*)"
    rf"(?=\s+{NO_CONTENT}|[?.,;!]|$)",
    re.I,
)
_WHETHER_BEFORE = re.compile(rf"\b{BEFORE_A_BASE_FORM}\s*$|^{AUXILIARY_VERB}\s*$|n['’]?t\s*$", re.I)
# "cost" of "how much did the repair of the Kestrel Bridge cost?"
_DO_FAR_BEFORE = re.compile(rf"\b{BEFORE_A_BASE_FORM}\b.* (?:of|in|at|on|for|near|from|to) $", re.I)
_IT_DOES_BEFORE = re.compile(rf"\b{AUXILIARY_VERB} (?:it|he|she|they)$", re.I)
_BARE_VERB = re.compile(r"cost|take|last|open|reopen|close|start|begin|end|run|weigh|happen")
_VERB_ALONE = re.compile(rf"[a-z]{{2,}}(?<!e)ed|{'|'.join(sorted(PAST_FORMS))}", re.I)
_BE_BEFORE = re.compile(rf"\b{BE}\s*$", re.I)  # "where was the painting found?"
_BE_AFTER = re.compile(r"\s*(?:be|have|not)\b", re.I)
# "when did the strike at St Ebba's start?": the verb comes after the place
_PLACED_BEFORE_VERB = re.compile(
    r"\s+(?:in|at|of|on|for|near|from|with) (?:the )?(?:[A-Z][\w'’.-]*\s)+[a-z]+\W*$"
)

_IT = re.compile(r"\bit\b", re.I)
_OWNED = re.compile(
    rf"(?P<s>['’]s?) (?P<noun>(?:(?!{NO_CONTENT})[a-z-]+ ){{0,2}}?(?!{NO_CONTENT})[a-z-]+)"
    rf"(?= {NO_CONTENT}|\W*$)"
)
_AT = re.compile(r"\b(?:in|at|near|from|on|by) (?:the )?$", re.I)  # "at St Ebba's" owns nothing
_SOMEBODY_OWNED = re.compile(
    rf"(?:\b(?:boss|chief|head|man|woman|people|family|{KIN}|deputy|team|crew|staff|{IN_ER})|ing|s)$"
)
_NO_THING = (
    r"time|year|month|day|date|week|hour|town|city|village|country|place|state|county|region|sort|kind|type|"
    r"name|age|size|colour|color|price|percentage|share|amount|number|nationality|language|position|role|part|"
    r"way|reason|effect|difference|person|man|woman|player"
)
# "which picture did the museum buy?", no "which year" and no "which town"
_KIND_ASKED_FOR = re.compile(
    rf"(?:which|what) (?P<noun>(?:(?!{NO_CONTENT})[a-z-]+ )??"
    rf"(?!{NO_CONTENT}|(?:{_NO_THING})\b)[a-z-]{{3,}}(?<!s)"
    r"(?: (?:in|at|of|on|near|from) (?:the )?(?-i:[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)*))?) "
    r"(?:did|does|will|would|has|had|is|was|can)\b(?! not\b)",
    re.I,
)


def phrase_asked_about(sayings: Sequence[str]) -> str | None:
    """Return the noun phrase that the latest of some sayings with one is about, None without one."""
    for said in reversed(sayings):
        phrases = phrases_in(said)
        if phrases:
            return phrases[0]
        runs = _runs_of_content(said)
        if runs:
            longest = max(runs, key=lambda run: len(run.split()))
            # of "Kestrel Bridge closed" it is the bridge that one goes on about
            part = next(iter(mentions(longest)), None)
            if part is None:
                return longest
            whole = (one.text for one in mentions(said) if set(words(part.text)) <= set(words(one.text)))
            return next(whole, part.text)
    return None


def phrases_in(said: str) -> list[str]:
    """Return the noun phrases of something said that have an article or say whose: "the Brannock tram"."""
    phrases: list[str] = []
    entitled = {one.start: one.text for one in mentions(said) if one.text.startswith("The ")}
    for determined in _DETERMINED.finditer(said):
        if fold(determined["noun"].split()[-1]) in FUNCTION_WORDS:
            continue
        if determined.start() and (title := entitled.get(determined.start())):
            phrases.append(title)  # "The Lost Oar" of "who bought The Lost Oar last year?"
            continue
        # of "will the new stadium be finished?" the verb stands apart
        apart = _BE_AFTER.match(said, determined.end()) or _PLACED_BEFORE_VERB.match(said, determined.end())
        noun = determined["noun"] if apart else _without_verb(determined["noun"], said[: determined.start()])
        spoken_of = determined["article"].lower() in {"the", "a", "an"}
        phrases.append(f"the {noun}" if spoken_of else noun)
    return phrases


def thing_asked_for(question: str) -> str | None:
    """Return what a question asks for by its kind: "the picture" of "which picture did the museum buy?"."""
    asked = None if _IT.search(question) else _KIND_ASKED_FOR.match(question)
    return f"the {asked['noun']}" if asked else None


def thing_owned(question: str) -> str | None:
    """Return what of somebody's a question asks about: "Ann Lee's house"."""
    for name in mentions(question):
        owned = _OWNED.match(question, name.end)
        if owned and not _AT.search(question[: name.start]):
            noun = _without_verb(owned["noun"], question[: name.start])
            return None if _SOMEBODY_OWNED.search(noun) else f"{name.text}{owned['s']} {noun}"
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
            noun = _without_verb(" ".join(run), " ".join(before))
            it_did = len(run) == 1 and _IT_DOES_BEFORE.search(" ".join(before))
            if not it_did and not _VERB_ALONE.fullmatch(noun):
                runs.append(noun)
            before += run
            run = []
        before.append(word)
    return runs


def _without_verb(phrase: str, before: str) -> str:
    """Leave the verb out that ends a phrase: "old bridge close" after "when did", "bridge closed"."""
    *noun, last = phrase.split()
    verb = (
        _WHETHER_BEFORE.search(before)
        or last.endswith("ed")
        or (_BE_BEFORE.search(before) and last in PAST_FORMS)
        or (_BARE_VERB.fullmatch(last) and _DO_FAR_BEFORE.search(before))
    )
    if noun and verb and noun[-1] in {"first", "last"}:
        noun.pop()  # "when was the plant last inspected?"
    return " ".join(noun) if noun and verb else phrase
