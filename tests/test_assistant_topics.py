"""Questions about a topic as a whole, and about who somebody is, over a few small articles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Answer, Assistant, Conversation
from assistant.keyless.descriptions import asked_name, said_of
from assistant.questions.bylines import Byline, byline_of
from assistant.questions.question import Question
from assistant.questions.topics import topic_of
from assistant.settings import Settings
from indexes.article_index import ArticleIndex
from indexes.articles import Article

TOLD = [
    (
        "2025-03-01",
        "Tram line nine is late",
        "The tram line nine in Torrin will open a year late, it said. Cracked rails have to be replaced. "
        "Mayor Ann Lee, a former engineer, called it a disgrace. Shops along the line lose money every day.",
    ),
    (
        "2025-09-02",
        "Tram line nine opens",
        "The first tram left Torrin harbour at six. Thousands of people waved at every stop of line nine. "
        "Rolf Berg, who drives it, said that he had not slept. Lindow Works built the trams.",
    ),
    (
        "2025-05-05",
        "Owl returns to Lindow",
        "Nobody saw it come. An owl nests in the church of Lindow for the first time in a century.",
    ),
]


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with ArticleIndex.in_memory() as index:
        index.add_articles(
            Article.create(
                id=title,
                title=title,
                text=text,
                published=day,
                author="Eva Strand" if "Owl" in title else None,
                publisher="Lindow Gazette",
            )
            for day, title, text in TOLD
        )
        with Assistant(Settings.model_construct(), index=index) as opened:
            yield opened


@pytest.mark.parametrize(
    ("question", "terms", "newest"),
    [
        ("summarise the article about the tram", {"tram"}, False),
        ("Give me a summary of the tram line nine story", {"tram", "line", "nine"}, False),
        ("tell me about the owl", {"owl"}, False),
        ("what's the latest on the tram?", {"tram"}, True),
        ("what is new with the owl?", {"owl"}, True),
        ("latest on the tram", {"tram"}, True),
        ("any news on the owl?", {"owl"}, True),
        ("the latest news about the tram", {"tram"}, True),
        ("update on the owl", {"owl"}, True),
        ("what do we know about the owl", {"owl"}, False),
        ("give me a timeline of the tram crisis", {"tram"}, False),
        ("bring me up to date on the owl", {"owl"}, False),
        ("can you catch me up on the tram?", {"tram"}, False),
        ("the tram in short", {"tram"}, False),
        ("tram line nine summary", {"tram", "line", "nine"}, False),
        ("so what's the latest on the tram?", {"tram"}, True),
        ("what has changed since the tram opened?", {"tram", "open"}, True),
        ("what's the situation in Lindow?", {"lindow"}, True),
        ("what is the latest owl news?", {"owl"}, True),
        ("summarise the crisis", {"crisis"}, False),
    ],
)
def test_a_topic_is_what_a_question_is_about(question: str, terms: set[str], newest: bool) -> None:
    topic = topic_of(question)
    assert topic is not None
    assert (set(topic.terms), topic.newest) == (terms, newest)


@pytest.mark.parametrize(
    "question",
    [
        "who drives the tram?",
        "what is the latest date?",
        "summarise",
        "when did the tram open?",
        "what's new?",
        "news on who will run the tram",
        "who won in short?",
        "what has changed since 2019?",
        "what happened since then?",
    ],
)
def test_other_questions_have_none(question: str) -> None:
    assert topic_of(question) is None


def test_a_story_is_told_from_its_oldest_article_on(assistant: Assistant) -> None:
    answer = assistant.ask("what is the story of the tram line?")
    assert [citation.article.title for citation in answer.citations] == [
        "Tram line nine is late",
        "Tram line nine opens",
    ]
    assert answer.text.startswith("1 March 2025: The tram line nine in Torrin will open a year late")


def test_the_latest_is_what_the_newest_article_opens_with(assistant: Assistant) -> None:
    answer = assistant.ask("what's the latest on the tram line?")
    assert {citation.article.title for citation in answer.citations} == {"Tram line nine opens"}
    assert answer.text.startswith("2 September 2025: The first tram left Torrin harbour at six.")


def test_a_story_goes_on_in_articles_whose_titles_have_less_of_its_name() -> None:
    told = [
        ("2025-04-05", "Storm Odile strikes, four dead", "Storm Odile killed four people. Roads are closed."),
        ("2025-06-09", "Inquiry into the storm begins", "An inquiry into Storm Odile opened. It has a year."),
        ("2025-06-20", "Storm of protest over parking", f"{'Shops are angry. ' * 20}Odile was milder."),
    ]
    with ArticleIndex.in_memory() as index:
        index.add_articles(Article.create(id=t, title=t, text=text, published=day) for day, t, text in told)
        with Assistant(Settings.model_construct(), index=index) as opened:
            whole = opened.ask("Summarise the Storm Odile story")
            newest = opened.ask("what's the latest on Storm Odile?")
    assert [one.article.title for one in whole.citations] == [told[0][1], told[1][1]]
    assert {one.article.title for one in newest.citations} == {told[1][1]}


BURST = [
    (
        "2025-04-02",
        "Crack found in dam above Sandvik",
        "People in Sandvik were told to leave on Tuesday after Ann Holm of Norkraft found a crack in the "
        "dam. Governor Petra Lund called it a precaution. Buses took 900 people to Marsund.",
    ),
    (
        "2025-06-20",
        "Home at last",
        "An old cat was first off the bus. Sandvik was declared safe on Friday by Governor Petra Lund, and "
        "its people came home from Marsund. Norkraft had repaired the dam, Ann Holm said.",
    ),
    (
        "2025-08-03",
        "Otters thrive in Lake Orm",
        "Otters have come back to Lake Orm. Beavers had built them a dam, said Ida Moe of the Orm Museum.",
    ),
]


def asked_of(told: list[tuple[str, str, str]], question: str) -> Answer:
    with ArticleIndex.in_memory() as index:
        index.add_articles(Article.create(id=t, title=t, text=text, published=day) for day, t, text in told)
        with Assistant(Settings.model_construct(), index=index) as opened:
            return opened.ask(question)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("summarise the dam story", BURST[:2]),
        ("give me a timeline of the dam crisis", BURST[:2]),
        ("what's the latest on the dam?", BURST[1:2]),
    ],
    ids=["summary", "timeline", "latest"],
)
def test_a_story_goes_on_where_an_article_has_its_names_and_tells_alike(
    question: str, told: list[tuple[str, str, str]]
) -> None:
    cited = dict.fromkeys(one.article.title for one in asked_of(BURST, question).citations)
    assert list(cited) == [title for _, title, _ in told]


def test_news_is_told_without_the_scene_before_it() -> None:
    text = asked_of(BURST[1:], "summarise the article about Sandvik").text
    assert text.startswith("20 June 2025: Home at last. An old cat was first off the bus.")
    scene = [(*BURST[1][:1], "Sandvik goes home at last", *BURST[1][2:])]
    assert "An old cat" not in asked_of(scene, "what's the latest on Sandvik?").text


def test_of_two_stories_with_one_word_the_likelier_is_told_and_the_other_named() -> None:
    strikes = [
        (
            "2025-03-01",
            "Bus strike in Torrin ends",
            "The bus strike in Torrin ended on Friday. Drivers of Lindow Buses accepted 5 percent.",
        ),
        (
            "2025-05-01",
            "Teachers of Ostermark on strike",
            "Teachers in Ostermark began a strike on Monday. Minister Eva Roe said that schools would close.",
        ),
    ]
    answer = asked_of(strikes, "tell me about the strike")
    told = {one.article.title for one in answer.citations}
    assert len(told) == 1
    (other,) = {title for _, title, _ in strikes} - told
    assert answer.notices == (f"Also in “{other}”.",)


def test_a_reprint_is_not_told_again() -> None:
    reprint = ("2025-04-03", "Dam above Sandvik has a crack", f"{BURST[0][2]} A reader sent us a picture.")
    answer = asked_of([*BURST, reprint], "summarise the dam story")
    assert [one.article.title for one in answer.citations] == [title for _, title, _ in BURST[:2]]


def test_what_no_article_is_on_is_told_by_the_sentences_that_name_it() -> None:
    told = [
        (day, title, f"{text}{f' They sang “{title}”.' * 20} Per Aune wept.")
        for day, title, text in BURST[:2]
    ]
    assert asked_of(told, "what's the latest on Per Aune?").text == (
        "20 June 2025: Home at last. Per Aune wept. [1]"
    )


def test_somebody_of_whom_no_title_tells_is_told_of_by_name() -> None:
    told = [
        (
            "2025-03-06",
            "Oriel Lume comes out of the loft",
            "The paintings of Oriel Lume lay in a loft for fifty years. Was Celeste Lume surprised? "
            "Her niece Celeste Lume found them in May.",
        )
    ]
    assert asked_of(told, "tell me about Celeste Lume").text == (
        "6 March 2025: Oriel Lume comes out of the loft. Her niece Celeste Lume found them in May. [1]"
    )


def test_what_happened_is_told_by_the_article_whose_title_tells_of_it(assistant: Assistant) -> None:
    assert "An owl nests in the church" in assistant.ask("what happened in Lindow?").text


def test_a_topic_that_no_article_is_on_is_not_told(assistant: Assistant) -> None:
    assert assistant.ask("summarise the article about the bakery").abstained


def test_a_topic_needs_nothing_of_the_conversation(assistant: Assistant) -> None:
    talk = Conversation()
    talk = talk.add(assistant.ask("who is Ann Lee?", talk))
    assert assistant.ask("tell me about the owl", talk).searched_for == "tell me about the owl"


def test_articles_that_mention_something_are_listed_with_the_sentence_that_does(assistant: Assistant) -> None:
    answer = assistant.ask("which articles mention Lindow?")
    assert {citation.article.title: citation.quote for citation in answer.citations} == {
        "Owl returns to Lindow": "An owl nests in the church of Lindow for the first time in a century.",
        "Tram line nine opens": "Lindow Works built the trams.",
    }


def test_of_many_articles_that_mention_something_the_first_are_quoted_and_all_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ArticleIndex.in_memory() as index:
        index.add_articles(
            Article.create(
                id=f"{number}",
                title=f"Ferry report {number}",
                text=f"In week {number} the ferry carried {number * 31} people. The harbour was calm. "
                f"Stall {number} sold tea and cake to those who were waiting for it.",
            )
            for number in range(1, 31)
        )
        with Assistant(Settings.model_construct(passages_to_read=5), index=index) as opened:
            answer = opened.ask("which articles mention the ferry?")
            counted = opened.ask("how many articles mention the ferry?")
            monkeypatch.setattr("assistant.passage_search.PASSAGES_SEARCHED", 10)
            least = opened.ask("how many articles mention the ferry?")
    assert counted.short == "30"
    assert least.short is not None
    assert least.short.startswith("At least ")
    assert len(answer.citations) == 6
    (notice,) = answer.notices
    assert notice.startswith("Also in “Ferry report ")
    assert notice.endswith(" and 14 more.")
    quoted = {citation.article.title for citation in answer.citations}
    assert not any(f"“{title}”" in notice for title in quoted)


@pytest.mark.parametrize(
    "question",
    [
        "list articles about the owl",
        "show me all articles on the owl",
        "what articles do you have on the owl?",
        "articles about the owl",
        "are there any articles about the owl?",
        "Is there an article about the owl?",
        "how many articles about the owl are there?",
        "does any article mention the owl?",
    ],
)
def test_articles_are_asked_for_in_many_ways(question: str) -> None:
    counted = question.startswith("how many")
    assert byline_of(question) == Byline("mentions", frozenset({"owl"}), counted)


@pytest.mark.parametrize(
    "question",
    [
        "which articles about the owl say who saw it?",
        "list articles about the owl from last month",
        "what did the articles say about the owl?",
        "are there any articles?",
        "who wrote the Toy Story?",
    ],
)
def test_what_articles_tell_is_not_asked_of_them_as_such(question: str) -> None:
    assert byline_of(question) is None


def test_a_question_for_articles_needs_nothing_of_the_conversation(assistant: Assistant) -> None:
    talk = Conversation()
    talk = talk.add(assistant.ask("who is Ann Lee?", talk))
    question = "are there any articles about the owl?"
    assert assistant.ask(question, talk).searched_for == question


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("who wrote the article about the owl?", "Eva Strand"),
        ("who wrote the owl article?", "Eva Strand"),
        ("who wrote the opinion piece about the owl?", "Eva Strand"),
        ("when was the owl story published?", "5 May 2025"),
        ("when was the story about the owl published?", "5 May 2025"),
        ("who published the article on the owl", "Lindow Gazette"),
    ],
)
def test_a_byline_answers_and_says_that_it_is_one(assistant: Assistant, question: str, short: str) -> None:
    answer = assistant.ask(question)
    assert answer.short == short
    assert answer.notices == ("From the byline of “Owl returns to Lindow”, not from its text.",)


@pytest.mark.parametrize(
    "question", ["who wrote the article about the late tram?", "who wrote the article about the unicorn?"]
)
def test_a_byline_that_is_not_there_is_not_made_up(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).abstained


@pytest.mark.parametrize(
    ("question", "short", "sentence"),
    [
        ("who is Ann Lee?", "a former engineer", "Mayor Ann Lee, a former engineer, called it a disgrace."),
        ("who is ann lee", "a former engineer", "Mayor Ann Lee, a former engineer, called it a disgrace."),
        ("Who is Rolf Berg?", None, "Rolf Berg, who drives it, said that he had not slept."),
    ],
)
def test_who_somebody_is_stands_beside_the_name(
    assistant: Assistant, question: str, short: str | None, sentence: str
) -> None:
    answer = assistant.ask(question)
    assert answer.short == short
    assert sentence in [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("question", ["who is Eva Strand?", "what is Lindow Works?"])
def test_a_name_that_nothing_introduces_is_not_explained(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).abstained


def test_only_a_name_alone_asks_who_somebody_is() -> None:
    assert asked_name(Question.read("Who was Ann Lee?")) == "Ann Lee"
    assert asked_name(Question.read("Who is the mayor of Torrin?")) is None
    assert asked_name(Question.read("Who is Ann Lee meeting?")) is None


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Ann Lee, 34, the head of the works, said so.", "the head of the works"),
        ("Ann Lee is a doctor in Torrin.", "a doctor in Torrin"),
        ("The town’s chief engineer, Ann Lee, said so.", "The town’s chief engineer"),
        ("Then Ann Lee, who had waited, spoke.", None),
        ("They met Rolf Berg, Ann Lee and others.", None),
        ("She left the firm in 1974 to teach with Ann Lee.", None),
    ],
)
def test_what_stands_beside_a_name(sentence: str, said: str | None) -> None:
    assert said_of("Ann Lee", sentence) == said
