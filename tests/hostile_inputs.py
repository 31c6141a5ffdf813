"""Broken and hostile files, the same from the same seed: damaged real ones, bombs, and nests."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import random
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from tests import source_files as files

GOOD = "The council of Marrow Bay voted to close the bridge number {}."


def inputs(seed: int = 20_26) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, content), each name once."""
    rng = random.Random(seed)
    yield from _damaged(rng)
    yield from _bombs()
    yield from _nests()
    yield from _encodings(rng)
    yield from _records()
    yield from _pages()
    yield from _runs()
    yield from _documents()


def _whole() -> dict[str, bytes]:
    text = "".join(f"<p>{sentence}</p>" for sentence in files.BODY)
    pages = [list(files.BODY)] * 3
    return {
        "pdf": files.pdf(pages, {"Title": "A bridge"}),
        "docx": files.word_document(files.BODY),
        "epub": files.epub({"One": text * 3, "Two": text * 3}),
        "zip": files.zipped({"a.html": files.page(), "b.txt": files.BODY[0], "c.json": '{"text": "x."}'}),
        "eml": files.newsletter(),
        "mhtml": files.mhtml(),
        "xml": files.WIKI.encode(),
        "xml.gz": gzip.compress(files.WIKI.encode()),
        "xml.bz2": bz2.compress(files.WIKI.encode()),
        "html": files.page().encode(),
        "json": json.dumps([{"title": "T", "text": sentence} for sentence in files.BODY]).encode(),
        "csv": ("title,text\n" + "\n".join(f'T,"{sentence}"' for sentence in files.BODY)).encode(),
        "md": f"---\ntitle: A bridge\n---\n# A bridge\n\n{files.BODY[0]}\n".encode(),
    }


def _damaged(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """Real files cut off, with bytes changed, with bytes gone, with a piece repeated, with noise in them."""
    for kind, data in _whole().items():
        for number in range(9):
            at = rng.randrange(1, len(data))
            length = rng.randrange(1, 1 + len(data) // 3)
            if number < 3:
                made = data[:at]
            elif number < 6:
                changed = bytearray(data)
                for _ in range(1 + len(data) // 50):
                    changed[rng.randrange(len(data))] = rng.randrange(256)
                made = bytes(changed)
            elif number == 6:
                made = data[:at] + data[at + length :]
            elif number == 7:
                made = data[: at + length] + data[at:]
            else:
                made = data[:at] + rng.randbytes(length) + data[at:]
            yield f"damaged-{number}.{kind}", made
        yield f"empty.{kind}", b""
        yield f"noise.{kind}", rng.randbytes(2_000)


def _bombs() -> Iterator[tuple[str, bytes]]:
    zeros = b"0" * 120_000_000
    yield "bomb.zip", files.zipped({"big.txt": zeros})
    yield "bomb-jsonl.zip", files.zipped({"big.jsonl": zeros})
    yield "bomb.jsonl.gz", gzip.compress(zeros, 1)
    yield "bomb.xml.bz2", bz2.compress(zeros)
    yield "bomb.docx", files.zipped({"[Content_Types].xml": "<a/>", "word/document.xml": zeros})
    yield "bomb.epub", files.zipped({"META-INF/container.xml": zeros})
    bomb: dict[str, bytes | str] = {f"{number}.txt": zeros[:100_000] for number in range(9)}
    inner = files.zipped(bomb)
    yield "bomb-nested.zip", files.zipped({f"{number}.zip": inner for number in range(3)})
    out = inner
    for _ in range(12):
        out = files.zipped({"again.zip": out})
    yield "deep.zip", out
    yield "many.zip", files.zipped({f"{number}.bin": b"" for number in range(60_000)})
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(12))
    laugh = f'<?xml version="1.0"?><!DOCTYPE mediawiki [{entities}]>'
    wiki = "<mediawiki><siteinfo><sitename>x</sitename></siteinfo><page><title>t</title><ns>0</ns>"
    yield "laughs.xml", (laugh + wiki + "<revision><text>&e11;</text></revision></page></mediawiki>").encode()
    external = '<?xml version="1.0"?><!DOCTYPE mediawiki [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield (
        "outside.xml",
        (external + wiki + "<revision><text>&x;</text></revision></page></mediawiki>").encode(),
    )
    quadratic = f'<!DOCTYPE mediawiki [<!ENTITY a "{"x" * 50_000}">]>' + wiki
    yield "quadratic.xml", (quadratic + f"<revision><text>{'&a;' * 50_000}</text></revision></page>").encode()
    container = '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c><rootfile full-path="&x;"/></c>'
    yield "outside.epub", files.zipped({"META-INF/container.xml": container})


def _nests() -> Iterator[tuple[str, bytes]]:
    yield "nest.json", b"[" * 200_000 + b"]" * 200_000
    yield "nest-object.json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    yield "nest.jsonl", b'{"text": "Before it."}\n' + b"[" * 100_000 + b'\n{"text": "After it."}\n'
    yield "nest.html", b"<div>" * 200_000 + b"<p>Deep.</p>"
    yield "nest-tags.html", b"<b><i>" * 50_000 + b"text" + b"</i></b>" * 50_000
    yield "nest.xml", b"<mediawiki>" + b"<a>" * 100_000
    yield "nest.md", b"> " * 20_000 + b"deep"
    yield "nest-lists.md", b"".join(b" " * (2 * n) + b"- x\n" for n in range(500))
    yield "nest-brackets.md", b"[" * 20_000 + b"](" * 20_000
    yield "nest-emphasis.md", b"*a **b " * 20_000
    templates = "{{a|" * 20_000 + "[[" * 20_000
    page = f"<page><title>t</title><ns>0</ns><revision><text>{templates}</text></revision></page>"
    yield "nest-templates.xml", f"<mediawiki>{page}</mediawiki>".encode()
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2_000)
    )
    yield "nest.eml", b"Subject: deep\n" + parts
    yield "nest.yaml.md", b"---\na: " + b"[" * 5_000 + b"\n---\ntext."
    laughs = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'x'}]" for n in range(9))
    yield "laughs.md", f"---\n{laughs}\ntitle: *a8\n---\nSome text.".encode()


