"""The extractive writer over a predictable reader: what it shows, cites and keeps back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.fitted import fitted
from assistant.keyless.candidates import Candidate, find_candidates
from assistant.keyless.marked_words import marked_words
from assistant.keyless.writer import ExtractiveWriter
from assistant.questions.question import Question
from assistant.reranking import heading
from assistant.writing import AnswerProgress, WritingTask
from indexes.articles import Article, Passage
from indexes.searching import FoundPassage
from models import Span


@dataclass(frozen=True)
class PlainReading:
    """Finds the marked words; a sentence with them is evidence."""

    passage: str
    marked: tuple[str, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        starts = [(self.passage.find(words), words) for words in self.marked]
        return tuple(Span(start, start + len(words), 0.9) for start, words in starts if start >= 0)

    @property
    def answerable(self) -> float:
        return 0.95 if self.spans else 0.02

    def evidence(self, start: int, end: int) -> float:
        return 0.95 if any(start <= span.start < end for span in self.spans) else 0.02


class PlainReader:
    """Reads what the test marked, and judges every claim alike."""

    def __init__(self, *marked: str, judgement: tuple[float, float, float] = (0.1, 0.8, 0.1)) -> None:
        self.marked = marked
        self.judgement = judgement

    def read(
        self, question: str, passages: Sequence[str], headings: Sequence[str] = ()
    ) -> list[PlainReading]:
        assert question
        assert len(headings) == len(passages)
        return [PlainReading(passage, self.marked) for passage in passages]

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        return np.array([self.judgement for _ in pairs])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        # the first text is the question; all others are about as like it as right sentences are
        return np.array([(1.0, 0.0), *[(0.6, 0.8)] * (len(texts) - 1)], dtype=np.float32)


def article(identifier: str, *sentences: str, published: str | None = None) -> FoundPassage:
    source = Article.create(
        id=identifier,
        title="News",
        text=" ".join(sentences),
        publisher=identifier.title(),
        published=published,
    )
    spans, start = [], 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    passage = Passage(source.id, source.version, 0, len(source.text), source.text, tuple(spans))
    return FoundPassage(passage, source, 1.0)


def write(reader: PlainReader, question: str, *passages: FoundPassage) -> Answer:
    task = WritingTask(question, question, passages, Conversation())
    *progress, answer = ExtractiveWriter(reader).write(task)  # type: ignore[arg-type]
    assert isinstance(answer, Answer)
    assert all(isinstance(one, AnswerProgress) for one in progress)
    for citation in answer.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {one for sentence in answer.sentences for one in sentence.citations} == set(numbers)
    return answer


VISIT = article("post", "Mr Zelensky met Jens Stoltenberg and Defence Secretary Lloyd Austin in Brussels.")


def test_the_short_answer_comes_first_then_the_sentence_word_for_word() -> None:
    answer = write(PlainReader("Jens Stoltenberg"), "who did Zelensky meet in Brussels?", VISIT)
    assert answer.short == "Jens Stoltenberg and Lloyd Austin"
    assert answer.text == f"Jens Stoltenberg and Lloyd Austin. [1]\n{VISIT.article.text} [1]"


def test_a_question_about_one_person_gets_one() -> None:
    answer = write(PlainReader("Jens Stoltenberg"), "who is the friend that Zelensky met in Brussels?", VISIT)
    assert answer.short == "Jens Stoltenberg"


def test_without_evidence_it_says_so_and_cites_nothing() -> None:
    answer = write(PlainReader("nothing"), "who did Zelensky meet in Brussels?", VISIT)
    assert answer.abstained
    assert answer.citations == ()
    assert [passage.article.id for passage in answer.considered] == ["post"]


def test_without_evidence_it_shows_the_nearest_sentence_of_each_passage_nearest_first() -> None:
    trams = article("trams", "Trams are red.", "The mayor of Paris likes trams.")
    weather = article("weather", "It rained all day.", "It was cold.")
    answer = write(PlainReader("likes trams"), "when did the mayor of Paris ride a tram?", weather, trams)
    assert answer.abstained
    assert [passage.article.id for passage in answer.considered] == ["trams", "weather"]
    assert answer.considered[0].nearest_text == "The mayor of Paris likes trams."


def test_a_short_answer_goes_on_to_the_end_of_its_quotation() -> None:
    said = article("post", "The mayor asked the people of Lindow to stay at home, “to be safe” and to wait.")
    answer = write(PlainReader("stay at home, “to be"), "what did the mayor want the people to do?", said)
    assert "stay at home, “to be safe”" in (answer.short or answer.text)


def test_a_name_that_no_article_has_is_not_answered_for() -> None:
    assert write(PlainReader("Jens Stoltenberg"), "who did Biden meet in Paris?", VISIT).abstained


def test_without_passages_it_abstains() -> None:
    assert write(PlainReader(), "who won?").abstained


def test_a_why_question_is_answered_by_a_sentence_without_a_short_answer() -> None:
    passage = article("post", "The bridge is shut.", "It was closed because cracks were found.")
    answer = write(PlainReader("cracks"), "why was the bridge closed?", passage)
    assert answer.short is None
    assert answer.text == "The bridge is shut. [1] It was closed because cracks were found. [2]"


def test_a_question_in_an_article_is_no_answer() -> None:
    passage = article("post", "Did the glue harden in water?", "Yes, within 40 seconds.")
    answer = write(PlainReader("harden in water", "40 seconds"), "how fast did the glue harden?", passage)
    assert answer.short == "40 seconds"


def test_a_line_of_marks_that_fold_to_nothing_is_read_over() -> None:
    passage = article("post", "(\uff9f\u2200\uff9f)", "The glue set within 40 seconds.")
    assert write(PlainReader("40 seconds"), "how fast did the glue set?", passage).short == "40 seconds"


def test_the_same_fact_in_another_article_is_cited_with_it() -> None:
    one = article("post", "The bridge opened again on 12 May.")
    two = article("courier", "On 12 May, the first cars crossed the bridge, which opened at noon.")
    answer = write(PlainReader("12 May"), "when did the bridge open?", one, two)
    assert answer.short == "12 May"
    assert {citation.article.id for citation in answer.citations} == {"post", "courier"}
    assert len(answer.sentences[0].citations) == 2


def test_a_copied_sentence_is_one_source() -> None:
    sentence = "The bridge in the old town opened again on 12 May after a long repair."
    answer = write(
        PlainReader("12 May"),
        "when did the bridge open?",
        article("post", sentence),
        article("courier", sentence),
    )
    assert len(answer.citations) == 1
    assert [other.id for other in answer.citations[0].also_in] == ["courier"]


def test_another_number_in_another_article_is_told_with_its_publisher_and_day() -> None:
    one = article("post", "The flood drove 340 people from their homes.", published="2024-01-02")
    two = article("courier", "The flood drove 520 people from their homes.", published="2024-01-05")
    answer = write(
        PlainReader("340", "520"), "how many people did the flood drive from their homes?", one, two
    )
    assert "340" in answer.text
    assert "520" in answer.text
    assert "January 2024)" in answer.text.splitlines()[-1]


@pytest.mark.parametrize(
    ("judgement", "word"),
    [((0.9, 0.05, 0.05), "Yes"), ((0.05, 0.05, 0.9), "No"), ((0.1, 0.8, 0.1), None)],
    ids=["supported", "contradicted", "undecided"],
)
def test_yes_and_no_are_the_judges(judgement: tuple[float, float, float], word: str | None) -> None:
    answer = write(
        PlainReader("Jens Stoltenberg", judgement=judgement),
        "did Zelensky meet Stoltenberg in Brussels?",
        VISIT,
    )
    assert answer.short == word
    assert VISIT.article.text in answer.text


def test_two_questions_in_one_are_both_answered() -> None:
    passage = article("post", "Ann Lee won the race in Oslo.", "The race was held on 12 May.")
    answer = write(PlainReader("Ann Lee", "12 May"), "who won the race and when was the race held?", passage)
    assert answer.short == "Ann Lee; 12 May"
    assert answer.notices == ()


def test_of_two_questions_the_one_without_an_answer_is_named() -> None:
    passage = article("post", "Ann Lee won the race in Oslo.")
    answer = write(PlainReader("Ann Lee"), "who won the race and when was Biden born?", passage)
    assert answer.short == "Ann Lee"
    assert answer.notices == ("The articles don't say: when was Biden born (who won the race)?",)


def test_a_weekday_comes_with_its_date_and_the_quote_stays_as_it_is() -> None:
    passage = article("post", "The mayor of Hull resigned on Wednesday.", published="2022-11-11")
    answer = write(PlainReader("Wednesday"), "when did the mayor of Hull resign?", passage)
    assert answer.short == "Wednesday"
    assert answer.notices == ("“Wednesday” is 9 November 2022, going by the date of the article.",)
    assert answer.citations[0].quote == "The mayor of Hull resigned on Wednesday."


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("what is the latest cost of the Hull bridge?", "£7 million"),
        ("what was the original cost of the Hull bridge?", "£4 million"),
    ],
)
def test_the_newest_or_the_oldest_article_answers_where_that_is_asked_for(question: str, short: str) -> None:
    old = article("post", "The Hull bridge will cost £4 million.", published="2022-01-02")
    new = article("courier", "The Hull bridge will cost £7 million.", published="2023-03-04")
    for passages in ((old, new), (new, old)):
        assert write(PlainReader("£4 million", "£7 million"), question, *passages).short == short


def test_another_date_in_another_article_is_told() -> None:
    one = article("post", "The Hull bridge opened on 12 May.", published="2024-01-02")
    two = article("courier", "The Hull bridge opened on 14 June.", published="2024-01-05")
    answer = write(PlainReader("12 May", "14 June"), "when did the Hull bridge open?", one, two)
    assert "12 May" in answer.text
    assert "14 June" in answer.text
    assert "Another article differs" in answer.text


def test_amounts_of_different_things_do_not_differ() -> None:
    one = article("post", "The flood cost the town £5 million.")
    two = article("courier", "The flood cost the town 3 percent of its income.")
    answer = write(PlainReader("£5 million", "3 percent"), "how much did the flood cost the town?", one, two)
    assert "differs" not in answer.text


def test_a_second_one_does_not_differ_from_the_first() -> None:
    one = article("post", "The main crack in the Hull dam is 22 metres long.")
    two = article("courier", "The main news: a second crack in the Hull dam is 6 metres long.")
    question = "how long is the main crack in the Hull dam?"
    assert "differs" not in write(PlainReader("22 metres", "6 metres"), question, one, two).text


def test_numbered_steps_are_told_together() -> None:
    passage = article(
        "post",
        "To apply for the Hull grant takes a month.",
        "First, have the house measured for the Hull grant.",
        "It costs £20.",
        "Second, send the form to the town hall.",
    )
    answer = write(PlainReader("have the house measured"), "how do I apply for the Hull grant?", passage)
    assert "First, have" in answer.text
    assert "Second, send" in answer.text


def test_a_sentence_that_only_announces_brings_what_it_announces() -> None:
    passage = article(
        "post",
        "The trouble of the Hull bank was years in the making.",
        "The trouble was old.",
        "Firms flush with cash deposited it there.",
        "Then rates rose and its bonds lost value.",
        "The town hall stands next door.",
    )
    answer = write(PlainReader("was old"), "why did the Hull bank fail?", passage)
    assert "Firms flush with cash deposited it there." in answer.text
    assert "Then rates rose" in answer.text
    assert "town hall" not in answer.text


def test_what_is_announced_may_go_on_in_the_next_passage() -> None:
    whole = article(
        "post",
        "The trouble of the Hull bank was old.",
        "Firms flush with cash deposited it there.",
        "Then rates rose and its bonds lost value.",
    )
    sentences = whole.passage.sentences
    first, second = (
        replace(
            whole,
            passage=replace(
                whole.passage,
                start=part[0][0],
                end=part[-1][1],
                text=whole.article.text[part[0][0] : part[-1][1]],
                sentences=part,
            ),
        )
        for part in (sentences[:2], sentences[2:])
    )
    answer = write(PlainReader("trouble"), "why did the Hull bank fail?", first, second)
    assert "Then rates rose" in answer.text


@pytest.mark.parametrize("told", ["He was ill.", "The keeper had 3 colds.", "The cause was the Hull flu."])
def test_a_short_sentence_that_tells_something_stands_alone(told: str) -> None:
    passage = article("post", "The keeper of Hull stayed away.", told, "A gate fell on the square.")
    answer = write(PlainReader(told[:-1]), "why did the keeper of Hull stay away?", passage)
    assert told in answer.text
    assert "gate" not in answer.text


def test_the_speaker_of_an_interview_is_no_answer() -> None:
    passage = article("post", "Arkwright: My mother inspired the woman.")
    answer = write(PlainReader("Arkwright", "My mother"), "who inspired the woman?", passage)
    assert answer.short == "My mother"


def test_the_line_with_the_date_of_an_article_is_no_answer() -> None:
    passage = article("post", "Monday, May 18, 2015.", "The Hull race was held on Saturday.")
    answer = write(PlainReader("Monday, May 18, 2015", "Saturday"), "when was the Hull race held?", passage)
    assert answer.short == "Saturday"


def test_an_article_that_lacks_a_name_of_the_question_neither_confirms_nor_denies() -> None:
    reader = PlainReader("Jens Stoltenberg", judgement=(0.9, 0.05, 0.05))
    answer = write(reader, "did Zelensky meet Macron in Brussels?", VISIT)
    assert answer.abstained or answer.short is None


def test_no_needs_less_where_only_the_sentence_says_not() -> None:
    passage = article("post", "The shares of the Hull bank are not protected by the state.")
    reader = PlainReader("not protected", judgement=(0.4, 0.2, 0.4))
    assert write(reader, "are the shares of the Hull bank protected?", passage).short == "No"


def test_the_opposite_of_what_is_asked_says_no() -> None:
    passage = article("post", "Anton Bray, his deputy, was acquitted of all charges.")
    reader = PlainReader("acquitted", judgement=(0.5, 0.2, 0.3))
    assert write(reader, "was Anton Bray convicted?", passage).short == "No"
    assert write(reader, "was Anton Bray acquitted?", passage).short == "Yes"


def test_the_judge_is_told_whom_a_pronoun_means() -> None:
    seen: list[str] = []

    class Judge(PlainReader):
        def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
            seen.extend(evidence for _, evidence in pairs)
            return super().judge(pairs)

    told = ("Rufus Pell ran the marina.", "The jury sat for nine days.", "It found him guilty of fraud.")
    write(Judge("guilty"), "was Rufus Pell convicted?", article("post", *told))
    assert f"{told[0]} {told[1]} {told[2]}" in seen


@pytest.mark.parametrize(
    ("sentence", "marked", "question", "short"),
    [
        ("The race was won by judoka Teddy Riner.", "judoka Teddy Riner", "who won the race?", "Teddy Riner"),
        ("Ann Lee, the mayor, won the race.", "Ann Lee, the mayor", "who won the race?", "Ann Lee"),
        ("Dion has gout, a rare illness.", "gout, a rare illness", "what illness does Dion have?", "gout"),
        (
            "Pell got four years and three months in jail.",
            "four years",
            "how long is Pell in jail?",
            "four years and three months",
        ),
        (
            "Pell was jailed for four years on Wednesday.",
            "four years on Wednesday",
            "when was Pell jailed?",
            "on Wednesday",
        ),
        (
            "The bridge, closed since February, will not reopen before October.",
            "February, will not reopen",
            "since when is the bridge closed?",
            "February",
        ),
        ("Chebet, a 27-year-old from Eldoret, won.", "27-year-old", "how old is Chebet?", "27"),
        ("Chebet won in 2:19:44.", "19", "what time did Chebet need?", "2:19:44"),
        (
            "Torrin approved the line by 31 votes to 22.",
            "31 votes to 22",
            "how many in Torrin voted against the line?",
            "22",
        ),
        (
            "Torrin approved the line by 31 votes to 22.",
            "31 votes to 22",
            "how many in Torrin voted for the line?",
            "31",
        ),
        ("The nurse works at St Brigid's.", "St Brigid's", "where does the nurse work?", "St Brigid's"),
    ],
    ids=[
        "role",
        "apposition",
        "description",
        "and months",
        "how long before when",
        "what goes on",
        "age",
        "finishing time",
        "votes against",
        "votes for",
        "own name",
    ],
)
def test_the_short_answer_is_neither_cut_nor_padded(
    sentence: str, marked: str, question: str, short: str
) -> None:
    assert write(PlainReader(marked), question, article("post", sentence)).short == short


@pytest.mark.parametrize(
    ("sentence", "marked", "question", "short"),
    [
        (
            "The hall was paid for by Ann Lee, who gave half, and by the mill owner, Al Moe.",
            "Ann Lee",
            "who paid for the hall?",
            "Ann Lee and Al Moe",
        ),
        (
            "The families sleep in a barn near Torp and in two tents.",
            "a barn near Torp",
            "where do the families sleep?",
            "a barn near Torp and two tents",
        ),
        ("Ann Lee, thanked the crew.", "Ann Lee, thanked the crew", "who thanked the crew?", "Ann Lee"),
    ],
    ids=["people", "places", "a verb after the name"],
)
def test_a_list_is_told_whole_and_without_what_follows(
    sentence: str, marked: str, question: str, short: str
) -> None:
    assert write(PlainReader(marked), question, article("post", sentence)).short == short


@pytest.mark.parametrize(
    ("sentence", "marked", "question", "short"),
    [
        ("It cost 30 million crowns.", "30 million", "how much did the flood cost?", "30 million crowns"),
        ("More than 1,200 people fled.", "1,200", "how many people fled?", "More than 1,200"),
        ("The clerks get two days' pay for each month of work.", "two days' pay", "what do the clerks get?",
         "two days' pay for each month of work"),
        ("The strike, called for two days, lasted six.", "six", "how long did the strike last?", "six days"),
        ("It cost 30 million last year.", "30 million", "how much did the strike cost?", "30 million"),
        ("Nobody works more than five nights.", "five", "how many nights may clerks work?", "five"),
        ("The strike lasted six days.", "six days", "how long did the strike last?", "six days"),
        ("The wage goes up to £16 an hour.", "£16", "what is the wage now?", "£16 an hour"),
        ("The grant is up to £900.", "£900", "how much is the grant?", "up to £900"),
        ("She won £60, and £25,000 more for it.", "£25,000", "how much more did she win?", "£25,000"),
    ],
    ids=["currency", "more than", "a rate", "the unit told before", "no unit", "no more than", "whole",
         "where it goes to", "at most", "two amounts"],
)  # fmt: skip
def test_an_amount_keeps_what_it_counts_and_how_exact_it_is(
    sentence: str, marked: str, question: str, short: str
) -> None:
    assert write(PlainReader(marked), question, article("post", sentence)).short == short


SIDE_BY_SIDE = "The Blues won 23 votes, the Old Oaks nine and the Reds 14."


@pytest.mark.parametrize(
    ("question", "marked", "short"),
    [
        ("how many votes did the Reds get?", "23", "14"),
        ("how many votes did the Old Oaks get?", "23", "nine"),
        ("how many votes did the Blues get?", "23 votes, the Old Oaks nine", "23 votes"),
        ("how many votes did the Blues and the Reds get?", "23", "23"),
        ("how many votes were won?", "23", "23"),
    ],
    ids=["the last", "the one between", "run together", "two asked for", "nobody named"],
)
def test_of_amounts_side_by_side_the_one_of_the_name_asked_for_counts(
    question: str, marked: str, short: str
) -> None:
    assert write(PlainReader(marked), question, article("post", SIDE_BY_SIDE)).short == short


VISITED = (
    "Mr Zelensky came to Brussels on Wednesday, his first visit since Russia attacked his country in 2022."
)


@pytest.mark.parametrize(
    ("question", "short"),
    [("when did Zelensky visit Brussels?", "Wednesday"), ("when did Russia attack?", "2022")],
    ids=["beside the clause", "in the clause"],
)
def test_the_time_in_a_clause_about_something_else_is_worth_less(question: str, short: str) -> None:
    assert write(PlainReader("2022", "Wednesday"), question, article("post", VISITED)).short == short


THREE_SENTENCES = ("The port closed on Monday.", "It reopened on Friday.", "Rain fell on Sunday.")


def found_with(similar: str, *, most_embedded: int = 8) -> tuple[list[Candidate], list[str]]:
    """Find candidates where the one text with `similar` in it is like the question and no other is."""
    embedded: list[str] = []

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        embedded.extend(texts[1:])
        like = [(1.0, 0.0) if similar in text else (0.0, 1.0) for text in texts[1:]]
        return np.array([(1.0, 0.0), *like], dtype=np.float32)

    passage = article("post", *THREE_SENTENCES)
    reading = PlainReading(passage.passage.text, ())
    question = Question.read("on which day was the harbour open again?")
    found = find_candidates(question, [passage], [reading], embed=embed, most_embedded=most_embedded)  # type: ignore[list-item]
    return found, embedded


@pytest.mark.parametrize("sentence", THREE_SENTENCES)
def test_of_sentences_that_are_alike_otherwise_the_more_similar_one_comes_first(sentence: str) -> None:
    found, _ = found_with(f" {sentence}")
    assert found[0].text == sentence
    for one in found:
        assert one.log_odds == pytest.approx(np.dot(fitted().span, one.features))


def test_a_sentence_is_compared_after_its_title_and_the_sentence_before_it() -> None:
    _, embedded = found_with("nothing")
    assert "News. The port closed on Monday. It reopened on Friday." in embedded


def test_only_the_likeliest_sentences_are_compared_and_the_others_count_as_no_more_similar() -> None:
    found, embedded = found_with("News", most_embedded=1)  # in the title, so any is like the question
    assert len(embedded) == 1
    assert [one.features.similar_to_question for one in found] == [1.0] * len(THREE_SENTENCES)


def test_an_article_of_the_year_that_is_asked_for_need_not_write_it() -> None:
    passage = article("post", "Argentina won the final on Sunday.", published="2022-12-18")
    assert heading(passage, "who won in 2022?") == "News, 18 December 2022.\n"
    assert heading(passage, "who won in 2021?") == heading(passage, "who won?") == "News.\n"
    candidates = find_candidates(
        Question.read("who won the final in 2022?"),
        [passage],
        [PlainReading(passage.passage.text, ("Argentina",))],  # type: ignore[list-item]
        embed=PlainReader().embed,
    )
    assert candidates[0].features.numbers_in_article == 1.0


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Petra Lindqvist was 27 when she won gold.", "How old was Petra Lindqvist when she won gold?"),
        ("Olaf Berg, who is 27, sang.", "how old is Olaf Berg?"),
        ("Olaf Berg (27) sang.", "what is the age of Olaf Berg?"),
        ("Olaf Berg turns 27 on Monday.", "how old is Olaf Berg?"),
        ("Olaf Berg, 27, will earn €1.1 million.", "how old is Olaf Berg?"),
        ("Olaf Berg, 27, won in 2024.", "how old is Olaf Berg?"),
    ],
)
def test_ages_are_told_in_many_ways(sentence: str, question: str) -> None:
    assert write(PlainReader("27"), question, article("post", sentence)).short == "27"


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("Oskar Lind began to play when he was 17.", "when he was 17"),
        ("Oskar Lind began after the war had ended.", "after the war had ended"),
    ],
)
def test_a_clause_that_tells_when_stays_whole(sentence: str, clause: str) -> None:
    answer = write(PlainReader(clause), "When did Oskar Lind begin?", article("post", sentence))
    assert answer.short == clause


@pytest.mark.parametrize(
    "sentence",
    ["Torrin rejected the plan by 31 votes to 22.", "The plan was defeated in Torrin by 31 votes to 22."],
)
def test_of_what_was_rejected_the_larger_number_was_against_it(sentence: str) -> None:
    passage = article("post", sentence)
    answer = write(PlainReader("31 votes to 22"), "how many in Torrin voted against the plan?", passage)
    assert answer.short == "31"


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("how many boats sank in pellingate in the storm?", "17"),
        ("how many of the boats sank?", "Pellingate 17"),
    ],
    ids=["the name is in the question", "it may be part of the answer"],
)
def test_a_name_of_the_question_before_a_number_is_no_part_of_it(question: str, short: str) -> None:
    passage = article("post", "In Pellingate 17 boats sank in the storm.")
    assert write(PlainReader("Pellingate 17"), question, passage).short == short


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Lindow United dismissed coach Aldo Marsh.", "Did Lindow United sack coach Aldo Marsh?"),
        ("The court of Lindow denied him bail, and back in prison he sat.", "Is he in prison in Lindow?"),
    ],
)
def test_dismissing_somebody_is_no_denial(sentence: str, question: str) -> None:
    reader = PlainReader("Lindow", judgement=(0.5, 0.2, 0.3))
    assert write(reader, question, article("post", sentence)).short == "Yes"


def test_a_title_may_name_the_numbered_thing() -> None:
    passage = article("post", "The motorway is closed.")
    road = replace(passage, article=replace(passage.article, title="M25 closed after lorry fire"))
    assert write(PlainReader("closed", judgement=(0.8, 0.1, 0.1)), "is the M25 closed?", road).short == "Yes"


def test_a_number_that_is_no_age_is_none() -> None:
    passage = article("post", "Ruth Chebet won the race of the Lakeshore in 2:19:44.")
    assert write(PlainReader("2:19:44"), "how old is Ruth Chebet?", passage).abstained


def test_the_newest_amount_leads_and_the_one_before_is_told() -> None:
    old = article("post", "Four people died in the fire of Varna.", published="2025-03-04")
    new = article("times", "The toll of the fire of Varna has risen to seven people.", published="2025-03-11")
    reader = PlainReader("Four", "seven")
    answer = write(reader, "how many people died in the fire of Varna?", old, new)
    assert answer.short == "seven"
    assert "Another article differs (Post, 4 March 2025): Four people died" in answer.text
    dated = write(reader, "how many people died in the fire of Varna in March?", old, new)
    assert dated.short == "Four"


OLD_DATE = article("post", "The Varna tunnel opens on 3 May at noon.", published="2025-03-04")
NEW_DATE = "The Varna tunnel will not open on 3 May but on 9 June."


@pytest.mark.parametrize(
    ("sentence", "published", "question", "short"),
    [
        (NEW_DATE, "2025-04-11", "when will the Varna tunnel open?", "9 June"),
        (NEW_DATE, "2025-02-11", "when will the Varna tunnel open?", "3 May at noon"),
        (NEW_DATE, "2025-04-11", "when was the Varna tunnel meant to open?", "3 May at noon"),
        (
            NEW_DATE.replace("3 May", "1 May"),
            "2025-04-11",
            "when will the Varna tunnel open?",
            "3 May at noon",
        ),
        (NEW_DATE.replace("tunnel", "fair"), "2025-04-11", "when will the tunnel open?", "3 May at noon"),
    ],
    ids=["newer", "older", "what was planned", "another old day", "another thing"],
)
def test_a_newer_article_corrects_the_very_value_of_an_older_one(
    sentence: str, published: str, question: str, short: str
) -> None:
    # the reader itself sees no answer in the correction
    answer = write(
        PlainReader("3 May at noon"), question, OLD_DATE, article("times", sentence, published=published)
    )
    assert answer.short == short


@pytest.mark.parametrize(
    ("sentence", "question", "short"),
    [
        ("The Varna Trust has raised the prize to 900 crowns.", "how big is the prize?", "900 crowns"),
        ("The Varna Trust has raised the prize to 900 crowns.", "what is the prize?", "900 crowns"),
        ("The Hull Trust has raised the prize to 900 crowns.", "how big is the prize?", "400 crowns"),
        ("The Varna Trust now puts its value at 900 crowns.", "how much is the prize worth?", "900 crowns"),
        ("The prize of the Varna Trust is not 400 but 900 crowns.", "how much was the prize?", "900 crowns"),
    ],
    ids=["raised to", "asked with what", "another story", "worth and value", "not but"],
)  # fmt: skip
def test_a_newer_article_tells_what_an_amount_has_become(sentence: str, question: str, short: str) -> None:
    # the reader itself sees no answer in the newer article
    old = article("post", "The prize of the Varna Trust, 400 crowns, is worth it.", published="2025-03-04")
    answer = write(
        PlainReader("400 crowns"), question, old, article("times", sentence, published="2025-05-04")
    )
    assert answer.short == short


def test_when_something_else_was_says_nothing_of_how_long_it_took() -> None:
    passage = article("post", "Six weeks after the search, police said that it took nine hours.")
    answer = write(PlainReader("Six weeks", "nine hours"), "how long did the search take?", passage)
    assert answer.short == "nine hours"


def test_what_is_said_of_others_decides_nothing() -> None:
    yes = (0.8, 0.1, 0.1)
    other = article("post", "The recall concerns the V2.", "The older V1 is not affected.")
    answer = write(PlainReader("not affected", judgement=yes), "is the V2 affected?", other)
    assert "V1" not in answer.text
    away = article("post", "Prime Minister Rui Melo attended in Lisbon.", "Karin de Wit spoke.")
    assert write(PlainReader("attended", judgement=yes), "was Karin de Wit born in Lisbon?", away).abstained
    told = article("post", "Olaf Berg had tea.", "Orla Holt sang.", "She is survived by a son, Augustus.")
    obituary = replace(told, article=replace(told.article, title="Orla Holt, singer"))
    reader = PlainReader("survived", judgement=yes)
    assert write(reader, "is Olaf Berg still alive?", obituary).abstained
    assert write(reader, "is Orla Holt survived by a son?", obituary).short == "Yes"


def test_what_was_denied_is_not_so() -> None:
    passage = article("post", "Margaret Quill denied that wards would be closed.")
    reader = PlainReader("closed", judgement=(0.5, 0.2, 0.3))
    assert write(reader, "will wards be closed?", passage).short == "No"
    assert write(reader, "did Margaret Quill deny that wards would be closed?", passage).short == "Yes"


@pytest.mark.parametrize(
    ("no", "word"), [(0.3, "No"), (0.05, None)], ids=["as the judge may agree", "against the judge"]
)
def test_yes_never_stands_before_a_denial(no: float, word: str | None) -> None:
    passage = article("post", "Reports that wards in Hull had closed were untrue.")
    reader = PlainReader("closed", judgement=(0.9 - no, 0.1, no))
    assert write(reader, "did wards in Hull close?", passage).short == word


@pytest.mark.parametrize(
    ("sentence", "word"),
    [("Wards in Hull have not closed.", "No"), ("Wards in Hull have closed.", None)],
    ids=["denied", "not denied"],
)
def test_a_denial_needs_less_of_the_judge(sentence: str, word: str | None) -> None:
    reader = PlainReader("closed", judgement=(0.35, 0.5, 0.15))
    assert write(reader, "have wards in Hull closed?", article("post", sentence)).short == word


@pytest.mark.parametrize(("no", "word"), [(0.4, None), (0.6, "No")], ids=["likely", "clear"])
def test_no_without_a_word_that_denies_must_be_clear(no: float, word: str | None) -> None:
    passage = article("post", "It was the last of the lamps that were lit in Hull.")
    reader = PlainReader("last", judgement=(0.3 - no / 4, 0.7 - 0.75 * no, no))
    assert write(reader, "were the lamps lit in Hull?", passage).short == word


def test_what_is_only_claimed_is_told_without_yes() -> None:
    passage = article("post", "Her brother claims that wards in Hull have closed.")
    reader = PlainReader("closed", judgement=(0.8, 0.1, 0.1))
    answer = write(reader, "have wards in Hull closed?", passage)
    assert answer.short is None
    assert "claims" in answer.text


def test_the_author_above_a_text_is_no_answer() -> None:
    passage = article("post", "By Aoife Brennan", "A man died in the storm at Clifden.")
    answer = write(PlainReader("Aoife Brennan", "A man"), "who died in the storm at Clifden?", passage)
    assert answer.short == "A man"


class WordJudge(PlainReader):
    """Judges by a word that the text has: yes, no, or neither."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        rows = [
            (0.9, 0.05, 0.05)
            if "conceded" in text
            else (0.05, 0.1, 0.85)
            if "refused" in text
            else (0.1, 0.8, 0.1)
            for _, text in pairs
        ]
        return np.array(rows)


