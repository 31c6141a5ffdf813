"""Pages that speak JSON-LD, well and badly."""

from __future__ import annotations

import json

from indexes.metadata_report.pages import ALL, Made, Story, known, markup, meta, news, page, script

_UPDATES = ("Council meets", "Engineers speak", "Shops protest", "Buses are announced", "The vote")


@page()
def one_object(s: Story) -> Made:
    return markup(s, script(news(s))), known(s, *ALL)


@page()
def graph_with_references(s: Story) -> Made:
    graph = [
        {"@type": "WebSite", "@id": "/#website", "name": s.publisher, "url": f"https://{s.host}/"},
        {"@type": "Organization", "@id": "/#org", "name": s.publisher},
        {"@type": "Person", "@id": "/#p1", "name": s.author, "url": f"https://{s.host}/people/1"},
        {"@type": "WebPage", "@id": s.url, "name": f"{s.title} - {s.publisher}", "inLanguage": "en-GB"},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "News"}]},
        news(
            s,
            url=None,
            author={"@id": "/#p1"},
            publisher={"@id": "/#org"},
            mainEntityOfPage={"@id": s.url},
            inLanguage="en-GB",
            **{"@type": "Article", "@id": f"{s.url}#article"},
        ),
    ]
    return markup(s, script({"@context": "https://schema.org", "@graph": graph})), known(
        s, *ALL, language="en-GB"
    )


@page()
def array(s: Story) -> Made:
    crumbs = {"@type": "BreadcrumbList", "name": "Where am I"}
    return markup(s, script([crumbs, news(s)])), known(s, *ALL)


@page()
def several_scripts(s: Story) -> Made:
    owner = {"@context": "https://schema.org", "@type": "NewsMediaOrganization", "name": "Holding Group"}
    return markup(s, script(owner) + script(news(s))), known(s, *ALL)


@page()
def list_of_types(s: Story) -> Made:
    return markup(s, script(news(s, **{"@type": ["NewsArticle", "ReportageNewsArticle"]}))), known(s, *ALL)


@page()
def type_as_address(s: Story) -> Made:
    return markup(s, script(news(s, **{"@type": "http://schema.org/NewsArticle"}))), known(s, *ALL)


@page()
def opinion_by_two(s: Story) -> Made:
    authors = [{"@type": "Person", "name": s.author}, {"@type": "Person", "name": "Aldo Finch"}]
    made = script(news(s, author=authors, **{"@type": "OpinionNewsArticle"}))
    return markup(s, made), known(s, *ALL, author=f"{s.author}, Aldo Finch")


@page()
def blog_post(s: Story) -> Made:
    return markup(s, script(news(s, **{"@type": "BlogPosting"}))), known(s, *ALL)


@page()
def review(s: Story) -> Made:
    return markup(s, script(news(s, **{"@type": "ReviewNewsArticle"}))), known(s, *ALL)


@page()
def author_as_string(s: Story) -> Made:
    return markup(s, script(news(s, author=f"By {s.author}"))), known(s, *ALL)


@page()
def authors_as_strings(s: Story) -> Made:
    return markup(s, script(news(s, author=[s.author, "Aldo Finch"]))), known(
        s, *ALL, author=f"{s.author}, Aldo Finch"
    )


@page()
def author_names_in_one_object(s: Story) -> Made:
    author = {"@type": "Person", "name": [s.author, "Aldo Finch"]}
    return markup(s, script(news(s, author=author))), known(s, *ALL, author=f"{s.author}, Aldo Finch")


@page()
def author_is_an_address(s: Story) -> Made:
    head = script(news(s, author="https://social.example/someone")) + meta(author=s.author)
    return markup(s, head), known(s, *ALL)


@page()
def author_is_the_publisher(s: Story) -> Made:
    author = {"@type": "Organization", "name": s.publisher}
    return markup(s, script(news(s, author=author))), known(s, *ALL, author=None)


@page()
def author_is_an_agency(s: Story) -> Made:
    author = {"@type": "Organization", "name": "Coast Wire"}
    return markup(s, script(news(s, author=author))), known(s, *ALL, author="Coast Wire")


@page()
def address_in_main_entity(s: Story) -> Made:
    entity = {"@type": "WebPage", "@id": s.url}
    return markup(s, script(news(s, url=None, mainEntityOfPage=entity))), known(s, *ALL)


@page()
def article_in_main_entity(s: Story) -> Made:
    outer = {"@context": "https://schema.org", "@type": "WebPage", "mainEntity": news(s)}
    return markup(s, script(outer)), known(s, *ALL)


@page()
def only_a_web_page(s: Story) -> Made:
    whole = news(s, headline=None, name=s.title, author=None, **{"@type": "WebPage"})
    return markup(s, script(whole)), known(s, "publisher", "url", "published", "modified")


@page()
def in_a_comment(s: Story) -> Made:
    return markup(s, script(news(s), "\n<!--\n", "\n-->\n")), known(s, *ALL)


@page()
def in_cdata(s: Story) -> Made:
    return markup(s, script(news(s), "//<![CDATA[\n", "\n//]]>")), known(s, *ALL)


@page()
def trailing_comma(s: Story) -> Made:
    text = json.dumps(news(s))[:-1] + ",}"
    return markup(s, script(text)), known(s, *ALL)


@page()
def line_break_in_a_string(s: Story) -> Made:
    text = json.dumps(news(s, description="First line@second line")).replace("@second", "\n\tsecond")
    return markup(s, script(text)), known(s, *ALL)


