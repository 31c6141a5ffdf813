"""Questions to go on with: made from sentences, checked by the real assistant, and asked by a click."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app import build_app
from assistant import Assistant
from chat.choices import Variants
from chat.desk import Desk
from chat.history import History
from chat.question_making import other_question_words, questions_of
from chat.settings import ChatSettings
from chat.suggesting import Candidate, Suggesting, questions_about
from chat.verbs import base_of
from chat.welcome import Welcome
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from tests.app_browser import ask, chromium, serve, visit
from tests.app_fakes import HARBOUR, QuotingAssistant, example_index
from tests.conftest import ROOT

SAMPLES = ("osiris-rex-sample-weighed", "osiris-rex-capsule-lands", "kestrel-bridge-closed")
BENNU = "How much of the Bennu sample was brought home?"

LIGHTHOUSE = Article.create(
    id="lighthouse",
    title="Lighthouse",
    text="The Harbour Lighthouse was painted by Ada Byrne. Harbour dredging cost money.",
)


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with ArticleIndex.in_memory() as index:
        index.add([ROOT / "articles" / f"{name}.md" for name in SAMPLES])
        yield Assistant(index=index)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Kestrel Bridge was closed in March.", "When was the Kestrel Bridge closed?"),
        ("Lorries are banned from Lowmere because of cracks.", "Why are lorries banned from Lowmere?"),
        ("The museum in Lowmere was opened by Ada Byrne.", "Who opened the museum in Lowmere?"),
        ("Mara Ellwood resigned on 4 July 2023.", "When did Mara Ellwood resign?"),
        ("Harrowford Council will spend £7.1 million on it.", None),
        ("Portavel has cancelled 164 flights.", "How many flights has Portavel cancelled?"),
        ("The shares of Veltrane fell 23 percent.", "By how much did the shares of Veltrane fall?"),
        ("Joss Penhallow said the council would consider it.", "What did Joss Penhallow say?"),
        ("She left for Lowmere University, became a professor in 1979, and retired.", None),
        ("The Kestrel Bridge was closed at ten past eight on Tuesday.", None),
        ("It was closed in March.", None),
        ("She said that Kestrel Bridge was closed.", None),
        ("On Monday the Kestrel Bridge was closed.", None),
        ("“Go home,” said the note that Ada Byrne had written.", None),
        ("Ada Byrne <script>alert(1)</script> was praised by Joss Penhallow.", None),
    ],
)
def test_a_plain_sentence_gives_its_question_and_others_none(sentence: str, question: str | None) -> None:
    made = [
        one.question for one in questions_of(sentence, context="At Portavel the shares and lorries went.")
    ]
    assert (question in made) if question else made == []


def test_the_other_question_words_are_asked_of_the_same() -> None:
    made = [one.question for one in other_question_words("Why was Kestrel Bridge shut?")]
    assert made == ["When was Kestrel Bridge shut?", "Where was Kestrel Bridge shut?"]
    assert other_question_words("Who shut Kestrel Bridge?") == []


def test_the_verb_of_a_past_form_is_known_or_it_is_left_alone() -> None:
    known = {"closed": "close", "opened": "open", "carried": "carry", "banned": "ban", "won": "win"}
    assert {past: base_of(past) for past in known} == known
    assert base_of("hundred") is None


def test_what_is_suggested_is_answered_by_the_assistant(assistant: Assistant) -> None:
    desk = Desk().begin(BENNU)
    desk = desk.with_last(answer=assistant.ask(BENNU))
    suggested = Suggesting(assistant, seconds=120).after(desk)
    assert 1 <= len(suggested) <= 3
    assert BENNU not in suggested
    for question in suggested:
        answer = assistant.ask(question, desk.conversation)
        assert not answer.abstained, question
        assert answer.citations
    again = desk.begin(suggested[0]).with_last(answer=assistant.ask(suggested[0], desk.conversation))
    assert suggested[0] not in Suggesting(assistant, seconds=120).after(again)


def test_nothing_is_suggested_after_an_abstention_without_time_or_while_others_wait(
    assistant: Assistant,
) -> None:
    unanswered = "Who is the mayor of Lisbon?"
    abstained = Desk().begin(unanswered).with_last(answer=assistant.ask(unanswered))
    answered = Desk().begin(BENNU).with_last(answer=assistant.ask(BENNU))
    assert Suggesting(assistant, seconds=120).after(abstained) == []
    assert Suggesting(assistant, seconds=0).after(answered) == []
    assert Suggesting(assistant, seconds=120, busy=lambda: True).after(answered) == []
    assert Suggesting(assistant, seconds=120).after(Desk()) == []


def test_a_question_that_another_sentence_answers_is_not_suggested() -> None:
    with example_index() as index:
        quoting = QuotingAssistant(index)  # knows nothing of this article
        assert list(questions_about(LIGHTHOUSE))
        assert Suggesting(quoting, seconds=60).checked(questions_about(LIGHTHOUSE)) == []


def test_no_more_questions_are_made_once_somebody_waits_for_an_answer() -> None:
    [question, *_] = questions_about(LIGHTHOUSE)
    made = []

    def without_end() -> Iterator[Candidate]:
        for number in count():
            made.append(number)
            yield question

    with example_index() as index:
        busy = Suggesting(QuotingAssistant(index), seconds=3_600, busy=lambda: len(made) == 3)
        assert busy.checked(without_end()) == []
    assert made == [0, 1, 2]


def test_of_a_long_article_only_the_sentences_near_what_is_quoted_are_asked_about() -> None:
    sentence = "The Weir Bridge was closed in March.\n"
    long = Article.create(id="long", title="Long", text=sentence * 2_000)
    quoted = 1_000 * len(sentence)
    made = list(questions_about(long, [(quoted, quoted + 10)]))
    assert abs(made[0].start - quoted) == len(sentence)
    assert all(abs(one.start - quoted) <= 100 * len(sentence) for one in made)


@pytest.mark.parametrize(
    ("sentences_between", "made"),
    [
        pytest.param(10, ["Why are lorries banned from Lowmere?"], id="near"),
        pytest.param(1_000, [], id="far away"),
    ],
)
def test_whether_a_sentence_opens_with_a_name_is_told_by_the_text_around_it(
    sentences_between: int, made: list[str]
) -> None:
    between = "Nobody minded.\n" * sentences_between
    text = f"Lorries are banned from Lowmere because of cracks.\n{between}Few lorries came."
    article = Article.create(id="lorries", title="Lorries", text=text)
    assert [one.asked.question for one in questions_about(article)] == made


def test_examples_for_other_articles_are_made_from_them(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.welcome.SECONDS", 3_600)
    articles = [
        Article.create(
            id="bridge",
            title="New bridge",
            published="2025-01-01",
            text="The Weir Bridge in Harrowford was opened by Ada Byrne. Hundreds of people watched it.",
        ),
        HARBOUR,
    ]
    with ArticleIndex.in_memory() as index:
        index.add_articles(articles)
        welcome = Welcome(Variants(Assistant(index=index), assistant.settings))
        first = welcome.render()
        assert "What is new?" in first
        assert "data-waiting" in first
        welcome.wait()
        assert "Who opened the Weir Bridge in Harrowford?" in welcome.render()
        assert "data-waiting" not in welcome.render()
        index.remove(HARBOUR.id)
        assert "Who opened the Weir Bridge in Harrowford?" in welcome.render()
        welcome.wait()


@pytest.mark.browser
def test_a_suggestion_is_shown_below_the_answer_and_asked_by_keyboard(
    assistant: Assistant, tmp_path: Path
) -> None:
    settings = ChatSettings(data_folder=tmp_path, suggestion_seconds=60)
    app = build_app(assistant, History(tmp_path / "conversations.sqlite"), settings)
    with chromium() as browser, serve(app) as address:
        walk(browser, address)


def walk(browser: Browser, address: str) -> None:
    with visit(browser, address) as page:
        ask(page, BENNU)
        first = page.locator("#more .suggestion").first
        first.wait_for(timeout=120_000)
        question = first.inner_text()
        first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#last .question")).to_have_text(question)
        page.locator("#last .entry[data-state=done]").wait_for()
        expect(page.locator("#last .answer.abstained")).to_have_count(0)
        expect(page.locator("#last .answer .chip").first).to_be_visible()
        expect(page.locator("#more .suggestion", has_text=question)).to_have_count(0)
        page.reload()
        expect(page.locator("#last .question")).to_have_text(question)
        ask(page, "Who is the mayor of Lisbon?")
        expect(page.locator("#last .answer.abstained")).to_be_visible()
        page.wait_for_timeout(1_000)
        expect(page.locator("#more .suggestion")).to_have_count(0)
