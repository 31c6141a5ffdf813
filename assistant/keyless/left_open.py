"""Sentences that leave open what is asked: "has not said who will", "a woman who has not been named"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.keyless.answer_sentences import with_context
from assistant.keyless.answer_spans import choose_pieces
from assistant.keyless.candidates import Candidate
from assistant.questions.kinds import Kind
from assistant.questions.question import Question
from assistant.wording.question_words import AUXILIARY_VERB
from assistant.wording.terms import stem, terms, words

NEAR = 4.0  # log-odds below the likeliest
BOTH_SHARE = 1.5  # of 2: what a sentence leaves open and what is asked each have a share of the other's terms
MOST = 0.65  # of the question's terms but its names
LEAST_BEFORE = 2  # terms, to tell what "she did not say by how much" is about
NAMED_WITHIN = 6  # words before "has not been named"

# "had not said" may have been said since
_HAS_NOT = (
    rf"\b(?!had\b){AUXILIARY_VERB}(?: (?:yet|still))?(?: not\b|(?<=n['’]t))"
    r"(?: (?:yet|been|be|even|publicly))*"
)
_TELLING = (
    r"(?:say|said|tell|told|know|known|clear|certain|sure|decided?|disclosed?|reveal(?:ed)?|announced?|"
    r"explain(?:ed)?|confirm(?:ed)?|settled?|agreed?|established|specify|specified|made public|released)"
)
_UNTOLD = (
    rf"(?:{_HAS_NOT} {_TELLING}|\b(?:unclear|unknown|uncertain|undecided|remains to be seen)|"
    rf"\b(?:declined|refused|(?:has|have) yet) to (?:be )?{_TELLING}|"
    r"\b(?:nobody|no one|no-one) (?:yet )?(?:knows|(?:can|could) (?:say|tell)))\b"
)
_ASKING = (
    r"(?:how (?:much|many|long|old|far|often|high|big|large|fast|deep|soon)|"
    r"who|whom|whose|which|what|when|where|why|how|whether|if)"
)
_LEFT_OPEN = (
    # "has not said who will be …", "would not say why"
    re.compile(
        rf"{_UNTOLD}(?: (?:yet|to \w+|publicly))?,? (?:by |to |from |for |in )?"
        rf"(?P<asked>{_ASKING})\b(?P<about>[^,.;:]*)",
        re.I,
    ),
    # "Whether a booster is needed is not yet known"
    re.compile(rf"(?:^|[.;:“\"] ?|, (?:and|but) )(?P<asked>{_ASKING})\b(?P<about>[^.;:]*?) {_UNTOLD}", re.I),
)
_ASKED_BY: dict[str, frozenset[Kind]] = {
    "who": frozenset({"person"}),
    "whom": frozenset({"person"}),
    "whose": frozenset({"person"}),
    "which": frozenset({"person", "place", "thing"}),
    "what": frozenset({"thing", "event", "amount", "reason"}),
    "when": frozenset({"time"}),
    "where": frozenset({"place"}),
    "why": frozenset({"reason"}),
    "how": frozenset({"manner"}),
    "whether": frozenset({"yes or no"}),
    "if": frozenset({"yes or no"}),
}
_GIVEN = (
    r"(?:known|set|fixed|given|agreed|announced|disclosed|revealed|released|decided|published|established)"
)
_NOUNS: dict[Kind, str] = {
    "time": "date|day|time|deadline",
    "amount": "figures?|sum|price|fee|costs?|amount|number|value|salary|wages|terms|budget|total",
    "reason": "reasons?|motives?|causes?|explanation",
    "person": "names?|identity|identities",
}
# "no date has been agreed", "the cause is unknown", "an undisclosed sum", "did not give a figure"
_GIVES_NONE = {
    kind: re.compile(
        rf"\bno (?:[a-z]+ )?(?:{nouns})\b[^,.;]*? (?:has|have|was|were|is|are) (?:yet )?(?:been )?{_GIVEN}\b|"
        rf"\b(?:{nouns})\b[^,.;]*? (?:unknown|unclear|undisclosed|{_HAS_NOT} {_GIVEN})\b|"
        rf"\bundisclosed (?:{nouns})\b|(?:\bnot|n['’]t) give (?:an?|any|the) (?:{nouns})\b",
        re.I,
    )
    for kind, nouns in _NOUNS.items()
}
_ASKS_NAME = re.compile(r"^who\b|\bnames?\b|\bcalled\W*$", re.I)
_NOT_NAMED = re.compile(
    rf"{_HAS_NOT} (?:named|identified)\b|"
    r"\bwhom (?:\w+ ){1,3}(?:did|would|could|has|have) not (?:yet )?named?\b",
    re.I,
)
_DID_NOT_NAME = re.compile(
    r"\b(?:(?:did|would|could|do|does|will)(?: not|n['’]t)|(?:declined|refused) to) (?:name|identify) "
    r"(?P<whom>[^,.;:]+)",
    re.I,
)
_ASKS_SUCCESSOR = re.compile(r"\b(?:next|new|successor|will (?:succeed|replace|follow|take over))\b", re.I)
_FINDING = r"(?:found|named|appointed|chosen|elected|announced)"
_NO_SUCCESSOR = re.compile(
    r"\b(?:until|before) (?:an?|the|his|her|its|their) (?:successor|replacement|new [a-z-]+) "
    rf"(?:is|has been|can be) {_FINDING}\b|"
    rf"\b(?:successor|replacement)\b[^,.;]*?{_HAS_NOT} {_FINDING}\b|"
    rf"\bno (?:successor|replacement) (?:has|was|is) (?:yet )?(?:been )?{_FINDING}\b",
    re.I,
)


def left_open(question: Question, candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the sentence that says that what is asked is not known, None without one.

    Candidates come likeliest first. What a newer article tells is not left open.
    """
    for one in candidates:
        if one.log_odds < candidates[0].log_odds - NEAR:
            break
        if one.names_all and leaves_open(one, question):
            return None if _told_since(one, question, candidates) else one
    return None


