"""Yes or no: the question as a claim, held against the sentence by the judge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.keyless.denials import Standing, standing
from assistant.keyless.excepted_things import as_excepted
from assistant.keyless.states_of_now import has_ended
from assistant.questions.kinds import WHETHER
from assistant.questions.question import Question
from assistant.wording.irregular_forms import PAST_FORMS
from assistant.wording.negation import denies
from assistant.wording.quantities import NUMBER
from assistant.wording.question_words import AUXILIARY_VERB, BEFORE_A_BASE_FORM, without_not
from assistant.wording.terms import FUNCTION_WORDS, names

if TYPE_CHECKING:
    from models import Encoder

# Chosen on the development cases: how probable "it says neither" may be, and by how much one side must lead.
MOST_NEUTRAL = 0.45
MOST_NEUTRAL_DENIAL = 0.55  # the same, where the sentence denies what is asked; set by hand
CLEAR = 1.15  # times the other side
AS_CLEAR = 0.6  # of the clearest evidence, for a newer article that says the opposite
NEGATED = 2.0  # times for "no", where only the sentence says "not"
UNSAID = 0.5  # how probable "no" must be where no word of the sentence denies what is asked
DENIED = 8.0  # times for "no", where the sentence denies what is asked; set by hand, few cases have it
_AUXILIARY = re.compile(rf"^({AUXILIARY_VERB})\s+(.+)$", re.I)
_SUBJECT = re.compile(
    r"^(?:(?:the|a|an|my|our|your|his|her|its|their|this|that|these|those|any|all|some)\s+(?!of\b)(?:the\s+)?"
    r"(?:(?:new|old|former|first|second|third|last|next|young|local|national|prime|deputy)\s+"
    r"(?=(?!too\b|better\b|\w+er than\b)(?![\w-]+(?:ed|ing)\b)[\w'’-]+\s+[\w'’-]))*[\w'’-]+|"
    r"(?:no|every|each)\s+(?!of\b|longer\b)[\w'’-]+(?<!ed)(?=\s+\S)|"
    rf"{NUMBER}[\d,.]*\s+(?:million|billion)(?=\s+(?!people\b|[\w'’-]+s\s)\S)|"
    rf"(?:both|many|more|{NUMBER}[\d,.]*(?:\s+(?:thousand|million|billion))?)\s+"
    r"(?:one|person|man|woman|child|people|men|women|children|police|[\w'’-]{2,}(?<!wa)(?<!ha)s)(?=\s+\S)|"
    r"(?:he|she|it|they|you|i|we|there)\b|[\w'’-]+)",
    re.I,
)

_IS_PRONOUN = re.compile(r"(?:he|she|it|they|you|i|we|there)\b", re.I)
_OF = re.compile(r" of (?:(?:the|a|an|his|her|its|their|this|that|these|those) )?[\w'’-]+", re.I)
_PARTICIPLES = "|".join(sorted(PAST_FORMS))
_TAKES_BASE_FORM = re.compile(BEFORE_A_BASE_FORM)
_NO_NOUN = "worth|safe|open|free|happy|full|alone|ready|able|due|likely"
# "runway" of "the second runway approved", but not "finally" of "finally approved" or "found" of "found hurt"
_NOUN_BEFORE_PARTICIPLE = re.compile(
    rf"(?P<noun>(?: (?!(?:{'|'.join(map(re.escape, sorted(FUNCTION_WORDS)))}|{_PARTICIPLES}|{_NO_NOUN})\b)"
    rf"[a-z][\w'’-]*(?<!ly)(?<!ed)(?<!ing)){{1,2}}) (?:been |being |really |ever |now |finally )*"
    rf"(?:[a-z]+(?:ed|ing)|been|{_PARTICIPLES})\b"
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """ "Yes", "No" or, where neither may be told, None, with the judge's probability for it."""

    word: Literal["Yes", "No"] | None
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text, the one sentence of it that matters, how probably that answers, and when it was published."""

    text: str
    sentence: str
    probability: float
    day: date | None = None


def as_claim(question: Question) -> str | None:
    """Return the claim that a yes/no question is about: "Ann did win." for "Did Ann win?", else None."""
    core = question.core.rstrip("?!. ")
    core = re.split(
        r",?\s+and\s+(?:by |to |from |against |for |with )?(?:how|who|whom|what|when|where|why|which)\b", core
    )[0]
    if whether := WHETHER.match(core):  # what follows has the order of a claim
        claim = core[whether.end() :].strip()
        return f"{claim[0].upper()}{claim[1:]}."
    match = _AUXILIARY.match(core)
    if match is None:
        return None
    auxiliary, rest = without_not(match[1]), match[2]
    subject = _subject(rest, takes_base_form=_TAKES_BASE_FORM.fullmatch(auxiliary) is not None)
    predicate = rest[len(subject) :].strip()
    return f"{subject[0].upper()}{subject[1:]} {auxiliary} {predicate}.".replace(" .", ".")


def decide(
    encoder: Encoder, question: Question, claim: str, evidence: Sequence[Evidence], *, first: bool = False
) -> tuple[int, Polarity] | None:
    """Return which evidence decides the question most clearly, and how; None when none does.

    With `first` it is the first that decides it, however clearly: what the newest article says, say. Of two
    that say the opposite about as clearly, the newer counts.

    The judge is asked twice about each, with the question as a claim and as it stands, for a claim made by
    rules may come out crooked; the mean counts.
    """
    pairs = [(said, one.text) for one in evidence for said in (claim, question.text)]
    if not pairs:
        return None
    rows = encoder.judge(pairs).reshape(len(evidence), 2, 3).mean(axis=1)
    decided = []
    for at, (row, one) in enumerate(zip(rows, evidence, strict=True)):
        yes, no = float(row[0]), float(row[2])
        said = yes + no
        how = standing(question, one.sentence)
        if excepted := as_excepted(question, one.sentence):
            yes, no = (said, 0.0) if excepted == "so" else (0.0, said)
        doubt = _doubt(question, one.sentence, how)
        unsaid = doubt == 1.0 and no < UNSAID
        no *= doubt
        yes, no = said * yes / (yes + no), said * no / (yes + no)
        if yes >= no:
            polarity = Polarity("Yes" if how in {"so", None} else None, yes)
        else:
            polarity = Polarity(None if unsaid or how == "open" else "No", no)
        most_neutral = MOST_NEUTRAL_DENIAL if how == "denied" else MOST_NEUTRAL
        if 1 - said <= most_neutral and max(yes, no) >= CLEAR * min(yes, no):
            decided.append((at, polarity))
    if first:
        return decided[0] if decided else None
    if not decided:
        return None

    def weight(found: tuple[int, Polarity]) -> float:
        return found[1].score * evidence[found[0]].probability

    best = max(decided, key=weight)
    day = evidence[best[0]].day
    newer = [
        found
        for found in decided
        if found[1].word not in {best[1].word, None}
        and weight(found) >= AS_CLEAR * weight(best)
        and (other := evidence[found[0]].day)
        and day
        and other > day
    ]
    return max([best, *newer], key=lambda found: evidence[found[0]].day or date.min)


def _doubt(question: Question, sentence: str, how: Standing | None) -> float:
    """How many times likelier "no" is than the judge says, by words of the sentence that it overlooks."""
    if how == "denied" or has_ended(question, sentence):
        return DENIED
    return NEGATED if how != "so" and denies(sentence) and not denies(question.text) else 1.0


def _subject(rest: str, *, takes_base_form: bool) -> str:
    """Return the subject that a question goes on with: "the second runway" of "the second runway approved".

    After "did" and "will" a participle belongs to what follows: of "the state ban smoking" it is "the state".
    """
    found = names(rest)
    if found and found[0].start == 0:
        own = re.match(r"['’]s? (?:[\w'’-]+ )??[\w'’-]+", rest[found[0].end :])
        end = found[0].end + (own.end() if own else 0)
        joined = re.match(r" and (?:the )?", rest[end:])  # "Hamas and Israel"
        if joined:
            end = next((name.end for name in found if name.start == end + joined.end()), end)
    else:
        match = _SUBJECT.match(rest)
        end = match.end() if match else len(rest.split()[0])
        end = _to_end_of_name(rest, end)
        if match and (of := _OF.match(rest[end:])):
            end = _to_end_of_name(rest, end + of.end())
    pronoun = _IS_PRONOUN.match(rest)
    if not takes_base_form and not pronoun and (noun := _NOUN_BEFORE_PARTICIPLE.match(rest[end:])):
        end += noun.end("noun")
    return rest[:end]


def _to_end_of_name(text: str, end: int) -> int:
    return next((name.end for name in names(text) if name.start < end < name.end), end)
