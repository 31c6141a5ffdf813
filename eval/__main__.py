"""`python -m eval`: the assistant measured, on its own cases and on public data."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence

from eval.errors import EvaluationError
from eval.runs import rounded
from indexes.piping import run_piped

# Imported by name so that `--help` stays quick; each module has add_commands(subparsers).
_COMMANDS = (
    "harness",
    "cases",
    "judging",
    "scoring",
    "differing",
    "benchmarks",
    "bench",
    "comparing",
    "mutating",
    "sabotaging",
    "fitting",
)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command."""
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description="Measure the assistant, and other systems, with no key. "
        "Progress goes to standard error; the last line of standard output is JSON.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in _COMMANDS:
        importlib.import_module(f"eval.commands.{name}").add_commands(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 is success, 1 a gate that failed, 2 something that has to be corrected first."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    given = build_parser().parse_args(arguments)
    try:
        result, status = given.run(given)
    except BrokenPipeError:
        raise
    except _expected_errors() as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    print(json.dumps(rounded(result), ensure_ascii=False, allow_nan=False))
    return int(status)


def _expected_errors() -> tuple[type[Exception], ...]:
    """The base errors of every room, and of files; anything else is a mistake in the code and shows where."""
    from assistant.errors import AssistantError
    from indexes.errors import IndexesError
    from models.errors import ModelError

    return EvaluationError, AssistantError, IndexesError, ModelError, OSError


if __name__ == "__main__":
    sys.exit(run_piped(main, failed=2))
