"""Who says what a sentence tells: the one whose words a question asks for, or another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.keyless.candidates import Candidate
from assistant.questions.question import Question
from assistant.wording.terms import names, stem, terms, words

_SAYS = (
    r"(?:sa(?:id|ys)|t(?:old|ells)|add(?:ed|s)|warn(?:ed|s)|wr(?:ote|ites)|th(?:ought|inks)|believe[ds]|argue[ds]|"
    r"announce[ds]|promise[ds]|admit(?:ted|s)|insist(?:ed|s)|repli(?:ed|es)|explain(?:ed|s)|call(?:ed|s)|"
    r"den(?:ied|ies)|recall(?:ed|s))\b"
)
# "what did the governor say?", but not "what did residents say?", whom many speak for
_WHOSE_WORDS = re.compile(
    r"^(?:what|how) (?:did|does|has|had) (?P<who>(?-i:[A-Z])[^?]*?|the (?:[\w-]+ )*?[\w-]+(?<!s)) "
    r"(?:s(?:ay|aid)|th(?:ink|ought)|t(?:ell|old)|warn|announce|promise|argue|admit|explain|respond|react|reply|"
    r"describe|call)(?:e?d)?\b",
    re.I,
)
# after a speaker: "Ann Lee, the mayor, also said"
_GOES_ON = re.compile(
    rf"(?: [A-Z][\w'’-]*){{0,3}}(?:,[^,.”\"]{{2,80}},)?(?: (?:has|have|had|also|later|then|\w+ly))? {_SAYS}"
)
_COMES_BEFORE = re.compile(rf"[,”\"] ?{_SAYS} (?:[\w'’-]+,? ){{0,6}}$")  # "…,” said the mayor, Ann Lee"
_SOMEBODY = re.compile(rf"\b(?:he|she|they|it) (?:has |also |later )?{_SAYS}", re.I)
_THEIRS = re.compile(r"\b(?:its|their) [^,.]*,? $")
_SENTENCE = re.compile(r"[^.!?\n]+")  # roughly: one that tells that a name and an office are one


def first_of_the_speaker(near: Sequence[Candidate], question: Question) -> list[Candidate]:
    """Return the candidates, those in which the one asked of speaks before a first that names no speaker."""
    asked = _WHOSE_WORDS.match(question.text)
    if asked is None or _SOMEBODY.search(near[0].text):
        return list(near)
    who = words(asked["who"])[-1]
    return sorted(near, key=lambda one: not _speaks(who, one.text))


def told_by_another(candidate: Candidate, question: Question) -> bool:
    """Whether somebody says a sentence whom neither it nor the article takes for the one asked of."""
    asked = _WHOSE_WORDS.match(question.text)
    if asked is None or set(terms(asked["who"])) & set(terms(candidate.text)):
        return False
    who, sentences = stem(words(asked["who"])[-1]), _SENTENCE.findall(candidate.article.text)
    named = {
        words(mention.text)[-1]
        for mention in names(candidate.text)
        if not _THEIRS.search(candidate.text[: mention.start])  # "said its chairman, Ann Lee"
    }
    for last in named:
        if not _speaks(last, candidate.text):
            continue
        told = (set(words(sentence)) for sentence in sentences if last in sentence)
        if not any(last in said and who in map(stem, said) for said in told):
            return True
    return False


def _speaks(who: str, sentence: str) -> bool:
    """Whether a verb of saying stands beside a word of the sentence."""
    return any(
        _GOES_ON.match(sentence, at.end()) or _COMES_BEFORE.search(sentence[: at.start()])
        for at in re.finditer(rf"\b{re.escape(who)}\b", sentence, re.I)
    )
