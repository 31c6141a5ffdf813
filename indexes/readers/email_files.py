"""E-mail newsletters saved as .eml: one article a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Any

from indexes.articles import Article, normalise_text
from indexes.errors import ReadError
from indexes.readers.common import canonical_url, text_or_none, title_of, without_title
from indexes.readers.dates import iso_date
from indexes.readers.encodings import decode
from indexes.readers.html import declared_charset, page_text
from indexes.readers.text import unwrap
from indexes.readers.visible import parse_page, remove_hidden
from indexes.sources import Source

_ADDRESS = re.compile(r"https?://\S+")
_LONGEST_FOOTER = 300
# How newsletters begin and end, in the languages of those at hand.
_FOOTER = re.compile(
    r"\bunsubscribe\b|\bview (?:this|it|the)?\b.{0,30}\b(?:browser|online)\b|\bmanage (?:your )?preferences\b"
    r"|\byou(?:'re| are|’re)? receiv(?:e|ing|ed) this (?:e-?mail|message|newsletter|because)"
    r"|\bupdate your (?:profile|preferences)\b|\bno longer (?:wish|want) to receive\b"
    r"|\bim browser (?:an(?:sehen|zeigen)|öffnen|lesen)\b|\bnewsletter (?:abbestellen|abmelden)\b"
    r"|\bse désabonner\b|\bdésinscri|\bdans (?:votre|le) navigateur\b|\bdarse de baja\b",
    re.IGNORECASE,
)


def read(source: Source) -> Iterator[Article]:
    """Yield the message as an article; its sender is the publisher and its date the publication's."""
    message = parse_message(source.read_bytes())
    text = _text(message)
    if not text:
        raise ReadError("the message has no text")
    subject = header(message, "Subject")
    sender = parseaddr(header(message, "From") or "")
    url = canonical_url((header(message, "Archived-At") or "").strip("<> "))
    title = subject or title_of(text, source.stem)
    found = {
        "title": (title, "header Subject" if subject else "the beginning of the text"),
        "url": (url, "header Archived-At"),
        "publisher": (text_or_none(sender[0]) or text_or_none(sender[1]), "header From"),
        "published": (iso_date(header(message, "Date")), "header Date"),
        "language": (text_or_none((header(message, "Content-Language") or "").split(",")[0]), "header"),
    }
    values = {name: value for name, (value, _) in found.items()}
    yield Article.create(
        id=url or source.name,
        title=title,
        text=without_title(text, title),
        url=url,
        publisher=values["publisher"],
        published=values["published"],
        language=values["language"],
        source=source.origin,
        metadata_sources={name: where for name, (value, where) in found.items() if value},
    )


def parse_message(data: bytes) -> EmailMessage:
    """Return the message in the bytes; raises ReadError when they are none."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
    except (ValueError, LookupError, AttributeError, IndexError, TypeError) as error:
        raise ReadError(f"it is not an e-mail message: {error}") from error
    if not isinstance(message, EmailMessage) or not message.keys():
        raise ReadError("it is not an e-mail message: it begins with no header")
    return message


def header(message: EmailMessage, name: str) -> str | None:
    """Return a header as one line, or None when there is none or it cannot be read."""
    try:
        return text_or_none(message.get(name))
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        # the standard library raises on some headers that mail programs show
        return text_or_none(
            next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), None)
        )


def payload(part: EmailMessage) -> bytes:
    """Return the content of a part with its transfer encoding undone."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(message: EmailMessage) -> str | None:
    """Return the longer of the plain text and the text of the page, for many have one only for form."""
    plain: list[str] = []
    pages: list[str] = []
    for part in message.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind, data = part.get_content_type(), payload(part)
        if not data.strip():
            continue
        charset = text_or_none(part.get_param("charset"))
        if kind == "text/plain":
            plain.append(unwrap(_without_footer(normalise_text(decode(data, charset)))))
        elif kind == "text/html":
            tree = parse_page(decode(data, charset or declared_charset(data)))
            remove_hidden(tree)
            _open_layout(tree)
            pages.append(_without_footer(page_text(tree) or ""))
    return max("\n\n".join(plain), "\n\n".join(pages), key=_words_in).strip() or None


def _words_in(text: str) -> int:
    """Return the length without addresses, of which the plain version has one for each link."""
    return len(_ADDRESS.sub("", text))


def _open_layout(tree: Any) -> None:
    """Turn tables that only place things into blocks; one of data has heads."""
    for table in list(tree.iter("table")):
        if table.find(".//th") is None:
            for element in table.iter("table", "tbody", "tr", "td"):
                element.tag = "div"


def _without_footer(text: str) -> str:
    """Return the text without the short lines that are about the message itself."""
    return "\n".join(
        line for line in text.split("\n") if len(line) > _LONGEST_FOOTER or not _FOOTER.search(line)
    )
