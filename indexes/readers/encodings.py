"""Bytes as text: which encoding they are in, and how much of a broken one can be read."""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from indexes.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


# Enough to know an encoding by; looking at more of a large file costs seconds and tells nothing new.
SAMPLE = 200_000


def decode(data: bytes, *declared: str | None) -> str:
    """Return the bytes as text: by byte order mark, as UTF-8, as declared, or as what they most look like.

    What is declared is tried in turn. Raises ReadError when they do not look like text.
    """
    if not data.strip():
        raise ReadError("it is empty")
    encoding = encoding_of(data, *declared)
    try:
        return data.decode(encoding, errors=STRAY if encoding == "utf-8" else "strict")
    except UnicodeDecodeError as error:
        if any(data.startswith(mark) for mark, _ in _MARKS):
            raise ReadError(f"it begins as {encoding} but is not: {error.reason}") from error
        # a few broken bytes far into a long file are no reason to lose the rest of it
        return data.decode(encoding, errors="replace")


def encoding_of(data: bytes, *declared: str | None) -> str:
    """Return the name of the encoding that text is in, judged by its beginning where it is long.

    Raises ReadError when it does not look like text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:SAMPLE]
    for whole in (data, sample) if len(data) > SAMPLE else (data,):
        try:
            # a sample may end within a character
            text = codecs.getincrementaldecoder("utf-8")().decode(whole, final=len(whole) == len(data))
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return "utf-8"
        break
    if b"\x00" not in sample and _is_mostly_utf_8(sample):
        return "utf-8"
    if b"\x00" in sample:
        return _utf_16(sample)
    for name in declared:
        if name and _decodes(sample, name):
            return name
    return _legacy_encoding(sample)


def _is_mostly_utf_8(sample: bytes) -> bool:
    """Tell whether text in UTF-8 has only some bytes of older software pasted into it."""
    rest, right = _SEQUENCE.subn(b"", sample)
    wrong = len(rest) - len(rest.translate(None, _HIGH))
    return right > wrong


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Return the bytes that are no UTF-8 as what Western software meant by them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


# How to decode UTF-8 that may hold such bytes.
STRAY = "stray-windows-1252"
codecs.register_error(STRAY, _as_windows)
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(0x80, 0x100))


def _utf_16(sample: bytes) -> str:
    """Return which way round text of two bytes a character is that has no mark; raises ReadError."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
        plain = sum(
            character.isascii() and (character.isprintable() or character.isspace()) for character in text
        )
        if plain * 2 > len(text):
            return encoding
    raise ReadError("it holds zero bytes, so it is not text in any known encoding; save it as UTF-8")


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        # refuses codecs that are no encodings of text, such as zlib
        sample[:64].decode(encoding, "ignore")
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except (LookupError, ValueError, AttributeError):
        return False
    # these accept any bytes, so that they decode proves nothing; browsers read both as Windows-1252
    return codecs.lookup(encoding).name not in ("iso8859-1", "ascii")


def _legacy_encoding(sample: bytes) -> str:
    """Return the encoding of text older than UTF-8."""
    try:
        # what Western software wrote for decades; accepted when every high byte reads as a letter or mark
        text = sample.decode("cp1252")
        high = [character for character in text if ord(character) > 127]
        odd = sum(unicodedata.category(character) in ("Cc", "So", "Sm", "Sk", "No") for character in high)
        letters = sum(character.isalpha() for character in text)
        if odd * 10 <= len(high) and len(high) * 5 <= letters * 2:
            return "cp1252"
    except UnicodeDecodeError:
        pass
    best = from_bytes(sample).best()
    if best is None:
        raise ReadError("it is not text in any known encoding; save it as UTF-8")
    return best.encoding
