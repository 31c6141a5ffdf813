"""Sentences that may answer: what the reader, the words and the search say about each, in one score."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer_types import can_answer
from assistant.fitted import FEATURES, Fitted, fitted
from assistant.question_kinds import QuestionKind
from assistant.reranking import heading, logit
from assistant.terms import CALENDAR, fold, names, numbers, stem, terms, words
from indexes.articles import Article
from indexes.readers.top_lines import BYLINE
from indexes.searching import FoundPassage

if TYPE_CHECKING:
    from models import Reading


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Characters [start, end) of an article that may be the answer, with the reader's probability."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence [start, end) of an article, the spans in it, and the log-odds that it answers."""

    found: FoundPassage
    start: int
    end: int
    spans: tuple[AnswerSpan, ...]
    features: tuple[float, ...]
    log_odds: float

    @property
    def article(self) -> Article:
        """The article that the sentence stands in."""
        return self.found.article

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.found.article.text[self.start : self.end]

    @property
    def names_all(self) -> bool:
        """Whether the article has every name of the question."""
        return self.features[FEATURES.index("names in article")] == 1.0

    @property
    def probability(self) -> float:
        """How probably the sentence answers, 0 to 1."""
        bias, weight = fitted().alone
        return sigmoid(bias + weight * self.log_odds)


def find_candidates(
    question: str,
    kind: QuestionKind,
    passages: Sequence[FoundPassage],
    readings: Sequence[Reading],
    *,
    values: Fitted | None = None,
) -> list[Candidate]:
    """Return every sentence of the passages as a candidate, likeliest first; each sentence once.

    The passages may come in any order: their rank is that of their score in the search.
    """
    values = values or fitted()
    weights = values.sentence if kind.by_sentence else values.span
    by_score = sorted(range(len(passages)), key=lambda at: -passages[at].score)
    ranks = {at: rank for rank, at in enumerate(by_score)}
    asked = AskedWords.of(question, [found.passage.text for found in passages])
    best: dict[tuple[str, int, int], Candidate] = {}
    whole: dict[str, Overlap] = {}
    for at, (found, reading) in enumerate(zip(passages, readings, strict=True)):
        article, before_it = found.article, heading(found, question)
        offset = found.passage.start
        spans = [AnswerSpan(s.start + offset, s.end + offset, s.score) for s in reading.spans]
        if article.id not in whole:
            whole[article.id] = asked.look_into(f"{article.title}\n{before_it}{article.text}")
        context = _Context(
            question,
            kind,
            reading,
            ranks[at],
            asked.look_into(f"{article.title}\n{before_it}{found.passage.text}"),
            whole[article.id],
        )
        text = ""
        for start, end in found.passage.sentences:
            before, text = text, article.text[start:end]
            if asks(text) or is_dateline(text):
                continue
            inside = tuple(span for span in spans if start <= span.start < end)
            own = asked.look_into(f"{before} {text}" if asks(before) else text)
            evidence = reading.evidence(start - offset, end - offset)
            features = _features(context, text, _span_score(context, article.text, inside), own, evidence)
            log_odds = sum(weight * feature for weight, feature in zip(weights, features, strict=True))
            candidate = Candidate(found, start, end, inside, features, log_odds)
            key = (article.id, start, end)
            if key not in best or best[key].log_odds < log_odds:
                best[key] = candidate
    return sorted(best.values(), key=lambda candidate: -candidate.log_odds)


@dataclass(frozen=True, slots=True)
class Overlap:
    """What of a question a text has: the weighted share of its terms, of its names and of its numbers.

    `said` is the share of the terms that are no names: what happened, rather than to whom.
    """

    terms: float
    said: float
    names: float
    numbers: float


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The terms of a question weighed by rarity, with its names and numbers."""

    weights: Mapping[str, float]
    names: tuple[str, ...]
    numbers: frozenset[str]

    @classmethod
    def of(cls, question: str, texts: Sequence[str]) -> AskedWords:
        """Weigh each term by how few of the texts have it (inverse document frequency)."""
        asked = dict.fromkeys(terms(question))
        having = Counter(term for text in texts for term in set(terms(text)) if term in asked)
        weights = {term: math.log((1 + len(texts)) / (1 + having[term])) + 0.5 for term in asked}
        return cls(weights, tuple(name.text for name in names(question)), frozenset(numbers(question)))

    def look_into(self, text: str) -> Overlap:
        """Tell what of the question the text has."""
        having = set(terms(text))
        total = sum(self.weights.values())
        shared = sum(weight for term, weight in self.weights.items() if term in having)
        tokens = [fold(word) for word in words(text)] if self.names else []
        named = sum(_has_name(tokens, name) for name in self.names)
        counted = len(self.numbers & numbers(text)) if self.numbers else 0
        plain = self.weights.keys() - {stem(word) for name in self.names for word in words(name)}
        return Overlap(
            shared / total if total else 0.0,
            len(plain & having) / len(plain) if plain else 1.0,
            named / len(self.names) if self.names else 1.0,
            counted / len(self.numbers) if self.numbers else 1.0,
        )


def _has_name(tokens: Sequence[str], name: str) -> bool:
    """Whether the tokens have the last word of the name, which stands for the whole.

    "Zelensky" is in "President Zelensky's" and "Ukraine" in "the Ukrainians"; "France" is not in "France 2".
    """
    wanted = stem(words(name)[-1])
    return any(
        (stem(token) == wanted or (len(wanted) > 4 and token.startswith(wanted)))
        and not (len(after) <= 2 and after.isdigit())
        for token, after in zip(tokens, [*tokens[1:], ""], strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Context:
    """What all sentences of a passage share."""

    question: str
    kind: QuestionKind
    reading: Reading
    rank: int
    passage: Overlap
    article: Overlap


def asks(sentence: str) -> bool:
    """Whether a sentence is a question, which answers nothing itself; what follows it may."""
    return sentence.rstrip().rstrip("”\"’')").endswith("?")


def sigmoid(log_odds: float) -> float:
    """Return the probability of log-odds, without overflow."""
    return 0.5 * (1.0 + math.tanh(0.5 * log_odds))


def names_speaker(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` says who speaks, as in "Arkwright: From my mother."."""
    opens = not text[:start].rstrip(" ") or text[:start].rstrip(" ")[-1] == "\n"
    return opens and text[end : end + 1] == ":"


