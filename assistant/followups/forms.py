"""Forms of English questions that several rules look for, as regular expressions."""

from __future__ import annotations

import re

from assistant.wording.terms import FUNCTION_WORDS

WH = r"(?:who|whom|whose|what|which|when|where|why|how(?: many| much| long| old| far| often)?)"
ANY_QUESTION_WORD = re.compile(rf"\b{WH}\b", re.I)
AUXILIARY_VERB = r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b"
AUXILIARY = re.compile(rf"\b{AUXILIARY_VERB}", re.I)
NO_CONTENT = rf"(?:{'|'.join(sorted(map(re.escape, FUNCTION_WORDS)))})\b"  # a word that carries none
# the inside of a question, where a full stop after an initial ends nothing: "who shot J. K. Lee?"
INSIDE = r"(?:[^?.!]|(?<=\b[A-Z])\.)"
