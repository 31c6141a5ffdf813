"""The whole path over real articles with the real index and encoder: Python, conversation, command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Answer, AnswerProgress, Assistant, AssistantError, Conversation, Settings, answer
from assistant.__main__ import main
from assistant.errors import NoArticlesError, QuestionError
from assistant.opening import index_articles
from indexes import Article, ArticleIndex, SearchFilters
from tests.conftest import ROOT

SEED_QUESTION = "who did Zelensky meet in Brussels?"


@pytest.fixture(scope="module")
def seed(seed_folder: Path) -> Iterator[Assistant]:
    settings = Settings()
    with Assistant(settings, index=index_articles([seed_folder], settings)) as assistant:
        yield assistant


def test_the_three_people_with_one_exact_citation(seed: Assistant) -> None:
    found = seed.ask(SEED_QUESTION)
    assert found.short == "Stoltenberg, Lloyd Austin and Alexander De Croo"
    assert len(found.citations) == 1
    assert {"rewrite", "search", "read", "write", "total"} <= set(found.timings_ms)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Why is Zelensky in Brussels?", "has arrived in Brussels for discussions"),
        ("What does Moscow say about arms supplies?", "Moscow has consistently warned"),
        ("What did Zelensky tell France 2?", "if international attention shifts away"),
    ],
)
def test_the_right_sentence_is_quoted(seed: Assistant, question: str, said: str) -> None:
    found = seed.ask(question)
    assert said in found.text
    assert any(said in citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    ["who is the president of France?", "what did Biden say in Brussels?", "when was NATO founded?"],
)
def test_what_the_article_does_not_say_is_not_answered(seed: Assistant, question: str) -> None:
    found = seed.ask(question)
    assert found.abstained
    assert found.citations == ()
    assert found.considered


def test_every_citation_is_the_exact_characters_of_its_article(seed: Assistant) -> None:
    for question in (SEED_QUESTION, "Why is Zelensky in Brussels?", "Is Zelensky in Brussels?"):
        for citation in seed.ask(question).citations:
            assert citation.article.text[citation.start : citation.end] == citation.quote


def test_a_follow_up_is_searched_for_as_it_stands_alone(seed: Assistant) -> None:
    conversation = Conversation().add(seed.ask("Why is Zelensky in Brussels?"))
    found = seed.ask("What did he tell France 2?", conversation)
    assert "Zelensky" in found.searched_for
    assert "if international attention shifts away" in found.text


def test_the_stream_ends_with_the_answer_and_shows_its_text_before(seed: Assistant) -> None:
    *steps, last = seed.stream(SEED_QUESTION)
    assert isinstance(last, Answer)
    assert isinstance(steps[0], AnswerProgress)
    assert steps[0].step == "searching"
    assert not isinstance(steps[-1], Answer)
    assert steps[-1].text == last.text


def test_articles_are_indexed_once_while_they_stay_the_same(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("The lighthouse at Port Ennis was built in 1871 by Ann Lee.")
    settings = Settings()
    first = index_articles([file], settings)
    assert index_articles([str(file)], settings) is first
    file.write_text("The lighthouse at Port Ennis was pulled down in 1902, to make room for a quay.")
    assert index_articles([file], settings) is not first


def test_of_many_articles_in_memory_those_asked_last_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.opening.MOST_IN_MEMORY", 2)
    files = [tmp_path / f"{name}.txt" for name in ("one", "two", "three")]
    for file in files:
        file.write_text(f"The lighthouse of Port {file.stem.title()} was built in 1871 by Ann Lee.")
    first = index_articles([files[0]], Settings())
    index_articles([files[1]], Settings())
    assert index_articles([files[0]], Settings()) is first
    index_articles([files[2]], Settings())
    assert index_articles([files[0]], Settings()) is first


def test_a_story_of_two_papers_is_cited_once_with_both() -> None:
    text = (
        "Torrin's new footbridge opened on Tuesday after nine months of work. It cost £2.4 million, said the "
        "council. The old one had been closed since a lorry struck it in the storm of last winter."
    )
    with ArticleIndex.in_memory() as index:
        index.add_articles(
            Article.create(id=paper, title="Footbridge opens", text=text, publisher=paper)
            for paper in ("Torrin Post", "Lindow Gazette")
        )
        with Assistant(Settings.model_construct(), index=index) as assistant:
            both = assistant.ask("How much did the footbridge cost?").citations
            one_paper = SearchFilters(publishers=frozenset({"Torrin Post"}))
            alone = assistant.ask("How much did the footbridge cost?", filters=one_paper).citations
    papers = {"Torrin Post", "Lindow Gazette"}
    assert len({one.article.id for one in both}) == 1
    assert all({one.article.id, *(other.id for other in one.also_in)} == papers for one in both)
    assert {(one.article.id, one.also_in) for one in alone} == {("Torrin Post", ())}


@pytest.mark.parametrize(
    "question", ["", "  \n", "\u200b", "x" * 3000], ids=["empty", "blank", "invisible", "too long"]
)
def test_a_question_that_cannot_be_searched_for_is_refused(seed: Assistant, question: str) -> None:
    with pytest.raises(QuestionError):
        seed.ask(question)


def test_an_empty_index_says_how_to_fill_it(tmp_path: Path) -> None:
    with (
        Assistant(Settings(data_folder=tmp_path / "data")) as assistant,
        pytest.raises(NoArticlesError, match="python -m indexes add"),
    ):
        assistant.ask("who won?")


def test_articles_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="missing"):
        answer("who won?", articles=[tmp_path / "missing"])


def test_the_command_line_prints_json_and_tells_by_its_exit_code(
    seed_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    articles = ["--articles", str(seed_folder)]
    assert main([SEED_QUESTION, *articles, "--json"]) == 0
    assert "De Croo" in json.loads(capsys.readouterr().out)["text"]
    assert main(["who is the president of France?", *articles]) == 3
    assert "The nearest that they come:" in capsys.readouterr().out
    assert main(["", *articles]) == 2
    assert main(["who?", "--articles", str(tmp_path / "missing")]) == 2
    assert "missing" in capsys.readouterr().err


def test_a_question_needs_no_quotation_marks_and_may_stand_around_the_options(
    seed_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = SEED_QUESTION.split()
    assert main([*words[:2], "--json", *words[2:], "--articles", str(seed_folder)]) == 0
    assert json.loads(capsys.readouterr().out)["question"] == SEED_QUESTION


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--from", "2025-02-01", "--to", "2025-01-31"], "swap the days"),
        (["--publisher", "nobody"], "No article is published by 'nobody'. The publishers are: "),
    ],
)
def test_filters_that_fit_nothing_are_told(
    seed_folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    assert main(["who?", "--articles", str(seed_folder), *options]) == 2
    assert told in capsys.readouterr().err


def test_a_day_that_is_none_is_told_with_how_to_write_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["who?", "--from", "yesterday"])
    assert "'yesterday' is no day; write it like 2025-05-31" in capsys.readouterr().err


def test_without_a_question_the_command_line_chats(
    seed_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = iter(["Why is Zelensky in Brussels?", "What did he tell France 2?", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    assert main(["--articles", str(seed_folder)]) == 0
    assert "searched for: What did" in capsys.readouterr().out


def test_importing_and_answering_without_a_model_loads_no_slow_library() -> None:
    code = (
        "import sys, assistant, assistant.__main__; "
        "print(sorted({'gradio', 'openai', 'llama_index', 'torch', 'trafilatura'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("follow_up", "searched_for", "short"),
    [
        ("is the nurses strike over?", "is the nurses strike over?", "Yes"),
        ("is the strike over?", "is the strike over?", "Yes"),
        ("what was the fine?", "what was the fine of Agrolind?", "£2.4 million"),
    ],
)
def test_a_short_question_about_something_else_is_left_alone(
    tmp_path: Path, follow_up: str, searched_for: str, short: str
) -> None:
    (tmp_path / "agrolind.md").write_text(
        "# Agrolind fined over river\n\nAgrolind was fined £2.4 million on Tuesday for letting slurry run "
        "into the Marl. The company pleaded guilty in May.\n",
        encoding="utf-8",
    )
    (tmp_path / "nurses.md").write_text(
        "# Nurses strike over at Fellgate\n\nThe nurses' strike at Fellgate hospital is over. Nurses went "
        "back to work on Monday after accepting a rise of 6 per cent.\n",
        encoding="utf-8",
    )
    settings = Settings()
    with Assistant(settings, index=index_articles([tmp_path], settings)) as assistant:
        conversation = Conversation().add(assistant.ask("When did Agrolind plead guilty?"))
        found = assistant.ask(follow_up, conversation)
    assert (found.searched_for, found.short) == (searched_for, short)
