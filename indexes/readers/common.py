"""What readers share: decoding, dates, titles and URLs."""

from __future__ import annotations

import codecs
import unicodedata
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from charset_normalizer import from_bytes

from indexes.articles import normalise_text, parse_day
from indexes.errors import ReadError
from indexes.sentences import split_sentences

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """Return the bytes as text: by byte order mark, as UTF-8, or in the encoding they most look like.

    Raises ReadError when they do not look like text.
    """
    if not data.strip():
        raise ReadError("it is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ReadError(f"it begins as {encoding} but is not: {error.reason}") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data)
    if "\x00" in text:
        raise ReadError("it holds zero bytes, so it is no text")
    return text


def _decode_legacy(data: bytes) -> str:
    """Return text of an encoding older than UTF-8."""
    if b"\x00" in data:
        raise ReadError("it is no text in any known encoding; save it as UTF-8")
    try:
        # what Western software wrote for decades; accepted when every high byte reads as a letter or mark
        text = data.decode("cp1252")
        high = [character for character in text if ord(character) > 127]
        odd = sum(unicodedata.category(character) in ("Cc", "So", "Sm", "Sk", "No") for character in high)
        letters = sum(character.isalpha() for character in text)
        if odd * 10 <= len(high) and len(high) * 5 <= letters:
            return text
    except UnicodeDecodeError:
        pass
    best = from_bytes(data).best()
    if best is None:
        raise ReadError("it is no text in any known encoding; save it as UTF-8")
    return str(best)


def iso_date(value: object) -> str | None:
    """Return a date or date-time in ISO 8601, as precise as it was given, or None when it is neither.

    Reads ISO 8601, the format of e-mail and RSS, and seconds or milliseconds since 1970.
    """
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        try:
            return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds > 1e8 else None
        except (OverflowError, OSError, ValueError):
            return None
    if not isinstance(value, str):
        return None
    value = value.strip()
    try:
        parse_day(value)
        return value
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value).isoformat()
    except ValueError:
        return None


def text_or_none(value: object) -> str | None:
    """Return a value as one trimmed line, lists joined by commas, or None when nothing is left."""
    if isinstance(value, list | tuple):
        value = ", ".join(part for part in map(text_or_none, value) if part)
    elif isinstance(value, dict):
        value = value.get("name")
    if value is None or isinstance(value, bool | dict):
        return None
    return " ".join(str(value).split()) or None


def title_of(text: str, fallback: str) -> str:
    """Return a title for a text that names none: its first line when that reads as a headline,
    otherwise the beginning of its first sentence."""
    text = normalise_text(text)
    first = text.split("\n", 1)[0].strip()
    if not first:
        return fallback
    if len(first) <= 120:
        return first
    start, end = split_sentences(first)[0]
    sentence = first[start:end]
    if len(sentence) <= 120:
        return sentence
    return sentence[:100].rsplit(" ", 1)[0].rstrip(",;:–— ") + "…"


_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def canonical_url(url: str) -> str | None:
    """Return the URL as an identifier: lower-case host, no fragment, no tracking parameters.

    None when it is not an absolute http or https URL.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    kept = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(_TRACKING)
    ]
    query = (
        parts.query if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(kept)
    )
    standard = {"http": 80, "https": 443}[parts.scheme.lower()]
    place = host if port in (None, standard) else f"{host}:{port}"
    return urlunsplit((parts.scheme.lower(), place, parts.path or "/", query, ""))
