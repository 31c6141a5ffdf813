"""The process that reads PDF files: `python -m indexes.readers.pdf_text`, started by `indexes.readers.pdf`.

A hostile PDF can keep any parser busy for ever or fill the memory, so it is parsed where that ends with the
process. Requests and replies are a length of 8 bytes and as many bytes: a PDF in, JSON out.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import signal
import struct
import sys
from typing import Any

import pypdf

MOST_PAGES = 5_000
MOST_CHARACTERS = 20_000_000
MOST_MEMORY = 3_000_000_000


def content(data: bytes) -> dict[str, Any]:
    """Return {"pages": lines of text a page, and what the file says of itself}, or {"error": why not}."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "it is locked with a password; save it without one"}
        if len(reader.pages) > MOST_PAGES:
            return {"error": f"it has more than {MOST_PAGES:,} pages"}
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > MOST_CHARACTERS:
                return {"error": f"it has more than {MOST_CHARACTERS:,} characters"}
        return {"pages": pages, **_metadata(reader)}
    except Exception as error:  # noqa: BLE001
        # the parser raises whatever a damaged file makes it raise; the reason goes to the parent
        return {"error": f"it is not a PDF, or a damaged one: {error or type(error).__name__}"}


def _metadata(reader: pypdf.PdfReader) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, pypdf.errors.PyPdfError):
        information = reader.metadata
        if information is not None:
            found = {"title": information.title, "author": information.author}
            modified = information.modification_date
            found["modified"] = None if modified is None else modified.isoformat()
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, pypdf.errors.PyPdfError):
        found["language"] = str(reader.root_object.get("/Lang") or "")
    return {name: str(value) for name, value in found.items() if value}


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    """Answer requests until there are no more; the first argument is the limit in seconds for each."""
    seconds = float(sys.argv[1])
    _limit_memory()
    logging.disable()
    while len(size := sys.stdin.buffer.read(8)) == 8:
        if hasattr(signal, "setitimer"):
            # should the parent be gone, nobody else ends an endless document
            signal.setitimer(signal.ITIMER_REAL, seconds + 5)
        data = sys.stdin.buffer.read(struct.unpack(">Q", size)[0])
        reply = json.dumps(content(data)).encode()
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout.buffer.write(struct.pack(">Q", len(reply)) + reply)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
