"""Whether a few words can be the kind of thing that a question asks for: a date, an amount, a person."""

from __future__ import annotations

import re

from assistant.questions.kinds import QuestionKind
from assistant.wording.terms import CALENDAR, fold, names, numbers, stem, terms, words
from indexes.calendar_names import MONTHS, WEEKDAYS

LONGEST_SHORT = 18  # words of one span
_DATE = re.compile(
    rf"\d|\b(?:{'|'.join((*MONTHS, *WEEKDAYS))})\b|\b(?:morning|afternoon|evening|night|noon|midnight|today|"
    r"yesterday|tomorrow|week|month|"
    r"year|spring|summer|autumn|winter|century|decade|ago|later|earlier|after|before|since|until|once|dawn|dusk)\b",
    re.I,
)
_QUANTITY = re.compile(
    r"\b(?:half|third|quarter|dozen|hundred|thousand|million|none|no|nothing|twice|double|every|"
    r"daily|weekly|free|all)\b",
    re.I,
)
_COUNTED = re.compile(r"(?:in |for )?how (?:many|old|long|far|tall|fast|often|deep|heavy|late|soon)\b", re.I)
_SHARE = re.compile(r"[€$£%]|\bper ?cent\b", re.I)
_DESCRIBED = re.compile(
    r"(?:my|his|her|their|our|its|a|an|the|two|three|four|five|some|several)\b(?!.*\d)", re.I
)
_POINTING_BACK = re.compile(r"the (?:man|woman|pair|couple|two|three|group|others?|men|women)", re.I)
# "county councillors", "local fishermen"
_PEOPLE = re.compile(
    r"(?:[a-z-]+ ){0,2}(?:people|children|residents|parents|pupils|students|patients|neighbours|families|"
    r"[a-z]*(?:men|women)|police|"
    r"(?!numbers|winters|powers|errors|computers|factors|matters|offers|flowers|orders|papers|letters|others|"
    r"quarters|trailers)[a-z]{3,}(?:ors|ers|ists|ees|ants|ians))"
)
LONGEST_DESCRIPTION = 6  # words
# "what are the names of the two men?" is not answered by what they are
_ASKS_NAME = re.compile(
    r"^what (?:is|was|are|were) (?:(?:the|his|her|its|their) )?(?:[\w'’-]+ )?names?\b", re.I
)
# "Milk and vegetables" at the start of a sentence: its capital makes no name
_PLAIN_WORDS = re.compile(r"[A-Z][a-z]+ (?:and|or) (?!(?:his|hers|theirs|others)\b)[a-z]+s")
_YEAR = re.compile(r"(?:in |since |by |from )?(?:1[5-9]|20)\d\d", re.I)
_LENGTH = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies)|"
    r"millimetres?|centimetres?|"
    r"metres?|kilomet(?:re|er)s?|met(?:er)s?|km|cm|mm|miles?|feet|foot|inch(?:es)?|yards?|pages?|"
    r"until|till|summer|winter)\b|"
    r"[-–](?:hour|day|week|month|year|minute|mile|kilometre)",
    re.I,
)

