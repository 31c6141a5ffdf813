"""The benchmark runs on small piles and gives figures that hang together."""

from __future__ import annotations

from indexes.benchmark import generated_articles, measure_ingestion, measure_memory, measure_search


def test_generated_articles_are_all_different_and_of_the_length() -> None:
    articles = list(generated_articles(5, words=600))
    assert len({article.text for article in articles}) == 5
    assert all(len(article.text.split()) == 600 for article in articles)
    assert articles == list(generated_articles(5, words=600))


def test_a_second_pass_over_unchanged_files_is_faster() -> None:
    figures = measure_ingestion(8)
    assert figures["passages"] >= 5 * figures["articles"]
    assert figures["second_pass_times_faster"] > 1


def test_search_and_memory_are_measured() -> None:
    figures = measure_search(60, questions=5)
    assert figures["passages"] >= 60
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]
    assert measure_memory(5)["peak_mb"] > 0
