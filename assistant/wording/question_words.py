"""The words that open an English question: question words and auxiliary verbs, as regular expressions."""

from __future__ import annotations

import re

QUESTION_WORD = r"(?:who|whom|whose|what|which|when|where|why|how)"
BE = r"(?:am|is|are|was|were)"
# the month is no verb: "in May", "since May", "May 2026"
_MAY = r"(?<!\b(?:in|by|of|on) )(?<!\b(?:since|until) )(?<!\b(?:last|next) )may(?!\W*(?:\d|$))"
# what the base form of a verb follows: "did it close", "must it close"
BEFORE_A_BASE_FORM = rf"(?:do|does|did|will|would|can|could|shall|should|might|must|{_MAY})"
_NOT = re.compile(r"n['’]?t$", re.I)
_SHORTENED = {"ca": "can", "wo": "will", "sha": "shall"}
AUXILIARY_VERB = (
    rf"(?:(?:{BE}|{BEFORE_A_BASE_FORM}|has|have|had|cannot"
    r"|(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|sha|should|might|must)n['’]?t)\b)"
)


def without_not(auxiliary: str) -> str:
    """Return an auxiliary verb without the "not" that is joined to it: "will" of "won't"."""
    plain = _NOT.sub("", auxiliary.lower())
    return _SHORTENED.get(plain, plain)
