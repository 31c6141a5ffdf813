"""Metadata is found in the shapes that sites use; the figures have floors, and fall when the finding does."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from indexes.metadata import page_metadata
from indexes.metadata_report import measuring
from indexes.metadata_report.__main__ import main
from indexes.metadata_report.made import pages
from indexes.metadata_report.measuring import MetadataReport, measure, word_f1
from indexes.metadata_report.pages import FIELDS
from indexes.metadata_values import byline
from indexes.readers.visible import parse_page
from tests import source_files as files
from tests.source_files import only_article, read_bytes


@pytest.fixture(scope="module")
def report() -> MetadataReport:
    return measure()


def test_there_are_enough_pages_and_they_are_the_same_every_time() -> None:
    several = list(pages())
    assert len(several) >= 60
    assert len({page.name for page in several}) == len(several)
    assert [page.data for page in pages()] == [page.data for page in several]
    assert all(set(page.truth) == set(FIELDS) for page in several)


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_found_rightly_and_seldom_missed(report: MetadataReport, field: str) -> None:
    assert report.fields[field]["precision"] >= 0.97
    assert report.fields[field]["recall"] >= 0.93
    assert report.fields[field]["pages"] >= 30


def test_the_text_is_the_articles_and_lists_are_refused(report: MetadataReport) -> None:
    assert report.text_f1 >= 0.98
    assert report.lowest_text_f1[1] >= 0.9
    assert report.refused == report.not_articles >= 3


def test_no_date_is_invented(report: MetadataReport) -> None:
    invented = [row for row in report.wrong if row[1] in ("published", "modified") and row[3] is None]
    assert invented == []


def test_the_figures_fall_when_finding_gets_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    several = list(pages())[:12]

    def worse(tree: object, address: str | None) -> object:
        found = page_metadata(tree, address)
        return replace(found, title=None, published="2001-01-01", author=(found.author or "") + "x")

    monkeypatch.setattr(measuring, "page_metadata", worse)
    fallen = measure(several)
    assert fallen.fields["title"]["recall"] == 0
    assert fallen.fields["published"]["precision"] == 0
    assert fallen.fields["author"]["precision"] == 0
    assert fallen.fields["publisher"]["precision"] == 1


def test_word_f1_counts_words() -> None:
    assert word_f1("a b c d", "A b, x y") == 0.5
    assert word_f1("", "a") == 0
    assert word_f1("a a", "a a") == 1


def test_the_command_prints_the_table_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "| published |" in capsys.readouterr().out
    assert main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pages"] >= 60


def test_each_known_field_tells_where_it_was_found() -> None:
    for page in pages():
        found = page_metadata(parse_page(page.data.decode("utf-8", "replace")), page.address)
        assert set(found.sources) == {field for field in FIELDS if getattr(found, field) is not None}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By: Ann Lee", "Ann Lee"),
        ("By Reuters", "Reuters"),
        ("Von Anna von Klein", "Anna von Klein"),
        ("Di Marco Rossi", "Marco Rossi"),
        ("Di Webster, Political Editor", "Di Webster"),
        ("Von Trapp", "Von Trapp"),
        ("Von der Leyen", "Von der Leyen"),
    ],
)
def test_the_word_before_a_name_is_no_part_of_it_unless_it_is_one(line: str, names: str) -> None:
    assert byline(line) == names


def test_provenance_is_kept_with_the_article() -> None:
    head = '<meta property="article:published_time" content="2025-03-04T07:30:00-05:00">'
    article = only_article(read_bytes("p.html", files.page(head=head).encode()))
    assert article.published == "2025-03-04T07:30:00-05:00"
    assert article.metadata_sources == {
        "title": "h1",
        "published": "meta article:published_time",
        "language": "html lang",
    }


@pytest.mark.parametrize(
    "stated",
    [
        '{"@type":"NewsArticle","author":' + '{"author":' * 500 + "1" + "}" * 501,
        "[" * 100_000,
        '{"@type":["NewsArticle",{}],"headline":["",{"@value":5}],"author":[null,5,[["x"]],{"name":{}}]}',
        '{"@type":"NewsArticle","datePublished":{"@value":"2024"},"publisher":[[]],"url":{"@id":5},"inLanguage":[]}',
        '{"@graph":{"@graph":[null,{"@id":{}},{"@id":["x"],"@type":5}]}}',
        '{"@type":"NewsArticle","author":{"@id":"#a"},"@id":"#a"}',
        "null",
    ],
)
def test_absurd_json_ld_does_no_harm(stated: str) -> None:
    page = files.page(head=f'<script type="application/ld+json">{stated}</script>')
    article = only_article(read_bytes("p.html", page.encode()))
    assert article.title == "Swing bridge to close"
    assert article.published is None
