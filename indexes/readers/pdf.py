"""PDF files: one article a file, its lines joined to paragraphs."""

from __future__ import annotations

import atexit
import json
import os
import re
import statistics
import struct
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers.common import canonical_url, simplified, text_or_none, title_of
from indexes.readers.dates import iso_date
from indexes.sources import Source

SECONDS = 120.0
# All that Python needs; keys of services are none of a parser's business.
_ENVIRONMENT = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME"),
    *("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE", "APPDATA"),
)

_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d+(?:\s*(?:of|/)\s*\d+)?\W*", re.IGNORECASE)
# What software puts where nobody gave a title.
_NO_TITLE = re.compile(
    r"untitled\W*\d*|microsoft \w+ - .*|.+\.(?:docx?|pdf|indd|tex|pages|html?|rtf|qxd)|\W*", re.IGNORECASE
)


def read(source: Source) -> Iterator[Article]:
    """Yield the file as an article; raises ReadError when it holds no text.

    A PDF tells when it was made, not when its article was published, so that stays unknown.
    """
    content = _PROCESS.content(source.read_bytes())
    if "error" in content:
        raise ReadError(content["error"])
    stated = text_or_none(content.get("title"))
    if stated and _NO_TITLE.fullmatch(stated):
        stated = None
    text = joined(_without_headline(content["pages"], stated))
    if not text:
        raise ReadError("it holds no text, perhaps pictures of it; run a text recognition on it first")
    url = canonical_url(source.address)
    found = {
        "title": stated,
        "author": text_or_none(content.get("author")),
        "modified": iso_date(content.get("modified")),
        "language": text_or_none(content.get("language")),
    }
    yield Article.create(
        id=url or source.name,
        title=stated or title_of(text, source.stem),
        text=text,
        url=url,
        author=found["author"],
        modified=found["modified"],
        language=found["language"],
        source=source.origin,
        metadata_sources={name: "PDF properties" for name, value in found.items() if value},
    )


def _without_headline(pages: list[str], title: str | None) -> list[str]:
    """Return the pages without the lines at the top of the first that only repeat the title."""
    lines = pages[0].splitlines() if pages and title else []
    wanted = simplified(title)
    for count in range(1, min(5, len(lines)) + 1):
        if simplified(" ".join(lines[:count])) == wanted:
            return ["\n".join(lines[count:]), *pages[1:]]
    return pages


def joined(pages: list[str]) -> str:
    """Return the text of the pages in paragraphs, without what stands on every page and words cut in two."""
    lines = _without_running_heads([[line.strip() for line in page.splitlines()] for page in pages])
    lengths = [len(line) for line in lines if line]
    if not lengths:
        return ""
    full = statistics.quantiles([*lengths, lengths[-1]], n=4)[2]
    paragraphs: list[str] = []
    current = last = ""
    for line in lines:
        if not line:
            # some files have an empty line between any two lines
            if current and (len(last) < full * 0.75 or current.endswith((".", "!", "?", "”", '"'))):
                paragraphs.append(current)
                current = ""
            continue
        if current and _ends_paragraph(last, line, full):
            paragraphs.append(current)
            current = ""
        if re.fullmatch(r"[^\W\d_]-", current[-2:]) and line[0].islower():
            current = current[:-1] + line
        else:
            current = f"{current} {line}" if current else line
        last = line
    return "\n\n".join([*paragraphs, current] if current else paragraphs)


def _ends_paragraph(line: str, following: str, full: float) -> bool:
    """Tell from its length whether a line is the last of its paragraph."""
    if len(line) < full * 0.8 and line.endswith((".", "!", "?", ":", "”", '"')):
        return True
    return len(line) < full * 0.6 and not following[0].islower()


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """Return the lines of all pages without numbers of pages, and heads and feet that return on most."""
    edges = Counter(
        shape for page in pages for shape in {re.sub(r"\d+", "#", line) for line in _edges(page) if line}
    )
    often = max(3, len(pages) / 2)
    kept: list[str] = []
    for page in pages:
        edge = {line for line in _edges(page) if edges[re.sub(r"\d+", "#", line)] >= often}
        edge |= {line for line in _edges(page) if _PAGE_NUMBER.fullmatch(line)}
        kept += [line for line in page if line not in edge]
    return kept


def _edges(page: list[str]) -> list[str]:
    lines = [line for line in page if line]
    return lines[:2] + lines[-2:]


def environment() -> dict[str, str]:
    """Return the part of the environment that the process that parses is given."""
    checkout = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (checkout, os.environ.get("PYTHONPATH"))))
    return {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | {"PYTHONPATH": path}


class _Process:
    """The process that parses, started when it is first needed and again after it had to be ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def content(self, data: bytes) -> dict[str, Any]:
        """Return what `pdf_text.content` says of the data; raises ReadError when it takes too long."""
        with self._lock:
            process = self._started()
            timer = threading.Timer(SECONDS, process.kill)
            timer.start()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(struct.pack(">Q", len(data)) + data)
                process.stdin.flush()
                size = process.stdout.read(8)
                reply = process.stdout.read(struct.unpack(">Q", size)[0]) if len(size) == 8 else b""
            except OSError:
                reply = b""
            except BaseException:
                # what is left in the pipe would be taken for the answer to the next request
                self.end()
                raise
            finally:
                timer.cancel()
            if not reply:
                self.end()
                raise ReadError(f"reading it took more than {SECONDS:g} seconds or too much memory")
        content: dict[str, Any] = json.loads(reply)
        return content

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "indexes.readers.pdf_text", str(SECONDS)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                # Ctrl-C is for the parent; this one ends with its input
                start_new_session=True,
            )
        return self._process

    def end(self) -> None:
        """End the process if it runs."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


_PROCESS = _Process()
atexit.register(_PROCESS.end)
