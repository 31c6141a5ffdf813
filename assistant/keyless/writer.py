"""The writer that needs no key: it reads the passages and answers with their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answers import Answer
from assistant.followups.parts import question_parts
from assistant.keyless.abstention import abstention, confidence, is_answered
from assistant.keyless.answer_sentences import refers_back, with_antecedent
from assistant.keyless.candidates import Candidate, find_candidates
from assistant.keyless.descriptions import asked_name, asked_noun, asks_for_somebody, definition, introduction
from assistant.keyless.findings import Finding, find_answer, found_sentence
from assistant.keyless.near_misses import without_near_misses
from assistant.keyless.office_holders import office_holder
from assistant.keyless.polarity import Evidence, as_claim, decide
from assistant.keyless.preferences import nearly_as_likely, preferred
from assistant.keyless.quotable_sentences import with_quotable_sentences
from assistant.keyless.quoted_draft import QuotedDraft, flat
from assistant.keyless.ranked_rows import ranked_row
from assistant.keyless.settled_claims import settles, tells_of_another_deed, tells_of_the_time_before
from assistant.keyless.states_of_now import has_ended, with_newer
from assistant.keyless.table_cells import told_in_table
from assistant.questions.bylines import Byline, byline_of, mentions, told_of
from assistant.questions.core_questions import direct_question
from assistant.questions.kinds import question_kind
from assistant.questions.topics import Topic, articles_on, topic_of
from assistant.reranking import read_passages
from assistant.wording.terms import names, stem, terms, words
from assistant.writing import AnswerProgress, WritingTask
from indexes.articles import Article

if TYPE_CHECKING:
    from models import Encoder, Reading


HALF_TITLED = 0.5  # of an event's terms, where no sentence tells of it
_CONDITION = re.compile(r"(?:if|unless|should|were) \S+[^.]*?, ", re.I)
_ASKS_CONDITION = re.compile(r"\b(?:if|unless|would|could|might|may|face|faces)\b", re.I)
_ASKS_VERDICT = re.compile(
    r"(?<!plead )(?<!pleads )(?<!pleaded )(?<!pleading )(?<!not )"
    r"\b(?:guilty|convicted|acquitted|cleared|sentenced)\b",
    re.I,
)
_VERDICT = re.compile(r"\b(?:found (?:not )?guilty|convicted|acquitted|cleared|sentenced|jailed)\b", re.I)
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|plead(?:s|ed|ing)? not guilty)\b", re.I)
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
        draft = self._told_whole(task)
        topic = topic_of(task.searched_for)
        # a byline that is not there is not looked for in the text
        if draft.has_any or task.overview or byline_of(task.searched_for):
            yield draft.answer(self.name) if draft.has_any else abstention(task, writer=self.name)
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
            draft = QuotedDraft(task)
            draft.add_articles(articles_on(topic, task.passages, titled=HALF_TITLED))
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
            draft.add_articles(articles_on(topic, task.passages, titled=1.0 if topic.event else 0.0))
        return draft

    @staticmethod
    def _add_byline(draft: QuotedDraft, byline: Byline, task: WritingTask) -> None:
        on_it = articles_on(Topic(byline.terms, newest=False, event=False), task.passages)
        told = told_of(byline.asked, on_it[0]) if len(on_it) == 1 else None
        if told:
            draft.add_byline(on_it[0], told)

    def _find(self, question: str, task: WritingTask) -> tuple[Finding | None, list[Candidate]]:
        """Return what answers, if anything does, and the sentences that were considered, likeliest first."""
        readings = self._readings(question, task)
        question = direct_question(question)
        kind = question_kind(question)
        found = find_candidates(question, kind, task.passages, readings, embed=self._encoder.embed)
        candidates = without_near_misses(found, question, kind)
        if cell := told_in_table(question, kind, candidates):
            return cell, candidates
        name = asked_name(question)
        somebody = asks_for_somebody(question)
        if name and (introduced := introduction(name, candidates, somebody=somebody)):
            introducing, said = introduced
            return replace(found_sentence(introducing, introducing.probability), short=said), candidates
        if name:
            return None, candidates  # it may be mentioned, but nothing says what it is
        noun = asked_noun(question)
        if noun and is_answered(candidates) and (defined := definition(noun, candidates)):
            defining, meaning = defined
            return replace(found_sentence(defining, confidence(candidates)), short=meaning), candidates
        if is_answered(candidates) and (ranked := ranked_row(question, candidates)):
            row, who = ranked
            return replace(found_sentence(row, confidence(candidates)), short=who), candidates
        if is_answered(candidates) and (runs := office_holder(question, candidates)):
            telling, holder = runs
            return replace(found_sentence(telling, confidence(candidates)), short=holder), candidates
        claim = as_claim(question) if kind.kind == "yes or no" else None
        if claim is None:
            return find_answer(question, kind, candidates), candidates
        if not is_answered(candidates):
            return None, candidates
        near = nearly_as_likely(candidates)[:JUDGED]
        likely = preferred(with_newer(near, candidates, question) if kind.latest else near, kind)
        sure = confidence(candidates)
        # what lacks the names of the question neither confirms nor denies
        named = [one for one in likely if one.names_all]
        told = [(one, evidence) for one in named if (evidence := _told(one, question))]
        if named and not told:
            return None, candidates
        named = [one for one, _ in told]
        dated = kind.latest or kind.earliest
        held = [each for _, each in told]
        decided = decide(self._encoder, question, claim, held, first=dated)
        if decided is None:
            # "Nobody was hurt." may need the title to say where
            told = [(one, evidence) for one, evidence in told if _is_on(one, question)]
            named = [one for one, _ in told]
            titled = [
                replace(each, text=f"{one.article.title.rstrip('.')}. {each.text}") for one, each in told
            ]
            decided = decide(self._encoder, question, claim, titled, first=dated)
        if decided is None:
            return (found_sentence(likely[0], sure) if _is_on(likely[0], question) else None), candidates
        at, word = decided
        one = named[at]
        settled = has_ended(question, one.text) or settles(
            word.word, question, told[at][1].text, one.article.title
        )
        return replace(found_sentence(one, sure), short=word.word if settled else None), candidates

    def _readings(self, question: str, task: WritingTask) -> list[Reading]:
        """What the reader makes of each passage; a question that was read to order them is not read again."""
        known = task.readings if question == task.searched_for else {}
        if all(found.passage.id in known for found in task.passages):
            return [known[found.passage.id] for found in task.passages]
        return read_passages(self._encoder, question, task.passages)


def _is_on(candidate: Candidate, question: str) -> bool:
    """Whether a sentence that decides nothing has more of the question than one name."""
    named = [{stem(word) for word in words(name.text)} for name in names(question)]
    asked = set(terms(question)).difference(*named)
    said = set(terms(candidate.text))
    return not asked or bool(asked & said) or (len(named) > 1 and all(name & said for name in named))


def _is_of_somebody(article: Article) -> bool:
    """Whether the title has a whole name, which "she" then stands for: "Inez Castellane, calypsonian"."""
    return any(" " in name.text and name.text in article.text for name in names(article.title))


def _told(candidate: Candidate, question: str) -> Evidence | None:
    """What the candidate says, with the sentences that it leans on; None where it is about something else.

    It is where it has other names than the first of the question, which neither the title nor a pronoun
    stands for, or lacks a name of the question with a digit: "V1" is not "V2".
    """
    spans = with_antecedent(candidate, question)
    text = " ".join(flat(candidate.article.text[start:end]) for start, end in spans)
    asked = [[stem(word) for word in words(name.text) if not word.islower()] for name in names(question)]
    said = set(map(stem, words(text)))
    about = said | set(map(stem, words(candidate.article.title)))
    numbered = {word for name in asked for word in name if re.search(r"\d", word) and not word.isdigit()}
    # one capitalised word that opens a sentence may be any word
    others = [name for name in names(candidate.text) if not name.opens_sentence or " " in name.text]
    they_are_others = not refers_back(candidate.text) or _is_of_somebody(candidate.article)
    of_others = asked and others and not about & set(asked[0]) and they_are_others
    other_number = any(re.search(r"[A-Za-z]\d|\d[A-Za-z]", name.text) for name in names(candidate.text))
    if not numbered <= (said if other_number else about) or of_others:
        return None
    sentence = flat(candidate.text)
    if _CONDITION.match(sentence) and not _ASKS_CONDITION.search(question):
        return None  # "if convicted, he faces ten years" says nothing of whether he is
    if _ASKS_VERDICT.search(question) and _DENIES.search(sentence) and not _VERDICT.search(sentence):
        return None  # nor does what the accused says
    if tells_of_the_time_before(question, sentence):
        return None
    if tells_of_another_deed(question, f"{candidate.article.title} {text}", candidate.article.text):
        return None
    return Evidence(text, sentence, candidate.probability, candidate.article.published_day)
