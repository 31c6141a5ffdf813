"""Whether something is so now: what newer articles say of it, and sentences that tell that it is over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.keyless.candidates import Candidate
from assistant.keyless.denials import tells_as_so
from assistant.keyless.disagreement import ABOUT_THE_SAME
from assistant.keyless.preferences import is_one_name, who_left
from assistant.questions.question import Question
from assistant.wording.negation import NOT

MUCH_LESS_LIKELY = 3.0  # log-odds below the best, within which a newer article may tell what is so now
MOST_NEWER = 3  # sentences of newer articles
_ASKS_STILL = re.compile(r"\bstill (?P<state>[\w-]+)", re.I)
_ENDS = {
    r"missing|lost|trapped": r"\b(?:was|were|been) (?:found|rescued|freed|brought out)\b",
    r"closed|shut|suspended": r"\b(?:reopened|resumed|opened\b[^.;]{0,40}\bagain)\b",
}
_ASKS_WHAT_HAS_HAPPENED = re.compile(r"(?:has|have)\b", re.I)
_NOT_YET = re.compile(rf"{NOT}|\b(?:yet|until|before|if)\b", re.I)


def with_newer(
    near: Sequence[Candidate], candidates: Sequence[Candidate], question: Question
) -> list[Candidate]:
    """Return the near candidates, then the few of newer articles that tell of the same.

    They have about as much of the question as the best, or say that what it asks of is over: what is so today
    may be told in words that are less like those of the question than what was so before.
    """
    best = near[0]
    newest = max((one.article.published_day or date.min for one in near), default=date.min)
    newer = [
        one
        for one in candidates
        if (one.article.published_day or date.min) > newest
        and one.names_all
        and one.log_odds >= best.log_odds - MUCH_LESS_LIKELY
        and (
            one.features.terms_in_sentence >= ABOUT_THE_SAME * best.features.terms_in_sentence
            or (one.features.terms_in_sentence > 0.0 and has_ended(question, one.text))
        )
    ]
    return [*near, *newer[:MOST_NEWER]]


def happened_since(told: Candidate, candidates: Sequence[Candidate], question: Question) -> Candidate | None:
    """Return what a newer article tells as so of what had not happened: "has anybody been arrested?"."""
    if not _ASKS_WHAT_HAS_HAPPENED.match(question.core):
        return None
    newer = with_newer([told], candidates, question)[1:]
    return next((one for one in newer if tells_as_so(question, one.text)), None)


def has_ended(question: Question, sentence: str) -> bool:
    """Whether a sentence tells that a state is over of which a question asks whether it lasts.

    Who "is still the head" resigned; what "is still closed" reopened, or "was closed for four days".
    """
    asked = _ASKS_STILL.search(question.text)
    if asked is None:
        return False
    if any(is_one_name(who_left(sentence), name.text) for name in question.names):
        return True
    state = asked["state"]
    if re.search(rf"\b(?:was|were|had been) {re.escape(state)} for\b", sentence, re.I):
        return True
    end = next((end for states, end in _ENDS.items() if re.fullmatch(states, state, re.I)), None)
    ended = re.search(end, sentence, re.I) if end else None
    return ended is not None and not _NOT_YET.search(sentence[: ended.start()])
