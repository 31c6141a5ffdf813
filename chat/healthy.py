"""Tells a container's engine whether the chat beside it answers: exit code 0, else 1 and the reason."""

from __future__ import annotations

import sys
import urllib.request

from assistant.errors import SettingsError
from chat.settings import ChatSettings

PATIENCE = 4  # seconds


def main() -> int:
    """Ask /health on this machine."""
    try:
        port = ChatSettings.read().port
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=PATIENCE):
            return 0
    except (OSError, SettingsError) as error:
        print(f"The chat does not answer: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
