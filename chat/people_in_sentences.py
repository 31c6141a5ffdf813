"""The people of a sentence: who speaks in it, and whom it introduces by their work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.wording.terms import fold, names, word_set, words

_ROLES = word_set(
    "president minister secretary chancellor mayor judge professor engineer chief leader director spokesman "
    "spokeswoman principal paramedic researcher scientist author captain coach head chair chairman "
    "chairwoman executive chairperson doctor detective inspector prosecutor lawyer farmer historian "
    "economist manager founder analyst councillor ranger teacher biologist architect"
)
_SAYING = r"(?:said|says|told\s\w+|warned|argued|insisted|added|explained|admitted)"
_NO_PERSON = re.compile(
    r"\b(?:The|Research|University|Council|Agency|Institute|Association|Ministry|Department|Bank|Police|Court|"
    r"Union|United|Party|Group|Company|Committee|Board|Fund|Service|Museum|Street|Times|News|School|Hospital)\b"
)


def people_introduced(sentence: str) -> Iterator[str]:
    """Yield the names of those whose work follows their name."""
    for mention in names(sentence):
        if " " not in mention.text or _NO_PERSON.search(mention.text):
            continue
        after = re.match(r",\s(?:the|a|an|its|chief|head)?\s?([\w\s-]{3,60}?)[,.]", sentence[mention.end :])
        role = {fold(word) for word in words(after[1])} if after else set()
        if role & _ROLES:
            yield mention.text


def people_speaking(sentence: str) -> Iterator[str]:
    """Yield the names of those who say something."""
    for mention in names(sentence):
        if " " not in mention.text or _NO_PERSON.search(mention.text):
            continue
        around = sentence[: mention.start], sentence[mention.end :]
        before = re.search(rf"\b{_SAYING}\s$", around[0])
        after = re.match(rf"(?:,\s[^,]{{3,60}},)?\s{_SAYING}\b", around[1])
        if before or after:
            yield mention.text
