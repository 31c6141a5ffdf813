"""The encoder's files: found beside the package, checked against their checksums, opened."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from models.errors import DamagedWeightsError, MissingWeightsError

RESTORE = "Restore it with `git checkout -- models`, or export it again as its model card says."


def read_description(path: Path) -> dict[str, Any]:
    """Return the JSON object that describes one set of weights (checksums, calibration).

    Raises MissingWeightsError or DamagedWeightsError.
    """
    try:
        description = json.loads(read_file(path))
    except ValueError as error:
        raise DamagedWeightsError(f"{path} is not JSON ({error}). {RESTORE}") from error
    if not isinstance(description, dict):
        raise DamagedWeightsError(f"{path} does not hold a JSON object. {RESTORE}")
    return description


def read_file(path: Path, *, sha256: str | None = None) -> bytes:
    """Return the bytes of a file, checked against its SHA-256 where one is known.

    Raises MissingWeightsError or DamagedWeightsError.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise MissingWeightsError(f"{path} is missing. {RESTORE}") from error
    except OSError as error:
        raise DamagedWeightsError(f"{path} cannot be read ({error}). {RESTORE}") from error
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedWeightsError(f"{path} is not the file that its description names (SHA-256). {RESTORE}")
    return content


def open_tokenizer(path: Path, *, sha256: str | None = None) -> Tokenizer:
    """Open a tokenizer with truncation and padding off: cutting texts is the caller's decision."""
    content = read_file(path, sha256=sha256)
    try:
        tokenizer = Tokenizer.from_buffer(content)
    except Exception as error:  # tokenizers raises plain Exception
        raise DamagedWeightsError(f"{path} is not a tokenizer ({error}). {RESTORE}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
