"""What pages say about themselves, between and behind the text of an article."""

from __future__ import annotations

import re

# A line that is nothing but this stands over links that were taken out, or over an advertisement.
_HEADINGS = (
    r"read (?:more|next|also)",
    r"more (?:on this(?: story)?|stories|from us)",
    r"related(?: (?:stories|articles|topics|content))?",
    r"recommended(?: (?:stories|for you|reading))?",
    r"most read",
    r"top stories",
    r"advertisement",
    r"(?:story|article) continues below.{0,20}",
    r"share(?: this(?: (?:story|article|page))?)?",
    r"comments?(?: \(\d+\))?",
    r"sign up for our newsletters?",
)
# How a page goes on when its article is over.
_CLOSINGS = (
    r"follow (?:us|@)",
    r"(?:like|find) us on\b",
    r"sign up (?:to|for) (?:our|the|a)\b",
    r"subscribe (?:to|for|now)\b",
    r"(?:have you|do you have|got|have you got) a (?:story|tip|news tip)\b",
    r"send (?:us )?your (?:story|tips)\b",
    r"copyright (?:©|\(c\)|\d{4})",
    r"©",
    r"all rights reserved",
    r"this (?:article|story) was (?:originally|first) published (?:on|in|by|at)\b",
    r"download (?:our|the) app\b",
)
_HEADING = re.compile(rf"(?:{'|'.join(_HEADINGS)})\W*", re.IGNORECASE)
_CLOSING = re.compile("|".join(_CLOSINGS), re.IGNORECASE)
_LONGEST_CLOSING = 160
_RULE_OF_TABLE = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?")


def without_boilerplate(text: str) -> str:
    """Return the text of a page without headings over nothing and without what follows the article.

    Rows of tables lose the marks around them.
    """
    lines = [_row(line) for line in text.split("\n") if not _RULE_OF_TABLE.fullmatch(line.strip())]
    lines = [line for line in lines if not _HEADING.fullmatch(line.strip("-•*# "))]
    while lines and (not lines[-1].strip() or _closes(lines[-1])):
        lines.pop()
    return "\n".join(lines)


def _row(line: str) -> str:
    row = line.strip()
    if row.startswith("|") and row.endswith("|") and len(row) > 1:
        return " | ".join(cell.strip() for cell in row.strip("|").split(" | ") if cell.strip())
    return line


def _closes(line: str) -> bool:
    return len(line) <= _LONGEST_CLOSING and _CLOSING.match(line.strip("-•* ")) is not None
