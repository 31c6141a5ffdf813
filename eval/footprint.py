"""Time and memory of the keyless assistant as a process of its own, measured from outside.

Peak memory is what the system says of the ended process (maximum resident set), so nothing of the measuring
is in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError

ROOT = Path(__file__).parent.parent
QUESTION = "Who cut the ribbon when Kestrel Bridge opened again?"
QUESTIONS = 40
GOAL_MEGABYTES = 700


def measure_footprint() -> dict[str, Any]:
    """Return seconds and peak megabytes of one answer from the command line, and of many in one process.

    Both read the sample articles; the first includes starting Python and indexing them. Raises
    EvaluationError when a process fails.
    """
    one = [sys.executable, "-m", "assistant", QUESTION, "--articles", "articles"]
    many = [sys.executable, "-m", "eval.footprint"]
    return {
        "one answer from the command line": _measured(one),
        f"{QUESTIONS} questions in one process": _measured(many),
    }


def _measured(command: list[str]) -> dict[str, float]:
    began = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if not _chooses_a_model(name)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it again
    if process.returncode:
        named = " ".join(command[1:])
        raise EvaluationError(f"`python {named}` ended with {process.returncode}; run it to see why")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "peak_megabytes": round(usage.ru_maxrss * unit / 1e6, 1),
    }


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
