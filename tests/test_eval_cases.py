"""The cases are sound, and a broken one is refused by file and line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from eval.case_files import read_articles, read_cases, read_drafts
from eval.errors import CaseError
from indexes.articles import Article

ARTICLE = Article.create(
    id="bridge", title="Bridge", text="The bridge opened in 1932. Ann Lee cut the ribbon."
)
ARTICLES = {"bridge-opens": ARTICLE}

GOOD = """\
- id: bridge-when
  tags: [when]
  split: dev
  question: when did the bridge open?
  answers: [1932]
  evidence:
    - article: bridge-opens
      quote: opened in 1932
"""

CONVERSATION = """\
- id: bridge-talk
  tags: [conversation]
  split: test
  turns:
    - question: did it open in 1932?
      polarity: yes
      answers: [1932]
      evidence: [{article: bridge-opens, quote: opened in 1932}]
      filters: {published_from: 2024-03-01, publisher: The Paper}
    - question: who cut the ribbon, and of what?
      tags: [list]
      answers_all: [[Ann Lee, Lee], [bridge]]
      evidence: [{article: bridge-opens, quote: Ann Lee cut the ribbon.}]
    - question: what did it cost?
      unanswerable: true
"""


def cases(folder: Path, text: str, *, split: str = "all") -> object:
    (folder / "some.yaml").write_text(text, encoding="utf-8")
    return read_cases(ARTICLES, folder=folder, split=split)


def test_a_case_has_its_gold_answer_and_the_place_of_its_evidence(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(GOOD + CONVERSATION, encoding="utf-8")
    first, talk = read_cases(ARTICLES, folder=tmp_path)
    [turn] = first.turns
    [evidence] = turn.gold.evidence
    assert turn.gold.answers == ("1932",)
    assert ARTICLE.text[evidence.start : evidence.end] == evidence.quote == "opened in 1932"
    polar, listed, unknown = talk.turns
    assert polar.gold.polarity == "yes"
    assert polar.filters is not None
    assert polar.filters.published_from == date(2024, 3, 1)
    assert polar.filters.publishers == {"The Paper"}
    assert listed.gold.answers_all == (("Ann Lee", "Lee"), ("bridge",))
    assert listed.tags == ("list",)
    assert unknown.gold.unanswerable


def test_a_split_holds_its_own_cases_only(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(GOOD + CONVERSATION, encoding="utf-8")
    assert [case.id for case in read_cases(ARTICLES, folder=tmp_path, split="test")] == ["bridge-talk"]


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        pytest.param(
            "quote: opened", "quote: closed", 8, "does not say 'closed in 1932'", id="quote not there"
        ),
        pytest.param("bridge-opens", "tunnel", 7, "no article 'tunnel'", id="no such article"),
        pytest.param("  answers: [1932]\n", "", 1, "exactly one of answers", id="no gold"),
        pytest.param("answers: [1932]", "answers: []", 5, "answers is empty", id="empty gold"),
        pytest.param("tags: [when]", "tags: []", 1, "no tags", id="no tags"),
        pytest.param("split: dev", "split: train", 3, "dev or test", id="unknown split"),
        pytest.param("  split: dev\n", "", 1, "'split' is missing", id="missing field"),
        pytest.param("question:", "query:", 4, "unknown field 'query'", id="unknown field"),
        pytest.param("id: bridge-when", "id: Bridge When", 1, "lower-case words", id="bad id"),
        pytest.param("  question:", "  said: it did\n  question:", 4, "belongs to a draft", id="not a draft"),
        pytest.param("answers: [1932]", "answers: 1932", 5, "needs a list", id="not a list"),
        pytest.param("split: dev", "split: dev\n  split: dev", 4, "there twice", id="field twice"),
        pytest.param("tags: [when]", "tags: [when", 3, "not YAML", id="not YAML"),
        pytest.param(
            "answers: [1932]", "unanswerable: true", 1, "neither evidence", id="unanswerable with proof"
        ),
    ],
)
def test_a_broken_case_is_refused_by_its_line(
    tmp_path: Path, old: str, new: str, line: int, problem: str
) -> None:
    assert old in GOOD
    with pytest.raises(CaseError, match=problem) as caught:
        cases(tmp_path, GOOD.replace(old, new, 1))
    assert f"some.yaml:{line}:" in str(caught.value)


def test_json_lines_are_read_like_yaml_and_refused_by_their_line(tmp_path: Path) -> None:
    good = yaml.safe_load(GOOD)[0]
    odd = "did it open\u2028in 1932 \U0001f309 \x7f / “yes”?"
    lines = [json.dumps(good), "", json.dumps(good | {"id": "bridge-odd", "question": odd, "polarity": None})]
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    first, second = read_cases(ARTICLES, folder=path)
    assert first.turns == read_cases(ARTICLES, folder=tmp_path)[0].turns
    assert second.turns[0].question == odd
    assert second.where == f"{path}:3"
    path.write_text("\n".join(lines).replace("opened in 1932", "closed in 1932"), encoding="utf-8")
    with pytest.raises(CaseError, match=r"some\.jsonl:1: bridge-opens does not say"):
        read_cases(ARTICLES, folder=tmp_path)


def test_a_draft_is_checked_and_not_among_the_cases(tmp_path: Path) -> None:
    draft = (
        "- id: bridge-draft\n  tags: [who]\n  split: dev\n  draft: find out\n  said: A.\n  question: who?\n"
    )
    (tmp_path / "some.yaml").write_text(GOOD + draft, encoding="utf-8")
    assert [case.id for case in read_cases(ARTICLES, folder=tmp_path)] == ["bridge-when"]
    assert [case.draft for case in read_drafts(ARTICLES, folder=tmp_path)] == ["find out"]
    with pytest.raises(CaseError, match=r"some\.yaml:6: unknown field 'query'"):
        cases(tmp_path, draft.replace("question:", "query:"))


def test_an_ungraded_turn_leads_to_one_that_is_graded(tmp_path: Path) -> None:
    before = "    - question: what is there?\n      ungraded: true\n"
    talk = CONVERSATION.replace("  turns:\n", f"  turns:\n{before}")
    (tmp_path / "some.yaml").write_text(talk, encoding="utf-8")
    [case] = read_cases(ARTICLES, folder=tmp_path)
    assert [turn.gold.graded for turn in case.turns] == [False, True, True, True]
    with pytest.raises(CaseError, match="the last turn is ungraded"):
        cases(tmp_path, CONVERSATION + before)
    with pytest.raises(CaseError, match="an ungraded turn has no answers"):
        cases(tmp_path, talk.replace("ungraded: true", "ungraded: true\n      answers: [1932]"))


def test_an_id_is_used_once_over_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(CaseError, match="already used") as caught:
        cases(tmp_path, GOOD)
    assert "some.yaml:1:" in str(caught.value)
    assert "a.yaml:1" in str(caught.value)


def test_a_file_that_is_no_list_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"some\.yaml:1: the file is not a list of cases"):
        cases(tmp_path, "id: bridge-when\n")


def test_a_folder_without_cases_or_articles_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no cases"):
        read_cases(ARTICLES, folder=tmp_path)
    with pytest.raises(CaseError, match="no article"):
        read_articles(tmp_path)


def test_the_sample_articles_have_the_same_ids_on_every_machine() -> None:
    articles = read_articles()
    assert len(articles) > 30
    assert all(not Path(article.id).is_absolute() for article in articles.values())
