"""Questions about the articles as a whole are answered by how the newest ones open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant import Assistant, Conversation
from assistant.questions.overviews import MOST_ARTICLES, asks_for_overview
from assistant.settings import Settings
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from indexes.searching import SearchFilters


@pytest.mark.parametrize(
    "question",
    [
        "summarize",
        "Please summarise the article.",
        "what are these articles about?",
        "What's new?",
        "what's in the news",
        "give me an overview",
        "tl;dr",
        "What can I ask?",
        "what topics do the articles cover?",
        "is it a new article?",
    ],
)
def test_a_question_that_names_nothing_asks_for_an_overview(question: str) -> None:
    assert asks_for_overview(question)


@pytest.mark.parametrize(
    "question",
    [
        "summarise the bridge story",
        "what is the latest on the mine?",
        "what is new about the ferry?",
        "what did the mayor say about the news?",
        "when did it open?",
        "who wrote it?",
        "What did he say about it?",
        "Why is that new?",
        "What about him?",
        "Who is it about?",
        "Do you know?",
        "why?",
        "what does it cover?",
        "What does it contain?",
        "is it new?",
        "what is the article about the lynx about?",
    ],
)
def test_a_question_that_names_something_is_searched_for(question: str) -> None:
    assert not asks_for_overview(question)


@pytest.fixture
def assistant() -> Iterator[Assistant]:
    """An assistant over seven articles: two tell the same story, one has no date."""
    flood = (
        "Tuesday 4 March.\n\nThe river at Lindow rose by two metres on Monday and flooded the lower town. "
        "Sixty people spent the night in the school hall. The mayor asked the province for pumps. "
        "No one was hurt, and the water is expected to fall by Thursday evening."
    )
    told = [
        ("2025-03-04", "Flood in Lindow", flood),
        ("2025-03-05", "Lindow under water", flood),
        ("2025-04-01", "Tram line opens", "Line nine opened on Tuesday. It cost 80 million."),
        ("2025-05-02", "Owl returns", "Nobody saw it come.\n\nAn owl nests in Lindow again."),
        ("2025-06-03", "Bakery closes", "The last bakery in Torrin closed on Friday."),
        ("2025-07-04", "Choir wins prize", "The Torrin choir won the national prize."),
        (None, "How to prune a pear tree", "Prune a pear tree in winter."),
    ]
    articles = [
        Article.create(id=title, title=title, text=text, published=day, publisher="Gazette")
        for day, title, text in told
    ]
    with ArticleIndex.in_memory() as index:
        index.add_articles(articles)
        with Assistant(Settings.model_construct(), index=index, today=lambda: date(2025, 8, 1)) as opened:
            yield opened


def test_the_newest_articles_are_told_with_the_sentence_that_says_most_of_the_title(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("What's new?")
    assert [one.article.title for one in answer.citations] == [
        "Choir wins prize",
        "Bakery closes",
        "Owl returns",
        "Tram line opens",
        "Flood in Lindow",
    ]
    assert [one.quote for one in answer.citations][2] == "An owl nests in Lindow again."
    assert all(
        one.quote == assistant.index.article(one.article.id).text[one.start : one.end]
        for one in answer.citations
    )
    assert f"These are the {MOST_ARTICLES} newest articles." in answer.notices


@pytest.mark.parametrize(
    ("title", "text", "line"),
    [
        pytest.param(
            "Why trains run late",
            "Who is late?\n\nRails bend in the heat.",
            "5 May 2025: Why trains run late. Rails bend in the heat. [1]",
            id="no question of an interview",
        ),
        pytest.param(
            "Calder win",
            "Calder Town 2 Ashbourne Rovers 1\n\nThabo Mbeki scored twice.",
            "5 May 2025: Calder win. Thabo Mbeki scored twice. [1]",
            id="no score",
        ),
        pytest.param(
            "Are swifts back?",
            "They were seen in Torrin.",
            "5 May 2025: Are swifts back? They were seen in Torrin. [1]",
            id="title that asks",
        ),
        pytest.param(
            "Thief of bells jailed",
            "A thief who stole bells was jailed on Monday.",
            "5 May 2025: A thief who stole bells was jailed on Monday. [1]",
            id="title that the sentence tells",
        ),
        pytest.param(
            "Thief of bells jailed",
            "She is a thief who stole bells and was jailed on Monday.",
            "5 May 2025: Thief of bells jailed. She is a thief who stole bells and was jailed on Monday. [1]",
            id="title that tells who she is",
        ),
    ],
)
def test_each_line_has_the_day_the_title_and_a_sentence_that_tells_more(
    title: str, text: str, line: str
) -> None:
    older = Article.create(id="older", title="Owl returns", text="An owl nests.", published="2025-05-02")
    newer = Article.create(id="newer", title=title, text=text, published="2025-05-05")
    with ArticleIndex.in_memory() as index:
        index.add_articles([older, newer])
        answer = Assistant(Settings.model_construct(), index=index).ask("What's new?")
    assert answer.text.split("\n")[0] == line


def test_of_one_article_the_first_sentences_are_told(assistant: Assistant) -> None:
    filters = SearchFilters(article_ids=frozenset({"Flood in Lindow"}))
    answer = assistant.ask("summarise the article", filters=filters)
    assert answer.text.startswith("The river at Lindow rose by two metres on Monday")
    assert len(answer.citations) == 3


def test_it_is_the_article_talked_about_last(assistant: Assistant) -> None:
    talk = Conversation()
    talk = talk.add(assistant.ask("What did the Torrin choir win?", talk))
    answer = assistant.ask("Summarise it.", talk)
    assert [one.article.title for one in answer.citations] == ["Choir wins prize"]


def test_dates_of_publication_bound_an_overview(assistant: Assistant) -> None:
    answer = assistant.ask("Summarise the news from last month")
    assert [one.article.title for one in answer.citations] == ["Choir wins prize"]
    assert "Searched only articles published from 2025-07-01 to 2025-07-31" in " ".join(answer.notices)


def test_an_overview_of_no_articles_says_so(assistant: Assistant) -> None:
    assert assistant.ask("what's new?", filters=SearchFilters(publishers=frozenset({"None"}))).abstained


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("what happened last month?", ["Choir wins prize"]),
        ("What happened in May?", ["Owl returns"]),
        ("what happened on March 4th, 2025?", ["Flood in Lindow"]),
        ("What happened on 1 June?", None),
        ("what happened on 4 March?", ["Flood in Lindow"]),
        ("what did the Gazette report in June?", ["Bakery closes"]),
        ("what did The Herald report in June?", None),
    ],
)
def test_what_happened_then_is_told_by_what_was_published_then(
    assistant: Assistant, question: str, titles: list[str] | None
) -> None:
    answer = assistant.ask(question)
    told = any(notice.startswith("Searched only") for notice in answer.notices)
    assert told is (titles is not None)
    if titles:
        assert list(dict.fromkeys(one.article.title for one in answer.citations)) == titles
