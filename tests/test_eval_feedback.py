"""Readers' feedback made into cases: helpful answers as gold, the others as drafts that nobody is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Answer, Citation, Sentence, Verdict
from chat.desk import Desk
from chat.feedback import FeedbackFile, Opinion
from chat.filtering import read_filters
from eval.__main__ import main
from eval.case_files import read_articles, read_cases, read_drafts
from eval.errors import CaseError

ARTICLES = read_articles()
BRIDGE = ARTICLES["kestrel-bridge-reopens"]
RIBBON, COST = "Joss Penhallow cut the ribbon.", "The job ended up costing £7.1 million."
HANGERS = "All 48 hangers are new, and so is the waterproof layer under the road."


def answer(
    question: str, *quotes: str, short: str | None = None, verdict: Verdict = "supported", **changes: Any
) -> Answer:
    """An answer that quotes the bridge's article."""
    citations = tuple(
        Citation(number, BRIDGE, BRIDGE.text.find(quote), BRIDGE.text.find(quote) + len(quote), quote)
        for number, quote in enumerate(quotes, start=1)
    )
    text = " ".join(f"{one.quote} [{one.number}]" for one in citations)
    given: dict[str, Any] = {
        "question": question,
        "searched_for": question,
        "text": text or "The articles don't say.",
        "short": short,
        "abstained": not quotes,
        "sentences": tuple(Sentence(one.quote, (one.number,), verdict) for one in citations),
        "citations": citations,
    }
    return Answer(**given | changes)


def feedback(path: Path, *opinions: tuple[Answer, Opinion], filters: dict[str, Any] | None = None) -> Path:
    """What the chat writes when readers click; each answer in a conversation of its own."""
    file = FeedbackFile(path, {"model": None})
    for given, opinion in opinions:
        desk = Desk().begin(given.question, read_filters(filters or {})).with_last(answer=given)
        file.add(desk, desk.entries[-1], opinion)
    return path


HELPFUL, UNHELPFUL = Opinion(helpful=True), Opinion(helpful=False, note="not what I\nasked")


