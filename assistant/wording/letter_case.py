"""Names in a question that was typed in lower case, written as the articles write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from assistant.wording.coordination import without_titles
from assistant.wording.english_words import english_words
from assistant.wording.terms import FUNCTION_WORDS, fold, names, word_set

NAME_WORD = re.compile(r"[^\W_]+(?:['’.&](?=[^\W_])[^\W_]+)*")  # hyphens part: "notre dame" is Notre-Dame
OWNER = re.compile(r"['’]s?$", re.I)
LONGEST_NAME = 5  # words
EVERYDAY = 2_000_000  # times in a million million words; rarer ones are as often names: "kestrel", "biden"
_OF_ONE_PERSON = word_set("pope king queen prince princess")  # who is meant as by a name


def with_names_restored(question: str, texts: Iterable[str]) -> str:
    """Return the question with the names that the texts have, written as they write them.

    "is the kestrel bridge open?" becomes "is the Kestrel Bridge open?" where the texts speak of the Kestrel
    Bridge. A single word becomes a name only if no text has it in lower case. An everyday word, and one
    right after another name, has to be a whole name somewhere: the wind of "storm orla wind speed" is no
    Second Wind, and the rail of "the rail strike" no Orley Rail.
    """
    if any(not name.opens_sentence or " " in name.text for name in names(question)):
        return question
    known, plain, whole = runs_of_names(texts)
    found = list(NAME_WORD.finditer(question))
    folded = [fold(match.group()) for match in found]
    pieces: list[str] = []
    done, at = 0, 0
    while at < len(found):
        for length in range(min(LONGEST_NAME, len(found) - at), 0, -1):
            key = tuple(folded[at : at + length])
            written = known.get(key)
            if written is None or (length == 1 and (key[0] in plain or key[0] in FUNCTION_WORDS)):
                continue
            follows_a_name = bool(pieces) and question[done : found[at].start()] == " "
            everyday = english_words().get(key[0], 0) >= EVERYDAY and key[0] not in _OF_ONE_PERSON
            if length == 1 and key not in whole and (follows_a_name or everyday):
                continue
            end = found[at + length - 1].end()
            owner = OWNER.search(found[at + length - 1].group())
            owns = owner.group() if owner and not OWNER.search(written) else ""
            pieces += [question[done : found[at].start()], f"{written}{owns}"]
            done, at = end, at + length
            break
        else:
            at += 1
    return "".join([*pieces, question[done:]])


def runs_of_names(texts: Iterable[str]) -> tuple[dict[tuple[str, ...], str], set[str], set[tuple[str, ...]]]:
    """Return every run of words inside a name as it is mostly written, all words seen in lower case, and the
    runs that are whole names.
    """
    written: dict[tuple[str, ...], Counter[str]] = {}
    plain: set[str] = set()
    whole_names: set[tuple[str, ...]] = set()
    for text in texts:
        plain.update(fold(word) for word in NAME_WORD.findall(text) if word[0].islower())
        for mention in names(text):
            if mention.text.isupper() and " " in mention.text:
                continue  # a line in capitals, which tells no names
            parts = list(NAME_WORD.finditer(mention.text))
            if mention.opens_sentence and len(parts) == 1:
                continue
            untitled = NAME_WORD.findall(without_titles(mention.text))
            whole_names |= {tuple(fold(part.group()) for part in parts), tuple(map(fold, untitled))}
            for first in range(len(parts)):
                for last in range(first, min(len(parts), first + LONGEST_NAME)):
                    if not (parts[first].group()[0].isupper() and parts[last].group()[0].isupper()):
                        continue
                    key = tuple(fold(part.group()) for part in parts[first : last + 1])
                    whole = mention.text[parts[first].start() : parts[last].end()]
                    written.setdefault(key, Counter())[whole] += 1
    mostly = {key: max(counts, key=lambda text: counts[text]) for key, counts in written.items()}
    return mostly, plain, whole_names
