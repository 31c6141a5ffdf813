"""`python -m indexes`, with the embedded encoder."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from indexes import ArticleIndex
from indexes.__main__ import main
from tests.conftest import ROOT
from tests.fake_embedder import WordCountEmbedder


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder named by the environment, and a working folder with one article."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_DATA_FOLDER", str(tmp_path / "data"))
    (tmp_path / "bridge.txt").write_text("Bridge closes\n\nThe bridge was closed on Friday.")
    return tmp_path / "data"


def output(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(arguments) == code
    return capsys.readouterr().out


def test_add_list_show_remove(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "add", "bridge.txt") == "1 added\n"
    assert output(capsys, "add", "bridge.txt") == "0 added, 1 unchanged\n"
    assert "Bridge closes" in output(capsys, "list")
    shown = output(capsys, "show", "bridge.txt")
    assert "The bridge was closed on Friday." in shown
    assert json.loads(output(capsys, "stats", "--json"))["articles"] == 1
    assert output(capsys, "check") == "the index is sound\n"
    assert "articles: 1" in output(capsys, "rebuild")
    assert output(capsys, "remove", "bridge.txt").startswith("removed ")
    assert json.loads(output(capsys, "list", "--json")) == []
    assert data.is_dir()


@pytest.mark.usefixtures("data")
def test_copies_versions_and_rehearsals_can_be_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    long = "The bridge was closed on Friday after inspectors had found cracks in two of its pillars. " * 2
    (tmp_path / "bridge.txt").write_text(f"Bridge closes\n\n{long}")
    (tmp_path / "wire.txt").write_text(f"Bridge closes\n\n{long}")
    assert output(capsys, "add", "bridge.txt", "--dry-run") == "would be: 1 added\n"
    assert output(capsys, "add", "bridge.txt", "wire.txt") == "2 added, 1 copy\n"
    assert output(capsys, "diff", "bridge.txt") == "it has a single version\n"
    assert "versions:" not in output(capsys, "show", "bridge.txt")
    (tmp_path / "bridge.txt").write_text(f"Bridge closes\n\n{long} It will open again in May.")
    assert output(capsys, "add", "bridge.txt") == "0 added, 1 updated, 1 copy\n"
    assert output(capsys, "diff", "bridge.txt") == "+ It will open again in May.\n"
    listed = output(capsys, "list")
    assert f"{tmp_path / 'bridge.txt'}  (2 versions)" in listed
    assert f"{tmp_path / 'wire.txt'}  (a copy of {tmp_path / 'bridge.txt'})" in listed
    versions = json.loads(output(capsys, "show", "bridge.txt", "--json"))["versions"]
    shown = output(capsys, "show", "bridge.txt")
    assert all(f"{version} (" in shown for version in versions)


@pytest.mark.usefixtures("data")
def test_json_of_add_and_show(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    report = json.loads(output(capsys, "add", "bridge.txt", "missing.txt", "--json", code=1))
    assert report["added"] == [str(tmp_path / "bridge.txt")]
    assert report["failed"] == [{"source": str(tmp_path / "missing.txt"), "reason": "no such file or folder"}]
    article = json.loads(output(capsys, "show", report["added"][0], "--json"))
    assert article["versions"] == [article["version"]]
    assert article["text"].endswith("closed on Friday.")


@pytest.mark.usefixtures("data")
def test_json_holds_what_cannot_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(output(capsys, "add", "https://a.example/\udce9", "--json", code=1))
    assert report["failed"][0]["source"] == "https://a.example/\udce9"


@pytest.mark.usefixtures("data")
def test_what_fails_is_told_and_the_exit_code_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "bridge.txt", "missing.txt"]) == 1
    told = capsys.readouterr()
    assert told.out == "1 added, 1 failed\n"
    assert "missing.txt: no such file or folder" in told.err
    assert main(["show", "nothing"]) == 1
    assert "no article 'nothing'" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["list"], ["show", "x"], ["check"], ["stats"], ["remove", "x"]], ids=str)
def test_without_an_index_the_error_says_how_to_make_one(
    data: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 1
    assert "python -m indexes add" in capsys.readouterr().err
    assert not data.exists()


@pytest.mark.parametrize(
    "arguments",
    [[], ["frobnicate"], ["add"], ["list", "--colour"], ["add", "http://x.example/", "--limit", "0"]],
    ids=str,
)
def test_bad_use_exits_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    assert exited.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_neither_gradio_nor_llama_index_is_imported(data: Path) -> None:
    code = (
        "import sys; from indexes.__main__ import main; main(['add', 'bridge.txt'])\n"
        "heavy = {'gradio', 'llama_index', 'openai', 'torch'}.intersection(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    environment = {"PYTHONPATH": str(ROOT), "ASSISTANT_DATA_FOLDER": str(data)}
    finished = subprocess.run(
        [sys.executable, "-c", code],
        cwd=data.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr


SLOW_ADD = """
import signal, sys, time
# a shell that runs the tests in the background has its children ignore Ctrl-C
signal.signal(signal.SIGINT, signal.default_int_handler)
import indexes.__main__, indexes.ingestion
from tests.fake_embedder import WordCountEmbedder

class SlowEmbedder(WordCountEmbedder):
    def embed_passages(self, texts):
        time.sleep(0.05)
        return super().embed_passages(texts)

indexes.__main__.configured_embedder = lambda *_, **__: SlowEmbedder()
indexes.ingestion.BATCH_PASSAGES = 3
sys.exit(indexes.__main__.main(["add", "pile"]))
"""


def articles_in(data: Path) -> int:
    """How many articles another process has made searchable so far."""
    if not (data / "articles.sqlite3").exists():
        return 0
    with closing(sqlite3.connect(data / "articles.sqlite3")) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def test_control_c_leaves_a_sound_index_and_the_same_command_goes_on(data: Path) -> None:
    pile = data.parent / "pile"
    pile.mkdir()
    for number in range(60):
        (pile / f"{number}.txt").write_text(f"Story {number}\n\nThe bridge number {number} was closed.")
    environment = {"PYTHONPATH": str(ROOT), "ASSISTANT_DATA_FOLDER": str(data)}
    command = [sys.executable, "-c", SLOW_ADD]
    with subprocess.Popen(
        command, cwd=data.parent, env=environment, stderr=subprocess.PIPE, text=True
    ) as adding:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and articles_in(data) < 3:
            time.sleep(0.02)
        adding.send_signal(signal.SIGINT)
        _, told = adding.communicate(timeout=60)
    assert adding.returncode == 130
    assert "the same command goes on" in told
    assert "Traceback" not in told
    with ArticleIndex.open(data, WordCountEmbedder()) as index:
        assert index.check() == ()
        assert 0 < index.stats().articles < 60
    finished = subprocess.run(
        command, cwd=data.parent, env=environment, capture_output=True, text=True, check=True
    )
    assert "added" in finished.stdout
    with ArticleIndex.open(data, WordCountEmbedder()) as index:
        assert index.stats().articles == 60
        assert index.check() == ()
