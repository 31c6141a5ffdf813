"""Whether a few words can be the kind of thing that a question asks for: a date, an amount, a person."""

from __future__ import annotations

import re

from assistant.questions.amounts import is_amount
from assistant.questions.kinds import ASKS_BODY, NOUN_NAME, VERB_IN_S
from assistant.questions.question import Question
from assistant.wording.coordination import without_titles
from assistant.wording.people import IN_ERS, KIN
from assistant.wording.quantities import NUMBER
from assistant.wording.terms import CALENDAR, fold, names, stem, terms, words
from indexes.calendar_names import MONTHS, WEEKDAYS

LONGEST_SHORT = 18  # words of one span
_DATE = re.compile(
    rf"\d|\b(?:{'|'.join((*MONTHS, *WEEKDAYS))})\b|"
    r"\b(?:(?:mid)?(?:morning|afternoon|evening|night|day)s?|tonight|overnight|noon|lunchtime|teatime|today|yesterday|tomorrow|weekends?|hours?|weeks?|fortnights?|months?|"
    r"years?|spring|summer|autumn|winter|centur(?:y|ies)|decades?|christmas|easter|ramadan|new year|"
    r"ago|later|earlier|after|before|since|until|once|dawn|dusk|sun(?:rise|set)|immediately)\b",
    re.I,
)
_DESCRIBED = re.compile(
    r"(?:my|his|her|their|our|its|a|an|the|two|three|four|five|some|several)\b(?!.*\d(?!\d?-year-olds?\b))",
    re.I,
)
_POINTING_BACK = re.compile(r"the (?:man|woman|pair|couple|two|three|group|others?|men|women)", re.I)
# "county councillors", "local fishermen"
_PEOPLE = re.compile(
    r"(?:[a-z-]+ ){0,2}(?:people|children|residents|parents|pupils|students|patients|neighbours|families|"
    r"households|relatives|locals|nurses|staff|crew|officials|pilots|guards|fans|girls|boys|soldiers|troops|"
    rf"[a-z]*(?:men|women)|police|nobody|no one|{IN_ERS})"
)
LONGEST_DESCRIPTION = 6  # words
# of "the firm went bankrupt, and was saved by Ann Lee"
_CLAUSE = re.compile(r"^(?!.*\b(?:who|which|that|whose)\b).*\b(?:was|were|is|are|has|have|had)\b")
# "what are the names of the two men?" is not answered by what they are
_ASKS_NAME = re.compile(
    r"^what (?:is|was|are|were) (?:(?:the|his|her|its|their) )?(?:[\w'’-]+ )?names?\b", re.I
)
_PERSONAL_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Dame|Sir|Lord|Lady)\b")
_ASKS_RELATIVE = re.compile(
    rf"\b(?:(?:{KIN})s?|wives|spouse|marr(?:y|ied|ies)|wed|partner|child(?:ren)?|siblings?|twins?|parents?|"
    r"(?:grand|step)\w+|cousins?|relatives?|related)\b",
    re.I,
)
# "Milk and vegetables" at the start of a sentence: its capital makes no name
_PLAIN_WORDS = re.compile(r"[A-Z][a-z]+ (?:and|or) (?!(?:his|hers|theirs|others)\b)[a-z]+s")
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
    r"\b(?:numbers?|scores?|percentages?|shares?|sums?|amounts?|prices?|sizes?|rates?|routes?|lines?|bus(?:es)?|"
    r"platforms?|rooms?|gates?|pages?|junctions?|seats?|roads?|trams?|tracks?|stages?|rounds?)\b"
    rf"(?! (?!(?:{VERB_IN_S})\b)[a-z]+s\b)",  # "which bus stops?" asks for their names
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
_ASKS_DEATH = re.compile(r"\b(?:die[ds]?|dead|death|killed|passed away)\b", re.I)
_ASKS_CAUSE_OF_DEATH = re.compile(r"^what (?:did .+ die (?:of|from)|killed)\b", re.I)
ASKS_CALLED = re.compile(
    r"^what (?:is|are|was|were) .*?(?P<named>[\w-]+) (?:called|named|nicknamed)\W*$", re.I
)
NEEDS_A_SHORT_ANSWER = frozenset({"person", "time", "amount"})
_AGED = re.compile(r"(?:at )?(?:the age of |aged? )\d{1,3}", re.I)
_SPAN_OF_TIME = r"(?:second|minute|hour|day|night|week|fortnight|month|year|decade)"
# "six weeks", "once a week", "months of repairs", "a five-day strike" do not say when
_LASTING = re.compile(
    rf"(?:(?:about|around|for|some|nearly|over) )?(?:\d[\d.,]*|{NUMBER}|once|twice|\w+ times)[- ]"
    rf"(?:a |an |per )?{_SPAN_OF_TIME}s?|"
    rf"(?:for )?(?:(?:an?|several|many|a few|few|a couple of|some) )?{_SPAN_OF_TIME}s(?: of .+)?|"
    rf"(?:an?|the) [a-z]+-{_SPAN_OF_TIME} .+|all day|every {_SPAN_OF_TIME}",
    re.I,
)