def test_of_two_articles_that_say_the_opposite_the_newer_counts() -> None:
    old = article("post", "Osei refused to concede to Arden.", published="2025-06-08")
    new = article("times", "Osei conceded to Arden on Saturday.", published="2025-06-15")
    reader = WordJudge("refused", "conceded")
    assert write(reader, "did Osei concede to Arden?", old, new).short == "Yes"
    older = replace(new, article=replace(new.article, published="2025-06-01"))
    assert write(reader, "did Osei concede to Arden?", old, older).short == "No"


def test_what_had_not_happened_may_have_happened_since() -> None:
    old = article("post", "Nobody has been fined for the fire in Hull.", published="2025-04-03")
    new = article("times", "A baker was fined for the fire in Hull.", published="2025-06-18")
    reader = PlainReader("Nobody", "A baker", judgement=(0.2, 0.2, 0.6))
    answer = write(reader, "has anybody been fined for the fire in Hull?", old, new)
    assert answer.short is None
    assert "A baker" in answer.text
    assert write(reader, "has anybody been fined for the fire in Hull?", old).short == "No"


def test_what_would_follow_says_nothing_of_what_is() -> None:
    passage = article("post", "If convicted, Voss faces ten years in prison.")
    reader = PlainReader("prison", judgement=(0.9, 0.05, 0.05))
    assert write(reader, "is Voss in prison?", passage).short is None
    assert write(reader, "could Voss go to prison?", passage).short == "Yes"


