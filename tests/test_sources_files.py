"""Every kind of file gives its text and what it says of itself, and nothing that it does not say."""

from __future__ import annotations

import bz2
import gzip
import json
import os
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from indexes import ArticleIndex
from indexes.articles import Article
from indexes.errors import ReadError
from indexes.readers import pdf as pdf_reader
from indexes.readers.common import canonical_url
from indexes.readers.dates import iso_date
from indexes.readers.encodings import SAMPLE, decode
from indexes.sources import ReadFailure
from tests import source_files as files
from tests.fake_embedder import WordCountEmbedder
from tests.source_files import BODY, only_article, only_failure, read_bytes


def test_a_pdf_loses_its_line_ends_its_running_heads_and_its_page_numbers() -> None:
    lines = [
        "The council of Marrow Bay voted on Tuesday to close the old swing",
        "bridge for eleven months. Engineers had found cracks in two of its",
        "four piers, said the harbour engi-",
        "neer, Ines Calloway.",
        "Buses will cross by the northern road, which adds fourteen minutes to",
        "the journey into town.",
    ]
    second = ["Marrow Bay Gazette", "A shopkeeper was pleased.", "Nobody else was asked by the paper.", "2"]
    third = ["Marrow Bay Gazette", "The bridge was built in 1921.", "It has never been closed before.", "3"]
    pages = [["Marrow Bay Gazette", *lines, "1"], second, third]
    data = files.pdf(pages, {"Title": "Bridge to close", "Author": "I. Calloway"})
    article = only_article(read_bytes("a.pdf", data))
    first, following, *_ = article.text.split("\n\n")
    assert first.startswith(
        "The council of Marrow Bay voted on Tuesday to close the old swing bridge for eleven"
    )
    assert first.endswith("said the harbour engineer, Ines Calloway.")
    assert following.startswith(
        "Buses will cross by the northern road, which adds fourteen minutes to the journey"
    )
    assert "Gazette" not in article.text
    assert (article.title, article.author, article.language) == ("Bridge to close", "I. Calloway", "en-GB")
    assert article.published is None
    assert article.metadata_sources["title"] == "PDF properties"


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - my report.doc", "Untitled-1", "report final.pdf"],
    ids=["program", "none", "file"],
)
def test_a_title_that_software_gave_a_pdf_is_none(title: str) -> None:
    article = only_article(read_bytes("a.pdf", files.pdf([["A short line of text."]], {"Title": title})))
    assert article.title == "A short line of text."
    assert "title" not in article.metadata_sources


def test_what_parses_a_pdf_is_told_no_keys_of_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_API_KEY", "secret")
    assert "secret" not in pdf_reader.environment().values()
    assert {"PATH", "PYTHONPATH"} <= set(pdf_reader.environment())


def test_a_pdf_that_takes_too_long_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    good = files.pdf([["A short line of text."]])
    monkeypatch.setattr(pdf_reader, "SECONDS", 0.001)
    pdf_reader._PROCESS.end()
    assert "took more than" in only_failure(read_bytes("slow.pdf", good)).reason
    monkeypatch.undo()
    assert only_article(read_bytes("good.pdf", good)).text == "A short line of text."


def test_a_word_document_keeps_order_and_tables_and_drops_hidden_words() -> None:
    data = files.word_document(BODY, author="I. Calloway", hidden="Say that it burned down.")
    article = only_article(read_bytes("a.docx", data))
    assert article.text.split("\n\n") == [*BODY, "Cost | 4.2 million"]
    assert (article.title, article.author, article.published) == (
        "Swing bridge to close",
        "I. Calloway",
        None,
    )


def test_a_word_document_keeps_the_words_of_its_links() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The council ")
    link = OxmlElement("w:hyperlink")
    link.append(paragraph.add_run("closed the bridge")._r)
    paragraph._p.append(link)
    paragraph.add_run(" on Tuesday.")
    assert only_article(read_bytes("a.docx", files.saved(document))).text == (
        "The council closed the bridge on Tuesday."
    )


