"""Numbers, dates, names and negation: one thing said two ways is no difference, another thing is."""

from __future__ import annotations

import pytest

from assistant.judging.claim_checks import Differences, Penalties, differences
from assistant.judging.judge import EmbeddedJudge
from assistant.wording.quantities import quantities
from models import Encoder

SAME = [
    ("two men", "2 men"),
    ("Feb. 9", "9 February"),
    ("February 9, 2022", "2022-02-09"),
    ("the 9th of February", "on Feb. 9"),
    ("in September", "on September 9"),
    ("$3bn", "$3 billion"),
    ("£1.2m", "1,200,000 pounds"),
    ("1,200 homes", "1200 homes"),
    ("twenty-five people", "25 people"),
    ("two hundred and fifty thousand", "250,000"),
    ("half a dozen", "6"),
    ("about 200 people", "198 people"),
    ("the third time", "the 3rd time"),
    ("in 2022", "9 May 2022"),
    ("12.5 per cent", "12.5%"),
    ("one of them", "nobody counted"),
    ("COVID-19 spread", "the virus spread"),
    ("it rained [1]", "it rained"),
    ("90 people", "Ninety people"),
    ("by Mayor Lindqvist", "Mayor Lindqvist"),
    ("of tension in Augusta", "tense"),
]
DIFFERENT = [
    ("three men", "two men"),
    ("9 February", "10 February"),
    ("9 February", "9 March"),
    ("in 2021", "in 2022"),
    ("$3bn", "$3m"),
    ("about 200 people", "320 people"),
    ("198 people", "about 200 people, 205 of them adults"),
    ("the third time", "the fourth time"),
    ("12.5 per cent", "12 per cent"),
    ("sixty people", "six people"),
    ("fourteen people", "four people"),
]


@pytest.mark.parametrize(("claim", "evidence"), SAME, ids=[f"{a} ~ {b}" for a, b in SAME])
def test_one_quantity_in_two_spellings_is_no_difference(claim: str, evidence: str) -> None:
    assert quantities(claim).missing_from(quantities(evidence)) == (0, 0)


@pytest.mark.parametrize(("claim", "evidence"), DIFFERENT, ids=[f"{a} ≠ {b}" for a, b in DIFFERENT])
def test_another_quantity_is_a_difference(claim: str, evidence: str) -> None:
    assert sum(quantities(claim).missing_from(quantities(evidence))) == 1


EVIDENCE = (
    "Ukrainian President Volodymyr Zelenskyy will meet Jens Stoltenberg of the North Atlantic Treaty"
    " Organization and US Defence Secretary Lloyd Austin in Brussels on Oct. 11, the French press said."
)


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("He met Lloyd Austin.", 0),
        ("He met Joe Biden.", 1),
        ("They met Joe Biden in Madrid.", 2),
        ("Ukraine's leader Zelensky went to NATO.", 0),
        ("The press of France said so.", 0),
        ("Meeting in Brussels was planned.", 0),
        ("On Wednesday he met Austin.", 0),
        ("The U.S. secretary came.", 0),
        ("Austin, an American, came.", 0),
        ("The Dutch press said so.", 1),
        ("The UJS said so.", 1),  # initials of names that stand apart
    ],
)
def test_names_that_the_evidence_lacks_are_counted(claim: str, missing: int) -> None:
    assert differences(claim, EVIDENCE).names == missing


@pytest.mark.parametrize(
    ("claim", "sentence", "apart"),
    [
        ("The council did not close the library.", "The council closed the library.", True),
        ("The council closed the library.", "The council didn't close the library.", True),
        ("The council closed the library.", "The council closed the library on Friday.", False),
        ("The council never closed the library.", "The council has not closed the library.", False),
        ("The council closed the library.", "Nobody mentioned any swimming pool.", False),
    ],
)
def test_one_not_between_like_sentences_is_a_difference(claim: str, sentence: str, apart: bool) -> None:
    assert differences(claim, sentence, sentence).negation is apart


@pytest.mark.parametrize(
    ("claim", "evidence", "replaced"),
    [
        ("The bridge opened in 1933.", "The bridge opened in 1932.", True),
        ("The bridge opened in 1933.", "The bridge opened in 1932 after a long delay.", True),
        ("The bridge opened in 1932.", "The bridge opened in 1932.", False),
        ("The bridge opened in 1933.", "The bridge opened at last.", False),
        ("The bridge opened in 1933.", "Rain fell in 1932 on the whole of the coast.", False),
    ],
)
def test_another_number_or_date_in_its_place_is_a_difference(
    claim: str, evidence: str, replaced: bool
) -> None:
    assert differences(claim, evidence, evidence).replaced is replaced


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The bridge opened in 1933.", "The bridge opened in 1932."),
        ("Kestrel Bridge opened in 1933.", "Kestrel Bridge opened in 1932, and was repaired in 1960."),
        ("He visited on Friday.", "He visited on Wednesday."),
    ],
)
def test_the_judge_notices_a_short_claim_with_a_wrong_date(claim: str, evidence: str) -> None:
    judge = EmbeddedJudge(Encoder.load())
    assert judge.judge(evidence, [evidence]).verdict == "supported"
    assert judge.judge(claim, [evidence]).verdict != "supported"


def test_words_that_no_sentence_has_are_a_share() -> None:
    assert differences("The mayor closed bridges.", "A bridge was closed by the mayor.").words == 0.0
    assert differences(
        "The mayor painted bridges.", "A bridge was closed by the mayor."
    ).words == pytest.approx(1 / 3)
    assert differences("It was so.", "A bridge.").words == 0.0


def test_differences_lower_support_and_nothing_else_does() -> None:
    penalties = Penalties(number=1.0, date=1.0, name=1.0, negation=1.0, replaced=1.0, word=1.0, allowance=0.0)
    assert penalties.apply(0.8, Differences()) == 0.8
    one = penalties.apply(0.8, Differences(numbers=1))
    two = penalties.apply(0.8, Differences(numbers=1, names=1))
    assert 0.8 > one > two > 0.0
    assert penalties.apply(0.8, Differences(words=0.5)) < 0.8
    # log-odds of 0.8 are ln 4; one less gives 4 / (4 + e)
    assert one == pytest.approx(4 / (4 + 2.718281828))


def test_a_fragment_with_a_word_that_the_evidence_lacks_is_no_rewording() -> None:
    evidence = "After four years the clock of the town hall tells the right time."
    assert differences("broke the clock.", evidence).fragment
    assert not differences("the right clock.", evidence).fragment
    assert not differences("Somebody broke the clock of the town hall.", evidence).fragment
