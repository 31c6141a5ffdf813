"""The names that are mentioned in a conversation, initials being part of them: "B.K. Siddle" is one."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.wording.terms import Mention, names, word_set

_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*")
_NO_INITIALS = word_set("U.S U.K U.N E.U D.C U.S.A U.A.E")  # "in the U.S. Lee won"


def mentions(text: str) -> list[Mention]:
    """Return the names in the text like `names`, those with initials whole."""
    found: list[Mention] = []
    for mention in names(text):
        last = found[-1] if found else None
        if (
            last
            and text[last.end : mention.start] == ". "
            and _INITIALS.fullmatch(last.text.split()[-1])
            and last.text.split()[-1] not in _NO_INITIALS
        ):
            found[-1] = replace(last, text=text[last.start : mention.end], end=mention.end)
        else:
            found.append(mention)
    return found
