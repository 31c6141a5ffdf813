"""What commands print: for people without what would steer their terminal, and as JSON."""

from __future__ import annotations

import json
import re
import sys
from typing import Any, TextIO

# line ends and tabs stay; what articles and names of files hold besides could clear a screen or hide a line
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def tell(text: object = "", *, file: TextIO | None = None) -> None:
    """Print for people, without control characters; what the terminal cannot show is a question mark."""
    stream = file or sys.stdout
    encoding = stream.encoding or "utf-8"
    print(_CONTROL.sub("", str(text)).encode(encoding, errors="replace").decode(encoding), file=stream)


def print_json(value: Any) -> None:
    """Print JSON, escaped where standard output cannot take its characters, or they are half a character."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    print(text)
