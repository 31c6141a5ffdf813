"""`python -m indexes.benchmark.memory COUNT [CHROMA_URL]`: the peak memory of adding articles, as JSON."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from indexes.article_index import ArticleIndex
from indexes.benchmark.generated import StubEmbedder, generated_articles

_STATUS = Path("/proc/self/status")


def peak_memory(count: int, chroma_url: str | None) -> dict[str, Any]:
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
    with (
        tempfile.TemporaryDirectory() as name,
        ArticleIndex.open(name, StubEmbedder(8), chroma_url=chroma_url) as index,
    ):
        index.add_articles(generated_articles(count))
    ended.set()
    # unlike getrusage, VmHWM does not count what the parent process had used
    peak = _status("VmHWM") or round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024)
    figures = {
        "articles": count,
        "vectors": "embedded" if chroma_url is None else "on a server",
        "peak_mb": peak,
    }
    return figures | ({"own_peak_mb": own[0]} if own[0] else {})


def _status(name: str) -> int:
    """Return a size that Linux tells of this process in MB, or 0."""
    try:
        lines = _STATUS.read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((round(int(line.split()[1]) / 1024) for line in lines if line.startswith(f"{name}:")), 0)


if __name__ == "__main__":
    url = sys.argv[2] if len(sys.argv) > 2 else None
    print(json.dumps(peak_memory(int(sys.argv[1]), url)))
