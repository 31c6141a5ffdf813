"""Files of every kind become articles with what they say about themselves, and nothing invented."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexes.articles import Article, normalise_text
from indexes.readers.common import canonical_url
from indexes.readers.dates import iso_date
from indexes.readers.encodings import decode
from indexes.sources import ReadFailure, Source, read_source
from tests.conftest import ROOT


def read(name: str, data: bytes | str) -> list[Article | ReadFailure]:
    content = data.encode() if isinstance(data, str) else data
    return list(read_source(Source.from_bytes(name, content)))


def read_one(name: str, data: bytes | str) -> Article:
    (article,) = read(name, data)
    assert isinstance(article, Article), article
    return article


def reason(name: str, data: bytes | str) -> str:
    (failure,) = read(name, data)
    assert isinstance(failure, ReadFailure), failure
    return failure.reason


@given(st.text(st.sampled_from("ae \n\r\t\x00\x85\ufeff\u0301\u0323\u2000\u2028")))
@example("\n\ufeffHello")
@example("e\x00\u0301")
@example("a\r\x00\nb")
def test_a_normalised_text_stays_as_it_is(text: str) -> None:
    assert normalise_text(normalise_text(text)) == normalise_text(text)


def test_text_takes_its_first_line_as_title_when_it_reads_as_one() -> None:
    article = read_one("/pile/a.txt", "Bridge closes\r\n\r\nThe bridge was closed.  \r\n")
    assert (article.id, article.title) == ("/pile/a.txt", "Bridge closes")
    assert article.text == "Bridge closes\n\nThe bridge was closed."
    assert (article.url, article.published, article.publisher, article.author) == (None,) * 4


@pytest.mark.parametrize(
    ("top", "author", "published"),
    [
        ("By Aoife Brennan\n\n18 January 2025\n\nRain fell.", "Aoife Brennan", "2025-01-18"),
        ("Published: Friday, 3 March 2023 at 9:30\n\nRain fell.", None, "2023-03-03"),
        ("GRENNOCH, 14 May 2025 - The council met.", None, "2025-05-14"),
        ("NEW YORK, May 4, 2025 (Agency) – The council met.", None, "2025-05-04"),
        ("On 18 January 2025 the rain fell.", None, None),
        ("By Saturday the river had risen.", None, None),
        ("MPs met on 3 May 2025 - a Saturday.", None, None),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_lines_at_the_top_tell_author_and_date_and_a_sentence_does_not(
    name: str, top: str, author: str | None, published: str | None
) -> None:
    article = read_one(name, f"Bridge closes\n\n{top}\n\nNobody was hurt on 1 May 2020.\n")
    assert (article.author, article.published) == (author, published)
    assert ("author" in article.metadata_sources) == bool(author)
    assert ("published" in article.metadata_sources) == bool(published)


def test_a_headline_that_begins_with_by_is_no_byline() -> None:
    article = read_one("a.txt", "By Royal Appointment\n\nThe queen came to tea on Sunday.\n")
    assert (article.title, article.author) == ("By Royal Appointment", None)


def test_text_without_a_headline_is_named_after_its_first_sentence() -> None:
    sentence = "Since the beginning of the long dispute " * 3 + "nobody has visited. Then came May."
    assert read_one("a.txt", sentence).title.startswith("Since the beginning of the long dispute")
    assert len(read_one("a.txt", sentence).title) <= 121


def test_lines_wrapped_at_a_width_are_joined_and_others_are_not() -> None:
    wrapped = (
        "The bridge over the river was closed on Friday after engineers found\n"
        "cracks in two of its piers, and it will not open again before spring,\n"
        "the council said in a statement that it published late in the evening\n"
        "and that left many questions of those who cross it every day without\n"
        "any answer.\n\nNobody was hurt."
    )
    assert "found cracks" in read_one("a.txt", wrapped).text
    assert "\n\nNobody" in read_one("a.txt", wrapped).text
    lines = "First paragraph of a story, on its own line.\nSecond one.\nThird one.\nFourth one.\nFifth."
    assert read_one("a.txt", lines).text == lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_text_in_any_common_encoding(encoding: str) -> None:
    text = "“Élan vital”, said the café’s owner – and it cost £5 more than before."
    data = text.encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    assert decode(data) == text


def test_cyrillic_in_its_old_encoding_is_not_taken_for_western() -> None:
    text = "Мост через реку закрыт с пятницы, сообщил городской совет. Жители недовольны решением." * 3
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x01\x02", bytes(range(256)) * 4], ids=repr)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert reason("a.txt", data)


def test_markdown_with_front_matter() -> None:
    article = read_one(
        "a.md",
        "---\ntitle: 'Ferry: it sinks'\npublished: 2023-10-11\npublisher: The Post\n"
        "author: [Ann Lee, Bo Ito]\nurl: https://news.example/ferry?utm_source=x#top\nlanguage: en\n---\n"
        "# Ferry sinks\n\nThe **ferry** sank [near](https://x.example) the\nharbour.\n\n- one\n- two\n\n"
        "> A quotation.\n\n<script>alert(1)</script>\n",
    )
    assert article.title == "Ferry: it sinks"
    assert article.published == "2023-10-11"
    assert article.author == "Ann Lee, Bo Ito"
    assert article.id == "https://news.example/ferry"
    assert article.url == "https://news.example/ferry"
    assert article.text == "Ferry sinks\n\nThe ferry sank near the harbour.\n\none\n\ntwo\n\nA quotation."


def test_a_title_with_a_colon_needs_no_quotation_marks() -> None:
    front = "---\ntitle: Storm Odile: four “dead”\npublisher: 'Post: daily'\ndate: 2025-04-05\n---\nText."
    article = read_one("a.md", front)
    assert article.title == "Storm Odile: four “dead”"
    assert (article.publisher, article.published) == ("Post: daily", "2025-04-05")


def test_a_comment_with_a_colon_is_a_comment() -> None:
    front = "---\ntitle: Storm # TODO: fix\ndate: 2025-04-05 # note: revised\n---\nText."
    article = read_one("a.md", front)
    assert (article.title, article.published) == ("Storm", "2025-04-05")


def test_a_value_full_of_blanks_is_read() -> None:
    front = "---\ntitle: x:" + " " * 49_000 + "x: y\n---\nText."
    assert read_one("a.md", front).title.startswith("x:")


def test_markdown_without_front_matter_is_named_after_its_heading() -> None:
    article = read_one("/pile/a.md", "# The glacier melts\n\nIt lost ice.")
    assert (article.id, article.title, article.text) == ("/pile/a.md", "The glacier melts", "It lost ice.")


def test_a_heading_that_is_not_the_title_stays_in_the_text() -> None:
    front = "---\ntitle: Bridge\n---\n"
    body = "# Background\n\nIt is old.\n\n# Results\n\nIt is closed.\n"
    text = "Background\n\nIt is old.\n\nResults\n\nIt is closed."
    assert read_one("a.md", front + body).text == text
    assert read_one("a.md", f"{front}# Bridge\n\n{body}").text == text


def test_the_steps_of_a_list_keep_their_numbers() -> None:
    steps = (
        "Claim so:\n\n1. Fill in the form.\n2. Post it.\n\n- Stamps\n\n3) ![](seal.png)\n\nThe mayor said so."
    )
    told = ["Claim so:", "1. Fill in the form.", "2. Post it.", "Stamps", "The mayor said so."]
    assert read_one("a.md", f"# Guide\n\n{steps}").text.split("\n\n") == told


def test_a_date_and_time_keeps_its_precision() -> None:
    front = "---\npublished: 2023-10-11T09:30:00+02:00\n---\nText."
    assert read_one("a.md", front).published == "2023-10-11T09:30:00+02:00"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("published: 3/4/2024", "--dates"),
        ("title: [", "YAML"),
        ("title: !!python/object/apply:os.system ['true']", "YAML"),
    ],
    ids=["one of two days", "broken", "object"],
)
def test_broken_front_matter_is_told(front: str, expected: str) -> None:
    assert expected in reason("a.md", f"---\n{front}\n---\nText.")


@pytest.mark.parametrize("date", ["yesterday", "2024", "May 2024", "2024-13-45", "n/a"])
def test_a_date_in_front_matter_that_is_none_costs_only_itself(date: str) -> None:
    article = read_one("a.md", f"---\ntitle: Bridge\ndate: {date}\n---\nIt closed.")
    assert (article.title, article.text, article.published) == ("Bridge", "It closed.", None)


def test_front_matter_is_known_by_the_names_that_exports_use() -> None:
    front = "---\nheadline: Bridge\nauthors: [Ann Lee]\nlastmod: 2024-05-06\nlang: en\nsite: The Post\n---\n"
    article = read_one("a.md", f"{front}It closed.")
    assert (article.title, article.author, article.modified) == ("Bridge", "Ann Lee", "2024-05-06")
    assert (article.language, article.publisher) == ("en", "The Post")
    fields = ("title", "author", "modified", "language", "publisher")
    assert article.metadata_sources == dict.fromkeys(fields, "front matter")


def test_what_stands_between_two_rules_and_names_nothing_is_text() -> None:
    article = read_one("a.md", "---\n\nIt closed on Friday.\n\n---\n\nIt opens in May.\n")
    assert article.text == "It closed on Friday.\n\nIt opens in May."


PAGE = """<!doctype html><html lang="en"><head><title>Bridge closes | City Post</title>
<meta property="og:site_name" content="City Post"><meta property="og:title" content="Bridge closes">
<meta property="article:published_time" content="2024-06-30T08:00:00Z">
<link rel="canonical" href="https://city.example/bridge"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Bridge closes</h1>
<p>The bridge over the river was closed on Friday after engineers found cracks in two piers.</p>
<p>It will not open again before spring, the council said. Buses take another way until then.</p>
<p>Nobody was hurt, and the cause of the cracks is being looked into by a firm from the capital.</p>
</article><aside>Read more: ten things to do</aside><footer>All rights reserved</footer></body></html>"""


def test_a_web_page_gives_its_article_without_what_surrounds_it() -> None:
    article = read_one("/pile/page.html", PAGE)
    assert (article.id, article.title) == ("https://city.example/bridge", "Bridge closes")
    assert (article.publisher, article.published_day and article.published_day.isoformat()) == (
        "City Post",
        "2024-06-30",
    )
    assert "cracks in two piers" in article.text
    assert "Home" not in article.text
    assert "rights reserved" not in article.text


def test_a_page_without_an_article_is_told() -> None:
    assert "no article" in reason("a.html", "<html><body><div></div></body></html>")


ROW = {
    "headline": "Bridge closes",
    "body": "The bridge was closed.",
    "link": "https://city.example/bridge",
    "date": "2024-06-30",
    "source": {"name": "City Post"},
    "authors": ["Ann Lee", {"name": "Bo Ito"}],
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", json.dumps(ROW)),
        ("a.json", json.dumps([ROW])),
        ("a.json", json.dumps({"articles": [ROW]})),
        ("a.jsonl", "\n" + json.dumps(ROW) + "\n\n"),
    ],
    ids=["object", "list", "articles", "lines"],
)
def test_json_under_the_names_that_exports_use(name: str, data: str) -> None:
    article = read_one(name, data)
    assert article.id == article.url == "https://city.example/bridge"
    assert (article.title, article.publisher) == ("Bridge closes", "City Post")
    assert (article.author, article.published) == ("Ann Lee, Bo Ito", "2024-06-30")


def test_one_bad_line_costs_only_itself() -> None:
    data = '{"title": "A", "text": "One."}\n{broken\n{"title": "no text"}\n[]\n{"title": "B", "text": "Two."}'
    results = read("a.jsonl", data)
    assert [item.title for item in results if isinstance(item, Article)] == ["A", "B"]
    assert [item.source for item in results if isinstance(item, ReadFailure)] == [
        "a.jsonl, line 2",
        "a.jsonl, line 3",
        "a.jsonl, line 4",
    ]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_a_row_without_id_or_address_is_the_same_wherever_it_stands(name: str) -> None:
    rows = [{"title": title, "text": f"{title} it is."} for title in ("Bridge", "Ferry", "Ferry")]

    def ids(rows: list[dict[str, str]]) -> dict[str, str]:
        lines = {
            "a.csv": ["title,text", *(f"{row['title']},{row['text']}" for row in rows)],
            "a.jsonl": list(map(json.dumps, rows)),
            "a.json": [json.dumps(rows)],
        }
        articles = [item for item in read(name, "\n".join(lines[name])) if isinstance(item, Article)]
        assert len({article.id for article in articles}) == len(articles) == len(rows)
        # of two with one title the first
        return {article.title: article.id for article in reversed(articles)}

    before, after = ids(rows), ids([{"title": "Glacier", "text": "It melts."}, *rows])
    assert before.items() < after.items()


def test_json_nested_without_end_is_told() -> None:
    assert reason("a.json", "[" * 100_000)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-10-11", "2023-10-11"),
        ("2023-10-11T10:00:00Z", "2023-10-11T10:00:00Z"),
        ("Wed, 11 Oct 2023 10:00:00 +0200", "2023-10-11T10:00:00+02:00"),
        (1697018400, "2023-10-11T10:00:00+00:00"),
        (1697018400000, "2023-10-11T10:00:00+00:00"),
        ("11/10/2023", None),
        ("2023/10/11", "2023-10-11"),
        ("2023-10-11 8:00", "2023-10-11 08:00"),
        ("2023-10-11 8:30 PM", "2023-10-11"),
        ("20231011", "2023-10-11"),
        (20231011, "2023-10-11"),
        ("2023-W41", None),
        ("1697018400", "2023-10-11T10:00:00+00:00"),
        ("1697018400000", "2023-10-11T10:00:00+00:00"),
        pytest.param(10**400, None, id="a number without end"),
        ("soon", None),
        (7, None),
        (True, None),
        (None, None),
    ],
)
def test_dates_are_read_or_left_unknown(value: object, expected: str | None) -> None:
    assert iso_date(value) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://News.Example:443/a?utm_source=x&id=1#top", "https://news.example/a?id=1"),
        ("http://news.example", "http://news.example/"),
        ("https://news.example/a?q=%20b&c", "https://news.example/a?q=%20b&c"),
        ("https://news.example/index.php?at_id=5&at_medium=x", "https://news.example/index.php?at_id=5"),
        ("https://news.example/p?cmp=7&ito=8", "https://news.example/p?cmp=7&ito=8"),
        ("javascript:alert(1)", None),
        ("/relative", None),
        ("https://[broken", None),
        ("https://news.example:99999/", None),
    ],
)
def test_urls_are_compared_in_one_form(url: str, expected: str | None) -> None:
    assert canonical_url(url) == expected


def test_the_seed_article_keeps_its_paragraphs(seed_folder: Path) -> None:
    (path,) = seed_folder.glob("*.txt")
    article = read_one(str(path), path.read_bytes())
    assert article.title.startswith("Since the commencement of the conflict with Russia")
    assert "Belgian Prime Minister Alexander De Croo while in Brussels." in article.text.split("\n")[-2]


def test_english_months_and_weekdays_are_read_whatever_the_locale_calls_them() -> None:
    program = (
        "import calendar\n"
        "calendar.month_name, calendar.day_name = [''] + ['Monat'] * 12, ['Tag'] * 7\n"
        "from indexes.readers.top_lines import read_top_lines\n"
        "print(read_top_lines('Bridge closes\\nTuesday, 14 May 2025\\nIt fell.').published)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "2025-05-14"