_ASKS_WEIGHT = re.compile(
    r"^(?:how heavy (?:is|was|are|were) (?!the (?:rain|snow|traffic|fine|loss|fighting))|"
    r"how much (?:do|does|did) .*\bweigh|what\b.*\bweight of\b|what (?:do|does|did) .*\bweigh\b)",
    re.I,
)
_WEIGHT = re.compile(
    r"\b\d*(?:kg|g|mg|kilos?|(?:kilo|milli)?gram(?:me)?s?|tonnes?|tons?|pounds?|lbs?|stones?|ounces?|oz)\b",
    re.I,
)
_ASKS_COST = re.compile(
    r"^(?:how much|what) (?:do|does|did|will|would|is|was|are|were)\b.*"
    r"\b(?:costs?|price|pay|paid|spend|spent|earn)\b",
    re.I,
)
_ASKS_CHANGE = re.compile(
    r"\b(?:rise|rose|risen|raise[sd]?|increases?d?|more|less|cut|fall|fell|fallen|share|part|"
    r"per ?cent\w*|go(?:es|ne)? (?:up|down)|went|drop\w*|jump\w*|grow\w*|climb\w*|reduc\w*|interest|tax|"
    r"offer|deal|award)\b|%",
    re.I,
)
_MONEY = re.compile(r"[€$£]|\b(?:pounds?|euros?|dollars?|pence|cents?)\b", re.I)
# what is counted or measured where a cost is asked for
_NO_MONEY = re.compile(
    r"\b(?:households|homes|houses|people|customers|jobs|workers|drivers|passengers|seats|votes|points|"
    r"(?:kilo|centi)?met(?:re|er)s?|km|miles?|(?:kilo|mega|giga)watts?|gigabytes?|megapixels?|hertz|kilograms?|grams?)\b",
    re.I,
)
_ASKS_PRICE = re.compile(
    r"how much (?:is|are|was|were) (?!(?:left|lost|known|there|needed|due|owed|of|rain\w*|snow\w*)\b|"
    r"the (?:rain\w*|snow\w*|delay|distance|weight|difference|margin|lead)|"
    r".*\b(?:ris\w*|delay\w*|melt\w*|erod\w*|lean\w*|expected|above|below|late|early)\b)",
    re.I,
)
_NO_PRICE = re.compile(
    r"\b(?:(?:kilo|centi|milli)?met(?:re|er)s?|km|cm|mm|miles?|feet|times|minutes?|seconds?|hours?|days?|weeks?|"
    r"months?|years?|people|[ap]m)\b",
    re.I,
)
_ASKS_HEAT = re.compile(
    r"(?:how (?:hot|cold|warm)|(?:what|which) temperature|"
    r"what(?:['’]s| is| was| will be) the (?:\w+ )?temperature)\b",
    re.I,
)
_NO_HEAT = re.compile(
    r"\d ?[ap]m\b|\d:\d|[€$£%]|\b(?:people|km|miles?|(?:kilo|centi)?met(?:re|er)s?|hours?|minutes?|"
    r"seconds?)\b",
    re.I,
)
_ASKS_LENGTH = re.compile(r"(?:for |until )?how long\b", re.I)
# "a month", "several weeks", "until Easter" have no number
_A_UNIT = re.compile(
    r"\b(?:an?|several|a few|half an?) (?:\w+ )?"
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?)\b"
    r"(?! (?:ago|after|before|later|earlier|old)\b)|^until\b",
    re.I,
)
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
# "until nine on Thursdays", "six o'clock"
_CLOCK = re.compile(
    rf"\b(?:(?:at|until|till) (?:about |around |half past )?{_HOUR}|{_HOUR} o['’]clock)"
    r"(?:$|[\s,.;:]+(?:on|o['’]clock|in the)\b)",
    re.I,
)
AHEAD = 16  # characters before a span
_ONLY_NUMBER = re.compile(
    r"[€$£]?\d[\d.,:]*%?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|"
    r"thousands",
    re.I,
)
_ASKS_WHICH = re.compile(
    r"^which (?:(?:one|two|three|four|five|six|seven|eight|nine|ten) )?(?:[\w'’-]+ ){0,2}?"
    r"(?!(?:was|is|has|does|this|his|its)\b)[a-z]{2,}s\b",
    re.I,
)
_ASKS_NUMBERS = re.compile(
    r"\b(?:numbers|scores|percentages|shares|sums|amounts|prices|sizes|rates|routes|lines|"
    r"buses|platforms|rooms|gates|pages|junctions|seats|roads|trams|tracks|stages|rounds)\b",
    re.I,
)
_TELEPHONE = re.compile(
    r"\b(?:tele)?phone number\b|\bnumber (?:do|can|should|must) (?:i|we|you) (?:call|ring|dial)\b", re.I
)
_DIALLED = re.compile(r"\+?\d[\d ()–-]+\d")
_WHICH_DAY = re.compile(r"^(?:on |since |until |by )?(?:what|which) (?:days?|dates?|weekdays?)\b", re.I)
_DAY = re.compile(
    r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:today|yesterday|tomorrow)\b", re.I
)
_STOPWATCH = re.compile(r"(?<![\d:])\d:\d\d:\d\d(?![\d:]| ?[ap]\.?m)")
_PLAIN_NUMBER = re.compile(r"\d{1,3}")
_LASTING = re.compile(
    r"(?:(?:about|around|for|some|nearly|over) )?(?:\d[\d.,]*|once|twice|\w+ times)[- ](?:a |an |per )?"
    r"(?:second|minute|hour|day|week|month|year)s?",
    re.I,
)


