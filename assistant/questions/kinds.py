"""What kind of answer a question asks for, told from its form."""

from __future__ import annotations

import re
from typing import Literal

from assistant.wording.people import IN_ERS
from assistant.wording.question_words import AUXILIARY_VERB

Kind = Literal[
    "person", "time", "place", "amount", "reason", "manner", "statement", "event", "yes or no", "thing"
]

_ASK_ABOUT = re.compile(
    r"^(?:about\b|more about\b|what (?:has )?happen|what(?: is| was| has been) going on|what went|"
    r"what do (?:we|you) know|"
    r"what is known|what is (?:the )?"
    r"(?:news|story|latest(?! [a-z]+ (?:of|in|for|on|at|from|by)))|describe\b|explain\b|summari[sz]e\b|"
    r"give me (?:a |an )?(?:summary|overview))",
    re.I,
)
_YES_NO = re.compile(rf"^{AUXILIARY_VERB}", re.I)
# what "do you know if it is open?" asks, but not "if it is open, when …?"
WHETHER = re.compile(
    r"^(?:if|whether)\b(?=\s+\S)(?!.*(?:,|\b(?:who|what|when|where|why|which|how|will|can|should)\b))", re.I
)
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
    rf"^(?!what (?!{AUXILIARY_VERB}|else\b)[a-z-]+ (?:was|were|is|are) {_SAYING}\b)"
    r"(?!what (?:company|firm|bank|airline|shop|party|country|city|state|town|council|union|group|team|club|"
    rf"paper|minister|court|judge|law) (?:has )?{_SAYING}\b)"
    rf"(?:what|how)\b.*\b{_SAYING}\b|^what (?:is|was|were|are)\b.*\b(?:view|views|opinion|"
    rf"reaction|response|message|"
    r"position|stance|comment|comments|argument|advice|warning|explanation)\b",
    re.I,
)
_DOING = re.compile(
    r"^what (?:did|does|do|is|are|was|were|will|has|have|had|would)\b.*\b(?:do|doing|done)(?: \w+){0,4}\W*$",
    re.I,
)
_REASON = re.compile(
    r"^(?:why|how come|what (?:(?:has|have|had) )?(?:caused|made|led|triggered|prompted)|"
    r"what (?:causes|is causing|is behind|was behind)|"
    r"what (?:is|was|are|were) (?:the )?(?:\w+ )?(?:reasons?|causes?)|for what reasons?|"
    r"(?:the )?(?:\w+ )?(?:reasons?|causes?) (?:for|of))\b",
    re.I,
)
_AMOUNT = re.compile(
    r"^how (?:many|much|long|old|far|tall|big|often|fast|large|high|hot|warm|deep|heavy|wide|strong|"
    r"young|late|early|soon|likely|cold|frequently|thick|short|expensive)\b|"
    r"^(?:what|which) (?:percentage|percent|share|number|proportion|fraction|amount|price|"
    r"distance|speed|size|age|score|"
    r"temperature)\b|^what (?:is|was|were|are) (?:the )?(?:\w+ )?(?:price|cost|number|total|"
    r"toll|score|salary|population|"
    r"percentage|share|margin|fee|fine|budget|age|height|depth|width|weight|length|turnout|attendance|"
    r"(?:water|sea|river|lake) level|result)\b|^what (?:did|"
    r"does|do|will|would)\b.*\bcost\b|^what(?:['’]s| is| are| was| were)\b.* to (?:have )?cost\b",
    re.I,
)
_TIME = re.compile(
    r"^(?:when|since when|until when|how recently|(?:what|which) (?:date|year|day|month|time|week|"
    r"weekday|season|century|decade)|"
    r"what (?:is|was) (?:the )?(?:date|deadline|year|day)\b|"
    r"what (?:is|was) the (?:\w+ ){1,2}(?:date|deadline|year|day)(?=\W*$| (?:of|for|to|when|that|in|on)\b))",
    re.I,
)
_PLACE = re.compile(
    r"^(?:where(?!.*\b(?:money|funding|funds|cash)\b.*\bfrom\W*$)|(?:what|which) (?:city|country|place|town|"
    r"village|state|region|street|stadium|venue|location|island|"
    r"continent|county|airport|hospital|port)\b)",
    re.I,
)
# a body, which does and owns things as a person does
_BODY = (
    r"(?:company|companies|firms?|airlines?|banks?|contractors?|manufacturers?|suppliers?|operators?|retailers?|"
    r"publishers?|newspapers?|broadcasters?|clubs?|charity|charities|agency|agencies|organi[sz]ations?|developers?)"
    r"\b(?! (?:branch(?:es)?|accounts?|holidays?|cars?)\b)"
)
ASKS_BODY = re.compile(rf"^(?:what|which) (?:[a-z]+ )?{_BODY}", re.I)
_PERSON = re.compile(
    r"^(?:who|whom|whose|(?:what|which) (?:person|man|woman|player|minister|president|politician|"
    rf"actor|people)\b)|{ASKS_BODY.pattern}|^what (?:is|was|are|were)\b.*\bnames?\b",
    re.I,
)
_ONE_PERSON = re.compile(
    r"^who (?:won|wins|came(?! (?:up|from|to|with))|finished)\b|"
    r"^who(?: is| was| will be| became| becomes)\s+(?:(?:now|currently|still|"
    rf"then)\s+)?(?:the|a|an|his|her|its|their|[\w .-]+['’]s)\b(?!.*\b{IN_ERS})",
    re.I,
)
# what ends in -s and is no plural
VERB_IN_S = (
    r"was|is|does|has|goes|plays|makes|serves|runs|closes|wins|leads|owns|sells|says|takes|gets|comes|"
    r"costs|means"
)
_NOUN_IN_S = (
    r"this|his|its|bus|gas|news|business|process|access|class|crisis|basis|address|series|success|express|loss|"
    r"press|boss|pass|cross"
)
_PLURAL = re.compile(
    rf"^(?:what|which) (?:(?:(?!(?:of|{VERB_IN_S})\b)\w+ ){{0,2}}?)"
    rf"(?!(?:{VERB_IN_S})\b(?! (?:are|were|did|do|have|will|can)\b)|(?:{_NOUN_IN_S})\b)\w{{3,}}s\b|"
    r"^(?:what|which|who) (?:are|were)\b|\ball\b|"
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
_NOW = re.compile(r"^(?:is|are|can)(?:n?['’]?t)?\b", re.I)  # "is it open?" asks for today
_HOW_TO = re.compile(
    r"^how (?:do|does|can|could|should|would|will|to)\b"
    r"(?: (?:i|you|we|one|people|someone|somebody|passengers|customers)\b)?"
    r" (?:claim|complain|ask|call|respond|suggest|demand|order|deny)|"
    # "how can drivers claim compensation?"
    r"^how (?:do|can|could|should) (?:[a-z-]+ ){0,2}[a-z-]+s (?:claim|complain|ask|order)\b",
    re.I,
)
# "lido ticket price", "price of a ticket", "strike end date"
_NO_KEYWORDS = (
    rf"(?!(?:{AUXILIARY_VERB}|what|which|who|whom|whose|why|when|where|how|list|name|any|reasons?|causes?|date|time|impact|"
    r"effects?|reaction|news|latest|update|recap|summary|more|problems?|winner|shall)\b)"
)
_MEASURE = (
    r"(?:costs?|prices?|score|fare|fee|salary|population|height|weight|length|age|budget|toll|temperature)"
)
_REST_OF_KEYWORDS = r"(?: (?:of|for|in|at|to|on) [\w'’ -]+)?\W*$"
_NOUN_AMOUNT = re.compile(
    rf"^{_NO_KEYWORDS}(?:[\w'’-]+ ){{1,4}}{_MEASURE}{_REST_OF_KEYWORDS}|"
    rf"^(?:the )?(?:total )?(?:(?!cost of living){_MEASURE}|number) of [\w'’ -]+\W*$",
    re.I,
)
_NOUN_TIME = re.compile(
    rf"^{_NO_KEYWORDS}(?:[\w'’-]+ ){{0,4}}(?:dates?|deadline|kick-?off(?: time)?|"
    rf"(?:opening|closing|start|end) (?:time|day)){_REST_OF_KEYWORDS}|"
    r"^(?:the )?(?:dates?|deadline|day|year) (?:of|for) [\w'’ -]+\W*$",
    re.I,
)
# "storm name", "deputy mayor name 2026"
NOUN_NAME = re.compile(rf"^{_NO_KEYWORDS}(?:[\w'’-]+ ){{1,5}}names?(?: \d{{4}})?\W*$", re.I)
_EARLIEST = re.compile(
    r"\b(?:original(?:ly)?|initial(?:ly)?|at first|to begin with|"
    r"first (?:thought|said|planned|expected|reported|announced|estimated?|hoped|told|put)|"
    r"(?:the|its|their|his|her) first (?:estimate|plan|offer|report|reaction|figure|forecast))\b",
    re.I,
)


def asks_for_several(asked: str, kind: Kind) -> bool:
    """Whether a question, without courtesies, may be answered by a list."""
    if kind == "person" and not ASKS_BODY.match(asked) and not _ONE_PERSON.search(asked):
        return True
    if kind == "place" and asked.lower().startswith("where"):
        return True
    return _PLURAL.search(asked) is not None and kind not in {"time", "amount"}


def asks_for_latest(question: str, asked: str, kind: Kind) -> bool:
    """Whether the newest article counts most; `asked` is the question without courtesies."""
    return bool(_LATEST.search(question) or (kind == "yes or no" and _NOW.match(asked)))


def asks_for_earliest(question: str) -> bool:
    """Whether the oldest article counts most: "what was the original date?"."""
    return _EARLIEST.search(question) is not None


def kind_of(asked: str) -> Kind:
    """Return the kind of answer that a question asks for, which comes without courtesies."""
    patterns: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_ASK_ABOUT, "event"),
        (_HOW_TO, "manner"),
        (_NOUN_AMOUNT, "amount"),
        (_NOUN_TIME, "time"),
        (NOUN_NAME, "person"),
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
    if _YES_NO.match(asked) or WHETHER.match(asked):
        return "thing" if re.search(r"\bor\b", asked) else "yes or no"
    if re.match(r"how\b", asked, re.I):
        return "manner"
    return "thing"
