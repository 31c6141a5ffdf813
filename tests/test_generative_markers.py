"""Citation markers are read the same however a stream is cut, and only those of offered passages."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.generative.citation_markers import (
    Code,
    Marker,
    MarkerParser,
    Numbering,
    Piece,
    Text,
    joined,
    marked_text,
    parse,
    shown,
)

OFFERED = range(1, 9)

fragments = st.sampled_from(
    [
        *"[]【】［］`0123456789,;-–†^ \n.",
        *(
            "[1]",
            "[1, 2]",
            "[2][3]",
            "【4】",
            "［5］",
            "[99]",
            "[[1]]",
            "[1-3]",
            "[Source 2]",
            "[passages 1 and",
        ),
        *(
            "[Zelensky]",
            "[sic]",
            "[2024]",
            "``",
            "```",
            "`x[1]`",
            "  ",
            "\n\n",
            "word",
            "He said so.",
            "é",
            "[^1]",
        ),
    ]
)
texts = st.lists(fragments, max_size=25).map("".join)


def streamed(text: str, cuts: list[int]) -> list[Piece]:
    """The pieces of a text that arrives cut at these positions."""
    parser = MarkerParser(OFFERED)
    edges = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    pieces = [piece for a, b in pairwise(edges) for piece in parser.feed(text[a:b])]
    return joined([*pieces, *parser.close()])


@given(texts, st.lists(st.integers(0, 10_000), max_size=12))
@settings(max_examples=600, deadline=None)
@example("``` [1]\n```\n[2]", [1, 2, 3, 4, 8, 9, 10, 11, 12, 13])
@example("[[1]]", [1, 2, 3, 4])
@example("a `b [1]` c [2]", [3, 9])
def test_any_cuts_read_the_same_as_the_whole(text: str, cuts: list[int]) -> None:
    assert streamed(text, cuts) == parse(text, OFFERED)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_one_character_at_a_time_reads_the_same_as_the_whole(text: str) -> None:
    assert streamed(text, list(range(len(text)))) == parse(text, OFFERED)


@given(texts)
@settings(max_examples=600, deadline=None)
@example("[[9]1]")
@example("[1[9]]")
@example("`a[9]`")
def test_no_number_is_shown_that_was_not_given_to_a_cited_passage(text: str) -> None:
    numbering = Numbering()
    pieces = parse(text, OFFERED)
    readable = shown(pieces, numbering)
    given_out = {
        numbering.shown(number) for piece in pieces if isinstance(piece, Marker) for number in piece.numbers
    }
    assert {int(number) for number in re.findall(r"\[(\d{1,3})\]", readable)} <= given_out
    assert given_out == set(range(1, len(given_out) + 1))


@given(texts)
@settings(max_examples=300, deadline=None)
def test_text_without_its_markers_holds_no_bracketed_number(text: str) -> None:
    marked = marked_text(parse(text, OFFERED))
    assert re.search(r"\[\d{1,3}\]", marked.text) is None
    assert all(0 <= offset <= len(marked.text) for offset, _ in marked.marks)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("So it is [1].", [(1,)]),
        ("So it is [1, 2].", [(1, 2)]),
        ("So it is [1][2].", [(1,), (2,)]),
        ("So it is 【1】.", [(1,)]),
        ("So it is ［1］.", [(1,)]),
        ("So it is ［１］.", [(1,)]),
        ("So it is [2-4].", [(2, 3, 4)]),
        ("So it is [2–4, 6].", [(2, 3, 4, 6)]),
        ("So it is [1; 2].", [(1, 2)]),
        ("So it is [1 2].", [(1, 2)]),
        ("So it is [^3].", [(3,)]),
        ("So it is [[3]].", [(3,)]),
        ("So it is [Passage 3].", [(3,)]),
        ("So it is [Source 1, Source 2].", [(1, 2)]),
        ("So it is 【3†source】.", [(3,)]),
        ("So it is [1, 99].", [(1,)]),
        ("So it is [4, 2, 4].", [(4, 2)]),
        ("So it is [99].", []),
        ("So it is [0].", []),
        ("[Zelensky] said so [sic] in [2024].", []),
        ("Call `rows[1]` first.", []),
        ("```\nrows[1]\n```\n", []),
        ("A stray ` mark [1].\nMore [2].", [(1,), (2,)]),
        ("An open [1", []),
        ("[1\n]", []),
        ("See [1](https://example.org).", [(1,)]),
    ],
)
def test_markers_are_read(text: str, numbers: list[tuple[int, ...]]) -> None:
    assert [piece.numbers for piece in parse(text, OFFERED) if isinstance(piece, Marker)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "[Zelensky] said so",
        "a [sic] b",
        "in [2024]",
        "`rows[x]`",
        "[1",
        "[]",
        "1] 2",
        "[ ]",
        "[a1]",
        "[1a]",
        "[1.5]",
    ],
)
def test_what_is_no_marker_stays_as_it_was(text: str) -> None:
    assert shown(parse(text, OFFERED), Numbering()) == text


def test_a_marker_that_was_not_offered_goes_with_the_blank_before_it() -> None:
    assert shown(parse("So it is [99]. And [98] so.", OFFERED), Numbering()) == "So it is. And so."


def test_numbers_are_given_by_first_use() -> None:
    assert shown(parse("A [5]. B [2, 5]. C [1].", OFFERED), Numbering()) == "A [1]. B [2][1]. C [3]."


def test_plain_text_is_passed_on_at_once_and_only_a_possible_marker_is_held_back() -> None:
    parser = MarkerParser(OFFERED)
    assert parser.feed("It rained") == [Text("It rained")]
    assert parser.feed(" [") == []
    assert joined(parser.feed("Mayor")) == [Text(" [Mayor")]
    assert parser.feed("] [1") == [Text("]")]
    assert parser.feed("] ") == [Text(" "), Marker((1,))]
    assert parser.close() == [Text(" ")]


def test_code_is_passed_on_unread() -> None:
    assert parse("x `a[1]` y", OFFERED) == [Text("x "), Code("`a[1]`"), Text(" y")]


def test_markers_are_placed_in_the_text_without_them() -> None:
    marked = marked_text(parse("It rained [1][2]. It snowed. [3]", OFFERED))
    assert marked.text == "It rained. It snowed."
    assert marked.marks == ((9, (1,)), (9, (2,)), (21, (3,)))
