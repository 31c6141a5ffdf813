"""An offered passage as the judge reads it: in short windows, each under the title of its article.

A passage rarely repeats whom its article is about ("the bridge will reopen"), so a claim that names it
("the Kestrel Bridge will reopen") needs the title to be judged. The title is context alone: what is cited is
always a sentence of the passage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.generative.prompt_passages import OfferedPassage
from assistant.orders_in_text import speaks_to_the_answerer
from assistant.untrusted_text import plain
from assistant.wording.terms import terms, words
from indexes.sentences import split_sentences

LONGEST_WINDOW = 110  # words, so that title and window are judged together
SHARED_TERMS = (
    0.5  # share of the claim's terms that a sentence must have to be cited where the title supports
)


@dataclass(frozen=True, slots=True)
class PassageSource:
    """A window of evidence under a heading: `text[heading:]` stands at `start` of the evidence."""

    passage: OfferedPassage
    text: str
    heading: int
    start: int

    def place(self, claim: str, start: int, end: int) -> tuple[int, int] | None:
        """Return a range of the text as a range of the article; for one in the heading, the sentence nearest.

        None where no sentence of the window shares enough with the claim.
        """
        if start < self.heading:
            found = self._nearest_sentence(claim)
            if found is None:
                return None
            start, end = found
        if not self.text[start:end].strip():
            return None
        offset = self.start - self.heading
        return self.passage.visible.original(start + offset, end + offset)

    def _nearest_sentence(self, claim: str) -> tuple[int, int] | None:
        wanted = set(terms(claim))
        ranges = [(self.heading + a, self.heading + b) for a, b in split_sentences(self.text[self.heading :])]
        shared = {at: len(wanted & set(terms(self.text[at[0] : at[1]]))) for at in ranges}
        best = max(shared, key=lambda at: shared[at], default=None)
        return best if best is not None and shared[best] >= SHARED_TERMS * len(wanted) else None


def sources_of(passage: OfferedPassage, claim: str) -> Iterator[PassageSource]:
    """Yield the windows of a passage under its title, and under its date where the claim names the year.

    A title that gives orders is left out, as such sentences are.
    """
    article = passage.found.article
    title = plain(article.title)
    heading = "" if speaks_to_the_answerer(title) else title
    day = article.published_day
    if heading and day is not None and str(day.year) in claim:
        heading += f" ({day.day} {day:%B %Y})"
    if heading:
        heading += "\n" if heading.endswith((".", "!", "?")) else ".\n"
    for start, end in _windows(passage.evidence):
        yield PassageSource(passage, heading + passage.evidence[start:end], len(heading), start)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield ranges of whole sentences of at most `LONGEST_WINDOW` words, each beginning inside the last."""
    sentences = [(a, b, len(words(text[a:b]))) for a, b in split_sentences(text) if words(text[a:b])]
    first = 0
    while first < len(sentences):
        last, count = first, 0
        while last < len(sentences) and (last == first or count + sentences[last][2] <= LONGEST_WINDOW):
            count += sentences[last][2]
            last += 1
        yield sentences[first][0], sentences[last - 1][1]
        if last == len(sentences):
            return
        first = max(first + 1, last - 1)