def test_the_title_says_where_nobody_was_hurt() -> None:
    passage = article("post", "Nobody was hurt.")
    titled = replace(passage, article=replace(passage.article, title="Osei conceded after the fire"))
    assert write(WordJudge("hurt"), "was nobody hurt in the fire?", titled).short == "Yes"
    assert write(WordJudge("hurt"), "was nobody hurt in the fire?", passage).short is None


def test_the_reasons_that_are_announced_answer_why() -> None:
    passage = article(
        "post",
        "The Oxley school will shut for good in July.",
        "The reasons are simple.",
        "The Oxley roof needs repairs.",
        "Few pupils are left.",
    )
    reader = PlainReader("will shut for good", "are simple")
    answer = write(reader, "why will the Oxley school shut?", passage)
    assert "The Oxley roof needs repairs." in answer.text
    assert "Few pupils are left." in answer.text


@pytest.mark.parametrize(
    ("question", "sentences", "last_told"),
    [
        (
            "what happened to the nurse after she complained?",
            ["The nurse complained in May.", "She was moved to Hull."],
            "She was moved to Hull.",
        ),
        (
            "what happened to the nurse after she complained?",
            ["The nurse was moved after she complained.", "Hull has snow."],
            "The nurse was moved after she complained.",
        ),
    ],
    ids=["only what came before", "what came after"],
)
def test_what_only_leads_up_to_the_answer_is_not_told_alone(
    question: str, sentences: list[str], last_told: str
) -> None:
    answer = write(PlainReader("complained"), question, article("post", *sentences))
    assert answer.sentences[-1].text.endswith(last_told)


