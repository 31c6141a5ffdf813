"""Two hundred broken and hostile files: none crashes, none hangs, none costs another article."""

from __future__ import annotations

import time
import warnings
from collections import Counter
from pathlib import Path

import pytest

from indexes import ArticleIndex
from indexes.sources import ReadFailure, Source, read_source
from tests import hostile_inputs
from tests.fake_embedder import WordCountEmbedder

# Generous, for the machine may be busy; a hang would be far beyond it.
LONGEST_SECONDS = 60.0
GOOD = 40


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All hostile files in one folder, and good ones between them."""
    folder = tmp_path_factory.mktemp("pile")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for name, data in hostile_inputs.inputs():
            assert not (folder / name).exists(), name
            (folder / name).write_bytes(data)
    for number, path in enumerate(sorted(folder.iterdir())[:: max(1, 200 // GOOD)][:GOOD]):
        path.with_name(f"{path.name}-good.txt").write_text(hostile_inputs.GOOD.format(number))
    return folder


def hostile(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if not path.name.endswith("-good.txt")]


@pytest.mark.timeout(1500)
def test_each_is_read_or_refused_with_a_reason_within_its_limit(pile: Path) -> None:
    paths = hostile(pile)
    assert len(paths) >= 200
    slow: dict[str, float] = {}
    unexplained: list[str] = []
    kinds: Counter[str] = Counter()
    for path in paths:
        started = time.monotonic()
        items = list(read_source(Source.from_path(path)))
        took = time.monotonic() - started
        if took > LONGEST_SECONDS:
            slow[path.name] = took
        failures = [item for item in items if isinstance(item, ReadFailure)]
        nothing = path.name in ("record-empty-list.json", "no-rows.csv")
        if not (items or nothing) or any(not failure.reason.strip() for failure in failures):
            unexplained.append(path.name)
        unexplained += [f"{path.name}: {f.reason}" for f in failures if "its reader failed" in f.reason]
        kinds["refused" if len(failures) == len(items) else "read"] += 1
        assert not any("root:" in getattr(item, "text", "") for item in items), path.name
    assert slow == {}
    assert unexplained == []
    assert kinds["refused"] >= 100


@pytest.mark.timeout(1500)
def test_among_them_no_good_article_is_lost(pile: Path) -> None:
    good = {str(path) for path in pile.iterdir() if path.name.endswith("-good.txt")}
    assert len(good) == GOOD
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        report = index.add(pile)
        assert good <= set(report.added)
        assert all(reason for _, reason in report.failed)
        assert index.check() == ()
        again = index.add(pile)
        assert good <= set(again.unchanged)
