"""Which of sentences about as likely is told: the newest, one of now, one with the word that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.keyless.answer_spans import choose_pieces
from assistant.keyless.candidates import Candidate
from assistant.keyless.near_misses import ASKS_OFFICE, TAKES_OVER
from assistant.questions.question import Question
from assistant.wording.negation import has_not
from assistant.wording.terms import FUNCTION_WORDS, fold, names, stem, words

NEAR = 1.5  # log-odds below the best, within which a sentence with a short answer is preferred
ABOUT_AS_LIKELY = 0.7  # log-odds below the best, within which the very word that is asked for decides
_WHO_DID = re.compile(r"^who (?:is |was |are |were |has |have |had |will )?(?P<word>[a-z]{3,})\b", re.I)
# not how many people, whom articles call residents or patients
_HOW_MANY = re.compile(r"^how many (?!people|persons|times|more)(?P<word>[a-z]{3,})\b", re.I)
_ASKS_WHO_RUNS = re.compile(
    r"^who(?:['’]s| is| are)? (?:now |currently )?"
    r"(?:runs?|running|leads?|leading|heads?|heading|manages?|managing|chairs?|chairing|in charge)\b",
    re.I,
)
LEFT_OFFICE = re.compile(
    r"\b(?:resign(?:s|ed)?|(?:step(?:s|ped)?|st(?:ands?|ood)) down|quit|sacked|dismissed|ousted|retired)\b",
    re.I,
)
# not "she dismissed claims" or "a retired teacher"
_HAS_LEFT = re.compile(
    r"\b(?:resign(?:s|ed)|(?:step(?:s|ped)|st(?:ands|ood)) down|quits?|(?<!a )(?<!the )retired|"
    r"(?:withdrew|pull(?:s|ed) out)(?! (?:an?|the|its|his|her|their)\b)|"
    r"(?:is|was|been) (?:sacked|dismissed|ousted|fired))\b",
    re.I,
)
# "the last strike in the town, in 2011", but not "the last three years"
_LAST_TIME = re.compile(
    r"\b(?:the|its|their) (?:last|previous) "
    r"(?!(?:[\w-]+ )?(?:days?|weeks?|months?|years?|seasons?|decades?)\b).*\b(?:(?:19|20)\d\d|years? ago)\b",
    re.I,
)
_ASKS_OF_BEFORE = re.compile(r"\b(?:last|previous|earlier|before|past|ago|ever|(?:19|20)\d\d)\b", re.I)


def who_left(sentence: str) -> str | None:
    """Return whom a sentence says to have left an office: the last name before "resigned", if any."""
    left = _HAS_LEFT.search(sentence)
    before = names(sentence[: left.start()]) if left else []
    if left is None or not before or has_not(sentence[before[-1].end : left.start()]):
        return None
    return before[-1].text


def is_one_name(name: str | None, other: str) -> bool:
    """Whether two names end in the same word, as "Dag Eriksen" and "Eriksen" do."""
    return name is not None and words(name)[-1:] == words(other)[-1:]


def asks_who_holds(question: Question) -> bool:
    """Whether a question asks who has an office today: "who is the mayor?", "who runs it?"."""
    asks = _ASKS_WHO_RUNS.match(question.text) or ASKS_OFFICE.match(question.text)
    return (
        asks is not None
        and not LEFT_OFFICE.search(question.text)
        and not _ASKS_OF_BEFORE.search(question.text)
    )


def nearly_as_likely(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the best candidate and those close behind it, best first."""
    return [one for one in candidates if one.log_odds >= candidates[0].log_odds - NEAR]


def preferred(candidates: Sequence[Candidate], question: Question) -> list[Candidate]:
    """Return candidates that are about as likely, the newest or oldest article first where that is asked for.

    Articles without a date come last, and the order of the candidates stays where nothing else decides.
    """
    if not question.latest and not question.earliest:
        return list(candidates)
    days = {one.article.id: one.article.published_day for one in candidates}
    dated = [one for one in candidates if days[one.article.id]]
    dated.sort(key=lambda one: days[one.article.id] or date.min, reverse=question.latest)
    return [*dated, *(one for one in candidates if not days[one.article.id])]


def of_now(candidates: Sequence[Candidate], question: Question) -> list[Candidate]:
    """Return the candidates, likeliest first, without those of an earlier one where another is of this one.

    Who left an office holds it no more if a sentence tells who took over. "The last strike, in 2011, …" is
    not meant by "the strike" where another sentence has as much of the question.
    """
    kept = list(candidates)
    if asks_who_holds(question):
        stayed = [one for one in kept if not LEFT_OFFICE.search(one.text)]
        kept = stayed if any(TAKES_OVER.search(one.text) for one in stayed) else kept
    if _ASKS_OF_BEFORE.search(question.text) or not _LAST_TIME.search(kept[0].text):
        return kept
    as_much = [one for one in kept if one.features.terms_in_sentence >= kept[0].features.terms_in_sentence]
    return [one for one in as_much if not _LAST_TIME.search(one.text)] or kept


def with_the_word_asked_for(near: Sequence[Candidate], question: Question) -> list[Candidate]:
    """Return those about as likely as the first that have the word asked for: "led" of "who led it?".

    Of "how many votes?" it is "votes".
    """
    asked = _WHO_DID.match(question.text) or _HOW_MANY.match(question.text)
    if asked is None or fold(asked["word"]) in FUNCTION_WORDS:
        return []
    word, best = stem(asked["word"]), near[0]
    return [
        one
        for one in near
        if one.log_odds >= best.log_odds - ABOUT_AS_LIKELY
        and one.features.terms_in_sentence >= best.features.terms_in_sentence
        and word in map(stem, words(one.text))
        and choose_pieces(one, question)
    ]