@pytest.mark.parametrize(
    ("question", "sentences", "holder"),
    [
        ("who runs Third Crust?", ["Flour is dear, says Mara Quill, who runs Third Crust."], "Mara Quill"),
        (
            "who runs Starling House?",
            ["The hospice, Starling House, may close.", "Its director, Yusuf Demir, hopes."],
            "Yusuf Demir",
        ),
        ("who is in charge of Vantio?", ["Vantio’s chief executive, Helle Brandt, left."], "Helle Brandt"),
        ("who leads the Vantio inquiry?", ["Vantio’s chief executive, Helle Brandt, left."], None),
        ("who runs Vantio?", ["Vantio’s former director, Helle Brandt, left."], None),
        ("who runs Vantio?", ["Its director, Helle Brandt, left."], None),
        ("who runs Vantio?", ["Helle Brandt, the former director of Vantio, left."], None),
        ("who manages Leeds United?", ["Hull United manager Eddie Howe left Leeds United."], None),
        ("who leads Iran?", ["Iran condemned Malta.", "Its leader, Ann Lee, left."], None),
    ],
)
def test_who_runs_something_is_told_beside_its_name(
    question: str, sentences: list[str], holder: str | None
) -> None:
    answer = write(PlainReader("dear", "hopes", "left"), question, article("post", *sentences))
    assert answer.short == holder


