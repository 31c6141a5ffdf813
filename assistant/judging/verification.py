"""Verification: each sentence of a generated answer against the passages that it cites.

The judge is the embedded one or any other `Judge`; what it may use as evidence is what a reader sees of a
passage, without what speaks to the answerer. A citation is attached only where the judge finds support, and
always to the exact sentence that supports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answers import Verdict
from assistant.generative.generated_sentences import DraftSentence
from assistant.generative.prompt_passages import OfferedPassage
from assistant.judging.claims import claims_nothing, is_abstention, known_words
from assistant.judging.passage_sources import PassageSource, sources_of
from assistant.judging.web_addresses import has_foreign_address
from assistant.wording.terms import terms

if TYPE_CHECKING:
    from assistant.judging.judge import Judge, Judgement

LIKELIER_THAN_NOT = 0.5
SHORTEST_CLAUSE = 4  # words
_COORDINATED = re.compile(r"(?:,\s+(?:and|but|while|whereas)|;)\s+", re.IGNORECASE)
_YES_OR_NO = re.compile(r"^(?:yes|no|correct|indeed)[.,!:]?\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Support:
    """The characters of the article that support a sentence, found in an offered passage."""

    passage: OfferedPassage
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence with what the judge found; `supports` is empty unless the verdict is "supported"."""

    draft: DraftSentence
    verdict: Verdict
    score: float | None = None
    supports: tuple[Support, ...] = ()
    reattributed: bool = False
    abstains: bool = False


@dataclass(frozen=True, slots=True)
class _Finding:
    """What one passage says to one claim."""

    support: Support | None
    supported: float
    contradicts: bool


class Verifier:
    """Checks sentences against the passages that were offered for one answer."""

    def __init__(self, judge: Judge, offered: Sequence[OfferedPassage], *, question: str) -> None:
        self._judge = judge
        self._offered = {passage.number: passage for passage in offered}
        self._known = known_words(
            question, *(f"{passage.found.article.title} {passage.visible.text}" for passage in offered)
        )

    def check(self, drafts: Sequence[DraftSentence]) -> list[CheckedSentence]:
        """Return the sentences in order, each with its verdict.

        Each is judged against every passage that it cites; one that finds no support there is judged clause
        by clause where markers divide it, and at last against the passages that it does not cite.
        """
        checked = [self._without_judge(draft) for draft in drafts]
        best: dict[int, CheckedSentence] = {}
        for stage in (self._cited, self._by_clause, self._elsewhere):
            waiting = [at for at, done in enumerate(checked) if done is None]
            for at, found in zip(waiting, stage([drafts[at] for at in waiting]), strict=True):
                if found.verdict == "supported":
                    checked[at] = found
                elif at not in best or found.verdict == "contradicted":
                    best[at] = found
        return [done if done is not None else best[at] for at, done in enumerate(checked)]

    def _without_judge(self, draft: DraftSentence) -> CheckedSentence | None:
        """Return the verdict of a sentence that needs no judge, or None."""
        if claims_nothing(draft.text):
            return CheckedSentence(draft, "no claim")
        if is_abstention(draft.text, known=self._known):
            return CheckedSentence(draft, "no claim", abstains=True)
        if draft.text.rstrip(' .”"').endswith("?"):
            return CheckedSentence(draft, "not found", 0.0)  # a question states nothing that can be supported
        if has_foreign_address(draft.text, self._held_addresses()):
            return CheckedSentence(draft, "not found", 0.0)
        return None

    def _cited(self, drafts: Sequence[DraftSentence]) -> list[CheckedSentence]:
        """Judge each sentence by the passages that it cites; every one that supports it stays cited."""
        findings = self._find([(draft.text, draft.cited) for draft in drafts])
        return [_verdict(draft, found) for draft, found in zip(drafts, findings, strict=True)]

    def _by_clause(self, drafts: Sequence[DraftSentence]) -> list[CheckedSentence]:
        """Judge the clauses of each sentence; it is supported when each is by what it cites itself."""
        parts = [(text, cited or draft.cited) for draft in drafts for text, cited in draft.clauses]
        findings = iter(self._find(parts))
        results = []
        for draft in drafts:
            clauses = [_verdict(draft, next(findings)) for _ in draft.clauses]
            if clauses and all(clause.verdict == "supported" for clause in clauses):
                score = min(clause.score or 0.0 for clause in clauses)
                supports = tuple(dict.fromkeys(support for clause in clauses for support in clause.supports))
                results.append(CheckedSentence(draft, "supported", score, supports))
            else:
                results.append(CheckedSentence(draft, "not found", 0.0))
        return results

    def _elsewhere(self, drafts: Sequence[DraftSentence]) -> list[CheckedSentence]:
        """Judge each sentence by the passages that it does not cite, together; the best support is cited."""
        others = [tuple(number for number in self._offered if number not in draft.cited) for draft in drafts]
        findings = self._judged(
            [(draft.text, numbers) for draft, numbers in zip(drafts, others, strict=True)]
        )
        return [
            # a passage that was not cited may be about something else, so it contradicts nothing
            CheckedSentence(draft, "not found", finding.supported)
            if finding.support is None
            else CheckedSentence(draft, "supported", finding.supported, (finding.support,), True)
            for draft, finding in zip(drafts, findings, strict=True)
        ]

    def _find(self, claims: Sequence[tuple[str, Sequence[int]]]) -> list[list[_Finding]]:
        """Return for each claim what each of its passages says by itself."""
        judged = iter(self._judged([(text, (number,)) for text, numbers in claims for number in numbers]))
        return [[next(judged) for _ in numbers] for _, numbers in claims]

    def _judged(self, claims: Sequence[tuple[str, tuple[int, ...]]]) -> list[_Finding]:
        """Return what the passages of each claim say together, all judged in one call."""
        if not claims:
            return []
        parts = [(part, numbers) for text, numbers in claims for part in _parts(text)]
        asked = [
            (part, [source for number in numbers for source in sources_of(self._offered[number], part)])
            for part, numbers in parts
        ]
        judged = iter(
            self._judge.judge_many(
                [(part, [one.text for one in sources]) for part, sources in asked if sources]
            )
        )
        found = (
            _finding(part, sources, next(judged)) if sources else _Finding(None, 0.0, False)
            for part, sources in asked
        )
        return [_least([next(found) for _ in _parts(text)]) for text, _ in claims]

    def _held_addresses(self) -> Iterator[str]:
        for passage in self._offered.values():
            yield passage.visible.text
            yield passage.found.article.url or ""


