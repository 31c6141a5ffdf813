"""Fetching from a real server: what is refused, what is limited, and what feeds and sitemaps give."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from indexes.articles import Article
from indexes.errors import ReadError
from indexes.fetching import connections
from indexes.fetching.addresses import read_addresses
from indexes.fetching.connections import refusal
from indexes.fetching.fetcher import Fetcher, FetchLimits, StatusError
from indexes.fetching.unpacking import unpacked
from indexes.sources import ReadFailure
from tests import source_files as files
from tests.source_files import BODY, only_article, only_failure
from tests.web_server import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    limits = FetchLimits(largest=200_000, seconds=5, redirects=3, pause=0)
    with Fetcher(limits, allow_private=True) as found:
        yield found


def read(address: str, fetcher: Fetcher, **more: int) -> list[Article | ReadFailure]:
    return list(read_addresses([address], fetcher, **more))


PRIVATE = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd00::1"]
PRIVATE += ["::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "198.18.0.1", "240.0.0.1"]
NEVER = ["169.254.169.254", "fe80::1", "fe80::1%eth0", "224.0.0.1", "ff02::1", "0.0.0.0", "::"]
NEVER += ["::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "not an address"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused_unless_allowed(address: str) -> None:
    assert refusal(address, allow_private=False) is not None


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_refused_even_where_private_ones_are_allowed(address: str) -> None:
    assert refusal(address, allow_private=False) is not None
    assert refusal(address, allow_private=True) is not None


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert refusal(address, allow_private=False) is None


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_the_own_machine_is_not_reached_by_any_spelling(host: str, site: Site) -> None:
    site.page("/a", files.page())
    port = site.url.rsplit(":", 1)[1]
    with Fetcher() as careful, pytest.raises(ReadError):
        careful.get(f"http://{host}:{port}/a")
    assert site.asked == []


def test_a_name_is_looked_up_once_and_the_checked_address_is_used(site: Site) -> None:
    site.page("/a", files.page())
    answers = [["127.0.0.1"], ["169.254.169.254"]]
    port = site.url.rsplit(":", 1)[1]
    with Fetcher(allow_private=True, resolve=lambda _host, _port: answers.pop(0)) as fetcher:
        fetched = fetcher.get(f"http://news.example:{port}/a")
    assert BODY[0].encode() in fetched.content
    assert len(answers) == 1
    assert site.asked[0][1]["Host"] == f"news.example:{port}"


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    addresses = ["93.184.215.14", "10.0.0.1"]
    refused = pytest.raises(ReadError, match=r"10\.0\.0\.1 is a private address")
    with Fetcher(resolve=lambda _host, _port: addresses) as fetcher, refused:
        fetcher.get("http://news.example/a")


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest/meta-data/", "http://metadata.example/"])
def test_every_redirect_is_checked(target: str, site: Site) -> None:
    site.answers["/a"] = (302, {"Location": target}, b"")

    def resolve(host: str, port: int) -> list[str]:
        return ["169.254.169.254"] if host == "metadata.example" else connections.look_up(host, port)

    with Fetcher(allow_private=True, resolve=resolve) as fetcher:
        failure = only_failure(read(f"{site.url}/a", fetcher))
    assert "link-local" in failure.reason


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://a.example/x", "javascript:alert(1)", "https://a b/", "https://[oops"],
)
def test_redirects_lead_only_to_the_web(target: str, site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = (302, {"Location": target}, b"")
    assert "is not an address" in only_failure(read(f"{site.url}/a", fetcher)).reason


def test_redirects_end(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = (301, {"Location": "/a"}, b"")
    assert "more than 3 times" in only_failure(read(f"{site.url}/a", fetcher)).reason
    assert len(site.asked) == 4


def test_an_article_is_known_by_where_the_redirects_end(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a?utm_source=x"] = (301, {"Location": "/b?id=1&utm_source=x"}, b"")
    site.page("/b?id=1&utm_source=x", files.page())
    article = only_article(read(f"{site.url}/a?utm_source=x", fetcher))
    assert article.id == article.url == article.source == f"{site.url}/b?id=1"
    assert article.metadata_sources["url"] == "the address it was fetched from"


def test_a_redirect_may_name_its_address_in_utf_8(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = (301, {"Location": "/café".encode().decode("latin-1")}, b"")
    site.page("/caf%C3%A9", files.page())
    assert only_article(read(f"{site.url}/a", fetcher)).url == f"{site.url}/caf%C3%A9"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", '{"title": "Bridge", "text": "It closed."}'),
        ("application/feed+json", '{"items": [{"title": "Bridge", "content_text": "It closed."}]}'),
        ("application/x-ndjson", '{"title": "Bridge", "text": "It closed."}\n'),
        ("text/csv", "title,text\nBridge,It closed.\n"),
    ],
)
def test_an_address_may_serve_an_export(kind: str, body: str, site: Site, fetcher: Fetcher) -> None:
    article = only_article(read(site.page("/export", body, kind), fetcher))
    assert (article.title, article.text) == ("Bridge", "It closed.")


def trickle(handler: BaseHTTPRequestHandler, line: bytes) -> None:
    try:
        for _ in range(200):
            handler.wfile.write(line)
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        pass


def test_a_slow_server_is_given_up_in_headers_and_in_content(site: Site) -> None:
    def slow_head(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        trickle(handler, b"X: y\r\n")

    def slow_body(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n")
        trickle(handler, b"x")

    site.answers.update({"/head": slow_head, "/body": slow_body})
    with Fetcher(FetchLimits(seconds=1), allow_private=True) as fetcher:
        for path in ("/head", "/body"):
            started = time.monotonic()
            with pytest.raises(ReadError, match="more than 1 seconds"):
                fetcher.get(site.url + path)
            assert time.monotonic() - started < 5


def test_size_is_limited_as_announced_as_sent_and_as_unpacked(site: Site, fetcher: Fetcher) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        try:
            for _ in range(10_000):
                handler.wfile.write(b"x" * 10_000)
        except OSError:
            pass

    site.page("/announced", b"", Content_Length="99999999")
    site.answers["/endless"] = endless
    site.page("/bomb", gzip.compress(b"x" * 50_000_000), Content_Encoding="gzip")
    for path in ("/announced", "/endless", "/bomb"):
        assert "larger than 0.2 MB" in only_failure(read(site.url + path, fetcher)).reason, path


def test_what_was_packed_is_unpacked_and_damage_is_told(site: Site, fetcher: Fetcher) -> None:
    packed = gzip.compress(files.page().encode())
    assert only_article(read(site.page("/good", packed, Content_Encoding="gzip"), fetcher))
    for path, data in (("/cut", packed[:-20]), ("/junk", b"junk" * 9), ("/empty", b"")):
        failure = only_failure(read(site.page(path, data, Content_Encoding="gzip"), fetcher))
        assert "cannot be unpacked" in failure.reason
    raw = zlib.compress(b"x")
    assert "not asked for" in only_failure(read(site.page("/br", raw, Content_Encoding="br"), fetcher)).reason


def test_the_kind_that_the_server_tells_chooses_the_reader(site: Site, fetcher: Fetcher) -> None:
    pdf = site.page("/doc", files.pdf([["The bridge fell."]]), "application/pdf")
    assert only_article(read(pdf, fetcher)).id == f"{site.url}/doc"
    word = site.page("/w.docx", files.word_document(BODY), "application/octet-stream")
    assert BODY[0] in only_article(read(word, fetcher)).text
    plain = site.page("/t", "Мост упал.".encode("cp1251"), "text/plain; charset=windows-1251")
    assert only_article(read(plain, fetcher)).text == "Мост упал."
    assert "image/png" in only_failure(read(site.page("/i", b"\x89PNG", "image/png"), fetcher)).reason


def test_a_page_that_is_not_there_says_so(site: Site, fetcher: Fetcher) -> None:
    assert only_failure(read(f"{site.url}/no", fetcher)).reason == "the server answers 404 Not Found"
    with pytest.raises(StatusError):
        fetcher.get(f"{site.url}/no")
    assert "cannot be fetched" in only_failure(read("http://127.0.0.1:9/", fetcher)).reason


def test_a_page_cannot_pass_itself_off_as_another_sites(site: Site, fetcher: Fetcher) -> None:
    head = '<link rel="canonical" href="https://famous.example/story"><meta property="og:url" content="/own">'
    article = only_article(read(site.page("/a", files.page(head=head)), fetcher))
    assert article.id == f"{site.url}/own"
    head = '<link rel="canonical" href="/better?utm_source=x">'
    assert only_article(read(site.page("/b", files.page(head=head)), fetcher)).url == f"{site.url}/better"


def rss(items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Bay News</title>'
        f"<language>en-gb</language>{items}</channel></rss>"
    )


LONG = " ".join(BODY * 3)


def test_a_feed_gives_its_full_texts_and_fetches_what_it_only_summarises(
    site: Site, fetcher: Fetcher
) -> None:
    site.page("/two", files.page("Second story"))
    hidden = '<p style="font-size:0">SECRET</p>'
    feed = site.page(
        "/feed",
        rss(
            f"<item><title>One &amp;amp; only</title><link>{site.url}/one?utm_source=rss</link>"
            "<pubDate>Tue, 04 Mar 2025 07:30:00 -0500</pubDate><dc:creator>Ines Calloway</dc:creator>"
            f"<content:encoded><![CDATA[<p>{LONG}</p>{hidden}]]></content:encoded></item>"
            f"<item><title>Two</title><link>{site.url}/two</link><dc:date>2025-03-05</dc:date>"
            "<description>A teaser…</description></item>"
            f"<item><title>Gone</title><link>{site.url}/gone</link><description>x</description></item>"
        ),
        "application/rss+xml",
    )
    first, second, gone = read(feed, fetcher)
    assert isinstance(first, Article)
    assert (first.id, first.title) == (f"{site.url}/one", "One & only")
    assert (first.text, first.published) == (LONG, "2025-03-04T07:30:00-05:00")
    assert (first.author, first.publisher, first.language) == ("Ines Calloway", "Bay News", "en-GB")
    assert isinstance(second, Article)
    assert all(sentence in second.text for sentence in BODY)
    assert (second.title, second.published, second.publisher) == ("Second story", "2025-03-05", "Bay News")
    assert second.metadata_sources["published"] == "feed"
    assert isinstance(gone, ReadFailure)
    assert gone.source == f"{site.url}/gone"
    assert "/one" not in site.paths()


@pytest.mark.parametrize(
    ("end", "cut_off"),
    [
        ("Read more", True),
        ("[Continue reading →]", True),
        ("More", True),
        ("She bought more bread.", False),
        ("There was no more.", False),
        ("It is the longest that he has read.", False),
        pytest.param("No. Read" + "!" * 150_000 + "x", False, id="a long run of marks"),
    ],
)
def test_only_a_text_that_ends_in_a_link_to_the_rest_is_cut_off(
    end: str, cut_off: bool, site: Site, fetcher: Fetcher
) -> None:
    page = site.page("/page", files.page())
    description = f"<description>{LONG} {LONG} {end}</description>"
    feed = site.page(
        "/feed", rss(f"<item><title>One</title><link>{page}</link>{description}</item>"), "text/xml"
    )
    only_article(read(feed, fetcher))
    assert ("/page" in site.paths()) is cut_off


def test_a_long_text_in_a_feed_stands_in_for_a_page_that_cannot_be_read(site: Site, fetcher: Fetcher) -> None:
    item = f"<item><title>One</title><link>{site.url}/gone</link><description>{LONG}…</description></item>"
    failure, article = read(site.page("/feed", rss(item), "text/xml"), fetcher)
    assert isinstance(failure, ReadFailure)
    assert isinstance(article, Article)
    assert (article.id, article.text) == (f"{site.url}/gone", f"{LONG}…")


def test_an_atom_feed_tells_published_from_updated(site: Site, fetcher: Fetcher) -> None:
    entry = (
        '<entry><title>{title}</title><id>urn:{title}</id><link href="/{title}"/>{dates}'
        f'<content type="html">&lt;p&gt;{LONG}&lt;/p&gt;</content></entry>'
    )
    updated = "<updated>2025-03-06T00:00:00+01:00</updated>"
    published = "<published>2025-03-05T00:00:00Z</published>"
    feed = site.page(
        "/atom",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Bay</title>'
        + entry.format(title="a", dates=published + updated)
        + entry.format(title="b", dates=updated)
        + "</feed>",
        "application/atom+xml",
    )
    first, second = read(feed, fetcher)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.id, first.published) == (f"{site.url}/a", "2025-03-05T00:00:00Z")
    assert first.modified == "2025-03-06T00:00:00+01:00"
    assert second.published is None


def test_a_feed_with_entities_that_multiply_does_no_harm(site: Site, fetcher: Fetcher) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 50}">' for n in range(12))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]>'
        + rss(
            f"<item><title>T</title><link>{site.url}/x</link><description>&e11;</description></item>"
        ).split("?>", 1)[1]
    )
    started = time.monotonic()
    assert all(isinstance(item, ReadFailure) for item in read(site.page("/f", body, "text/xml"), fetcher))
    assert time.monotonic() - started < 10


def sitemap(*entries: str, root: str = "urlset") -> str:
    return (
        f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{"".join(entries)}</{root}>'
    )


def test_all_parts_of_a_gzipped_file_are_unpacked_up_to_the_limit() -> None:
    packed = gzip.compress(b"one, ") + gzip.compress(b"two")
    assert unpacked(packed, 8) == b"one, two"
    with pytest.raises(ReadError, match="unpacks to more"):
        unpacked(packed, 7)
    for damaged in (packed[:-9], packed + b"noise"):
        with pytest.raises(ReadError, match="cannot be unpacked"):
            unpacked(damaged, 8)


def test_a_sitemap_gives_the_pages_that_robots_txt_allows(site: Site, fetcher: Fetcher) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private/*.html\n", "text/plain")
    site.page("/one", files.page("First"))
    site.page("/private/two.html", files.page("Second"))
    inner = sitemap(
        f"<url><loc>{site.url}/one</loc><news:news><news:publication><news:name>Bay News</news:name>"
        "<news:language>en</news:language></news:publication>"
        "<news:publication_date>2025-03-05T10:00+02:00</news:publication_date></news:news></url>",
        f"<url><loc>{site.url}/private/two.html</loc></url>",
        "<url><loc>https://other.example/three</loc></url>",
    )
    site.page("/pages.xml.gz", gzip.compress(inner.encode()), "application/x-gzip")
    entries = (f"<sitemap><loc>{site.url}/{name}</loc></sitemap>" for name in ("index.xml", "pages.xml.gz"))
    outer = site.page("/index.xml", sitemap(*entries, root="sitemapindex"), "application/xml")
    article, forbidden, other = read(outer, fetcher)
    assert isinstance(article, Article)
    assert (article.title, article.publisher) == ("First", "Bay News")
    assert article.published == "2025-03-05T10:00+02:00"
    assert isinstance(forbidden, ReadFailure)
    assert "robots.txt" in forbidden.reason
    assert isinstance(other, ReadFailure)
    assert "another site" in other.reason
    assert "/private/two.html" not in site.paths()


def test_a_sitemap_stops_at_the_limit_and_says_so(site: Site, fetcher: Fetcher) -> None:
    pages = [site.page(f"/{n}", files.page(f"Page {n}")) for n in range(5)]
    address = site.page("/s.xml", sitemap(*(f"<url><loc>{page}</loc></url>" for page in pages)), "text/xml")
    found = read(address, fetcher, limit=2)
    assert [isinstance(item, Article) for item in found] == [True, True, False]
    assert "3 more pages" in found[-1].reason  # type: ignore[union-attr]
    assert "by their own addresses, or all of them with" in found[-1].reason  # type: ignore[union-attr]


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = (503, {}, b"")
    page = site.page("/one", files.page())
    address = site.page("/s.xml", sitemap(f"<url><loc>{page}</loc></url>"), "text/xml")
    assert "robots.txt cannot be read" in only_failure(read(address, fetcher)).reason
    assert only_article(read(page, fetcher))


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(site: Site, fetcher: Fetcher) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private/\n", "text/plain")
    site.page("/private/one", files.page())
    site.answers["/one"] = (302, {"Location": "/private/one"}, b"")
    address = site.page("/s.xml", sitemap(f"<url><loc>{site.url}/one</loc></url>"), "text/xml")
    assert "robots.txt of the site does not allow it" in only_failure(read(address, fetcher)).reason
    assert "/private/one" not in site.paths()


def test_pages_of_one_site_are_fetched_with_a_pause(site: Site) -> None:
    pages = [site.page(f"/{n}", files.page()) for n in range(3)]
    with Fetcher(FetchLimits(pause=0.3), allow_private=True) as fetcher:
        started = time.monotonic()
        assert len(list(read_addresses(pages, fetcher))) == 3
        assert time.monotonic() - started >= 0.6


def test_a_page_that_several_lists_name_is_fetched_once(site: Site, fetcher: Fetcher) -> None:
    page = site.page("/one", files.page("First"))
    maps = [
        site.page(f"/{name}.xml", sitemap(f"<url><loc>{page}</loc></url>"), "text/xml") for name in ("a", "b")
    ]
    (article,) = read_addresses(maps, fetcher)
    assert isinstance(article, Article)
    assert site.paths().count("/one") == 1


def test_a_front_page_names_its_feed(site: Site, fetcher: Fetcher) -> None:
    links = "".join(f"<p><a href='/{n}'>A headline of some length, number {n}</a></p>" for n in range(9))
    head = "<link rel='alternate' type='application/rss+xml' href='/news.rss'>"
    address = site.page("/", f"<html><head>{head}</head><body><h1>Bay News</h1>{links}</body></html>")
    assert f"add its feed: {site.url}/news.rss" in only_failure(read(address, fetcher)).reason