def leaves_open(candidate: Candidate, question: Question) -> bool:
    """Whether a sentence says of what the question asks that it is not told."""
    if any(
        _is_what_is_asked(found, candidate, question)
        for form in _LEFT_OPEN
        for found in form.finditer(candidate.text)
    ):
        return True
    if question.kind == "person" and _ASKS_SUCCESSOR.search(question.text):
        return _NO_SUCCESSOR.search(candidate.text) is not None
    if _ASKS_NAME.search(question.text) and _leaves_unnamed(candidate.text, question):
        return True
    none = _GIVES_NONE.get(question.kind)
    return bool(
        none
        and none.search(candidate.text)
        and _share(_asked_terms(question), set(terms(_in_context(candidate)))) >= MOST
    )


def _is_what_is_asked(found: re.Match[str], candidate: Candidate, question: Question) -> bool:
    """Whether the question in a sentence, "who will be minister", is the one that is asked."""
    asking, wanted = " ".join(found["asked"].lower().split()), _asked_terms(question)
    if " " in asking:
        core = question.core.lower()
        if question.kind != "amount" or (core.startswith("how") and not core.startswith(asking)):
            return False
    elif question.kind not in _ASKED_BY[asking]:
        return False
    # a "300-seat hall" is asked about as "the hall"
    about = [term for term in terms(found["about"]) if not term[0].isdigit()]
    if not about:
        return _share(wanted, _terms_before(candidate, found.start())) >= MOST
    if about[-1] not in wanted:
        return False  # "when the ferry will sail" is not when the ferry was built
    told = set(terms(f"{candidate.article.title} {_in_context(candidate)}"))
    return _share(set(about), question.terms) + _share(wanted, told) >= BOTH_SHARE


def _leaves_unnamed(text: str, question: Question) -> bool:
    """Whether a sentence leaves the one that is asked for without a name."""
    wanted = _asked_terms(question) - {"name"}
    if unnamed := _NOT_NAMED.search(text):
        # of "Ann Lee and a woman who has not been named" it is the last
        before = re.split(r" and (?=an? )", text[: unnamed.start()])[-1]
        return not wanted.isdisjoint(map(stem, words(before)[-NAMED_WITHIN:]))
    kept = _DID_NOT_NAME.search(text)
    return kept is not None and not wanted.isdisjoint(terms(kept["whom"]))


def _asked_terms(question: Question) -> frozenset[str]:
    """The terms of a question but those of its names."""
    return question.plain_terms or question.terms


def _terms_before(candidate: Candidate, end: int) -> set[str]:
    """The terms of what stands just before a place in a sentence, or in the sentence that it leans on."""
    told: set[str] = set()
    for part in reversed(re.split(r"[,;:]| and | but | that ", candidate.text[:end])):
        told |= set(terms(part))
        if len(told) >= LEAST_BEFORE:
            return told
    return told | set(terms(_in_context(candidate)))


def _in_context(candidate: Candidate) -> str:
    return " ".join(candidate.article.text[slice(*span)] for span in with_context(candidate))


def _share(wanted: frozenset[str] | set[str], told: frozenset[str] | set[str]) -> float:
    return len(wanted & told) / len(wanted) if wanted else 0.0


def _told_since(untold: Candidate, question: Question, candidates: Sequence[Candidate]) -> bool:
    """Whether a likelier sentence of a newer article tells what this one leaves open."""
    day = untold.article.published_day or date.min
    return any(
        one.log_odds >= untold.log_odds
        and (one.article.published_day or date.min) > day
        and (question.by_sentence or choose_pieces(one, question))
        and not leaves_open(one, question)
        for one in candidates
    )
