"""The harness end to end, with the real assistant over a few real cases, and broken on purpose."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eval.__main__ import build_parser, main
from eval.baselines import baseline_of
from eval.case_files import CASES, Case, read_articles, read_cases
from eval.commands.harness import is_official
from eval.gate import GateResult, compare
from eval.judges import KeylessJudge, embedded_judge
from eval.model_servers.scripted import says, serving
from eval.reports.files import write_reports
from eval.responses import Gold
from eval.running import questions_in, run_cases
from eval.runs import Run
from eval.sabotage import must_fail, sabotage
from eval.systems import in_memory_index, keyless_assistant
from indexes import ArticleIndex
from tests.conftest import ROOT

STORIES = ("kestrel-bridge-reopens", "kestrel-bridge-closed", "bluefern-data-breach", "finland-joins-nato")


@pytest.fixture(scope="module")
def index() -> Iterator[ArticleIndex]:
    """A few of the sample articles."""
    articles = read_articles()
    with in_memory_index(articles[name] for name in STORIES) as built:
        yield built


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    """Cases of those articles: questions that they answer, and a conversation."""
    articles = read_articles()
    known = {articles[name].id for name in STORIES}
    about = [
        case
        for case in read_cases(articles)
        if all({evidence.article for evidence in turn.gold.evidence} <= known for turn in case.turns)
    ]
    single = [case for case in about if len(case.turns) == 1 and not case.turns[0].gold.unanswerable]
    talks = [case for case in about if len(case.turns) > 1]
    return (*single[:14], *talks[:1])


@pytest.fixture(scope="module")
def good(index: ArticleIndex, cases: tuple[Case, ...]) -> Run:
    """The run that later ones are compared with."""
    with keyless_assistant(index) as assistant:
        return run_cases(assistant, cases, embedded_judge())


def fresh_judge() -> KeylessJudge:
    """A judge that remembers nothing."""
    from assistant.judging.judge import EmbeddedJudge
    from models import Encoder

    return KeylessJudge(EmbeddedJudge(Encoder.load()))


def test_two_runs_give_the_same_bytes(
    tmp_path: Path, index: ArticleIndex, cases: tuple[Case, ...], good: Run
) -> None:
    with keyless_assistant(index) as assistant:
        again = run_cases(assistant, cases, fresh_judge())
    first, second = write_reports(good, tmp_path / "1"), write_reports(again, tmp_path / "2")
    assert Path(first["json"]).read_bytes() == Path(second["json"]).read_bytes()
    assert Path(first["markdown"]).read_bytes() == Path(second["markdown"]).read_bytes()
    assert compare(again, baseline_of(good)).passed


def test_every_turn_is_asked_and_a_conversation_goes_on(good: Run, cases: tuple[Case, ...]) -> None:
    assert len(good.results) == questions_in(cases)
    talk = [result for result in good.results if result.turns > 1]
    assert [result.turn for result in talk] == list(range(1, len(talk) + 1))
    values = good.to_dict()
    json.dumps(values, allow_nan=False)
    assert values["by_turn"].keys() == {str(result.turn) for result in talk}
    assert {"search", "write", "total"} <= good.timings()["steps"].keys()


def test_last_year_is_that_of_the_run_and_not_of_the_clock(index: ArticleIndex) -> None:
    question = "What did articles published last year say about the bridge?"
    with keyless_assistant(index) as assistant:
        [notice] = assistant.ask(question).notices
    assert "from 2025-01-01 to 2025-12-31" in notice
    with keyless_assistant(index, today=date(2025, 3, 1)) as assistant:
        found = assistant.ask(question)
    assert "from 2024-01-01 to 2024-12-31" in found.notices[0]
    assert {str(passage.article.published)[:4] for passage in found.considered} == {"2024"}


def test_nothing_that_is_measured_asks_the_clock_what_day_it_is() -> None:
    for path in sorted((ROOT / "eval").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow"):
                assert isinstance(node.value, ast.Name), path.name
                assert node.value.id not in ("date", "datetime"), f"{path.name}:{node.lineno}"
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "Assistant":
                assert "today" in {given.arg for given in node.keywords}, f"{path.name}:{node.lineno}"


def test_an_ungraded_turn_is_asked_and_not_scored(index: ArticleIndex, cases: tuple[Case, ...]) -> None:
    talk = next(case for case in cases if len(case.turns) > 1)
    first = replace(talk.turns[0], gold=Gold())
    with keyless_assistant(index) as assistant:
        before, *_ = run_cases(
            assistant, [replace(talk, turns=(first, *talk.turns[1:]))], embedded_judge()
        ).results
    assert before.gold is None
    assert before.measures.scores["right abstention"] is None


@pytest.fixture(scope="module")
def gates(index: ArticleIndex, cases: tuple[Case, ...]) -> dict[str, GateResult]:
    """What the gate says of the assistant whole and broken."""
    return sabotage(index, cases, embedded_judge())


def test_the_gate_passes_what_is_whole(gates: dict[str, GateResult]) -> None:
    assert gates["nothing broken"].passed
    assert [name for name, gate in gates.items() if must_fail(name) == gate.passed] == []


def test_the_gate_fails_on_a_broken_retriever(gates: dict[str, GateResult]) -> None:
    gate = gates["a retriever that ranks the worst first"]
    assert not gate.passed
    regressed = {comparison.metric: comparison for comparison in gate.regressed}
    assert "MRR" in regressed
    assert regressed["MRR"].worse[0].old_score > regressed["MRR"].worse[0].new_score


def test_the_gate_fails_on_a_writer_that_drops_citations(gates: dict[str, GateResult]) -> None:
    gate = gates["a writer that drops its citations"]
    assert not gate.passed
    assert {"citation recall", "faithfulness to citations", "evidence cited"} <= {
        comparison.metric for comparison in gate.regressed
    }
    assert "citation precision" in gate.undefined


def test_the_command_writes_every_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = next(case for case in read_cases(read_articles()) if len(case.turns) == 1)
    assert main(["run", "--split", "all", "--case", case.id, "--out", str(tmp_path)]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["answers"] == 1
    for path in found["files"].values():
        assert Path(path).stat().st_size > 100
    assert {path.name for path in tmp_path.iterdir()} == {
        "run.json",
        "timings.json",
        "report.md",
        "junit.xml",
        "report.html",
    }


def test_a_model_may_write_the_answers_and_its_cost_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(case for case in read_cases(read_articles()) if len(case.turns) == 1)
    command = ["run", "--split", "all", "--case", case.id, "--writer", "llm", "--out", str(tmp_path)]
    with serving(says("The articles ", "don't say.")) as (address, script):
        monkeypatch.setenv("OPENAI_BASE_URL", address)
        monkeypatch.setenv("ASSISTANT_MODEL", "scripted")
        assert main([*command, "--prices", "1", "4"]) == 0
    assert len(script.requests) == 1
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["cost"]["requests"] == 1
    assert found["cost"]["seconds"] >= 0
    run = json.loads((tmp_path / "run.json").read_text())
    assert run["system"] == "Article Assistant, scripted"
    for counted in (run["cost"], run["summary"]["usage"], run["results"][0]["usage"]):
        assert counted["requests"] == 1
        assert not [name for name in counted if name.endswith("seconds")]


@pytest.mark.parametrize(
    ("options", "official"),
    [
        ([], True),
        (["--gate"], True),
        (["--today", "2030-01-01"], False),
        (["--split", "all"], False),
        (["--tag", "who"], False),
        (["--writer", "llm"], False),
        (["--judge", "llm"], False),
        (["--cases", "mine"], False),
    ],
)
def test_only_the_usual_run_gives_the_figures_of_the_page(options: list[str], official: bool) -> None:
    assert is_official(build_parser().parse_args(["run", *options])) is official


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["run", "--case", "no-such-case"], "no case is left"),
        (["run", "--gate", "--tag", "who"], "need every case"),
        (["run", "--gate", "--cases", str(CASES)], "a baseline of their own"),
        (
            ["run", "--case", "naps-age-typo", "--split", "dev", "--writer", "llm"],
            "no language model",
        ),
    ],
)
def test_a_run_that_makes_no_sense_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    assert main(arguments) == 2
    assert problem in capsys.readouterr().err
