"""Which sentences need a source, and how a draft divides into sentences with what each cites."""

from __future__ import annotations

import pytest

import prompts
from assistant.generative.citation_markers import marked_text, parse
from assistant.generative.generated_sentences import DraftSentence, split_draft
from assistant.judging.claims import claims_nothing, is_abstention, known_words
from assistant.keyless.abstention import ABSTENTION

KNOWN = known_words("When will the Kestrel Bridge in Harrowford reopen?")


@pytest.mark.parametrize(
    "sentence",
    [
        "Hello!",
        "Hi there, thanks for your question.",
        "Sure, here is what the articles say:",
        "Here is a short summary based on the passages:",
        "According to the articles:",
        "In summary:",
        "The answer to this question is:",
        "The article says:",
        "I hope this helps!",
        "Let me know if you have any other questions.",
        "Would you like to know more about it?",
    ],
)
def test_greetings_offers_and_connectives_claim_nothing(sentence: str) -> None:
    assert claims_nothing(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Yes.",
        "No.",
        "The mayor resigned.",
        "Sure, the mayor resigned.",
        "Hello, the bridge is closed.",
        "Let me know if you want the mayor to resign.",
        "Here is what Macron said:",
        "According to the articles, it rained.",
        "In summary, 3.",
        "The answer is Paris.",
        "The article says it rained.",
        "Did you know that it rained?",
    ],
)
def test_what_says_something_is_a_claim(sentence: str) -> None:
    assert not claims_nothing(sentence)


def test_the_prompt_asks_for_the_abstention_that_every_writer_uses() -> None:
    assert ABSTENTION in prompts.load("answer").system


@pytest.mark.parametrize(
    "sentence",
    [
        ABSTENTION,
        "The articles don't say.",
        "The articles don’t say when the bridge will reopen.",
        "The provided passages do not mention the Kestrel Bridge.",
        "None of the passages mention Harrowford.",
        "There is no information about that in the articles.",
        "The date is not mentioned in the passages.",
        "I cannot find that in the articles.",
        "I don't know.",
        "Sorry, I can’t say.",
        "I cannot tell.",
        "This cannot be answered from the given passages.",
        "The provided documents do not mention the bridge.",
        "The reports given do not say.",
    ],
)
def test_saying_that_the_articles_do_not_say_is_an_abstention(sentence: str) -> None:
    assert is_abstention(sentence, known=KNOWN)


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge will reopen in June.",
        "The articles do not say, but it will reopen in June.",
        "The articles do not say that it cost 40 million.",
        "The passages do not mention that Emmanuel Macron paid for it.",
        "The articles say that it will reopen.",
        "The report does not name the driver.",
        "The cost was not stated in the report.",
        "The documents do not say who paid.",
    ],
)
def test_a_claim_beside_it_is_no_abstention(sentence: str) -> None:
    assert not is_abstention(sentence, known=KNOWN)


def drafts(text: str) -> list[DraftSentence]:
    return split_draft(marked_text(parse(text, range(1, 9))))


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("It rained [1]. It snowed [2].", [(1,), (2,)]),
        ("It rained. [1] It snowed. [2]", [(1,), (2,)]),
        ("It rained.[1][3] It snowed.", [(1, 3), ()]),
        ("[1] It rained.\n[2] It snowed.", [(1,), (2,)]),
        ("It rained [1] and snowed [2].", [(1, 2)]),
        ("- It rained [1]\n- It snowed [2]", [(1,), (2,)]),
        ("“It rained.” [4]", [(4,)]),
        ("It rained\n[5]", [(5,)]),
    ],
)
def test_a_marker_belongs_to_the_sentence_that_it_follows(text: str, cited: list[tuple[int, ...]]) -> None:
    assert [draft.cited for draft in drafts(text)] == cited


def test_layout_and_emphasis_are_left_out_and_lines_kept() -> None:
    found = drafts("## Weather\n\n1. It **rained** [1].\n2. It snowed. Then it stopped.\n---\n")
    assert [draft.text for draft in found] == ["Weather", "It rained.", "It snowed.", "Then it stopped."]
    assert [draft.opens_line for draft in found] == [False, True, True, False]


def test_a_sentence_that_repeats_an_earlier_one_is_left_out() -> None:
    found = drafts("It rained [1]. It snowed. It rained [2]. It rained.")
    assert [(draft.text, draft.cited) for draft in found] == [("It rained.", (1,)), ("It snowed.", ())]


def test_a_sentence_with_markers_inside_is_also_divided_into_clauses() -> None:
    (only,) = drafts("It rained in York [1], and it snowed in Leeds [2][3].")
    assert only.text == "It rained in York, and it snowed in Leeds."
    assert only.clauses == (("It rained in York", (1,)), ("and it snowed in Leeds", (2, 3)))
