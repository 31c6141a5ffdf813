"""The whole path over real articles with the real index and encoder: Python, conversation, command line."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from assistant import Answer, AnswerProgress, Assistant, AssistantError, Conversation, Settings, answer
from assistant.__main__ import main
from assistant.articles_in_memory import read_articles
from assistant.errors import NoArticlesError, QuestionError
from indexes import Article, ArticleIndex, IngestReport, SearchFilters
from tests.conftest import ROOT

SEED_QUESTION = "who did Zelensky meet in Brussels?"


@pytest.fixture(scope="module")
def seed(seed_folder: Path) -> Iterator[Assistant]:
    settings = Settings()
    with Assistant(settings, index=read_articles([seed_folder], settings).index) as assistant:
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
    first = read_articles([file], settings).index
    assert read_articles([str(file)], settings).index is first
    file.write_text("The lighthouse at Port Ennis was pulled down in 1902, to make room for a quay.")
    assert read_articles([file], settings).index is not first


def test_of_many_articles_in_memory_those_asked_last_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.articles_in_memory.MOST_IN_MEMORY", 2)
    files = [tmp_path / f"{name}.txt" for name in ("one", "two", "three")]
    for file in files:
        file.write_text(f"The lighthouse of Port {file.stem.title()} was built in 1871 by Ann Lee.")
    first = read_articles([files[0]], Settings()).index
    read_articles([files[1]], Settings())
    assert read_articles([files[0]], Settings()).index is first
    read_articles([files[2]], Settings())
    assert read_articles([files[0]], Settings()).index is first


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
    "question",
    ["", "  \n", "\u200b", "\ud83d", "x" * 3000, "???", "😀"],
    ids=["empty", "blank", "invisible", "half a character", "too long", "marks alone", "an emoji"],
)
def test_a_question_that_cannot_be_searched_for_is_refused(seed: Assistant, question: str) -> None:
    with pytest.raises(QuestionError):
        seed.ask(question)


@pytest.mark.parametrize("unseen", ["\ud83d", "\x1b", "\x00"], ids=ascii)
def test_what_cannot_be_seen_in_a_question_is_left_out(seed: Assistant, unseen: str) -> None:
    assert seed.ask(f"Why is Zelensky{unseen} in Brussels?").question == "Why is Zelensky in Brussels?"


def test_a_conversation_or_filters_of_another_kind_are_refused_by_name(seed: Assistant) -> None:
    with pytest.raises(QuestionError, match="Give a Conversation, not a list"):
        seed.ask(SEED_QUESTION, [seed.ask(SEED_QUESTION)])  # type: ignore[arg-type]
    with pytest.raises(QuestionError, match="Give a SearchFilters, not a dict"):
        seed.ask(SEED_QUESTION, filters={"publishers": ["x"]})  # type: ignore[arg-type]


def test_an_empty_index_says_how_to_fill_it(tmp_path: Path) -> None:
    with (
        Assistant(Settings(data_folder=tmp_path / "data")) as assistant,
        pytest.raises(NoArticlesError, match="python -m indexes add"),
    ):
        assistant.ask("who won?")


def test_articles_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="missing"):
        answer("who won?", articles=[tmp_path / "missing"])


@pytest.mark.parametrize(
    "articles", [[None], b"articles", 3, ["a\0b"], []], ids=["none", "bytes", "number", "zero byte", "empty"]
)
def test_articles_that_are_no_paths_are_refused(articles: Any) -> None:
    with pytest.raises(NoArticlesError, match="Name files or folders"):
        answer("who won?", articles=articles)


def test_files_that_cannot_be_read_are_told_beside_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.txt").write_text("The lighthouse at Port Ennis was built in 1871 by Ann Lee.")
    (tmp_path / "broken.pdf").write_bytes(b"no PDF")
    for _ in range(2):
        [notice] = answer("When was the lighthouse built?", articles=tmp_path).notices
        assert notice.startswith("Left out of the articles: ")
        assert "broken.pdf" in notice
    assert main(["When was the lighthouse built?", "--articles", str(tmp_path)]) == 0
    assert notice in capsys.readouterr().err


def test_reading_some_articles_does_not_hold_up_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = tmp_path / "slow.txt", tmp_path / "quick.txt"
    for file in (slow, quick):
        file.write_text(f"The lighthouse of Port {file.stem.title()} was built in 1871 by Ann Lee.")
    go_on, add = threading.Event(), ArticleIndex.add

    def waiting_add(index: ArticleIndex, paths: Sequence[Path]) -> IngestReport:
        if slow in paths:
            assert go_on.wait(60)
        return add(index, paths)

    monkeypatch.setattr(ArticleIndex, "add", waiting_add)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(read_articles, [slow], Settings())
        try:
            assert read_articles([quick], Settings()).index is not None
            assert not waiting.done()
        finally:
            go_on.set()


def test_the_terminal_gets_no_control_characters_of_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.json").write_text(
        json.dumps(
            {"title": "Light\x1b]0;owned\x07house", "text": "The lighthouse was\x1b[2J built in 1871."}
        )
    )
    assert main(["When was the lighthouse built?", "--articles", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "1871" in printed
    assert not set(printed) & set("\x1b\x07")


def test_ctrl_c_ends_with_a_line_and_the_shells_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.__main__.read_articles", interrupted)
    assert main(["who?", "--articles", str(tmp_path)]) == 130
    assert capsys.readouterr().err == "\nstopped\n"


def test_a_setting_that_cannot_be_used_is_bad_use(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_VERIFICATION", "perhaps")
    assert main(["who?"]) == 2
    assert "ASSISTANT_VERIFICATION: " in capsys.readouterr().err


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
    with Assistant(settings, index=read_articles([tmp_path], settings).index) as assistant:
        conversation = Conversation().add(assistant.ask("When did Agrolind plead guilty?"))
        found = assistant.ask(follow_up, conversation)
    assert (found.searched_for, found.short) == (searched_for, short)
