"""The writer that needs no key: it reads the passages and answers with their own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.abstention import ABSTENTION, abstention, confidence, considered, is_answered
from assistant.answer_sentences import with_context
from assistant.answers import Answer, Citation, Sentence
from assistant.candidates import Candidate, find_candidates, is_dateline
from assistant.descriptions import asked_name, asks_for_somebody, introduction
from assistant.disagreement import ANOTHER_DIFFERS
from assistant.findings import (
    Finding,
    Quote,
    find_answer,
    found_sentence,
    nearly_as_likely,
    preferred,
)
from assistant.overviews import MOST_SENTENCES
from assistant.polarity import Evidence, as_claim, decide
from assistant.question_kinds import question_kind
from assistant.question_parts import question_parts
from assistant.quotable_sentences import opening_sentences, with_quotable_sentences
from assistant.reranking import text_to_read
from assistant.terms import fold, terms
from assistant.topics import articles_on, topic_of
from assistant.writing import AnswerProgress, WritingTask
from indexes.articles import Article

if TYPE_CHECKING:
    from models import Encoder, Reading


HALF_TITLED = 0.5  # of an event's terms, where no sentence tells of it
OPENING = 6  # sentences of an article, of which it is told how it opens
JUDGED = 5  # sentences that a yes/no question is held against


class ExtractiveWriter:
    """Writes the short answer and the sentences that say so, or says that no article answers."""

    name = "extractive"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def write(self, task: WritingTask) -> Iterator[AnswerProgress | Answer]:
        """Yield progress, then the answer; each question in a question is answered where the articles do."""
        yield AnswerProgress("reading")
        task = replace(task, passages=[with_quotable_sentences(found) for found in task.passages])
        draft = _Draft(task)
        if task.overview:
            draft.add_articles([found.article for found in task.passages])
            yield draft.answer(self.name) if draft.has_any else abstention(task, writer=self.name)
            return
        topic = topic_of(task.searched_for)
        if topic and (articles := articles_on(topic, task.passages, titled=1.0 if topic.event else 0.0)):
            draft.add_articles(articles)
            yield draft.answer(self.name)
            return
        nearest: list[Candidate] = []
        for part in question_parts(task.searched_for):
            found, candidates = self._find(part, task)
            nearest = nearest or candidates
            if found is None:
                draft.leave_open(part)
            else:
                draft.add(found)
        if not draft.has_any and topic:
            draft = _Draft(task)
            draft.add_articles(articles_on(topic, task.passages, titled=HALF_TITLED))
        if draft.has_any:
            answer = draft.answer(self.name)
        else:
            answer = abstention(task, writer=self.name, candidates=nearest)
        yield AnswerProgress("writing", answer.text)
        yield answer

    def _find(self, question: str, task: WritingTask) -> tuple[Finding | None, list[Candidate]]:
        """Return what answers, if anything does, and the sentences that were considered, likeliest first."""
        kind = question_kind(question)
        candidates = find_candidates(question, kind, task.passages, self._readings(question, task))
        name = asked_name(question)
        somebody = asks_for_somebody(question)
        if name and (introduced := introduction(name, candidates, somebody=somebody)):
            introducing, said = introduced
            return replace(found_sentence(introducing, introducing.probability), short=said), candidates
        if name:
            return None, candidates  # it may be mentioned, but nothing says what it is
        claim = as_claim(question) if kind.kind == "yes or no" else None
        if claim is None:
            return find_answer(question, kind, candidates), candidates
        if not is_answered(candidates):
            return None, candidates
        likely = preferred(nearly_as_likely(candidates)[:JUDGED], kind)
        sure = confidence(candidates)
        # an article that lacks a name of the question neither confirms nor denies
        named = [one for one in likely if one.names_all]
        dated = kind.latest or kind.earliest
        decided = decide(self._encoder, question, claim, [_told(one) for one in named], first=dated)
        if decided is None:
            return found_sentence(likely[0], sure), candidates
        at, word = decided
        return replace(found_sentence(named[at], sure), short=word.word), candidates

    def _readings(self, question: str, task: WritingTask) -> list[Reading]:
        """What the reader makes of each passage; a question that was read to order them is not read again."""
        known = task.readings if question == task.searched_for else {}
        if all(found.passage.id in known for found in task.passages):
            return [known[found.passage.id] for found in task.passages]
        return self._encoder.read(question, [text_to_read(found) for found in task.passages])


class _Draft:
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
        already = set(self._numbers.values())
        main = [self._number(quote) for quote in finding.shown]
        witnesses = [self._number(quote) for quote in finding.witnesses]
        short = finding.short
        if short in self._shorts and set(main) <= already:
            return
        if short:
            self._shorts.append(short)
            self._line([Sentence(_as_sentence(short), (main[-1], *witnesses), score=finding.probability)])
        known = {sentence.text for sentence in self._sentences}
        shown = [
            Sentence(_flat(quote.text), (number,), score=finding.probability)
            for quote, number in zip(finding.shown, main, strict=True)
            if _flat(quote.text) not in known
        ]
        if not short and shown and witnesses:
            last = shown[-1]
            shown[-1] = Sentence(last.text, (*last.citations, *witnesses), score=last.score)
        self._line(shown)
        self._notices += [notice for notice in finding.notices if notice not in self._notices]
        for _, quote in finding.differing:
            number = self._number(quote)
            self._line(
                [Sentence(_flat(quote.text), (number,), score=finding.probability)],
                before=_told_by(quote.article),
            )

    def add_articles(self, articles: Sequence[Article]) -> None:
        """Add how an article opens; of several, the title and the opening sentence that says most of it."""
        for article in articles:
            opening = _opening(article)
            alone = len(articles) == 1
            shown = opening[:MOST_SENTENCES] if alone else sorted(opening, key=_nearness_to_title)[:1]
            sentences = [Sentence(_flat(quote.text), (self._number(quote),)) for quote in shown]
            self._line(sentences, before="" if alone else f"{article.title.rstrip('.')}:")

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


def _told(candidate: Candidate) -> Evidence:
    """What the candidate says, with the sentence that it leans on."""
    text = " ".join(_flat(candidate.article.text[start:end]) for start, end in with_context(candidate))
    return Evidence(text, _flat(candidate.text), candidate.probability)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _as_sentence(short: str) -> str:
    short = f"{short[:1].upper()}{short[1:]}"
    return short if short.endswith((".", "!", "?")) else f"{short}."


def _marked(sentence: Sentence) -> str:
    markers = "".join(f"[{number}]" for number in sentence.citations)
    return f"{sentence.text} {markers}" if markers else sentence.text


def _opening(article: Article) -> list[Quote]:
    """The first sentences of an article that tell something and may be quoted."""
    quotes = (Quote(article, start, end) for start, end in opening_sentences(article.text, OPENING))
    title = fold(article.title.strip(" .…"))
    return [one for one in quotes if not is_dateline(one.text) and fold(one.text.strip(" .…")) != title]


def _nearness_to_title(quote: Quote) -> float:
    """Lower, the more of the title's terms a sentence has; the sort keeps the order of the article."""
    titled = set(terms(quote.article.title))
    return -len(titled & set(terms(quote.text))) / max(1, len(titled))


def _told_by(article: Article) -> str:
    when = f", {article.published_day.isoformat()}" if article.published_day else ""
    return f"{ANOTHER_DIFFERS} ({article.publisher or article.title}{when}):"
