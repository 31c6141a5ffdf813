"""Pages that say things only to people, or bury their text; kept as they are, whatever readers make of them.

What is not found on these is what the figures of the report have to show.
"""

from __future__ import annotations

from indexes.metadata_report.pages import Made, Story, known, markup, meta, news, page, script


@page()
def date_only_in_words(s: Story) -> Made:
    return markup(s, before="<p>Published: 5 May 2024, 10:30</p>"), known(s, published="2024-05-05T10:30:00")


@page()
def author_in_a_sentence(s: Story) -> Made:
    return markup(s, before=f"<p><i>Words by {s.author}, pictures by Aldo Finch</i></p>"), known(s, "author")


@page()
def publisher_only_in_the_footer(s: Story) -> Made:
    return markup(s, title=s.title, footer=f"© 2024 {s.publisher} Ltd"), known(s, "publisher")


@page()
def creator_for_author(s: Story) -> Made:
    made = script(news(s, author=None, creator={"@type": "Person", "name": s.author}))
    return markup(s, made), known(s, "author", "publisher", "url", "published", "modified")


@page()
def site_before_the_title(s: Story) -> Made:
    head = meta(og__title=f"{s.publisher}: {s.title}", og__site_name=s.publisher)
    return markup(s, head, title=f"{s.publisher}: {s.title}", h1=""), known(s, "publisher")


@page()
def two_headings(s: Story) -> Made:
    html = markup(s, title=s.title).replace("<header>", f"<header><h1>{s.publisher}</h1>")
    return html, known(s)


@page()
def author_with_a_title_and_a_place(s: Story) -> Made:
    return markup(s, meta(author=f"{s.author}, Chief Reporter in Tolver")), known(s, "author")


@page()
def date_in_an_attribute(s: Story) -> Made:
    return markup(s, before=f'<span data-published="{s.published}">yesterday</span>'), known(s, "published")


@page()
def breaks_for_paragraphs(s: Story) -> Made:
    return markup(s, article=f"<div>{'<br><br>'.join(s.paragraphs)}</div>"), known(s)


@page()
def advertisements_between_paragraphs(s: Story) -> Made:
    advert = '<div class="ad"><p>Advertisement</p></div>'
    advert += '<p class="promo"><a href="/x">Read more: a choir sings</a></p>'
    return markup(s, article=advert.join(f"<p>{text}</p>" for text in s.paragraphs)), known(s)


@page()
def newsletter_box(s: Story) -> Made:
    box = '<div class="signup"><h3>Our newsletter</h3>'
    box += "<p>The best of the week, every Friday, free of charge.</p></div>"
    paragraphs = [f"<p>{text}</p>" for text in s.paragraphs]
    return markup(s, article="".join([*paragraphs[:2], box, *paragraphs[2:]])), known(s)


@page()
def quotation_pulled_out(s: Story) -> Made:
    pulled = f'<aside class="pullquote">{s.paragraphs[0][:80]}</aside>'
    return markup(s, before=pulled), known(s)


@page(body=lambda s: [*s.paragraphs, "Cost 42 million Length 310 metres"])
def figures_in_a_table(s: Story) -> Made:
    table = (
        "<table><tr><th>Cost</th><td>42 million</td></tr><tr><th>Length</th><td>310 metres</td></tr></table>"
    )
    return markup(s, after=table), known(s)


@page()
def picture_captions_and_share_buttons(s: Story) -> Made:
    before = (
        '<figure><img src="x.jpg" alt="The quay">'
        "<figcaption>The quay on Monday. Photo: A. Finch</figcaption></figure>"
        '<ul class="share"><li><a href="#">Share</a></li><li><a href="#">Print</a></li></ul>'
    )
    return markup(s, before=before), known(s)


@page()
def deep_in_divisions(s: Story) -> Made:
    article = "".join(f"<div><div><span>{text}</span></div></div>" for text in s.paragraphs)
    html = markup(s, article=article).replace("<article>", '<div class="c1">').replace("</article>", "</div>")
    return html, known(s)
