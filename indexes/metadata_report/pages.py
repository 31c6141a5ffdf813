"""What the made pages are built of: a story, the markup around it, and what is true of the page.

Every name, place and event is invented. A page's truth is what the page itself says, so a field that it
does not give is None, however easily it could be guessed.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

FIELDS = ("title", "author", "publisher", "url", "published", "modified", "language")

_PEOPLE = ("Ines Calloway", "Tobias Renn", "Marguerite Oduya", "Sorin Blake", "Delia Vance", "Kenji Ward")
_PAPERS = ("Marrow Bay Courier", "The Tolver Post", "Radio Hallin", "Corby Evening News", "Lowmere Today")
_PLACES = ("Marrow Bay", "Tolver", "Hallin", "Corby Moor", "Lowmere", "Ashcombe")
_THINGS = ("swing bridge", "tidal lagoon", "tram line", "public library", "cheese market", "lighthouse")
_SENTENCES = (
    "The {thing} in {place} will stay closed until the end of {month}, the council decided on {day}.",
    "Repairs are expected to cost {number} million crowns, a third more than was planned two years ago.",
    '"Nobody wanted this, but waiting would have been worse," said {person}, who leads the works.',
    "About {number} thousand people used it every week before the first cracks were found.",
    "A second report, which {person} will present on {day}, looks at what a replacement would need.",
    "Shops near the {thing} say that they have lost a quarter of their customers since {month}.",
    "The regional assembly has promised {number} per cent of the money if work begins this year.",
    "Residents of {place} can ask questions at a meeting in the school hall on {day} evening.",
    "It was last rebuilt after the storm of {month}, when the sea took most of the old quay.",
    "Opponents argue that {place} needs a new one and that every patch only buys a few seasons.",
    "The transport office will run extra buses along the northern road for {number} weeks.",
    "{person} called the decision late but right, and asked for a timetable by {day}.",
)
_MONTHS = ("January", "February", "March", "April", "June", "September", "November")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, where it was fetched from, what it says of itself, and the text of its article, if any."""

    name: str
    data: bytes
    address: str | None
    truth: Mapping[str, str | None]
    body: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Story:
    """What a page tells; each is different and the same in every run."""

    number: int
    title: str
    author: str
    publisher: str
    host: str
    url: str
    published: str
    modified: str
    paragraphs: tuple[str, ...]

    @classmethod
    def make(cls, number: int) -> Story:
        """Return the story of that number."""
        rng = random.Random(number)
        place, thing = rng.choice(_PLACES), rng.choice(_THINGS)

        def sentence(template: str) -> str:
            return template.format(
                thing=thing,
                place=place,
                month=rng.choice(_MONTHS),
                day=rng.choice(_DAYS),
                number=rng.randrange(3, 90),
                person=rng.choice(_PEOPLE),
            )

        chosen = rng.sample(_SENTENCES, 10)
        cuts = (0, 2, 4, 6, 8, 10)
        paragraphs = tuple(" ".join(map(sentence, chosen[a:b])) for a, b in pairwise(cuts))
        host = f"www.paper{number}.example"
        slug = f"{thing} {place} closed".lower().replace(" ", "-")
        month, day = rng.randrange(1, 13), rng.randrange(1, 28)
        return cls(
            number=number,
            title=f"{place} closes its {thing} for {rng.randrange(3, 20)} months",
            author=rng.choice(_PEOPLE),
            publisher=rng.choice(_PAPERS),
            host=host,
            url=f"https://{host}/news/{slug}-{number}",
            published=f"2024-{month:02}-{day:02}T08:{number % 60:02}:00+01:00",
            modified=f"2024-{month:02}-{day + 1:02}T17:{number % 60:02}:00+01:00",
            paragraphs=paragraphs,
        )

    @property
    def day(self) -> str:
        """The day of publication."""
        return self.published[:10]


def script(value: Any, before: str = "", after: str = "") -> str:
    """Return JSON-LD as it stands in a page."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return f'<script type="application/ld+json">{before}{text}{after}</script>'


def meta(**values: str) -> str:
    """Return meta elements; in the names, __ stands for a colon and _ for a dash after a dot."""
    out = []
    for name, value in values.items():
        kind = "property" if name.startswith(("og__", "article__")) else "name"
        escaped = value.replace("&", "&amp;").replace('"', "&quot;")
        out.append(f'<meta {kind}="{name.replace("__", ":")}" content="{escaped}">')
    return "".join(out)


def news(story: Story, **changes: Any) -> dict[str, Any]:
    """Return a complete NewsArticle; a change to None leaves a property out."""
    whole = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "url": story.url,
        "datePublished": story.published,
        "dateModified": story.modified,
        "author": {"@type": "Person", "name": story.author},
        "publisher": {"@type": "Organization", "name": story.publisher, "logo": {"@type": "ImageObject"}},
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def markup(
    story: Story,
    head: str = "",
    *,
    html: str = '<html lang="en">',
    title: str | None = None,
    h1: str | None = None,
    before: str = "",
    after: str = "",
    article: str | None = None,
    charset: str = "utf-8",
    footer: str = "All rights reserved.",
) -> str:
    """Return a page with the things around an article that pages have."""
    if article is None:
        article = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    heading = f"<h1>{story.title if h1 is None else h1}</h1>" if h1 != "" else ""
    shown = f"{story.title} | {story.publisher}" if title is None else title
    return (
        f'<!DOCTYPE html>\n{html}<head><meta charset="{charset}"><title>{shown}</title>{head}'
        "<style>.nav{color:red}</style><script>var x = 1;</script></head><body>"
        '<header><nav class="nav"><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>'
        '<li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul></nav></header>'
        '<div id="cookie-banner" class="cookie">We use cookies. <button>Accept</button></div>'
        f"<main><article>{heading}{before}{article}{after}</article>"
        '<aside class="related"><h2>Most read</h2><ul><li><a href="/a">Choir sings all night</a></li>'
        '<li><a href="/b">Ferry gets a new name</a></li></ul></aside></main>'
        f'<footer><p>{footer}</p><a href="/imprint">Imprint</a></footer></body></html>'
    )


Made = tuple[str, Mapping[str, str | None]]
Maker = tuple[Callable[[Story], Made], dict[str, Any]]
_MAKERS: dict[str, list[Maker]] = {}


def page(**about: Any) -> Callable[[Callable[[Story], Made]], Callable[[Story], Made]]:
    """Register a maker of a page; `about` may give its encoding, address and body."""

    def register(maker: Callable[[Story], Made]) -> Callable[[Story], Made]:
        _MAKERS.setdefault(maker.__module__, []).append((maker, about))
        return maker

    return register


def known(story: Story, *names: str, **other: str | None) -> dict[str, str | None]:
    """Return the truth: the named fields are as in the story, the title and the language "en" always."""
    truth: dict[str, str | None] = dict.fromkeys(FIELDS)
    truth.update({name: getattr(story, name) for name in ("title", *names)}, language="en")
    truth.update(other)
    return truth


ALL = ("author", "publisher", "url", "published", "modified")


def registered(module: str) -> list[Maker]:
    """Return the makers that a module registered when it was imported, in its order."""
    return _MAKERS[module]
