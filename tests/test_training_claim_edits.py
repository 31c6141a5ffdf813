"""The edits that training claims are made with change one detail, and the rewordings none."""

from __future__ import annotations

import random

import pytest

from models.training.claim_edits import SUBTLE_EDITORS, Edit, subtle_edit
from models.training.names import Mention, mentions, other_number
from models.training.rewordings import REWORDINGS, as_yes_no_question, reword
from models.training.rows import CONTRADICTED, NEUTRAL, UNSUPPORTED

ARTICLE = (
    "Maria Lindqvist met Tom Okafor in Helsinki on Tuesday. The ministry said 1,250 homes will be built in"
    " Tampere by 2027. Carla Mendes, who lives in Porto, is expected to travel to Turku in March."
)
POOL = mentions(ARTICLE)


def kinds(text: str) -> dict[str, str]:
    return {mention.text: mention.kind for mention in mentions(text)}


def test_names_numbers_and_dates_are_found_with_their_kind() -> None:
    assert kinds(ARTICLE) == {
        "Maria Lindqvist": "person",
        "Tom Okafor": "person",
        "Helsinki": "place",
        "Tuesday": "day",
        "1,250": "number",
        "Tampere": "place",
        "2027": "year",
        "Carla Mendes": "person",
        "Porto": "place",
        "Turku": "place",
        "March": "month",
    }


def test_mentions_stand_where_they_say() -> None:
    assert all(ARTICLE[mention.start : mention.end] == mention.text for mention in POOL)


@pytest.mark.parametrize("text", ["7", "1,250", "3.5", "1999", "40"])
@pytest.mark.parametrize("seed", range(5))
def test_another_number_differs_and_keeps_its_look(text: str, seed: int) -> None:
    other = other_number(text, random.Random(seed))
    assert other != text
    assert float(other.replace(",", "")) > 0
    assert ("." in other) == ("." in text)


@pytest.mark.parametrize(
    ("kind", "sentence", "label"),
    [
        ("name", "The treaty was signed by Maria Lindqvist.", UNSUPPORTED),
        ("number", "The city will build 1,250 homes.", CONTRADICTED),
        ("date", "The vote was held on Tuesday.", CONTRADICTED),
        ("roles", "Maria Lindqvist defeated Tom Okafor.", UNSUPPORTED),
        ("negation", "The bridge is closed to lorries.", CONTRADICTED),
        ("opposite", "Prices rose after the vote.", CONTRADICTED),
        ("modality", "Carla Mendes may resign.", NEUTRAL),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
@pytest.mark.parametrize("seed", range(4))
def test_an_edit_changes_the_ranges_it_names_and_nothing_else(
    kind: str, sentence: str, label: int, seed: int
) -> None:
    edit = SUBTLE_EDITORS[kind](sentence, POOL, random.Random(seed))
    assert edit is not None
    assert (edit.kind, edit.label) == (kind, label)
    changed = edit.apply(sentence)
    assert changed != sentence
    shift = 0
    for start, end, new in sorted(edit.changes):
        assert changed[start + shift : start + shift + len(new)].lower() == new.lower()
        shift += len(new) - (end - start)
    first, last = min(edit.changes)[0], max(edit.changes)[1]
    assert changed[1:first] == sentence[1:first]
    assert changed[last + shift :] == sentence[last:]


def test_roles_change_places() -> None:
    edit = SUBTLE_EDITORS["roles"]("Maria Lindqvist defeated Tom Okafor.", POOL, random.Random(0))
    assert edit is not None
    assert edit.apply("Maria Lindqvist defeated Tom Okafor.") == "Tom Okafor defeated Maria Lindqvist."


def test_people_who_meet_have_no_roles_to_change() -> None:
    assert SUBTLE_EDITORS["roles"]("Maria Lindqvist met Tom Okafor.", POOL, random.Random(0)) is None


@pytest.mark.parametrize("sentence", ["Maria Lindqvist has to leave.", "It is a rule.", "She had the keys."])
def test_have_to_and_nouns_are_not_negated(sentence: str) -> None:
    assert SUBTLE_EDITORS["negation"](sentence, POOL, random.Random(0)) is None


def test_not_is_taken_out_again() -> None:
    edit = SUBTLE_EDITORS["negation"]("The bridge is not closed.", POOL, random.Random(0))
    assert edit is not None
    assert edit.apply("The bridge is not closed.") == "The bridge is closed."


def test_an_edit_of_the_first_word_keeps_the_capital() -> None:
    assert Edit("opposite", CONTRADICTED, ((0, 5, "last"),)).apply("First it rained.") == "Last it rained."


def test_a_sentence_with_nothing_to_edit_is_left() -> None:
    pool: list[Mention] = []
    assert subtle_edit("Birds sing.", pool, random.Random(0)) is None


def test_the_same_seed_makes_the_same_edit() -> None:
    sentence = "Carla Mendes is expected to travel to Turku in March."
    assert subtle_edit(sentence, POOL, random.Random(3)) == subtle_edit(sentence, POOL, random.Random(3))


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        (
            "opening",
            "On Tuesday, the court heard three of the five witnesses.",
            "The court heard three of the five witnesses.",
        ),
        (
            "clause",
            "Carla Mendes, who lives in Porto, opened the new museum hall.",
            "Carla Mendes opened the new museum hall.",
        ),
        ("contraction", "The mayor did not agree.", "The mayor didn't agree."),
        (
            "speech",
            "According to the ministry, more homes will be built.",
            "More homes will be built, according to the ministry.",
        ),
        (
            "speech",
            "The plan will fail next year, the mayor said.",
            "The mayor said that the plan will fail next year.",
        ),
    ],
    ids=["opening", "clause", "contraction", "according to", "said"],
)
def test_a_rewording_keeps_the_meaning(kind: str, sentence: str, expected: str) -> None:
    assert REWORDINGS[kind](sentence, random.Random(0)) == expected


@pytest.mark.parametrize("seed", range(6))
def test_one_of_a_list_keeps_one_of_its_names(seed: int) -> None:
    sentence = "She praised Maria Lindqvist, Tom Okafor and Carla Mendes."
    kept = REWORDINGS["one of a list"](sentence, random.Random(seed))
    assert kept in {f"She praised {name}." for name in ("Maria Lindqvist", "Tom Okafor", "Carla Mendes")}


def test_a_clause_with_a_not_in_it_is_never_dropped() -> None:
    sentence = "Carla Mendes, who has not paid, opened the new museum hall."
    assert REWORDINGS["clause"](sentence, random.Random(0)) is None


def test_rewording_without_a_chance_to_is_the_sentence_itself() -> None:
    assert reword("Birds sing.", random.Random(0), times=2) == "Birds sing."


def test_a_statement_becomes_a_yes_no_question() -> None:
    assert as_yes_no_question("Carla Mendes is living in Porto.") == "Is Carla Mendes living in Porto?"
    assert as_yes_no_question("Nobody knows.") is None
