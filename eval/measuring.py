"""Every measure of one response in one place, so that all systems are scored by the same code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from eval.benchmarks.piles import covers_half
from eval.judges import QuotedFirst, SupportJudge, supports
from eval.metrics import (
    CitationScore,
    FaithfulnessScore,
    Statement,
    best_exact_match,
    best_f1,
    citation_scores,
    contains_answer,
    defined_mean,
    faithfulness_score,
    hit_at,
    ndcg_at,
    normalise,
    recall_at,
    reciprocal_rank,
)
from eval.responses import CONTEXTS_JUDGED, Gold, Response

MOST_LISTS = 256  # ways to write an answer of several parts; their number grows with each part

# Every metric by name, higher is better, in the order of reports.
METRICS = {
    "hit@1": "the best passage holds gold evidence",
    "hit@5": "one of the best five passages holds gold evidence",
    "recall@5": "share of the gold evidence in the best five passages",
    "MRR": "one over the rank of the first passage with gold evidence",
    "nDCG@10": "gold evidence ranked high among the best ten passages",
    "exact match": "the short answer is a gold answer (SQuAD); answers of sentences alone are left out",
    "F1": "the short answer shares its words with a gold answer (SQuAD), of the same answers",
    "answer found": "share of the gold answers contained in the answer",
    "yes or no": "a yes/no question is answered yes or no rightly",
    "evidence cited": "share of the gold evidence that the answer quotes from",
    "faithfulness to citations": "share of claims that what they cite supports",
    "faithfulness to passages": "share of claims that the retrieved passages support",
    "citation recall": "statements that their citations together support (ALCE)",
    "citation precision": "citations that their statement needs (ALCE)",
    "right abstention": "answers what can be answered, and nothing else",
}

# The metrics of each kind, as reports group them.
FAMILIES = {
    "retrieval": ("hit@1", "hit@5", "recall@5", "MRR", "nDCG@10"),
    "answer": ("exact match", "F1", "answer found", "yes or no", "evidence cited"),
    "faithfulness": (
        "faithfulness to citations",
        "faithfulness to passages",
        "citation recall",
        "citation precision",
    ),
    "abstention": ("right abstention",),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """The scores of one response by metric name (None: undefined here), and the judged claims.

    `statements_failed` are those that have no citation scores because the judge failed on one of them.
    """

    scores: Mapping[str, float | None]
    cited: FaithfulnessScore
    retrieved: FaithfulnessScore
    statements_failed: int = 0

    @property
    def judge_failures(self) -> int:
        """How many claims the judge left without a score, against what they cite and what was retrieved."""
        # a statement fails with its claim, or when its citations are judged one by one
        cited = max(self.cited.count("judge failure"), self.statements_failed)
        return cited + self.retrieved.count("judge failure")


def measure(response: Response, gold: Gold | None, judge: SupportJudge) -> Measures:
    """Return the scores of a response; without gold only what needs none is defined."""
    judge = QuotedFirst(judge, short=_short_beside_more(response))
    cited, retrieved = _faithfulness(response, judge)
    scores: dict[str, float | None] = dict.fromkeys(METRICS)
    if gold:
        scores |= _retrieval(response, gold) | _answer(response, gold)
        scores["right abstention"] = float(response.abstained == gold.unanswerable)
    scores["faithfulness to citations"] = cited.score
    scores["faithfulness to passages"] = retrieved.score
    citations = _citations(response, judge)
    scores["citation recall"], scores["citation precision"] = citations.recall, citations.precision
    return Measures(scores, cited, retrieved, statements_failed=citations.failed)


def _short_beside_more(response: Response) -> str | None:
    """The short answer where more is claimed beside it; one that is the whole answer is judged as a claim."""
    said = " ".join(claim.text for claim in response.claims)
    return None if normalise(said) == normalise(response.short or "") else response.short


def _faithfulness(response: Response, judge: SupportJudge) -> tuple[FaithfulnessScore, FaithfulnessScore]:
    """Faithfulness to what each claim cites, and to what was retrieved; one batch for the judge."""
    contexts = [passage.text for passage in response.retrieved[:CONTEXTS_JUDGED]]
    claims = () if response.abstained else response.claims
    citing = [claim for claim in claims if claim.cited is not None]
    items: list[tuple[str, Sequence[str]]] = [(claim.text, _together(claim.cited or ())) for claim in citing]
    if contexts:
        items += [(claim.text, contexts) for claim in claims]
    results = judge.judge_claims(items)
    return (
        faithfulness_score(results[: len(citing)], abstained=response.abstained),
        faithfulness_score(results[len(citing) :], abstained=response.abstained),
    )


def _citations(response: Response, judge: SupportJudge) -> CitationScore:
    claims = () if response.abstained else response.claims
    statements = [Statement(claim.text, claim.cited) for claim in claims if claim.cited is not None]
    ask = supports(judge)
    return citation_scores(statements, lambda claim, cited: ask(claim, _together(cited)))


def _together(cited: Sequence[str]) -> list[str]:
    """What is cited as one text, as ALCE joins it: a claim may need two quotes at once.

    An empty text stands for a source that there is none of.
    """
    known = [text for text in cited if text]
    return ["\n".join(known)] if known else []


def _retrieval(response: Response, gold: Gold) -> dict[str, float | None]:
    """How high the evidence ranks; the same words in another article, a syndicated copy, count as well."""
    total = len(gold.evidence)
    if not total or gold.unanswerable:
        return {}
    ranking = [
        [
            index
            for index, evidence in enumerate(gold.evidence)
            if evidence.quote in passage.text
            or (
                passage.article == evidence.article
                and covers_half((passage.start, passage.end), (evidence.start, evidence.end))
            )
        ]
        for passage in response.retrieved
    ]
    return {
        "hit@1": hit_at(ranking, 1),
        "hit@5": hit_at(ranking, 5),
        "recall@5": recall_at(ranking, 5, total=total),
        "MRR": reciprocal_rank(ranking),
        "nDCG@10": ndcg_at(ranking, 10, total=total),
    }


def _answer(response: Response, gold: Gold) -> dict[str, float | None]:
    """How right the answer is; an abstention where there is an answer scores 0 everywhere."""
    if gold.unanswerable:
        return {}
    short = "" if response.abstained else response.short or ""
    text = "" if response.abstained else f"{response.text}\n{short}"
    scores: dict[str, float | None] = {}
    if gold.answers_all:
        scores["answer found"] = defined_mean([contains_answer(text, golds) for golds in gold.answers_all])
        if response.abstained or response.short is not None:
            scores["F1"] = best_f1(short, _lists(gold.answers_all))
    elif gold.answers:
        scores["answer found"] = contains_answer(text, gold.answers)
        if gold.polarity:
            scores["yes or no"] = float((_polarity(short) or _polarity(text)) == gold.polarity)
        elif response.abstained or response.short is not None:
            scores["exact match"] = best_exact_match(short, gold.answers)
            scores["F1"] = best_f1(short, gold.answers)
    if gold.evidence and (response.quoted or response.detail):
        scores["evidence cited"] = _evidence_cited(response, gold)
    return scores


def _lists(parts: Sequence[Sequence[str]]) -> list[str]:
    """The whole answers that the alternatives of each part make, up to MOST_LISTS of them."""
    return [", ".join(one) for one in islice(product(*parts), MOST_LISTS)]


def _polarity(text: str) -> str | None:
    """The yes or no that a text begins with."""
    first = normalise(text).split()[:1]
    return first[0] if first and first[0] in ("yes", "no") else None


def _evidence_cited(response: Response, gold: Gold) -> float:
    """The share of gold evidence that some quote shares at least half of, seen from either side."""
    quoted = () if response.abstained else response.quoted
    found = [
        any(
            evidence.quote in quote.text
            or (
                quote.article == evidence.article
                and (
                    covers_half((quote.start, quote.end), (evidence.start, evidence.end))
                    or covers_half((evidence.start, evidence.end), (quote.start, quote.end))
                )
            )
            for quote in quoted
        )
        for evidence in gold.evidence
    ]
    return sum(found) / len(found)
