"""The transcript: each question with its steps, its answer and where the answer comes from."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Answer, Citation
from assistant.generative.composing import verdict_notices
from assistant.wording.terms import terms
from chat.answering import NO_ARTICLES
from chat.desk import Desk, Entry
from chat.filtering import describe_filters
from chat.markup import Claim, answer_paragraphs, draft_paragraphs, render
from indexes.listing import Coverage

NEAREST_SHOWN = 2
NEAR = 0.5  # of the question's terms, in the sentence that comes nearest

_STEPS = ("searching", "reading", "writing", "checking")


def render_past(desk: Desk) -> str:
    """Return the heading of a desk in use and every entry before the newest, oldest first."""
    return render("heading.html") + "".join(render_entry(entry) for entry in desk.entries[:-1])


def render_last(desk: Desk, *, passages: int | None = None) -> str:
    """Return the newest entry with what can be done with it; an empty string on an empty desk."""
    return render_entry(desk.last, last=True, passages=passages) if desk.last else ""


def render_entry(entry: Entry, *, last: bool = False, passages: int | None = None) -> str:
    """Return one question with whatever there is of its answer."""
    answer = entry.answer
    paragraphs = answer_paragraphs(answer) if answer else []
    draft = entry.progress.text if entry.progress and answer is None else ""
    return render(
        "entry.html",
        entry=entry,
        last=last,
        answer=answer,
        paragraphs=paragraphs,
        leads=_leads(answer, paragraphs) if answer else (),
        citations={one.number: one for one in answer.citations} if answer else {},
        sources=_by_article(answer.citations) if answer else [],
        shown=answer.considered[: NEAREST_SHOWN if answer.abstained else None] if answer else (),
        doubts={sentence.verdict for sentence in answer.sentences} & {"not found", "contradicted"}
        if answer
        else set(),
        notices=_notices(answer) if answer else [],
        rephrased=rephrased(entry),
        near=answer is not None and _comes_near(answer),
        nothing_to_read=entry.failure == NO_ARTICLES,
        narrowed=describe_filters(entry.filters),
        writer=writer_label(answer.writer, answer.model) if answer else "",
        steps=[(name, step_label(name, passages)) for name in _STEPS],
        step=_STEPS.index(entry.progress.step) if entry.progress and entry.progress.step in _STEPS else 0,
        announcement=_announcement(entry) if last else "",
        draft=draft_paragraphs(draft),
    )


def rephrased(entry: Entry) -> bool:
    """Tell whether something else than the words of the question was searched for."""
    return entry.answer is not None and _words(entry.answer.searched_for) != _words(entry.question)


def render_welcome(coverage: Coverage, examples: Sequence[str], *, making: bool = False) -> str:
    """Return what an empty desk shows: what it holds and questions to begin with, more of them being made."""
    return render(
        "welcome.html",
        count=coverage.articles,
        publishers=len(coverage.publishers),
        first=coverage.first,
        last=coverage.last,
        examples=examples,
        making=making,
    )


def writer_label(writer: str, model: str | None = None) -> str:
    """Return the writer's name as the reader is told it; a language model by its own name if it is known."""
    if model:
        # a model that was loaded from a file may be called by the whole path
        return f"Written by {model.replace(chr(92), '/').rstrip('/').rsplit('/', 1)[-1]}"
    names = {
        "extractive": "Quoted from the articles",
        "generative": "Written by a language model",
        "assistant": "Told by the assistant itself",
    }
    return names.get(writer, f"Written by {writer}")


def step_label(step: str, passages: int | None = None) -> str:
    """Return what a step is called while it runs."""
    return {
        "searching": "Searching",
        "reading": f"Reading up to {passages} passages" if passages else "Reading passages",
        "writing": "Writing",
        "checking": "Checking",
    }.get(step, step.capitalize())


def _comes_near(answer: Answer) -> bool:
    """Tell whether an abstention has anything near the question to show."""
    asked = set(terms(answer.searched_for))
    nearest = answer.considered[:NEAREST_SHOWN] if answer.abstained else ()
    return any(len(asked & set(terms(one.nearest_text))) >= NEAR * len(asked) for one in nearest)


def _leads(answer: Answer, paragraphs: Sequence[Sequence[Claim]]) -> set[int]:
    """Return which paragraphs are a short answer and nothing else; they are set larger."""
    short = {_words(part) for part in (answer.short or "").split("; ")}
    texts = ["".join(piece.text for claim in one for piece in claim.pieces) for one in paragraphs]
    return {place for place, text in enumerate(texts) if _words(text) in short} if answer.short else set()


def _notices(answer: Answer) -> list[str]:
    """Return what the reader is told besides the verdicts, which stand at their sentences already."""
    marked = verdict_notices(answer.sentences)
    return [notice for notice in answer.notices if notice not in marked]


def _announcement(entry: Entry) -> str:
    """Return what a screen reader is told, once per step and once at the end."""
    if entry.working:
        return step_label(entry.progress.step) if entry.progress else step_label("searching")
    if entry.answer is None:
        return "Stopped" if entry.stopped else ""
    if entry.answer.abstained:
        return "The articles do not answer this"
    count = len(entry.answer.citations)
    return f"Answered, with {count} {'citation' if count == 1 else 'citations'}"


def _by_article(citations: Sequence[Citation]) -> list[list[Citation]]:
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.article.id, citation.article.version), []).append(citation)
    return list(groups.values())


def _words(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip("?!. ")
