"""What stands around a span and shows that it is of something else: a place, a saying, how long, a part."""

from __future__ import annotations

import re

from assistant.keyless.candidates import AnswerSpan, Candidate
from assistant.keyless.roles import is_of_another_role, leads_another
from assistant.keyless.times_told import is_when_it_was_said
from assistant.questions.amounts import counts_what_has_a_price, says_how_long
from assistant.questions.answer_types import ASKS_CALLED
from assistant.questions.question import Question
from assistant.wording.terms import names, stem, terms

_ASKS_AGE = re.compile(
    r"\bhow old (?:is|was|are|were) (?!the\b|this\b|that\b)|\b(?:what|the) age of (?!consent\b)", re.I
)
# of "how old is she?": a time, a sum, a share, a year or a number of other things
_NO_AGE = re.compile(
    r"\d:\d|[€$£%]|\b(?:1[5-9]|20)\d\d\b|\d{4}|>\s?(?:%|per ?cent|million|billion|thousand|hundred|"
    r"(?:kilo|centi)?met(?:re|er)s?|km|miles?|minutes?|seconds?|hours?|days?|votes?|points?|goals?|people|times|seats|"
    r"homes|passengers|euros?|pounds?|dollars?)\b",
    re.I,
)
AROUND = 25  # characters after an age
_NEXT_PART = re.compile(r"[,;.)](?! ?[\d€$£])")  # not of "May 27, 2024" or "27, $40"
_HOW_OLD = re.compile(
    r"how old (?:is|was|are|were) (?:(?!the\b|this\b|that\b)|"
    r"the [\w ]*?(?:er|or|ist|ant|man|woman|boy|girl|chief|head|king|queen|pilot|president)\b)",
    re.I,
)
_FOR_SO_LONG = re.compile(r"\bfor (?:about |nearly |almost |over |more than |the (?:past|last) )?$", re.I)
# "Eleven weeks after the raid, police …": when something else was, not for how long
_ASKS_HOW_LONG = re.compile(r"(?:for )?how long\b(?!.*\b(?:after|before|later|earlier|ago|since)\b)", re.I)
_OPENS_CLAUSE = re.compile(r"(?:^|[,;:] (?:and |but )?)(?:about |nearly |almost |more than |just )?$", re.I)
_LATER = re.compile(r" (?:after|before|later|earlier|ago)\b")
_ASKS_WHAT = re.compile(r"what\b", re.I)
# "the name of the hotel where they met", "the name of the midwife's husband"
_NAME_OF = re.compile(
    r"\bnames? of (?:the|his|her|its|their) (?:[\w'’-]+ )*?(?P<named>[\w-]+)"
    r"(?= (?:where|that|who|which|whose|in|of|at|on|by|for|from|to)\b|\W*$)",
    re.I,
)
_OF_SOMEBODY = re.compile(r"^(?:who|what)\b.*?\bthe (?:[\w-]+ )*?(?P<owner>[\w-]+)['’]s? \w", re.I)
_HOW_MUCH = re.compile(r"how much\b(?! of\b)", re.I)
_DIGITS = re.compile(r"[\d.,]+")
_OF_THEM = re.compile(r" of (?:the|them|those|these|its|his|her|their)\b", re.I)
# "move from Torrin, where they have been made since 1934, to Rauma"
_WHERE_TO = re.compile(r"where (?:will\b|.*\b(?:go|going|move|moved|moving)\b(?: to)?\W*$)", re.I)
_FROM = re.compile(r"\bfrom (?:the )?$", re.I)
_WHERE_IT_WAS = re.compile(r",? where [^,]*\b(?:has|have|had) been\b")
_WHO_DID = re.compile(r",? (?:which|who) (?:(?:has|have|had) )?(?P<verb>[a-z]+)\b[^,]*$")
_DESCRIBED = re.compile(r", (?:an?|the) [^,]*$")  # "Halden Copper, a company listed in Toronto"
# "did Ann Lee", but not "did Ann Lee's husband" nor "were killed in Hull"
_DOES = re.compile(
    r"\b(?:did|does|do|has|had|have|will) (?:the )?(?P<who>(?:[A-Z][\w-]*\b ?)+)(?!['’]| ?[A-Z])"
)
_IN_A_PLACE = re.compile(
    r"(?<!confidence )(?<!faith )(?<!trust )(?<!interest )(?<!interested )(?<!belief )"
    r"\b(?:in|near|across|outside|around|above|below|beneath|"
    r"(?:man|men|woman|women|boys?|girls?|people|person|both|all|of \d+|aged \d+) from)\s+(?:the\s+)?$"
)
_ENDS_IN_IN = re.compile(r"\bin\W*$", re.I)  # "who did she invest in?"


