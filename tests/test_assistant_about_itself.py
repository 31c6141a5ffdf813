"""What is asked of the assistant and its articles as such, over a few small articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant import Assistant
from assistant.answers import Answer
from assistant.errors import QuestionError
from assistant.questions.about_itself import INTRODUCTION, counts_articles
from assistant.settings import Settings
from assistant.writing import AnswerProgress, WritingTask
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from indexes.searching import SearchFilters

TOLD = [
    ("2025-03-01", "Tram line nine is late", "The tram line nine in Torrin will open a year late, it said."),
    ("2025-09-02", "Tram line nine opens", "The first tram left Torrin harbour at six in the morning."),
    ("2025-05-05", "Owl returns", "An owl nests in the church of Lindow for the first time in a century."),
    (None, "Undated", "Nobody knows when the old mill of Lindow was built, or by whom."),
]


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with ArticleIndex.in_memory() as index:
        index.add_articles(
            Article.create(id=title, title=title, text=text, published=day, publisher="Lindow Gazette")
            for day, title, text in TOLD
        )
        with Assistant(Settings.model_construct(), index=index) as opened:
            yield opened


@pytest.mark.parametrize("question", ["hello", "Thanks!", "who are you?", "what can you do?"])
def test_a_greeting_is_answered_with_what_this_is_and_claims_nothing(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.text == INTRODUCTION
    assert answer.abstained
    assert answer.citations == answer.considered == ()
    assert {sentence.verdict for sentence in answer.sentences} == {"no claim"}


@pytest.mark.parametrize(
    "question", ["hello", "how many articles are there?"], ids=["greeting", "count of the articles"]
)
def test_what_the_assistant_says_itself_is_told_as_written_by_no_language_model(
    assistant: Assistant, question: str
) -> None:
    class Model:
        name = "generative"

        def write(self, task: WritingTask) -> Iterator[AnswerProgress | Answer]:
            raise AssertionError(f"asked {task.question!r}")

    with Assistant(Settings.model_construct(), index=assistant.index, writer=Model()) as with_model:
        assert with_model.ask(question).writer == "assistant"


def test_how_many_articles_there_are_is_counted(assistant: Assistant) -> None:
    answer = assistant.ask("how many articles are there?")
    assert answer.short == "4"
    assert answer.text == (
        "There are 4 articles, published from 1 March 2025 to 2 September 2025. 1 of them has no date."
    )
    dated = assistant.ask("how many articles are from May 2025?")
    assert dated.text == "There is 1 article, published on 5 May 2025."
    nobody = SearchFilters(publishers=frozenset({"Torrin Post"}))
    assert assistant.ask("how many articles do you have", filters=nobody).short == "0"


@pytest.mark.parametrize(
    "question", ["how many articles of the treaty were changed?", "how many stories has the tower?"]
)
def test_what_only_looks_like_it_is_searched_for(question: str) -> None:
    assert not counts_articles(question)


@pytest.mark.parametrize("question", ["how does it work?", "what is this?", "help the owl", "who is it?"])
def test_what_may_be_about_the_articles_is_searched_for(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).text != INTRODUCTION


def test_the_latest_is_more_than_one_article(assistant: Assistant) -> None:
    assert len({citation.article.title for citation in assistant.ask("what's the latest?").citations}) > 1


@pytest.mark.parametrize(
    ("question", "title", "notice"),
    [
        ("which article is the oldest?", "Tram line nine is late", "published on 1 March 2025"),
        ("what is the newest article?", "Tram line nine opens", "published on 2 September 2025"),
    ],
)
def test_the_oldest_and_the_newest_article_are_told(
    assistant: Assistant, question: str, title: str, notice: str
) -> None:
    answer = assistant.ask(question)
    assert {citation.article.title for citation in answer.citations} == {title}
    assert answer.notices == (f"“{title}”, {notice}.",)


def test_articles_of_a_month_are_listed(assistant: Assistant) -> None:
    answer = assistant.ask("which articles are from March 2025?")
    assert {citation.article.title for citation in answer.citations} == {"Tram line nine is late"}


def test_articles_that_mention_something_are_counted(assistant: Assistant) -> None:
    answer = assistant.ask("how many articles mention Lindow?")
    assert answer.short == "2"
    assert {citation.article.title for citation in answer.citations} == {"Owl returns", "Undated"}


def test_a_copy_counts_as_an_article_that_mentions_something_and_is_quoted_once() -> None:
    told = "The ferry of Lindow sank in the storm on Monday. All nine people on it were saved by fishermen."
    with ArticleIndex.in_memory() as index:
        index.add_articles(
            Article.create(id=paper, title="Ferry sinks", text=told, publisher=paper, published=day)
            for paper, day in (("Post", "2025-03-05"), ("Gazette", "2025-03-04"), ("Times", "2025-03-06"))
        )
        with Assistant(Settings.model_construct(), index=index) as opened:
            answer = opened.ask("how many articles mention the ferry?")
            since_then = SearchFilters(published_from=date(2025, 3, 5))
            later = opened.ask("how many articles mention the ferry?", filters=since_then)
    assert answer.short == "3"
    (citation,) = answer.citations
    assert (citation.article.id, {other.id for other in citation.also_in}) == ("Gazette", {"Post", "Times"})
    assert later.short == "2"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Who is Ju\u0308rgen Mu\u0308ller?", "Who is Jürgen Müller?"),
        ("\u200eWho is\u00a0Ann\u200b Lee\ufeff?", "Who is Ann Lee?"),
        ("\u202bWho won the mara\u00adthon?\u202c", "Who won the marathon?"),
        ("نمی\u200cخواهم\u200c چیست؟", "نمی\u200cخواهم چیست؟"),
    ],
    ids=["letters and their marks apart", "zero width", "directions and hyphens", "Persian"],
)
def test_a_question_is_read_in_the_spelling_of_the_articles(
    assistant: Assistant, typed: str, read: str
) -> None:
    assert assistant.ask(typed).question == read


def test_a_question_that_is_no_text_is_told_so(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match="must be text, not NoneType"):
        assistant.ask(None)  # type: ignore[arg-type]
