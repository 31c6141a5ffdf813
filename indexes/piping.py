"""Commands whose output goes into a pipe, as in `python -m indexes list | head`, or onto a full disk."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

READER_GONE = 128 + signal.SIGPIPE


def run_piped(command: Callable[[], int], *, failed: int = 1) -> int:
    """Return the command's exit code, or 141, as the shell has it, when whoever read its output has gone.

    `failed` is the code of a command whose output cannot be written.
    """
    try:
        code = command()
        sys.stdout.flush()
    except BrokenPipeError:
        _write_no_more()
        return READER_GONE
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)
        _write_no_more()
        return failed
    return code


def _write_no_more() -> None:
    # the interpreter flushes once more when it ends, and would complain
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