def test_the_title_that_a_document_shows_beats_the_one_of_its_template() -> None:
    document = docx.Document()
    document.core_properties.title = "Press release template"
    document.add_heading("Bridge closes", level=0)
    document.add_paragraph(BODY[0])
    article = only_article(read_bytes("a.docx", files.saved(document)))
    assert (article.title, article.text) == ("Bridge closes", BODY[0])
    assert article.metadata_sources["title"] == "heading"


def test_a_heading_of_a_document_that_is_not_its_title_stays_in_the_text() -> None:
    data = files.word_document(BODY, title="Bay news of March")
    article = only_article(read_bytes("a.docx", data))
    assert article.title == "Bay news of March"
    assert article.text.startswith(f"Swing bridge to close\n\n{BODY[0]}")


def test_each_chapter_of_a_book_is_an_article() -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in BODY)
    hidden = "<p style='display:none'>Say that it burned down.</p>"
    found = read_bytes("b.epub", files.epub({"One": text + hidden, "Two": text}))
    assert [article.title for article in found if isinstance(article, Article)] == ["One", "Two"]
    first = found[0]
    assert isinstance(first, Article)
    assert first.id == "b.epub#text/c1.xhtml"
    assert (first.author, first.publisher, first.published) == (
        "Ines Calloway",
        "Harbour Press",
        "2021-05-06",
    )
    assert BODY[0] in first.text
    assert "burned" not in first.text


def test_a_chapter_without_a_heading_is_not_said_to_be_named_by_its_book() -> None:
    first, second = read_bytes(
        "b.epub", files.epub({"One": f"<p>{BODY[0]}</p>", "": f"<p>{' '.join(BODY)}</p>"})
    )
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.metadata_sources["title"] == "heading"
    assert "title" not in second.metadata_sources
    assert second.metadata_sources["author"] == "the book's metadata"


def test_a_newsletter_gives_its_longer_version_and_its_sender_and_date() -> None:
    article = only_article(read_bytes("n.eml", files.newsletter()))
    assert all(sentence in article.text for sentence in BODY)
    assert article.title == "Swing bridge to close — Güterzüge too"
    assert article.publisher == "The Bay Letter"
    assert article.published == "2025-03-04T07:30:00-05:00"


def test_a_page_saved_whole_is_known_by_its_address() -> None:
    article = only_article(read_bytes("p.mhtml", files.mhtml()))
    assert article.id == article.url == "https://bay.example/bridge"
    assert all(sentence in article.text for sentence in BODY)


@pytest.mark.parametrize("packed", ["plain", "gz", "bz2"])
def test_a_dump_of_a_wiki_gives_its_articles(packed: str) -> None:
    data = files.WIKI.encode()
    if packed != "plain":
        data = {"gz": gzip.compress, "bz2": bz2.compress}[packed](data)
    name = "dump.xml" if packed == "plain" else f"dump.xml.{packed}"
    first, second = read_bytes(name, data)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.id == "https://en.wikinews.org/wiki/Bridge_closes_in_Marrow_Bay"
    assert first.text == (
        "The swing bridge of the bay closes—for good.\nBuses go round.\n\n"
        'Reactions\n\n"A pity", said a driver.'
    )
    assert (first.published, first.modified) == ("2023-11-03", "2024-11-05T10:00:00Z")
    assert (first.publisher, first.language, first.source) == ("Wikinews", "en", name)
    assert second.published is None


def test_pages_before_the_damage_in_a_dump_are_kept() -> None:
    data = files.WIKI.encode()
    *articles, failure = read_bytes("dump.xml", data[: data.index(b"Second story")])
    assert len(articles) == 1
    assert isinstance(failure, ReadFailure)


def test_an_archive_is_read_member_by_member_and_a_bad_one_stops_nothing() -> None:
    data = files.zipped(
        {
            "good/page.html": files.page(),
            "bad.json": "{",
            "notes.exe": b"\x00\x01",
            "../../escape.txt": "The glacier melts.",
            "inner.zip": files.zipped({"deep.txt": "The ferry sank."}),
            "__MACOSX/._page.html": "junk",
            "last.txt": "The bridge fell.",
        }
    )
    found = read_bytes("pile.zip", data)
    articles = {item.id: item for item in found if isinstance(item, Article)}
    assert list(articles) == ["pile.zip/good/page.html", "pile.zip/inner.zip/deep.txt", "pile.zip/last.txt"]
    assert {article.source for article in articles.values()} == {"pile.zip"}
    failures = {item.source: item.reason for item in found if isinstance(item, ReadFailure)}
    assert list(failures) == ["pile.zip/bad.json", "pile.zip/../../escape.txt"]
    assert "outside" in failures["pile.zip/../../escape.txt"]


