"""Where a figure comes from: the weights, the commit, the machine, and how much memory it took."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent

# What decides an answer; a change elsewhere (the chat, the tests, the documents) leaves figures as they are.
DECIDING = ("models", "indexes", "assistant", "prompts", "eval/benchmarks", "eval/metrics", "eval/judges.py")


def weights() -> str:
    """Return what identifies the reader's weights and thresholds: the start of their hashes."""
    import models

    folder = Path(models.__file__).parent
    digest = hashlib.sha256()
    for name in ("reader.onnx", "reader.json", "embedding.onnx"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]


def commit() -> str:
    """Return the commit of the checkout, marked where deciding files differ from it; "" without git."""
    head = _git("rev-parse", "--short=10", "HEAD")
    if not head:
        return ""
    return f"{head}, changed" if _git("status", "--porcelain", "--", *DECIDING) else head


def machine() -> str:
    """Return the processor in words, and how many cores there are."""
    name = platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), name)
    except OSError:
        pass
    return f"{name}, {os.cpu_count()} cores"


def load() -> float | None:
    """Return how many processes wanted a core in the last minute; None where the system does not say."""
    try:
        return os.getloadavg()[0]
    except OSError:
        return None


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
