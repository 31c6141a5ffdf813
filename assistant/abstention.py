"""When to say that the articles don't say: too little evidence, or none about whom the question names."""

from __future__ import annotations

from assistant.answers import Answer, ConsideredPassage, Sentence
from assistant.candidates import Candidate
from assistant.question_kinds import QuestionKind
from assistant.writing import WritingTask

ABSTENTION = "The articles don't say."
# Log-odds that a candidate needs to be told, chosen on the development cases.
SPAN_THRESHOLD = 0.5
SENTENCE_THRESHOLD = 0.0


def answers(candidate: Candidate, kind: QuestionKind) -> bool:
    """Whether the candidate is likely enough to be told as an answer."""
    return candidate.log_odds >= (SENTENCE_THRESHOLD if kind.by_sentence else SPAN_THRESHOLD)


def abstention(task: WritingTask, *, writer: str) -> Answer:
    """Return the answer that says so and shows the nearest passages; it cites nothing."""
    return Answer(
        question=task.question,
        searched_for=task.searched_for,
        text=ABSTENTION,
        abstained=True,
        sentences=(Sentence(ABSTENTION, verdict="no claim"),),
        considered=considered(task),
        writer=writer,
    )


def considered(task: WritingTask) -> tuple[ConsideredPassage, ...]:
    """Return the passages that were read, best first."""
    return tuple(
        ConsideredPassage(
            found.article, found.passage.start, found.passage.end, found.passage.text, found.score
        )
        for found in task.passages
    )
