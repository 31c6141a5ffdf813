"""What style sheets hide, as far as rules for a single class or id go; the rest needs a browser.

A hostile sheet must not cost more than its length: it is cut at braces, semicolons and colons first, and
patterns only ever see one declaration, from its start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

_ZERO = r"(?:0+(?:\.0+)?|\.0+)"
_HIDING = re.compile(
    r"display:none"
    r"|visibility:(?:hidden|collapse)"
    r"|content-visibility:hidden"
    rf"|font-size:{_ZERO}(?:px|r?em|pt|%|vw)?$"
    r"|font:.*\b0(?:px|pt)"
    rf"|opacity:{_ZERO}%?$"
    r"|color:transparent"
    r"|text-indent:-\d{3}"
    r"|(?:left|right|top):-\d{3}"
    r"|clip:rect\( ?[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)? ?\)"
    r"|clip-path:(?:inset\( ?(?:50|100)%|circle\( ?0)"
)
# Hides only with the next one beside it.
_FLAT = re.compile(r"(?:max-)?height:0(?:px)?$")
_OVERFLOW = "overflow:hidden"
_WHITE = re.compile(r"color:(?:white\b|#fff(?:fff)?\b|rgba?\( ?255[ ,]+255[ ,]+255\b)")
# One that is not closed reaches to the end, as in a browser.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SIMPLE_SELECTOR = re.compile(r"(?:[a-z]+)?([.#])([\w-]+)", re.IGNORECASE)


def hides(style: str) -> bool:
    """Tell whether the declarations of a style make what they are for invisible."""
    declarations = _declarations(style)
    if any(_HIDING.match(each) for each in declarations):
        return True
    return any(map(_FLAT.match, declarations)) and any(each.startswith(_OVERFLOW) for each in declarations)


def is_white(style: str) -> bool:
    """Tell whether the declarations of a style make words white."""
    return any(map(_WHITE.match, _declarations(style)))


def without_comments(sheet: str) -> str:
    """Return the style sheet without its comments."""
    return _COMMENT.sub("", sheet)


def hiding_names(sheets: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the classes and the ids that style sheets without comments hide on every screen."""
    classes: set[str] = set()
    ids: set[str] = set()
    for selectors, style in chain.from_iterable(map(_rules, sheets)):
        if hides(style):
            for selector in selectors.split(","):
                simple = _SIMPLE_SELECTOR.fullmatch(selector.strip())
                if simple:
                    (classes if simple.group(1) == "." else ids).add(simple.group(2))
    return classes, ids


def _declarations(style: str) -> list[str]:
    """Return the declarations as "name:value", in lower case and without what makes them important."""
    parts = (" ".join(part.lower().partition("!")[0].split()).partition(":") for part in style.split(";"))
    return [f"{name.strip()}:{value.strip()}" for name, colon, value in parts if colon]


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the declarations of each rule but those in blocks such as @media, which hold
    only sometimes."""
    # the end of a sheet closes what is open
    pieces = re.split("([{}])", sheet + "}" * sheet.count("{"))
    depth = 0
    selectors, style = "", [""]
    for part, brace in zip(pieces[::2], pieces[1::2], strict=False):
        if depth == 0:
            selectors, style = part.rpartition(";")[2].strip(), []
        elif depth == 1:
            style.append(part)
        depth = depth + 1 if brace == "{" else max(0, depth - 1)
        if depth == 0 and style and not selectors.startswith("@"):
            yield selectors, ";".join(style)
