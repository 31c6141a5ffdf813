"""Killed at any moment, an index opens again with every article wholly searchable or not there."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexes import ArticleIndex, SearchFilters
from indexes.passages import split_passages
from tests.conftest import ROOT
from tests.crash_child import ARTICLES, story
from tests.fake_embedder import WordCountEmbedder

KILLS = 50


class Victims:
    """Starts processes that change an index, and kills each after a while."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash_child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def run(self, folder: Path, revision: int, *, seconds: float | None = None) -> tuple[int, float]:
        """Return the exit code, negative for a signal, and how long the process lived."""
        assert self._process.stdin is not None
        print(f"{folder} {revision}", file=self._process.stdin, flush=True)
        child = int(self._line())
        begun = time.monotonic()
        timer = threading.Timer(seconds or 120, os.kill, (child, signal.SIGKILL))
        timer.start()
        code = int(self._line())
        timer.cancel()
        return code, time.monotonic() - begun

    def close(self) -> None:
        """End the process that starts the others."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


@pytest.fixture
def victims() -> Iterator[Victims]:
    started = Victims()
    yield started
    started.close()


def assert_sound(folder: Path, revisions: int) -> None:
    """Every article in the index is one that was added, and all its passages are found both ways."""
    with ArticleIndex.open(folder, WordCountEmbedder()) as index:
        assert index.check() == ()
        for article in index.articles():
            number, revision = map(int, re.findall(r"\d+", article.title))
            expected_article = story(number, revision)
            assert (article.id, article.text) == (expected_article.id, expected_article.text)
            assert revision <= revisions
            expected = {passage.id for passage in split_passages(article)}
            only = SearchFilters(article_ids=frozenset({article.id}))
            for mode in ("dense", "keyword"):
                result = index.search("the report on part", limit=100, mode=mode, filters=only)
                assert {found.passage.id for found in result.passages} == expected


@pytest.mark.timeout(900)
def test_killed_at_fifty_random_moments_the_index_stays_whole(victims: Victims, tmp_path: Path) -> None:
    code, lifetime = victims.run(tmp_path / "whole", 0)
    assert code == 0
    seed = random.randrange(1 << 32)
    print(f"seed {seed}, an undisturbed run takes {lifetime:.2f} s")
    moments = random.Random(seed)
    folder = tmp_path / "killed"
    killed = 0
    for revision in range(1, KILLS + 1):
        code, _ = victims.run(folder, revision, seconds=moments.uniform(0.001, lifetime))
        assert code in (0, -signal.SIGKILL)
        killed += code != 0
        assert_sound(folder, revision)
    # most were killed in the middle, and what they began still got somewhere
    assert killed >= KILLS // 2
    assert victims.run(folder, KILLS + 1)[0] == 0
    with ArticleIndex.open(folder, WordCountEmbedder()) as index:
        assert index.check() == ()
        second_half = [story(number, KILLS + 1) for number in range(ARTICLES // 2, ARTICLES)]
        assert [index.article(article.id) for article in second_half] == second_half
