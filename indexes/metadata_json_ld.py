"""Metadata that a page states as JSON-LD, in the shapes that news sites really use.

https://schema.org/NewsArticle. One object, an array, or a @graph whose parts refer to each other by @id.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from indexes.readers.common import canonical_url, simplified, text_or_none

_ARTICLE_TYPES = frozenset(
    (
        *("article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle"),
        *("backgroundnewsarticle", "askpublicnewsarticle", "reviewnewsarticle", "advertisercontentarticle"),
        *("satiricalarticle", "scholarlyarticle", "techarticle", "report", "blogposting", "liveblogposting"),
        *("socialmediaposting", "discussionforumposting", "medicalscholarlyarticle"),
    )
)
_PAGE_TYPES = frozenset(("webpage", "itempage", "aboutpage"))
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST = 8

Node = Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """What a page states in JSON-LD: the article that it is about, all parts by @id, and whether it states
    several articles and is about none of them."""

    node: Node = dataclasses.field(default_factory=dict)
    by_id: Node = dataclasses.field(default_factory=dict)
    is_list: bool = False


def read_scripts(scripts: list[str], page_urls: set[str], headings: set[str]) -> Stated:
    """Return what the scripts of a page state.

    Of several articles it is about the one with an address of the page or with its heading; when neither
    tells them apart, the page is a list.
    """
    nodes = [node for script in scripts for node in _nodes(_parsed(script))]
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    articles = [node for node in nodes if _types(node) & _ARTICLE_TYPES]
    if len(articles) > 1:
        articles = (
            [node for node in articles if page_urls.intersection(_urls(node))]
            or [node for node in articles if simplified(headline(node)) in headings]
            or (articles if len({simplified(headline(node)) for node in articles}) == 1 else [])
        )
        if not articles:
            return Stated(by_id=by_id, is_list=True)
    if articles:
        # sites with two accounts of one article say more in one of them
        return Stated(max(articles, key=len), by_id)
    pages = [node for node in nodes if _types(node) & _PAGE_TYPES and "datePublished" in node]
    return Stated(pages[0], by_id) if len(pages) == 1 else Stated(by_id=by_id)


def _parsed(script: str) -> Any:
    """Return the value of a script, forgiving what content management systems get wrong; {} for none."""
    script = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", script.strip()
    )
    for attempt in (script, re.sub(r",\s*([}\]])", r"\1", script).rstrip(";")):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return {}


def _nodes(value: Any, depth: int = 0) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in _CONTAINERS:
            if isinstance(value.get(name), list | dict):
                yield from _nodes(value[name], depth + 1)
        for name in ("author", "publisher"):
            # only to be found by @id
            yield from (part for part in _listed(value.get(name)) if isinstance(part, dict) and "@id" in part)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _types(node: Node) -> set[str]:
    return {str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in _listed(node.get("@type"))}


def headline(node: Node) -> str | None:
    """Return the title that the article has in JSON-LD."""
    return _line(node.get("headline")) or _line(node.get("name"))


def _line(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    # many write HTML's "&amp;" where JSON needs none
    return text_or_none(unescape(value)) if isinstance(value, str) else None


def _urls(node: Node) -> list[str]:
    found = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
    addresses = [part.get("@id") or part.get("url") if isinstance(part, dict) else part for part in found]
    return [url for url in (canonical_url(part) for part in addresses if isinstance(part, str)) if url]


def address(node: Node) -> str | None:
    """Return the canonical URL that the article has in JSON-LD."""
    for part in (node.get("url"), node.get("mainEntityOfPage")):
        stated = (part.get("@id") or part.get("url")) if isinstance(part, dict) else part
        if isinstance(stated, str) and "#" not in stated and canonical_url(stated):
            return canonical_url(stated)
    return None


def names(node: Node, field: str, by_id: Node) -> list[str]:
    """Return the names of the people or organisations in a field, following references by @id."""
    found: list[str] = []
    for part in _listed(node.get(field)):
        if isinstance(part, dict):
            if "name" not in part and str(part.get("@id")) in by_id:
                part = by_id[str(part["@id"])]
            name = text_or_none([_line(each) for each in _listed(part.get("name"))])
        else:
            name = _line(part)
        if name and not re.match(r"(?:https?:)?//|@", name) and name not in found:
            found.append(name)
    return found


def language(node: Node) -> str | None:
    """Return the language of the article as it is given."""
    value = next(iter(_listed(node.get("inLanguage"))), None)
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return value if isinstance(value, str) else None
