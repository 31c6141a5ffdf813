"""What real piles hold: exports of services and blogs, newsletters laid out in tables, wrapped texts."""

from __future__ import annotations

import json
from email.message import EmailMessage

import pytest

from indexes.articles import Article
from indexes.readers.dates import iso_date
from indexes.readers.encodings import decode
from indexes.readers.mediawiki import plain_text
from indexes.sources import ReadFailure, Source, read_source
from tests import source_files as files
from tests.source_files import BODY, only_article, read_bytes

STORY = {"title": "Bridge", "body": "The bridge was closed."}


def read(name: str, text: str) -> list[Article | ReadFailure]:
    return list(read_source(Source.from_bytes(name, text.encode())))


def titles(name: str, document: object) -> list[str]:
    return [getattr(item, "title", item) for item in read(name, json.dumps(document))]


@pytest.mark.parametrize(
    "document",
    [
        {"status": "ok", "articles": [STORY]},
        {
            "response": {
                "total": 1,
                "results": [{"webTitle": "Bridge", "fields": {"bodyText": "It was closed."}}],
            }
        },
        {"hits": {"total": 1, "hits": [{"_id": "1", "_source": STORY}]}},
        {"version": "https://jsonfeed.org/version/1.1", "items": [{**STORY, "tags": ["a"]}]},
        [{"title": {"rendered": "Bridge"}, "content": {"rendered": "<p>The bridge <b>was</b> closed.</p>"}}],
        {"headline": "Bridge", "articleBody": "The bridge was closed.", "data": [{"views": 3}]},
    ],
    ids=["wrapped", "wrapped twice", "search engine", "JSON Feed", "WordPress", "an article with a list"],
)
def test_answers_of_services_give_their_articles(document: object) -> None:
    assert titles("a.json", document) == ["Bridge"]


def test_markup_in_an_export_is_no_part_of_the_text() -> None:
    markup = (
        "<h2>Cracks</h2><p>The bridge &amp; its piers <b>were</b> closed.</p><p style='display:none'>No.</p>"
    )
    (article,) = read("a.jsonl", json.dumps({"title": "Ferry &amp; bridge", "content": markup}))
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("Ferry & bridge", "Cracks\nThe bridge & its piers were closed.")
    (plain,) = read("a.jsonl", json.dumps({"title": "Sums", "content": "1 < 2, and x > y."}))
    assert isinstance(plain, Article)
    assert plain.text == "1 < 2, and x > y."


@pytest.mark.parametrize(
    "name", ["published_at", "publishedAt", "Date Published", "datePublished", "pub-date"]
)
def test_names_are_known_however_their_words_are_joined(name: str) -> None:
    (article,) = read("a.json", json.dumps({**STORY, name: "2024-03-05"}))
    assert isinstance(article, Article)
    assert article.published == "2024-03-05"


@pytest.mark.parametrize("date", ["n/a", "6 mai 2024"])
def test_a_date_in_an_export_that_is_none_costs_only_itself(date: str) -> None:
    (article,) = read("a.json", json.dumps({**STORY, "date": date}))
    assert isinstance(article, Article)
    assert (article.title, article.published) == ("Bridge", None)


def test_the_number_of_an_account_is_no_author() -> None:
    (article,) = read("a.json", json.dumps({**STORY, "author": 7}))
    assert isinstance(article, Article)
    assert article.author is None


def test_empty_rows_of_a_table_are_no_failures() -> None:
    items = read("a.csv", "Title;Text;Date\nBridge;It closed.;05.03.2024\n;;\n ; ;\n")
    (article,) = items
    assert isinstance(article, Article)
    assert article.published == "2024-03-05"


def test_what_is_no_json_or_has_no_text_says_what_to_do() -> None:
    broken, empty = read("a.jsonl", 'nothing\n{"title": "x"}\n')
    assert isinstance(broken, ReadFailure)
    assert isinstance(empty, ReadFailure)
    assert broken.reason.startswith("it is not JSON")
    assert "--map text=" in empty.reason


@pytest.mark.parametrize(
    ("value", "expected"),
    [("05.03.2024", "2024-03-05"), ("5. 3. 2024", "2024-03-05"), ("31.02.2024", None), ("3/5/2024", None)],
)
def test_in_a_date_with_points_the_day_comes_first(value: str, expected: str | None) -> None:
    assert iso_date(value) == expected


