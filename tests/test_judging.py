"""The rule of the keyless judge with an encoder predicted by hand, and clear cases with the real one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.judging.judge import LONGEST_WINDOW, NO_PENALTIES, WINDOWS, EmbeddedJudge, claim_sentences
from models import Calibration, Encoder


class SubstringEncoder:
    """Supports by 0.9 what the evidence holds word for word, else by 0.2; "deny" contradicts by 0.7."""

    calibration = Calibration(1.0, 0.5, 1.0, 0.5)

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.calls = 0

    def judge(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.calls += 1
        self.asked += pairs
        rows = []
        for claim, evidence in pairs:
            supported = 0.9 if claim.rstrip(".") in evidence else 0.2
            contradicted = 0.7 if "deny" in evidence and supported < 0.5 else 0.05
            rows.append([supported, 1.0 - supported - contradicted, contradicted])
        return np.array(rows)


@pytest.fixture
def encoder() -> SubstringEncoder:
    return SubstringEncoder()


FILLER = "Rain fell on the quiet harbour and the boats stayed where they were. " * 40
FACT = "The mayor opened a bridge"
OTHER = "The minister closed a school"


def test_a_claim_is_supported_as_much_as_its_least_supported_sentence(encoder: SubstringEncoder) -> None:
    judge = EmbeddedJudge(encoder, penalties=NO_PENALTIES)
    assert judge.judge(f"{FACT}.", [f"{FACT} today."]).supported == pytest.approx(0.9)
    both = judge.judge(f"{FACT}. {OTHER}.", [f"{FACT} today."])
    assert both.supported == pytest.approx(0.2)
    assert both.verdict == "not found"


def test_a_sentence_is_supported_as_much_as_by_its_best_window(encoder: SubstringEncoder) -> None:
    source = f"The mayor likes bridges. {FILLER}{FACT} today. {FILLER}"
    judgement = EmbeddedJudge(encoder, penalties=NO_PENALTIES).judge(f"{FACT}.", [source])
    assert judgement.supported == pytest.approx(0.9)
    assert source[judgement.start : judgement.end] == f"{FACT} today."


def test_sources_count_together_and_the_one_that_says_it_is_named(encoder: SubstringEncoder) -> None:
    sources = [FILLER, f"Yes. {OTHER}.", f"{FACT} today."]
    judgement = EmbeddedJudge(encoder, penalties=NO_PENALTIES).judge(f"{FACT}. {OTHER}.", sources)
    assert judgement.verdict == "supported"
    assert judgement.source in (1, 2)


@pytest.mark.parametrize(
    ("claim", "units"),
    [
        ("He came to the town. She left it.", ["He came to the town. She left it."]),
        ("He came to the town. She left it by train.", ["He came to the town.", "She left it by train."]),
        ("When did he come? On the last day.", ["When did he come? On the last day."]),
        ("… !", []),
        ("Yes.", ["Yes."]),
    ],
)
def test_a_claim_is_judged_by_sentences_that_claim_something(claim: str, units: list[str]) -> None:
    assert claim_sentences(claim) == units


def test_contradiction_needs_its_own_probability(encoder: SubstringEncoder) -> None:
    judge = EmbeddedJudge(encoder, penalties=NO_PENALTIES)
    denied = judge.judge(f"{FACT}.", ["The mayor and others deny the opening of a bridge."])
    assert (denied.verdict, denied.contradicted) == ("contradicted", pytest.approx(0.7))
    assert judge.judge(f"{FACT}.", ["The mayor likes bridges."]).verdict == "not found"


def test_windows_are_few_whole_sentences_and_not_too_long(encoder: SubstringEncoder) -> None:
    source = f"{FILLER}{FACT} today. {FILLER}The mayor opened nothing else. {FILLER}"
    EmbeddedJudge(encoder).judge(f"{FACT}.", [source])
    assert 1 <= len(encoder.asked) <= WINDOWS
    for _, evidence in encoder.asked:
        assert evidence in source
        assert len(evidence.split()) <= LONGEST_WINDOW
        assert evidence.endswith(".")


def test_all_pairs_go_in_one_call_and_none_twice(encoder: SubstringEncoder) -> None:
    items = [(f"{FACT}. {OTHER}.", [f"{FACT} today."])] * 3
    judgements = EmbeddedJudge(encoder).judge_many(items)
    assert encoder.calls == 1
    assert len(encoder.asked) == len(set(encoder.asked)) == 2
    assert judgements[0] == judgements[1] == judgements[2]


@pytest.mark.parametrize(
    ("claim", "sources"),
    [("", ["A text."]), ("…", ["A text."]), ("A claim.", []), ("A claim.", [""]), ("A claim.", [" \n "])],
)
def test_without_claim_or_source_nothing_is_found(
    encoder: SubstringEncoder, claim: str, sources: list[str]
) -> None:
    judgement = EmbeddedJudge(encoder).judge(claim, sources)
    assert (judgement.verdict, judgement.supported, judgement.source) == ("not found", 0.0, None)


def test_a_number_the_source_lacks_lowers_support() -> None:
    class Credulous(SubstringEncoder):
        def judge(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
            return np.tile([0.8, 0.1, 0.1], (len(pairs), 1))

    judge = EmbeddedJudge(Credulous())
    source = "The storm killed 12 people in March."
    right = judge.judge("The storm killed twelve people.", [source])
    wrong = judge.judge("The storm killed 14 people.", [source])
    assert wrong.supported < right.supported
    assert wrong.supported + wrong.contradicted < 1.0


SENTENCES = st.sampled_from(
    [
        "The mayor opened a bridge.",
        "Dr. Lee (aged 41) said “no”.",
        "Costs rose 3.5% to $3bn.",
        "Ünïcode — yes! 🙂",
    ]
)


@settings(deadline=None)  # a busy machine is no failure
@given(claim=st.lists(SENTENCES, max_size=3), sources=st.lists(st.lists(SENTENCES, max_size=30), max_size=3))
def test_places_lie_in_their_sources_and_numbers_in_their_range(
    claim: list[str], sources: list[list[str]]
) -> None:
    texts = [" ".join(source) for source in sources]
    judgement = EmbeddedJudge(SubstringEncoder()).judge(" ".join(claim), texts)
    assert 0.0 <= judgement.supported <= 1.0
    assert 0.0 <= judgement.contradicted <= 1.0
    assert (judgement.source is None) == (judgement.verdict == "not found")
    if judgement.source is not None:
        text = texts[judgement.source]
        assert 0 <= judgement.start < judgement.end <= len(text)
        assert text[judgement.start : judgement.end].strip() == text[judgement.start : judgement.end]


SOURCE = (
    "The Ukrainian leader is scheduled to meet with Stoltenberg, US Defence Secretary Lloyd Austin and"
    " Belgian Prime Minister Alexander De Croo. He arrived in Brussels on Wednesday morning. In an interview"
    " on Tuesday, he told the channel France 2 that he feared a loss of attention."
)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("He arrived in Brussels on Wednesday.", "He arrived in Madrid on Wednesday."),
        (
            "The leader is scheduled to meet Lloyd Austin.",
            "The leader is scheduled to meet Joe Biden.",
        ),
        ("He arrived in Brussels.", "The council approved a new library."),
    ],
)
def test_the_real_judge_prefers_what_the_source_says(true: str, false: str) -> None:
    right, wrong = EmbeddedJudge(Encoder.load()).judge_many([(true, [SOURCE]), (false, [SOURCE])])
    assert right.supported > wrong.supported


def test_the_real_judge_gives_the_same_result_alone_and_among_others() -> None:
    judge = EmbeddedJudge(Encoder.load())
    items = [("He arrived in Brussels on Wednesday.", [SOURCE]), ("He feared nothing.", [SOURCE, FILLER])]
    together = judge.judge_many(items)
    assert [judge.judge(*item) for item in items] == together
