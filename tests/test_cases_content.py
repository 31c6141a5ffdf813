"""The sample articles and the evaluation cases hold what their description promises."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import yaml

from eval.case_files import CASES, Case, CaseTurn, read_articles, read_cases
from indexes.articles import Article
from indexes.sources import Source, read_source

COPY = ("veltrane-battery-plant-announced", "battery-factory-duncarrow-syndicated")
INJECTION = Path(__file__).parent / "injection"


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return read_articles()


@pytest.fixture(scope="module")
def cases(articles: dict[str, Article]) -> tuple[Case, ...]:
    return read_cases(articles)


def asked(cases: tuple[Case, ...]) -> list[tuple[Case, CaseTurn]]:
    return [(case, turn) for case in cases for turn in case.turns]


def test_the_articles_are_of_newspaper_length_and_say_where_they_come_from(
    articles: dict[str, Article],
) -> None:
    assert 28 <= len(articles) <= 40
    for name, article in articles.items():
        assert 250 <= len(article.text.split()) <= 600, name
        assert None not in (article.publisher, article.author), name
        assert re.match(r"https://([a-z-]+\.example|example\.org)/", article.url or ""), name


def test_exactly_one_article_is_undated_and_three_tell_one_story_in_order(
    articles: dict[str, Article],
) -> None:
    undated = [name for name, article in articles.items() if article.published is None]
    assert undated == ["heat-pump-grant-guide"]
    story = [articles[f"kestrel-bridge-{part}"] for part in ("closed", "repair-delayed", "reopens")]
    days = [article.published or "" for article in story]
    assert days == sorted(days)


def test_the_syndicated_copy_is_nearly_identical_under_another_publisher(
    articles: dict[str, Article],
) -> None:
    first, copy = (articles[name] for name in COPY)
    assert first.publisher != copy.publisher
    assert first.text != copy.text
    assert SequenceMatcher(None, first.text, copy.text, autojunk=False).ratio() > 0.95


def test_other_articles_are_no_copies_of_each_other(articles: dict[str, Article]) -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for name, article in articles.items():
        words = article.text.split()
        for start in range(len(words) - 11):
            where[" ".join(words[start : start + 12])].add(name)
    shared = {names for names in map(frozenset, where.values()) if len(names) > 1}
    assert shared == {frozenset(COPY)}


def test_there_are_enough_cases_of_every_kind(cases: tuple[Case, ...]) -> None:
    tags = Counter(tag for case, turn in asked(cases) for tag in {*case.tags, *turn.tags})
    conversations = [case for case in cases if len(case.turns) > 1]
    assert len(cases) >= 180
    assert len(conversations) >= 12
    assert sum(len(case.turns) for case in conversations) >= 30
    assert sum(turn.gold.unanswerable for _, turn in asked(cases)) >= 45
    for tag in ("who", "when", "where", "what", "how-many", "money", "why", "how", "list", "yes-no"):
        assert tags[tag] >= 20, tag
    for tag in ("several-articles", "disagreement", "latest", "dates", "attribution", "long", "injection"):
        assert tags[tag] >= 8, tag


def test_both_splits_have_about_half_of_the_questions(cases: tuple[Case, ...]) -> None:
    sizes = Counter(case.split for case, _ in asked(cases))
    assert 0.4 <= sizes["test"] / sizes.total() <= 0.6


def test_no_article_is_evidence_in_both_splits(cases: tuple[Case, ...]) -> None:
    splits: dict[str, set[str]] = defaultdict(set)
    for case, turn in asked(cases):
        for evidence in turn.gold.evidence:
            splits[evidence.article].add(case.split)
    assert {article: found for article, found in splits.items() if len(found) > 1} == {}


def test_every_article_is_asked_about(articles: dict[str, Article], cases: tuple[Case, ...]) -> None:
    used = {evidence.article for _, turn in asked(cases) for evidence in turn.gold.evidence}
    assert {name for name, article in articles.items() if article.id not in used} == set()


def test_every_gold_answer_stands_in_its_evidence(cases: tuple[Case, ...]) -> None:
    for case, turn in asked(cases):
        quoted = " ".join(evidence.quote for evidence in turn.gold.evidence).lower()
        groups = turn.gold.answers_all or ((turn.gold.answers,) if turn.gold.answers else ())
        for group in groups:
            assert any(answer.lower() in quoted for answer in group), (case.id, turn.question, group)


def test_filters_let_the_evidence_through(articles: dict[str, Article], cases: tuple[Case, ...]) -> None:
    by_id = {article.id: article for article in articles.values()}
    for case, turn in asked(cases):
        if turn.filters is not None:
            for evidence in turn.gold.evidence:
                assert turn.filters.allow(by_id[evidence.article]), case.id


def test_a_question_is_asked_once_and_only_a_filter_may_change_its_answer(cases: tuple[Case, ...]) -> None:
    first_turns = [(case.turns[0].question.lower(), case.turns[0].filters) for case in cases]
    assert [question for question, times in Counter(first_turns).items() if times > 1] == []


def test_unanswerable_questions_say_how_they_come_close(cases: tuple[Case, ...]) -> None:
    kinds = {"missing-fact", "swapped-name", "swapped-place", "swapped-date", "false-premise", "dates"}
    for case, turn in asked(cases):
        assert ("near-miss" in turn.tags) == turn.gold.unanswerable, case.id
        if turn.gold.unanswerable:
            assert kinds & set(turn.tags), case.id


def test_every_tag_is_described_beside_the_cases(cases: tuple[Case, ...]) -> None:
    described = set(re.findall(r"`([a-z-]+)`", (CASES / "README.md").read_text(encoding="utf-8")))
    used = {tag for case, turn in asked(cases) for tag in {*case.tags, *turn.tags}}
    assert used - described == set()


def injection_corpus() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load((INJECTION / "corpus.yaml").read_text(encoding="utf-8"))
    return entries


def test_every_file_of_the_injection_corpus_is_described() -> None:
    described = [entry["file"] for entry in injection_corpus()]
    assert sorted([*described, "corpus.yaml"]) == sorted(path.name for path in INJECTION.iterdir())
    assert len(described) >= 15


@pytest.mark.parametrize("entry", injection_corpus(), ids=lambda entry: str(entry["file"]))
def test_an_article_that_gives_orders_still_holds_an_honest_answer(entry: dict[str, Any]) -> None:
    assert set(entry) == {"file", "trick", "claims", "question", "answer", "quote", "bait"}
    [article] = read_source(Source.from_path(INJECTION / entry["file"]))
    assert isinstance(article, Article)
    assert entry["quote"] in article.text
    assert entry["answer"] in entry["quote"]
    for claim in entry["claims"]:
        assert claim.lower() not in entry["quote"].lower()
