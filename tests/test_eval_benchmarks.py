"""The public benchmarks: measures by hand on tiny rows, and each command with the real weights."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.answers import Answer, Citation, ConsideredPassage
from eval.__main__ import main
from eval.benchmarks.answering import measure_answering
from eval.benchmarks.judging import measure_judge
from eval.benchmarks.piles import context_articles, covers_half, evidence_spans, read_pile, shifted
from eval.benchmarks.reading import measure_reading
from eval.benchmarks.retrieval import measure_retrieval
from eval.benchmarks.rewriting import measure_rewriting, read_passages
from eval.errors import DataError
from eval.judges import RememberingEncoder, new_embedded_judge
from eval.rows import read_rows
from indexes.articles import Article, normalise_text
from indexes.passages import split_passages
from indexes.searching import FoundPassage
from models import Calibration, Encoder
from tests.conftest import ROOT
from tests.eval_fakes import WordsJudge

BRIDGE = "The bridge opened in 1932. It is 503 metres long."


def written(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


@dataclass
class Span:
    start: int
    end: int


@dataclass
class Reading:
    spans: tuple[Span, ...]
    answerable: float


class YearReader:
    """Finds "1932" where it is, and is as sure as the question is long, in hundredths."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        found = []
        for passage in passages:
            at = passage.find("1932")
            spans = (Span(at, at + 4),) if at >= 0 else ()
            found.append(Reading(spans, len(question) / 100))
        return found


def test_reading_is_scored_as_squad_scores_it(tmp_path: Path) -> None:
    long, brief = "when was it that the bridge first opened to all traffic?", "when?"
    rows = [
        {
            "question": long,
            "context": BRIDGE,
            "answers": [{"text": "in 1932", "start": 18}, {"text": "1932"}],
        },
        {"question": brief, "context": BRIDGE, "answers": [{"text": "1932", "start": 21}], "more": 1},
        {"question": brief, "context": BRIDGE, "answers": []},
        {"question": long, "context": BRIDGE},
        {"question": long, "context": "", "answers": [{"text": "1932", "start": 0}]},
    ]
    found = measure_reading(YearReader(), read_rows(written(tmp_path / "rows.jsonl.gz", rows)), threshold=0.5)
    assert (found["questions"], found["answerable"], found["unanswerable"]) == (5, 3, 2)
    assert found["em"] == found["f1"] == pytest.approx(2 / 5)
    assert found["f1_answerable"] == pytest.approx(1 / 3)
    assert found["f1_answerable_forced"] == pytest.approx(2 / 3)
    assert found["accuracy_unanswerable"] == 0.5
    # surest first: one of the two long ones is wrong, then one of the two brief ones, then the empty context
    assert found["risk_coverage_area"] == pytest.approx(0.4 * 1 / 2 + 0.4 * 2 / 4 + 0.2 * 3 / 5)
    assert (found["risk_at"]["50%"], found["risk_at"]["100%"]) == (0.5, 0.6)
    assert found["answered_at_10_percent_wrong"] == 0.0
    # answerable: long, brief, 0; unanswerable: brief, long: 2.5 of 6 pairs are won, ties half
    assert found["answerable_auc"] == pytest.approx((1 + 0.5 + 0.5 + 0 + 0 + 0) / 6)