def test_what_explains_the_name_asked_for_is_no_answer() -> None:
    passage = article("post", "The hospice, Starling House, is closed by the Hull trust.")
    answer = write(PlainReader("The hospice", "the Hull trust"), "who closed Starling House?", passage)
    assert answer.short == "Hull trust"


def test_of_sentences_about_as_likely_one_with_the_verb_asked_for_tells_who() -> None:
    passage = article("post", "Hull Fund paid for the Hull trial.", "Karen Lee led the Hull trial.")
    answer = write(PlainReader("Hull Fund", "Karen Lee"), "who led the Hull trial?", passage)
    assert answer.short == "Karen Lee"


def test_when_it_will_be_is_not_when_that_was_said() -> None:
    passage = article("post", "The court ruled on Thursday that the Hull runway may open in May.")
    answer = write(PlainReader("Thursday", "May"), "when will the Hull runway open?", passage)
    assert answer.short == "May"


def test_how_old_somebody_is_is_not_for_how_long_she_did_something() -> None:
    passage = article("post", "The Hull head teacher, who has taught for 26 years, is 51.")
    answer = write(PlainReader("26 years", "51"), "how old is the Hull head teacher?", passage)
    assert answer.short == "51"


@pytest.mark.parametrize(
    "newer",
    [
        "The number who fell ill in Hull has risen to 63.",
        "The council corrected the number who fell ill in Hull to 63.",
        "The number of people who fell ill in Hull is now 63.",
    ],
    ids=["risen", "corrected", "now, which the reader overlooks"],
)
def test_a_newer_article_that_says_what_the_toll_has_come_to_leads(newer: str) -> None:
    answer = write(
        PlainReader("four", "number" if "now" in newer else "63"),
        "how many people fell ill in Hull?",
        article("post", "In Hull four people fell ill.", published="2024-03-01"),
        article("courier", newer, published="2024-03-08"),
    )
    assert answer.short == "63"


