"""Yes/no questions: which sentences are held against the question, and what they settle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.keyless.abstention import confidence
from assistant.keyless.answer_sentences import refers_back, with_antecedent
from assistant.keyless.candidates import Candidate
from assistant.keyless.findings import Finding, found_sentence
from assistant.keyless.polarity import Evidence, decide
from assistant.keyless.preferences import nearly_as_likely, preferred
from assistant.keyless.quoted_draft import flat
from assistant.keyless.settled_claims import speaks_of, tells_of_another_deed, tells_of_the_time_before
from assistant.keyless.states_of_now import happened_since, has_ended, with_newer
from assistant.questions.question import Question
from assistant.wording.terms import names, stem, terms, words
from indexes.articles import Article

if TYPE_CHECKING:
    from models import Encoder

JUDGED = 5  # sentences that a yes/no question is held against
_CONDITION = re.compile(r"(?:if|unless|should|were) \S+[^.]*?, ", re.I)
_ASKS_CONDITION = re.compile(r"\b(?:if|unless|would|could|might|may|face|faces)\b", re.I)
_ASKS_VERDICT = re.compile(
    r"(?<!plead )(?<!pleads )(?<!pleaded )(?<!pleading )(?<!not )"
    r"\b(?:guilty|convicted|acquitted|cleared|sentenced)\b",
    re.I,
)
_VERDICT = re.compile(r"\b(?:found (?:not )?guilty|convicted|acquitted|cleared|sentenced|jailed)\b", re.I)
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|plead(?:s|ed|ing)? not guilty)\b", re.I)


def yes_or_no(
    encoder: Encoder, question: Question, claim: str, candidates: Sequence[Candidate]
) -> Finding | None:
    """Return "Yes" or "No" with the sentence that decides it, a sentence alone, or None; likeliest first.

    `claim` is what the question asks whether it is so. A sentence is told without "Yes" or "No" where the
    judge finds that none decides, or the one that does may not settle it.
    """
    near = nearly_as_likely(candidates)[:JUDGED]
    likely = preferred(with_newer(near, candidates, question) if question.latest else near, question)
    # what lacks the names of the question neither confirms nor denies
    named = [one for one in likely if one.names_all]
    told = [(one, evidence) for one in named if (evidence := _told(one, question))]
    if named and not told:
        return None
    dated = question.latest or question.earliest
    decided = decide(encoder, question, claim, [each for _, each in told], first=dated)
    if decided is None:
        # "Nobody was hurt." may need the title to say where
        told = [(one, evidence) for one, evidence in told if _is_on(one, question)]
        titled = [replace(each, text=f"{one.article.title.rstrip('.')}. {each.text}") for one, each in told]
        decided = decide(encoder, question, claim, titled, first=dated)
    sure = confidence(candidates)
    if decided is None:
        return found_sentence(likely[0], sure) if _is_on(likely[0], question) else None
    at, polarity = decided
    one, evidence = told[at]
    since = happened_since(one, candidates, question) if polarity.word == "No" else None
    if since and _told(since, question):
        return found_sentence(since, sure)  # "nobody has been arrested" was before the arrest
    settled = has_ended(question, one.text) or speaks_of(question, evidence.text, one.article.title)
    return replace(found_sentence(one, sure), short=polarity.word if settled else None)


def _is_on(candidate: Candidate, question: Question) -> bool:
    """Whether a sentence that decides nothing has more of the question than one name."""
    named = [{stem(word) for word in words(name.text)} for name in question.names]
    asked = question.plain_terms
    said = set(terms(candidate.text))
    return not asked or bool(asked & said) or (len(named) > 1 and all(name & said for name in named))


def _is_of_somebody(article: Article) -> bool:
    """Whether the title has a whole name, which "she" then stands for: "Inez Castellane, calypsonian"."""
    return any(" " in name.text and name.text in article.text for name in names(article.title))


def _told(candidate: Candidate, question: Question) -> Evidence | None:
    """What the candidate says, with the sentences that it leans on; None where it is about something else."""
    spans = with_antecedent(candidate, question)
    text = " ".join(flat(candidate.article.text[start:end]) for start, end in spans)
    sentence = flat(candidate.text)
    if _is_of_others(candidate, text, question):
        return None
    if _CONDITION.match(sentence) and not _ASKS_CONDITION.search(question.text):
        return None  # "if convicted, he faces ten years" says nothing of whether he is
    if _ASKS_VERDICT.search(question.text) and _DENIES.search(sentence) and not _VERDICT.search(sentence):
        return None  # nor does what the accused says
    if tells_of_the_time_before(question, sentence):
        return None
    if tells_of_another_deed(question, f"{candidate.article.title} {text}", candidate.article.text):
        return None
    return Evidence(text, sentence, candidate.probability, candidate.article.published_day)


def _is_of_others(candidate: Candidate, text: str, question: Question) -> bool:
    """Whether a text has other names than the first of the question, which nothing in it stands for.

    The title and a pronoun may. One with a digit must be there itself: "V1" is not "V2".
    """
    asked = [[stem(word) for word in words(name.text) if not word.islower()] for name in question.names]
    said = set(map(stem, words(text)))
    about = said | set(map(stem, words(candidate.article.title)))
    told = names(candidate.text)
    numbered = {word for name in asked for word in name if re.search(r"\d", word) and not word.isdigit()}
    other_number = any(re.search(r"[A-Za-z]\d|\d[A-Za-z]", name.text) for name in told)
    if not numbered <= (said if other_number else about):
        return True
    # one capitalised word that opens a sentence may be any word
    others = [name for name in told if not name.opens_sentence or " " in name.text]
    they_are_others = not refers_back(candidate.text) or _is_of_somebody(candidate.article)
    return bool(asked and others) and not about & set(asked[0]) and they_are_others
