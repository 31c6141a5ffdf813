"""The benchmark runs on small piles, and its page says what was measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexes.benchmark.__main__ import main
from indexes.benchmark.generated import generated_articles, generated_questions
from indexes.benchmark.measuring import measure_ingestion, measure_memory, measure_search
from tests.chroma_server import ChromaServer


def test_generated_articles_are_all_different_and_of_the_length() -> None:
    articles = list(generated_articles(5, words=600))
    assert len({article.text for article in articles}) == 5
    assert len({article.published for article in articles}) == 5
    assert all(len(article.text.split()) == 600 for article in articles)
    assert articles == list(generated_articles(5, words=600))
    assert len(set(generated_questions(4))) == 4


def test_a_second_pass_over_unchanged_files_is_faster() -> None:
    told: list[str] = []
    figures = measure_ingestion(8, tell=told.append)
    assert figures["articles"] == 8
    assert figures["passages"] >= 5 * figures["articles"]
    assert figures["second_pass_times_faster"] > 1
    assert len(told) == 1


def test_an_index_that_is_kept_is_searched_again(tmp_path: Path) -> None:
    told: list[str] = []
    figures = measure_search(60, questions=3, folder=tmp_path, tell=told.append)
    assert figures["passages"] >= 60
    for times in (figures["all"], figures["half_by_date"], figures["a_twentieth_by_date"]):
        assert 0 < times["p50_ms"] <= times["p95_ms"]
    kept = (tmp_path / "search-60" / "articles.sqlite3").stat().st_mtime_ns
    assert measure_search(60, questions=1, folder=tmp_path, tell=told.append)["passages"] >= 60
    assert (tmp_path / "search-60" / "articles.sqlite3").stat().st_mtime_ns == kept


def test_memory_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    with ChromaServer(tmp_path) as server:
        for vectors, place in (
            ("embedded", "embedded"),
            ("nowhere", "nowhere"),
            (server.url, "on a server"),
        ):
            figures = measure_memory(5, vectors=vectors)
            assert (figures["articles"], figures["vectors"]) == (5, place)
            assert figures["peak_mb"] > 20


def test_figures_of_single_parts_are_recorded_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["memory", "--memory", "3", "--record", str(tmp_path)]) == 0
    assert main(["search", "--passages", "12", "--record", str(tmp_path)]) == 0
    assert main(["ingestion", "--articles", "2", "--record", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert '"second_pass_seconds"' in printed
    known = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert set(known) == {"memory", "search", "ingestion"}
    page = (tmp_path / "README.md").read_text("utf-8")
    for words in ("## Adding", "## Searching", "## Memory", "cores of", "drawn at random", "| 3 |"):
        assert words in page
    assert "llama-index" not in page
