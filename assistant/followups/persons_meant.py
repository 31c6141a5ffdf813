"""Who "he" or "she" is: somebody who was told, spoken of or asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.asked_people import asks_who, named_by, person_spoken_of, related, who_is_asked_for
from assistant.followups.candidates import Candidate
from assistant.followups.he_or_she import HE_OR_SHE
from assistant.followups.mentions import mentions
from assistant.followups.talk import SOMETHING, Talk
from assistant.wording.question_words import AUXILIARY_VERB
from assistant.wording.terms import fold, words

_SUBJECT = re.compile(rf"(?<!^what ){AUXILIARY_VERB} $", re.I)
# it is a club that does it: "how much did Orley Vale pay for Tom Pike?"
_SIGNED = re.compile(r"\b(?:pa(?:y|id) for|sign|signed|loan|loaned) $", re.I)


def person_meant(talk: Talk, pronoun: str = "", *, another: bool = False) -> str | None:
    """Return who a pronoun stands for: nobody of the other sex; with `another` not who was told last."""
    likely = [one for one in talk.ranked() if one.person and talk.can_be(one, pronoun)]
    relative = related(talk.last_question, talk.short_answer, pronoun)
    if relative:
        return next((one.text for one in likely if fold(one.text) == fold(relative)), relative)
    asked_for = who_is_asked_for(talk.last_question)
    before = _whoever(talk)
    if before in {one.text for one in talk.ranked() if one not in likely}:
        before = None  # of the other sex
    told = talk.short_answer or talk.last_answer
    # who was asked for in vain is not gone on about where it was somebody before
    talked_of = [one.text for one in likely if one.mentions > 1 and one.text in talk.last_question]
    went_on = before and sum(before.removeprefix("the one ") in asked for asked in talk.questions) > 1
    in_vain = asked_for and not told and (went_on or talked_of)
    somebody = before if in_vain or not asked_for else asked_for
    if another:
        likely = [one for one in likely if one.text not in told] or likely
    elif somebody and asked_for and not in_vain:
        # an answer that is no name, such as "a cyclist", gives none to those in its sentences
        named = [one.text for one in likely if fold(one.text) not in fold(somebody)]
        other = [one.text for one in talk.ranked() if one.person and one not in likely and one.text in told]
        said = f"{told} {talk.last_answer}" if other else told
        return next((name for name in named if name in said), somebody)
    elif newest := _newest(talk, likely, pronoun, before):
        return newest
    if somebody and not any(one.asked for one in likely):
        return somebody
    return likely[0].called if likely else None


def _whoever(talk: Talk) -> str | None:
    """Who was asked for last before the last question, by the name that was told if any was."""
    for question in reversed(talk.questions[:-1]):
        if asked_for := who_is_asked_for(question):
            told = next((short for asked, short in talk.shorts if asked == question), "")
            people = (talk.candidates.get(fold(one.text)) for one in mentions(told))
            return next((one.text for one in people if one and one.person), asked_for)
    return None


def _newest(talk: Talk, likely: Sequence[Candidate], pronoun: str, before: str | None) -> str | None:
    """Who the last question speaks of or its answer tells of, if no pronoun of it leaves that open."""
    last = talk.last_question
    if HE_OR_SHE.search(last) or not talk.questions:
        return None
    spoken_of = person_spoken_of(last, pronoun)
    if spoken_of and all(one.text in spoken_of for one in likely if one.asked):
        one_who = before and before in last  # "the one who stabbed the teacher"
        return before if one_who else named_by(spoken_of, talk.last_answer) or spoken_of
    told = [short for question, short in talk.shorts if asks_who(question)]
    inside = [
        (one, last[: name.start])
        for name in mentions(last)
        for one in likely
        if set(words(name.text)) <= set(words(one.text))
    ]
    named = [
        one for one, before in inside if _SUBJECT.search(before) or any(one.text in short for short in told)
    ]
    if named and not named[0].somebody:
        signed = [one for one, before in inside if _SIGNED.search(before)]
        told_of = [one for one in likely if asks_who(last) and one.text in (talk.short_answer or "")]
        surely = [one for one in signed if one.somebody or one.like_a_person]
        named = [*surely, *(one for one in told_of if one.somebody), *named]
    if named or any(one.asked for one in likely):
        return named[0].called if named else None
    something = SOMETHING.fullmatch(talk.short_answer or "")
    # "a drunk passenger"
    return person_spoken_of(f"the {something['noun']}", pronoun) if something else None
