"""Questions with known answers, as what the keyless writer knows of each sentence and which of them is right.

They come from the development cases and from the held-out articles of public question files: never from the
test cases, and never from what the reader was trained on.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Conversation
from assistant.answers import Answer
from assistant.followups.parts import question_parts
from assistant.keyless.candidates import Candidate, Embed, find_candidates
from assistant.keyless.quotable_sentences import with_quotable_sentences
from assistant.keyless.writer import ExtractiveWriter
from assistant.questions.core_questions import direct_question
from assistant.questions.question import Question
from assistant.writing import AnswerProgress, AnswerWriter, WritingTask
from eval.case_files import read_articles, read_cases
from eval.metrics import contains_answer
from eval.progress import track
from eval.responses import Gold, GoldEvidence
from eval.runs import TODAY
from eval.systems import in_memory_index, keyless_settings
from indexes import ArticleIndex
from indexes.articles import Article
from indexes.searching import SearchFilters
from models import Encoder

MOST_CANDIDATES = 60  # per question; the rest are far from answering
SEED = 5
# Questions drawn from the held-out articles: of SQuAD 2.0 with and without an answer, of its Wikipedia shift.
ANSWERABLE, UNANSWERABLE, SHIFTED = 60, 60, 30


@dataclass(frozen=True, slots=True)
class Example:
    """One question: the features of its candidates, best first, and which of them are right.

    `story` names what must not be split between fitting and checking. Without a right candidate the right
    thing is to say nothing; `answerable` tells whether the articles would have had an answer.
    """

    story: str
    question: str
    by_sentence: bool
    answerable: bool
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    public: bool = False


def case_examples(encoder: Encoder) -> list[Example]:
    """Return the questions of the development cases; those that ask two things at once are left out."""
    articles = read_articles()
    found = []
    with in_memory_index(articles.values()) as index, Questioner(index, encoder) as questioner:
        for case in track(read_cases(articles, split="dev"), "development cases"):
            conversation = Conversation()
            for turn in case.turns:
                answer, task = questioner.ask(turn.question, conversation, filters=turn.filters)
                conversation = conversation.add(answer)
                if task is not None and len(question_parts(task.searched_for)) == 1:
                    found.append(_example(_story(turn.gold, task), task, turn.gold, encoder.embed))
    return found


def public_examples(encoder: Encoder, data: Path) -> list[Example]:
    """Return questions about the articles that training held out, each article's paragraphs put together."""
    from models.training.held_out import held_out_questions

    held = held_out_questions(data)
    squad, shifted = held["squad2_dev_17_articles"], held["squadshifts_new_wiki"]
    draw = random.Random(SEED)
    rows = [
        *draw.sample([row for row in squad if row.answerable], ANSWERABLE),
        *draw.sample([row for row in squad if not row.answerable], UNANSWERABLE),
        *draw.sample(shifted, SHIFTED),
    ]
    paragraphs: dict[str, dict[str, None]] = {}
    for row in (*squad, *shifted):
        paragraphs.setdefault(row.group, {})[row.passage.strip()] = None
    articles = {
        group: Article.create(
            id=group, title=group.rsplit("/", 1)[-1].replace("_", " "), text="\n\n".join(texts)
        )
        for group, texts in paragraphs.items()
    }
    found = []
    with in_memory_index(articles.values()) as index, Questioner(index, encoder) as questioner:
        for row in track(rows, "public questions"):
            _, task = questioner.ask(row.question)
            text = articles[row.group].text
            offset = text.find(row.passage.strip()) - (len(row.passage) - len(row.passage.lstrip()))
            gold = Gold(
                answers=tuple(dict.fromkeys(row.passage[start:end] for start, end in row.answers)),
                evidence=tuple(
                    GoldEvidence(row.group, start + offset, end + offset, row.passage[start:end])
                    for start, end in row.answers
                ),
                unanswerable=not row.answerable,
            )
            if task is not None and len(question_parts(task.searched_for)) == 1:
                found.append(replace(_example(row.group, task, gold, encoder.embed), public=True))
    return found


class _Recorder:
    """A writer that keeps the last task, and has another one write."""

    name = "recorder"
    task: WritingTask | None = None

    def __init__(self, writer: AnswerWriter) -> None:
        self._writer = writer

    def write(self, task: WritingTask) -> Iterator[AnswerProgress | Answer]:
        """Keep the task and write."""
        self.task = task
        yield from self._writer.write(task)


class Questioner:
    """The keyless assistant on the day of every evaluation, with what its writer was given to answer from."""

    def __init__(self, index: ArticleIndex, encoder: Encoder) -> None:
        self._recorder = _Recorder(ExtractiveWriter(encoder))
        self._assistant = Assistant(
            keyless_settings(), index=index, writer=self._recorder, encoder=encoder, today=lambda: TODAY
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._assistant.close()

    def ask(
        self, question: str, conversation: Conversation | None = None, *, filters: SearchFilters | None = None
    ) -> tuple[Answer, WritingTask | None]:
        """Return the answer and the writer's task; None where the assistant answered without its writer."""
        self._recorder.task = None
        answer = self._assistant.ask(question, conversation, filters=filters)
        return answer, self._recorder.task


def _example(story: str, task: WritingTask, gold: Gold, embed: Embed) -> Example:
    question = Question.read(direct_question(task.searched_for))
    passages = [with_quotable_sentences(found) for found in task.passages]
    readings = [task.readings[found.passage.id] for found in passages]
    candidates = find_candidates(question, passages, readings, embed=embed, most_embedded=MOST_CANDIDATES)
    right = [] if gold.unanswerable else _right(candidates, gold)
    kept = [at for at in range(len(candidates)) if at < MOST_CANDIDATES or (right and right[at])]
    return Example(
        story,
        question.text,
        question.by_sentence,
        not gold.unanswerable,
        np.array([candidates[at].features for at in kept]),
        np.array([bool(right) and right[at] for at in kept], dtype=bool),
    )


def _right(candidates: Sequence[Candidate], gold: Gold) -> list[bool]:
    """Which candidates stand in the evidence; of these, the ones with a gold answer where any has it."""
    inside = [any(_shares(candidate, evidence) for evidence in gold.evidence) for candidate in candidates]
    groups = gold.answers_all or (gold.answers,)
    saying = [
        here and any(contains_answer(candidate.text, golds) for golds in groups)
        for here, candidate in zip(inside, candidates, strict=True)
    ]
    return saying if any(saying) else inside


def _shares(candidate: Candidate, evidence: GoldEvidence) -> bool:
    shared = min(candidate.end, evidence.end) - max(candidate.start, evidence.start)
    shorter = min(candidate.end - candidate.start, evidence.end - evidence.start)
    return candidate.article.id == evidence.article and shared > shorter / 2


def _story(gold: Gold, task: WritingTask) -> str:
    """The first word of the article's file name, which articles on one story share."""
    nearest = max(task.passages, key=lambda found: found.score).article.id if task.passages else ""
    identifier = gold.evidence[0].article if gold.evidence else nearest
    return re.split(r"[-_.]", identifier.rsplit("/", 1)[-1])[0]
