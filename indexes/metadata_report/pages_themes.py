"""Pages as widely used templates write them: labels before dates, microformats, cards of other articles."""

from __future__ import annotations

from indexes.metadata_report.pages import Made, Story, known, markup, meta, page, script


@page()
def two_times_with_labels(s: Story) -> Made:
    before = (
        f'<div>Published <time datetime="{s.published}">two days ago</time></div>'
        f'<div>Updated <time datetime="{s.modified}">yesterday</time></div>'
    )
    return markup(s, before=before), known(s, "published", "modified")


@page()
def dates_in_words_with_labels(s: Story) -> Made:
    before = (
        "<p><small>First published on May 5, 2024</small></p><p><small>Last updated: 7 May 2024</small></p>"
    )
    return markup(s, before=before), known(s, published="2024-05-05", modified="2024-05-07")


@page()
def theme_of_a_blog(s: Story) -> Made:
    before = (
        f'<time class="entry-date published" datetime="{s.published}">that day</time>'
        f'<time class="updated" datetime="{s.modified}">later</time>'
        f'<span class="author vcard"><a class="url fn n" href="/author/1">{s.author}</a></span>'
    )
    return markup(s, meta(og__site_name=s.publisher), before=before), known(
        s, "author", "publisher", "published", "modified"
    )


@page()
def theme_of_a_blog_never_updated(s: Story) -> Made:
    before = f'<time class="entry-date published updated" datetime="{s.published}">that day</time>'
    return markup(s, before=before), known(s, "published")


@page()
def labels_of_a_card(s: Story) -> Made:
    head = meta(
        twitter__label1="Written by",
        twitter__data1=s.author,
        twitter__label2="Est. reading time",
        twitter__data2="3 minutes",
    )
    return markup(s, head), known(s, "author")


@page()
def byline_without_a_mark(s: Story) -> Made:
    return markup(s, before=f"<p>By {s.author} and Aldo Finch</p>"), known(
        s, author=f"{s.author} and Aldo Finch"
    )


@page()
def bylines_of_other_articles(s: Story) -> Made:
    cards = "<section><div><p>By Ann Ferrow</p></div><div><p>By Osk Lintel</p></div></section>"
    return markup(s).replace("<footer>", f"{cards}<footer>"), known(s)


@page()
def one_other_article_at_the_side(s: Story) -> Made:
    card = "<div><p>By Ann Ferrow</p><p>Published 3 May 2024</p></div><h2>"
    return markup(s, meta(og__updated_time=s.modified)).replace("<h2>", card), known(s, "modified")


@page()
def dates_of_other_articles(s: Story) -> Made:
    cards = "<ul><li>Published 3 May 2024</li><li>Published 9 June 2024</li></ul>"
    return markup(s, meta(og__updated_time=s.modified)).replace("<footer>", f"{cards}<footer>"), known(
        s, "modified"
    )


@page()
def author_with_a_role_in_json(s: Story) -> Made:
    made = script(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": s.title,
            "author": {"@type": "Person", "name": f"By {s.author}, Political Correspondent"},
            "datePublished": s.published,
        }
    )
    return markup(s, made), known(s, "author", "published")


@page()
def day_after_month_with_slashes(s: Story) -> Made:
    return markup(s, meta(pubdate="05/27/2024")), known(s, published="2024-05-27")


@page()
def site_behind_the_title_with_a_bar(s: Story) -> Made:
    head = meta(og__site_name=s.publisher, og__title=f"{s.title} | {s.publisher}")
    return markup(s, head, h1=""), known(s, "publisher")


@page(body=lambda s: [*s.paragraphs, _PUBLISHED_BOOK])
def sentence_that_begins_like_a_label(s: Story) -> Made:
    return markup(s, after=f"<p>{_PUBLISHED_BOOK}</p>"), known(s)


_PUBLISHED_BOOK = (
    "Published 3 May 1987 by a printer in the harbour, the guide to its birds sold out within a single week."
)