def is_beside_the_question(candidate: Candidate, span: AnswerSpan, question: Question) -> bool:
    """Whether what stands around a span shows that it is of the right kind, but of something else."""
    text = candidate.article.text
    before, after = text[candidate.start : span.start], text[span.end : candidate.end]
    if question.kind == "person":
        own_name = names(text[span.start : span.end])
        explains = not own_name and _is_what_is_asked(after, question)
        return (
            explains
            or _stands_for_a_place(candidate, span, question)
            or _is_beside_what_is_named(before, question)
            or _is_whose_it_is(before, after, question)
            or is_of_another_role(candidate, span, question)
            or leads_another(candidate, span, question)
        )
    if question.kind == "thing" and (asked := ASKS_CALLED.match(question.text)):
        # "the goose bites" does not say what it is called
        told = text[span.start : span.end]
        return told.islower() and before.lower().endswith(f" {asked['named'].lower()} ")
    if question.kind == "place" and _WHERE_TO.match(question.text):
        return bool(_FROM.search(before) or _WHERE_IT_WAS.match(after))
    if question.kind in {"time", "amount"} and _is_told_of_another(before, question):
        return True
    if question.kind == "time":
        return is_when_it_was_said(before, text[span.start : span.end], question)
    if question.kind == "amount":
        part = _HOW_MUCH.match(question.text) and _DIGITS.fullmatch(text[span.start : span.end])
        # the sign of "£9 a ticket" may stand before the span
        counted = not before.endswith(("€", "$", "£")) and counts_what_has_a_price(
            f"{text[span.start : span.end]}{after}", question
        )
        return bool(
            counted
            or says_how_long(before, text[span.start : span.end], after, question)
            or (part and _OF_THEM.match(after))
            or (_ASKS_HOW_LONG.match(question.text) and _OPENS_CLAUSE.search(before) and _LATER.match(after))
            or (_HOW_OLD.match(question.text) and _FOR_SO_LONG.search(before))
            or (_ASKS_AGE.search(question.text) and not _may_be_age(candidate, span))
        )
    return False


def _is_what_is_asked(after: str, question: Question) -> bool:
    """Whether a name of the question explains the span: "The hospice, Starling House, …"."""
    asked = "|".join(re.escape(name.text) for name in question.names)
    return bool(asked) and re.match(rf"['’]?s?(?: \w+)?, (?:the )?(?:{asked})(?=[,.;])", after) is not None


def _is_told_of_another(before: str, question: Question) -> bool:
    """Whether another name does what the question asks of its own: "since Tevita, which killed …"."""
    clause, doing = _WHO_DID.search(before), _DOES.search(question.text)
    if clause is None or doing is None or not names(doing["who"]):
        return False
    antecedent = _DESCRIBED.sub("", before[: clause.start()])
    told = names(antecedent)
    # "Accountant who stole …" at the start of a headline is no name
    a_noun = (
        bool(told) and told[-1].opens_sentence and " " not in told[-1].text and before[clause.start()] != ","
    )
    return (
        bool(told)
        and not a_noun
        and told[-1].end == len(antecedent)
        and not set(terms(told[-1].text)) & question.terms
        and stem(clause["verb"]) in question.terms
    )


def _stands_for_a_place(candidate: Candidate, span: AnswerSpan, question: Question) -> bool:
    """Whether a name is where something is: "Third Crust in Vellmar", but not "confidence in Ann Lee".

    "What is the name of the town?" may ask for just that.
    """
    if _ASKS_WHAT.match(question.text):
        return False
    before = candidate.article.text[candidate.start : span.start]
    return _IN_A_PLACE.search(before) is not None and not _ENDS_IN_IN.search(question.text)


def _is_beside_what_is_named(before: str, question: Question) -> bool:
    """Whether a name is only where the named thing is: "a hotel in Strathbeg"."""
    asked = _NAME_OF.search(question.text)
    return asked is not None and bool(
        re.search(rf"\b{re.escape(asked['named'])}s? (?:in|at|near|on|outside|from) (?:the )?$", before, re.I)
    )


def _is_whose_it_is(before: str, after: str, question: Question) -> bool:
    """Whether a name is that of the midwife whose husband is asked for: "Ann Lee, a midwife"."""
    asked = _OF_SOMEBODY.search(question.text)
    if asked is None:
        return False
    owner = re.escape(asked["owner"])
    return bool(
        re.match(rf",(?: \d+,)? (?:an?|the) (?:[\w-]+ ){{0,2}}{owner}\b(?!['’])", after, re.I)
        # not "In the city, Ann Lee became mayor"
        or re.search(rf"\b{owner} $|^(?:the|its|a) (?:[\w-]+ ){{0,2}}{owner}, $", before, re.I)
    )


def _may_be_age(candidate: Candidate, span: AnswerSpan) -> bool:
    """Whether a span can say how old somebody is: not a time, a sum, a year or a cell of a table."""
    text = candidate.article.text
    # of "Tane, 27, will earn €1.1 million" the sum is not told of the number
    after = _NEXT_PART.split(text[span.end : span.end + AROUND])[0]
    return " | " not in candidate.text and _NO_AGE.search(f"{text[span.start : span.end]}>{after}") is None
