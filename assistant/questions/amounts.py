"""Whether a few words can be the amount that a question asks for: a number, a price, a length, an age."""

from __future__ import annotations

import re
from itertools import takewhile

from assistant.questions.question import Question
from assistant.wording.quantities import NUMBER
from assistant.wording.terms import FUNCTION_WORDS, RESULT, fold, numbers, stem, words

_TIMES = r"(?:second|minute|hour|day|night|week|fortnight|month|year|decade)"
# an amount without digits: "dozens", "nobody"
_QUANTITY = re.compile(
    r"\b(?:half|third|quarter|(?:dozen|hundred|thousand|million|billion|trillion)s?|"
    rf"(?:several|a (?:couple|few))(?! {_TIMES})|none|no|nothing|nobody|twice|double|every|free|all)\b",
    re.I,
)
# one with a unit, or a rate: "a mile", "once a week"
_MEASURED = re.compile(
    r"\b(?:once|hourly|daily|weekly|fortnightly|monthly|yearly|annually|"
    rf"(?:an?|several|few) (?:{_TIMES}|mile|metre|meter|kilomet(?:re|er)|foot|inch|pound|euro|dollar|penny|"
    r"tonne|ton|kilo|litre|pint)s?"
    r"(?! (?:ago|after|before|later|earlier)\b))\b",
    re.I,
)
# "how many days?" is answered by "a week"
_ASKS_COUNT = re.compile(rf"how many (?!{_TIMES}|times\b|miles\b)", re.I)
_ASKS_NO_TIME = re.compile(rf"how many (?!(?:[\w-]+ ){{0,2}}{_TIMES}|times\b)", re.I)
_LASTED = re.compile(r"\blast(?:s|ed|ing)? (?:for )?(?:about |nearly |almost |only )?$", re.I)
_UNIT_OF_TIME = rf"(?:st|nd|rd|th)?[ -](?:more |full )?{_TIMES}s?\b"
# "five days", but not "40 a day"
_TIME_TOLD = re.compile(rf"(?:[a-z]+ )?(?:{NUMBER}|[\d.,]+){_UNIT_OF_TIME}", re.I)
_YEAR = re.compile(r"(?:in |since |by |from )?(?:1[5-9]|20)\d\d", re.I)
_COUNTED = re.compile(r"(?:in |for )?how (?:many|old|long|far|tall|fast|often|deep|heavy|late|soon)\b", re.I)
_MONEY = re.compile(r"[€$£]|\b(?:pounds?|euros?|dollars?|pence|penny|cents?)\b", re.I)
_SHARE = re.compile(r"[€$£%]|\bper ?cent\b", re.I)
# a unit may stand close to its number: "7km"
_UNIT = r"(?:\b|(?<=\d))"

_ASKS_HOW_LONG = re.compile(r"(?:for )?how (?:long|late|soon)\b", re.I)
_LENGTH = re.compile(
    rf"{_UNIT}(?:sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|h|days?|nights?|weeks?|fortnights?|months?|years?|"
    r"yrs?|decades?|centur(?:y|ies)|terms?|seasons?|matches|games|races|"
    r"millimetres?|centimetres?|metres?|kilomet(?:re|er)s?|met(?:er)s?|kms?|cm|mm|m|miles?|feet|foot|ft|"
    r"inch(?:es)?|yards?|pages?|words|chapters|until|till|summer|winter)\b|"
    r"[-–](?:hour|day|week|month|year|minute|mile|kilometre)|"
    # a time by the stopwatch, but not by the clock
    r"^(?!.*\d ?[ap]\.?m\b)(?:about |just over |in )?\d+:\d\d(?::\d\d)?\b",
    re.I,
)
# "how long will the repairs last?", but not "how long will the bridge be?"
_ASKS_DURATION = re.compile(
    r"(?:for )?how long (?:will|would|did|does|do|has|have|had|can|could|must|should)\b(?!.*\bbe\W*$)", re.I
)
_DISTANCE = re.compile(
    rf"{_UNIT}(?:(?:milli|centi|kilo)?met(?:re|er)s?|kms?|cm|mm|miles?|feet|foot|inch(?:es)?|yards?)\b", re.I
)
_BARE_NUMBER = re.compile(rf"\d[\d.,]*|{NUMBER}", re.I)
_ASKS_LENGTH = re.compile(r"(?:for |until )?how long\b", re.I)
# "a month", "several weeks", "until Easter" have no number
_LENGTH_IN_WORDS = re.compile(
    r"\b(?:an?|several|a few|half an?) (?:\w+ )?"
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?)\b"
    r"(?! (?:ago|after|before|later|earlier|old)\b)|^until\b|^(?:for )?life\b|\b(?:overnight|indefinitely)\b",
    re.I,
)

