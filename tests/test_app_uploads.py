"""Files added from the page: several of one name, and a data folder that takes nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from app import build_app
from chat.adding import add_files, folder_of, render_added
from chat.history import History
from chat.settings import ChatSettings
from chat.working import Done, Job
from indexes.article_index import ArticleIndex
from tests.app_browser import chromium, serve, visit
from tests.app_fakes import LetterEmbedder, QuotingAssistant


def test_of_two_files_of_one_name_the_second_is_refused_and_named(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "note.txt" for folder in ("one", "two")]
    for path, opened in zip(paths, ("mill", "tower"), strict=True):
        path.parent.mkdir()
        path.write_text(f"The {opened} was opened on Sunday.\n", encoding="utf-8")
    with ArticleIndex.in_memory(LetterEmbedder()) as index:
        *_, done = add_files(index, paths, tmp_path / "uploads", Job())
        assert isinstance(done, Done)
        [article] = index.articles()
        assert "mill" in article.text
        told = render_added(done)
    assert "1 article added." in told
    assert "note.txt</strong>: another file added with it has the same name; rename one" in told


@pytest.mark.parametrize(
    ("users", "articles"),
    [((None, None), 1), (("ann", "ann"), 1), (("ann", "bob"), 2), (("../ann", "é" * 200), 2)],
    ids=["nobody logs in", "the same user", "two users", "names that are no folders"],
)
def test_a_file_of_the_same_name_is_a_new_version_unless_another_user_added_it(
    tmp_path: Path, users: tuple[str | None, str | None], articles: int
) -> None:
    uploads = tmp_path / "uploads"
    with ArticleIndex.in_memory(LetterEmbedder()) as index:
        for user, opened in zip(users, ("mill", "tower"), strict=True):
            note = tmp_path / "note.txt"
            note.write_text(f"The {opened} was opened on Sunday.\n", encoding="utf-8")
            list(add_files(index, [note], folder_of(user, uploads), Job()))
        assert len(index.articles()) == articles
    assert len(list(uploads.rglob("note.txt"))) == articles


@pytest.mark.browser
def test_files_that_cannot_be_kept_are_told_of_and_the_page_goes_on(tmp_path: Path) -> None:
    data, note = tmp_path / "data", tmp_path / "note.txt"
    data.mkdir()
    note.write_text("The mill was opened on Sunday.\n", encoding="utf-8")
    uploads = data / "uploads"
    uploads.write_text("where the folder should be", encoding="utf-8")
    with ArticleIndex.in_memory(LetterEmbedder()) as index, chromium() as browser:
        app = build_app(
            QuotingAssistant(index), History(data / "conversations.sqlite"), ChatSettings(data_folder=data)
        )
        with serve(app) as address, visit(browser, address) as page:
            page.get_by_role("tab", name="Articles").click()
            page.wait_for_selector("#shelf-side")
            page.set_input_files("#upload input[type=file]", note)
            expect(page.locator("#report")).to_contain_text("The data folder cannot be written")
            expect(page.locator("#working")).to_be_empty()
            expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
            uploads.unlink()
            page.set_input_files("#upload input[type=file]", note)
            expect(page.locator("#report")).to_contain_text("1 article added.")
