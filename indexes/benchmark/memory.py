"""`python -m indexes.benchmark.memory COUNT VECTORS`: the peak memory of adding articles, as JSON.

VECTORS is `embedded`, `nowhere`, or the address of a Chroma server.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from indexes.article_index import ArticleIndex
from indexes.benchmark.generated import StubEmbedder, generated_articles
from indexes.embedding import Vectors
from indexes.stores import Stores
from indexes.vectors import MemoryVectorStore

_STATUS = Path("/proc/self/status")


class _Forgetting(MemoryVectorStore):
    """Only counts vectors, so that what is measured is everything else."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self._held = 0

    def add(self, passage_ids: Sequence[str], vectors: Vectors) -> None:  # noqa: ARG002
        """Count the vectors, which are new."""
        self._held += len(passage_ids)

    def count(self) -> int:
        """Return how many were added."""
        return self._held


def peak_memory(count: int, vectors: str) -> dict[str, Any]:
    """Add articles and return the peak memory of this process in MB.

    `own_peak_mb` leaves out pages of files, which the system takes back when it needs them; it is missing
    where the system does not tell.
    """
    own = [0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            own[0] = max(own[0], _status("RssAnon"))

    if _STATUS.exists():
        threading.Thread(target=watch, daemon=True).start()
    with tempfile.TemporaryDirectory() as name, _opened(Path(name), vectors) as index:
        index.add_articles(generated_articles(count))
    ended.set()
    # unlike getrusage, VmHWM does not count what the parent process had used
    peak = _status("VmHWM") or round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024)
    figures = {
        "articles": count,
        "vectors": vectors if vectors in ("embedded", "nowhere") else "on a server",
        "peak_mb": peak,
    }
    return figures | ({"own_peak_mb": own[0]} if own[0] else {})


def _opened(folder: Path, vectors: str) -> ArticleIndex:
    if vectors == "nowhere":
        stores = Stores(folder, StubEmbedder(8))
        stores.use(stores.open_keywords(stores.generation), _Forgetting())
        return ArticleIndex(stores, None)
    return ArticleIndex.open(folder, StubEmbedder(8), chroma_url=None if vectors == "embedded" else vectors)


def _status(name: str) -> int:
    """Return a size that Linux tells of this process in MB, or 0."""
    try:
        lines = _STATUS.read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((round(int(line.split()[1]) / 1024) for line in lines if line.startswith(f"{name}:")), 0)


if __name__ == "__main__":
    print(json.dumps(peak_memory(int(sys.argv[1]), sys.argv[2])))
