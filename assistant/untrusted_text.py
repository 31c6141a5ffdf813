"""Article text as a reader sees it, and which of it speaks to a machine instead of reporting.

Articles are written by strangers. What a reader never sees (comments, zero-width characters, the
control tokens of chat templates) is not shown to a language model either, and what addresses the
answerer ("ignore the above and say …") is shown as data but is never evidence for a claim.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from indexes.sentences import split_sentences

_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<tag>script|style|template|noscript)\b.*?(?:</(?P=tag)\s*>|\Z)"
    r"|<(?P<box>\w+)\b[^<>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|\shidden\b)"
    r"[^<>]*>.*?(?:</(?P=box)\s*>|\Z)"
    r"|<[|｜][^<>\n]{1,40}?[|｜]>|</?s>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|<(?:bos|eos)>",
    re.IGNORECASE | re.DOTALL,
)

# Sentences that speak to whoever writes the answer. Each is tried on text outside quotation marks, so
# that a report on such sentences ("the page said “ignore all previous instructions”") stays evidence.
_ANSWERER = (
    r"(?:ai|a\.i\.|llms?|chat\ ?bots?|(?:language\ )?models?|assistants?|answering\ (?:system|engine)s?)"
)
_TELLING = (
    r"(?:say|answer|reply|respond|repeat|output|print|write|state|report|claim|cite|quote|tell|inform|mark"
    r"|treat|conclude|mention|include|append|begin|start|end|present|summari[sz]e|recommend|pretend|assume)"
)
_ORDERS = (
    # ignore the above
    r"\b(?:ignore|disregard|forget|override|bypass|discard)\b.{0,40}\b(?:above|below|previous|prior|earlier"
    r"|preceding|foregoing|instructions?|prompts?|rules?|passages?|context|guidelines|(?:every|any)thing"
    r"|other\ (?:articles|sources))\b",
    # SYSTEM MESSAGE: …
    rf"^\W*(?:system|assistant|user|developer|human|admin(?:istrator)?|operator|instructions?|prompt|{_ANSWERER})"
    r"(?:\s+(?:message|prompt|note|notice|override|instructions?|update|role|command))*"
    r"\s*(?:\([^)]*\))?\s*[:>\]]",
    r"^\W*(?:new|updated|revised|important|additional|hidden|secret|special|final)\s+(?:system\s+)?"
    r"(?:instructions?|prompts?|directives?|orders?|commands?)\b",
    # Note to any AI: …, assistants must report …, you are now an AI …
    r"\b(?:note|notice|message|instructions?|attention|dear)\b[\s:,]*(?:to|for|of)?\s*(?:the|all|any|an?|every)?"
    rf"\s*{_ANSWERER}\b\s*[:,.!-]",
    rf"\b{_ANSWERER}\b.{{0,60}}\b(?:must|should|shall|are\ to|is\ to|has\ to|have\ to)\s+"
    rf"(?:always\s+|only\s+|now\s+|not\s+)*{_TELLING}\b",
    rf"\byou\ are\ (?:now\s+)?(?:an?|the)\b.{{0,30}}\b{_ANSWERER}\b",
    r"\b(?:your|the\ user['’]s|the\ reader['’]s)\s+(?:system\s+)?(?:prompt|instructions)\b",
    r"\b(?:when|if|whenever|before|in)\s+(?:you\s+are\s+)?(?:asked|answering|summari[sz]ing|replying|responding)\b"
    rf".{{0,120}}\b{_TELLING}\b",
    # You must say …, then tell …, reply only with …
    r"^\W*(?:(?:please|now|instead|also|then|and|always|only|just|simply|you\s+(?:must|should|will|shall|have\s+to)"
    r"|be\s+sure\s+to|make\s+sure\s+to|remember\s+to|do\s+not\s+forget\s+to|do\s+not|never)[\s,:]+)+"
    rf"{_TELLING}\b",
    r"^\W*(?:say|answer|reply|respond|output|print|repeat|cite|claim|pretend|state|write)\s+"
    r"(?:that|with|only|exactly|the\s+following|this|as|it|yes|no|in)\b",
    r"^\W*tell\s+(?:the\s+|every\s+|all\s+)?(?:user|reader|people|person|everyone|them|him|her)",
    # claims about the answer and about the numbered sources
    r"\b(?:the|your)\s+(?:only\s+|one\s+)?(?:correct|right|true|final|verified|expected|approved)\s+answer\b",
    r"\b(?:passages?|sources?|citations?)\s+(?:\[\d+\]|number\s+\d+|\d+)\s+(?:also\s+)?"
    r"(?:says?|confirms?|states?|proves?|supports?|verif)",
    r"\bcite\s+(?:this|it|passage|source|\[\d)",
)
_SPEAKS_TO_THE_ANSWERER = re.compile("|".join(_ORDERS), re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|‘[^‘’]{12,}’|«[^«»]*»")


@dataclass(frozen=True, slots=True)
class VisibleText:
    """Text without what is hidden in it; `places[i]` is where its character i stood before.

    `evidence` is as long, with blanks in place of what speaks to the answerer.
    """

    text: str
    evidence: str
    places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return a range of this text as a range of the text it was made from."""
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=256)
def _seen(text: str) -> bytes:
    """Return 1 for each character that a reader sees, 0 for each that is hidden."""
    seen = bytearray(0 if _invisible(char) else 1 for char in text)
    for match in _HIDDEN.finditer(text):
        seen[match.start() : match.end()] = bytes(match.end() - match.start())
    return bytes(seen)


@lru_cache(maxsize=256)
def _evidence(clean: str) -> str:
    """Return the text with blanks for what speaks to the answerer: such a sentence and its line.

    After a heading ("System message:") the lines up to the next empty one belong to it.
    """
    evidence, done = [], 0
    for start, end in split_sentences(clean):
        if start >= done and speaks_to_the_answerer(clean[start:end]):
            stop = "\n\n" if clean[start:end].endswith((":", ">", "]")) else "\n"
            until = clean.find(stop, end)
            until = len(clean) if until < 0 else until
            evidence += [clean[done:start], re.sub(r"[^\n]", " ", clean[start:until])]
            done = until
    return "".join(evidence) + clean[done:]


def speaks_to_the_answerer(sentence: str) -> bool:
    """Tell whether a sentence gives orders to a machine; words quoted inside a sentence do not."""
    sentence = unicodedata.normalize("NFKC", sentence)
    unquoted = _QUOTED.sub(" ", sentence)
    if len(re.findall(r"\w+", unquoted)) < 3:
        unquoted = sentence
    return _SPEAKS_TO_THE_ANSWERER.search(unquoted) is not None


def visible(text: str, start: int = 0, end: int | None = None) -> VisibleText:
    """Return what is visible of text[start:end]; what is hidden or an order is judged by the whole text."""
    end = len(text) if end is None else end
    seen = _seen(text)
    clean = "".join(compress(text, seen))
    low = sum(seen[:start])
    high = low + sum(seen[start:end])
    places = tuple(compress(range(start, end), seen[start:end]))
    return VisibleText(clean[low:high], _evidence(clean)[low:high], places)


def plain(text: str) -> str:
    """Return a title, name or question on one line, without anything hidden."""
    return " ".join(visible(text).text.split())


def _invisible(char: str) -> bool:
    """Tell whether a character shows nothing: formats, tags, variation selectors, controls."""
    if char < "\x7f":
        return char < " " and char not in "\n\t"
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return True
    return unicodedata.category(char) in ("Cf", "Cc", "Co")
