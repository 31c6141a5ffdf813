"""Fetched files that are compressed in themselves, as sitemaps often are."""

from __future__ import annotations

import gzip
import io
import zlib

from indexes.errors import ReadError


def unpacked(data: bytes, largest: int) -> bytes:
    """Return the content of gzipped data, and other data as it is; raises ReadError when it is too large."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            content = file.read(largest + 1)
    except (zlib.error, gzip.BadGzipFile, EOFError) as error:
        raise ReadError(f"it cannot be unpacked: {error}") from error
    if len(content) > largest:
        raise ReadError(f"it unpacks to more than {largest / 1_000_000:g} MB")
    return content