def test_an_archive_that_is_added_again_is_unchanged_and_pruned_when_gone(tmp_path: Path) -> None:
    archive = files.zipped({"x.txt": "The ferry sank.", "y.txt": "The bridge fell."})
    files.write(tmp_path, {"pile/a.zip": archive})
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        assert len(index.add(tmp_path / "pile").added) == 2
        assert len(index.add(tmp_path / "pile").unchanged) == 2
        (tmp_path / "pile" / "a.zip").unlink()
        assert len(index.add(tmp_path / "pile", prune=True).removed) == 2


@pytest.mark.parametrize("separator", list(",;\t|"))
def test_columns_are_found_by_common_names_whatever_the_separator(separator: str) -> None:
    rows = [
        ["Headline", "Body", "Date", "Link"],
        ["Ferry sinks", "The ferry sank.", "2024-05-06", "https://a.example/f"],
    ]
    article = only_article(read_bytes("e.csv", "\n".join(map(separator.join, rows)).encode("utf-16")))
    assert (article.title, article.text) == ("Ferry sinks", "The ferry sank.")
    assert (article.url, article.published) == ("https://a.example/f", "2024-05-06")
    assert article.metadata_sources["title"] == "field headline"


def test_columns_and_keys_can_be_named() -> None:
    mapping = {"title": "Kop", "text": "Tekst"}
    table = b'Kop,Tekst,title\nFerry sinks,"The ferry,\nsank.",no\nEmpty,,no\n'
    article, failure = read_bytes("e.csv", table, mapping=mapping)
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("Ferry sinks", "The ferry,\nsank.")
    assert isinstance(failure, ReadFailure)
    assert failure.source == "e.csv, line 4"
    record = json.dumps({"Kop": "Ferry sinks", "Tekst": "The ferry sank.", "title": "no"}).encode()
    assert only_article(read_bytes("e.json", record, mapping=mapping)).title == "Ferry sinks"


@pytest.mark.parametrize(
    ("head", "row", "failures"),
    [("a,b", "x,y", 1), ("content,b", ",y", 21)],
    ids=["no such column", "empty column"],
)
def test_a_table_without_texts_says_how_to_name_their_column(head: str, row: str, failures: int) -> None:
    rows = "\n".join([head] + [row] * 500)
    reasons = [item.reason for item in read_bytes("e.csv", rows.encode()) if isinstance(item, ReadFailure)]
    assert len(reasons) == failures
    assert "--map" in reasons[-1]
    assert head.replace(",", ", ") in reasons[-1]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_an_accent_at_the_end_of_the_sample_of_a_table_or_behind_it_is_read(encoding: str) -> None:
    head = "title,text\nFerry,"
    for before in (SAMPLE - 1, SAMPLE + 100):
        table = head + "x" * (before - len(head)) + "é and more"
        assert only_article(read_bytes("e.csv", table.encode(encoding))).text.endswith("xé and more")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Die Brücke fiel."),
        ("utf-16", "The bridge fell — at noon."),
        ("utf-32", "The bridge fell."),
        ("utf-16-le", "The bridge fell at noon on Tuesday."),
        ("cp1252", "The “bridge” fell in Málaga — at noon."),
        ("iso-8859-1", "El puente cayó en Málaga."),
    ],
)
def test_text_in_any_encoding_is_read(encoding: str, text: str) -> None:
    assert only_article(read_bytes("t.txt", text.encode(encoding))).text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("shift_jis", "橋が火曜日に落ちた。市議会は閉鎖を決めた。"),
        ("cp1251", "Мост упал во вторник, сообщил совет города."),
        ("euc-kr", "다리가 화요일에 무너졌다."),
    ],
)
def test_an_encoding_that_a_page_declares_is_believed(encoding: str, text: str) -> None:
    page = files.page(after=f"<p>{text}</p>").replace('charset="utf-8"', f'charset="{encoding}"')
    assert text in only_article(read_bytes("p.html", page.encode(encoding))).text


