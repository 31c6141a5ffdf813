"""What a question asks, without greetings, courtesies and other sentences before it."""

from __future__ import annotations

import re

from assistant.wording.question_words import AUXILIARY_VERB, QUESTION_WORD
from indexes.sentences import split_sentences

_OPENING = r"^(?:(?:and|or|so(?! far\b)|but|ok|okay|well|oh(?=,)|please|hey|hi|hello|also|then)\b[,!]?\s+)*"
_OPENS = re.compile(_OPENING, re.I)
_ASKS_ME_TO_TELL = (
    r"(?:can|could|would|will) you (?:please )?(?:tell|remind|show|explain to) me (?:again )?|"
    r"(?:do you|does anyone) know |i(?:['’]d| would) (?:like|love) to know |i want to know |"
    r"please tell me |tell me |(?:do we know|is it (?:known|clear)|any idea|i wonder|let me know|"
    rf"(?:do(?:es)?|did) (?:they|it|the articles?) say) (?={QUESTION_WORD}\b)"
)
_COURTESY = re.compile(rf"{_OPENING}(?:{_ASKS_ME_TO_TELL})*", re.I)
_POLITE = re.compile(
    rf"{_OPENING}(?:{_ASKS_ME_TO_TELL}|"
    r"(?:according to|in|on|at|for|of|from|by|with|to|against|under|about) "
    r"(?=(?:who|whom|what|which|when|where|how)\b)|"
    r"(?:so far|roughly|exactly|approximately|in total|overall|currently|today|thanks|actually|sorry|"
    rf"right),? (?={QUESTION_WORD}\b))*",
    re.I,
)
# of "the bridge was closed. why?" the last sentence asks
_LAST_ASKS = re.compile(rf"(?<=[a-z]{{3}}[.!?] ){QUESTION_WORD}\b[^.!?]*\?$")
_LED_IN = re.compile(
    r"^(?:in|on|at|after|before|during|since|until|by|following|according to|as for|regarding)\b[^,?]{1,60}"
    r",\s*"
    rf"(?={QUESTION_WORD}\b|{AUXILIARY_VERB})",
    re.I,
)
# "what's", "whats" and the "what’s" of telephones
_CONTRACTED = re.compile(
    r"^(what|who|how|where|when)(?:['’]?s|(?P<are>['’]re)) "
    r"(?P<done>(?:been|got|become|happened|changed|gone|won|died|resigned|scored)\b|"
    # "what's left?" and "what's made in Lindow?" ask what is
    r"(?:caused|led|made|left)(?= (?:to|the|it|him|her|them|us|this|that|his|its|their|so)\b(?! do\b)))?",
    re.I,
)


def without_opening(question: str) -> str:
    """Return a question without "and", "ok, but" or a greeting before it, if it has more than that."""
    return _OPENS.sub("", question) or question


def core_question(question: str) -> str:
    """Return what is asked, without "can you tell me", "in 2022," and other sentences before it."""
    question = " ".join(question.split())
    core = _LED_IN.sub("", _POLITE.sub("", _last_asked(question)), count=1)
    return _spelt_out(_POLITE.sub("", core)) or question


def direct_question(question: str) -> str:
    """Return the question so that it begins with what it asks, and nothing is lost but courtesies.

    "Can you tell me how long it took?" is "how long it took?"; "In 2022, who won?" is "who won in 2022?".
    """
    asked = _spelt_out(_COURTESY.sub("", " ".join(question.split())))
    led_in = _LED_IN.match(asked)
    if led_in:
        whole = asked[led_in.end() :]
        rest = whole.rstrip("?!. ")
        opening = led_in.group().rstrip(", ")
        asked = f"{rest} {opening[0].lower()}{opening[1:]}{whole[len(rest) :]}"
    return asked or question


def _last_asked(question: str) -> str:
    """The last sentence, if it asks something; abbreviations and decimals end no sentence."""
    if asked := _LAST_ASKS.search(question):
        return asked.group()
    start, end = (split_sentences(question) or [(0, len(question))])[-1]
    return question[start:end] if question.endswith("?") else question


def _spelt_out(question: str) -> str:
    """ "What is" for "what's", "what has" before "happened"."""

    def written(found: re.Match[str]) -> str:
        if found["are"]:
            return f"{found[1]} are {found['done'] or ''}"
        return f"{found[1]} has {found['done']}" if found["done"] else f"{found[1]} is "

    return _CONTRACTED.sub(written, question)