@pytest.mark.parametrize("judgement", [(0.6, 0.2, 0.2), (0.3, 0.3, 0.4)])
@pytest.mark.parametrize(
    ("sentence", "question", "short"),
    [
        ("The Hull museum is open, except on Mondays.", "is the Hull museum open on Mondays?", "No"),
        ("In Hull nobody was hurt except the driver.", "was the driver hurt in Hull?", "Yes"),
        ("The Hull museum is closed except on Mondays.", "is the Hull museum open on Mondays?", "Yes"),
        ("The Hull museum is closed except on Mondays.", "is the Hull museum closed on Mondays?", "No"),
    ],
)
def test_what_is_excepted_is_the_other_way_round(
    judgement: tuple[float, float, float], sentence: str, question: str, short: str
) -> None:
    reader = PlainReader(sentence[-9:-1], judgement=judgement)
    assert write(reader, question, article("post", sentence)).short == short


def test_besides_is_no_exception() -> None:
    sentence = "Apart from the library in Hull, the council will close two pools in Hull."
    reader = PlainReader("two pools", judgement=(0.8, 0.1, 0.1))
    assert write(reader, "will the library in Hull close?", article("post", sentence)).short == "Yes"


def test_that_nobody_was_killed_does_not_say_that_nobody_was_hurt() -> None:
    passage = article("post", "Nobody was killed in the Hull fire.", "A man was hurt in the Hull fire.")
    reader = PlainReader("killed", "hurt", judgement=(0.6, 0.2, 0.2))
    answer = write(reader, "was anyone hurt in the Hull fire?", passage)
    assert answer.short == "Yes"
    assert "killed" not in answer.text


