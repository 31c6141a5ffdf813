"""What the candidates give for one question: a short answer, its sentences, and who else says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.abstention import confidence, is_answered
from assistant.answer_sentences import several_sentences, with_context
from assistant.answer_spans import Piece, choose_pieces, join_pieces, same_answer
from assistant.candidates import Candidate
from assistant.folding import containment, text_shingles
from assistant.question_kinds import QuestionKind
from assistant.terms import numbers
from indexes.articles import Article

MOST_SENTENCES = {"event": 3, "manner": 2, "reason": 2, "statement": 2}
NEEDS_A_SHORT_ANSWER = frozenset({"person", "time", "amount"})
ALSO_ANSWERS = 0.5  # probability of a candidate beside the best
NEARLY_AS_LIKELY = 0.75  # of the best candidate's probability
NEAR = 1.5  # log-odds below the best, within which a sentence with a short answer is preferred
MOST_WITNESSES = 3
REPEATS = 0.8  # of the shorter sentence's runs of words


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters [start, end) of an article that the answer shows or cites."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Finding:
    """A short answer where there is one, the quotes to show, and those that say the same or differ."""

    short: str | None
    shown: tuple[Quote, ...]
    witnesses: tuple[Quote, ...]
    differing: tuple[tuple[str, Quote], ...]
    copies: Mapping[Quote, tuple[Article, ...]]
    probability: float


def find_answer(question: str, kind: QuestionKind, candidates: Sequence[Candidate]) -> Finding | None:
    """Return what the likeliest candidates say, or None when none is likely enough."""
    if not is_answered(candidates):
        return None
    lead = candidates[0]
    likely = [lead, *(other for other in candidates[1:] if other.probability >= ALSO_ANSWERS)]
    if kind.by_sentence:
        others = [candidate for candidate in likely if candidate.article.id != lead.article.id]
        chosen = several_sentences(likely, most=MOST_SENTENCES.get(kind.kind, 1), share=NEARLY_AS_LIKELY)
        witnesses = [other for other in others if _repeats(other, lead)]
        return _finding(None, chosen, witnesses, (), lead, confidence(candidates))
    near = [candidate for candidate in likely if candidate.log_odds >= lead.log_odds - NEAR]
    lead = next((candidate for candidate in near if choose_pieces(candidate, kind, question)), lead)
    pieces = choose_pieces(lead, kind, question)
    if not pieces and kind.kind in NEEDS_A_SHORT_ANSWER:
        return None
    witnesses, differing = [], []
    for other in likely:
        if other.article.id == lead.article.id:
            continue
        own = choose_pieces(other, kind, question)
        if _repeats(other, lead) or same_answer(pieces, own):
            witnesses.append(other)
        elif _disagrees(kind, lead, pieces, other, own):
            differing.append((join_pieces(own), other))
    sure = confidence(candidates)
    return _finding(join_pieces(pieces) or None, [lead], witnesses, differing, lead, sure)


def found_sentence(candidate: Candidate, probability: float) -> Finding:
    """Return the finding that shows one sentence, with the one that it leans on."""
    return _finding(None, [candidate], (), (), candidate, probability)


def _finding(
    short: str | None,
    chosen: Sequence[Candidate],
    witnesses: Sequence[Candidate],
    differing: Sequence[tuple[str, Candidate]],
    lead: Candidate,
    probability: float,
) -> Finding:
    shown: dict[tuple[int, int], Quote] = {}
    for candidate in chosen:
        for start, end in with_context(candidate):
            shown.setdefault((start, end), Quote(candidate.article, start, end))
    copies: dict[Quote, tuple[Article, ...]] = {}
    kept: dict[str, Quote] = {}
    first = next(quote for quote in shown.values() if quote.start == lead.start)
    for witness in witnesses:
        quote = Quote(witness.article, witness.start, witness.end)
        original = next((known for known in (first, *kept.values()) if _copied(quote.text, known.text)), None)
        if original is not None:
            articles = copies.get(original, ())
            if quote.article.id not in {article.id for article in (original.article, *articles)}:
                copies[original] = (*articles, quote.article)
        elif witness.article.id not in kept and len(kept) < MOST_WITNESSES:
            kept[witness.article.id] = quote
    return Finding(
        short,
        tuple(shown.values()),
        tuple(kept.values()),
        tuple((text, Quote(other.article, other.start, other.end)) for text, other in differing[:1]),
        copies,
        probability,
    )


def _repeats(other: Candidate, lead: Candidate) -> bool:
    return _copied(other.text, lead.text)


def _copied(first: str, second: str) -> bool:
    return containment(text_shingles(first), text_shingles(second)) >= REPEATS


def _disagrees(
    kind: QuestionKind, lead: Candidate, pieces: Sequence[Piece], other: Candidate, own: Sequence[Piece]
) -> bool:
    """Whether another article gives another number for the same thing, and is as likely to answer."""
    if kind.kind != "amount" or not pieces or not own:
        return False
    one, two = numbers(join_pieces(pieces)), numbers(join_pieces(own))
    return bool(one and two) and not one & two and other.probability >= NEARLY_AS_LIKELY * lead.probability
