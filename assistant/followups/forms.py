"""Forms of English questions that several rules look for, as regular expressions."""

from __future__ import annotations

import re

from assistant.wording.irregular_forms import PAST_FORMS
from assistant.wording.question_words import AUXILIARY_VERB, QUESTION_WORD
from assistant.wording.terms import FUNCTION_WORDS

WH = rf"(?:how (?:many|much|long|old|far|often)|{QUESTION_WORD})"
ANY_QUESTION_WORD = re.compile(rf"\b{WH}\b", re.I)
AUXILIARY = re.compile(rf"\b{AUXILIARY_VERB}", re.I)
# a word that carries none
NO_CONTENT = rf"(?:(?:{'|'.join(sorted(map(re.escape, FUNCTION_WORDS)))})\b|{AUXILIARY_VERB})"
# the inside of a question, where a full stop after an initial ends nothing: "who shot J. K. Lee?"
INSIDE = r"(?:[^?.!]|(?<=\b[A-Z])\.)"
# "arrested" of "who was arrested?", "found" of "where was it found?"
PARTICIPLE = (
    rf"(?:[a-z]{{2,}}(?<!e)ed|{'|'.join(sorted(PAST_FORMS))}|taken|given|done|made|said|hurt|hit|cut|shut)\b"
)