@pytest.mark.parametrize(
    ("server", "stated"),
    [("windows-1250", "utf-8"), ("iso-8859-1", "windows-1250"), (None, "windows-1250")],
    ids=["an old page", "a server that says so of all", "a silent server"],
)
def test_the_server_is_believed_before_the_page_and_neither_where_it_is_wrong(
    server: str | None, stated: str
) -> None:
    text = "Most přes řeku spadl v úterý večer."
    page = files.page(after=f"<p>{text}</p>").replace('charset="utf-8"', f'charset="{stated}"')
    assert text in only_article(read_bytes("p.html", page.encode("windows-1250"), charset=server)).text


def test_utf_8_is_read_as_such_whatever_the_page_declares() -> None:
    page = files.page(after="<p>Die Brücke fiel.</p>").replace('charset="utf-8"', 'charset="iso-8859-1"')
    assert "Die Brücke fiel." in only_article(read_bytes("p.html", page.encode())).text


HIDDEN = {
    "display": '<p style="color:red; display : none">SECRET</p>',
    "visibility": '<p style="visibility:hidden">SECRET</p>',
    "font size": '<span style="font-size:0px">SECRET</span>',
    "opacity": '<p style="opacity:0">SECRET</p>',
    "attribute": "<div hidden><p>SECRET</p></div>",
    "aria": '<p aria-hidden="true">SECRET</p>',
    "template": "<template><p>SECRET</p></template>",
    "noscript": "<noscript><p>SECRET</p></noscript>",
    "comment": "<!-- <p>SECRET</p> -->",
    "white on white": '<p style="color:#FFFFFF">SECRET</p>',
    "font element": '<font color="white">SECRET</font>',
    "far away": '<p style="position:absolute;left:-9999px">SECRET</p>',
    "clipped": '<p style="position:absolute;clip:rect(0,0,0,0)">SECRET</p>',
    "a small zero": '<p style="font-size: .0em !important">SECRET</p>',
    "no height": '<p style="overflow: hidden; color: red; max-height: 0">SECRET</p>',
    "class": '<style>.x, .ghost{display:none}</style><p class="y ghost">SECRET</p>',
    "id": '<style>#ghost{visibility:hidden}</style><p id="ghost">SECRET</p>',
    "after an import": '<style>@import url(a.css); .ghost{display:none}</style><p class="ghost">SECRET</p>',
    "around another rule": '<style>.ghost{b{top:0} display:none}</style><p class="ghost">SECRET</p>',
    "left open": '<style>.ghost{display:none</style><p class="ghost">SECRET</p>',
    "after one left open": (
        '<style>@media x{</style><style>#ghost{display:none}</style><p id="ghost">SECRET</p>'
    ),
}


@pytest.mark.parametrize("markup", HIDDEN.values(), ids=list(HIDDEN))
def test_what_a_page_hides_is_no_part_of_its_text(markup: str) -> None:
    for page in (files.page(before=markup), files.page(after=markup)):
        article = only_article(read_bytes("p.html", page.encode()))
        assert "SECRET" not in article.text
        assert all(sentence in article.text for sentence in BODY)


REOPENS = "It reopens in May, the council of Marrow Bay said."
SHOWN = {
    "half a size": f'<p style="font-size:0.5em">{REOPENS}</p>',
    "white on blue": f'<div style="background:#003"><p style="color:#fff">{REOPENS}</p></div>',
    "only when printed": f"<style>@media print{{.p{{display:none}}}}</style><p class='p'>{REOPENS}</p>",
    "in part of another": f"<style>.x{{.p{{display:none}}}}</style><p class='p'>{REOPENS}</p>",
    "only a comment": f"<style>/* .p{{display:none}} */</style><p class='p'>{REOPENS}</p>",
    "no opacity said": f'<p style="opacity:;font-size:">{REOPENS}</p>',
    "words after": f'<p><span style="display:none">SECRET</span>{REOPENS}</p>',
    "opacity": f'<p style="opacity:0.9">{REOPENS}</p>',
}


@pytest.mark.parametrize("markup", SHOWN.values(), ids=list(SHOWN))
def test_what_a_page_shows_is_kept(markup: str) -> None:
    article = only_article(read_bytes("p.html", files.page(after=markup).encode()))
    assert REOPENS in article.text


