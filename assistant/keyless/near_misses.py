"""Sentences that tell of something nearly the same: of another year, of a deputy, of another topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from difflib import get_close_matches

from assistant.keyless.candidates import Candidate
from assistant.keyless.other_people import is_of_another_person
from assistant.questions.question import Question
from assistant.wording.quantities import RANKS
from assistant.wording.terms import CALENDAR, fold, stem, terms, words

# "in 2019" and "the 2019 race" name a year that must be told of; "since 2019" does not
_OF_YEAR = re.compile(
    r"(?<!since )(?<!before )(?<!after )(?<!until )(?<!by )(?<!from )(?<!between )(?<!to )(?<!and )"
    r"(?<![\d/–-])\b(?P<year>(?:19|20)\d\d)\b(?![\d/–-]| [a-z]+s\b)"
)
# "three years ago" and "mayor since 2018" tell of years that they do not name
_OTHER_YEARS = re.compile(r"\b(?:(?:years?|decades?) (?:ago|earlier|before)|since (?:19|20)\d\d)\b", re.I)
SAME_ROOT = 4  # letters, of "closure" and "closed"
NEARLY = 2.5  # log-odds below the likeliest
ALIKE = 0.75  # of the letters, of "Kiev" and "Kyiv"
TOLD_LATER = timedelta(days=60)  # after its end, an article may still tell of a year without naming it
_OFFICE = (
    r"mayor|minister|president|chancellor|premier|governor|chief|director|head|leader|chair(?:man|woman|person)?|"
    r"manager|coach|captain|secretary|editor|principal|prosecutor|champion|boss|ceo|ambassador|commissioner"
)
_LESSER = r"deputy|vice|former|ex|assistant|shadow"
_ASKS_LESSER = re.compile(rf"\b(?P<lesser>deputy|vice|assistant)[ -](?:prime )?(?P<office>{_OFFICE})\b", re.I)
_ASKS_OFFICER = re.compile(r"\bchief (?P<of>financ|operat|techn|medic|scien)\w+ officer\b", re.I)
TAKES_OVER = re.compile(
    r"\b(?:succeed|replac|sworn|named|appoint|elect|t(?:ake|akes|aken|aking|ook) over|promot)", re.I
)
ASKS_OFFICE = re.compile(rf"^who(?:['’]s| is)\b(?P<before>.*?)\b(?P<office>{_OFFICE})\b", re.I)
_ASKS_HURT = re.compile(r"\b(?:hurt|injur\w+|wounded|harmed)\b", re.I)
_TELLS_OF_HURT = re.compile(
    rf"{_ASKS_HURT.pattern}|\b(?:hospital|burn\w*|casualt\w+|treated|broke\w*|suffered|unhurt|unharmed|but)\b",
    re.I,
)
_NOBODY_DIED = re.compile(r"\b(?:nobody|no one|none|no (?:\w+ ){1,2})\b[^.]*?\b(?:killed|died|dead)\b", re.I)
# "the second of five children" are those of her parents
_HOW_MANY_CHILDREN = re.compile(
    r"^how many (?:children|kids|sons|daughters) (?:did|does|do|has|have|had)\b", re.I
)
_ONE_OF_CHILDREN = re.compile(
    rf"\b(?:{'|'.join(RANKS)}|last|eldest|oldest|youngest|middle|one) of (?:the |their )?\w+ "
    r"(?:children|sons|daughters|siblings|brothers|sisters)\b",
    re.I,
)
_ASKS_WHO_WAS = re.compile(
    r"^[Ww]ho (?:is|was|were) (?:the|its|his|her|their|.*['’]s?) (?:previous|former|predecessor)\b|"
    r"^[Ww]ho (?:is|was|were)\b.*\b(?:predecessor\b|before (?:him|her|them|[A-Z][a-z]+ [A-Z]))"
)
_TELLS_WHO_WAS = re.compile(
    r"\b(?:previous(?:ly)?|former(?:ly)?|ex|predecessors?|succe\w+|replac\w+|t(?:ook|aken|akes|aking) over|"
    r"follow\w*|until|resign\w*|retire\w*|step\w* down|stood down|left|before|quit|sacked|dismissed|ousted|"
    r"outgoing|last|then|had|died|dead|late|inherit\w*|hand(?:s|ed)?)\b",
    re.I,
)
_ABOUT = re.compile(r"\babout (?P<own>(?:his|her|their|its) )?(?P<topic>[^?.!]+)", re.I)


def without_near_misses(candidates: Sequence[Candidate], question: Question) -> list[Candidate]:
    """Leave out sentences that cannot answer; another takes the first place only if it is about as likely.

    Candidates come likeliest first.
    """
    # what the article tells as a whole is looked up once for all its sentences
    each = {one.article.id: one for one in candidates}
    of_others = {key for key, one in each.items() if _is_of_somebody_else(one, question)}
    kept = [one for one in candidates if one.article.id not in of_others and not _is_beside_it(one, question)]
    if not kept or kept[0] is candidates[0]:
        return kept
    least = candidates[0].log_odds - NEARLY
    return [one for one in kept if one.names_all and one.log_odds >= least]


def _is_beside_it(candidate: Candidate, question: Question) -> bool:
    """Whether a sentence cannot answer, however well it reads: it is of another year, office or topic."""
    return bool(
        _is_of_another_year(candidate, question)
        or _is_of_a_lesser_office(candidate.text, question)
        or _is_of_a_higher_office(candidate.text, question)
        or (question.kind != "person" and is_of_another_person(candidate, question))
        or (question.kind == "statement" and _is_about_another_topic(candidate, question))
        or (_ASKS_WHO_WAS.search(question.text) and not _TELLS_WHO_WAS.search(candidate.text))
        or (_HOW_MANY_CHILDREN.match(question.text) and _ONE_OF_CHILDREN.search(candidate.text))
        or (_ASKS_HURT.search(question.text) is not None and _only_tells_of_deaths(candidate.text))
    )


def _only_tells_of_deaths(text: str) -> bool:
    """Whether a sentence says that nobody was killed, and nothing of who was hurt."""
    return _NOBODY_DIED.search(text) is not None and _TELLS_OF_HURT.search(text) is None


def _is_of_somebody_else(candidate: Candidate, question: Question) -> bool:
    """Whether the article has none of the names of the question.

    A capital that opens the question may be any word, and "Storm Petra" is not in "Petra Halloran".
    """
    if not any(word.islower() for word in words(question.text)[1:]):
        return False  # where all words have capitals none tells a name
    named = [name.text for name in question.names if not name.opens_sentence and _is_spelt_out(name.text)]
    article = candidate.article
    # "according to the Gazette" names who publishes it
    whole = f"{article.title}\n{article.publisher or ''}\n{article.author or ''}\n{article.text}"
    if named and all(
        " " in name and name not in whole and _is_first_name(words(name)[-1], whole) for name in named
    ):
        return True
    if not named or candidate.features.names_in_article > 0.0:
        return False
    having = set(terms(whole))
    others = [fold(word) for word in set(words(whole)) if word[:1].isupper()]
    roots = {word[:SAME_ROOT] for word in others if len(word) > SAME_ROOT}  # "British" is of "Britain"
    return not any(
        having & {stem(word) for word in words(name)}
        or fold(words(name)[-1])[:SAME_ROOT] in roots
        or get_close_matches(fold(words(name)[-1]), others, cutoff=ALIKE)
        for name in named
    )


def _is_spelt_out(name: str) -> bool:
    """Whether a name is no abbreviation, day or compound, which articles write in other ways: but "MV-9"."""
    last = words(name)[-1]
    if re.fullmatch(r"[A-Z]+-\d+", last):
        return True
    return not last.isupper() and not last.isdigit() and "-" not in last and fold(last) not in CALENDAR


def _is_first_name(word: str, text: str) -> bool:
    """Whether a word stands in the text, and always before another that has a capital."""
    found = [text[match.end() :] for match in re.finditer(rf"\b{re.escape(word)}\b", text)]
    return bool(found) and all(re.match(r" [A-Z]", after) for after in found)


def _is_of_another_year(candidate: Candidate, question: Question) -> bool:
    """Whether the question names a year that the article neither names nor appeared in."""
    published, years = candidate.article.published_day, list(_OF_YEAR.finditer(question.text))
    if published is None or not years or _OTHER_YEARS.search(candidate.text):
        return False
    whole = f"{candidate.article.title}\n{candidate.article.text}"
    for asked in years:
        year = int(asked["year"])
        spoken = {published.year - 1: "last year", published.year + 1: "next year"}.get(year, asked["year"])
        told = date(year, 1, 1) <= published <= date(year, 12, 31) + TOLD_LATER
        season = f"/{year % 100:02d}"
        if not told and asked["year"] not in whole and season not in whole and spoken not in whole.lower():
            return True
    return False


def _is_of_a_lesser_office(text: str, question: Question) -> bool:
    """Whether "who is the mayor?" would be answered by a sentence that has none but a deputy mayor."""
    asked = ASKS_OFFICE.match(question.text)
    if asked is None or TAKES_OVER.search(text) or re.search(rf"\b(?:{_LESSER})\b", asked["before"], re.I):
        return False
    held = list(
        re.finditer(rf"(?P<lesser>\b(?:{_LESSER})[ -](?:[\w-]+ )?)?\b{asked['office']}\b", text, re.I)
    )
    return bool(held) and all(one["lesser"] for one in held)


def _is_of_a_higher_office(text: str, question: Question) -> bool:
    """Whether "who is the deputy mayor?" would be answered by a sentence that has none but a mayor."""
    officer = _ASKS_OFFICER.search(question.text)
    if officer and re.search(r"\bchief executive\b", text, re.I):
        return officer["of"].lower() not in text.lower()
    asked = _ASKS_LESSER.search(question.text)
    return (
        asked is not None
        and re.search(rf"\b{asked['office']}\b", text, re.I) is not None
        and re.search(rf"\b{asked['lesser']}\b", text, re.I) is None
    )


def _is_about_another_topic(candidate: Candidate, question: Question) -> bool:
    """Whether nothing of what was asked about stands in the passage or its title.

    Of what is the speaker's own, "her new player", only the article need speak.
    """
    about = _ABOUT.search(question.text)
    if about is None:
        return False
    topic = {term[:SAME_ROOT] for term in terms(about["topic"])}
    text = candidate.article.text if about["own"] else candidate.found.passage.text
    told = {term[:SAME_ROOT] for term in terms(f"{candidate.article.title} {text}")}
    return bool(topic) and not topic & told
