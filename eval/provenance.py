"""Where a figure comes from: the weights, the code, the commit, the machine and how busy it was."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent

# What decides a figure, by family of measures; a change elsewhere leaves the figure as it is.
_READING = ("models", "eval/metrics", "eval/benchmarks")
_EVERYTHING = ("models", "indexes", "assistant", "prompts", "eval/metrics", "eval/benchmarks")
DECIDING = {"reading": _READING}
_CARDS = ("reader", "embedding", "README")


def weights() -> str:
    """Return what identifies the reader's weights and thresholds: the start of their hashes."""
    import models

    folder = Path(models.__file__).parent
    digest = hashlib.sha256()
    for name in ("reader.onnx", "reader.json", "embedding.onnx"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]


def code(family: str) -> str:
    """Return what identifies the code that decides a family's figures: the start of a hash of its files."""
    digest = hashlib.sha256()
    for room in DECIDING.get(family, _EVERYTHING):
        for path in sorted((ROOT / room).rglob("*")):
            if (
                path.suffix in (".py", ".md", ".json")
                and "training" not in path.parts
                and path.stem not in _CARDS
            ):
                digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def commit(family: str) -> str:
    """Return the commit of the checkout, marked where deciding files differ from it; "" without git."""
    head = _git("rev-parse", "--short=10", "HEAD")
    if not head:
        return ""
    changed = _git("status", "--porcelain", "--", *DECIDING.get(family, _EVERYTHING))
    return f"{head} and changes" if changed else head


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