def test_what_the_accused_says_is_no_verdict() -> None:
    passage = article("post", "Ann Lee denies that she is guilty.")
    answer = write(PlainReader("denies", judgement=(0.1, 0.2, 0.7)), "was Ann Lee found guilty?", passage)
    assert answer.short is None


@pytest.mark.parametrize(
    ("sentence", "question", "short"),
    [
        (
            "Salt cellars, dishes that stood on every table, are rare.",
            "what is a salt cellar?",
            "dishes that stood on every table",
        ),
        ("A geyser is a spring that throws up water.", "what's a geyser?", "a spring that throws up water"),
        ("A geyser, which draws many, burst.", "what is a geyser?", None),
        ("He was hit by a drone, the army said.", "what is a drone?", None),
    ],
)
def test_what_a_thing_is_is_told_beside_its_noun(sentence: str, question: str, short: str | None) -> None:
    reader = PlainReader(question.split()[-1].rstrip("?"))
    assert write(reader, question, article("post", sentence)).short == short


def test_the_sentence_before_is_one_that_tells_who_he_is() -> None:
    passage = article(
        "post",
        "On Monday Karl Berg came to Hull.",
        "Until then he had only telephoned.",
        "He was received by the mayor.",
    )
    answer = write(PlainReader("the mayor"), "who received Karl Berg in Hull?", passage)
    assert answer.text.endswith("On Monday Karl Berg came to Hull. [1] He was received by the mayor. [2]")


