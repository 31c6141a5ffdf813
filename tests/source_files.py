"""Files of every kind that the readers know, made in memory for the tests."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
from docx.document import Document

from indexes.articles import Article
from indexes.sources import ReadFailure, Source, read_source

BODY = (
    "The council of Marrow Bay voted on Tuesday to close the old swing bridge for eleven months.",
    "Engineers had found cracks in two of its four piers, said the harbour engineer, Ines Calloway.",
    "Buses will cross by the northern road, which adds fourteen minutes to the journey into town.",
)


def read_bytes(name: str, data: bytes, **about: Any) -> list[Article | ReadFailure]:
    """What the reader for that name makes of the data."""
    return list(read_source(Source(name, lambda: io.BytesIO(data), **about)))


def only_article(items: Sequence[Article | ReadFailure]) -> Article:
    """The one article that was read."""
    assert len(items) == 1, items
    assert isinstance(items[0], Article), items[0]
    return items[0]


def only_failure(items: Sequence[Article | ReadFailure]) -> ReadFailure:
    """The one failure that was reported."""
    assert len(items) == 1, items
    assert isinstance(items[0], ReadFailure), items[0]
    return items[0]


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _pdf_string(text: str) -> bytes:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(" + escaped.encode("latin-1") + b")"


def pdf(pages: Sequence[Sequence[str]], information: Mapping[str, str] | None = None) -> bytes:
    """A PDF with the lines on its pages."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>", b"", font]
    kids = []
    for lines in pages:
        words = b"".join(_pdf_string(line) + b" Tj T*\n" for line in lines)
        stream = zlib.compress(b"BT /F1 11 Tf 14 TL 60 780 Td\n" + words + b"ET")
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    fields = (b"/%s %s" % (name.encode(), _pdf_string(value)) for name, value in (information or {}).items())
    objects.append(b"<< %s >>" % b" ".join(fields))
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def word_document(paragraphs: Sequence[str], *, title: str = "", author: str = "", hidden: str = "") -> bytes:
    """A Word document with a heading, a table, and hidden words when there are some."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    document.add_heading("Swing bridge to close", level=1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if hidden:
        document.add_paragraph().add_run(hidden).font.hidden = True
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Cost", "4.2 million"
    if hidden:
        table.rows[0].cells[1].paragraphs[0].add_run(hidden).font.hidden = True
    return saved(document)


def saved(document: Document) -> bytes:
    """The Word document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def epub(chapters: Mapping[str, str]) -> bytes:
    """A book with a chapter of XHTML for each title."""
    names = {f"c{number}.xhtml": title for number, title in enumerate(chapters, start=1)}
    manifest = "".join(f'<item id="{name}" href="text/{name}"/>' for name in names)
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Bay stories</dc:title>'
        "<dc:creator>Ines Calloway</dc:creator><dc:publisher>Harbour Press</dc:publisher>"
        "<dc:date>2021-05-06</dc:date><dc:language>en</dc:language></metadata>"
        f"<manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    )
    members: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": package,
    }
    for name, title in names.items():
        members[f"OEBPS/text/{name}"] = (
            '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
            f"<body><h1>{title}</h1>{chapters[title]}</body></html>"
        )
    return zipped(members)


def page(title: str = "Swing bridge to close", *, head: str = "", before: str = "", after: str = "") -> str:
    """A web page with an article."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in BODY)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        "</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{before}{paragraphs}{after}</article>"
        "<footer>Contact us</footer></body></html>"
    )


def newsletter() -> bytes:
    """A newsletter with a page and a plain version that only points to it."""
    message = EmailMessage()
    message["Subject"] = "Swing bridge to close — Güterzüge too"
    message["From"] = '"The Bay Letter" <letter@bay.example>'
    message["To"] = "reader@example.com"
    message["Date"] = "Tue, 04 Mar 2025 07:30:00 -0500"
    message.set_content("View this in your browser.")
    message.add_alternative(page(), subtype="html")
    return message.as_bytes()


def mhtml(address: str = "https://bay.example/bridge?utm_source=x") -> bytes:
    """A page saved whole, as browsers do."""
    message = EmailMessage()
    message["Subject"] = "Swing bridge to close"
    message["Snapshot-Content-Location"] = address
    message.make_related()
    related = EmailMessage()
    related.set_content(page(), subtype="html")
    related["Content-Location"] = address
    message.attach(related)
    return message.as_bytes()


WIKI = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
<siteinfo><sitename>Wikinews</sitename><base>https://en.wikinews.org/wiki/Main_Page</base></siteinfo>
<page><title>Bridge closes in Marrow Bay</title><ns>0</ns><id>1</id>
<revision><id>1</id><timestamp>2020-01-01T00:00:00Z</timestamp><text>An older text.</text></revision>
<revision><id>2</id><timestamp>2024-11-05T10:00:00Z</timestamp>
<contributor><username>Someone</username></contributor>
<text xml:space="preserve">{{date|November 3, 2023}}
[[File:Bridge.jpg|thumb|The bridge, [[seen]] from the north]]
The '''swing bridge''' of [[Marrow Bay|the bay]] closes&amp;mdash;for good&lt;ref&gt;A source&lt;/ref&gt;.
* Buses go round.

== Reactions ==
"A pity", said [https://example.com a driver].

== Sources ==
* {{source|url=https://example.com}}
[[Category:Bridges]]</text></revision></page>
<page><title>Old name</title><ns>0</ns><redirect title="Bridge closes in Marrow Bay"/>
<revision><text>#REDIRECT [[x]]</text></revision></page>
<page><title>Talk:Bridge</title><ns>1</ns><revision><text>Not an article.</text></revision></page>
<page><title>Second</title><ns>0</ns>
<revision><timestamp>2024-01-02T03:04:05Z</timestamp><text>Second story here.</text></revision></page>
</mediawiki>"""


def write(folder: Path, files: Mapping[str, bytes | str]) -> None:
    """Write the files into the folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