def _encodings(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    yield "line.jsonl", b'{"text": "' + b"a" * 52_000_000
    yield "line.txt", b"word " * 2_200_000
    yield "line-without-blanks.txt", b"x" * 300_000
    yield "line.csv", b"title,text\nT," + b"a" * 12_000_000
    yield "huge.json", b" " * 50_000_100
    yield "zeros.txt", b"\x00" * 10_000
    yield "zeros-within.txt", b"The bridge\x00 fell.\x00"
    yield "zeros.csv", b"title,text\n\x00,\x00\n"
    yield "mark-of-16.txt", b"\xff\xfe\x00"
    yield "mark-of-32.txt", b"\xff\xfe\x00\x00\xff\xff\xff\xff"
    yield "mark-of-8.txt", b"\xef\xbb\xbf\xff\xfe"
    yield "half-characters.txt", "Brücke".encode()[:3] * 50
    yield "surrogates.json", b'{"title": "\\ud800", "text": "The bridge fell. \\udfff"}'
    yield "controls.txt", bytes(range(1, 32)) * 50
    yield "only-blanks.txt", b" \n\t\r\n" * 1_000
    yield "only-marks.txt", "\u200b\u202e\ufeff".encode() * 500
    yield "accents.txt", ("a" + "\u0301" * 100_000).encode()
    yield (
        "wrong-name.html",
        b'<html><head><meta charset="no-such-code"></head><body>\xff\xfe\xfa</body></html>',
    )
    yield "rot13.html", b'<meta charset="rot13">' + files.page().encode("utf-16-le")
    yield "zlib-code.html", b'<meta charset="zlib_codec">\xff\xff\xff'
    for number in range(4):
        yield f"noise-{number}.txt", rng.randbytes(5_000)


def _records() -> Iterator[tuple[str, bytes]]:
    cases: dict[str, object] = {
        "number": 5,
        "null": None,
        "string": "text",
        "empty-list": [],
        "empty-object": {},
        "text-is-a-number": {"text": 5},
        "text-is-a-list": {"title": "T", "text": ["a"]},
        "title-is-deep": {"title": {"name": {"name": {"name": []}}}, "text": "The bridge fell."},
        "date-is-wrong": {"text": "The bridge fell.", "date": "32 May"},
        "date-is-huge": {"text": "The bridge fell.", "date": 10**40},
        "date-is-an-object": {"text": "The bridge fell.", "date": {"$date": 5}},
        "address-is-a-script": {"text": "The bridge fell.", "url": "javascript:alert(1)"},
        "address-is-broken": {"text": "The bridge fell.", "url": "http://[::1"},
        "address-has-a-bad-port": {"text": "The bridge fell.", "url": "http://a.example:999999/"},
        "author-is-mixed": {"text": "The bridge fell.", "author": [None, 5, {"name": "A"}, [["B"]]]},
        "id-climbs": {"text": "The bridge fell.", "id": "../../../etc/passwd"},
        "huge-title": {"text": "The bridge fell.", "title": "x" * 1_000_000},
        "mixed-list": [5, None, [], {"text": "The bridge fell."}, {"text": ""}],
    }
    for name, value in cases.items():
        yield f"record-{name}.json", json.dumps(value).encode()
    yield "record-huge-number.json", b'{"text": "x.", "date": ' + b"9" * 10_000 + b"}"
    yield "record-infinity.json", b'{"text": "x.", "date": Infinity, "title": NaN}'
    yield "record-twice.json", b'{"text": "a.", "text": 5}'
    yield "quotes.csv", b'title,text\n"T,"' + b'"a' * 10_000
    yield "columns.csv", b",".join(b"c%d" % n for n in range(50_000)) + b"\n" + b"," * 50_000
    yield "same-columns.csv", b"text,text,text\na.,b.,c.\n"
    yield "no-rows.csv", b"title,text\n"
    yield "carriage-returns.csv", b"title,text\r\rT,The bridge fell.\r"


def _pages() -> Iterator[tuple[str, bytes]]:
    yield "million-tags.html", b"<p>" * 1_000_000
    yield "million-attributes.html", b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x</p>"
    yield "long-attribute.html", b'<p style="' + b"color:" * 500_000 + b'">The bridge fell.</p>'
    yield "styles.html", b"<style>" + b"@media{" * 50_000 + b"</style><p>The bridge fell.</p>"
    yield "selectors.html", b"<style>" + b".a,#b{display:none}" * 50_000 + b"</style>" + files.page().encode()
    yield "metas.html", b"<head>" + b'<meta name="author" content="A">' * 50_000 + files.page().encode()
    yield "comment.html", b"<!--" + b"-" * 1_000_000
    yield "plaintext.html", b"<plaintext>" + b"<p>x" * 1_000
    yield "frames.html", b"<frameset><frame src='javascript:alert(1)'></frameset>"
    yield "svg.html", b"<svg><script>alert(1)</script><foreignObject><p>x</p></foreignObject></svg>"
    yield "entities.html", b"<p>" + b"&#x110000;&#0;&bogus;&#xD800;" * 1_000 + b"</p>"
    yield "no-markup.html", b"just words without any markup at all"
    yield "base.html", files.page(head='<base href="http://[bad">').encode()
    yield "canonical.html", files.page(head='<link rel="canonical" href="http://[::1">').encode()
    scripts = (
        '<script type="application/ld+json">{"@type":"NewsArticle","author":' + "[" * 50_000 + "</script>"
    )
    yield "json-ld.html", files.page(head=scripts).encode()
    yield "tables.html", b"<table><tr><td>" * 5_000 + b"x"
    yield "links.html", b"".join(b'<a href="/%d">link %d</a> ' % (n, n) for n in range(20_000))


def _runs() -> Iterator[tuple[str, bytes]]:
    """Long runs of what patterns repeat: one that tries every length of every run never ends."""
    sheets = {
        "selector": "a" * 900_000,
        "blanks": ".a{top:" + " " * 900_000,
        "comment": "/* " * 300_000,
        "condition": "@a " * 300_000,
        "height": ".a{" + "height:0;" * 100_000,
        "overflow": ".a{" + "overflow:hidden" * 60_000,
        "font": ".a{" + "font:" * 180_000,
        "size": ".a{font-size:" + "0" * 900_000 + "x",
    }
    for name, sheet in sheets.items():
        yield f"run-{name}.html", files.page(head=f"<style>{sheet}</style>").encode()
    markups = {
        "heading": "==" + " " * 500_000 + "x",
        "outer-link": "[//" * 500_000,
    }
    for name, markup in markups.items():
        yield f"run-{name}.xml", files.WIKI.replace("Second story", f"{escape(markup)}\nSecond").encode()
    yield "run-comment.md", b"A story.\n\n<!--" + b"<<<<\n\n" * 100_000
    date = "2024-01-01 10:00" + " " * 500_000 + "x"
    yield "run-date.json", json.dumps({"text": "The bridge fell.", "date": date}).encode()


def _documents() -> Iterator[tuple[str, bytes]]:
    whole = files.pdf([list(files.BODY)])
    yield "only-head.pdf", b"%PDF-1.7\n"
    yield "no-pages.pdf", files.pdf([])
    yield "own-parent.pdf", whole.replace(b"/Parent 2 0 R", b"/Parent 4 0 R")
    yield "own-kid.pdf", whole.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")
    yield "many-pages.pdf", whole.replace(b"/Count 1", b"/Count 999999999")
    yield "wrong-length.pdf", whole.replace(b"/Length ", b"/Length 9")
    yield "own-length.pdf", whole.replace(b"/Length ", b"/Length 4 0 R %")
    yield "own-root.pdf", whole.replace(b"/Root 1 0 R", b"/Root 6 0 R")
    yield (
        "encrypted.pdf",
        whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 >>"),
    )
    yield (
        "before-itself.pdf",
        whole.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % whole.rindex(b"xref\n0")),
    )
    yield "pictures-only.pdf", files.pdf([[]])
    yield "a-page-as.pdf", files.page().encode()
    yield "a-picture-as.docx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100
    yield "a-zip-as.docx", files.zipped({"a.txt": "x"})
    yield "no-document.docx", files.zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<x/>"})
    yield "no-container.epub", files.zipped({"mimetype": "application/epub+zip"})
    climbing = '<container><rootfiles><rootfile full-path="../../../../etc/passwd"/></rootfiles></container>'
    yield "climbing.epub", files.zipped({"META-INF/container.xml": climbing})
    yield (
        "climbing.zip",
        files.zipped({"../../a.txt": "x.", "/etc/b.txt": "x.", "c:\\d.txt": "x.", "..\\e.txt": "x."}),
    )
    yield "unknown-only.zip", files.zipped({"a.exe": b"MZ", "b.so": b"\x7fELF"})
    yield "same-names.zip", _same_names()
    yield "method.zip", files.zipped({"a.txt": "The bridge fell."}).replace(b"\x08\x00", b"\x63\x00")
    locked = bytearray(files.zipped({"a.txt": "The bridge fell."}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    yield "locked.zip", bytes(locked)
    yield "unknown-inside.gz", gzip.compress(b"x")
    yield "gzip-in-gzip.txt.gz.gz.gz.gz.gz", gzip.compress(gzip.compress(gzip.compress(b"x")))
    yield "feed.xml", b"<rss version='2.0'><channel><item><title>T</title></item></channel></rss>"
    yield "no-header.eml", b"\n\nJust text without any header."
    yield (
        "wrong-charset.eml",
        b"Subject: =?no-such?b?!!!?=\nContent-Type: text/plain; charset=no-such\n\nText here.",
    )
    yield "bad-date.eml", b"Subject: T\nDate: yesterday, sort of\nFrom: <<<>>>@\n\nThe bridge fell."
    yield (
        "bad-base64.eml",
        b"Subject: T\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!\xff",
    )
    yield "long-header.eml", b"Subject: " + b"x" * 5_000_000 + b"\n\nThe bridge fell."
    yield "only-picture.mhtml", b"MIME-Version: 1.0\nContent-Type: image/png\n\nx"


def _same_names() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(5):
            with archive.open(zipfile.ZipInfo("a.txt"), "w") as member:
                member.write(f"Story {number}.".encode())
    return out.getvalue()
