"""A question with what its words tell, worked out once for all the sentences that are held against it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.questions.core_questions import core_question
from assistant.questions.kinds import Kind, asks_for_earliest, asks_for_latest, asks_for_several, kind_of
from assistant.wording.terms import Mention, names, stem, terms, words


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the kind of answer that it asks for.

    `several` says whether that may be a list, `latest` and `earliest` whether the newest or the oldest
    article counts most; `core` is the question without courtesies, `terms` are its stems with meaning,
    `plain_terms` those of no name.
    """

    text: str
    core: str
    kind: Kind
    several: bool
    latest: bool
    earliest: bool
    names: tuple[Mention, ...]
    terms: frozenset[str]
    plain_terms: frozenset[str]

    @classmethod
    def read(cls, text: str) -> Question:
        """Return the question with what its form and words tell."""
        core = core_question(text)
        kind = kind_of(core)
        earliest = asks_for_earliest(text)
        named, asked = tuple(names(text)), frozenset(terms(text))
        return cls(
            text=text,
            core=core,
            kind=kind,
            several=asks_for_several(core, kind),
            latest=asks_for_latest(text, core, kind) and not earliest,
            earliest=earliest,
            names=named,
            terms=asked,
            plain_terms=asked - {stem(word) for name in named for word in words(name.text)},
        )

    @property
    def by_sentence(self) -> bool:
        """Whether a whole sentence is the answer, rather than a few words of one."""
        return self.kind in {"reason", "manner", "statement", "event", "yes or no"}