_COUNTED_FROM = re.compile(r"\b(?:(?P<of_play>on|after)|in|within) (?:about )?$", re.I)
_TO_COME = re.compile(r"(?:when|what (?:day|date|time)) (?:will|is|are|does|do|can)\b", re.I)
# "11,406 settled down", "£300", "40%", but not "11,000 years ago"
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?! (?:years?|BCE?|AD)\b)|[€$£]\d|\d[\d.]*(?:%| per ?cent)", re.I)
# the hour of an entry or a programme, at the start of its line
_CLOCK_AHEAD = re.compile(r"\d{1,2}:\d\d(?![\d:.,])")


def can_answer(text: str, question: Question, *, before: str = "") -> bool:
    """Whether the words, `before` which others stand, can be a short answer to a question of the kind."""
    if len(words(text)) > LONGEST_SHORT or not words(text):
        return False
    if set(terms(text)) and set(terms(text)) <= question.terms:
        return False
    if asks_for_telephone_number(question):
        return bool(_DIALLED.fullmatch(text))
    opens_line = before[-AHEAD:].rstrip(" ")[-1:] in {"", "\n"}
    if question.kind != "time" and opens_line and _CLOCK_AHEAD.match(text):
        return False
    if question.kind == "amount":
        return is_amount(text, question)
    if question.kind == "person":
        ahead = before[-AHEAD:].rstrip(" ")
        opens = not ahead or ahead[-1] in ".!?”\n"
        if opens and _PLAIN_WORDS.fullmatch(text):
            return all(_PEOPLE.fullmatch(part.lower()) for part in re.split(" and | or ", text))
        return _is_someone(text, question)
    if question.kind == "time":
        told_in_words = not _WHICH_DAY.match(question.text) and _CLOCK.search(f"{before[-AHEAD:]}{text}")
        return _is_time(text, question) or bool(told_in_words) or _counts_to_it(text, before, question)
    if _ASKS_CAUSE_OF_DEATH.match(question.text):
        return not _only_dates(text)
    # "which villages?" is not answered by how many
    asks_which = _ASKS_WHICH.match(question.text) and not _ASKS_NUMBERS.search(question.text)
    return question.kind != "thing" or not (asks_which and _ONLY_NUMBER.fullmatch(text))


def needs_a_short_answer(question: Question) -> bool:
    """Whether a sentence in which nothing can be the short answer does not answer."""
    return (
        question.kind in NEEDS_A_SHORT_ANSWER
        or asks_for_telephone_number(question)
        or any(asked.search(question.text) for asked in (_ASKS_CAUSE_OF_DEATH, ASKS_CALLED))
    )


def asks_for_telephone_number(question: Question) -> bool:
    """Whether a question asks which number to call."""
    return _TELEPHONE.search(question.text) is not None


def asks_what_comes(question: Question) -> bool:
    """Whether a question asks for a time to come: "when will it open?"."""
    return _TO_COME.match(question.text) is not None


def lasting(text: str) -> bool:
    """Whether a text says how long or how often, and not when."""
    return _LASTING.fullmatch(text) is not None


def says_when(text: str) -> bool:
    """Whether a text has a number, a day, a month or another word that says when."""
    return _DATE.search(text) is not None


def _only_dates(text: str) -> bool:
    """Whether a text has nothing but a day, a year or an age."""
    return _AGED.fullmatch(text) is not None or all(
        word in CALENDAR or word[0].isdigit() or word in {"in", "on", "of"} for word in map(fold, words(text))
    )


def _is_time(text: str, question: Question) -> bool:
    """Whether a text says when: not how long or how often, and a day where one is asked for."""
    if (
        lasting(text)
        or _FIGURE.match(text)
        or (_ASKS_DEATH.search(question.text) and _AGED.fullmatch(text))
        or _PLAIN_NUMBER.fullmatch(text)
        or (_STOPWATCH.search(text) and re.match(r"when\b", question.text, re.I))
    ):
        return False
    return bool((_DAY if _WHICH_DAY.match(question.text) else _DATE).search(text))


def _counts_to_it(text: str, before: str, question: Question) -> bool:
    """Whether a length of time says when, after what stands before it: "in" 14 days, "on" 31 minutes."""
    if not lasting(text):
        return False
    ahead = _COUNTED_FROM.search(before[-AHEAD:])
    return ahead is not None and ("minute" in text if ahead["of_play"] else asks_what_comes(question))


def _is_someone(text: str, question: Question) -> bool:
    """Whether a text can be a person or a body: a name that the question does not have, or "my mother".

    Relatives share the last word of a name with the question, others that do are who it asks about.
    """
    body = ASKS_BODY.match(question.text)
    if body and _PERSONAL_TITLE.match(text):
        return False
    named = [name for name in names(text) if fold(name.text) not in CALENDAR]
    if named and _CLAUSE.search(text[: named[0].start]):
        return False
    if named:
        # "which airline?" is answered by "Torrin Airlines"
        asked, relative = question.terms, body or _ASKS_RELATIVE.search(question.text)
        return any(
            any(
                stem(word) not in asked
                for word in (words(without_titles(name.text)) if relative else words(name.text)[-1:])
            )
            for name in named
        )
    if _POINTING_BACK.fullmatch(text) or _ASKS_NAME.match(question.text) or NOUN_NAME.match(question.text):
        return False
    if _PEOPLE.fullmatch(text):
        return True
    return _DESCRIBED.match(text) is not None and len(words(text)) <= LONGEST_DESCRIPTION
