"""The proof that every metric falls when an answer is corrupted, over the whole case set.

A true answer is made for every answerable question: its gold answer, its gold evidence as sentences, each
citing itself, over the passage that holds it. Then one thing is made false at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.wording.terms import names
from eval.case_files import Case, CaseTurn
from eval.judges import SupportJudge
from eval.measuring import METRICS, measure
from eval.metrics import defined_mean
from eval.mutations import CLAIM_MUTATIONS, Mutation
from eval.progress import track
from eval.responses import Claim, Gold, Response, Retrieved
from indexes.articles import Article
from indexes.passages import split_passages


@dataclass(slots=True)
class Caught:
    """How many claims were corrupted in one way, and how many of those the judge no longer supports.

    `alone` are the same for the encoder without its checks, where it was asked.
    """

    corrupted: int = 0
    by_citation: int = 0
    by_article: int = 0
    alone: list[tuple[bool, bool]] = field(default_factory=list)
    missed: list[dict[str, Any]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts and shares; None where nothing was corrupted or asked."""

        def share(caught: int, of: int) -> float | None:
            return caught / of if of else None

        asked = len(self.alone)
        return {
            "corrupted": self.corrupted,
            "caught against the quote": share(self.by_citation, self.corrupted),
            "caught against the article": share(self.by_article, self.corrupted),
            "encoder alone, quote": share(sum(quote for quote, _ in self.alone), asked),
            "encoder alone, article": share(sum(article for _, article in self.alone), asked),
            "missed": self.missed,
        }


def true_response(turn: CaseTurn, articles: Mapping[str, Article]) -> Response:
    """Return the right answer to a question, made from its gold answer and evidence."""
    gold = turn.gold
    short = gold.answers[0] if gold.answers else ", ".join(group[0] for group in gold.answers_all)
    said = f"{gold.polarity.capitalize()}. {short}" if gold.polarity else short
    quotes = tuple(
        Retrieved(evidence.quote, evidence.article, evidence.start, evidence.end)
        for evidence in gold.evidence
    )
    passages = [
        Retrieved(passage.text, passage.article_id, passage.start, passage.end)
        for evidence in gold.evidence
        for passage in split_passages(articles[evidence.article])
        if passage.start <= evidence.start and evidence.end <= passage.end
    ]
    return Response(
        question=turn.question,
        text=said,
        short=said,
        claims=tuple(Claim(quote.text, (quote.text,)) for quote in quotes),
        retrieved=tuple(dict.fromkeys(passages)) or quotes,
        quoted=quotes,
        confidence=1.0,
        detail={"writer": "gold"},
    )


def corrupted_claims(response: Response, mutation: Mutation, others: Sequence[str]) -> Response | None:
    """Return the response with every claim corrupted that has something of the kind, or None."""
    claims = []
    changed = False
    for claim in response.claims:
        new = mutation(claim.text, others)
        changed = changed or new is not None
        claims.append(claim if new is None else Claim(new, claim.cited))
    return replace(response, claims=tuple(claims)) if changed else None


def without_citations(response: Response) -> Response:
    """Return the response with every citation dropped."""
    return replace(response, claims=tuple(Claim(claim.text) for claim in response.claims), quoted=())


def with_wrong_citations(response: Response, elsewhere: Retrieved) -> Response:
    """Return the response citing words of another article throughout."""
    claims = tuple(Claim(claim.text, (elsewhere.text,)) for claim in response.claims)
    return replace(response, claims=claims, quoted=(elsewhere,))


def with_needless_citations(response: Response, elsewhere: Retrieved) -> Response:
    """Return the response with one citation more per claim that supports nothing."""
    claims = tuple(Claim(claim.text, (*(claim.cited or ()), elsewhere.text)) for claim in response.claims)
    return replace(response, claims=claims)


def with_wrong_answer(response: Response, other: str) -> Response:
    """Return the response with the answer to another question."""
    return replace(response, text=other, short=other)


def without_evidence_first(response: Response, elsewhere: Retrieved) -> Response:
    """Return the response as after a search that found other passages."""
    return replace(response, retrieved=(elsewhere,) * 5)


