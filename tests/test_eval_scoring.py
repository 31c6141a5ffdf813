"""Scoring other systems: claims of plain texts, ragas' field names, the pytest plugin, and model judges."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eval.__main__ import main
from eval.errors import DataError, EvaluationError, JudgeError
from eval.evaluators import SupportEvaluator
from eval.foreign import claims_of, gold_of, response_of
from eval.judges import QuotedFirst
from eval.metrics import ClaimResult, faithfulness_score
from eval.model_judge import LanguageModelJudge, language_model_judge, parse_verdict
from eval.model_servers.scripted import fails, says, serving, settings_for
from eval.pytest_plugin import assert_faithful
from eval.rows import Row, read_rows
from eval.runs import summarise
from eval.scoring import faithfulness, score_rows
from tests.eval_fakes import DoubtingJudge, WordsJudge

if TYPE_CHECKING:
    from eval.model_servers.local import LocalModel

pytest_plugins = ("tests.local_llm", "pytester")

SOURCES = ["The bridge opened in 1932 .", "It is 503 metres long ."]


def row(**values: Any) -> Row:
    return Row(Path("run.jsonl"), 7, values)


def test_markers_say_what_each_sentence_cites() -> None:
    claims, abstained = claims_of("It opened in 1932 [1]. It is long [1][2]. Glad to help!", SOURCES)
    assert not abstained
    assert [(claim.text, claim.cited) for claim in claims[:2]] == [
        ("It opened in 1932.", (SOURCES[0],)),
        ("It is long.", tuple(SOURCES)),
    ]


def test_an_answer_without_markers_cites_nothing_that_could_be_scored() -> None:
    [claim], _ = claims_of("It opened in 1932.", SOURCES)
    assert claim.cited is None


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "  ",
        "I don't know.",
        "N/A",
        "The provided context does not mention it.",
        "Not enough information.",
    ],
)
def test_saying_that_one_does_not_know_is_an_abstention(answer: str) -> None:
    assert claims_of(answer, SOURCES) == ([], True)


@pytest.mark.parametrize("answer", ["It opened in 1932.", "I don't know when, but it cost 5 million euros."])
def test_saying_something_besides_is_no_abstention(answer: str) -> None:
    claims, abstained = claims_of(answer, SOURCES)
    assert claims
    assert not abstained


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(
            {"question": "q", "answer": "It opened in 1932.", "contexts": SOURCES, "ground_truth": "1932"},
            id="plain",
        ),
        pytest.param(
            {
                "user_input": "q",
                "response": "It opened in 1932.",
                "retrieved_contexts": SOURCES,
                "reference": "1932",
            },
            id="ragas",
        ),
        pytest.param(
            {
                "input": "q",
                "actual_output": "It opened in 1932.",
                "retrieval_context": SOURCES,
                "expected_output": "1932",
            },
            id="deepeval",
        ),
        pytest.param(
            {
                "question": "q",
                "answer": "It opened in 1932.",
                "contexts": [{"text": SOURCES[0]}, {"page_content": SOURCES[1], "metadata": {}}],
                "answers": [{"text": "1932", "start": 3}],
            },
            id="objects",
        ),
    ],
)
def test_the_field_names_of_other_tools_are_understood(values: dict[str, Any]) -> None:
    response, gold = response_of(row(**values)), gold_of(row(**values))
    assert response.question == "q"
    assert [passage.text for passage in response.retrieved] == SOURCES
    assert gold is not None
    assert gold.answers == ("1932",)


def test_citations_are_numbers_or_texts_and_stand_for_every_sentence() -> None:
    found = response_of(row(answer="It opened. It is long.", contexts=SOURCES, citations=[2, {"quote": "x"}]))
    assert [claim.cited for claim in found.claims] == [(SOURCES[1], "x")] * 2
    written = response_of(row(answer="It opened.", contexts=SOURCES, citations=["1", "[2]"]))
    assert [claim.cited for claim in written.claims] == [tuple(SOURCES)]


@pytest.mark.parametrize(
    ("values", "precision"),
    [
        pytest.param({"answer": "The bridge opened in 1932 [9]."}, 0.0, id="a marker"),
        pytest.param({"answer": "The bridge opened in 1932 [0]."}, 0.0, id="markers count from 1"),
        pytest.param({"answer": "The bridge opened in 1932.", "citations": [0]}, 0.0, id="a number"),
        pytest.param(
            {"answer": "The bridge opened in 1932.", "citations": ["3"]}, 0.0, id="a written number"
        ),
        pytest.param({"answer": "The bridge opened in 1932 [1][9]."}, 0.5, id="beside a true one"),
        pytest.param({"answer": "The bridge opened in 1932 [1].", "contexts": []}, 0.0, id="of no contexts"),
    ],
)
def test_an_invented_citation_counts_and_supports_nothing(values: dict[str, Any], precision: float) -> None:
    [scored] = score_rows([row(**{"contexts": SOURCES, **values})], WordsJudge())
    scores = scored.measures.scores
    supported = float(precision > 0)
    assert scores["citation precision"] == precision
    assert (scores["citation recall"], scores["faithfulness to citations"]) == (supported, supported)


def test_markers_of_contexts_that_the_row_does_not_have_cannot_be_scored() -> None:
    [scored] = score_rows([row(answer="The bridge opened in 1932 [1].")], WordsJudge())
    assert scored.measures.scores["citation precision"] is None


@pytest.mark.parametrize("field", ["answers", "reference"])
@pytest.mark.parametrize("listed", [True, False], ids=["listed", "alone"])
def test_a_gold_answer_may_be_a_number(field: str, listed: bool) -> None:
    gold = gold_of(row(answer="1932", **{field: [1932] if listed else 1932}))
    assert gold is not None
    assert gold.answers == ("1932",)


def test_a_row_without_an_answer_is_named_and_an_empty_one_abstains() -> None:
    with pytest.raises(DataError, match=r"run\.jsonl:7: the row has no answer"):
        response_of(row(question="q", contexts=SOURCES))
    assert response_of(row(question="q", answer="", contexts=SOURCES)).abstained


@pytest.mark.parametrize("confidence", [float("nan"), float("inf"), "high", True, [1]], ids=repr)
def test_a_confidence_that_is_no_number_is_refused_by_its_line(confidence: float) -> None:
    with pytest.raises(DataError, match=r"run\.jsonl:7: the confidence is"):
        response_of(row(answer="It opened.", contexts=SOURCES, confidence=confidence))


def test_a_confidence_may_be_written_as_a_text() -> None:
    assert response_of(row(answer="It opened.", contexts=SOURCES, confidence="0.5")).confidence == 0.5


@pytest.mark.parametrize("field", ["abstained", "unanswerable"])
def test_a_flag_that_is_a_text_is_refused_by_its_line(field: str) -> None:
    given = row(answer="It opened.", contexts=SOURCES, **{field: "false"})
    with pytest.raises(DataError, match=rf"run\.jsonl:7: '{field}' is 'false'"):
        list(score_rows([given], WordsJudge()))


def test_rows_are_scored_like_the_assistant(tmp_path: Path) -> None:
    rows = [
        {
            "question": "when?",
            "answer": "The bridge opened in 1932 . [1]",
            "contexts": SOURCES,
            "answers": ["1932"],
        },
        {"question": "cost?", "answer": "I don't know.", "contexts": SOURCES, "unanswerable": True},
        {"id": "same", "question": "x", "answer": "Nothing fell .", "contexts": [], "tags": ["odd"]},
        {"id": "same", "question": "x", "response": "Thanks!", "contexts": SOURCES},
    ]
    path = tmp_path / "run.jsonl"
    path.write_text("".join(json.dumps(values) + "\n" for values in rows), encoding="utf-8")
    first, silent, unfounded, polite = score_rows(read_rows(path), WordsJudge())
    assert first.measures.scores["citation recall"] == first.measures.scores["answer found"] == 1.0
    assert silent.measures.scores["right abstention"] == 1.0
    assert unfounded.measures.scores["faithfulness to passages"] is None
    assert unfounded.tags == ("odd",)
    assert polite.measures.retrieved.outcome == "no claims"
    stated = summarise([first, silent, unfounded, polite])["stated_cases"]
    assert (stated["no claims"], stated["abstention"]) == (1, 1)
    assert [result.key for result in (first, silent, unfounded, polite)] == [
        "line-1",
        "line-2",
        "same",
        "same-2",
    ]


def test_runs_of_other_systems_are_gated_against_a_baseline_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, base = tmp_path / "run.jsonl", tmp_path / "baseline.json"
    command = ["score", str(path), "--out", str(tmp_path / "out"), "--baseline", str(base)]

    def write(answer: str) -> None:
        rows = [
            {
                "id": f"q{number}",
                "question": "when?",
                "answer": answer,
                "contexts": SOURCES,
                "answers": ["1932"],
            }
            for number in range(8)
        ]
        path.write_text("".join(json.dumps(values) + "\n" for values in rows), encoding="utf-8")

    write("The bridge opened in 1932 . [1]")
    assert main(["score", str(path), "--update-baseline"]) == 2
    assert main(command) == 2
    told = capsys.readouterr().err
    assert "is missing; make it by the same command with --update-baseline" in told
    assert "scoring" not in told
    assert main([*command, "--update-baseline"]) == 0
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["gate"] == "passed"
    write("Bananas grow in Norway . [2]")
    assert main(command) == 1
    printed = capsys.readouterr().out
    assert "Gate: FAILED" in printed
    assert "faithfulness to citations got worse" in printed


def test_a_folder_that_cannot_be_written_is_told_as_something_to_correct(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(json.dumps({"answer": "It fell .", "contexts": SOURCES}), encoding="utf-8")
    assert main(["score", str(path), "--out", str(path / "below a file")]) == 2
    assert str(path) in capsys.readouterr().err


def test_rows_without_an_id_are_not_compared_with_other_questions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, base = tmp_path / "run.jsonl", tmp_path / "baseline.json"
    command = ["score", str(path), "--out", str(tmp_path / "out"), "--baseline", str(base)]
    rows = [
        json.dumps({"question": question, "answer": "The bridge opened in 1932 .", "contexts": SOURCES})
        + "\n"
        for question in ("when?", "what happened?")
    ]
    path.write_text("".join(rows), encoding="utf-8")
    assert main([*command, "--update-baseline"]) == 0
    path.write_text("".join(reversed(rows)), encoding="utf-8")
    assert main(command) == 1
    assert "rows of a file need an id each" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "sources"),
    [
        pytest.param(None, SOURCES, id="no answer"),
        pytest.param("It fell.", [{"text": "It fell."}], id="sources that are no texts"),
    ],
)
def test_what_is_no_text_is_refused(answer: Any, sources: Any) -> None:
    with pytest.raises(EvaluationError, match=r"as texts, not as (NoneType|dict)"):
        assert_faithful(answer, sources, judge=WordsJudge())


def test_the_faithfulness_of_one_answer() -> None:
    score = faithfulness("The bridge opened in 1932 . It fell .", SOURCES, judge=WordsJudge())
    assert score.score == 0.5
    assert faithfulness("I don't know.", SOURCES, judge=WordsJudge()).outcome == "abstention"
    assert faithfulness("Thank you!", SOURCES[0], judge=WordsJudge()).outcome == "no claims"


@pytest.mark.parametrize(
    ("answer", "source"),
    [
        pytest.param(
            "The bridge opened in 1932.", "Nobody said that the bridge opened in 1932.", id="denied"
        ),
        pytest.param("Alice and Bob resigned.", "Alice stayed. Bob resigned.", id="part by part"),
    ],
)
def test_a_whole_answer_is_judged_though_its_words_stand_in_a_source(answer: str, source: str) -> None:
    judge = DoubtingJudge()
    assert faithfulness(answer, source, judge=judge).score == 0.0
    with pytest.raises(pytest.fail.Exception):
        assert_faithful(answer, source, judge=judge)
    assert SupportEvaluator(judge).evaluate(response=answer, contexts=[source]).passing is False
    for given in (answer, answer.replace(".", " [1].")):
        [scored] = score_rows([row(answer=given, contexts=[source])], judge)
        assert scored.measures.scores["faithfulness to passages"] == 0.0


def test_a_short_answer_beside_the_sentence_that_tells_it_needs_no_judge() -> None:
    given = row(answer="1932. The bridge opened in 1932 .", short="1932", contexts=SOURCES)
    [scored] = score_rows([given], DoubtingJudge())
    assert scored.measures.scores["faithfulness to passages"] == 1.0


def test_the_embedded_judge_needs_nothing_and_says_the_same_twice() -> None:
    answer = "The bridge opened in 1932. It was closed in 1950."
    assert faithfulness(answer, SOURCES) == faithfulness(answer, SOURCES)


def test_the_assertion_shows_the_claims_that_fail() -> None:
    assert_faithful("The bridge opened in 1932 .", SOURCES, judge=WordsJudge())
    assert_faithful("I don't know.", SOURCES, judge=WordsJudge())
    with pytest.raises(pytest.fail.Exception, match=r"not found \(0\.\d+\): It fell down\."):
        assert_faithful("The bridge opened in 1932 . It fell down.", SOURCES, judge=WordsJudge())
    assert_faithful("The bridge opened in 1932 . It fell down.", SOURCES, judge=WordsJudge(), at_least=0.5)


@pytest.mark.parametrize(
    ("answer", "sources", "options"),
    [
        pytest.param("Thank you!", SOURCES, {}, id="no claims"),
        pytest.param("I don't know.", SOURCES, {"may_abstain": False}, id="unwanted abstention"),
        pytest.param("It fell .", ["broken"], {}, id="judge failure"),
    ],
)
def test_what_cannot_be_shown_to_be_faithful_never_passes(
    answer: str, sources: list[str], options: dict[str, bool]
) -> None:
    with pytest.raises(pytest.fail.Exception):
        assert_faithful(answer, sources, judge=WordsJudge(), **options)


def test_the_fixture_works_in_other_peoples_tests(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ("eval.pytest_plugin",)')
    pytester.makepyfile(
        """
        def test_faithful(assert_faithful):
            assert_faithful("The bridge opened in 1932.", ["The bridge opened in 1932."], at_least=0.0)

        def test_not_faithful(assert_faithful):
            assert_faithful("Bananas grow in Norway.", ["The bridge opened in 1932."])
        """
    )
    pytester.runpytest_inprocess("-q").assert_outcomes(passed=1, failed=1)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("VERDICT: supported", "supported"),
        ("verdict: Not found.\n", "not found"),
        ("**contradicted**", "contradicted"),
        ("NO. It is supported by nothing that happened yesterday", None),
        ("supported, or contradicted", None),
        ("unsupported", None),
        ("", None),
    ],
)
def test_a_verdict_is_one_of_three_lines_and_nothing_else(said: str, verdict: str | None) -> None:
    assert parse_verdict(said) == verdict


def test_a_language_model_judges_each_claim_once() -> None:
    with serving(says("VERDICT: ", "supported"), says("hm, hard to tell")) as (address, script):
        judge = language_model_judge(settings_for(address))
        first, again, unclear, nothing = judge.judge_claims(
            [("a", SOURCES), ("a", SOURCES), ("b", SOURCES), ("c", [])]
        )
        assert "Claim: a" in script.messages(0)
        assert SOURCES[1] in script.messages(0)
    assert first == again
    assert (first.verdict, unclear.verdict, nothing.verdict) == ("supported", "judge failure", "not found")
    assert judge.usage.requests == 2
    assert faithfulness_score([unclear]).outcome == "judge failure"


def test_a_model_that_cannot_be_used_stops_the_run_and_one_lost_reply_does_not() -> None:
    with serving(fails(401)) as (address, _), pytest.raises(JudgeError, match="cannot be used"):
        language_model_judge(settings_for(address)).judge_claims([("a", SOURCES)])
    with serving(says("supported"), fails(500)) as (address, _):
        found = language_model_judge(settings_for(address)).judge_claims([("a", SOURCES), ("b", SOURCES)])
    assert [result.verdict for result in found] == ["supported", "judge failure"]


def test_without_a_model_the_judge_says_what_to_set() -> None:
    with pytest.raises(JudgeError, match="OPENAI_API_KEY"):
        language_model_judge()


@pytest.mark.llm
def test_a_real_model_gives_a_verdict_or_a_failure(local_llm: LocalModel) -> None:
    settings = settings_for(local_llm.base_url, model=local_llm.model, timeout_seconds=120)
    judge: LanguageModelJudge = language_model_judge(settings)
    [result] = judge.judge_claims([("The bridge opened in 1932.", SOURCES)])
    assert result.verdict in ("supported", "contradicted", "not found", "judge failure")
    assert judge.usage.requests == 1


def test_a_judge_is_an_evaluator_of_llama_index() -> None:
    evaluator = SupportEvaluator(WordsJudge())
    passing = evaluator.evaluate(query="when?", response="The bridge opened in 1932 .", contexts=SOURCES)
    assert (passing.passing, passing.score, passing.invalid_result) == (True, 1.0, False)
    failing = asyncio.run(evaluator.aevaluate(response="It fell .", contexts=SOURCES))
    assert (failing.passing, failing.feedback) == (False, "not found: It fell .")
    silent = evaluator.evaluate(response="I don't know.", contexts=SOURCES)
    assert (silent.passing, silent.invalid_result, silent.invalid_reason) == (None, True, "abstention")


def test_an_evaluator_passes_nothing_that_the_judge_failed_on() -> None:
    class FailsOnIt(WordsJudge):
        def judge_claims(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[ClaimResult]:
            judged = super().judge_claims(items)
            return [ClaimResult(one.claim, "judge failure") if "It" in one.claim else one for one in judged]

    evaluator = SupportEvaluator(FailsOnIt())
    found = evaluator.evaluate(response="It fell. The bridge opened in 1932 . It burnt.", contexts=SOURCES)
    assert (found.passing, found.score, found.invalid_result) == (None, None, True)
    assert found.invalid_reason == "judge failure"


def test_what_is_quoted_whole_needs_no_judge() -> None:
    judge = QuotedFirst(WordsJudge(), short="1932 and 503 metres")
    source = "The bridge opened in 1932. It is 503 metres long."
    results = judge.judge_claims(
        [
            ("It is 503 metres long.", [source]),
            ("1932 and 503 metres.", [source]),
            ("503 metres", [source]),
            ("The bridge opened", ["Nobody said that the bridge opened ."]),
        ]
    )
    assert [result.verdict for result in results] == ["supported", "supported", "supported", "not found"]
    assert (
        QuotedFirst(WordsJudge(), short="1932 and 504 metres")
        .judge_claims([("1932 and 504 metres", [source])])[0]
        .verdict
        == "not found"
    )


def test_a_number_whose_point_was_moved_is_no_quotation() -> None:
    [result] = QuotedFirst(WordsJudge()).judge_claims([("It cost 15 million.", ["It cost 1.5 million."])])
    assert result.verdict == "not found"
