"""Sentences that need no source: greetings, connectives, and saying that the articles do not say.

Both lists are closed on purpose. A sentence that names somebody or counts something beyond what the
question and the articles hold is a claim whatever it begins with, and is verified like any other.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.wording.terms import fold, names, numbers, words

_SOURCES = (
    r"(?:the |these |those |any of the |your )?"
    r"(?:(?:provided |given |available |numbered |news )?"
    r"(?:articles?|passages?|sources?|texts?|context|information|excerpts?)"
    r"(?: (?:provided|above|given|available|here))?|"
    # what an article tells of may be a report or a document too: only those that were given are meant
    r"(?:provided|given|available|numbered|news) (?:documents?|reports?)|"
    r"(?:documents?|reports?) (?:provided|above|given|available|here))"
)
_SAY = (
    r"(?:say|mention|state|specify|provide|contain|include|give|answer|address|discuss|tell|cover|report|indicate"
    r"|describe|explain|name|clarify|reveal|disclose|have|offer)"
)
_NOT = r"(?:n[o']?t|n’t| not)"
_ABSTENTIONS = (
    rf"\b{_SOURCES}(?: themselves)? (?:do|does|did|can|could|are|is){_NOT} (?:\w+ly )?(?:able to )?{_SAY}\b",
    rf"\b(?:none|neither) of {_SOURCES} {_SAY}s?\b",
    r"\b(?:is|are|was|were) (?:not|nowhere|never) (?:\w+ly )?"
    r"(?:mentioned|stated|specified|provided|given|said|discussed|answered|addressed|named|covered)\b"
    rf".{{0,20}}\b{_SOURCES}",
    rf"\bno (?:such )?(?:information|mention|details?|answer|indication|statement)\b.{{0,160}}\b{_SOURCES}",
    r"\bthere(?: is|'s|’s| are) no (?:information|mention|details?|answer|indication)\b",
    rf"^(?:sorry,? )?(?:but )?i (?:do|could|can?){_NOT} (?:know|say|find|answer|tell|determine)\b",
    rf"\b(?:cannot|can't|can’t|could not) be (?:answered|determined|found|known)\b.{{0,40}}\b{_SOURCES}",
)


def _opening(opening: str, rest: str) -> str:
    """Return a pattern for an opening that is followed by nothing but some of these words."""
    return rf"(?:{opening})(?: (?:{'|'.join(rest.split())}))*"


_NOTHINGS = (
    r"(?:hi|hello|hey|greetings|good (?:morning|afternoon|evening))(?: there)?(?: again)?",
    _opening("(?:many )?thanks|thank you", "for so much very your the question asking waiting"),
    r"(?:sure|certainly|of course|absolutely|okay|ok|great|gladly)(?: thing)?",
    r"(?:that(?:'s|’s| is) )?an? (?:good|great|interesting) question",
    r"(?:you(?:'re|’re| are) )?(?:very )?welcome|my pleasure",
    r"(?:i )?hope (?:this|that|it) (?:helps?|answers your question)(?: you)?",
    _opening(
        "(?:please )?(?:let me know|feel free to ask)",
        "if whether should you there i any anything more have need want further other is are like would else "
        "can help questions? details? information to know about this it",
    ),
    _opening(
        "would you like|do you want|can i|shall i|may i|is there anything",
        "me to i else help know more about this it you with explain continue details? tell can want would "
        "like further on any of these articles",
    ),
    r"how (?:can|may) i help(?: you)?(?: today)?",
    r"(?:so |and |well )?(?:in (?:short|brief|summary|conclusion|sum|other words)"
    r"|to (?:sum up|summari[sz]e|conclude)|overall|all in all|finally|first(?:ly)?|second(?:ly)?|third(?:ly)?"
    r"|next|then|however|in addition|moreover)",
    _opening(
        "(?:here(?:'s|’s| is| are)|below (?:is|are)|the following is|these are) "
        "(?:what|the|an?|my|some|your)",
        "the i found short brief quick answers? summary details passages? articles? sources? key main points "
        "facts to your question says? said about it this based on from of information relevant "
        "what do know can",
    ),
    _opening(
        "based on|according to|from",
        "the these passages? articles? sources? provided above given information",
    ),
    r"(?:the )?(?:short |brief |full )?(?:summary|sources?|references|key points|details|note"
    r"|answer(?: to (?:this|that|your|the) question)?)(?: is)?",
    r"(?:the |these )?(?:articles?|passages?|sources?) (?:says?|states?|reports?)(?: that| the following)?",
)
_CONTRAST = re.compile(
    r"\b(?:but|however|although|though|whereas|while|yet|nevertheless|instead)\b|;", re.IGNORECASE
)


def claims_nothing(sentence: str) -> bool:
    """Tell whether a sentence is a greeting, an offer or a connective and no more."""
    if numbers(sentence):
        return False
    said = " ".join(sentence.lower().split()).strip(" .!?:,;…–—")
    parts = [part.strip() for part in re.split(r"[,!.?]\s+", said)]
    return all(not part or _nothing().fullmatch(part) for part in parts)


def is_abstention(sentence: str, *, known: frozenset[str]) -> bool:
    """Tell whether a sentence says that the articles do not say, and claims nothing besides.

    `known` holds the folded words of question and passages: a name or number from elsewhere is a claim.
    """
    if not _abstention().search(" ".join(sentence.lower().split())):
        return False
    if _CONTRAST.search(sentence):
        return False
    said = {fold(word) for name in names(sentence) if not name.opens_sentence for word in words(name.text)}
    return said | numbers(sentence) <= known


def known_words(*texts: str) -> frozenset[str]:
    """Return the folded words and the numbers of texts."""
    return frozenset(fold(word) for text in texts for word in words(text)).union(*map(numbers, texts))


@cache
def _nothing() -> re.Pattern[str]:
    return re.compile("|".join(_NOTHINGS))


@cache
def _abstention() -> re.Pattern[str]:
    return re.compile("|".join(_ABSTENTIONS))
