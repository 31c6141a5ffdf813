"""The sentences that say so: the one that answers, others as likely, and what it refers back to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.keyless.candidates import Candidate
from assistant.questions.question import Question
from assistant.wording.terms import CALENDAR, names, numbers, stem, words

_REFERS_BACK = re.compile(
    r"^[“\"‘']?(?:he|she|they|it|his|her|their|its|this|that|these|those|such|both|neither|"
    r"the former|the latter|one of them|some of them|another|others?)\b",
    re.I,
)
_SAYS_SO = re.compile(r"\b(?:says?|said|thinks?|thought) (?:so\b(?! far)|that(?:[.;]|, (?:and|but)\b))", re.I)
_DEFINITE_OPENING = re.compile(r"^[“\"‘']?the (?:[a-z-]+ ){0,2}[a-z-]+\b(?! of\b)", re.I)
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs)\b", re.I)
_TO_THE_READER = re.compile(r"(?:You|We|I)\b")  # "You should not." tells of nothing that "it" may mean
FARTHEST_BACK = 3  # sentences
_CONTINUES = re.compile(
    r"^(?:and|but|so|yet|instead|however|then|also|therefore|because|for that|as a result|in addition)\b",
    re.I,
)
_STEP = re.compile(
    r"^(?:[1-9][.)](?= \w)|(?:first|second|third|fourth|fifth|then|next|after that|finally|lastly)\b)", re.I
)
MOST_STEPS = 5
_GIVES_REASON = re.compile(
    rf"\b(?:because|since(?! (?:\d|last\b|then\b|early\b|late\b|the war\b|{'|'.join(CALENDAR)}))|so that|"
    r"in order to|due to|owing to|therefore|as a result|the reason|which is why|that way|"
    r"(?<=[,;] )so (?!(?:far|much|many|that|long|did|do|does|is|was|to|they|say|badly|too)\b)[a-z]+ [a-z]+|"
    r"this (?:is|was|means?|meant)|by \w+ing|caused?|blamed?)\b",
    re.I,
)
FAR = 3.0  # log-odds
_UNFINISHED = 6  # words: a shorter sentence rarely stands alone
LONGEST_ANNOUNCEMENT, LONGEST_LIST = 8, 10  # words of a sentence that only tells what the next ones tell
# "The trouble was years in the making.", but not "The problem was a faulty valve."
_ANNOUNCES = re.compile(
    r"\b(?:troubles?|reasons?|problems?|causes?|explanation|story|answer|roots?|origins?)\b"
    r"(?! (?:is|was|are|were|lay|lies) (?:a|an|the|that|in)\b)|:$",
    re.I,
)
_ANNOUNCES_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|several|many|some|a number of) (?:\w+ )?"
    r"(?:reasons|causes|mistakes|problems|conditions|demands|changes|things|factors|steps|explanations)\b",
    re.I,
)
_OF_REASONS = re.compile(r"\b(?:reasons?|causes?|explanations?)\b", re.I)
ANNOUNCED_NEAR = 3.5  # log-odds below the best sentence, within which one that announces the reasons is meant
MOST_ANNOUNCED = 2
MOST_SEVERAL = 3
ONLY_REPEATS = 0.5  # of the question's terms, in a sentence that gives no reason


def needs_the_sentence_before(sentence: str, *, opens_paragraph: bool = False) -> bool:
    """Whether a sentence leans on the one before it: it opens with "He", says "so", or names nobody.

    One that opens a paragraph with "The job" takes up the story, not the sentence before.
    """
    sentence = " ".join(sentence.split())
    if _REFERS_BACK.match(sentence) or _CONTINUES.match(sentence) or _SAYS_SO.search(sentence):
        return True
    if opens_paragraph:
        return False
    if _DEFINITE_OPENING.match(sentence) and all(name.opens_sentence for name in names(sentence)):
        return True
    return len(words(sentence)) < _UNFINISHED and not names(sentence)


def only_repeats(candidate: Candidate) -> bool:
    """Whether a sentence has most words of a question that asks why, and none that gives a reason."""
    return not candidate.features.cue_word and candidate.features.terms_in_sentence >= ONLY_REPEATS


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
    if not needs_the_sentence_before(candidate.text, opens_paragraph=opens_paragraph):
        return [own]
    text = candidate.article.text
    if not _PRONOUN.match(candidate.text) and not _TO_THE_READER.match(text, before[0]):
        return [before, own]
    # "He was received …" leans on who has a name, not on "Until now he had spoken …"
    nearby = sentences[max(0, at - FARTHEST_BACK) : at]
    who = next((span for span in reversed(nearby) if _introduces(text[slice(*span)])), None)
    if who is None and _PRONOUN.match(text, before[0]):
        return [own]  # "She left in 1974." does not tell who she is either
    return [who or before, own]


def with_antecedent(candidate: Candidate, question: Question) -> list[tuple[int, int]]:
    """Return the candidate's sentence, preceded by what tells whom of the question "him" means in it.

    Meant for judging: it goes back to the last sentence of the passage that has a name of the question.
    """
    spans = with_context(candidate)
    asked = [stem(words(name.text)[-1]) for name in question.names]
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


def _introduces(sentence: str) -> bool:
    """Whether a sentence has a name, not that of a firm, and does not lean on another itself."""
    sure = (name for name in names(sentence) if not name.opens_sentence or " " in name.text)
    return any("&" not in name.text for name in sure) and not _REFERS_BACK.match(sentence)


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


def announces_reasons(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the sentence after which the reasons are told, where the best gives none; None without one.

    Of "The school will close. The reasons are simple." the second leads to what a why-question asks for.
    """
    best = candidates[0]
    if best.features.cue_word:
        return None
    return next(
        (
            one
            for one in candidates
            if one.article.id == best.article.id
            and one.log_odds >= best.log_odds - ANNOUNCED_NEAR
            and _OF_REASONS.search(one.text)
            and _only_announces(one.text)
        ),
        None,
    )