def test_front_matter_in_toml() -> None:
    text = '+++\ntitle = "Bridge"\ndate = 2024-03-05T06:30:00Z\nauthor = "Ann Lee"\n+++\n\nIt was closed.\n'
    (article,) = read("a.md", text)
    assert isinstance(article, Article)
    assert (article.title, article.author, article.text) == ("Bridge", "Ann Lee", "It was closed.")
    assert article.published == "2024-03-05T06:30:00+00:00"
    (failure,) = read("a.md", "+++\ntitle = \n+++\nText.")
    assert isinstance(failure, ReadFailure)
    assert "not TOML" in failure.reason


def test_a_row_of_a_table_in_markdown_stays_together() -> None:
    (article,) = read("a.md", "# Ferries\n\n| island | fare |\n|---|---|\n| North | 4 |\n\nAll sail.\n")
    assert isinstance(article, Article)
    assert article.text == "island | fare\n\nNorth | 4\n\nAll sail."


def test_the_head_of_a_wrapped_text_keeps_its_lines() -> None:
    wrapped = (
        "BRIDGE CLOSES\nBy Jane Miller\nMarch 3, 2024\n\n"
        "The bridge over the river was closed on Friday after engineers found\n"
        "cracks in two of its piers, and it will not open again before spring,\n"
        "the council said in a statement that it published late in the evening\n"
        "and that left many questions of those who cross it every day without\n"
        "any answer.\n"
    )
    (article,) = read("a.txt", wrapped)
    assert isinstance(article, Article)
    assert article.title == "BRIDGE CLOSES"
    assert article.text.startswith("BRIDGE CLOSES\nBy Jane Miller\nMarch 3, 2024\n\nThe bridge")
    assert "found cracks in two" in article.text
    assert article.text.endswith("without any answer.")


def test_a_newsletter_laid_out_in_tables_is_read_without_its_footer() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Bay Letter <news@bay.example>", "Swing bridge to close"
    message["Date"] = "Tue, 05 Mar 2024 06:30:00 -0500"
    link = "https://click.bay.example/" + "x" * 300
    message.set_content(f"Short version: {link}\n\nUnsubscribe: {link}\n")
    rows = "".join(f"<tr><td><p>{sentence}</p></td></tr>" for sentence in BODY)
    message.add_alternative(
        f"<html><body><table><tr><td><a href='{link}'>View this email in your browser</a></td></tr>{rows}"
        f"<tr><td><p>You receive this because you subscribed. <a href='{link}'>Unsubscribe</a></p></td></tr>"
        "</table></body></html>",
        subtype="html",
    )
    (article,) = read_source(Source.from_bytes("n.eml", message.as_bytes()))
    assert isinstance(article, Article)
    assert article.text == "\n".join(BODY)


def test_a_headline_in_a_pdf_is_not_joined_to_the_text() -> None:
    pages = [["Swing bridge to close", "for three weeks", "The bridge will close on Monday, the board said."]]
    data = files.pdf(pages, {"Title": "Swing bridge to close for three weeks"})
    article = only_article(read_bytes("a.pdf", data))
    assert article.title == "Swing bridge to close for three weeks"
    assert article.text == "The bridge will close on Monday, the board said."


def page(body: str, head: str = "") -> Article:
    words = "".join(f"<p>{sentence}</p>" for sentence in BODY)
    document = (
        f"<html><head>{head}</head><body><article>{body.replace('BODY', words)}</article></body></html>"
    )
    return only_article(read_bytes("p.html", document.encode()))


@pytest.mark.parametrize(
    "around",
    [
        "<h1>Bridge</h1>BODY<h3>Read more</h3><ul><li><a href='/a'>Ferry sinks in the harbour</a></li></ul>",
        "<h1>Bridge</h1>BODY<p>Follow us on all networks.</p><p>Have you got a story? Write to us.</p>",
        "<h1>Bridge</h1>BODY<p>© 2024 Bay News Ltd. All rights reserved.</p>",
    ],
    ids=["links", "invitations", "rights"],
)
def test_what_follows_an_article_is_no_part_of_it(around: str) -> None:
    assert page(around).text == "\n".join(BODY)


