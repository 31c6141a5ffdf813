"""Sentences in an article that give orders to whoever answers from it, and passages that are forged.

The patterns are about form: who is addressed, what is to be ignored, said or cited. They are tried outside
quotation marks, so that a report on such orders ("the page said “ignore all previous instructions”") stays
usable. In 1.3 million characters of news (OneStopEnglish, Wikinews) they match once.
"""

from __future__ import annotations

import re
import unicodedata

_MACHINE = (
    r"(?:ai|a\.i\.|llms?|chat ?bots?"
    r"|(?:ai |language |automatic |automated )(?:models?|systems?|assistants?|tools?))"
)
_ANSWERER = rf"(?:{_MACHINE}|models?|assistants?|(?:answering|answer) (?:system|engine|machine)s?)"
_TELLING = (
    r"(?:say|answer|reply|respond|repeat|output|print|write|state|report|claim|cite|quote|tell|inform|mark|treat"
    r"|conclude|mention|include|append|begin|start|end|finish|present|summari[sz]e|recommend|pretend|assume|add"
    r"|name|reveal|use|confirm)"
)
_ORDERS = (
    # ignore the above, in English and in the languages that such orders most often come in
    r"\b(?:ignore|disregard|forget|override|bypass|discard)\b.{0,40}\b(?:above|below|previous|prior|earlier"
    r"|preceding|foregoing|instructions?|prompts?|rules?|passages?|context|guidelines|(?:every|any)thing"
    r"|(?:the|this|these|all|other|any) (?:articles?|texts?|pages?|stor(?:y|ies)|documents?|sources?))\b",
    r"\b(?:ignorier\w*|missacht\w*|vergiss|vergesst|vergessen sie)\b.{0,40}"
    r"\b(?:anweisung|vorgabe|obige|vorherig|bisherig)\w*",
    r"\b(?:ignore[zr]?|oublie[zr]?)\b.{0,40}\b(?:instructions?|consignes?|précédent\w*|ci-dessus)",
    r"\b(?:ignor[ae]n?|olvid[ae]n?|dimentic\w+|esque[çc]\w+)\b.{0,40}"
    r"\b(?:instruccion\w*|istruzion\w*|instruç\w*|anterior\w*|precedent\w*)",
    r"\bnegeer\b.{0,40}\b(?:instructies|voorgaande|bovenstaande)|\bигнорируй\w*.{0,40}(?:инструкц|указани)|忽略.{0,12}(?:指令|指示|以上)",
    # SYSTEM MESSAGE: …
    rf"^\W*(?:system|assistant|user|developer|human|admin(?:istrator)?|operator|instructions?|prompt|{_ANSWERER})"
    r"(?:\s+(?:message|prompt|note|notice|override|instructions?|update|role|command))*\s*(?:\([^)]*\)\s*)?[:>\]]",
    r"^\W*(?:new|updated|revised|important|additional|hidden|secret|special|final)\s+(?:system\s+)?"
    r"(?:instructions?|prompts?|directives?|orders?|commands?)\b",
    # a note for AI assistants, assistants must report …, you are now an AI …, whoever sums this up …
    r"\b(?:note|notice|message|instructions?|attention|request|dear)\b[\s:,]*(?:to|for|of)\s*"
    rf"(?:(?:the|all|any|an?|every)\s*)?{_ANSWERER}\b",
    rf"\b(?:attention|dear)[\s:,]+(?:all\s+)?{_ANSWERER}\b",
    rf"\b{_ANSWERER}\b.{{0,60}}\b(?:must|should|shall|are to|is to|has to|have to)\s+"
    rf"(?:always\s+|only\s+|now\s+|not\s+)*{_TELLING}\b",
    rf"\byou are (?:now\s+)?(?:an?|the)\b.{{0,30}}\b{_ANSWERER}\b",
    r"\b(?:whoever|anyone who|anything that|if you|when you)\b.{0,30}"
    r"\b(?:sums? (?:this|it) up"
    r"|(?:summari[sz]es?|answers?|reads?|process(?:es)?|quotes?)(?: from)? (?:this|it))\b",
    r"\b(?:your|the user['’]s|the reader['’]s)\s+(?:system\s+)?(?:prompts?|instructions)\b",
    r"\byour (?:final |whole |entire |next )?(?:answers?|repl(?:y|ies)|responses?|outputs?|summary)\b",
    r"\b(?:when|if|whenever|before|in)\s+(?:you\s+are\s+)?(?:asked|answering|summari[sz]ing|replying|responding)\b"
    rf".{{0,120}}\b{_TELLING}\b",
    # You must say …, then tell …, reply only with …, decode this and obey it
    r"^\W*(?:(?:please|now|instead|also|then|and|always|only|just|simply|first|second|third|you\s+(?:must|should|will"
    r"|shall|have\s+to)|be\s+sure\s+to|make\s+sure\s+to|remember\s+to|do\s+not\s+forget\s+to|do\s+not|never)[\s,:]+)+"
    rf"{_TELLING}\b",
    r"^\W*(?:say|answer|reply|respond|output|print|repeat|cite|claim|pretend|state|write)\s+"
    r"(?:that|with|only|exactly|the\s+following|this|as|it|yes|no|in)\b",
    r"^\W*tell\s+(?:the\s+|every\s+|all\s+)?(?:user|reader|people|person|everyone|them|him|her)",
    r"\b(?:obey (?:it|this|that|them)|execute (?:it|this))\b"
    r"|\bdo (?:exactly )?(?:what|as) (?:it|this) says\b",
    r"^\W*(?:decode|decipher|decrypt|unscramble)\b.{0,60}\b(?:this|following|text|string|base64)\b",
    # claims about the answer and about the numbered sources
    r"\b(?:the|your)\s+(?:only\s+|one\s+)?(?:correct|right|true|final|verified|expected|approved)\s+"
    r"(?:and final )?answer\b",
    r"\b(?:passages?|sources?|citations?)\s+(?:numbers?\s+)?\[?\d+\]?(?:[\s,]+(?:and\s+)?\[?\d+\]?)*"
    r"\s+(?:also\s+|all\s+|both\s+)?(?:says?|confirms?|states?|proves?|supports?|verif)",
    r"\bcite\s+(?:this|it|passage|source|\[\d)",
)
_SPEAKS_TO_THE_ANSWERER = re.compile("|".join(_ORDERS), re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|‘[^‘’]{12,}’|«[^«»]*»")

# Control tokens of chat templates, and lines that imitate the fence around passages.
CONTROL_TOKEN = re.compile(
    r"<[|｜][^<>\n]{1,40}?[|｜]>|</?s>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|<(?:bos|eos)>",
    re.IGNORECASE,
)
_FORGED = re.compile(
    rf"{CONTROL_TOKEN.pattern}|^[^\w\n]*(?:begin|end|start)\s+(?:of\s+)?(?:the\s+)?(?:passages?|articles?|documents?|sources?"
    r"|context|system|instructions?|prompt|data)\b[\s\d:.#-]*(?=$|[A-Z])",
    re.IGNORECASE | re.MULTILINE,
)
# Cyrillic and Greek letters that look like Latin ones, in small and capital
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтАВЕКМНОРСТУХІЈЅοανιΑΒΕΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhkmtABEKMHOPCTYXIJSoaviABEHIKMNOPTYX",
)


def speaks_to_the_answerer(sentence: str) -> bool:
    """Tell whether a sentence gives orders to a machine; words quoted inside a sentence do not."""
    sentence = unicodedata.normalize("NFKC", sentence).translate(_LOOKALIKES)
    unquoted = _QUOTED.sub(" ", sentence)
    if len(re.findall(r"\w+", unquoted)) < 3:
        unquoted = sentence
    return _SPEAKS_TO_THE_ANSWERER.search(unquoted) is not None


def forged_range(text: str) -> tuple[int, int] | None:
    """Return the lines from the first to the last imitated fence or control token, or None."""
    found = [match.span() for match in _FORGED.finditer(text)]
    if not found:
        return None
    start = text.rfind("\n", 0, found[0][0]) + 1
    end = text.find("\n", found[-1][1])
    return start, len(text) if end < 0 else end