def can_answer(text: str, kind: QuestionKind, question: str, *, before: str = "") -> bool:
    """Whether the words, `before` which others stand, can be a short answer to a question of the kind."""
    if len(words(text)) > LONGEST_SHORT or not words(text):
        return False
    if set(terms(text)) and set(terms(text)) <= set(terms(question)):
        return False
    if asks_for_telephone_number(question):
        return bool(_DIALLED.fullmatch(text))
    if kind.kind == "amount":
        return _is_amount(text, question)
    if kind.kind == "person":
        ahead = before[-AHEAD:].rstrip(" ")
        opens = not ahead or ahead[-1] in ".!?”\n"
        if opens and _PLAIN_WORDS.fullmatch(text):
            return all(_PEOPLE.fullmatch(part.lower()) for part in re.split(" and | or ", text))
        return _is_someone(text, question)
    if kind.kind == "time":
        told_in_words = not _WHICH_DAY.match(question) and _CLOCK.search(f"{before[-AHEAD:]}{text}")
        return _is_time(text, question) or bool(told_in_words)
    # "which villages?" is not answered by how many
    return kind.kind != "thing" or not (
        _ASKS_WHICH.match(question) and _ONLY_NUMBER.fullmatch(text) and not _ASKS_NUMBERS.search(question)
    )


def asks_for_telephone_number(question: str) -> bool:
    """Whether a question asks which number to call."""
    return _TELEPHONE.search(question) is not None


def says_when(text: str) -> bool:
    """Whether a text has a number, a day, a month or another word that says when."""
    return _DATE.search(text) is not None


def _is_time(text: str, question: str) -> bool:
    """Whether a text says when: not how long or how often, and a day where one is asked for."""
    if (
        _LASTING.fullmatch(text)
        or _PLAIN_NUMBER.fullmatch(text)
        or (_STOPWATCH.search(text) and re.match(r"when\b", question, re.I))
    ):
        return False
    return bool((_DAY if _WHICH_DAY.match(question) else _DATE).search(text))


def _is_someone(text: str, question: str) -> bool:
    """Whether a text can be a person or a body: a name that the question does not have, or "my mother"."""
    named = [name for name in names(text) if fold(name.text) not in CALENDAR]
    if named:
        asked = set(terms(question))
        return any(stem(words(name.text)[-1]) not in asked for name in named)
    if _POINTING_BACK.fullmatch(text) or _ASKS_NAME.match(question):
        return False
    if _PEOPLE.fullmatch(text):
        return True
    return _DESCRIBED.match(text) is not None and len(words(text)) <= LONGEST_DESCRIPTION


def _is_amount(text: str, question: str) -> bool:
    if _ASKS_LENGTH.match(question) and _A_UNIT.search(text):
        return True
    if not numbers(text) and not _QUANTITY.search(text):
        return False
    if _ASKS_WEIGHT.match(question) and not (_WEIGHT.search(text) or re.fullmatch(r"[\d.,]+|.*heavy", text)):
        return False
    if _ASKS_HEAT.match(question) and _NO_HEAT.search(text):
        return False
    if _ASKS_PRICE.match(question) and _NO_PRICE.search(text) and not _SHARE.search(text):
        return False
    if _ASKS_COST.match(question) and (
        _NO_MONEY.search(text)
        or (_SHARE.search(text) and not _MONEY.search(text) and not _ASKS_CHANGE.search(question))
    ):
        return False
    if _YEAR.fullmatch(text) or (_COUNTED.match(question) and _SHARE.search(text)):
        return False
    return not re.match(r"(?:for )?how (?:long|late|soon)\b", question, re.I) or bool(_LENGTH.search(text))