def is_dateline(sentence: str) -> bool:
    """Whether a line holds nothing but a date or an author: it is of the article, not of what it tells."""
    return BYLINE.fullmatch(sentence.strip()) is not None or all(
        word in CALENDAR or word[0].isdigit() for word in map(fold, words(sentence))
    )


def _span_score(context: _Context, text: str, spans: Sequence[AnswerSpan]) -> float | None:
    """The score of the likeliest span of the kind that is asked for, None without one."""
    if not context.kind.by_sentence:
        spans = [
            span
            for span in spans
            if can_answer(text[span.start : span.end], context.kind, context.question)
            and not names_speaker(text, span.start, span.end)
        ]
    return max((span.score for span in spans), default=None)


def _features(
    context: _Context, text: str, span: float | None, own: Overlap, evidence: float
) -> tuple[float, ...]:
    """What is known of a sentence, in the order of `assistant.fitted.FEATURES`."""
    return (
        1.0,
        logit(context.reading.answerable),
        logit(evidence),
        math.log((span or 0.0) + 1e-3),
        float(span is not None),
        math.log(1 + context.rank),
        own.terms,
        context.passage.terms,
        context.passage.names,
        context.article.names,
        min(context.article.numbers, 1.0),
        float(_fits(context.kind, text)),
        float(_has_cue(context.kind, text)),
        float(context.passage.said == 0.0),
    )


def _fits(kind: QuestionKind, text: str) -> bool:
    """Whether the sentence has anything of the kind that is asked for."""
    if kind.kind == "amount":
        return bool(numbers(text)) or bool(
            re.search(r"\b(?:half|third|quarter|dozen|hundred|thousand|none|no|twice|double)\b", text)
        )
    if kind.kind in {"person", "place"}:
        return bool(names(text))
    return True


def _has_cue(kind: QuestionKind, text: str) -> bool:
    """Whether the sentence has what goes with such an answer: "because", "said", a quotation, a list."""
    cue = _LISTS if kind.several and kind.kind in {"thing", "place"} else _CUES.get(kind.kind)
    return cue is not None and cue.search(text) is not None


_LISTS = re.compile(
    r"\w, (?:[\w'’-]+ ){0,6}[\w'’-]+,? (?:and|or) |\b(?:two|three|four|five|six|seven|both)\b", re.I
)
_CUES = {
    "reason": re.compile(
        r"\b(?:because|due to|owing to|thanks to|so that|in order|therefore|as a result|reasons?|blam\w+|"
        r"caus(?:e[sd]?|ing)|prompt(?:ed|ing)|trigger\w*|led to|fear(?:s|ed|ing)?|hop(?:es|ed|ing)|"
        r"(?:since|as) (?:it|they|he|she|we|this|that|there)|"
        r"for (?:discussions|talks|negotiations|treatment|fear|lack|safety)|"
        r"to (?:protect|avoid|prevent|save|make|keep|help|give|discuss|ask|seek|consider|allow|ensure|stop|"
        r"reduce|improve|show|mark|meet|support|persuade|raise|win|find|get))\b|, (?:since|as)\b",
        re.I,
    ),
    "statement": re.compile(
        r"[“\"]|\b(?:sa(?:ys?|id)|told|tells?|warn|argue|claim|think|thought|call|promise|"
        r"announce|admit|den(?:y|ied)|"
        r"explain|insist|add|complain|urge|accuse|stat(?:ed?|ing)|express|lament|hop)\w*\b",
        re.I,
    ),
    "manner": re.compile(
        r"\bby (?:\w+ing|means|hand|post|phone|way)\b|\b(?:using|through|via|thanks to|with the help)\b|"
        r"^(?:first|second|third|then|next|finally)\b",
        re.I,
    ),
}
