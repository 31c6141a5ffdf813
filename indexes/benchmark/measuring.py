"""The measurements, each in folders of its own that are deleted afterwards."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from indexes.article_index import ArticleIndex
from indexes.benchmark.generated import (
    DrawnPassages,
    generated_articles,
    generated_questions,
    write_articles,
)
from indexes.searching import SearchFilters

# How many articles each side adds before it is the other's turn, so that a busy machine slows both.
_TURN = 200
_PASSAGES_OF_AN_ARTICLE = 6

Tell = Callable[[str], None]


@dataclass
class _Clock:
    """Seconds on the wall and of all processors together."""

    wall: float = 0.0
    processor: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - wall
        self.processor += time.process_time() - processor


def machine() -> dict[str, Any]:
    """Return what the figures were taken on, and how busy it was."""
    name = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    return {
        "processor": name,
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 1),
        "day": date.today().isoformat(),
    }


def measure_ingestion(
    count: int, *, fp32: Path | None = None, seconds: float = float("inf"), tell: Tell = print
) -> dict[str, Any]:
    """Return the rates of adding files, ours and llama-index's in turns, and of a second pass over ours.

    The rival needs the float32 weights. After so many seconds no new turn begins, and the figures say how
    many articles there were.
    """
    rival = None
    ours, theirs, again = _Clock(), _Clock(), _Clock()
    added = chunks = 0
    begun = time.monotonic()
    articles = generated_articles(count)
    with tempfile.TemporaryDirectory() as name, ArticleIndex.open(Path(name, "data")) as index:
        if fp32 is not None:
            from indexes.benchmark.rival import Rival

            rival = Rival(Path(name, "rival"), fp32)
        pile = Path(name, "pile")
        while added < count and time.monotonic() - begun < seconds:
            turn = pile / f"{added:06}"
            several = min(_TURN, count - added)
            write_articles(turn, islice(articles, several))
            with ours.running():
                index.add(turn)
            if rival is not None:
                with theirs.running():
                    chunks += rival.add(turn)
            added += several
            tell(f"{added} articles: {ours.wall:.0f} s, llama-index {theirs.wall:.0f} s")
        passages = index.stats().passages
        with again.running():
            index.add(pile)
    figures: dict[str, Any] = {"articles": added, **_rates(added, passages, ours)}
    figures["second_pass_seconds"] = round(again.wall, 3)
    figures["second_pass_times_faster"] = round(ours.wall / again.wall, 1)
    if rival is not None:
        figures["llama_index"] = _rates(added, chunks, theirs)
        figures["times_faster"] = round(theirs.wall / ours.wall, 2)
        figures["times_less_processor_time"] = round(theirs.processor / ours.processor, 2)
    return figures


def _rates(articles: int, passages: int, clock: _Clock) -> dict[str, float]:
    return {
        "passages": passages,
        "articles_per_second": round(articles / clock.wall, 1),
        "passages_per_second": round(passages / clock.wall, 1),
        "processor_ms_an_article": round(1000 * clock.processor / articles, 1),
    }


def measure_search(
    passages: int, *, questions: int = 200, folder: Path | None = None, tell: Tell = print
) -> dict[str, Any]:
    """Return the times of hybrid searches for 20 passages over real stores, in milliseconds.

    Questions are embedded in earnest, the passages' vectors are drawn: independent directions, for
    which a graph has to search longest. An index that is kept in the folder is used again.
    """
    count = -(-passages // _PASSAGES_OF_AN_ARTICLE)
    days = [article.published_day or date.min for article in islice(generated_articles(1), 1)]
    since = {name: days[0] + timedelta(days=int(count * share)) for name, share in _SHARES.items()}
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) if folder is None else folder / f"search-{passages}"
        with ArticleIndex.open(place, DrawnPassages()) as index:
            if index.stats().articles < count:
                index.add_articles(generated_articles(count))
            figures: dict[str, Any] = {"passages": index.stats().passages}
            tell(f"{figures['passages']} passages are in")
            asked = generated_questions(questions)
            index.search(asked[0])
            figures["all"] = _times(index, asked, None)
            for filtered, day in since.items():
                figures[filtered] = _times(index, asked, SearchFilters(published_from=day))
    return figures


# Names of filters by date, with the share of the articles that they leave out.
_SHARES = {"half_by_date": 0.5, "a_twentieth_by_date": 0.95}


def _times(index: ArticleIndex, questions: list[str], filters: SearchFilters | None) -> dict[str, float]:
    taken: list[float] = []
    processor = time.process_time()
    for question in questions:
        begun = time.perf_counter()
        index.search(question, limit=20, filters=filters)
        taken.append(1000 * (time.perf_counter() - begun))
    processor = 1000 * (time.process_time() - processor) / len(questions)
    p50, p95 = np.percentile(taken, [50, 95])
    return {
        "p50_ms": round(float(p50), 1),
        "p95_ms": round(float(p95), 1),
        "processor_ms": round(processor, 1),
    }


def measure_memory(count: int, *, vectors: str) -> dict[str, Any]:
    """Return the peak memory of adding articles in a process of its own, with vectors of eight drawn values.

    `vectors` says where they go. An `embedded` Chroma keeps its graph in the process, and a vector of 384
    values takes 1.5 KB; on a server with that URL, neither counts. Those that go `nowhere` are forgotten,
    which leaves what everything else needs.
    """
    command = [sys.executable, "-m", "indexes.benchmark.memory", str(count), vectors]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(finished.stdout)
    return figures
