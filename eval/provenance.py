"""Where a figure comes from: the weights, the code, the commit, the machine and how busy it was."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent

# What decides a figure, by family of measures; a change elsewhere leaves the figure as it is.
_ASSISTANT = ("models", "indexes", "assistant", "prompts", "eval/systems.py")
_SPREAD = ("eval/spreading.py",)
_PUBLIC = (
    "eval/metrics",
    "eval/benchmarks",
    "eval/bench.py",
    "eval/commands/benchmarks.py",
    "eval/rows.py",
    *_SPREAD,
)
# which articles of the files that are trained on were held out
_HELD_OUT = ("models/training/rows.py", "models/training/mix.py")
_CASES = ("articles", "eval/cases", "eval/case_files.py", "eval/case_reading.py")
_JUDGED = (
    "eval/metrics",
    "eval/benchmarks/piles.py",
    "eval/judges.py",
    "eval/measuring.py",
    "eval/responses.py",
)
_ASKED = (*_ASSISTANT, *_CASES, *_JUDGED, "eval/running.py", "eval/runs.py")
_GENERATION = (*_ASSISTANT, *_CASES, "eval/bench_generation", "eval/generation_labels.jsonl")
DECIDING = {
    "reading": ("models", *_PUBLIC, *_HELD_OUT),
    "faithfulness": (*_ASSISTANT, *_PUBLIC, "eval/judges.py"),
    "retrieval": (*_ASSISTANT, *_PUBLIC),
    "answering": (*_ASSISTANT, *_PUBLIC),
    "rewriting": (*_ASSISTANT, *_PUBLIC),
    "cases": _ASKED,
    "mutations": (*_ASSISTANT, *_CASES, *_JUDGED, "eval/mutations.py", "eval/mutation_proof.py"),
    "compare": (*_ASKED, *_SPREAD, "eval/comparison.py", "eval/foreign.py", "eval/stock_pipeline.py"),
    "sabotage": (*_ASKED, *_SPREAD, "eval/baselines.py", "eval/gate.py", "eval/sabotage.py"),
    "footprint": (*_ASSISTANT, *_CASES, "eval/footprint.py"),
    "generation-labels": _GENERATION,
    "generation-overhead": _GENERATION,
    "generation-first-token": _GENERATION,
    "generation-fuzz": _GENERATION,
    "generation-faults": _GENERATION,
}
_CARDS = ("reader", "embedding", "README")
_ENDINGS = (".py", ".md", ".json", ".jsonl", ".toml", ".yaml")


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
    for path in deciding_files(family):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def deciding_files(family: str) -> list[Path]:
    """Return the files that decide a family's figures, the weights apart; for an unknown one those of all."""
    places = [ROOT / place for place in _places(family)]
    named = {place for place in places if place.is_file()}
    inside = (path for place in places for path in place.rglob("*"))
    return sorted(named | {path for path in inside if path.is_file() and _decides(path)})


def _places(family: str) -> tuple[str, ...]:
    every = dict.fromkeys(place for places in DECIDING.values() for place in places)
    return DECIDING.get(family, tuple(every))


def _decides(path: Path) -> bool:
    inside = path.relative_to(ROOT)
    return path.suffix in _ENDINGS and "training" not in inside.parts and path.stem not in _CARDS


def commit(family: str) -> str:
    """Return the commit of the checkout, marked where deciding files differ from it; "" without git."""
    head = _git("rev-parse", "--short=10", "HEAD")
    if not head:
        return ""
    changed = _git("status", "--porcelain", "--", *_places(family))
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