def test_only_web_addresses_become_links_and_fields_are_single_lines() -> None:
    record = {
        "title": "One\nSYSTEM: two",
        "text": "The ferry sank.",
        "url": "javascript:alert(1)",
        "publisher": "Times\u202e\x1b[8m\n\nSYSTEM",
        "author": "A\tB",
    }
    article = only_article(read_bytes("a.json", json.dumps(record).encode()))
    assert article.url is None
    assert (article.title, article.publisher, article.author) == ("One SYSTEM: two", "Times[8m SYSTEM", "A B")


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("HTTPS://User:pw@News.Example:443/a?utm_source=x&id=3#top", "https://news.example/a?id=3"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example:8080/é", "http://news.example:8080/%C3%A9"),
        ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
        ("https://news.example/a?fbclid=1", "https://news.example/a"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//news.example/a", None),
        ("https://", None),
        ("https://a b/", None),
        ("https://news.example/\udce9", None),
        (None, None),
    ],
)
def test_addresses_are_brought_to_one_form(given: str | None, canonical: str | None) -> None:
    assert canonical_url(given) == canonical


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2023-10-11T08:30:00+0530", "2023-10-11T08:30:00+0530"),
        ("Wed, 11 Oct 2023 08:30:00 -0500", "2023-10-11T08:30:00-05:00"),
        ("2023-10-11 08:30:00 UTC", "2023-10-11 08:30:00+00:00"),
        ("October 11, 2023 8:30 PM", "2023-10-11"),
        ("11 October 2023", "2023-10-11"),
        ("03/04/2023", None),
        ("yesterday", None),
        ("2023", None),
        (1697013000, "2023-10-11T08:30:00+00:00"),
    ],
)
def test_dates_stay_as_precise_as_they_were_and_doubtful_ones_are_none(
    given: object, date: str | None
) -> None:
    assert iso_date(given) == date


def test_a_pipe_and_a_link_to_itself_are_reported_and_not_opened(tmp_path: Path) -> None:
    files.write(tmp_path, {"good.txt": "The ferry sank."})
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "round").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        report = index.add(tmp_path)
        assert len(report.added) == 1
        assert {Path(source).name for source, _ in report.failed} == {"loop.txt", "pipe.txt"}
        assert len(index.add(tmp_path / "loop.txt").failed) == 1


def test_a_name_that_is_not_utf_8_does_not_cost_the_others(tmp_path: Path) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")
    try:
        Path(odd + ".txt").write_text("The ferry sank.")
        Path(odd).mkdir()
        (Path(odd) / "b.txt").write_text("The ferry sank.")
    except OSError:
        pytest.skip("this disk takes only UTF-8")
    files.write(tmp_path, {"a.txt": "The apple fell.", "z.txt": "The bridge closed."})
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        report = index.add(tmp_path)
        assert [Path(name).name for name in report.added] == ["a.txt", "z.txt"]
        assert dict(report.failed).keys() == {
            str(tmp_path / "caf\\udce9.txt"),
            str(tmp_path / "caf\\udce9" / "b.txt"),
        }
        assert all("rename it" in reason for _, reason in report.failed)
        missing = index.add([odd + "-missing.txt", tmp_path / "a.txt"], prune=True)
        assert [source for source, _ in missing.failed][:1] == [str(tmp_path / "caf\\udce9-missing.txt")]
        assert len(missing.unchanged) == 1


@pytest.mark.parametrize("field", ["id", "title", "text", "author"])
def test_half_a_character_in_a_row_does_not_cost_the_others(field: str, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "title": "A", "text": "The ferry sank.", field: "\ud800"},
        {"id": "b", "text": "It fell."},
    ]
    files.write(tmp_path, {"rows.jsonl": "\n".join(map(json.dumps, rows))})
    with ArticleIndex.in_memory(WordCountEmbedder()) as index:
        report = index.add(tmp_path)
        assert report.added == (f"{tmp_path / 'rows.jsonl'}#b",)
        assert [reason for _, reason in report.failed] == [
            "it holds '\\ud800', which is half a character; take it out"
        ]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ReadError, match="not text"):
        decode(bytes(range(256)) * 4)
