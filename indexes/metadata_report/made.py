"""All the made pages, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from indexes.metadata_report import pages_hard, pages_json_ld, pages_plain, pages_themes
from indexes.metadata_report.pages import Page, Story, registered

_MODULES = (pages_hard, pages_json_ld, pages_plain, pages_themes)


def pages() -> Iterator[Page]:
    """Yield every page."""
    makers = [each for module in _MODULES for each in registered(module.__name__)]
    for number, (maker, about) in enumerate(makers, start=1):
        story = Story.make(number)
        html, truth = maker(story)
        address = about.get("address")
        body = about.get("body", lambda s: s.paragraphs)
        yield Page(
            name=maker.__name__,
            data=html.encode(about.get("encoding", "utf-8"), "xmlcharrefreplace"),
            address=None if address is None else address(story),
            truth=truth,
            body=None if body is None else tuple(body(story)),
        )
