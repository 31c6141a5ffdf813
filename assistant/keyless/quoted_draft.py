"""An answer made of quotations, under way: its lines, its citations in order, and what is left open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.answers import ANOTHER_DIFFERS, Answer, Citation, Sentence
from assistant.keyless.abstention import ABSTENTION, considered
from assistant.keyless.article_openings import beginning, headed, likeliest, opening_of
from assistant.keyless.findings import Finding, Quote
from assistant.wording.spoken_days import written_day
from assistant.wording.terms import fold, names, words
from assistant.writing import WritingTask
from indexes.articles import Article

MOST_MENTIONS = 6  # articles quoted, of those that mention something
MOST_NAMED = 10  # more of them, by their titles
_BETWEEN_PARTS = re.compile(r", (?:and )?| and ")


class QuotedDraft:
    """An answer under way: the lines of its text and the citations in their order."""

    def __init__(self, task: WritingTask) -> None:
        self._task = task
        self._numbers: dict[Quote, int] = {}
        self._copies: dict[Quote, tuple[Article, ...]] = {}
        self._shorts: list[str] = []
        self._sentences: list[Sentence] = []
        self._lines: list[str] = []
        self._notices: list[str] = []

    def add(self, finding: Finding) -> None:
        """Add what answers one question: the short answer on a line of its own, then the sentences."""
        self._copies.update(finding.copies)
        short = finding.short
        if short in self._shorts and all(quote in self._numbers for quote in finding.shown):
            return
        known = {sentence.text for sentence in self._sentences}
        telling: list[Quote] = []
        if short:
            self._shorts.append(short)
            known.add(_as_sentence(short))
            telling = _telling(short, finding.shown)
        new = [quote for quote in finding.shown if flat(quote.text) not in known]
        # only what is cited gets a number, in the order of the sentences shown and then the witnesses
        for quote in finding.shown:
            if quote in new or quote in telling:
                self._number(quote)
        witnesses = [self._number(quote) for quote in finding.witnesses] if short or new else []
        if short:
            numbers = (*map(self._number, telling), *witnesses)
            self._line([Sentence(_as_sentence(short), numbers, score=finding.probability)])
        shown = [
            Sentence(flat(quote.text), (self._number(quote),), score=finding.probability) for quote in new
        ]
        if not short and shown and witnesses:
            last = shown[-1]
            shown[-1] = Sentence(last.text, (*last.citations, *witnesses), score=last.score)
        self._line(shown)
        self._notices += [notice for notice in finding.notices if notice not in self._notices]
        for _, quote in finding.differing:
            number = self._number(quote)
            self._line(
                [Sentence(flat(quote.text), (number,), score=finding.probability)],
                before=_told_by(quote.article),
            )

    def add_articles(self, articles: Sequence[Article], *, dated: bool = False) -> None:
        """Add how an article opens; of several, day, title and the opening sentence that says most of it.

        One article alone is told by several sentences, with its day and title only if `dated`.
        """
        alone = len(articles) == 1
        for article in articles:
            opening = opening_of(article)
            shown = beginning(opening) if alone else likeliest(opening)
            self._quoted(shown, heading=headed(article, shown) if dated or not alone else "")

    def add_quotes(self, quotes: Sequence[Quote]) -> None:
        """Add sentences of several articles, each with the day and the title of its article."""
        for quote in quotes:
            self._quoted([quote], heading=headed(quote.article, [quote]))

    def add_mentions(
        self, told: Sequence[tuple[Article, int, int]], *, counted: bool = False, all_found: bool = True
    ) -> None:
        """Add articles by their titles, each with the sentence that mentions what was asked.

        Of many the first are quoted and the next only named; of those that print the same sentence one is
        quoted for all. Their number comes first if `counted`, as the least that it is where they are not
        `all_found`.
        """
        once = _each_sentence_once(told)
        self._copies.update(once)
        quotes = list(once)
        if counted and told:
            number = f"{len(told)}" if all_found else f"At least {len(told)}"
            self._shorts.append(number)
            self._line([Sentence(f"{number}.", tuple(map(self._number, quotes[:MOST_MENTIONS])), "no claim")])
        for quote in quotes[:MOST_MENTIONS]:
            self._quoted([quote], heading=f"{quote.article.title.rstrip('.')}:")
        self.name_others([quote.article for quote in quotes[MOST_MENTIONS:]])

    def name_others(self, articles: Sequence[Article]) -> None:
        """Tell by their titles which other articles there are."""
        named = [f"“{article.title}”" for article in articles[:MOST_NAMED]]
        unnamed = len(articles) - len(named)
        rest = f" and {unnamed} more" if unnamed else ""
        if named:
            self._notices.append(f"Also in {', '.join(named)}{rest}.")

    def add_byline(self, article: Article, told: str) -> None:
        """Add what the byline of an article says, and how the article opens, to know it by."""
        opening = opening_of(article)[:1]
        numbers = tuple(self._number(quote) for quote in opening)
        self._shorts.append(told)
        self._line([Sentence(_as_sentence(told), numbers, "no claim")])  # no text of it says so
        self._quoted(opening)
        self._notices.append(f"From the byline of “{article.title}”, not from its text.")

    def leave_open(self, question: str) -> None:
        """Tell that one question of several has no answer; where none has, the answer itself says so."""
        self._notices.append(f"{ABSTENTION.rstrip('.')}: {question}")

    @property
    def has_any(self) -> bool:
        """Whether anything was found."""
        return bool(self._sentences)

    def answer(self, writer: str) -> Answer:
        """Return the finished answer."""
        return Answer(
            question=self._task.question,
            searched_for=self._task.searched_for,
            text="\n".join(self._lines),
            short="; ".join(self._shorts) or None,
            sentences=tuple(self._sentences),
            citations=tuple(self._citation(quote, number) for quote, number in self._numbers.items()),
            considered=considered(self._task),
            notices=tuple(self._notices),
            writer=writer,
        )

    def _line(self, sentences: Sequence[Sentence], before: str = "") -> None:
        if not sentences:
            return
        if before:
            sentences = [
                Sentence(f"{before} {sentences[0].text}", sentences[0].citations, score=sentences[0].score),
                *sentences[1:],
            ]
        self._sentences += sentences
        self._lines.append(" ".join(_marked(sentence) for sentence in sentences))

    def _quoted(self, quotes: Sequence[Quote], *, heading: str = "") -> None:
        self._line([Sentence(flat(quote.text), (self._number(quote),)) for quote in quotes], heading)

    def _number(self, quote: Quote) -> int:
        return self._numbers.setdefault(quote, len(self._numbers) + 1)

    def _citation(self, quote: Quote, number: int) -> Citation:
        passages = [
            found
            for found in self._task.passages
            if found.article.id == quote.article.id
            and found.passage.start <= quote.start
            and quote.end <= found.passage.end
        ]
        others: Mapping[str, Article] = {
            article.id: article
            for article in (
                *self._copies.get(quote, ()),
                *(copy for found in passages for copy in self._task.copies.get(found.passage.id, ())),
            )
            if article.id != quote.article.id
        }
        return Citation(number, quote.article, quote.start, quote.end, quote.text, tuple(others.values()))


def flat(text: str) -> str:
    return " ".join(text.split())


def _as_sentence(short: str) -> str:
    short = f"{short[:1].upper()}{short[1:]}"
    return short if short.endswith((".", "!", "?")) else f"{short}."


def _telling(short: str, shown: Sequence[Quote]) -> list[Quote]:
    """What a short answer cites: each quote that names a part of it, the last where none does."""
    listed = [fold(name.text) for name in names(f"is {short}")]
    parts = _BETWEEN_PARTS.split(short)
    if not listed and len(parts) > 1:
        listed = [fold(part) for part in parts]  # "the towers and the organ"
    telling = [quote for quote in shown if any(name in fold(quote.text) for name in listed)]
    return telling or [shown[-1]]


def _marked(sentence: Sentence) -> str:
    markers = "".join(f"[{number}]" for number in sentence.citations)
    return f"{sentence.text} {markers}" if markers else sentence.text


def _each_sentence_once(told: Sequence[tuple[Article, int, int]]) -> dict[Quote, tuple[Article, ...]]:
    """The sentences, with the other articles that print the same; the first one published is quoted."""
    printed: dict[tuple[str, ...], list[Quote]] = {}
    for one in told:
        quote = Quote(*one)
        printed.setdefault(tuple(map(fold, words(quote.text))), []).append(quote)
    once = {}
    for quotes in printed.values():
        first = min(quotes, key=lambda quote: quote.article.published_day or date.max)
        once[first] = tuple(quote.article for quote in quotes if quote is not first)
    return once


def _told_by(article: Article) -> str:
    when = f", {written_day(article.published_day)}" if article.published_day else ""
    return f"{ANOTHER_DIFFERS} ({article.publisher or article.title}{when}):"
