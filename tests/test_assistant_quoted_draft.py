"""An answer of quotations: every citation is one that a sentence of the answer cites."""

from __future__ import annotations

import pytest

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.keyless.findings import Finding, Quote
from assistant.keyless.quotable_sentences import after_dateline
from assistant.keyless.quoted_draft import QuotedDraft
from assistant.writing import WritingTask
from indexes.articles import Article


def quote(paper: str, text: str) -> Quote:
    return Quote(Article.create(id=paper, title=paper, text=text), 0, len(text))


def finding(short: str | None, shown: Quote, *witnesses: Quote) -> Finding:
    return Finding(short, (shown,), witnesses, (), {}, 0.9)


def drafted(*findings: Finding) -> Answer:
    draft = QuotedDraft(WritingTask("when?", "when?", (), Conversation()))
    for one in findings:
        draft.add(one)
    return draft.answer("extractive")


POST = quote("post", "The bridge opened on 12 May.")
COPY = quote("copy", "The bridge opened on 12 May.")
COURIER = quote("courier", "Cars crossed the bridge again from 12 May on.")
TIMES = quote("times", "On 12 May the mayor cut the ribbon.")


def test_a_witness_that_is_not_cited_is_no_citation() -> None:
    answer = drafted(finding("12 May", POST, COURIER), finding("12 May", POST, TIMES))
    assert answer.text == "12 May. [1][2]\nThe bridge opened on 12 May. [1]"
    assert [citation.article.id for citation in answer.citations] == ["post", "courier"]


def test_neither_is_what_was_shown_in_the_same_words_before() -> None:
    answer = drafted(finding(None, POST), finding(None, COPY, TIMES))
    assert answer.text == "The bridge opened on 12 May. [1]"
    assert [citation.article.id for citation in answer.citations] == ["post"]


def test_citations_are_numbered_as_they_are_shown() -> None:
    answer = drafted(finding(None, POST, COURIER), finding("12 May", TIMES))
    assert answer.text == (
        "The bridge opened on 12 May. [1][2]\n12 May. [3]\nOn 12 May the mayor cut the ribbon. [3]"
    )
    assert [citation.number for citation in answer.citations] == [1, 2, 3]


def test_each_part_of_a_short_answer_cites_what_says_it() -> None:
    towers = quote("post", "The towers and the bells survived.")
    organ = quote("courier", "Nobody had hoped that the old organ would.")
    answer = drafted(Finding("the towers and the old organ", (towers, organ), (), (), {}, 0.9))
    assert answer.sentences[0].citations == (1, 2)


@pytest.mark.parametrize(
    ("dateline", "told"),
    [
        ("OSTERVIK, Sept 14 (NPA) - ", "Authorities ordered people out."),
        ("NEW YORK, N.Y. (AP) — ", "The court said no."),
        ("BEIJING, May 3, 2025 (Xinhua) -- ", "“No,” it said."),
        ("GRIMSWORTH — ", "The pool is closed."),
        ("", "NASA — which sent it — said no."),
        ("", "The SNP (Scotland) - the largest party - said no."),
    ],
    ids=["day and agency", "region and agency", "year", "place alone", "a body", "a party"],
)
def test_a_dateline_is_no_part_of_what_is_quoted(dateline: str, told: str) -> None:
    text = f"{dateline}{told}"
    assert text[after_dateline(text, 0, len(text)) :] == told