def test_reading_without_unanswerable_rows_leaves_undefined_what_they_would_tell(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", [{"question": "when?", "context": BRIDGE, "answers": ["1932"]}])
    found = measure_reading(YearReader(), read_rows(path), threshold=0.0)
    assert found["f1"] == 1.0
    assert found["accuracy_unanswerable"] is found["answerable_auc"] is None
    json.dumps(found, allow_nan=False)


def test_a_row_that_lacks_its_context_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", [{"question": "when?", "context": BRIDGE}, {"question": "when?"}])
    with pytest.raises(DataError, match=r"rows\.jsonl:2: the row has no 'context'"):
        measure_reading(YearReader(), read_rows(path), threshold=0.5)


def test_a_judge_is_held_to_human_labels(tmp_path: Path) -> None:
    rows = [
        {"claim": "it opened", "evidence": "it opened early", "label": "supported", "source": "a"},
        {"claim": "it opened", "evidence": "it closed", "label": "unsupported", "kind": None, "source": "a"},
        {"claim": "it fell", "evidence": ["it never", "fell"], "label": "unsupported", "source": "b"},
        {"claim": "it fell", "evidence": "", "label": "unsupported"},
        {"claim": "it fell", "evidence": "broken", "label": "supported"},
    ]
    found = measure_judge(WordsJudge(), read_rows(written(tmp_path / "rows.jsonl", rows)))
    assert (found["claims"], found["supported"], found["failed"]) == (5, 2, 1)
    assert found["balanced_accuracy"] == pytest.approx((1 + 2 / 3) / 2)
    assert (found["precision"], found["recall"]) == (1.0, pytest.approx(2 / 3))
    assert found["auc"] == pytest.approx((1 + 1 + 0.5) / 3)
    assert found["by_source"]["b"]["balanced_accuracy"] is None
    assert sum(band["claims"] for band in found["by_evidence_characters"].values()) == 5
    json.dumps(found, allow_nan=False)


def test_a_judge_of_ones_own_is_scored_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"claim": "it opened", "evidence": "it opened early", "label": "supported"},
        {"claim": "it fell", "evidence": "it opened early", "label": "unsupported"},
    ]
    command = ["judge", "--data", str(written(tmp_path / "rows.jsonl", rows)), "--judge"]
    assert main([*command, "tests.eval_fakes:WordsJudge"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["balanced_accuracy"] == 1.0
    for name, problem in (
        ("words", "there is no judge 'words'"),
        ("no.such.module:Judge", "cannot be made"),
        ("tests.eval_fakes:None_", "cannot be made"),
        ("collections:Counter", "needs a name"),
    ):
        assert main([*command, name]) == 2
        assert problem in capsys.readouterr().err


def test_an_unknown_label_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", [{"claim": "a", "evidence": "b", "label": "maybe"}])
    with pytest.raises(DataError, match=r"rows\.jsonl:1: label 'maybe'"):
        measure_judge(WordsJudge(), read_rows(path))


def test_evidence_offsets_follow_the_text_when_it_is_normalised() -> None:
    raw = "\n\nCafe\u0301 opened.  \r\nIt is big. \n It fell."
    text = normalise_text(raw)
    start = raw.index("It is big")
    found = shifted(raw, text, start, start + 9)
    assert found is not None
    assert text[found[0] : found[1]] == "It is big"
    start = raw.index("It fell")
    found = shifted(raw, text, start, start + 8)
    assert found is not None
    assert text[found[0] : found[1]] == "It fell."
    assert shifted(raw, text, 0, 2) is None


@pytest.mark.parametrize(
    ("passage", "span", "covered"),
    [((0, 10), (5, 15), True), ((0, 10), (6, 16), False), ((0, 9), (10, 12), False), ((3, 4), (3, 4), True)],
)
def test_a_passage_counts_from_half_of_a_span(
    passage: tuple[int, int], span: tuple[int, int], covered: bool
) -> None:
    assert covers_half(passage, span) is covered


def test_a_pile_holds_the_level_that_the_questions_are_about(tmp_path: Path) -> None:
    levels = written(
        tmp_path / "levels.jsonl",
        [
            {"article_id": "a-adv", "title": "A", "level": "Adv", "text": BRIDGE},
            {"article_id": "a-ele", "title": "A", "level": "Ele", "text": "A bridge."},
        ],
    )
    others = written(tmp_path / "others.jsonl.gz", [{"article_id": "b", "title": "B", "text": "A river."}])
    read = lambda level: [  # noqa: E731
        item.article.id for item in read_pile([levels, others], level=level, wanted=frozenset({"a-adv"}))
    ]
    assert read("auto") == ["a-adv", "b"]
    assert read("all") == ["a-adv", "a-ele", "b"]
    assert read("Ele") == ["a-ele", "b"]
    with pytest.raises(DataError, match="no article has the level 'Int'"):
        read("Int")


def test_one_id_for_two_articles_is_refused(tmp_path: Path) -> None:
    row = {"article_id": "a", "title": "A", "text": BRIDGE}
    same = written(tmp_path / "same.jsonl", [row, row])
    assert len(read_pile([same])) == 1
    with pytest.raises(DataError, match=r"other\.jsonl:2: article_id 'a' is there twice"):
        read_pile([written(tmp_path / "other.jsonl", [row, {**row, "text": "Another."}])])


def found_passage(article: Article) -> FoundPassage:
    return FoundPassage(split_passages(article)[0], article, 1.0)


def test_retrieval_is_scored_by_the_rank_of_the_evidence(tmp_path: Path) -> None:
    articles = written(
        tmp_path / "articles.jsonl",
        [
            {"article_id": "a", "title": "A", "text": "\n" + BRIDGE, "published": None},
            {"article_id": "b", "title": "B", "text": "A river.", "extra": []},
        ],
    )
    pile = {item.article.id: item for item in read_pile([articles])}
    ranked = [found_passage(pile["b"].article), found_passage(pile["a"].article)]
    rows = written(
        tmp_path / "questions.jsonl",
        [
            {"question": "when?", "article_id": "a", "evidence": [{"start": 1, "end": 27}]},
            {"question": "what?", "article_id": "b", "evidence": [{"start": 0, "end": 8}], "options": ["x"]},
            {"question": "who?", "article_id": "elsewhere", "evidence": [{"start": 0, "end": 8}]},
            {"question": "why?", "article_id": "a", "evidence": []},
        ],
    )
    found = measure_retrieval(lambda _: ranked, read_rows(rows), pile)
    assert (found["questions"], found["left_out"]) == (2, 2)
    assert (found["R@1"], found["R@3"], found["MRR"]) == (0.5, 1.0, 0.75)
    bad = written(
        tmp_path / "bad.jsonl", [{"question": "?", "article_id": "a", "evidence": [{"start": 5, "end": 900}]}]
    )
    with pytest.raises(DataError, match=r"bad\.jsonl:1: evidence"):
        evidence_spans(next(iter(read_rows(bad))), pile["a"])


ARTICLE = Article.create(id="a", title="A", text=BRIDGE)
ANSWER = Answer(
    question="when?",
    searched_for="when?",
    text="The bridge opened in 1932. [1]",
    short="1932",
    citations=(Citation(1, ARTICLE, 0, 26, BRIDGE[:26]),),
    considered=(ConsideredPassage(ARTICLE, 0, len(BRIDGE), BRIDGE, 0.8),),
    timings_ms={"total": 5.0},
)
SILENT = replace(
    ANSWER, text="The articles don't say.", short=None, abstained=True, citations=(), considered=()
)


def test_answering_counts_what_is_found_in_short_and_in_what_is_cited(tmp_path: Path) -> None:
    rows = [
        {
            "question": "when?",
            "answers": [{"text": "1932"}],
            "article_id": "a",
            "evidence": [{"start": 0, "end": 26}],
        },
        {"question": "how long?", "answers": [{"text": "503 metres"}], "article_id": "a"},
        {"question": "silent", "answers": [{"text": "1932"}]},
        {"question": "silent", "answers": []},
        {"question": "when was it closed?", "answers": []},
    ]
    articles = written(tmp_path / "articles.jsonl", [{"article_id": "a", "title": "A", "text": BRIDGE}])
    pile = {item.article.id: item for item in read_pile([articles])}
    path = written(tmp_path / "questions.jsonl", rows)
    found = measure_answering(
        lambda question: SILENT if question == "silent" else ANSWER, read_rows(path), pile
    )
    assert found["found_in_short"] == found["found_in_cited"] == found["em"] == pytest.approx(1 / 3)
    assert (found["right_article"], found["cites_evidence"]) == (1.0, 1.0)
    assert (found["abstention_precision"], found["abstention_recall"]) == (0.5, 0.5)
    assert found["false_abstention"] == pytest.approx(1 / 3)


def test_without_articles_the_contexts_are_the_pile(tmp_path: Path) -> None:
    rows = [{"question": "a", "context": BRIDGE, "title": "The_Bridge"}, {"question": "b", "context": BRIDGE}]
    [item] = context_articles(read_rows(written(tmp_path / "rows.jsonl", rows))).values()
    assert (item.article.title, item.article.text) == ("The Bridge", BRIDGE)
    with pytest.raises(DataError, match="--articles"):
        context_articles(read_rows(written(tmp_path / "none.jsonl", [{"question": "a"}])))


def test_rewriting_is_scored_against_people_and_by_what_it_finds(tmp_path: Path) -> None:
    rows = [
        {
            "dialogue": "1",
            "turn": 1,
            "history": ["Bridges"],
            "question": "when?",
            "rewrite": "when?",
            "passage": None,
        },
        {
            "turn": 2,
            "history": ["Bridges", "when?", "1932"],
            "question": "how long is it?",
            "rewrite": "how long is the bridge?",
            "passage": BRIDGE,
            "passage_id": "p",
        },
    ]
    path = written(tmp_path / "rows.jsonl", rows)
    seen: list[Sequence[str]] = []

    def rules(history: Sequence[str], question: str) -> str:
        seen.append(history)
        return question.replace("it", "the bridge")

    assert list(read_passages(read_rows(path))) == ["p"]
    found = measure_rewriting(
        {"as is": lambda _, question: question, "rules": rules},
        read_rows(path),
        lambda query: ["q", "p"] if "bridge" in query else ["q"],
    )
    assert seen[1] == ["Bridges", "when?", "1932"]
    assert (found["questions"], found["follow_ups"]) == (2, 1)
    assert found["as is"]["f1_follow_ups"] == pytest.approx(0.75)
    assert found["rules"]["f1"] == 1.0
    assert found["rules"]["changed"] == 0.5
    assert found["retrieval"]["rules"]["MRR"] == found["retrieval"]["gold"]["MRR"] == 0.5
    assert found["retrieval"]["as is"]["R@10"] == 0.0


@pytest.mark.parametrize(
    ("name", "row", "keys"),
    [
        (
            "reading",
            {
                "id": "1",
                "question": "When did the bridge open?",
                "context": BRIDGE,
                "answers": [{"text": "1932"}],
            },
            {"em", "f1", "f1_answerable", "f1_answerable_forced", "accuracy_unanswerable", "answerable_auc"},
        ),
        (
            "faithfulness",
            {"claim": "The bridge opened in 1932.", "evidence": BRIDGE, "label": "supported", "source": "x"},
            {"balanced_accuracy", "auc", "precision", "recall", "f1", "ms_per_claim"},
        ),
        (
            "rewriting",
            {"turn": 1, "history": [], "question": "when?", "rewrite": "when?", "passage": BRIDGE},
            {"as is", "rules", "retrieval"},
        ),
    ],
)
def test_a_command_ends_with_one_line_of_json_and_shows_progress_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, row: dict[str, Any], keys: set[str]
) -> None:
    assert main([name, str(written(tmp_path / "rows.jsonl.gz", [row]))]) == 0
    printed = capsys.readouterr()
    [line] = printed.out.splitlines()
    assert keys <= json.loads(line).keys()
    assert "1/1" in printed.err


@pytest.mark.parametrize("name", ["retrieval", "answering"])
def test_a_command_over_a_pile_of_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    articles = written(tmp_path / "articles.jsonl", [{"article_id": "a", "title": "Bridge", "text": BRIDGE}])
    row = {"question": "When did the bridge open?", "article_id": "a", "evidence": [{"start": 0, "end": 26}]}
    questions = written(tmp_path / "questions.jsonl", [{**row, "answers": [{"text": "1932", "start": 21}]}])
    assert main([name, "--articles", str(articles), "--questions", str(questions)]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["questions"] == 1
    assert found["R@1" if name == "retrieval" else "right_article"] == 1.0


def test_the_checks_can_be_left_out_to_see_what_they_add(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = ["The bridge opened in 1933.", "It is 603 metres long.", "The bridge opened in 1932."]
    rows = [
        {"claim": claim, "evidence": BRIDGE, "label": "supported" if "1932" in claim else "unsupported"}
        for claim in claims
    ]
    path = written(tmp_path / "rows.jsonl", rows)
    recalls = []
    for options in ([], ["--without-checks"]):
        assert main(["faithfulness", str(path), *options]) == 0
        found = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert found["judge"] == ("encoder alone" if options else "embedded")
        recalls.append(found["recall"])
    assert recalls[0] >= recalls[1]
    plain, checked = (new_embedded_judge(checks=checks) for checks in (False, True))
    [alone], [both] = (judge.judge_claims([(claims[0], [BRIDGE])]) for judge in (plain, checked))
    assert (both.supported or 0.0) < (alone.supported or 0.0)


class CountingEncoder:
    """Supports a claim as much as it is long, and counts the pairs that it is asked about."""

    def __init__(self) -> None:
        self.asked = 0

    @property
    def calibration(self) -> Calibration:
        return Encoder.load().calibration

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        self.asked += len(pairs)
        shares = [min(len(claim) / 100, 1.0) for claim, _ in pairs]
        return np.array([[share, 1 - share, 0.0] for share in shares])


def test_an_encoder_that_remembers_says_the_same_and_is_asked_once() -> None:
    plain = CountingEncoder()
    remembering = RememberingEncoder(plain)
    pairs = [("a claim", "x"), ("another claim", "x"), ("a claim", "x")]
    assert remembering.judge(pairs).tolist() == CountingEncoder().judge(pairs).tolist()
    assert remembering.judge(pairs[:1]).tolist() == CountingEncoder().judge(pairs[:1]).tolist()
    assert plain.asked == 2
    assert remembering.judge([]).shape == (0, 3)


def test_a_bad_row_ends_a_command_with_its_line_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"question": "a", "context": "b", "answers": []}\n{"question": 3,\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "eval", "reading", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "rows.jsonl:2: not JSON" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_missing_file_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", "--data", str(tmp_path / "none")]) == 2
    assert "does not exist" in capsys.readouterr().err
