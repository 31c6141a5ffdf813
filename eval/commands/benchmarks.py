"""One command per public benchmark: a file in, figures out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.benchmarks.piles import ALL_LEVELS, AUTOMATIC, PileArticle
from eval.commands.arguments import positive
from eval.rows import Row, read_rows, sampled

if TYPE_CHECKING:
    from assistant.judging.judge import PairEncoder

MODES = ("keyword", "dense", "hybrid", "reranked")
Result = tuple[dict[str, Any], int]


def add_commands(commands: Any) -> None:
    """Add reading, faithfulness, retrieval, answering and rewriting."""
    reading = commands.add_parser(
        "reading", help="answer spans and no-answers against SQuAD-style rows (question, context, answers)"
    )
    reading.set_defaults(run=lambda given: (run_reading(given.file, given.limit), 0))
    faithfulness = commands.add_parser(
        "faithfulness", help="the embedded judge against labelled rows (claim, evidence, label)"
    )
    faithfulness.add_argument(
        "--without-checks",
        action="store_true",
        help="the encoder alone, without the checks of numbers, dates, names and negations: what they add",
    )
    faithfulness.set_defaults(
        run=lambda given: (
            run_faithfulness(given.file, given.limit, checks=not given.without_checks),
            0,
        )
    )
    rewriting = commands.add_parser(
        "rewriting", help="standalone questions against people's (question, history, rewrite)"
    )
    rewriting.set_defaults(run=lambda given: (run_rewriting(given.file, given.limit), 0))
    for command in (reading, faithfulness, rewriting):
        command.add_argument("file", type=Path, metavar="FILE", help="JSON lines, plain or gzipped")
    retrieval = commands.add_parser(
        "retrieval", help="how high the evidence ranks (articles; question, article_id, evidence)"
    )
    retrieval.add_argument("--mode", choices=MODES, default="reranked", help="default: reranked")
    retrieval.set_defaults(run=lambda given: (_retrieval(given), 0))
    answering = commands.add_parser(
        "answering", help="the whole assistant against gold answers (articles; question, answers)"
    )
    answering.set_defaults(run=lambda given: (_answering(given), 0))
    for command, needed in ((retrieval, True), (answering, False)):
        command.add_argument(
            "--articles",
            type=Path,
            nargs="+",
            action="extend",
            required=needed,
            default=None if needed else [],
            metavar="FILE",
            help="one pile from several files"
            + ("" if needed else "; without it the contexts of the questions are the pile"),
        )
        command.add_argument("--questions", type=Path, required=True, metavar="FILE")
        command.add_argument(
            "--level",
            default=AUTOMATIC,
            help="where articles have reading levels, the one to use, 'all', or 'auto' (default): the levels "
            "of the articles that the questions are about",
        )
    for command in (reading, faithfulness, rewriting, retrieval, answering):
        command.add_argument("--limit", type=positive, metavar="N", help="only N rows, spread over the file")


def run_reading(path: Path, limit: int | None = None) -> dict[str, Any]:
    """Return how well the embedded reader reads the file, at the shipped threshold."""
    from eval.benchmarks.reading import measure_reading
    from models import Encoder

    encoder = Encoder.load()
    threshold = encoder.calibration.answerable_threshold
    return {"file": path.name, **measure_reading(encoder, _rows(path, "reading", limit), threshold=threshold)}


def run_faithfulness(
    path: Path, limit: int | None = None, *, checks: bool = True, encoder: PairEncoder | None = None
) -> dict[str, Any]:
    """Return how well the embedded judge agrees with the labels of the file, with or without its checks."""
    from eval.benchmarks.judging import measure_judge
    from eval.judges import new_embedded_judge

    judge = new_embedded_judge(checks=checks, remember=False, encoder=encoder)
    found = measure_judge(judge, _rows(path, f"{judge.name} judge", limit))
    return {"file": path.name, "judge": judge.name, **found}


def run_retrieval(
    articles: list[Path],
    questions: Path,
    *,
    modes: Iterable[str] = ("reranked",),
    level: str = ALL_LEVELS,
    limit: int | None = None,
) -> dict[str, Any]:
    """Return the figures of each mode over one index of the files."""
    from eval.benchmarks.retrieval import measure_retrieval
    from eval.systems import search_function

    pile = _pile(articles, questions, level)
    found: dict[str, Any] = {}
    with _indexed(pile) as index:
        for mode in modes:
            rows = _rows(questions, f"{mode} search", limit)
            found[mode] = measure_retrieval(search_function(index, mode), rows, pile)
        passages = index.stats().passages
    return {"articles": len(pile), "passages": passages, "modes": found}


def run_answering(
    articles: list[Path], questions: Path, *, level: str = ALL_LEVELS, limit: int | None = None
) -> dict[str, Any]:
    """Return how well the keyless assistant answers the questions over the files."""
    from eval.benchmarks.answering import measure_answering
    from eval.systems import keyless_assistant

    pile = _pile(articles, questions, level) if articles else _contexts(questions, limit)
    with _indexed(pile) as index, keyless_assistant(index) as assistant:
        rows = _rows(questions, "answering", limit)
        return {"articles": len(pile), **measure_answering(assistant.ask, rows, pile)}


def run_rewriting(path: Path, limit: int | None = None) -> dict[str, Any]:
    """Return how near the rules come to people's rewrites, and what they do to retrieval."""
    from eval.benchmarks.rewriting import measure_rewriting, read_passages
    from eval.systems import in_memory_index, rewrite_by_rules

    passages = read_passages(_rows(path, "passages", limit))
    rewriters = {"as is": lambda _, question: question, "rules": rewrite_by_rules}
    rows = _rows(path, "rewriting", limit)
    if not passages:
        found = measure_rewriting(rewriters, rows)
    else:
        with in_memory_index(passages.values()) as index:

            def search(query: str) -> list[str]:
                found = index.search(query, limit=100).passages
                return list(dict.fromkeys(passage.passage.article_id for passage in found))

            found = measure_rewriting(rewriters, rows, search)
    return {"file": path.name, "f1": found["rules"]["f1"], "f1_as_is": found["as is"]["f1"], **found}


def _retrieval(given: argparse.Namespace) -> dict[str, Any]:
    found = run_retrieval(
        given.articles, given.questions, modes=[given.mode], level=given.level, limit=given.limit
    )
    figures = found.pop("modes")[given.mode]
    return {"mode": given.mode, "level": given.level, **found, **figures}


def _answering(given: argparse.Namespace) -> dict[str, Any]:
    return run_answering(given.articles, given.questions, level=given.level, limit=given.limit)


def _pile(articles: list[Path], questions: Path, level: str) -> dict[str, PileArticle]:
    from eval.benchmarks.piles import read_pile

    wanted = frozenset(row.text("article_id", "") for row in read_rows(questions))
    return {item.article.id: item for item in read_pile(articles, level=level, wanted=wanted)}


def _contexts(questions: Path, limit: int | None) -> dict[str, PileArticle]:
    from eval.benchmarks.piles import context_articles

    return context_articles(_rows(questions, "contexts", limit))


def _indexed(pile: dict[str, PileArticle]) -> Any:
    from eval.systems import in_memory_index

    return in_memory_index(item.article for item in pile.values())


def _rows(path: Path, label: str, limit: int | None) -> Iterator[Row]:
    """The rows with a progress bar, `limit` of them where one is given."""
    from eval.progress import track

    rows, total = sampled(lambda: read_rows(path), limit)
    return track(rows, label, total=total)
