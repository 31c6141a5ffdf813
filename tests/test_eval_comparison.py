"""The side by side with llama-index's stock pipeline, and the page of results."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from eval import bench, footprint, provenance
from eval.__main__ import main
from eval.benchmarks.published import PUBLISHED
from eval.case_files import read_articles, read_cases
from eval.comparison import OURS, STOCK, comparable, compare_systems
from eval.errors import EvaluationError
from eval.judges import embedded_judge
from eval.model_servers.scripted import says, serving, settings_for
from eval.reports.own_results import comparison_header, comparison_rows
from eval.reports.results import families_of, results_page
from eval.spreading import spread
from eval.stock_pipeline import StockPipeline
from tests.conftest import ROOT

STORIES = ("kestrel-bridge-reopens", "bluefern-data-breach")


def test_the_stock_pipeline_says_where_its_chunks_lie(tmp_path: Path) -> None:
    articles = [article for name, article in read_articles().items() if name in STORIES]
    response = StockPipeline(articles, tmp_path).ask("Who cut the ribbon of the bridge?")
    texts = {article.id: article.text for article in articles}
    assert 1 <= len(response.retrieved) <= 2
    for passage in response.retrieved:
        assert texts[passage.article][passage.start : passage.end] == passage.text
    assert (response.text, response.abstained) == ("", False)


def test_both_systems_answer_with_and_without_a_model() -> None:
    articles = read_articles()
    known = {articles[name].id for name in STORIES}
    cases = [
        case
        for case in comparable(read_cases(articles))
        if case.turns[0].gold.evidence
        and {evidence.article for evidence in case.turns[0].gold.evidence} <= known
    ]
    with serving(says("The articles don't say.")) as (address, script):
        figures = compare_systems(
            [articles[name] for name in STORIES],
            cases[:3],
            embedded_judge(),
            settings=settings_for(address),
            asked_with_model=cases[:1],
        )
    assert len(script.requests) >= 2
    assert len(figures) == 4
    for found in figures.values():
        assert found["questions"] in (1, 3)
        assert 0.0 <= found["hit@5"] <= 1.0
        assert found["median ms"] > 0
    assert comparison_header(figures) == ["", *figures]
    assert {len(row) for row in comparison_rows(figures)} == {5}
    assert len(comparison_rows(figures)) > 8
    json.dumps(figures, allow_nan=False)


def test_questions_are_spread_over_the_cases() -> None:
    chosen = spread(range(213), 120)
    steps = {after - before for before, after in pairwise(chosen)}
    assert (len(chosen), chosen[0], steps) == (120, 0, {1, 2})
    assert chosen[-1] >= 211
    assert spread("abc", 5) == ["a", "b", "c"]
    assert spread("abc", 0) == spread("abc", -2) == []
    assert all(len(case.turns) == 1 for case in comparable(read_cases(read_articles())))


@pytest.mark.parametrize("command", [["sabotage", "--questions"], ["judge", "--data", "x", "--limit"]])
def test_a_number_of_questions_that_makes_no_sense_is_refused(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([*command, "-3"])
    assert "needs to be a whole number from 1" in capsys.readouterr().err


def test_without_questions_for_a_model_only_the_keyless_halves_are_compared() -> None:
    articles = read_articles()
    [case] = [case for case in read_cases(articles) if case.id == "kestrel-why-closed"]
    with serving() as (address, script):
        figures = compare_systems(
            [articles[name] for name in STORIES], [case], embedded_judge(), settings=settings_for(address)
        )
    assert list(figures) == [f"{OURS}, no key", f"{STOCK}, no key"]
    assert script.requests == []


def test_the_page_holds_kept_figures_of_these_weights_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = {"f1": 0.5, "f1_answerable_forced": 0.75, "questions": 3, "answerable_auc": None}
    bench.keep(tmp_path, "reading", {"some_file": figures})
    older = '{"weights": "older", "code": "x", "machine": "m", "figures": {"file": {"claims": 77777}}}'
    (tmp_path / "faithfulness.json").write_text(older, encoding="utf-8")
    bench.keep(tmp_path, "rewriting", {})
    kept = json.loads((tmp_path / "rewriting.json").read_text(encoding="utf-8"))
    stale = json.dumps(kept | {"code": "before", "commit": "abc123"})
    (tmp_path / "rewriting.json").write_text(stale, encoding="utf-8")
    page = tmp_path / "RESULTS.md"
    assert main(["bench", "--table", "--out", str(tmp_path), "--results", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "| some_file | 3 | 0.750 |" in text
    assert "## Faithfulness" not in text
    assert "77777" not in text
    assert "| faithfulness | `older` | `unknown` | m | all | **not shown** |" in text
    assert "## Rewriting\n\n**Stale: measured with other code (commit abc123).** Token F1" in text
    assert "## Reading\n\nThe embedded reader" in text
    assert bench.weights() in text
    printed = capsys.readouterr()
    found = json.loads(printed.out.splitlines()[-1])
    assert found["figures"]["reading"]["some_file"] == figures
    assert found["states"] == {
        "faithfulness": "other weights",
        "reading": "current",
        "rewriting": "other code",
    }
    assert "rewriting: of other code; measure it again" in printed.err


def test_a_page_that_tells_of_more_than_is_kept_is_left_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, page = tmp_path / "bench", tmp_path / "RESULTS.md"
    command = ["bench", "--table", "--out", str(kept), "--results", str(page)]
    bench.keep(kept, "reading", {"some_file": {"f1": 0.25}})
    bench.keep(kept, "rewriting", {})
    assert main(command) == 0
    whole = page.read_text(encoding="utf-8")
    assert families_of(whole) == ["reading", "rewriting"]
    (kept / "rewriting.json").unlink()
    bench.keep(kept, "reading", {"some_file": {"f1": 0.75}})
    capsys.readouterr()
    assert main(command) == 0
    assert page.read_text(encoding="utf-8") == whole
    printed = capsys.readouterr()
    assert "it tells of rewriting, of which" in printed.err
    assert "| some_file | – | – | – | 0.750 |" in printed.out
    assert json.loads(printed.out.splitlines()[-1])["results"] is None


def test_the_families_of_the_committed_page_are_known() -> None:
    told = families_of((ROOT / "eval" / "RESULTS.md").read_text(encoding="utf-8"))
    assert {"reading", "cases", "generation-faults"} <= set(told) <= provenance.DECIDING.keys()


def test_figures_of_other_weights_alone_make_no_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reading.json").write_text('{"weights": "older", "figures": {}}', encoding="utf-8")
    page = tmp_path / "RESULTS.md"
    assert main(["bench", "--table", "--out", str(tmp_path), "--results", str(page)]) == 2
    assert "no figures of these weights" in capsys.readouterr().err
    assert not page.exists()


def test_a_change_of_the_code_that_decides_a_figure_is_seen() -> None:
    assert provenance.code("reading") == provenance.code("reading")
    assert provenance.code("reading") != provenance.code("faithfulness")
    assert (provenance.commit("reading") == "") == (not (provenance.ROOT / ".git").exists())


def test_what_decides_a_figure_is_there() -> None:
    for family, places in provenance.DECIDING.items():
        assert [place for place in places if not (ROOT / place).exists()] == [], family


@pytest.mark.parametrize(
    ("family", "place"),
    [
        ("cases", "eval/measuring.py"),
        ("cases", "eval/judges.py"),
        ("cases", "eval/cases/towns.yaml"),
        ("cases", "articles/finland-joins-nato.md"),
        ("mutations", "eval/mutations.py"),
        ("mutations", "eval/mutation_proof.py"),
        ("sabotage", "eval/gate.py"),
        ("faithfulness", "eval/judges.py"),
        ("retrieval", "eval/systems.py"),
        ("reading", "eval/rows.py"),
        ("reading", "models/training/rows.py"),
    ],
)
def test_what_a_figure_is_made_of_decides_it(family: str, place: str) -> None:
    assert ROOT / place in provenance.deciding_files(family)


def test_memory_is_that_of_the_process_that_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    hungry = [sys.executable, "-c", "x = bytearray(300_000_000)"]
    modest = [sys.executable, "-c", "pass"]
    assert footprint._measured(hungry)["peak_megabytes"] > 300
    assert footprint._measured(modest)["peak_megabytes"] < 100
    monkeypatch.setenv("OPENAI_API_KEY", "not to be used")
    kept = "import os; raise SystemExit('OPENAI_API_KEY' in os.environ)"
    assert footprint._measured([sys.executable, "-c", kept])["seconds"] > 0
    beside = "import os, assistant; raise SystemExit(len(os.listdir()))"  # where a `.env` would be read
    assert footprint._measured([sys.executable, "-c", beside])["seconds"] > 0
    with pytest.raises(EvaluationError, match="ended with 3"):
        footprint._measured([sys.executable, "-c", "raise SystemExit(3)"])


def test_figures_of_generation_stand_beside_the_benchmarks(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "eval.bench_generation", "labels", "--figures", str(tmp_path)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)["labels"]
    page = results_page(dict(bench.kept(tmp_path)))
    assert f"{found['sentences']} sentences that SmolLM2-135M wrote" in page
    assert f"| {found['share_let_through']:.3f} | {found['precision']:.3f} | {found['recall']:.3f} |" in page
    spread = {"median": 1.0, "p95": 2.0}
    pair = {"runs": 3, "bare_ms": spread, "writer_ms": spread, "median_difference_ms": 0.5}
    timed = {"parse": 1, "verify": 2, "verify_when_every_citation_is_wrong": 3}
    overhead = {f"{name}_ms_{kind}": float(ms) for name, ms in timed.items() for kind in ("median", "p95")}
    others = {
        "generation-first-token": {"local_model": pair, "instant_server": pair},
        "generation-overhead": overhead,
        "generation-faults": {"500": {"requests": 3, "answered_by": "extractive", "notices": ("Sorry.",)}},
    }
    page = results_page({name: {"weights": "w", "machine": "m", "figures": f} for name, f in others.items()})
    assert "| a server that answers at once | 3 | 1 | 1 | 0.5 |" in page
    assert "| 500 | 3 | extractive | Sorry. |" in page
    assert "| verifying, every citation wrong | 3.0 | 3.0 |" in page


def test_published_figures_name_their_source() -> None:
    page = results_page({"reading": {"weights": "w", "machine": "m", "figures": {}}})
    for published in PUBLISHED:
        assert published.source.startswith("https://")
        assert (published.source in page) == (published.family == "reading")


def test_missing_public_data_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--only", "rewriting", "--data", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "--data DIR" in capsys.readouterr().err


def test_the_project_s_own_cases_and_the_broken_assistant_have_their_sections(tmp_path: Path) -> None:
    estimate = {"mean": 0.5, "low": 0.25, "high": 0.75, "count": 4}
    cases = {
        "answers": 9,
        "seconds": 61.4,
        "metrics": {"MRR": estimate, "F1": {**estimate, "mean": None}},
        "abstention": {"unanswerable": 3, "recall": 1.0, "precision": None},
        "risk_coverage_area": 0.125,
    }
    broken = {"gate": "failed", "regressed": ["MRR"], "undefined": ["citation precision"], "questions": 7}
    bench.keep(tmp_path, "cases", cases)
    bench.keep(tmp_path, "sabotage", {"a broken retriever": broken})
    page = results_page(dict(bench.kept(tmp_path)))
    assert "| MRR | 0.500 | 0.250 to 0.750 | 4 |" in page
    assert "| F1 |" not in page
    assert "9 questions of the test split over the sample articles, asked and judged in 61 seconds" in page
    assert "| a broken retriever | failed | MRR, citation precision |" in page