@pytest.mark.parametrize("ending", [".yaml", ".jsonl"])
def test_a_helpful_answer_becomes_a_case_that_the_harness_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    out = tmp_path / f"cases{ending}"
    lines = feedback(
        tmp_path / "feedback.jsonl",
        (answer("Who cut the ribbon: the mayor?", RIBBON, short="Joss Penhallow"), HELPFUL),
        (answer("Was it expensive?", COST, short="Yes"), HELPFUL),
        (answer("What was done to the bridge?", HANGERS, COST), HELPFUL),
        (answer("Who paid the band?"), HELPFUL),
    )
    assert main(["cases", "from-feedback", str(lines), "--out", str(out)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["cases"] == 4
    ribbon, polar, long, unanswerable = read_cases(ARTICLES, folder=out)
    [turn] = ribbon.turns
    assert turn.question == "Who cut the ribbon: the mayor?"
    assert turn.gold.answers == ("Joss Penhallow",)
    assert [(one.article, one.quote) for one in turn.gold.evidence] == [(BRIDGE.id, RIBBON)]
    assert polar.turns[0].gold.polarity == "yes"
    assert long.turns[0].gold.answers_all == ((HANGERS,), (COST,))
    assert unanswerable.turns[0].gold.unanswerable
    # the story belongs to dev already
    assert {case.split for case in (ribbon, polar, long)} == {"dev"}


@pytest.mark.parametrize(
    ("given", "opinion", "why"),
    [
        pytest.param(answer("who?", RIBBON), UNHELPFUL, "“not what I asked”", id="unhelpful"),
        pytest.param(
            answer("who?", RIBBON, verdict="not found"), HELPFUL, "not every sentence", id="not supported"
        ),
        pytest.param(
            answer("who?", abstained=False, text="Nobody."), HELPFUL, "cites nothing", id="no citation"
        ),
        pytest.param(answer("who?", "Nobody ever said this."), HELPFUL, "any more", id="article changed"),
    ],
)
def test_what_cannot_be_gold_is_a_draft_that_is_not_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: Answer, opinion: Opinion, why: str
) -> None:
    out = tmp_path / "cases.yaml"
    lines = feedback(tmp_path / "feedback.jsonl", (given, opinion))
    assert main(["cases", "from-feedback", str(lines), "--out", str(out)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert json.loads(printed[-1]) == {"cases": 0, "drafts": 1, "file": str(out)}
    assert why in " ".join(printed)
    [draft] = read_drafts(ARTICLES, folder=out)
    assert draft.draft is not None
    assert why in draft.draft
    assert not draft.turns[0].gold.graded
    with pytest.raises(CaseError, match="1 drafts but no cases"):
        read_cases(ARTICLES, folder=out)
    # once a person has completed it, it is a case like any other
    done = out.read_text(encoding="utf-8").replace("  draft:", "  unanswerable: true\n  draft:")
    lines_left = [line for line in done.splitlines() if not line.startswith(("  said:", "  draft:", "    "))]
    out.write_text("\n".join(lines_left), encoding="utf-8")
    assert len(read_cases(ARTICLES, folder=out)) == 1


def test_an_article_that_is_not_in_the_folder_makes_a_draft(tmp_path: Path) -> None:
    lines = feedback(tmp_path / "feedback.jsonl", (answer("who?", RIBBON), HELPFUL))
    (tmp_path / "pile").mkdir()
    (tmp_path / "pile" / "other.txt").write_text("Something else. It is short.", encoding="utf-8")
    out, pile = tmp_path / "cases.yaml", tmp_path / "pile"
    assert main(["cases", "from-feedback", str(lines), "--out", str(out), "--articles", str(pile)]) == 0
    [draft] = read_drafts(read_articles(pile), folder=out)
    assert "not in the folder" in str(draft.draft)


def test_a_follow_up_keeps_the_questions_before_it_ungraded_and_its_filters(tmp_path: Path) -> None:
    first, second = answer("Who cut the ribbon?", RIBBON), answer("and the cost", COST, short="£7.1 million")
    chosen = {"from": "2024-10-01", "to": None, "publishers": ["Harrowford Courier", "Another Paper"]}
    desk = Desk().begin(first.question).with_last(answer=first)
    desk = desk.begin(second.question, read_filters(chosen)).with_last(answer=second)
    path = tmp_path / "feedback.jsonl"
    FeedbackFile(path, {}).add(desk, desk.entries[-1], HELPFUL)
    out = tmp_path / "cases.yaml"
    assert main(["cases", "from-feedback", str(path), "--out", str(out)]) == 0
    [case] = read_cases(ARTICLES, folder=out)
    before, asked = case.turns
    assert (before.question, before.gold.graded) == ("Who cut the ribbon?", False)
    assert asked.gold.answers == ("£7.1 million",)
    assert asked.filters is not None
    assert asked.filters.publishers == {"Harrowford Courier", "Another Paper"}
    assert asked.filters.published_to is None


def test_the_last_of_several_opinions_about_one_answer_counts(tmp_path: Path) -> None:
    given = answer("who?", RIBBON)
    desk = Desk().begin(given.question).with_last(answer=given)
    path = tmp_path / "feedback.jsonl"
    for opinion in (HELPFUL, UNHELPFUL):
        FeedbackFile(path, {}).add(desk, desk.entries[-1], opinion)
    assert main(["cases", "from-feedback", str(path), "--out", str(tmp_path / "cases.jsonl")]) == 0
    assert len(read_drafts(ARTICLES, folder=tmp_path / "cases.jsonl")) == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"format": 2}, "the format is 2"),
        ({"helpful": "yes"}, "helpful"),
        ({"answer": None}, "needs an answer"),
        ({"earlier": [3]}, "'earlier' needs"),
        ({"filters": "none"}, "'filters' needs"),
    ],
)
def test_a_broken_row_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], problem: str
) -> None:
    path = feedback(tmp_path / "feedback.jsonl", (answer("who?", RIBBON), HELPFUL))
    row = json.loads(path.read_text(encoding="utf-8"))
    path.write_text("\n" + json.dumps(row | change) + "\n", encoding="utf-8")
    assert main(["cases", "from-feedback", str(path), "--out", str(tmp_path / "cases.yaml")]) == 2
    said = capsys.readouterr().err
    assert "feedback.jsonl:2:" in said
    assert problem in said
    assert not (tmp_path / "cases.yaml").exists()


def test_a_file_that_somebody_may_have_completed_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = feedback(tmp_path / "feedback.jsonl", (answer("who?", RIBBON), HELPFUL))
    out = tmp_path / "cases.yaml"
    out.write_text("mine", encoding="utf-8")
    assert main(["cases", "from-feedback", str(path), "--out", str(out)]) == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert main(["cases", "from-feedback", str(path), "--out", str(tmp_path / "cases.txt")]) == 2
    assert "needs to end in" in capsys.readouterr().err


def test_the_shipped_cases_are_sound_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases", "check"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["drafts"] == 0
    assert found["cases"] >= 180
