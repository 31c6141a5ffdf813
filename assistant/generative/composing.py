"""An answer made of checked sentences: numbered by first use, each citation an exact quotation."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Answer, Citation, Sentence, Verdict
from assistant.judging.verification import CheckedSentence, Support
from assistant.keyless.abstention import considered
from assistant.writing import WritingTask

_TOLD: tuple[tuple[Verdict, str], ...] = (
    ("not found", "Not found in the articles"),
    ("contradicted", "Contradicted by the articles"),
)


def compose(
    task: WritingTask, checked: Sequence[CheckedSentence], *, writer: str, notices: Sequence[str] = ()
) -> Answer:
    """Return the answer that consists of these sentences, in order.

    It abstains when it says that the articles do not say and claims nothing else; it cites nothing then.
    """
    citations: dict[tuple[str, str, int, int], Citation] = {}
    sentences: list[Sentence] = []
    text = ""
    for one in checked:
        numbers = tuple(dict.fromkeys(_cite(support, task, citations) for support in one.supports))
        score = None if one.verdict == "no claim" else one.score
        sentences.append(Sentence(one.draft.text, numbers, one.verdict, score, one.reattributed))
        gap = "" if not text else "\n" if one.draft.opens_line else " "
        marks = "".join(f"[{number}]" for number in numbers)
        text += f"{gap}{one.draft.text}{f' {marks}' if marks else ''}"
    return Answer(
        question=task.question,
        searched_for=task.searched_for,
        text=text,
        abstained=any(one.abstains for one in checked) and all(one.verdict == "no claim" for one in checked),
        sentences=tuple(sentences),
        citations=tuple(citations.values()),
        considered=considered(task),
        notices=(*notices, *verdict_notices(sentences)),
        writer=writer,
    )


def verdict_notices(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return what the reader of a bare text, which shows no verdicts, is told of sentences in doubt."""
    return tuple(
        f"{words}: {' '.join(f'“{sentence.text}”' for sentence in sentences if sentence.verdict == verdict)}"
        for verdict, words in _TOLD
        if any(sentence.verdict == verdict for sentence in sentences)
    )


def _cite(support: Support, task: WritingTask, citations: dict[tuple[str, str, int, int], Citation]) -> int:
    """Return the number of the citation of these characters, adding it at first use."""
    found = support.passage.found
    key = (found.article.id, found.article.version, support.start, support.end)
    if key not in citations:
        quote = found.article.text[support.start : support.end]
        copies = task.copies.get(found.passage.id, ())
        citations[key] = Citation(
            len(citations) + 1, found.article, support.start, support.end, quote, copies
        )
    return citations[key].number
