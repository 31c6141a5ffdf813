"""Measuring answers, the gate against a baseline, and what its reports say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.__main__ import main
from eval.baselines import baseline_of, read_baseline, write_baseline
from eval.errors import BaselineError
from eval.gate import compare
from eval.measuring import METRICS, measure
from eval.metrics import ClaimResult, Prices, defined_mean
from eval.reports.html import html_report
from eval.reports.junit import junit_report
from eval.reports.markdown import markdown_report
from eval.responses import Gold, Response, Retrieved
from eval.runs import Run, summarise, write_json
from tests.eval_fakes import ARTICLE, GOLD, WordsJudge, response, run, turn

NOT_ASKED = Gold(unanswerable=True)
ELSEWHERE = (Retrieved("Another story .", "other", 0, 15, 0.4),)


def good_run(count: int = 12) -> Run:
    answers = [turn(f"case-{index}", response()) for index in range(count)]
    quiet = turn("quiet", response(abstained=True, text="", short=None), gold=NOT_ASKED, tags=("near-miss",))
    return run(*answers, quiet)


def changed_run(changed: Response, count: int = 12) -> Run:
    answers = [turn(f"case-{index}", changed) for index in range(count)]
    quiet = turn("quiet", response(abstained=True, text="", short=None), gold=NOT_ASKED, tags=("near-miss",))
    return run(*answers, quiet)


def test_a_right_answer_scores_one_on_every_metric() -> None:
    scores = measure(response(), GOLD, WordsJudge()).scores
    assert scores == dict.fromkeys(METRICS, 1.0) | {"yes or no": None}


def test_an_abstention_on_an_answerable_question_scores_nothing_and_has_no_faithfulness() -> None:
    measures = measure(response(abstained=True, text="", short=None), GOLD, WordsJudge())
    assert measures.cited.outcome == "abstention"
    assert measures.scores["answer found"] == measures.scores["F1"] == measures.scores["evidence cited"] == 0
    assert measures.scores["faithfulness to citations"] is None
    assert measures.scores["right abstention"] == 0


def test_an_unanswerable_question_has_only_abstention_and_faithfulness_scores() -> None:
    scores = measure(response(), NOT_ASKED, WordsJudge()).scores
    assert scores["right abstention"] == 0
    assert scores["F1"] is scores["MRR"] is None
    assert scores["citation recall"] == 1


def test_a_list_counts_the_share_of_its_items() -> None:
    gold = Gold(answers_all=(("1932",), ("503 metres", "503 m"), ("nobody",)))
    scores = measure(response(text="In 1932 , 503 m", short="1932, 503 m"), gold, WordsJudge()).scores
    assert scores["answer found"] == pytest.approx(2 / 3)
    assert scores["exact match"] is None


def test_a_list_may_name_each_of_its_items_by_any_of_its_names() -> None:
    gold = Gold(answers_all=(("Pete", "Peter Hale"), ("Ann Lee",)))
    named = response(text="Peter Hale, Ann Lee", short="Peter Hale, Ann Lee")
    assert measure(named, gold, WordsJudge()).scores["F1"] == 1


def test_a_system_that_cannot_cite_has_no_citation_scores() -> None:
    scores = measure(response(cited=None), GOLD, WordsJudge()).scores
    assert scores["citation recall"] is scores["citation precision"] is None
    assert scores["faithfulness to citations"] is None
    assert scores["faithfulness to passages"] == 1


@pytest.mark.parametrize(
    ("short", "text", "polarity", "score"),
    [
        ("Yes", "No, it never did .", "yes", 1.0),
        ("Yes", "No, it never did .", "no", 0.0),
        (None, "No, it never did .", "no", 1.0),
        ("1932", "Yes, in 1932 .", "yes", 1.0),
    ],
)
def test_a_short_yes_or_no_counts_before_what_the_text_opens_with(
    short: str | None, text: str, polarity: str, score: float
) -> None:
    gold = replace(GOLD, polarity=polarity)
    assert measure(response(text=text, short=short), gold, WordsJudge()).scores["yes or no"] == score


def test_the_same_run_passes_its_own_baseline(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(good_run(), path)
    gate = compare(good_run(), read_baseline(path))
    assert gate.passed
    assert not any(comparison.changed for comparison in gate.comparisons)


@pytest.mark.parametrize(
    ("changed", "metrics"),
    [
        pytest.param(
            response(retrieved=ELSEWHERE), {"hit@1", "MRR", "faithfulness to passages"}, id="broken retriever"
        ),
        pytest.param(
            response(cited=()),
            {"citation recall", "faithfulness to citations"},
            id="writer that drops citations",
        ),
        pytest.param(response(cited=(ARTICLE[28:51],)), {"citation precision"}, id="wrong citation"),
        pytest.param(
            response(text="The bridge opened in 1942 .", short="1942"),
            {"exact match", "F1", "answer found", "faithfulness to passages"},
            id="wrong number",
        ),
        pytest.param(
            response(abstained=True), {"right abstention", "answer found"}, id="abstains on everything"
        ),
    ],
)
def test_a_worse_run_fails_and_names_the_answers(changed: Response, metrics: set[str]) -> None:
    gate = compare(changed_run(changed), baseline_of(good_run()))
    assert not gate.passed
    assert metrics <= {comparison.metric for comparison in gate.regressed}
    worst = next(comparison for comparison in gate.regressed if comparison.metric in metrics)
    assert len(worst.worse) == 12


@pytest.mark.parametrize(
    ("one_conversation", "passed"), [(True, True), (False, False)], ids=["one conversation", "twelve cases"]
)
def test_turns_of_one_conversation_go_wrong_as_one(one_conversation: bool, passed: bool) -> None:
    def talk(said: Response) -> Run:
        turns = [turn(f"talk#{number}", said) for number in range(12)]
        return run(
            *(replace(one, case="talk") if one_conversation else one for one in turns), *good_run().results
        )

    wrong = response(text="The bridge opened in 1942 .", short="1942")
    assert compare(talk(wrong), baseline_of(talk(response()))).passed == passed


def test_two_runs_are_compared_in_pairs_by_a_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = response(text="The bridge opened in 1942 .", short="1942")
    old, new, base = (tmp_path / name for name in ("old.json", "new.json", "baseline.json"))
    write_json(old, good_run().to_dict())
    write_json(new, changed_run(wrong).to_dict())
    write_baseline(good_run(), base)
    for before in (old, base):
        assert main(["diff", str(before), str(new)]) == 0
        printed = capsys.readouterr().out
        assert "| exact match | 1.000 | 0.000 | −1.000 | −1.000 to −1.000 | 12 | worse |" in printed
        assert "1942 — The bridge opened in 1942 ." in printed
        found = json.loads(printed.splitlines()[-1])["metrics"]["exact match"]
        assert (found["difference"], found["questions"]) == (-1, 12)
    assert main(["diff", str(new), str(tmp_path / "none.json")]) == 2
    assert "no run.json" in capsys.readouterr().err
    other = good_run().to_dict() | {"judge": "another"}
    write_json(old, other)
    assert main(["diff", str(old), str(new)]) == 2
    assert "judge both alike" in capsys.readouterr().err


def test_dropping_the_hard_questions_fails_too() -> None:
    gate = compare(run(*good_run().results[:-1]), baseline_of(good_run()))
    assert gate.missing == ("quiet",)
    assert not gate.passed


def test_a_metric_that_vanishes_fails() -> None:
    gate = compare(changed_run(response(cited=())), baseline_of(good_run()))
    assert "citation precision" in gate.undefined


def test_an_answer_that_drops_its_short_answer_has_lost_what_that_scored() -> None:
    gate = compare(changed_run(response(short=None)), baseline_of(good_run()))
    assert {"exact match", "F1"} <= {comparison.metric for comparison in gate.regressed}
    some = [turn(f"case-{index}", response(short=None if index < 9 else "1932")) for index in range(12)]
    part = compare(run(*some, good_run().results[-1]), baseline_of(good_run()))
    assert "exact match" in {comparison.metric for comparison in part.regressed}
    one = turn("case-0", response(short=None))
    assert compare(run(one, *good_run(40).results[1:]), baseline_of(good_run(40))).passed


@pytest.mark.parametrize(
    ("changed", "gold"),
    [
        pytest.param(response(question="When was the bridge built?"), GOLD, id="another question"),
        pytest.param(response(), replace(GOLD, answers=("1932", "1942")), id="a looser gold answer"),
        pytest.param(response(), None, id="no gold answer"),
    ],
)
def test_another_question_under_the_same_key_is_no_pair_and_fails(
    changed: Response, gold: Gold | None
) -> None:
    others = run(turn("case-0", changed, gold=gold), *good_run().results[1:])
    gate = compare(others, baseline_of(good_run()))
    assert gate.reworded == ("case-0",)
    assert not gate.passed
    assert {comparison.difference.count for comparison in gate.comparisons} <= {0, 11, 12}
    assert "make the baseline anew with --update-baseline" in markdown_report(others, gate)
    assert "another question or gold answer: case-0" in junit_report(others, gate)
    assert "Another question or gold answer: case-0" in html_report(others, gate)


def test_evidence_that_moved_in_its_article_changes_nothing() -> None:
    moved = replace(GOLD, evidence=(replace(GOLD.evidence[0], start=5, end=32),))
    others = run(turn("case-0", response(), gold=moved), *good_run().results[1:])
    assert compare(others, baseline_of(good_run())).reworded == ()


def test_a_run_of_another_day_is_not_compared() -> None:
    dated = replace(good_run(), setting={"today": "2026-01-01"})
    baseline = baseline_of(dated)
    assert compare(dated, baseline).passed
    with pytest.raises(BaselineError, match="the day '2026-01-01'"):
        compare(replace(good_run(), setting={"today": "2030-01-01"}), baseline)


def test_a_judge_that_fails_on_one_citation_alone_is_counted() -> None:
    class FailsOnOne(WordsJudge):
        def judge_claims(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[ClaimResult]:
            broken = [(claim, ["broken"] if list(told) == [second] else told) for claim, told in items]
            return super().judge_claims(broken)

    first, second = ARTICLE[:27], ARTICLE[28:51]
    given = response(text="The bridge opened in 1932 and is long .", cited=(first, f"{second} and is long"))
    second = f"{second} and is long"
    measures = measure(given, GOLD, FailsOnOne())
    assert measures.cited.count("judge failure") == 0
    failed = replace(turn("a", given), measures=measures)
    assert summarise([failed])["stated_cases"]["judge failures"] == 1
    assert compare(run(failed), baseline_of(run(turn("a", given)))).judge_failures == 1


def test_a_failing_judge_fails_the_gate() -> None:
    broken = (Retrieved("broken", "bridge", 0, 6, 0.9),)
    gate = compare(changed_run(response(retrieved=broken)), baseline_of(good_run()))
    assert gate.judge_failures == 12


def test_one_answer_of_many_may_change_without_failing() -> None:
    results = good_run(40).results
    worse = turn("case-0", response(text="It is 503 metres long .", short="503", cited=(ARTICLE[28:51],)))
    gate = compare(run(worse, *results[1:]), baseline_of(good_run(40)))
    assert gate.passed
    assert any(comparison.worse for comparison in gate.comparisons)


def test_a_baseline_from_another_judge_is_refused() -> None:
    baseline = baseline_of(good_run()) | {"judge": "another"}
    with pytest.raises(BaselineError, match="judge"):
        compare(good_run(), baseline)


@pytest.mark.parametrize("content", [None, "{", '{"format": 0}'])
def test_a_missing_or_foreign_baseline_says_what_to_do(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BaselineError, match=r"baseline|version control"):
        read_baseline(path)


def test_two_runs_are_the_same_bytes_though_their_timings_differ() -> None:
    quick = replace(response(), usage={"requests": 1, "seconds": 1.0, "first_token_seconds": 0.5})
    usage = {"requests": 1, "seconds": 7.0, "first_token_seconds": 3.0}
    slow = replace(response(), usage=usage, timings_ms={"total": 99.0})
    first, second = run(turn("a", quick)), run(turn("a", slow))
    assert json.dumps(first.to_dict(), allow_nan=False) == json.dumps(second.to_dict(), allow_nan=False)
    assert first.timings() != second.timings()


def test_the_summary_counts_the_stated_cases() -> None:
    summary = run(
        turn("a", response()),
        turn("b", response(abstained=True)),
        turn("c", response(text="The bridge fell .")),
    ).to_dict()["summary"]
    assert summary["stated_cases"]["abstention"] == 1
    assert summary["stated_cases"]["claims not mentioned in what they cite"] == 1
    found = [summary["metrics"][name]["mean"] for name in METRICS]
    assert defined_mean(found) is not None


def test_the_markdown_shows_old_and_new_answers_side_by_side() -> None:
    changed = changed_run(response(text="In | <1942> .", short="1942"))
    text = markdown_report(changed, compare(changed, baseline_of(good_run())))
    assert "Gate: FAILED" in text
    assert "| 1932 — The bridge opened in 1932 . | 1942 — In \\| &lt;1942> . |" in text


def test_the_junit_file_fails_just_the_answers_that_got_worse() -> None:
    changed = changed_run(response(text="Unsayable \x01 in 1942", short="1942"))
    root = ElementTree.fromstring(junit_report(changed, compare(changed, baseline_of(good_run()))))
    suites = {suite.get("name"): suite for suite in root}
    assert int(suites["answers"].get("failures", "0")) == 12
    assert int(suites["gate"].get("failures", "0")) > 0
    passed = ElementTree.fromstring(junit_report(good_run(), compare(good_run(), baseline_of(good_run()))))
    assert all(suite.get("failures") == "0" for suite in passed)


def test_what_a_model_took_is_shown_and_a_keyless_run_shows_nothing() -> None:
    usage = {"requests": 2, "seconds": 3.0, "prompt_tokens": 900, "completion_tokens": 50}
    paid = replace(response(), usage=usage)
    asked = replace(run(turn("a", paid)), prices=Prices(1.0, 4.0))
    assert "| tokens of prompts | 900 |" in markdown_report(asked)
    assert "| seconds of the model | 3.00 |" in markdown_report(asked)
    assert "<dt>price of 1,000 answers</dt><dd>1.10</dd>" in html_report(asked)
    assert "Cost" not in markdown_report(good_run()) + html_report(good_run())


class Page(HTMLParser):
    """Collects what a page would load and the elements it leaves open."""

    void = frozenset({"meta", "br", "input", "img", "link"})

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [
            value or ""
            for name, value in attrs
            if name == "src" or (name == "href" and not (value or "").startswith("#"))
        ]
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "link", "iframe")
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_is_whole_loads_nothing_and_escapes_what_articles_say() -> None:
    hostile = response(text="<script>alert(1)</script> 1942", short="<b>1942</b>")
    changed = changed_run(hostile)
    page = Page()
    page.feed(html_report(changed, compare(changed, baseline_of(good_run()))))
    assert page.open == []
    assert page.loads == []
    assert "<b>1942</b>" in "".join(page.text)
