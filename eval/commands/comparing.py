"""`python -m eval compare`: this assistant and llama-index's stock pipeline, side by side."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.commands.arguments import positive
from eval.commands.harness import OUTPUT

if TYPE_CHECKING:
    from assistant.settings import Settings


def add_commands(commands: Any) -> None:
    """Add compare."""
    compare = commands.add_parser(
        "compare",
        help="the same questions through this assistant and llama-index's stock pipeline, with one judge",
    )
    compare.add_argument("--split", choices=("dev", "test", "all"), default="test", help="default: test")
    compare.add_argument(
        "--local-model",
        action="store_true",
        help="also with a small language model on this machine (requirements/local-llm.txt); "
        "otherwise with the model of the settings, where one is set",
    )
    compare.add_argument(
        "--model-questions", type=int, default=24, metavar="N", help="questions for the model (default: 24)"
    )
    compare.add_argument(
        "--questions",
        type=positive,
        metavar="N",
        help="keyless questions, spread over the cases (default: all)",
    )
    compare.add_argument(
        "--out", type=Path, default=OUTPUT / "bench", metavar="DIR", help="where figures are kept"
    )
    compare.set_defaults(run=run_command)


def run_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Ask both systems and print one table."""
    from eval.bench import keep, origin
    from eval.case_files import read_articles, read_cases
    from eval.comparison import comparable, compare_systems
    from eval.judges import embedded_judge
    from eval.reports.markdown import table
    from eval.reports.own_results import comparison_header, comparison_rows
    from eval.spreading import spread

    measured = origin("compare", limit=given.questions)
    articles = read_articles()
    cases = comparable(read_cases(articles, split=given.split))
    if given.questions:
        cases = spread(cases, given.questions)
    with _settings(local_model=given.local_model) as settings:
        figures = compare_systems(
            list(articles.values()),
            cases,
            embedded_judge(),
            settings=settings,
            asked_with_model=spread(cases, given.model_questions)
            if settings.language_model_configured
            else (),
        )
    print(table(comparison_header(figures), comparison_rows(figures)))
    keep(given.out, "compare", figures, measured=measured)
    return figures, 0


@contextmanager
def _settings(*, local_model: bool) -> Iterator[Settings]:
    """The settings of the environment, or of a local model that runs until the block ends."""
    from assistant.settings import Settings

    if not local_model:
        yield Settings.read()
        return
    from eval.errors import EvaluationError
    from eval.model_servers.local import running

    try:
        with running(threads=2) as model:
            yield Settings.model_construct(
                model=model.model, openai_base_url=model.base_url, context_window=model.context_window
            )
    except RuntimeError as error:
        raise EvaluationError(f"the local model {error}") from error
