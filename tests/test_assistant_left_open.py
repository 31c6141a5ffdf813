"""What the articles say is not known: the sentence that says so answers, and no neighbour of its kind."""

from __future__ import annotations

import pytest

from tests.test_assistant_writer import PlainReader, article, write

ANN = "Ann Lee"


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        pytest.param(
            "who will be the transport minister of Varna?",
            "Ann Lee, who leads Varna, has not yet said who will be her transport minister.",
            ANN,
            id="who",
        ),
        pytest.param(
            "how much will water bills rise in Torrin?",
            "The Torrin works cost €40 million and water bills will rise, but she did not say by how much.",
            "€40 million",
            id="by how much",
        ),
        pytest.param(
            "when will the Torrin ferry sail again?",
            "The Torrin ferry was towed in on Monday, and it is unclear when the ferry will sail again.",
            "Monday",
            id="when",
        ),
        pytest.param(
            "when will the Torrin ferry trial begin?",
            "Nine people of the Torrin ferry were charged on Monday; no date for the trial has been set.",
            "Monday",
            id="no date",
        ),
        pytest.param(
            "will the Torrin ferry be repaired?",
            "Whether the Torrin ferry will be repaired has not been decided.",
            "Torrin",
            id="whether",
        ),
        pytest.param(
            "what will happen to the empty barracks in Torrin?",
            "What will happen to the 300-room barracks in Torrin has not been settled.",
            "Torrin",
            id="what",
        ),
        pytest.param(
            "what is the name of the diver who found the Torrin ferry?",
            "The Torrin ferry was found by Ann Lee, a sailor, and a diver who has not been named.",
            ANN,
            id="not named",
        ),
        pytest.param(
            "who was the driver in the Torrin crash?",
            "Ann Lee of the Torrin police did not name the driver in the crash.",
            ANN,
            id="did not name",
        ),
        pytest.param(
            "who will be the next head of Torrin Rail?",
            "Ann Lee runs Torrin Rail until a successor has been found.",
            ANN,
            id="successor",
        ),
    ],
)
def test_a_sentence_that_leaves_open_what_is_asked_is_the_answer(
    question: str, sentence: str, marked: str
) -> None:
    answer = write(PlainReader(marked), question, article("post", sentence))
    assert not answer.abstained
    assert answer.short is None
    assert [citation.quote for citation in answer.citations] == [sentence]


def test_what_is_left_open_is_about_the_sentence_before_it() -> None:
    passage = article(
        "post", "Torrin Rail has replaced its negotiator, Ann Lee.", "The firm would not say why."
    )
    answer = write(PlainReader(ANN), "why did Torrin Rail replace its negotiator?", passage)
    assert answer.short is None
    assert "The firm would not say why." in answer.text


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        pytest.param(
            "who leads Varna?",
            "Ann Lee, who leads Varna, has not yet said who will be her transport minister.",
            ANN,
            id="another person",
        ),
        pytest.param(
            "how much did the Torrin works cost?",
            "The Torrin works cost €40 million and water bills will rise, but she did not say by how much.",
            "€40 million",
            id="another sum",
        ),
        pytest.param(
            "when was the Torrin ferry towed in?",
            "The Torrin ferry was towed in on Monday, and it is unclear when the ferry will sail again.",
            "Monday",
            id="another day",
        ),
        pytest.param(
            "who found the Torrin ferry?",
            "The Torrin ferry was found by Ann Lee, a sailor, and a diver who has not been named.",
            ANN,
            id="the one who is named",
        ),
        pytest.param(
            "who runs Torrin Rail?",
            "Ann Lee runs Torrin Rail until a successor has been found.",
            ANN,
            id="the one of now",
        ),
        pytest.param(
            "who will run the Torrin ferry?",
            "It had not been said who would run the Torrin ferry until Ann Lee stepped in to run it.",
            ANN,
            id="told since",
        ),
    ],
)
def test_what_is_told_beside_it_is_told(question: str, sentence: str, marked: str) -> None:
    answer = write(PlainReader(marked), question, article("post", sentence))
    assert answer.short is not None
    assert answer.short.startswith(marked)


def test_what_a_newer_article_tells_is_not_left_open() -> None:
    older = article("post", "It is unclear who will run the Torrin ferry.", published="2026-03-01")
    newer = article("mail", "Ann Lee will run the Torrin ferry.", published="2026-03-08")
    answer = write(PlainReader(ANN), "who will run the Torrin ferry?", older, newer)
    assert answer.short == ANN
