"""What commands print: to a reader that goes away, a full disk, or a terminal of few characters."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexes import Article, ArticleIndex
from indexes.printing import print_json, tell
from tests.conftest import ROOT
from tests.fake_embedder import WordCountEmbedder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with ArticleIndex.open(tmp_path / "data", WordCountEmbedder()) as index:
        # more than fits into a pipe
        text = "\n".join(f"Sentence number {number} of a long story." for number in range(4_000))
        index.add_articles([Article.create(id="long", title="Long", text=text)])
    (tmp_path / "bridge.txt").write_text("Bridge closes\n\nThe swing bridge was closed on Friday.")
    (tmp_path / "run.jsonl").write_text('{"answer": "", "contexts": []}')
    return tmp_path / "data"


@pytest.mark.parametrize(
    "command",
    [
        ("indexes", "list"),
        ("indexes", "show", "long", "--json"),
        ("assistant", "When was the swing bridge closed?", "--articles", "bridge.txt"),
        ("eval", "score", "run.jsonl", "--out", "out"),
    ],
    ids=" ".join,
)
def test_a_reader_that_is_gone_gives_the_shells_code_and_no_traceback(
    data: Path, command: tuple[str, ...]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        finished = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=data.parent,
            env={"PYTHONPATH": str(ROOT), "ASSISTANT_DATA_FOLDER": str(data), "TQDM_DISABLE": "1"},
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert (finished.returncode, finished.stderr) == (141, "")


def test_output_that_cannot_be_written_is_told_in_a_line(data: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full, where every write fails")
    with Path("/dev/full").open("w") as full:
        finished = subprocess.run(
            [sys.executable, "-m", "indexes", "list"],
            cwd=data.parent,
            env={"PYTHONPATH": str(ROOT), "ASSISTANT_DATA_FOLDER": str(data)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert finished.returncode == 1
    assert finished.stderr == "error: [Errno 28] No space left on device\n"


def test_what_a_terminal_cannot_show_is_a_question_mark_and_in_json_it_is_escaped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding="ascii", write_through=True))
    tell("“Yes”\ta\x1b[2J")
    assert written.getvalue() == b"?Yes?\ta[2J\n"
    written.seek(0)
    print_json("“Yes” 😀 \x1b \udc80")
    assert json.loads(written.getvalue()) == "“Yes” 😀 \x1b \udc80"