def test_of_counts_about_as_likely_the_one_of_what_is_asked_for_counts() -> None:
    passage = article("post", "In Hull Labour lost three members.", "In Hull Labour got 8,017 votes.")
    answer = write(PlainReader("three", "8,017"), "how many votes did Labour get in Hull?", passage)
    assert answer.short == "8,017"


def test_a_dateline_is_quoted_only_where_it_is_the_answer() -> None:
    passage = article("post", "TORRIN, Sept 14 (NPA) - Ann Lee opened the tower.")
    assert write(PlainReader("Ann Lee"), "who opened the tower?", passage).text == (
        "Ann Lee. [1]\nAnn Lee opened the tower. [1]"
    )
    assert write(PlainReader("TORRIN", "Ann Lee"), "who opened the tower?", passage).short == "Ann Lee"
    where = write(PlainReader("TORRIN"), "where did Ann Lee open the tower?", passage)
    assert where.citations[0].quote == passage.article.text


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("The water fell, its chief engineer, Ann Lee, said.", None),
        ("Ann Lee, its chief engineer, said so.", None),
        ("Torrin Works fell silent, its chief engineer, Ann Lee, said.", "its chief engineer"),
        ("Rolf Berg and his wife, Ann Lee, said so.", "his wife"),
        ("Torrin Works' chief engineer, Ann Lee, said so.", "Torrin Works' chief engineer"),
        ("In Torrin's last game, Ann Lee scored.", None),
        (
            "They met the leader of the Torrin Hill Rescue Team, Ann Lee.",
            "the leader of the Torrin Hill Rescue Team",
        ),
        ("Ms Lee, a former pilot, said so.", "a former pilot"),
    ],
    ids=[
        "before the name",
        "after the name",
        "whose it is",
        "whose wife",
        "a name's",
        "no person",
        "a long name",
        "only the last name",
    ],
)
def test_whose_chief_somebody_is_is_told_only_beside_whose(sentence: str, short: str | None) -> None:
    answer = write(PlainReader("Ann Lee"), "who is Ann Lee?", article("post", sentence))
    assert answer.short == short
    assert answer.citations[0].quote == sentence


@pytest.mark.parametrize(
    ("lines", "marked", "question", "short"),
    [
        (
            ("Clerk who stole £386 is jailed.", "Simon Clay wept."),
            "£386",
            "how much did Simon Clay steal?",
            "£386",
        ),
        (
            ("Simon Clay will miss three matches.",),
            "three",
            "how long will Simon Clay be out?",
            "three matches",
        ),
        (("Torrin Town 2 Rauma Rovers 1",), "1", "what was the score?", "Torrin Town 2 Rauma Rovers 1"),
        (("Torrin Town 2 Rauma Rovers 1",), "Rauma Rovers", "who did Torrin play?", "Rauma Rovers"),
    ],
    ids=["a noun at the start", "with its unit", "a result", "a side"],
)
def test_the_words_that_are_marked_are_put_right(
    lines: tuple[str, ...], marked: str, question: str, short: str
) -> None:
    assert write(PlainReader(marked), question, article("post", *lines)).short == short


def test_of_what_is_told_in_two_lines_the_last_is_marked() -> None:
    text = "Clerk stole £386 from church\nA clerk who stole £386 was jailed."
    marked = (text.index("£"), text.rindex("£386") + 4)
    question = Question.read("how much was stolen?")
    assert marked_words(text, *marked, question) == (text.rindex("£386"), marked[1])
    assert marked_words(text, *marked[:1], 40, question) == (marked[0], 40)


@pytest.mark.parametrize(
    ("sentence", "marked", "question"),
    [
        ("Ann Lee was the second of five children.", "five", "how many children did Ann Lee have?"),
        ("He was found in a cabin above Torrin.", "Torrin", "who was found in a cabin?"),
        ("Torrin rose to sixth, with 21 points.", "21 points", "what was the score in the Torrin match?"),
    ],
    ids=["her parents' children", "above a place", "points"],
)
def test_what_is_of_something_else_is_no_short_answer(sentence: str, marked: str, question: str) -> None:
    assert write(PlainReader(marked), question, article("post", sentence)).abstained
