"""Side by side: this assistant and llama-index's stock pipeline, same articles, questions and judge."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from assistant import Assistant
from assistant.generative.language_model import build_language_model
from assistant.settings import Settings
from eval.case_files import Case
from eval.judges import SupportJudge
from eval.measuring import METRICS, measure
from eval.metrics import abstention_scores, percentile
from eval.progress import track
from eval.responses import Response, from_answer
from eval.runs import TODAY, TurnResult, metric
from eval.stock_pipeline import StockPipeline
from eval.systems import confidence
from indexes import ArticleIndex
from indexes.articles import Article

Ask = Callable[[str], Response]

OURS, STOCK = "Article Assistant", "llama-index stock pipeline"


def compare_systems(
    articles: Sequence[Article],
    cases: Sequence[Case],
    judge: SupportJudge,
    *,
    settings: Settings,
    asked_with_model: Sequence[Case] = (),
) -> dict[str, Any]:
    """Return the figures of both systems without a model, and with that of the settings where one is set.

    Only single questions without filters are asked: the stock pipeline has neither conversations nor dates.
    `asked_with_model` are the cases for the language model, which takes seconds for each.
    """
    keyless = Settings.model_construct()
    llm = build_language_model(settings) if asked_with_model else None
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        ours, ours_rate = _timed(lambda: _our_index(articles, Path(folder) / "ours"), articles)
        with closing(ours):
            figures[f"{OURS}, no key"] = {**ours_rate, **_ask_ours(ours, keyless, cases, judge)}
            if llm is not None:
                named = f"{OURS}, {settings.model}"
                figures[named] = _ask_ours(ours, settings, asked_with_model, judge)
        stock, stock_rate = _timed(lambda: StockPipeline(articles, Path(folder) / "stock"), articles)
        figures[f"{STOCK}, no key"] = {
            **stock_rate,
            **_measure(stock.ask, cases, judge, STOCK, answers=False),
        }
        if llm is not None:
            with_model = StockPipeline(articles, Path(folder) / "stock-with-model", llm)
            figures[f"{STOCK}, {settings.model}"] = _measure(
                with_model.ask, asked_with_model, judge, f"{STOCK} with the model", answers=True
            )
    return figures


def comparable(cases: Sequence[Case]) -> list[Case]:
    """Return the cases that both systems can be asked: one question, no filter."""
    return [case for case in cases if len(case.turns) == 1 and case.turns[0].filters is None]


def _our_index(articles: Sequence[Article], folder: Path) -> ArticleIndex:
    """On disk, as the stock pipeline's store is."""
    index = ArticleIndex.open(folder)
    index.add_articles(articles)
    return index


def _ask_ours(
    index: ArticleIndex, settings: Settings, cases: Sequence[Case], judge: SupportJudge
) -> dict[str, Any]:
    with Assistant(settings, index=index, today=lambda: TODAY) as assistant:

        def ask(question: str) -> Response:
            answer = assistant.ask(question)
            return from_answer(answer, confidence=confidence(answer))

        return _measure(ask, cases, judge, f"{OURS} ({assistant.writer.name})", answers=True)


def _measure(
    ask: Ask, cases: Sequence[Case], judge: SupportJudge, label: str, *, answers: bool
) -> dict[str, Any]:
    """The means of the metrics that a system can have; without answers only those of retrieval."""
    results = []
    for case in track(cases, label):
        response, gold = ask(case.turns[0].question), case.turns[0].gold
        results.append(
            TurnResult(
                key=case.id,
                case=case.id,
                turn=1,
                turns=1,
                tags=case.tags,
                gold=gold,
                response=response,
                measures=measure(response, gold, judge),
            )
        )
    retrieval = ("hit@1", "hit@5", "recall@5", "MRR", "nDCG@10")
    shown = [name for name in METRICS if answers or name in retrieval]
    passages = [passage for result in results for passage in result.response.retrieved]
    figures: dict[str, Any] = {
        "questions": len(results),
        "characters per passage": percentile([len(passage.text) for passage in passages], 0.5),
    }
    figures |= {name: metric(results, name).mean for name in shown}
    if answers:
        abstentions = abstention_scores(
            (result.response.abstained, result.gold is not None and result.gold.unanswerable)
            for result in results
        )
        figures["abstention precision"] = abstentions.precision
        figures["abstention recall"] = abstentions.recall
    times = [result.response.timings_ms["total"] for result in results]
    figures["median ms"] = percentile(times, 0.5)
    figures["95th percentile ms"] = percentile(times, 0.95)
    return figures


def _timed(build: Callable[[], Any], articles: Sequence[Article]) -> tuple[Any, dict[str, float]]:
    began = time.perf_counter()
    built = build()
    seconds = time.perf_counter() - began
    characters = sum(len(article.text) for article in articles)
    return built, {
        "ingested articles/s": len(articles) / seconds,
        "ingested KB/s": characters / 1000 / seconds,
    }
