"""What kind of answer a question asks for, told from its form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from indexes.sentences import split_sentences

Kind = Literal[
    "person", "time", "place", "amount", "reason", "manner", "statement", "event", "yes or no", "thing"
]

_GREETING = r"^(?:(?:and|so|but|ok|okay|well|please|hey|hi|hello|also|then)\b[,!]?\s+)*"
_ASKS_ME_TO_TELL = (
    r"(?:can|could|would|will) you (?:please )?(?:tell|remind|show|explain to) me (?:again )?|"
    r"(?:do you|does anyone) know |i(?:['’]d| would) (?:like|love) to know |i want to know |"
    r"please tell me |tell me "
)
_COURTESY = re.compile(rf"{_GREETING}(?:{_ASKS_ME_TO_TELL})*", re.I)
_POLITE = re.compile(
    rf"{_GREETING}(?:{_ASKS_ME_TO_TELL}|"
    r"(?:according to|in|on|at|for|of|from|by|with|to) (?=(?:who|whom|what|which|when|where|how)\b))*",
    re.I,
)
# of "the bridge was closed. why?" the last sentence asks
_LAST_ASKS = re.compile(r"(?<=[a-z]{3}[.!?] )(?:who|whom|whose|what|which|when|where|why|how)\b[^.!?]*\?$")
_LED_IN = re.compile(
    r"^(?:in|on|at|after|before|during|since|until|by|following|according to|as for|regarding)\b[^,?]{1,60}"
    r",\s*"
    r"(?=(?:who|whom|whose|what|which|when|where|why|how|did|was|were|is|are|has|have|do|does|will|can)\b)",
    re.I,
)
# "what's", "whats" and the "what’s" of telephones
_CONTRACTED = re.compile(
    r"^(what|who|how|where|when)['’]?s (?P<done>(?:been|got|become|happened|changed|gone)\b)?", re.I
)
_ASK_ABOUT = re.compile(
    r"^(?:about\b|more about\b|what (?:has )?happen|what(?: is| was| has been) going on|what went|"
    r"what do (?:we|you) know|"
    r"what is known|what is (?:the )?"
    r"(?:news|story|latest(?! [a-z]+ (?:of|in|for|on|at|from|by)))|describe\b|explain\b|summari[sz]e\b|"
    r"give me (?:a |an )?(?:summary|overview))",
    re.I,
)
_AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must)"
    r"(?:n['’]t)?"
)
_YES_NO = re.compile(rf"^{_AUXILIARY}\b", re.I)
_SAYING = (
    r"(?:say|says|said|tell|tells|told|think|thinks|thought|warn|warns|warned|announce[sd]?|"
    r"claim(?:s|ed)?|argue[sd]?|"
    r"promise[sd]?|respond(?:s|ed)?|react(?:s|ed)?|advise[sd]?|suggest(?:s|ed)?|explain(?:s|ed)?|"
    r"describe[sd]?|"
    r"complain(?:s|ed)?|predict(?:s|ed)?|propose[sd]?|recommend(?:s|ed)?|mean|means|meant|ask|"
    r"asks|asked|demand(?:s|ed)?|"
    r"urge[sd]?|call(?:ed)? for|admit(?:s|ted)?|deny|denies|denied|accuse[sd]?|complain)"
)
_STATEMENT = re.compile(
    rf"^(?:what|how)\b.*\b{_SAYING}\b|^what (?:is|was|were|are)\b.*\b(?:view|views|opinion|"
    rf"reaction|response|message|"
    r"position|stance|comment|comments|argument|advice|warning|explanation)\b",
    re.I,
)
_DOING = re.compile(
    r"^what (?:did|does|do|is|are|was|were|will|has|have|had|would)\b.*\b(?:do|doing|done)(?: \w+){0,4}\W*$",
    re.I,
)
_REASON = re.compile(
    r"^(?:why|how come|what (?:caused|made|led|triggered|prompted)|what(?: is| "
    r"was) (?:the )?(?:reason|cause)|for what reason)\b",
    re.I,
)
_AMOUNT = re.compile(
    r"^how (?:many|much|long|old|far|tall|big|often|fast|large|high|hot|deep|heavy|wide|strong|"
    r"young|late|soon|likely|cold)\b|"
    r"^(?:what|which) (?:percentage|percent|share|number|proportion|fraction|amount|price|"
    r"distance|speed|size|age|score|"
    r"temperature)\b|^what (?:is|was|were|are) (?:the )?(?:\w+ )?(?:price|cost|number|total|"
    r"toll|score|salary|population|"
    r"percentage|share|margin|fee|fine|budget|age|height|weight|length|result)\b|^what (?:did|"
    r"does|do|will|would)\b.*\bcost\b",
    re.I,
)
_TIME = re.compile(
    r"^(?:when|since when|until when|how recently|(?:what|which) (?:date|year|day|month|time|week|"
    r"weekday|season|century|decade)|"
    r"what (?:is|was) (?:the )?(?:date|deadline|year|day)\b)",
    re.I,
)
_PLACE = re.compile(
    r"^(?:where(?!.*\b(?:money|funding|funds|cash)\b.*\bfrom\W*$)|(?:what|which) (?:city|country|place|town|"
    r"village|state|region|street|stadium|venue|location|island|"
    r"continent|county|airport|hospital|port)\b)",
    re.I,
)
_PERSON = re.compile(
    r"^(?:who|whom|whose|(?:what|which) (?:person|man|woman|player|minister|president|politician|"
    r"actor|people)\b)|^what (?:is|was|are|were)\b.*\bnames?\b",
    re.I,
)
_ONE_PERSON = re.compile(
    r"^who (?:won|wins|came(?! (?:up|from|to|with))|finished)\b|"
    r"^who(?: is| was| will be| became| becomes)\s+(?:(?:now|currently|still|"
    r"then)\s+)?(?:the|a|an|his|her|its|their|[\w .-]+['’]s)\b(?!.*\b\w+(?:ors|ers|ists|ees|"
    r"ants)\b)",
    re.I,
)
_PLURAL = re.compile(
    r"^(?:what|which) (?:(?:(?!(?:is|was|of)\b)\w+ ){0,2}?)"
    r"(?!(?:was|is|does|has|this|his|its|bus|gas|news|business|"
    r"process|access|class|crisis|"
    r"basis|address|series|success|express|loss|press|boss|pass|cross)\b)\w{3,}s\b|^(?:what|which|"
    r"who) (?:are|were)\b|\ball\b|"
    r"^(?:list|name)\b|\beveryone\b|\bpeople\b|\bother\b|\belse\b",
    re.I,
)
_LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|now|currently|today|at the moment|so far|as of|still|"
    r"up to date)\b|^(?:when|what|which|who|where)\b.*\b"
    r"(?:last|finally|final (?:result|score|toll|count|tally|figure|number|total|decision|version|verdict|"
    r"price|cost))\b",
    re.I,
)
_NOW = re.compile(r"^(?:is|are|isn['’]t|aren['’]t|can|can['’]t)\b", re.I)  # "is it open?" asks for today
_HOW_TO = re.compile(
    r"^how (?:do|does|can|could|should|would|will|to)\b"
    r"(?: (?:i|you|we|one|people|someone|somebody|passengers|customers)\b)?"
    r" (?:claim|complain|ask|call|respond|suggest|demand|order|deny)",
    re.I,
)
# "lido ticket price"
_NOUN_AMOUNT = re.compile(
    rf"^(?!(?:{_AUXILIARY}|what|which|who|whose|why|when|where|how|list|name|any|reasons?|causes?|date|time|impact|"
    r"effects?|reaction|news|latest|update|recap|summary|more|problems?|winner|shall)\b)"
    r"(?:[\w'’-]+ ){1,4}(?:costs?|prices?|score|fare|fee|salary|population|height|weight|length|age|budget|"
    r"toll|temperature)(?: (?:of|for|in|at|to|on) [\w'’ -]+)?\W*$",
    re.I,
)
_EARLIEST = re.compile(
    r"\b(?:original(?:ly)?|initial(?:ly)?|at first|to begin with|"
    r"first (?:thought|said|planned|expected|reported|announced|estimated?|hoped|told|put)|"
    r"(?:the|its|their|his|her) first (?:estimate|plan|offer|report|reaction|figure|forecast))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """The kind of answer; whether it may be a list; whether the newest or the oldest article counts most."""

    kind: Kind
    several: bool
    latest: bool
    earliest: bool = False

    @property
    def by_sentence(self) -> bool:
        """Whether a whole sentence is the answer, rather than a few words of one."""
        return self.kind in {"reason", "manner", "statement", "event", "yes or no"}


def question_kind(question: str) -> QuestionKind:
    """Return what the form of the question asks for."""
    asked = core_question(question)
    kind = _kind(asked)
    several = bool(_PLURAL.search(asked)) and kind not in {"time", "amount"}
    if kind == "person" and not _ONE_PERSON.search(asked):
        several = True
    if kind == "place" and asked.lower().startswith("where"):
        several = True
    earliest = bool(_EARLIEST.search(question))
    latest = bool(_LATEST.search(question) or (kind == "yes or no" and _NOW.match(asked)))
    return QuestionKind(kind, several, latest and not earliest, earliest)


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
    return _CONTRACTED.sub(
        lambda found: f"{found[1]} has {found['done']}" if found["done"] else f"{found[1]} is ", question
    )


def _kind(asked: str) -> Kind:
    patterns: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_ASK_ABOUT, "event"),
        (_HOW_TO, "manner"),
        (_NOUN_AMOUNT, "amount"),
        (_REASON, "reason"),
        (_AMOUNT, "amount"),
        (_TIME, "time"),
        (_PLACE, "place"),
        (_PERSON, "person"),
        (_STATEMENT, "statement"),
        (_DOING, "event"),
    )
    for pattern, kind in patterns:
        if pattern.search(asked):
            return kind
    if _YES_NO.match(asked):
        return "thing" if re.search(r"\bor\b", asked) else "yes or no"
    if re.match(r"how\b", asked, re.I):
        return "manner"
    return "thing"
