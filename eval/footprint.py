"""Time and memory of the keyless assistant as a process of its own, measured from outside.

Peak memory is what the system says of the ended process: its maximum resident set. Linux counts what a
process had before it became another program, so a small one in between starts the one that is measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError

ROOT = Path(__file__).parent.parent
QUESTION = "Who cut the ribbon when Kestrel Bridge opened again?"
QUESTIONS = 40
GOAL_MEGABYTES = 700

# Runs the command of its arguments and prints its exit status, seconds and peak memory.
_STARTER = """
import os, sys, time
began = time.perf_counter()
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), time.perf_counter() - began, usage.ru_maxrss)
"""


def measure_footprint() -> dict[str, Any]:
    """Return seconds and peak megabytes of one answer from the command line, and of many in one process.

    Both read the sample articles; the first includes starting Python and indexing them. Raises
    EvaluationError when a process fails.
    """
    one = [sys.executable, "-m", "assistant", QUESTION, "--articles", str(ROOT / "articles")]
    many = [sys.executable, "-m", "eval.footprint"]
    return {
        "one answer from the command line": _measured(one),
        f"{QUESTIONS} questions in one process": _measured(many),
    }


def _measured(command: list[str]) -> dict[str, float]:
    environment = {name: value for name, value in os.environ.items() if not _chooses_a_model(name)}
    paths = filter(None, (str(ROOT), environment.get("PYTHONPATH")))
    with tempfile.TemporaryDirectory() as folder:  # the settings of a `.env` would choose a model as well
        done = subprocess.run(
            [sys.executable, "-S", "-c", _STARTER, *command],
            cwd=folder,
            env={**environment, "PYTHONPATH": os.pathsep.join(paths)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
    status, seconds, peak = done.stdout.split()
    if int(status):
        raise EvaluationError(f"`python {' '.join(command[1:])}` ended with {status}; run it to see why")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return {"seconds": round(float(seconds), 2), "peak_megabytes": round(int(peak) * unit / 1e6, 1)}


def _chooses_a_model(name: str) -> bool:
    return name.startswith(("OPENAI_", "ASSISTANT_"))


def _ask_many() -> None:
    """What the second process does."""
    from eval.case_files import read_articles, read_cases
    from eval.systems import in_memory_index, keyless_assistant

    articles = read_articles()
    cases = [case for case in read_cases(articles, split="test") if len(case.turns) == 1]
    with in_memory_index(articles.values()) as index, keyless_assistant(index) as assistant:
        for case in cases[:QUESTIONS]:
            assistant.ask(case.turns[0].question, filters=case.turns[0].filters)


if __name__ == "__main__":
    _ask_many()