def _finding(claim: str, sources: Sequence[PassageSource], judgement: Judgement) -> _Finding:
    """Place the supporting sentence of a judgement in its article.

    Support must be likelier than not, whatever threshold the judge has. A passage contradicts only what it
    is about: it must share half of the claim's terms.
    """
    if judgement.source is None:
        return _Finding(None, judgement.supported, False)
    source = sources[judgement.source]
    if judgement.verdict == "supported" and judgement.supported >= LIKELIER_THAN_NOT:
        place = source.place(claim, judgement.start, judgement.end)
        support = None if place is None else Support(source.passage, *place, judgement.supported)
        return _Finding(support, judgement.supported, False)
    said, held = set(terms(claim)), set(terms(source.text))
    contradicts = judgement.verdict == "contradicted" and 2 * len(said & held) >= len(said)
    return _Finding(None, judgement.supported, contradicts)


def _parts(text: str) -> list[str]:
    """Return a claim, and after it its coordinate clauses where it has several: each must be supported."""
    claim = _YES_OR_NO.sub("", text)
    clauses = [clause for clause in _COORDINATED.split(claim) if len(clause.split()) >= SHORTEST_CLAUSE]
    return [claim, *clauses] if len(clauses) > 1 else [claim]


def _least(findings: Sequence[_Finding]) -> _Finding:
    """Return what is found for a whole claim, with the support that its least supported part has."""
    whole, *rest = findings
    weakest = min(findings, key=lambda finding: finding.supported)
    contradicts = any(finding.contradicts for finding in findings)
    if whole.support is None or any(finding.support is None for finding in rest):
        return _Finding(None, weakest.supported, contradicts)
    return _Finding(replace(whole.support, score=weakest.supported), weakest.supported, False)


def _verdict(draft: DraftSentence, findings: Sequence[_Finding]) -> CheckedSentence:
    score = max((finding.supported for finding in findings), default=0.0)
    supports = tuple(finding.support for finding in findings if finding.support is not None)
    if supports:
        return CheckedSentence(draft, "supported", max(support.score for support in supports), supports)
    contradicted = any(finding.contradicts for finding in findings)
    return CheckedSentence(draft, "contradicted" if contradicted else "not found", score)