def with_continuation(
    chosen: Sequence[Candidate], candidates: Sequence[Candidate], lead: Candidate, *, follows: bool = False
) -> list[Candidate]:
    """Return the chosen candidates with what goes on from the best one, in the article's order.

    Steps that are numbered belong together ("First, … Second, …"). A sentence that only announces ("The
    trouble was years in the making.") brings what follows in its paragraph, and so does one that only repeats
    the question where what is asked `follows`: why that happened, or what came next. Else the sentence after
    the best one is added when it names the reason or means, is part of the same paragraph and not far
    less likely: what was done and why are often told one after the other.
    """
    follow = sorted(
        (one for one in candidates if one.article.id == lead.article.id and lead.start <= one.start),
        key=lambda one: one.start,
    )
    # a paragraph may go on in the next passage, but "First" there may begin another list
    end = lead.found.passage.end
    steps = [one for one in follow[1:] if one.start <= end and _STEP.match(one.text)]
    added: list[Candidate] = []
    if _STEP.match(lead.text) or (lead.text.rstrip().endswith(":") and steps):
        added = steps[:MOST_STEPS]
    elif _only_announces(lead.text):
        several = _ANNOUNCES_SEVERAL.search(lead.text) is not None
        added = _going_on(follow, whole=follows or several)[: MOST_SEVERAL if several else MOST_ANNOUNCED]
    elif follows and len(chosen) == 1 and only_repeats(lead):
        added = _going_on(follow, whole=True)[:MOST_ANNOUNCED]
    elif len(follow) > 1 and len(chosen) == 1:
        after = follow[1]
        if (
            _adjoin(lead, after)
            and _GIVES_REASON.search(after.text)
            and after.log_odds >= lead.log_odds - FAR
        ):
            added = [after]
    known = {(one.start, one.end) for one in chosen}
    more = [one for one in added if (one.start, one.end) not in known]
    return sorted((*chosen, *more), key=lambda one: one.start)


def _only_announces(sentence: str) -> bool:
    """Whether a short sentence only says that reasons or steps follow."""
    count = len(words(sentence))
    if count <= LONGEST_LIST and _ANNOUNCES_SEVERAL.search(sentence):
        return not _GIVES_REASON.search(sentence)
    return (
        count <= LONGEST_ANNOUNCEMENT
        and _ANNOUNCES.search(sentence) is not None
        and not any(not name.opens_sentence for name in names(sentence))
        and not numbers(sentence)
        and not _GIVES_REASON.search(sentence)
        and not re.search(r"[“”\"]", sentence)
    )


def _going_on(candidates: Sequence[Candidate], *, whole: bool = False) -> list[Candidate]:
    """Return what follows the first of some candidates: the next, and those that go on from that.

    With `whole` all that its paragraph has.
    """
    told: list[Candidate] = []
    for before, after in pairwise(candidates):
        if not _adjoin(before, after) or (told and not whole and not _CONTINUES.match(after.text)):
            break
        told.append(after)
    return told


def _adjoin(before: Candidate, after: Candidate) -> bool:
    """Whether a sentence follows another in the same paragraph."""
    between = before.article.text[before.end : after.start]
    return "\n" not in between and len(between) < 3
