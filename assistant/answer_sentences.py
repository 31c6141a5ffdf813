"""The sentences that say so: the one that answers, others as likely, and what it refers back to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.candidates import Candidate
from assistant.terms import names, stem, words

_REFERS_BACK = re.compile(
    r"^[“\"‘']?(?:he|she|they|it|his|her|their|its|this|that|these|those|such|both|neither|"
    r"the former|the latter|"
    r"one of them|some of them|another|others?)\b",
    re.I,
)
_DEFINITE_OPENING = re.compile(r"^[“\"‘']?the (?:[a-z-]+ ){0,2}[a-z-]+\b(?! of\b)", re.I)
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs)\b", re.I)
FARTHEST_BACK = 3  # sentences
_CONTINUES = re.compile(
    r"^(?:and|but|so|yet|instead|however|then|also|therefore|because|for that|as a result|in addition)\b",
    re.I,
)
_STEP = re.compile(r"^(?:first|second|third|fourth|fifth|then|next|after that|finally|lastly)\b", re.I)
MOST_STEPS = 5
_GIVES_REASON = re.compile(
    r"\b(?:because|since|so that|in order to|due to|owing to|therefore|as a result|the reason|which is why|"
    r"that way|this (?:is|was|means?|meant)|by \w+ing|caused?|blamed?)\b",
    re.I,
)
FAR = 3.0  # log-odds
_UNFINISHED = 6  # words: a shorter sentence rarely stands alone


def needs_the_sentence_before(sentence: str, *, opens_paragraph: bool = False) -> bool:
    """Whether a sentence leans on the one before it: it opens with "He" or "But", or names nobody.

    One that opens a paragraph with "The job" takes up the story, not the sentence before.
    """
    sentence = " ".join(sentence.split())
    if _REFERS_BACK.match(sentence) or _CONTINUES.match(sentence):
        return True
    if opens_paragraph:
        return False
    if _DEFINITE_OPENING.match(sentence) and not [
        name for name in names(sentence) if not name.opens_sentence
    ]:
        return True
    return len(words(sentence)) < _UNFINISHED and not names(sentence)


def sentences_of(candidate: Candidate) -> tuple[tuple[int, int], ...]:
    """Return the sentences of the passage that the candidate stands in, in characters of the article."""
    return candidate.found.passage.sentences


def with_context(candidate: Candidate) -> list[tuple[int, int]]:
    """Return the candidate's sentence, preceded by the one that it leans on where there is one."""
    own = (candidate.start, candidate.end)
    sentences = sorted(sentences_of(candidate))
    at = sentences.index(own) if own in sentences else 0
    if at == 0:
        return [own]
    before = sentences[at - 1]
    opens_paragraph = "\n" in candidate.article.text[before[1] : candidate.start]
    leans = needs_the_sentence_before(candidate.text, opens_paragraph=opens_paragraph)
    return [before, own] if leans else [own]


def with_antecedent(candidate: Candidate, question: str) -> list[tuple[int, int]]:
    """Return the candidate's sentence, preceded by what tells whom of the question "him" means in it.

    Meant for judging: it goes back to the last sentence of the passage that has a name of the question.
    """
    spans = with_context(candidate)
    asked = [stem(words(name.text)[-1]) for name in names(question)]
    text = candidate.article.text

    def named(start: int, end: int) -> bool:
        said = set(map(stem, words(text[start:end])))
        return any(name in said for name in asked)

    if not asked or not refers_back(candidate.text) or any(named(*span) for span in spans):
        return spans
    if len(spans) > 1 and _names_somebody(text[slice(*spans[0])]):
        return spans
    for span in [one for one in sorted(sentences_of(candidate)) if one[1] <= spans[0][0]][
        : -FARTHEST_BACK - 1 : -1
    ]:
        if named(*span):
            return [span, *spans]
        if _names_somebody(text[slice(*span)]):
            break  # whom the pronoun may mean as well
    return spans


def refers_back(sentence: str) -> bool:
    """Whether somebody named before is spoken of as "he", "she" or "they"."""
    return _PRONOUN.search(sentence) is not None


def _names_somebody(sentence: str) -> bool:
    return any(" " in name.text for name in names(sentence))


def several_sentences(candidates: Sequence[Candidate], *, most: int, share: float) -> list[Candidate]:
    """Return the best candidate and others of its article nearly as likely, in the article's order."""
    if not candidates:
        return []
    best = candidates[0]
    chosen = [best]
    for candidate in candidates[1:]:
        if len(chosen) == most:
            break
        close = candidate.article.id == best.article.id and candidate.probability >= share * best.probability
        if close and candidate.probability > 0.25:
            chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.start)


def with_continuation(
    chosen: Sequence[Candidate], candidates: Sequence[Candidate], lead: Candidate
) -> list[Candidate]:
    """Return the chosen candidates with what goes on from the best one, in the article's order.

    Steps that are numbered in words belong together ("First, … Second, …"). Else the sentence after the best
    one is added when it names the reason or means, is part of the same paragraph and not far less likely:
    what was done and why are often told one after the other.
    """
    text = lead.article.text
    follow = sorted(
        (
            one
            for one in candidates
            if one.article.id == lead.article.id and lead.start <= one.start <= lead.found.passage.end
        ),
        key=lambda one: one.start,
    )
    added: list[Candidate] = []
    if _STEP.match(lead.text):
        added = [one for one in follow[1:] if _STEP.match(one.text)][:MOST_STEPS]
    elif len(follow) > 1 and len(chosen) == 1:
        after = follow[1]
        together = "\n" not in text[lead.end : after.start].strip(" ") and after.start - lead.end < 3
        if together and _GIVES_REASON.search(after.text) and after.log_odds >= lead.log_odds - FAR:
            added = [after]
    known = {(one.start, one.end) for one in chosen}
    more = [one for one in added if (one.start, one.end) not in known]
    return sorted((*chosen, *more), key=lambda one: one.start)
