"""Commands whose output goes into a pipe, as in `python -m indexes list | head`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

READER_GONE = 128 + signal.SIGPIPE


def run_piped(command: Callable[[], int]) -> int:
    """Return the command's exit code, or 141, as the shell has it, when whoever read its output has gone."""
    try:
        code = command()
        sys.stdout.flush()
    except BrokenPipeError:
        # the interpreter flushes once more when it ends, and would complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    return code
