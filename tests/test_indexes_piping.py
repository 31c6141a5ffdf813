"""A command whose reader goes away ends quietly, as Unix commands do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexes import Article, ArticleIndex
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
