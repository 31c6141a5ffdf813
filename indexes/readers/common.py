"""What readers share: values as one line, titles and URLs."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from indexes.articles import normalise_text
from indexes.sentences import split_sentences

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


def simplified(text: str | None) -> str:
    """Return a heading so that two forms of it compare equal."""
    return re.sub(r"\W+", " ", text or "").strip().casefold()


def without_title(text: str, title: str | None) -> str:
    """Return the text without its first line where that only repeats the title."""
    first, _, rest = normalise_text(text).partition("\n")
    return rest if title and rest.strip() and simplified(first) == simplified(title) else text


# Names that nothing else has: "at_id" or "cmp" may be what tells articles apart.
_TRACKING_PREFIXES = ("utm_", "hsa_", "pk_", "mtm_", "oly_", "vero_")
_TRACKING = frozenset(
    (
        *("fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid"),
        *("igsh", "li_fat_id", "mkt_tok", "s_cid", "cmpid", "ocid", "smid", "smtyp", "xtor"),
        *("_ga", "_gl", "ref_src", "ref_url", "mc_cid", "mc_eid", "wt_mc", "wt_zmc"),
        *("at_medium", "at_campaign", "at_campaign_type", "at_custom1", "at_custom2", "at_custom3"),
        *("at_custom4", "at_format", "at_ptr_name", "at_bbc_team", "at_link_id", "at_link_type"),
        *("at_link_origin", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee"),
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
        parts.geturl().encode()  # fails for half a character
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