_ASKS_WEIGHT = re.compile(
    r"^(?:how heavy (?:is|was|are|were) (?!the (?:rain|snow|traffic|fine|loss|fighting))|"
    r"how much (?:do|does|did) .*\bweigh|what\b.*\bweight of\b|what (?:do|does|did) .*\bweigh\b)",
    re.I,
)
_WEIGHT = re.compile(
    rf"{_UNIT}(?:kg|g|mg|kilos?|(?:kilo|milli)?gram(?:me)?s?|tonnes?|tons?|pounds?|lbs?|stones?|ounces?|oz)\b",
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
# what is counted or measured where a cost is asked for
_NO_MONEY = re.compile(
    r"\b(?:households|homes|houses|people|customers|jobs|workers|drivers|passengers|seats|votes|points)\b|"
    rf"{_UNIT}(?:(?:kilo|centi)?met(?:re|er)s?|km|miles?|(?:kilo|mega|giga)watts?|gigabytes?|megapixels?|hertz|"
    r"kilograms?|grams?)\b|"
    # not "300 florins a tonne"
    r"\d ?(?:tonnes?|tons?|kg|kilos?|litres?|hectares?|acres?)\b",
    re.I,
)
_ASKS_PRICE = re.compile(
    r"how much (?:is|are|was|were) (?!(?:left|lost|known|there|needed|due|owed|of|rain\w*|snow\w*)\b|"
    r"the (?:rain\w*|snow\w*|delay|distance|weight|difference|margin|lead)|"
    r".*\b(?:ris\w*|delay\w*|melt\w*|erod\w*|lean\w*|expected|above|below|late|early)\b)",
    re.I,
)
# "61,000 cargo bikes", but not "9 euro tickets"
_COUNTED_THINGS = re.compile(
    rf"(?:about |over |nearly |almost |some )?(?![€$£]){NUMBER}[\d,.]*(?P<things>(?: [a-z][a-z-]+){{1,2}})",
    re.I,
)
_NO_PRICE = re.compile(
    rf"{_UNIT}(?:(?:kilo|centi|milli)?met(?:re|er)s?|km|cm|mm|miles?|feet|times|minutes?|seconds?|hours?|days?|"
    r"weeks?|months?|years?|people|[ap]m)\b",
    re.I,
)

_ASKS_HEAT = re.compile(
    r"(?:how (?:hot|cold|warm)|(?:what|which) temperature|"
    r"what(?:['’]s| is| was| will be) the (?:\w+ )?temperature)\b",
    re.I,
)
_NO_HEAT = re.compile(
    rf"\d ?[ap]m\b|\d:\d|[€$£%]|{_UNIT}(?:people|km|miles?|(?:kilo|centi)?met(?:re|er)s?|hours?|minutes?|"
    r"seconds?)\b",
    re.I,
)

_ASKS_SCORE = re.compile(
    r"^what (?:is|was) (?:the )?(?:final |half-time |full-time )?(?:score|result)"
    r"(?=\W*$| (?:between|in|of|at|when|for)\b.*"
    r"\b(?:match|game|final|derby|half-time|full-time|and|against)\b)",
    re.I,
)
_NO_SCORE = re.compile(r"\b(?:points|minutes?|matches|games|seasons?|years?|people)\b", re.I)


def counts_what_has_a_price(text: str, question: Question) -> bool:
    """Whether a text begins with how many there are of what the price is asked of: "61,000 bikes"."""
    if not (_ASKS_COST.match(question.text) or _ASKS_PRICE.match(question.text)):
        return False
    counted = _COUNTED_THINGS.match(text)
    if counted is None or _MONEY.search(counted.group()):
        return False
    # "9 a ticket" counts no tickets
    told = takewhile(lambda word: fold(word) not in FUNCTION_WORDS, words(counted["things"]))
    return not question.terms.isdisjoint(map(stem, told))


def says_how_long(before: str, text: str, after: str, question: Question) -> bool:
    """Whether an amount is a time, where it is asked how many there are: "lasted nine", "five days"."""
    return _ASKS_NO_TIME.match(question.text) is not None and bool(
        _LASTED.search(before) or re.match(_UNIT_OF_TIME, after, re.I) or _TIME_TOLD.fullmatch(text)
    )


def gives_the_score(sentence: str, question: Question) -> bool:
    """Whether a line is the result that a question asks for: "Calder Town 2 Ashbourne Rovers 1"."""
    return _ASKS_SCORE.match(question.text) is not None and RESULT.fullmatch(sentence) is not None


def end_of_length(text: str, start: int, end: int, question: Question) -> int:
    """Return where a span ends, with the unit of a bare number if a length is asked for: "three matches"."""
    unit = re.compile(r"[ -][a-z]+\b").match(text, end)
    if unit is None or not _ASKS_LENGTH.match(question.text) or not _BARE_NUMBER.fullmatch(text, start, end):
        return end
    return unit.end() if _LENGTH.search(text[start : unit.end()]) else end


def says_how_much(text: str) -> bool:
    """Whether a text has a number, in digits or words, or another amount."""
    return bool(numbers(text)) or any(told.search(text) for told in (_QUANTITY, _MEASURED))


def is_amount(text: str, question: Question) -> bool:
    """Whether a text says how many, much, long or old, in the unit that the question asks for."""
    if _ASKS_LENGTH.match(question.text) and _LENGTH_IN_WORDS.search(text):
        return True
    in_words = not numbers(text)
    if in_words and _ASKS_COUNT.match(question.text) and not _QUANTITY.search(text):
        return False
    if in_words and _ASKS_COST.match(question.text) and not (_QUANTITY.search(text) or _MONEY.search(text)):
        return False
    if not says_how_much(text):
        return False
    is_weight = _WEIGHT.search(text) or re.fullmatch(r"[\d.,]+|.*heavy", text)
    if _ASKS_WEIGHT.match(question.text) and not is_weight:
        return False
    if _ASKS_HEAT.match(question.text) and _NO_HEAT.search(text):
        return False
    if _ASKS_SCORE.match(question.text) and _NO_SCORE.search(text):
        return False
    costs = _SHARE.search(text) or _MONEY.search(text)
    if _ASKS_PRICE.match(question.text) and _NO_PRICE.search(text) and not costs:
        return False
    if _ASKS_COST.match(question.text) and (
        (_NO_MONEY.search(text) and not costs)
        or (_SHARE.search(text) and not _MONEY.search(text) and not _ASKS_CHANGE.search(question.text))
    ):
        return False
    if _YEAR.fullmatch(text) or (_COUNTED.match(question.text) and _SHARE.search(text)):
        return False
    if _ASKS_DURATION.match(question.text) and _DISTANCE.search(text):
        return False
    return not _ASKS_HOW_LONG.match(question.text) or bool(_LENGTH.search(text))
