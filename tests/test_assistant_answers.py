"""Answers, conversations, settings and folding: the values that every entrance hands on."""

from __future__ import annotations

import dataclasses
import importlib
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import assistant
from assistant import errors
from assistant.answers import Answer, Citation, Sentence
from assistant.conversations import Conversation
from assistant.errors import SettingsError
from assistant.folding import fold_copies
from assistant.settings import Settings
from indexes.articles import Article, Passage
from indexes.searching import FoundPassage

TEXT = "The bridge - a well-known one - was closed on Monday, after cracks were found in two of its hangers."


def article(identifier: str, text: str = TEXT, published: str | None = None) -> Article:
    return Article.create(
        id=identifier,
        title=f"Title {identifier}",
        text=text,
        url="https://news.example/a#top",
        published=published,
    )


def found(source: Article, score: float = 1.0) -> FoundPassage:
    passage = Passage(source.id, source.version, 0, len(source.text), source.text, ((0, len(source.text)),))
    return FoundPassage(passage, source, score)


def an_answer() -> Answer:
    source = article("a", published="2024-02-06")
    return Answer(
        question="why?",
        text="Cracks <b>* [1]",
        searched_for="why was it closed?",
        sentences=(Sentence("Cracks <b>*", (1,)),),
        citations=(Citation(1, source, 0, len(source.text), source.text, (article("b"),)),),
        notices=("One article has no date.",),
    )


def test_the_public_names_are_exactly_these_and_all_load() -> None:
    assert assistant.__all__ == sorted(assistant.__all__, key=str)
    assert all(getattr(assistant, name) is not None for name in assistant.__all__)
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = assistant.nothing_like_it


@pytest.mark.parametrize("package", ["assistant", "eval", "indexes"])
def test_help_tells_of_public_names_that_are_imported_late(package: str) -> None:
    module = importlib.import_module(package)
    assert set(module.__all__) <= set(dir(module))


def test_every_error_of_the_assistant_is_a_public_name() -> None:
    named = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert named <= set(assistant.__all__)


def test_an_answer_has_a_hash_that_equal_answers_share() -> None:
    timed = dataclasses.replace(an_answer(), timings_ms={"total": 1.0})
    assert len({an_answer(), an_answer(), timed}) == 2


def test_an_answer_as_json_has_these_keys() -> None:
    as_json = an_answer().to_dict()
    assert set(as_json) == {
        "format", "question", "searched_for", "text", "short", "abstained", "sentences", "citations",
        "considered", "notices", "did_you_mean", "writer", "model", "timings_ms", "usage",
    }  # fmt: skip
    assert set(as_json["citations"][0]) == {
        "number", "article_id", "version", "title", "publisher", "published", "url", "fragment_url", "quote",
        "start", "end", "also_in",
    }  # fmt: skip


def test_a_long_quote_becomes_a_text_fragment_of_its_ends_with_hyphens_escaped() -> None:
    url = an_answer().citations[0].fragment_url
    assert url is not None
    assert url.startswith("https://news.example/a#:~:text=The%20bridge%20%2D%20a%20well%2Dknown,")


def test_markdown_escapes_what_the_articles_say() -> None:
    markdown = an_answer().to_markdown()
    assert "&lt;b>\\* [1]" in markdown
    assert "2024-02-06" in markdown


def links_and_html(markdown: str) -> tuple[list[str], list[str]]:
    """Return where the links of a Markdown text lead, and the HTML that stands in it."""
    blocks = MarkdownIt("commonmark").parse(markdown)
    parts = [part for block in blocks for part in (block, *(block.children or ()))]
    links = [str(part.attrs.get("href", part.attrs.get("src"))) for part in parts if part.attrs]
    return links, [part.content for part in parts if part.type in ("html_block", "html_inline")]


@pytest.mark.parametrize(
    "words",
    [
        "[Log in](https://phish.example)",
        "1](https://phish.example) [2",
        "[1](https://phish.example)",
        "![1](https://phish.example/x.png)",
        "[1]: https://phish.example",
        "<img src=x onerror=alert(1)> <https://phish.example>",
    ],
    ids=["a link", "the end of a link", "a marker as a link", "a picture", "where markers lead", "HTML"],
)
def test_nothing_of_an_article_becomes_a_link_or_html_in_markdown(words: str) -> None:
    source = Article.create(id="a", title=words, publisher=words, text=words, url="https://news.example/a")
    citation = Citation(1, source, 0, len(words), words)
    answer = Answer(
        question="why?", text=f"{words} [1]", searched_for="why?", citations=(citation,), notices=(words,)
    )
    assert links_and_html(answer.to_markdown()) == ([citation.fragment_url], [])


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/?q=)[click](javascript:alert(1)", "/?q=%29%5Bclick%5D%28javascript:alert%281%29"),
        ("https://a.example/b c>", "/b%20c%3E"),
    ],
    ids=["brackets", "a blank"],
)
def test_an_address_cannot_end_its_link_in_markdown(url: str, link: str) -> None:
    source = Article.create(id="a", title="A title", text="Words.", url=url)
    answer = Answer(
        question="why?",
        text="Words. [1]",
        searched_for="why?",
        citations=(Citation(1, source, 0, 6, "Words."),),
    )
    links, _ = links_and_html(answer.to_markdown())
    assert links == [f"https://a.example{link}#:~:text=Words."]


def test_a_conversation_grows_into_a_new_one_and_stays_as_it_was() -> None:
    empty = Conversation()
    longer = empty.add(an_answer())
    assert empty.turns == ()
    assert [turn.question for turn in longer.turns] == ["why?"]


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert not Settings.read().language_model_configured
    (tmp_path / ".env").write_text("ASSISTANT_PASSAGES_TO_READ=7\n")
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    settings = Settings.read()
    assert settings.passages_to_read == 7
    assert settings.language_model_configured
    assert "not-a-key" not in repr(settings)


def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_TEMPERATURE", "9")
    with pytest.raises(SettingsError, match="ASSISTANT_TEMPERATURE: "):
        Settings.read()


def test_a_file_of_settings_that_is_not_utf_8_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes("ASSISTANT_MODEL=café".encode("latin-1"))
    with pytest.raises(SettingsError, match=r"Save \.env as UTF-8"):
        Settings.read()


def test_a_copy_in_another_article_is_folded_into_the_first_published() -> None:
    later = article("copy", published="2024-03-02")
    earlier = article("original", published="2024-03-01")
    other = article("other", "Nothing of the kind is told here, but the ferry of the town runs every hour.")
    kept, copies = fold_copies([found(later), found(other), found(earlier)])
    assert [one.article.id for one in kept] == ["original", "other"]
    assert [one.id for one in copies[kept[0].passage.id]] == ["copy"]


def test_passages_of_one_article_are_never_folded() -> None:
    source = article("a")
    kept, copies = fold_copies([found(source), found(source)])
    assert len(kept) == 2
    assert not copies


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    article = Article.create(id="a", title="A title", text="Some text.", url=url)
    assert Citation(1, article, 0, 10, "Some text.").fragment_url is None