def test_words_like_those_at_the_end_stay_where_they_are_part_of_a_story() -> None:
    closing = (
        "Follow us into the old engine room, where the wheels are as tall as a house and the keeper of the "
    )
    closing += (
        "bridge has made his tea on the same small stove for the last forty years, summer and winter alike."
    )
    assert page(f"<h1>Bridge</h1>BODY<p>{closing}</p>").text.endswith("alike.")
    assert "Copyright reform" in page("<h1>Bridge</h1>BODY<p>Copyright reform comes next.</p>").text


def test_marks_of_footnotes_and_tables_are_not_in_the_text() -> None:
    marked = "BODY<p>It was built<sup><a href='#1'>[1]</a></sup> in 1894<sup>[citation needed]</sup>.</p>"
    table = "<table><tr><th>Year</th><th>Cars</th></tr><tr><td>2019</td><td>40,000</td></tr></table>"
    text = page(f"<h1>Bridge</h1>{marked}{table}").text
    assert "It was built in 1894." in text
    assert text.endswith("Year | Cars\n2019 | 40,000")


def test_a_date_that_can_be_read_two_ways_is_decided_by_the_time_beside_the_title() -> None:
    head = "<meta name='date' content='03/04/2024'>"
    time = "<time datetime='2024-04-03T08:15:00+01:00'>3 April</time>"
    assert page(f"<h1>Bridge</h1>{time}BODY", head).published == "2024-04-03T08:15:00+01:00"
    other = "<time datetime='2024-05-20T08:15:00+01:00'>20 May</time>"
    assert page(f"<h1>Bridge</h1>{other}BODY", head).published is None


def test_the_day_of_the_last_edit_is_no_day_of_publication() -> None:
    edited = "<ul><li>This page was last edited on 3 April 2024, at 08:15 (UTC).</li></ul>"
    assert page(f"<h1>Bridge</h1>BODY{edited}").published is None


def test_the_name_of_the_site_in_front_of_the_title_is_no_part_of_it() -> None:
    head = (
        "<title>Bay News | Bridge closes for weeks</title><meta property='og:site_name' content='Bay News'>"
    )
    assert page("BODY", head).title == "Bridge closes for weeks"


def test_stray_bytes_in_utf_8_cost_only_themselves() -> None:
    data = "The café in Orléans opened — 300 people came.".encode() + " A naïve plan.".encode("cp1252")
    assert decode(data) == "The café in Orléans opened — 300 people came. A naïve plan."
    western = "Le café à Orléans a été ouvert."
    assert decode(western.encode("cp1252")) == western


def test_templates_in_the_middle_of_a_wikis_sentences_are_read() -> None:
    markup = (
        "{{date|May 3, 2024}}{{infobox|a=b|c}}The {{w|Tower Bridge|old bridge}}, {{convert|240|m|ft}} long, "
        "cost {{US$|2 million}}{{snd}}''{{lang|fr|le pont}}''.{{citation needed|date=May 2024}}\n"
    )
    text, day = plain_text(markup)
    assert text == "The old bridge, 240 m long, cost US$2 million – le pont."
    assert day == "2024-05-03"


def test_only_the_sections_of_sources_of_a_wiki_are_left_out() -> None:
    markup = (
        "== History ==\nIt was built.\n=== Notes ===\nA note.\n==== More ====\nAnother.\n"
        "== Legacy ==\nIt lives on.\n== References ==\nA book.\n=== Web ===\nA page.\n"
    )
    assert plain_text(markup)[0] == "History\n\nIt was built.\n\nLegacy\n\nIt lives on."


def test_a_reference_of_a_wiki_that_closes_itself_hides_nothing_after_it() -> None:
    markup = 'Alpha is here.<ref name="x" /> Beta.<ref>Note</ref> Delta.<ref name=y/> End.'
    assert plain_text(markup)[0] == "Alpha is here. Beta. Delta. End."


def test_blocks_of_markup_in_markdown_are_read_as_a_browser_shows_them() -> None:
    (article,) = read(
        "a.md", "# Ferry\n\n<div>It sails.</div>\n\n<div style='display:none'>Obey.</div>\n\nEvery day.\n"
    )
    assert isinstance(article, Article)
    assert article.text == "It sails.\n\nEvery day."
