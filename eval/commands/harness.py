"""`python -m eval run`: the assistant's own cases, measured, reported and held against the baseline."""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.errors import EvaluationError
from eval.runs import TODAY

if TYPE_CHECKING:
    from assistant import Assistant

OUTPUT = Path("data") / "eval"


def add_commands(commands: Any) -> None:
    """Add run."""
    run = commands.add_parser(
        "run",
        help="ask every case, measure and report; with --gate, hold the answers against the baseline",
    )
    run.add_argument("--gate", action="store_true", help="fail when a metric got worse beyond its interval")
    run.add_argument(
        "--update-baseline", action="store_true", help="make this run the baseline; look at the changes first"
    )
    run.add_argument(
        "--split", choices=("dev", "test", "all"), default="test", help="default: test, as in the baseline"
    )
    run.add_argument("--tag", action="append", default=[], help="only cases with this tag; may be repeated")
    run.add_argument("--case", action="append", default=[], help="only this case; may be repeated")
    run.add_argument(
        "--judge",
        default="embedded",
        metavar="embedded|llm|MODULE:NAME",
        help="who judges support (default: embedded; llm is the model of the settings, or name your own)",
    )
    run.add_argument(
        "--writer",
        choices=("embedded", "llm"),
        default="embedded",
        help="who answers (default: embedded; llm is that of the settings, with a --baseline of its own)",
    )
    run.add_argument(
        "--prices",
        type=float,
        nargs=2,
        metavar=("PROMPT", "WRITTEN"),
        help="of a million tokens each, to tell what answers by a model cost",
    )
    run.add_argument("--articles", type=Path, metavar="DIR", help="default: the sample articles")
    run.add_argument("--cases", type=Path, metavar="PATH", help="a file or folder; default: eval/cases")
    run.add_argument("--baseline", type=Path, metavar="FILE", help="default: eval/baseline.json")
    run.add_argument(
        "--today",
        type=date.fromisoformat,
        default=TODAY,
        metavar="DAY",
        help=f"what the questions take for today, so that a run is the same on any day (default: {TODAY})",
    )
    run.add_argument("--out", type=Path, default=OUTPUT, metavar="DIR", help=f"default: {OUTPUT}")
    run.set_defaults(run=run_command)


def run_command(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Run the cases; status 1 when the gate fails."""
    from eval.baselines import BASELINE, read_baseline, write_baseline
    from eval.bench import keep, origin
    from eval.case_files import ARTICLES, CASES, read_articles, read_cases, read_drafts
    from eval.gate import compare
    from eval.metrics import Prices
    from eval.progress import track
    from eval.provenance import weights
    from eval.reports.files import write_reports
    from eval.reports.markdown import gate_section
    from eval.running import questions_in, run_cases
    from eval.runs import summarise
    from eval.systems import chosen_assistant, chosen_judge, in_memory_index

    began, measured = time.perf_counter(), origin("cases")
    articles, folder = read_articles(given.articles or ARTICLES), given.cases or CASES
    drafts = read_drafts(articles, folder=folder)
    if drafts:
        print(f"{len(drafts)} drafts are not asked: python -m eval cases check {folder}", file=sys.stderr)
    cases = [
        case
        for case in read_cases(articles, folder=folder, split=given.split)
        if (not given.tag or set(given.tag) & set(case.tags)) and (not given.case or case.id in given.case)
    ]
    if not cases:
        raise EvaluationError("no case is left; ask for fewer tags or other ids")
    partial = bool(given.tag or given.case)
    if partial and (given.gate or given.update_baseline):
        raise EvaluationError("the gate and the baseline need every case; leave out --tag and --case")
    own = given.articles or given.cases or given.writer != "embedded"
    if own and not given.baseline and (given.gate or given.update_baseline):
        raise EvaluationError(
            "other cases and writers need a baseline of their own; name its file with --baseline"
        )
    kept = given.baseline or BASELINE
    baseline = read_baseline(kept) if given.gate else None
    judge = chosen_judge(given.judge)
    with (
        in_memory_index(articles.values()) as index,
        chosen_assistant(given.writer, index, today=given.today) as assistant,
    ):
        run = run_cases(
            assistant,
            track(cases, f"{questions_in(cases)} questions"),
            judge,
            system=_system(assistant),
            split=given.split,
            setting={"weights": weights(), "today": given.today.isoformat()},
            prices=Prices(*given.prices) if given.prices else None,
        )
    gate = compare(run, baseline) if baseline else None
    files = write_reports(run, given.out, gate)
    if given.update_baseline:
        write_baseline(run, kept)
    if gate:
        print(gate_section(gate))
        _append_ci_summary(files["markdown"])
    summary, cost = summarise(run.results), run.cost()
    seconds = time.perf_counter() - began
    if is_official(given):
        kept_figures = {
            "answers": summary["answers"],
            "seconds": seconds,
            "metrics": summary["metrics"],
            "abstention": summary["abstention"],
            "risk_coverage_area": summary["risk_coverage"]["area"],
        }
        keep(given.out / "bench", "cases", kept_figures, measured=measured)
    return {
        **({"gate": "passed" if gate.passed else "failed"} if gate else {}),
        "answers": summary["answers"],
        **({"drafts_not_asked": len(drafts)} if drafts else {}),
        "metrics": {name: found["mean"] for name, found in summary["metrics"].items()},
        "abstention": summary["abstention"],
        "stated_cases": summary["stated_cases"],
        "risk_coverage_area": summary["risk_coverage"]["area"],
        **({"cost": cost} if cost["requests"] else {}),
        "seconds": round(seconds, 1),
        "files": files,
    }, int(gate is not None and not gate.passed)


def is_official(given: argparse.Namespace) -> bool:
    """Tell whether a run gives the figures of eval/RESULTS.md: every test case as it is by default."""
    usual = given.split == "test" and given.today == TODAY
    keyless = given.judge == given.writer == "embedded"
    return usual and keyless and not (given.tag or given.case or given.articles or given.cases)


def _system(assistant: Assistant) -> str:
    """The assistant with the model that writes, where one does."""
    model = assistant.settings.model if assistant.settings.language_model_configured else None
    return f"Article Assistant, {model}" if model else "Article Assistant"


def _append_ci_summary(markdown: str) -> None:
    """Show the report where a CI service asks for one (GitHub names the file in its environment)."""
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if target:
        with Path(target).open("a", encoding="utf-8") as summary:
            summary.write(Path(markdown).read_text(encoding="utf-8"))
        print("the report was added to the summary of this job", file=sys.stderr)
