"""What a reader of a web page sees: the tree of the page without what is hidden in it.

Text that nobody sees is where orders to language models are planted, so it must never become an article's.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import html
from lxml.etree import LxmlError

from indexes.errors import ReadError
from indexes.readers.style_sheets import hides, hiding_names, is_white, without_comments

# Pages of news sites have thousands of elements, long live blogs tens of thousands.
MOST_ELEMENTS = 100_000
LARGEST_PAGE = 20_000_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_MOST_ATTRIBUTES = 5_000
_LONGEST_STYLE = 5_000
_LONGEST_SHEETS = 1_000_000
_END_OF_SHEET = "</style>"  # which no sheet can hold

_NEVER_SHOWN = ("script", "style", "template", "noscript", "iframe", "object", "svg", "select", "datalist")


def parse_page(text: str) -> Any:
    """Return the tree of a page of HTML; raises ReadError when it is none or far too large."""
    if len(text) > LARGEST_PAGE:
        raise ReadError(f"the page is longer than {LARGEST_PAGE // 1_000_000} million characters")
    for tag in _LONG_TAG.finditer(text):
        # the parser's time grows with the square of the attributes; a picture written into one is fine
        if len(tag.group().split()) > _MOST_ATTRIBUTES:
            raise ReadError("a tag of the page has too many attributes")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (LxmlError, AssertionError) as error:
        raise ReadError(f"it is not HTML: {error}") from error
    for number, _ in enumerate(tree.iter()):
        if number > MOST_ELEMENTS:
            raise ReadError(f"the page has more than {MOST_ELEMENTS:,} elements")
    return tree


def remove_hidden(tree: Any) -> None:
    """Take out of the tree whatever a browser would not show."""
    styles = _END_OF_SHEET.join(style.text or "" for style in tree.iter("style"))[:_LONGEST_SHEETS]
    # what is left open in one sheet ends with it
    sheets = [without_comments(sheet) for sheet in styles.split(_END_OF_SHEET)]
    classes, ids = hiding_names(sheets)
    dark = any("background" in sheet for sheet in sheets)
    doomed = [
        element
        for element in tree.iter()
        if isinstance(element.tag, str) and _is_hidden(element, classes, ids, white_hides=not dark)
    ]
    for element in doomed:
        parent = element.getparent()
        if parent is not None:
            # the words after the element, which lxml calls its tail, stay
            element.drop_tree()


def _is_hidden(element: Any, classes: set[str], ids: set[str], *, white_hides: bool) -> bool:
    if element.tag in ("html", "body", "head"):
        return False
    if element.tag in _NEVER_SHOWN or "hidden" in element.attrib:
        return True
    if element.get("aria-hidden", "").strip().lower() == "true":
        return True
    if element.tag == "input" and element.get("type", "").lower() == "hidden":
        return True
    style = (element.get("style") or "")[:_LONGEST_STYLE]
    if style and (hides(style) or (white_hides and _white_on_white(element, style))):
        return True
    if element.tag == "font" and white_hides and is_white(f"color:{element.get('color', '')}"):
        return not _has_background(element)
    if ids and element.get("id") in ids:
        return True
    return bool(classes) and not classes.isdisjoint((element.get("class") or "").split())


def _white_on_white(element: Any, style: str) -> bool:
    return is_white(style) and not _has_background(element)


def _has_background(element: Any) -> bool:
    """Tell whether the element or one around it has a background of its own."""
    return any(
        "background" in (each.get("style") or "") or each.get("bgcolor")
        for each in (element, *element.iterancestors())
    )
