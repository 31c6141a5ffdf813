"""What in a sentence goes with an answer: an amount or a name, "because", "said", a quotation."""

from __future__ import annotations

import re

from assistant.questions.amounts import says_how_much
from assistant.questions.question import Question
from assistant.wording.terms import names

_CUES = {
    "reason": re.compile(
        r"\b(?:because|due to|owing to|thanks to|so that|in order|therefore|as a result|reasons?|blam\w+|"
        r"caus(?:e[sd]?|ing)|prompt(?:ed|ing)|trigger\w*|led to|fear(?:s|ed|ing)?|hop(?:es|ed|ing)|"
        r"(?:since|as) (?:it|they|he|she|we|this|that|there)|"
        r"for (?:discussions|talks|negotiations|treatment|fear|lack|safety)|"
        r"to (?:protect|avoid|prevent|save|make|keep|help|give|discuss|ask|seek|consider|allow|ensure|stop|"
        r"reduce|improve|show|mark|meet|support|persuade|raise|win|find|get))\b|, (?:since|as)\b",
        re.I,
    ),
    "statement": re.compile(
        r"[“\"]|\b(?:sa(?:ys?|id)|told|tells?|warn|argue|claim|think|thought|call|promise|"
        r"announce|admit|den(?:y|ied)|"
        r"explain|insist|add|complain|urge|accuse|stat(?:ed?|ing)|express|lament|hop)\w*\b",
        re.I,
    ),
    "manner": re.compile(
        r"\bby (?:\w+ing|means|hand|post|phone|way)\b|\b(?:using|through|via|thanks to|with the help)\b|"
        r"^(?:first|second|third|then|next|finally)\b",
        re.I,
    ),
}


def has_kind_of_answer(text: str, question: Question) -> bool:
    """Whether the sentence has anything of the kind that is asked for."""
    if question.kind == "amount":
        return says_how_much(text)
    if question.kind in {"person", "place"}:
        return bool(names(text))
    return True


def has_cue(text: str, question: Question) -> bool:
    """Whether the sentence has what goes with such an answer: "because", "said", a quotation."""
    cue = _CUES.get(question.kind)
    return cue is not None and cue.search(text) is not None
