"""Questions that a sentence answers, made from its own words.

A plain statement is turned around: its auxiliary goes before its subject and the part that a question word
stands for is left out, as in Heilman, "Automatic Factual Question Generation from Text", 2011. Only shapes
that seldom go wrong are taken; most sentences give no question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.wording.terms import CALENDAR, fold, names, word_set, words
from chat.people_in_sentences import people_introduced, people_speaking
from chat.verbs import base_of
from indexes.calendar_names import MONTHS, WEEKDAYS

LONGEST = 14  # words of a question
LONGEST_SUBJECT = 6

_MONTHS = "|".join(MONTHS)
_DAYS = "|".join(WEEKDAYS)
_TIME = (
    r"(?:on|in|by|until|since|from)\s+(?:early\s+|late\s+|the\s+end\s+of\s+)?"
    rf"(?:(?:{_DAYS})(?:\s+(?:morning|afternoon|evening|night))?|\d{{1,2}}\s+(?:{_MONTHS})(?:\s+\d{{4}})?|"
    rf"(?:{_MONTHS})(?:\s+\d{{1,2}})?(?:,?\s+\d{{4}})?|(?:19|20)\d\d)"
)
# "at ten past eight", "four days after"; what has it already tells when
_CLOCK = word_set(
    "noon midnight dawn dusk half quarter one two three four five six seven eight nine ten eleven"
)
_TELLS_TIME = re.compile(
    rf"\b(?:{_TIME}|at\s(?:\d|(?:{'|'.join(sorted(_CLOCK))})\b)|(?:hour|day|night|week|month|year)s?\b)"
)
_ENDS_WITH_TIME = re.compile(rf"^(?P<rest>.+?),?\s+(?P<answer>{_TIME})$")
_ENDS_WITH_REASON = re.compile(r"^(?P<rest>.+?),?\s+(?P<answer>(?:because|so as to|in order to)\s.+)$")
_ENDS_WITH_PLACE = re.compile(r"^(?P<rest>.+?)\s+(?P<answer>(?:in|at|near|outside)\s+(?:the\s+)?[A-Z].*)$")
_AGENT = re.compile(r"^(?P<verb>\w+ed)\s+by\s+(?P<answer>[A-Z].+)$")

_AUXILIARIES = word_set("is are was were has have had will would can could must may might")
_HAVING = word_set("has have had")
_INVERTED = _AUXILIARIES | word_set("did do does")
_NO_SUBJECT_WITH = re.compile(
    r"[,;:()“”\"‘]|\b(?:who|whom|which|that|where|when|while|if|as|but|and|or|not|than|because|after|before)\b"
)
_PRONOUNS = word_set(
    "i we you he she it they me us him them my our your his her its their this that these those here there "
    "such one another other others himself herself itself themselves what who now then today yesterday "
    "tomorrow"
)
_OPENERS = re.compile(
    r"^(?:At|On|In|By|For|From|With|After|Before|Until|Since|Under|Of|To|As|If|When|While|But|And|Or|So|Yet|"
    r"Even|Now|Then|There|Here|Among|During|Without|Beside|Every|Each|Neither|Both|Some|Most|Many|Those)\b"
)

_TELLING = word_set(
    "announced promised proposed launched signed demanded recommended suggested predicted discovered "
    "published unveiled pledged"
)
_SAID = word_set("said told warned argued insisted added explained admitted thought felt")
_PARTICIPLE = re.compile(r"(?:(?:not|now|also|since|already)\s)?(?:been|\w+(?:ed|en|n|t))\s")
_NO_END = word_set(
    "a an the of to in on at by for with from and or but not be been very so as into onto its their his her "
    "only"
)
_NUMBER = (
    r"(?:(?:about|around|some|nearly|almost|at\sleast|more\sthan|up\sto)\s)?"
    r"(?P<sign>[£€$])?\d[\d.,]*(?:\s(?:million|billion|trillion))?"
)
_COUNTED = re.compile(rf"^{_NUMBER}\s(?P<noun>(?:[a-z-]+\s)?(?:people|[a-z-]{{3,}}s))(?P<tail>(?:\s\S+)*)$")
_AMOUNT = re.compile(rf"^{_NUMBER}(?P<tail>(?:\s\S+)*)$")
_SHARE = re.compile(rf"^(?:by\s)?{_NUMBER}\s?(?:percent|per\scent|%)(?P<tail>(?:\s\S+)*)$")
_CHANGING = word_set("fall rise drop grow increase decline shrink climb")


@dataclass(frozen=True, slots=True)
class AskedSentence:
    """A question with what it asks for; `weight` is higher the better such questions read."""

    question: str
    kind: str
    weight: float


def questions_of(sentence: str, *, context: str = "", topic: str | None = None) -> list[AskedSentence]:
    """Return the questions that the sentence answers; `topic` is a name that the talk is about.

    Each names somebody or something, so that it can be asked on its own. `context` is the text around the
    sentence: it tells whether the word that opens the sentence is a name.
    """
    sentence = " ".join(sentence.split())
    found = list(_about_people(sentence, topic))
    opening = _as_inside(sentence, context)
    if opening is not None:
        found += _turned_around(opening.rstrip("."))
    return [one for one in found if _can_be_asked(one.question)]


def _as_inside(sentence: str, context: str) -> str | None:
    """Return the sentence as it would go on after other words, or None where its first word may be a name."""
    opening = next((mention for mention in names(sentence) if mention.start == 0), None)
    if opening is None:
        return f"{sentence[:1].lower()}{sentence[1:]}"
    first = re.escape(opening.text.split(" ")[0])
    if " " in opening.text or re.search(rf"[a-z,’'] {first}\b", context):
        return sentence
    if re.search(rf"\b{first.lower()}\b", context):
        return f"{sentence[:1].lower()}{sentence[1:]}"
    return None


def other_question_words(question: str) -> list[AskedSentence]:
    """Return the question with another question word: of why something was closed, when and where it was."""
    found = re.match(rf"(Why|When|Where)\s(({'|'.join(sorted(_INVERTED))})\s.+)\?$", question)
    if not found or len(question.split()) > LONGEST:
        return []
    weights = {"When": 1.3, "Why": 1.3, "Where": 0.8}
    others = [(word, weight) for word, weight in weights.items() if word != found[1]]
    return [AskedSentence(f"{word} {found[2]}?", word.lower(), weight) for word, weight in others]


def _about_people(sentence: str, topic: str | None) -> Iterator[AskedSentence]:
    for name in people_speaking(sentence):
        about = f" about {topic}" if topic and topic in sentence and topic not in name else ""
        yield AskedSentence(f"What did {name} say{about}?", "statement", 1.2 if about else 0.9)
    for name in people_introduced(sentence):
        yield AskedSentence(f"Who is {name}?", "person", 0.7)


def _turned_around(sentence: str) -> Iterator[AskedSentence]:
    if _OPENERS.match(f"{sentence[:1].upper()}{sentence[1:]}"):
        return
    tokens = sentence.split(" ")
    for at in range(1, min(len(tokens), LONGEST_SUBJECT + 1)):
        subject, verb, rest = " ".join(tokens[:at]), tokens[at], " ".join(tokens[at + 1 :])
        if _NO_SUBJECT_WITH.search(subject):
            return
        if verb in _AUXILIARIES and rest:
            yield from _with_auxiliary(subject, verb, rest)
            return
        base = base_of(verb)
        if base is not None and rest:
            if verb in _SAID:
                return
            yield from _with_past(subject, verb, base, rest)
            return


def _with_auxiliary(subject: str, verb: str, rest: str) -> Iterator[AskedSentence]:
    if verb in _HAVING and not _PARTICIPLE.match(rest):
        return
    named = _mid_sentence(subject)
    for word, pattern, weight in (
        ("Why", _ENDS_WITH_REASON, 1.4),
        ("When", _ENDS_WITH_TIME, 1.1),
        ("Where", _ENDS_WITH_PLACE, 0.8),
    ):
        if word == "When" and verb in _HAVING:
            continue
        found = pattern.match(_first_clause(rest) if word != "Why" else rest)
        if found and _whole(found["rest"]) and not _told_already(word, found["rest"]):
            question = f"{word} {verb} {named} {found['rest']}?"
            yield AskedSentence(question, word.lower(), weight - _vague(subject))
    done, _, counted = _first_clause(rest).partition(" ")
    if verb in ("will", "would", "can", "could", "has", "have", "had"):
        yield from _how_much(f"{verb} {named} {done}", done, counted)
    agent = _AGENT.match(_first_clause(rest))
    if agent and verb in ("is", "was", "were") and names(agent["answer"]):
        yield AskedSentence(f"Who {agent['verb']} {named}?", "who", 1.3)


def _with_past(subject: str, verb: str, base: str, rest: str) -> Iterator[AskedSentence]:
    named, clause = _mid_sentence(subject), _first_clause(rest)
    for word, pattern, weight in (
        ("Why", _ENDS_WITH_REASON, 1.4),
        ("When", _ENDS_WITH_TIME, 1.1),
        ("Where", _ENDS_WITH_PLACE, 0.7),
    ):
        found = pattern.match(clause if word != "Why" else rest)
        if found and _whole(found["rest"]) and not _told_already(word, found["rest"]):
            question = f"{word} did {named} {base} {found['rest']}?"
            yield AskedSentence(question, word.lower(), weight - _vague(subject))
        elif word == "When" and re.fullmatch(_TIME, clause):
            yield AskedSentence(f"When did {named} {base}?", "when", weight)
    yield from _how_much(f"did {named} {base}", base, clause)
    if not _is_name(subject):
        return
    if verb in _TELLING and re.match(r"(?:a|an|the|that|its|new|more)\b", rest):
        yield AskedSentence(f"What did {named} {base}?", "what", 1.2)
    if _whole(clause) and names(clause) and len(clause.split()) <= 9:
        yield AskedSentence(f"Who {verb} {clause}?", "who", 1.0)


def _how_much(asked: str, verb: str, rest: str) -> Iterator[AskedSentence]:
    if verb in _CHANGING:
        if found := _SHARE.match(rest):
            yield AskedSentence(f"By how much {asked}?", "how much", 1.1)
    elif (found := _COUNTED.match(rest)) and not found["sign"] and _whole(found["noun"] + found["tail"]):
        yield AskedSentence(f"How many {found['noun']} {asked}{found['tail']}?", "how many", 1.2)
    elif (found := _AMOUNT.match(rest)) and found["sign"] and _whole(asked + found["tail"]):
        yield AskedSentence(f"How much {asked}{found['tail']}?", "how much", 1.2)


def _first_clause(text: str) -> str:
    return re.split(r"[,;:–—(]|\s-\s|\s(?:and|but|while|which|who|as|so)\s", text, maxsplit=1)[0].strip()


def _mid_sentence(subject: str) -> str:
    """Return the subject as it is written inside a sentence."""
    first, space, others = subject.partition(" ")
    return f"{first.lower()}{space}{others}" if first in ("The", "A", "An", "All", "Its") else subject


def _vague(subject: str) -> float:
    """Return how much less a question is worth that calls what it is about only "the journey"."""
    return 0.0 if names(subject) else 0.4


def _is_name(subject: str) -> bool:
    found = names(subject)
    return bool(found) and found[-1].text == subject.removeprefix("The ")


def _whole(rest: str) -> bool:
    """Tell whether what is left of a clause may end a question."""
    return bool(rest) and not re.search("[,;:]", rest) and rest.split(" ")[-1].lower() not in _NO_END


def _told_already(word: str, rest: str) -> bool:
    return word == "When" and _TELLS_TIME.search(rest) is not None


def _can_be_asked(question: str) -> bool:
    inside = question[:-1].split(" ", 1)[1]
    if not 3 <= len(question.split()) <= LONGEST or re.search(r"[“”\"‘()\[\]<>{}|*_#@]|https?:", question):
        return False
    if any(fold(word) in _PRONOUNS for word in words(inside)):
        return False
    return any(fold(mention.text.split()[0]) not in CALENDAR for mention in names(inside))
