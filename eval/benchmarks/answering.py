"""Answering over a pile of articles, end to end, against SQuAD-style gold answers.

Questions: question, answers (none = unanswerable), and where given article_id and evidence [{start, end}].
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assistant.answers import Answer, Citation
from eval.benchmarks.piles import PileArticle, covers_half, evidence_spans
from eval.metrics import (
    abstention_scores,
    auc,
    best_exact_match,
    best_f1,
    contains_answer,
    defined_mean,
    percentile,
    risk_coverage,
)
from eval.rows import Row
from eval.systems import confidence

Ask = Callable[[str], Answer]


def measure_answering(ask: Ask, rows: Iterable[Row], articles: Mapping[str, PileArticle]) -> dict[str, Any]:
    """Return how often the gold answer is in what the assistant says and cites, and how it abstains.

    Keys, over answerable questions, an abstention counting 0: found_in_short, found_in_cited (the sentences
    that it quotes), found_in_answer, em and f1 of the short answer; right_article and cites_evidence where
    rows have them. Over all questions: abstention_precision, abstention_recall, false_abstention (of the
    answerable ones) and answerable_auc (of the answer's own confidence, 0 for an abstention). Over what was
    answered: risk_coverage_area, right when the answer or a quote holds the gold answer.
    """
    short: list[float] = []
    cited: list[float] = []
    anywhere: list[float] = []
    exact: list[float] = []
    f1: list[float] = []
    evidence: list[float] = []
    right_article: list[float] = []
    outcomes: list[tuple[bool, bool]] = []
    confidences: list[float] = []
    times: list[float] = []
    given: list[tuple[float, bool]] = []
    for row in rows:
        golds = gold_answers(row)
        answer = ask(row.text("question"))
        outcomes.append((answer.abstained, not golds))
        confidences.append(confidence(answer))
        if "total" in answer.timings_ms:
            times.append(answer.timings_ms["total"])
        if not answer.abstained:
            told = "\n".join([answer.text, *(citation.quote for citation in answer.citations)])
            given.append((confidences[-1], bool(golds) and contains_answer(told, golds) > 0))
        if not golds:
            continue
        said = "" if answer.abstained or answer.short is None else answer.short
        quotes = [] if answer.abstained else [citation.quote for citation in answer.citations]
        text = "" if answer.abstained else answer.text
        short.append(contains_answer(said, golds))
        cited.append(float(any(contains_answer(quote, golds) for quote in quotes)))
        anywhere.append(contains_answer(text, golds))
        exact.append(best_exact_match(said, golds))
        f1.append(best_f1(said, golds))
        article = articles.get(row.text("article_id", ""))
        if article:
            right_article.append(float(any(_cites(citation, article) for citation in answer.citations)))
            spans = evidence_spans(row, article)
            if spans:
                evidence.append(float(_cites_evidence(answer, article, spans)))
    abstentions = abstention_scores(outcomes)
    return {
        "questions": len(outcomes),
        "answerable": abstentions.answerable,
        "unanswerable": abstentions.unanswerable,
        "found_in_short": defined_mean(short),
        "found_in_cited": defined_mean(cited),
        "found_in_answer": defined_mean(anywhere),
        "em": defined_mean(exact),
        "f1": defined_mean(f1),
        "right_article": defined_mean(right_article),
        "cites_evidence": defined_mean(evidence),
        "abstained": abstentions.abstained,
        "abstention_precision": abstentions.precision,
        "abstention_recall": abstentions.recall,
        "false_abstention": defined_mean(
            [float(said) for said, unanswerable in outcomes if not unanswerable]
        ),
        "answerable_auc": auc(confidences, [not unanswerable for _, unanswerable in outcomes]),
        "risk_coverage_area": risk_coverage([sure for sure, _ in given], [right for _, right in given]).area,
        "ms_per_question": percentile(times, 0.5),
    }


def gold_answers(row: Row) -> list[str]:
    """Return the row's gold answers; a row with options alone has the first, the right one, as gold."""
    if row.has("options") and not row.has("answers"):
        return [str(option) for option in row.items("options")[:1]]
    return row.answers()


def _cites(citation: Citation, article: PileArticle) -> bool:
    """Whether the citation is of the article, or of another that says the same."""
    return any(cited.id == article.article.id for cited in (citation.article, *citation.also_in))


def _cites_evidence(answer: Answer, article: PileArticle, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a quote lies for the most part in the evidence, or holds at least half of it."""
    for citation in answer.citations:
        quoted = (citation.start, citation.end)
        if citation.article.id == article.article.id and any(
            covers_half(span, quoted) or covers_half(quoted, span) for span in spans
        ):
            return True
    return False