@page()
def entities_in_the_headline(s: Story) -> Made:
    title = f"{s.title} &amp; nobody&#8217;s pleased"
    made = script(news(s, headline=title))
    plain = f"{s.title} & nobody’s pleased"
    return markup(s, made, h1=title), known(s, *ALL, title=plain)


@page()
def broken_beyond_repair(s: Story) -> Made:
    head = script('{"@type": "NewsArticle", "headline": "Unfinished') + meta(
        og__title=s.title, og__site_name=s.publisher, article__published_time=s.published
    )
    return markup(s, head), known(s, "publisher", "published")


@page()
def list_of_related_articles(s: Story) -> Made:
    others = [
        {"@type": "NewsArticle", "headline": f"Other {n}", "datePublished": "2001-01-01"} for n in range(3)
    ]
    related = {"@type": "ItemList", "itemListElement": others}
    return markup(s, script([related, news(s)])), known(s, *ALL)


@page()
def another_article_beside_it(s: Story) -> Made:
    other = news(
        s, headline="Choir sings all night", url="https://other.example/x", datePublished="2001-01-01"
    )
    head = f'<link rel="canonical" href="{s.url}">' + script([other, news(s)])
    return markup(s, head), known(s, *ALL)


@page()
def another_article_told_apart_by_heading(s: Story) -> Made:
    other = news(s, headline="Choir sings all night", url=None, datePublished="2001-01-01")
    return markup(s, script([other, news(s, url=None)])), known(
        s, "author", "publisher", "published", "modified"
    )


@page()
def headline_cut_short(s: Story) -> Made:
    head = script(news(s, headline=s.title[:20] + "…")) + meta(og__title=s.title)
    return markup(s, head), known(s, *ALL)


@page()
def date_in_an_array(s: Story) -> Made:
    return markup(s, script(news(s, datePublished=[s.published]))), known(s, *ALL)


@page()
def placeholder_date(s: Story) -> Made:
    made = script(news(s, datePublished="0001-01-01T00:00:00Z", dateModified="1970-01-01T00:00:00Z"))
    return markup(s, made), known(s, "author", "publisher", "url")


@page()
def empty_date(s: Story) -> Made:
    made = script(news(s, datePublished="", dateModified=s.modified))
    return markup(s, made), known(s, *ALL, published=None)


@page()
def updated_only(s: Story) -> Made:
    return markup(s, script(news(s, datePublished=None))), known(s, *ALL, published=None)


@page()
def offset_without_colon(s: Story) -> Made:
    made = script(news(s, datePublished=f"{s.day}T08:30:00-0500", dateModified=None))
    return markup(s, made), known(s, "author", "publisher", "url", published=f"{s.day}T08:30:00-0500")


@page()
def half_an_hour_offset(s: Story) -> Made:
    made = script(news(s, datePublished=f"{s.day}T23:30:00+05:30", dateModified=None))
    return markup(s, made), known(s, "author", "publisher", "url", published=f"{s.day}T23:30:00+05:30")


@page()
def milliseconds_in_utc(s: Story) -> Made:
    made = script(news(s, datePublished=f"{s.day}T08:30:00.123Z", dateModified=None))
    return markup(s, made), known(s, "author", "publisher", "url", published=f"{s.day}T08:30:00.123Z")


@page()
def day_without_time(s: Story) -> Made:
    made = script(news(s, datePublished=s.day, dateModified=None))
    return markup(s, made), known(s, "author", "publisher", "url", published=s.day)


@page()
def far_future_date(s: Story) -> Made:
    made = script(news(s, datePublished="2924-05-06", dateModified=None))
    return markup(s, made), known(s, "author", "publisher", "url")


@page(body=lambda s: [f"{heading}\n{text}" for heading, text in zip(_UPDATES, s.paragraphs, strict=True)])
def live_blog(s: Story) -> Made:
    updates = [
        {"@type": "BlogPosting", "headline": heading, "datePublished": f"{s.day}T{10 + n}:00:00+01:00"}
        for n, heading in enumerate(_UPDATES)
    ]
    article = "".join(
        f'<section><time datetime="{s.day}T{10 + n}:00">{10 + n}:00</time>'
        f"<h2>{heading}</h2><p>{text}</p></section>"
        for n, (heading, text) in enumerate(zip(_UPDATES, s.paragraphs, strict=True))
    )
    made = script(news(s, liveBlogUpdate=updates, **{"@type": "LiveBlogPosting"}))
    return markup(s, made, article=article), known(s, *ALL)


@page(body=lambda s: s.paragraphs[:2])
def paywall_stub(s: Story) -> Made:
    shown = "".join(f"<p>{text}</p>" for text in s.paragraphs[:2])
    wall = '<div class="paywall"><p>Subscribe to read on.</p><button>Subscribe</button></div>'
    made = script(news(s, isAccessibleForFree=False))
    return markup(s, made, article=shown, after=wall), known(s, *ALL)


@page(address=lambda s: s.url.replace("/news/", "/amp/news/"))
def amp(s: Story) -> Made:
    head = (
        f'<link rel="canonical" href="{s.url}"><style amp-boilerplate>body{{visibility:hidden}}</style>'
        "<noscript><style amp-boilerplate>body{visibility:visible}</style></noscript>"
        '<script async src="https://cdn.example/v0.js"></script>'
    )
    return markup(s, head + script(news(s)), html='<html amp lang="en">'), known(s, *ALL)


@page(body=lambda s: s.paragraphs)
def drawn_by_a_script(s: Story) -> Made:
    made = script(news(s, articleBody="\n\n".join(s.paragraphs)))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{s.title}</title>{made}</head>'
        '<body><div id="root"></div></body></html>',
        known(s, *ALL),
    )