def prove(
    cases: Iterable[Case],
    articles: Mapping[str, Article],
    judge: SupportJudge,
    *,
    alone: SupportJudge | None = None,
) -> dict[str, Any]:
    """Return every metric's mean for true answers and under each corruption, and what the judge caught.

    `alone` is the judge without its checks, asked about the same claims to tell what the checks add.
    """
    by_id = {article.id: article for article in articles.values()}
    turns = [turn for case in cases for turn in case.turns if turn.gold.evidence]
    scores: dict[str, dict[str, list[float | None]]] = {}
    caught = {kind: Caught() for kind in CLAIM_MUTATIONS}
    false_alarms = claims = 0
    for index, turn in enumerate(track(turns, "corrupting", total=len(turns))):
        other_turn = _other(turns, index)
        other_gold = other_turn.gold
        elsewhere = true_response(other_turn, by_id).quoted[0]
        passage = true_response(other_turn, by_id).retrieved[0]
        true = true_response(turn, by_id)
        _note(scores, "true", true, turn.gold, judge)
        wrong = other_gold.answers[0] if other_gold.answers else other_gold.answers_all[0][0]
        if turn.gold.polarity:
            wrong = "No. " if turn.gold.polarity == "yes" else "Yes. "
        corruptions: dict[str, Response | None] = {
            "dropped citations": without_citations(true),
            "wrong citations": with_wrong_citations(true, elsewhere),
            "needless citations": with_needless_citations(true, elsewhere),
            "wrong answer": with_wrong_answer(true, wrong),
            "evidence not retrieved": without_evidence_first(true, passage),
            "wrongly abstained": replace(true, abstained=True),
        }
        text = by_id[turn.gold.evidence[0].article].text
        for kind, mutation in CLAIM_MUTATIONS.items():
            corruptions[f"{kind} changed"] = corrupted_claims(true, mutation, _names(text))
        for name, corrupted in corruptions.items():
            if corrupted is not None:
                _note(scores, name, corrupted, turn.gold, judge)
        for claim, quote in zip(true.claims, turn.gold.evidence, strict=True):
            claims += 1
            source = by_id[quote.article].text
            if not _supported(judge, claim.text, quote.quote):
                false_alarms += 1
                continue
            for kind, mutation in CLAIM_MUTATIONS.items():
                corrupted_claim = mutation(claim.text, _names(source))
                _catch(caught[kind], corrupted_claim, claim.text, source, judge)
                if alone and corrupted_claim is not None:
                    against = [not _supported(alone, corrupted_claim, text) for text in (quote.quote, source)]
                    caught[kind].alone.append((against[0], against[1]))
    return {
        "questions": len(turns),
        "claims": claims,
        "true_claims_not_supported": false_alarms,
        "metrics": _falls(scores),
        "caught": {kind: found.to_dict() for kind, found in caught.items()},
    }


def _catch(caught: Caught, corrupted: str | None, true: str, article: str, judge: SupportJudge) -> None:
    """Count whether a corrupted claim is still supported by the words that it was made from."""
    if corrupted is None:
        return
    caught.corrupted += 1
    by_citation = not _supported(judge, corrupted, true)
    caught.by_citation += by_citation
    caught.by_article += not _supported(judge, corrupted, article)
    if not by_citation:
        caught.missed.append({"corrupted": corrupted, "true": true})


def _supported(judge: SupportJudge, claim: str, source: str) -> bool:
    [result] = judge.judge_claims([(claim, [source])])
    return result.verdict == "supported"


def _note(
    scores: dict[str, dict[str, list[float | None]]],
    name: str,
    response: Response,
    gold: Gold,
    judge: SupportJudge,
) -> None:
    """Keep the scores of a response beside those of the true one for the same question."""
    found = measure(response, gold, judge).scores
    kept = scores.setdefault(name, {metric: [] for metric in METRICS})
    for metric in METRICS:
        kept[metric].append(found.get(metric))


def _falls(scores: Mapping[str, Mapping[str, list[float | None]]]) -> dict[str, dict[str, float | None]]:
    """The mean of every metric for the true answers and under each corruption."""
    return {metric: {name: defined_mean(kept[metric]) for name, kept in scores.items()} for metric in METRICS}


def _names(text: str) -> list[str]:
    return [mention.text for mention in names(text) if not mention.opens_sentence]


def _other(turns: Sequence[CaseTurn], index: int) -> CaseTurn:
    """The next question, round the end, that is about other articles and has another kind of answer."""
    own = {evidence.article for evidence in turns[index].gold.evidence}
    for step in range(1, len(turns)):
        other = turns[(index + step) % len(turns)]
        if not own & {evidence.article for evidence in other.gold.evidence}:
            return other
    return turns[index]
