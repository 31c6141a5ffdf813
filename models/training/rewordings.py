"""Rewordings of news sentences that keep what they say: shorter, reordered, or with other words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from models.training.names import mentions
from models.training.words import DAYS, MONTHS, NEAR_SYNONYMS

Rewording = Callable[[str, random.Random], str | None]

_OPENING = re.compile(
    rf"^(?:On (?:{'|'.join(DAYS)})|In (?:{'|'.join(MONTHS)})(?: \d{{4}})?|In \d{{4}}|"
    r"However|Meanwhile|But|And|Also|Instead|In addition|"
    r"Earlier|Later|Last (?:week|month|year)|Afterwards|As a result|For example|Indeed),?\s(?=\w)"
)
_WHICH = re.compile(
    r",\s(?:which|who|whose|where|when|while|although|though|because|after|as)\s[^,;:]+?(?:,|(?=\.$))"
)
_APPOSITIVE = re.compile(
    r"(?<=[\w”\"])\s?,\s(?:a|an|the|his|her|its|then|now|aged|\d\d)\b[^,;:\"“”]{0,60},(?=\s[a-z])"
)
_ASIDE = re.compile(r"\s\([^()]{2,80}\)|\s[–—-]\s[^–—]{3,60}\s[–—-](?=\s)")
_TAIL = re.compile(
    r",?\s(?:on|in|at|after|before|during|by|from|following|because of|as part of|due to)"
    r"\s[^,;\"“”]{3,60}(?=\.$)"
)
_ADVERB = re.compile(
    r"\s(?:also|already|very|now|still|just|quickly|recently|reportedly|eventually|later|then|again|currently)(?=\s[a-z])"
)


def _dropper(pattern: re.Pattern[str]) -> Rewording:
    def drop(sentence: str, rng: random.Random) -> str | None:
        found = [match for match in pattern.finditer(sentence) if len(sentence) - len(match[0]) > 35]
        if not found:
            return None
        match = rng.choice(found)
        left = sentence[: match.start()] + sentence[match.end() :]
        # a claim without its "reportedly" or its "not" says more than its source
        if re.search(r"\b(?:not|never|no|reportedly|unless|if|without|except)\b", match[0]):
            return None
        return left[:1].upper() + left[1:]

    return drop


def one_of_list(sentence: str, rng: random.Random) -> str | None:
    """Keep one name of a list "A, B and C"."""
    found = mentions(sentence)
    for number, left in enumerate(found[:-1]):
        last = number
        while last + 1 < len(found) and re.fullmatch(
            r",?\s(?:and\s)?(?:the\s)?|,\s", sentence[found[last].end : found[last + 1].start]
        ):
            last += 1
        joined = sentence[left.start : found[last].end]
        verb = re.match(r"\s(?:are|were|have|both|agree|share|met)\b", sentence[found[last].end :])
        if (
            last > number
            and " and " in joined
            and not verb
            and not re.search(r"\bbetween\s$", sentence[: left.start])
        ):
            kept = rng.choice(found[number : last + 1])
            return sentence[: left.start] + kept.text + sentence[found[last].end :]
    return None


_SAID = re.compile(
    r"^(?P<quote>[“\"][^”\"]{15,}?)[,.]?[”\"],?\s(?P<who>[A-Z][\w’' -]{2,40}?)\s(?:said|says|added)\.?$"
)
_SAID_FIRST = re.compile(
    r"^(?P<quote>[A-Z][^\"“”]{20,}),\s(?P<who>(?:the\s)?[\w’' -]{2,40}?)\s(?:said|says)\.$"
)
_ACCORDING = re.compile(r"^According to (?P<who>[^,]{3,60}), (?P<what>.{20,})\.$")


def reorder_speech(sentence: str, rng: random.Random) -> str | None:
    """Put the speaker before the quotation, or "according to" at the other end."""
    if match := _SAID.match(sentence):
        quote = match["quote"].lstrip('“"')
        return (
            f'{match["who"]} said: "{quote}."'
            if rng.random() < 0.5
            else f"{match['who']} said that {_lower(quote)}."
        )
    if match := _SAID_FIRST.match(sentence):
        who = match["who"][:1].upper() + match["who"][1:]
        return f"{who} said that {_lower(match['quote'])}."
    if match := _ACCORDING.match(sentence):
        what = match["what"][:1].upper() + match["what"][1:]
        return f"{what}, according to {match['who']}."
    return None


def _lower(text: str) -> str:
    """Lower the first letter unless the text starts with a name or "I"."""
    first = mentions(text)
    keep = (first and first[0].start == 0) or re.match(r"I\b|[A-Z]{2}", text)
    return text if keep else text[:1].lower() + text[1:]


def other_words(sentence: str, rng: random.Random) -> str | None:
    """Put a near-synonym in place of one or two words."""
    changed = sentence
    for one, other in rng.sample(NEAR_SYNONYMS, len(NEAR_SYNONYMS)):
        if re.search(rf"\b{one}\b", changed):
            changed = re.sub(rf"\b{one}\b", other, changed, count=1)
            if rng.random() < 0.6:
                break
    return changed if changed != sentence else None


def contract(sentence: str, rng: random.Random) -> str | None:
    """Write "did not" as "didn't", or the other way round."""
    del rng
    shorter = re.sub(
        r"\b(is|are|was|were|has|have|had|would|could|should|did|does|do) not\b", r"\1n't", sentence
    )
    if shorter != sentence:
        return shorter
    longer = re.sub(
        r"\b(is|are|was|were|has|have|had|would|could|should|did|does|do)n['’]t\b", r"\1 not", sentence
    )
    return longer if longer != sentence else None


REWORDINGS: dict[str, Rewording] = {
    "opening": _dropper(_OPENING),
    "clause": _dropper(_WHICH),
    "appositive": _dropper(_APPOSITIVE),
    "aside": _dropper(_ASIDE),
    "tail": _dropper(_TAIL),
    "adverb": _dropper(_ADVERB),
    "one of a list": one_of_list,
    "speech": reorder_speech,
    "words": other_words,
    "contraction": contract,
}
"""Rewordings that keep a sentence true to its source."""


def reword(sentence: str, rng: random.Random, *, times: int = 1) -> str:
    """Make up to `times` rewordings drawn at random; the sentence itself where none applies."""
    kinds = list(REWORDINGS)
    rng.shuffle(kinds)
    for kind in kinds:
        if times == 0:
            break
        new = REWORDINGS[kind](sentence, rng)
        if new and new != sentence:
            sentence, times = new, times - 1
    return sentence


_IS_IT = re.compile(
    r"^(?P<subject>.{2,60}?)\s(?P<verb>is|are|was|were|has|have|had|will|can|could|would|should)\s(?P<rest>[^,;:]{8,})\.$"
)


def as_yes_no_question(sentence: str) -> str | None:
    """Turn "X is Y." into "Is X Y?", where the subject is a name at the start."""
    match = _IS_IT.match(sentence)
    if not match or not any(m.start == 0 and m.end == len(match["subject"]) for m in mentions(sentence)):
        return None
    return f"{match['verb'].capitalize()} {match['subject']} {match['rest']}?"
