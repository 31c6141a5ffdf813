"""The writer that needs no key: it reads the passages and answers with their own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answers import Answer
from assistant.followups.parts import question_parts
from assistant.keyless.abstention import abstention
from assistant.keyless.answering import what_answers
from assistant.keyless.candidates import Candidate, find_candidates
from assistant.keyless.findings import Finding
from assistant.keyless.near_misses import without_near_misses
from assistant.keyless.quotable_sentences import with_quotable_sentences
from assistant.keyless.quoted_draft import QuotedDraft
from assistant.keyless.stories import sentences_on, story_on
from assistant.questions.bylines import Byline, byline_of, mentions, told_of
from assistant.questions.core_questions import direct_question
from assistant.questions.question import Question
from assistant.questions.topics import Topic, articles_on, topic_of
from assistant.reranking import read_passages
from assistant.writing import AnswerProgress, WritingTask

if TYPE_CHECKING:
    from models import Encoder, Reading


HALF_TITLED = 0.5  # of an event's terms, where no sentence tells of it


class ExtractiveWriter:
    """Writes the short answer and the sentences that say so, or says that no article answers."""

    name = "extractive"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def write(self, task: WritingTask) -> Iterator[AnswerProgress | Answer]:
        """Yield progress, then the answer; each question in a question is answered where the articles do."""
        yield AnswerProgress("reading")
        task = replace(task, passages=[with_quotable_sentences(found) for found in task.passages])
        draft = self._told_whole(task)
        # a byline that is not there is not looked for in the text
        if draft.has_any or task.overview or byline_of(task.searched_for):
            yield draft.answer(self.name) if draft.has_any else abstention(task, writer=self.name)
            return
        nearest: list[Candidate] = []
        topic = topic_of(task.searched_for)
        for part in question_parts(task.searched_for):
            found, candidates = self._find(part, task)
            nearest = nearest or candidates
            if found is None:
                draft.leave_open(part)
            elif part == task.searched_for and topic and not topic.event:
                draft.add(replace(found, short=None))  # no few words tell of a topic
            else:
                draft.add(found)
        if not draft.has_any and topic and topic.event and not topic.is_name:
            draft = QuotedDraft(task)
            self._add_story(draft, topic, task, titled=HALF_TITLED)
        if draft.has_any:
            answer = draft.answer(self.name)
        else:
            answer = abstention(task, writer=self.name, candidates=nearest)
        yield AnswerProgress("writing", answer.text)
        yield answer

    def _told_whole(self, task: WritingTask) -> QuotedDraft:
        """Answer what is asked of articles as wholes; the draft stays empty where no such thing is asked."""
        draft = QuotedDraft(task)
        byline, topic = byline_of(task.searched_for), topic_of(task.searched_for)
        if task.overview:
            draft.add_articles([found.article for found in task.passages])
        elif byline and byline.asked == "mentions":
            found = list(mentions(byline, task.mentioning))
            draft.add_mentions(found, counted=byline.counted, all_found=task.all_mentioning)
        elif byline:
            self._add_byline(draft, byline, task)
        elif topic:
            self._add_story(draft, topic, task, titled=1.0 if topic.event or topic.is_name else 0.0)
            if not draft.has_any and not topic.event:
                draft.add_quotes(sentences_on(topic, task.passages))
        return draft

    def _add_story(self, draft: QuotedDraft, topic: Topic, task: WritingTask, *, titled: float) -> None:
        story = story_on(topic, task.passages, embed=self._encoder.embed, titled=titled)
        draft.add_articles(story.told, dated=True)
        draft.name_others(story.others)

    @staticmethod
    def _add_byline(draft: QuotedDraft, byline: Byline, task: WritingTask) -> None:
        found = list({one.article.id: one.article for one in task.passages}.values())
        on_it = articles_on(Topic(byline.terms), found, titled=1 / len(byline.terms))
        told = told_of(byline.asked, on_it[0]) if len(on_it) == 1 else None
        if told:
            draft.add_byline(on_it[0], told)

    def _find(self, text: str, task: WritingTask) -> tuple[Finding | None, list[Candidate]]:
        """Return what answers, if anything does, and the sentences that were considered, likeliest first."""
        readings = self._readings(text, task)
        question = Question.read(direct_question(text))
        found = find_candidates(question, task.passages, readings, embed=self._encoder.embed)
        candidates = without_near_misses(found, question)
        return what_answers(self._encoder, question, candidates), candidates

    def _readings(self, question: str, task: WritingTask) -> list[Reading]:
        """What the reader makes of each passage; a question that was read to order them is not read again."""
        known = task.readings if question == task.searched_for else {}
        if all(found.passage.id in known for found in task.passages):
            return [known[found.passage.id] for found in task.passages]
        return read_passages(self._encoder, question, task.passages)
