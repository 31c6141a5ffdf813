"""What readers share: decoding, dates, titles and URLs."""

from __future__ import annotations

import calendar
import codecs
import re
import unicodedata
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit, urlunsplit

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


# Enough to know an encoding by; looking at more of a large file costs seconds and tells nothing new.
_SAMPLE = 200_000


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the bytes as text: by byte order mark, as UTF-8, as declared, or as what they most look like.

    Raises ReadError when they do not look like text.
    """
    if not data.strip():
        raise ReadError("it is empty")
    encoding = encoding_of(data, declared)
    try:
        return data.decode(encoding, errors=_STRAY if encoding == "utf-8" else "strict")
    except UnicodeDecodeError as error:
        if any(data.startswith(mark) for mark, _ in _MARKS):
            raise ReadError(f"it begins as {encoding} but is not: {error.reason}") from error
        # a few broken bytes far into a long file are no reason to lose the rest of it
        return data.decode(encoding, errors="replace")


def encoding_of(data: bytes, declared: str | None = None) -> str:
    """Return the name of the encoding that text is in, judged by its beginning where it is long.

    Raises ReadError when it does not look like text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:_SAMPLE]
    for whole in (data, sample) if len(data) > _SAMPLE else (data,):
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
    if declared is not None and _decodes(sample, declared):
        return declared
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


_STRAY = "stray-windows-1252"
codecs.register_error(_STRAY, _as_windows)
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
    raise ReadError("it holds zero bytes, so it is no text in any known encoding; save it as UTF-8")


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
        raise ReadError("it is no text in any known encoding; save it as UTF-8")
    return best.encoding


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
    for form in (value, _ZONE_NAME.sub("+00:00", value)):
        try:
            parse_day(form)
            return form
        except ValueError:
            pass
    try:
        # it reads "8:30 PM" as half past eight in the morning
        if not _HALF_OF_DAY.search(value):
            return parsedate_to_datetime(value).isoformat()
    except (ValueError, IndexError, OverflowError):
        pass
    return _written_date(value)


_HALF_OF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
_ZONE_NAME = re.compile(r"\s*(?:UTC|GMT)$")
_MONTHS = {
    name[:length]: number
    for number, name in enumerate(map(str.lower, calendar.month_name))
    for length in (3, 4, len(name))
    if name
}
_DOTTED = re.compile(r"(?:[A-Za-z]+,?\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_DAY_FIRST = re.compile(r"(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]+)\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"(?:[A-Za-z]+,\s+)?([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")


def _written_date(value: str) -> str | None:
    """Return the day of a date in English words, or in numbers with points.

    "3/4/2023" is a different day here and there, so None.
    """
    day_first, month_first = _DAY_FIRST.match(value), _MONTH_FIRST.match(value)
    dotted = _DOTTED.match(value)
    if dotted:
        # written so, the day comes first everywhere
        try:
            return date(int(dotted.group(3)), int(dotted.group(2)), int(dotted.group(1))).isoformat()
        except ValueError:
            return None
    if day_first:
        day, name, year = day_first.groups()
    elif month_first:
        name, day, year = month_first.groups()
    else:
        return None
    month = _MONTHS.get(name.lower())
    try:
        return date(int(year), month, int(day)).isoformat() if month else None
    except ValueError:
        return None


# What would change how the rest of a line is shown: controls, marks of direction, invisible joiners of words.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def text_or_none(value: object) -> str | None:
    """Return a value as one trimmed line without control characters, lists joined by commas, or None when
    nothing is left."""
    if isinstance(value, list | tuple):
        value = ", ".join(part for part in map(text_or_none, value) if part)
    elif isinstance(value, dict):
        value = value.get("name")
    if value is None or isinstance(value, bool | dict):
        return None
    # the marks go and the breaks become blanks: "a\nb" is two words
    line = "".join(" " if character.isspace() else character for character in str(value))
    return " ".join(_UNSEEN.sub("", line).split()) or None


def title_of(text: str, fallback: str) -> str:
    """Return a title for a text that names none: its first line when that reads as a headline,
    otherwise the beginning of its first sentence."""
    text = normalise_text(text)
    first = text.split("\n", 1)[0].strip()
    if not first:
        return fallback
    if len(first) <= 120:
        return first
    start, end = split_sentences(first[:2_000])[0]
    sentence = first[start:end]
    if len(sentence) <= 120:
        return sentence
    return sentence[:100].rsplit(" ", 1)[0].rstrip(",;:–— ") + "…"


_TRACKING_PREFIXES = ("utm_", "at_", "hsa_", "mc_", "pk_", "mtm_", "ns_", "wt_", "oly_", "vero_")
_TRACKING = frozenset(
    (
        *("fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid"),
        *("igsh", "li_fat_id", "mkt_tok", "s_cid", "cmpid", "cmp", "ocid", "smid", "smtyp", "ito", "xtor"),
        *("_ga", "_gl", "ref_src", "ref_url"),
    )
)


def is_tracking(parameter: str) -> bool:
    """Tell whether a parameter of a URL only says where the reader came from."""
    return parameter.lower() in _TRACKING or parameter.lower().startswith(_TRACKING_PREFIXES)


def canonical_url(url: str | None, *, keep_tracking: bool = False) -> str | None:
    """Return the URL as an identifier: lower-case host, no user, no fragment, no tracking parameters.

    None when it is not an absolute http or https URL, so nothing else ever becomes a link.
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not host or not _HOST.fullmatch(host):
        return None
    pairs = parts.query.split("&") if parts.query else []
    query = "&".join(pair for pair in pairs if keep_tracking or not is_tracking(pair.split("=", 1)[0]))
    place = f"[{host}]" if ":" in host else host
    if port not in (None, {"http": 80, "https": 443}[scheme]):
        place = f"{place}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    return urlunsplit((scheme, place, path, quote(query, safe="/%:@!$&'()*+,;=~?[]"), ""))


_HOST = re.compile(r"[\w.:%-]+")
