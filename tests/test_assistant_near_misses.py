"""What only looks like an answer: another year, a deputy, another unit, the value before a change."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from assistant.fitted import Features
from assistant.keyless.answer_spans import Piece
from assistant.keyless.candidates import Candidate, find_candidates
from assistant.keyless.changed_values import changed_to
from assistant.keyless.near_misses import without_near_misses
from assistant.keyless.newer_values import corrected_value
from assistant.keyless.ranked_rows import rank_asked
from assistant.keyless.states_of_now import has_ended, with_newer
from assistant.questions.answer_types import can_answer
from assistant.questions.question import Question
from assistant.wording.everyday_words import as_written
from assistant.wording.terms import terms
from models import Span
from tests.test_assistant_writer import PlainReader, PlainReading, article, write


@dataclass(frozen=True)
class Ranked(PlainReading):
    """Is surer of the first words by far."""

    surest: float = 0.9

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(
            Span(span.start, span.end, self.surest / 100**at) for at, span in enumerate(super().spans)
        )


class RankedReader(PlainReader):
    """Reads what the test marked, the first words likeliest by far."""

    def __init__(self, *marked: str, surest: float = 0.9) -> None:
        super().__init__(*marked)
        self.surest = surest

    def read(
        self, question: str, passages: Sequence[str], headings: Sequence[str] = ()
    ) -> list[PlainReading]:
        read = super().read(question, passages, headings)
        return [Ranked(one.passage, one.marked, self.surest) for one in read]


MARATHON = "Ann Lee of Torrin won the Varna marathon."


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("who won the Varna marathon in 2025?", True),
        ("who won the Varna marathon?", True),
        ("who won the Varna marathon in 2019?", False),
        ("who won the 2019 Varna marathon?", False),
        ("who has won the Varna marathon since 2019?", True),
    ],
)
def test_an_article_of_another_year_does_not_answer(question: str, answered: bool) -> None:
    passage = article("post", MARATHON, published="2025-05-25")
    assert write(PlainReader("Ann Lee"), question, passage).abstained is not answered


@pytest.mark.parametrize(
    ("published", "sentence"),
    [
        (None, MARATHON),
        ("2020-01-03", MARATHON),
        ("2025-05-25", "In 2019 Ann Lee of Torrin won the Varna marathon."),
        ("2020-05-25", "Ann Lee of Torrin won the Varna marathon last year."),
    ],
    ids=["no date", "told in January", "named", "last year"],
)
def test_an_article_may_tell_of_a_year_in_other_ways(published: str | None, sentence: str) -> None:
    passage = article("post", sentence, published=published)
    answer = write(PlainReader("Ann Lee"), "who won the Varna marathon in 2019?", passage)
    assert answer.short == "Ann Lee of Torrin"


def test_a_sentence_may_tell_that_somebody_became_mayor() -> None:
    passage = article("post", "Ann Lee, a former mayor of Oslo, was elected to lead Torrin.")
    assert not write(PlainReader("Ann Lee"), "who is the mayor of Torrin?", passage).abstained


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("who is the mayor of Torrin?", False),
        ("who's the mayor of Torrin?", False),
        ("who is the deputy mayor of Torrin?", True),
    ],
)
def test_a_deputy_is_not_the_mayor(question: str, answered: bool) -> None:
    passage = article("post", "Ann Lee, the deputy mayor of Torrin, called it a plaster.")
    assert write(PlainReader("Ann Lee"), question, passage).abstained is not answered


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("how long was the Torrin bus strike?", "19 days"),
        ("how long was the last Torrin bus strike?", "six days"),
        ("how long was the Torrin bus strike in 2011?", "six days"),
    ],
)
def test_the_last_one_is_not_the_one_of_now(question: str, short: str) -> None:
    passage = article(
        "post",
        "The last Torrin bus strike, in 2011, lasted six days.",
        "The Torrin bus strike lasted 19 days.",
    )
    assert write(PlainReader("six days", "19 days"), question, passage).short == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("who runs Torrin Rail now?", "Orla Berg"),
        ("who is the head of Torrin Rail?", "Orla Berg"),
        ("who heads Torrin Rail?", "Orla Berg"),
        ("who is the head of Torrin Rail who resigned?", "Ann Lee"),
    ],
)
def test_who_left_an_office_holds_it_no_more(question: str, short: str) -> None:
    passage = article(
        "post",
        "The head of Torrin Rail, Ann Lee, resigned on Monday.",
        "Orla Berg has taken over as head of Torrin Rail.",
    )
    answer = write(PlainReader("Ann Lee", "Orla Berg"), question, passage)
    assert answer.short is not None
    assert answer.short.startswith(short)


@pytest.mark.parametrize(
    ("question", "sentence", "over"),
    [
        ("is Ann Lee still missing?", "Ann Lee was found in a hut.", True),
        ("is Ann Lee still missing?", "Ann Lee was missing for four days.", True),
        ("is Ann Lee still missing?", "Ann Lee has not been found.", False),
        ("is Torrin Bridge still closed?", "Torrin Bridge opened to traffic again on Friday.", True),
        ("is Torrin Bridge still closed?", "Torrin Bridge will not be reopened in May.", False),
        ("is Ann Lee still head of Torrin Rail?", "The head of Torrin Rail, Ann Lee, resigned.", True),
        ("is Ann Lee still head of Torrin Rail?", "Ann Lee, whose deputy Ed Fox resigned, spoke.", False),
        ("is Torrin Bank still the sponsor?", "Keld Ale pays since Torrin Bank withdrew in May.", True),
        ("is Torrin Bank still the sponsor?", "Torrin Bank withdrew its note of May.", False),
        ("is Ann Lee missing?", "Ann Lee was found in a hut.", False),
    ],
    ids=[
        "found",
        "was for a time",
        "not found",
        "open again",
        "not reopened",
        "left",
        "other left",
        "withdrew",
        "withdrew something",
        "not still",
    ],
)
def test_a_sentence_may_tell_that_a_state_is_over(question: str, sentence: str, over: bool) -> None:
    assert has_ended(Question.read(question), sentence) is over


def test_what_tells_that_a_state_is_over_denies_that_it_lasts() -> None:
    passage = article("post", "Ann Lee was missing for four days.")
    reader = PlainReader("missing", judgement=(0.65, 0.05, 0.3))
    assert write(reader, "is Ann Lee still missing?", passage).short == "No"


def test_what_a_newer_article_says_of_now_counts_though_it_is_less_likely() -> None:
    old = article("post", "Torrin Bridge is closed.", published="2024-02-06")
    new = article("courier", "Torrin Bridge reopened on Friday.", "Rain fell.", published="2024-10-12")
    question, reader = Question.read("is Torrin Bridge still closed?"), PlainReader("closed")
    readings = reader.read(question.text, [old.passage.text, new.passage.text], ["", ""])
    found = find_candidates(
        question,
        [old, new],
        readings,  # type: ignore[arg-type]
        embed=reader.embed,
    )
    near = found[:1]
    candidates = [*near, *(replace(one, log_odds=near[0].log_odds - 2.0) for one in found[1:])]
    told = with_newer(near, candidates, question)
    assert [one.text for one in told] == ["Torrin Bridge is closed.", "Torrin Bridge reopened on Friday."]


def test_who_left_an_office_may_do_something_else() -> None:
    passage = article(
        "post", "Ann Lee, who was sacked, is suing Torrin Rail.", "Orla Berg has taken over from her."
    )
    answer = write(PlainReader("Ann Lee", "Orla Berg"), "who is suing Torrin Rail?", passage)
    assert answer.sentences[-1].text.startswith("Ann Lee")


@pytest.mark.parametrize(
    ("sentences", "told"),
    [
        (["The head of Torrin Rail, Ann Lee, resigned on Monday."], None),
        (["Ann Lee has not resigned as head of Torrin Rail."], "Ann Lee"),
        (["The head of Torrin Rail is Ann Lee, a retired judge."], "Ann Lee"),
        (["The head of Torrin Rail, Ann Lee, resigned.", "Her deputy, Ed Fox, has taken over."], "Ed Fox"),
        (["The head of Torrin Rail, Ann Lee, spoke.", "Ed Fox, 54, took over at Torrin Rail."], "Ann Lee"),
    ],
    ids=["nobody took over", "not resigned", "retired before", "the deputy took over", "no date tells"],
)
def test_who_left_an_office_is_no_answer_to_who_has_it(sentences: list[str], told: str | None) -> None:
    answer = write(PlainReader("Ann Lee"), "who is the head of Torrin Rail?", article("post", *sentences))
    assert answer.short == told
    assert not answer.abstained


def test_who_took_over_last_has_the_office() -> None:
    answer = write(
        PlainReader("Ann Lee"),
        "who is the chief executive of Torrin Rail?",
        article("post", "Torrin Rail's chief executive, Ann Lee, spoke.", published="2026-09-14"),
        article("courier", "Ed Fox took over at Torrin Rail after Ann Lee resigned.", published="2026-11-14"),
    )
    assert answer.short == "Ed Fox"


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("how many people did Orla kill?", "seven"),
        ("how many people did Petra kill?", "38"),
        ("how many people did Orla Berg's sister kill?", "38"),
        ("how many people were killed by Orla's sister?", "38"),
    ],
    ids=["of another storm", "of this storm", "of a storm without a name", "in other words"],
)
def test_what_another_did_is_not_what_this_one_did(question: str, short: str) -> None:
    passage = article(
        "post", "Orla was the worst storm since Petra, which had killed 38.", "Seven people died in Orla."
    )
    answer = write(PlainReader("38", "Seven"), question, passage)
    assert answer.short is not None
    assert answer.short.lower() == short


def test_who_is_described_before_it_is_told_what_they_did_is_not_another() -> None:
    passage = article(
        "post", "The mine belongs to Halden Copper, a company in Toronto, which bought it in 2018."
    )
    assert write(PlainReader("2018"), "When did Halden Copper buy the mine?", passage).short == "2018"


JAILED = "A clerk who stole from a choir has been jailed for four years."
OF_THE_TWO = "Tom Hill, 52, had a horse. The treasurer, Ann Lee, asked why."


@pytest.mark.parametrize(
    ("question", "sentence", "rest", "another"),
    [
        ("how long was Ann Lee jailed for?", JAILED, OF_THE_TWO, True),
        ("how long was Tom Hill jailed for?", JAILED, OF_THE_TWO, False),
        ("why did Ann Lee resign?", "On Monday Tom Hill resigned over a memo.", "Ann Lee came.", True),
        ("how long was Ann Lee in prison?", "Tom Hill, who sang, got four years.", "Ann Lee came.", True),
        ("when did Ann Lee marry?", "Tom Hill, 52, met her in May.", "Ann Lee came.", False),
        ("who did Ann Lee marry?", "Tom Hill, 52, was the lucky man.", "Ann Lee came.", False),
        ("where was Ann Lee born?", "He was born in Hull.", "Ann Lee came.", True),
        ("where was Tom Hill born?", "He was born in Hull.", "Ann Lee came.", False),
    ],
    ids=[
        "another is introduced as the one unnamed",
        "the one unnamed",
        "another did it",
        "another opens the sentence",
        "with her",
        "another is asked for",
        "he, before she is named",
        "he",
    ],
)
def test_what_is_told_of_another_person_is_not_told_of_this_one(
    question: str, sentence: str, rest: str, another: bool
) -> None:
    told = article("post", "Tom Hill sings." if sentence.startswith("He") else "It rained.", sentence, rest)
    start, end = told.passage.sentences[1]
    one = Candidate(told, start, end, (), Features(), 0.0)
    kept = without_near_misses([one], Question.read(question))
    assert (not kept) == another


def test_a_newer_value_is_found_beside_a_book_in_no_long_time() -> None:
    sold = "Mary Poe of Orley Mill saw Varna Museum. " * 6_000
    old = article("post", "The repair will cost 40 million.", sold, published="2026-09-14")
    new = article("courier", *["The repair is now 55 million."] * 20, sold, published="2026-11-14")
    features = Features()._replace(names_in_article=1.0)
    found = [
        Candidate(one, *span, (), features, 0.0) for one in (old, new) for span in one.passage.sentences[:20]
    ]
    lead = found[0]
    start = lead.text.index("40 million")
    piece = Piece(lead, start, start + len("40 million"), "40 million")
    before = time.perf_counter()
    told = corrected_value(lead, [piece], found, Question.read("how much will the repair cost?"))
    assert told is not None
    assert told.text == "55 million"
    assert time.perf_counter() - before < 4.0


def test_a_row_of_numbers_after_a_name_takes_no_long_time() -> None:
    told = article("post", f"Tom Hill drew {'7, ' * 60}8.", f"Tom Hill, {'7, ' * 60}8.", "Ann Lee came.")
    question = Question.read("when did Ann Lee resign?")
    found = [Candidate(told, *span, (), Features(), 0.0) for span in told.passage.sentences[:2]]
    before = time.perf_counter()
    without_near_misses(found, question)
    assert time.perf_counter() - before < 2.0


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("I don't expect the dam to be full before May 2028.", "not before May 2028"),
        ("If it does not rain, the dam will be full before May 2028.", "before May 2028"),
    ],
    ids=["not before", "before"],
)
def test_not_before_is_not_before(sentence: str, short: str) -> None:
    reader = PlainReader("before May 2028")
    assert write(reader, "when will the dam be full?", article("post", sentence)).short == short


def test_the_chief_executive_is_not_the_chief_financial_officer() -> None:
    passage = article("post", "Tom Hill is chief executive of Quillmoor.")
    question = "who is the chief executive of Quillmoor?"
    assert write(PlainReader("Tom Hill"), question, passage).short == "Tom Hill"
    assert write(
        PlainReader("Tom Hill"), "who is the chief financial officer of Quillmoor?", passage
    ).abstained


def test_what_is_said_of_another_topic_is_not_what_was_said_of_this() -> None:
    passage = article("post", "Ann Lee said: “We are open to a coalition.”")
    reader = PlainReader("open to a coalition")
    assert write(reader, "what did Ann Lee say about the bus strike?", passage).abstained
    assert not write(reader, "what did Ann Lee say about a coalition?", passage).abstained


def test_what_is_said_of_the_speakers_own_may_be_named_elsewhere_in_the_article() -> None:
    first = article("post", "Orla Berg, a player of Torrin, moves to Hull.", "Ann Lee said: “He can kick.”")
    spans = first.passage.sentences
    said = replace(first.passage, start=spans[1][0], text="Ann Lee said: “He can kick.”", sentences=spans[1:])
    passage, reader = replace(first, passage=said), PlainReader("He can kick")
    assert not write(reader, "what did Ann Lee say about her new player?", passage).abstained
    assert write(reader, "what did Ann Lee say about the player?", passage).abstained
    assert write(reader, "what did Ann Lee say about her salary?", passage).abstained


def test_a_first_name_of_somebody_is_not_the_storm() -> None:
    passage = article("post", "Governor Petra Halloran sent 600 soldiers to the people.")
    assert write(PlainReader("600"), "how many people died in Storm Petra?", passage).abstained
    assert not write(PlainReader("600"), "how many soldiers did Petra Halloran send?", passage).abstained


def test_a_question_may_name_the_publisher() -> None:
    passage = article("post", "The fund lends 12 crowns.")
    named = replace(passage, article=replace(passage.article, publisher="Torrin Mercury"))
    asked = "According to the Torrin Mercury, how much does the fund lend?"
    assert write(PlainReader("12 crowns"), asked, named).short == "12 crowns"
    assert write(PlainReader("12 crowns"), asked, passage).abstained


def test_where_something_is_does_not_say_who_runs_it() -> None:
    passage = article("post", "The bakery Third Crust in Vellmar was named the best.")
    assert write(PlainReader("Vellmar"), "who runs Third Crust?", passage).abstained


@pytest.mark.parametrize(
    ("text", "question", "fits"),
    [
        ("half a million", "how much does the phone weigh?", False),
        ("187 grams", "how much does the phone weigh?", True),
        ("240,000 households", "how much did the dam cost?", False),
        ("$1.9 billion", "how much did the dam cost?", True),
        ("1.9 billion", "how much did the dam cost?", True),
        ("about 40 euros a month", "how much does it cost?", True),
        ("1,450", "which three villages were resettled?", False),
        ("Upper and Lower Tamm", "which three villages were resettled?", True),
        ("7, 14 and 21", "which numbers were drawn?", True),
        ("2:06:48", "when is the next marathon?", False),
        ("2:06:48", "what time did she run?", True),
        ("the man", "who painted it?", False),
        ("my mother", "who painted it?", True),
        ("the firm went bankrupt, and was saved only by Ann Lee", "who saved it?", False),
        ("the woman who was mayor, Ann Lee", "who saved it?", True),
        ("three years", "how much time did he spend in prison?", True),
        ("12 percent", "how much did the price of bread rise?", True),
        ("two thirds", "how much of the cost does the state pay?", True),
        ("500 kr", "how much does a ticket cost?", True),
        ("60 millimetres", "how heavy was the rain?", True),
        ("40 lorries", "how many heavy lorries were stopped?", True),
        ("7", "which platforms are closed?", True),
        ("4.1 percent", "how much do drivers earn?", False),
        ("4.1 percent", "how much more will drivers earn?", True),
        ("at least a month", "how long will it stay closed?", True),
        ("7am to 7pm", "how hot was it?", False),
        ("31 degrees", "how hot was it?", True),
        ("nine centimetres high", "how much is the exhibition?", False),
        ("£169.50 a year", "how much is the licence fee?", True),
        ("40.3C", "how hot was it in Leeds?", True),
        ("below zero", "how cold will it be?", True),
        ("10%", "how much did the price go up?", True),
        ("powers", "who decided that?", False),
        ("a week ago", "how long is the bridge?", False),
        ("Eighty-five pounds", "how much is a piano tuning?", True),
        ("county councillors", "who decided that?", True),
        ("two hours earlier", "when does the race start?", True),
    ],
)
def test_an_answer_has_the_unit_that_is_asked_for(text: str, question: str, fits: bool) -> None:
    assert can_answer(text, Question.read(question)) is fits


@pytest.mark.parametrize(
    ("sentence", "value", "question", "expected"),
    [
        ("It was put back from 1 September to 6 October.", "1 September", "when does it close?", "6 October"),
        ("It was put back from 1 September to 6 October.", "6 October", "when does it close?", "6 October"),
        ("It cut her lead from 412 votes to 287.", "412", "by how many votes did she win?", "287"),
        ("It cut her lead from 412 votes to 287.", "412", "by how many votes did she win at first?", "412"),
        ("Turnout rose from 54.7% to 61.2%.", "54.7% to 61.2%", "how high was turnout?", "61.2%"),
        ("It is open from 9 to 17 in June.", "9 to 17", "when is it open?", "9 to 17"),
        ("The fair, cut to a weekend, runs from 3 May to 5 May.", "3 May", "when is it?", "3 May"),
        ("The limit was reduced from 50 to 30.", "50", "what was the limit reduced from?", "50"),
        ("The day was moved from 8 am to 9 am.", "8 am", "when does it start?", "8 am"),
        ("Its price was cut by €50, to €499.", "€50", "how much does it cost now?", "€499"),
        ("Two stops will be dropped, leaving twelve.", "Two", "how many stops will it have?", "twelve"),
        ("Two stops will be dropped, leaving twelve.", "Two", "how many stops go?", "Two"),
        ("Debts of US$5m were paid, leaving $2m.", "$5m", "how much debt remains?", "$2m"),
        ("The often late trams went, leaving two.", "late", "which trams remain?", "late"),
        ("All but nine of its 71 shops closed.", "71", "how many shops are left?", "nine"),
        ("All but two of the 30 survived.", "30", "how many survived?", "30"),
        ("Five MPs have gone, leaving 12.", "Five", "how many MPs left the party?", "Five"),
        ("It killed three, leaving two in hospital.", "three", "how many remain?", "three"),
        ("Its staff was cut by 3,000 to 12,000.", "3,000", "how many jobs were lost?", "3,000"),
        ("The price was cut by €50, to €499.", "€50", "what is the discount?", "€50"),
        (
            "It needs another £500,000, which brings the bill to £2.9 million.",
            "£500,000",
            "how much is the bill?",
            "£2.9 million",
        ),
        ("Its price was cut by €50, to €499.", "€50, to €499", "what is the price?", "€499"),
        ("Its price was cut by €50, to €499.", "€50", "by how much was it cut?", "€50"),
        ("Sales grew by 3 percent to £412 million.", "3 percent", "how much more was it?", "3 percent"),
        (
            "It opens, promised for 1 May, but has been put back to 9 June.",
            "1 May",
            "when will it open?",
            "9 June",
        ),
        ("It will not open on 1 May as planned but on 9 June.", "1 May", "when will it open?", "9 June"),
        ("It will not open on 1 May as planned but on 9 June.", "9 June", "when will it open?", "9 June"),
        ("It will not open on 1 May but on 9 June.", "9 June", "when was it meant to open?", "1 May"),
        ("It will not open on 1 May but on 9 June.", "1 May", "when was it planned to open?", "1 May"),
        (
            "It costs £1.45 million and not £1.3 million.",
            "£1.3 million",
            "what does it cost?",
            "£1.45 million",
        ),
        ("It costs 5 crowns, not 4.", "4", "how much does it cost now?", "5 crowns"),
        ("It costs 5 crowns, not 4.", "4", "how much was it before?", "4"),
        ("It costs 5 crowns, not 4.", "4", "how much did it cost last year?", "4"),
        ("It costs 5 crowns; in May it was 4.", "5 crowns", "what did it cost in May?", "4"),
        ("It costs 5 crowns; in May it was 4.", "5 crowns", "what does it cost?", "5 crowns"),
        ("It rose by 9% in May, and sales fell by 6%.", "9%", "how much did it rise in May?", "9%"),
        ("They did not sell on 1 May, and on 9 June they did.", "1 May", "when was it?", "1 May"),
    ],
)
def test_what_changed_is_what_it_changed_to(sentence: str, value: str, question: str, expected: str) -> None:
    at = sentence.index(value)
    start, end = changed_to(sentence, at, at + len(value), Question.read(question))
    assert sentence[start:end] == expected


@pytest.mark.parametrize("row", ["7 12 ", "not on 7 ", "another 7 "])
def test_in_a_long_row_of_numbers_nothing_changed_and_that_costs_little_time(row: str) -> None:
    question = Question.read("how many are left, what is the price now?")
    assert changed_to(row * 5000, 0, 1, question) == (0, 1)


@pytest.mark.parametrize(
    ("sentence", "marked", "question", "short"),
    [
        ("He was jailed on Thursday to six years.", "Thursday to six years", "when was it?", "Thursday"),
        ("It closes in the first quarter of 2026.", "2026", "when is it?", "the first quarter of 2026"),
        ("The state holds 60%, Alpenergie 40%.", "Alpenergie 40%", "who owns the dam?", "Alpenergie"),
    ],
)
def test_a_short_answer_is_cut_where_it_ends(sentence: str, marked: str, question: str, short: str) -> None:
    assert write(PlainReader(marked), question, article("post", sentence)).short == short


def test_of_two_descriptions_the_surer_is_told_alone() -> None:
    passage = article(
        "post", "A gang of thieves stole the clocks.", "The thieves of the clocks were three men."
    )
    answer = write(PlainReader("A gang of thieves", "three men"), "who stole the clocks?", passage)
    assert answer.short in {"A gang of thieves", "three men"}


def test_a_new_date_leads_where_something_is_still_to_come() -> None:
    old = article("post", "The car park of Varna closes on 1 September.", published="2025-03-04")
    new = article("times", "The car park of Varna closes on 6 October.", published="2025-06-10")
    reader = PlainReader("1 September", "6 October")
    assert write(reader, "when will the car park of Varna close?", old, new).short == "6 October"


TABLE = ("Ann Lee won the Varna race.", "1 | Ann Lee | Torrin", "2 | Bo Ek | Oslo", "3 | 2:10:02")


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("who came second in the Varna race?", "Bo Ek"),
        ("who finished 2nd in the Varna race?", "Bo Ek"),
        ("who was the second in the Varna race?", "Bo Ek"),
        ("who won the Varna race?", "Ann Lee"),
    ],
)
def test_the_row_of_a_table_tells_who_came_second(question: str, short: str) -> None:
    assert write(PlainReader("Ann Lee"), question, article("post", *TABLE)).short == short


def test_of_two_tables_no_row_is_chosen() -> None:
    passage = article("post", *TABLE, "Women", "2 | Eva Nu | Rome")
    assert write(PlainReader("Ann Lee"), "who came second in the Varna race?", passage).short == "Ann Lee"


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("svb ceo", "svb chief executive"),
        ("what did the kids eat?", "what did the kids eat?"),
        ("who called the cops?", "who called the police?"),
        ("which phone is best?", "which phone is best?"),
    ],
)
def test_everyday_words_are_written_as_the_articles_do(question: str, written: str) -> None:
    texts = ["Becker, the chief executive, called the police.", "The kids and other children were safe."]
    assert as_written(question, texts) == written


def test_forms_of_a_word_compare_as_one() -> None:
    assert terms("who won?") == terms("win")
    assert set(terms("deaths died dying dead")) == {"die"}
    assert terms("children met men") == terms("child meets man")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("how many people died in the UK floods?", "The floods in Britain killed 12 people."),
        ("how many people live in Kiev?", "Kyiv has 12 people."),
        ("HOW MANY PEOPLE DIED?", "The fire killed 12 people."),
        ("how many people won on Sunday?", "The 12 people of Oslo won on 24 May."),
        ("how many of the 2000 homes have power?", "Of the 2,000 homes cut off, 12 have power again."),
        ("how many won the election in 2022?", "Three years ago 12 won the election."),
        ("how many won the league in 2024?", "In the 2023/24 season 12 won the league."),
    ],
)
def test_the_same_may_be_told_in_other_words(question: str, sentence: str) -> None:
    passage = article("post", sentence, published="2025-05-25")
    assert write(PlainReader("12"), question, passage).short == "12"


def test_a_topic_may_have_another_form() -> None:
    passage = article("post", "Ann Lee said: “The school must close.”")
    asked = "what did Ann Lee say about the closure?"
    assert not write(PlainReader("must close"), asked, passage).abstained


@pytest.mark.parametrize("question", ["who was second in command?", "who was the first woman to win?"])
def test_not_every_ordinal_is_a_rank(question: str) -> None:
    assert rank_asked(Question.read(question)) is None


@pytest.mark.parametrize(
    ("sentence", "marked", "short"),
    [
        ("They must apply on Friday by 5pm.", "Friday by 5pm", "Friday by 5pm"),
        ("The fair is on Monday to 6 June.", "Monday to 6 June", "Monday to 6 June"),
    ],
)
def test_a_deadline_stays_whole(sentence: str, marked: str, short: str) -> None:
    assert write(PlainReader(marked), "when is it?", article("post", sentence)).short == short


def test_a_capital_after_a_title_makes_no_name() -> None:
    question = Question.read("who owns the farm?")
    assert not can_answer("Milk and vegetables", question, before="Roads closed\n\n")
    assert can_answer("Quill and sons", question, before="It has belonged to ")


def test_where_somebody_is_from_is_not_who_it_is() -> None:
    passage = article("post", "A man of 34 from Tolmouth was arrested on Sunday over the fire.")
    assert write(PlainReader("Tolmouth"), "who was arrested over the fire?", passage).short != "Tolmouth"
    passage = article("post", "The parcel came from Ann Lee.")
    assert write(PlainReader("Ann Lee"), "who did the parcel come from?", passage).short == "Ann Lee"


def test_somebody_one_has_confidence_in_is_no_place() -> None:
    passage = article("post", "The board of Torrin lost confidence in Ann Lee.")
    assert write(PlainReader("Ann Lee"), "who did Torrin lose confidence in?", passage).short == "Ann Lee"


def test_the_hour_before_a_day_says_when() -> None:
    question = Question.read("what time does it close on Thursdays?")
    assert can_answer("nine on Thursdays", question, before="open until ")
    assert not can_answer("nine of them", question, before="open until ")


def test_a_mayor_is_not_the_deputy() -> None:
    told = "Ann Lee is the new mayor of Torrin."
    assert write(PlainReader("Ann Lee"), "Torrin deputy mayor name", article("post", told)).abstained
    told = "Mayor Tom Hill went with Ann Lee, his deputy."
    answer = write(PlainReader("Ann Lee"), "who is the deputy mayor?", article("post", told))
    assert answer.short == "Ann Lee"


@pytest.mark.parametrize(
    ("sentence", "marked", "question"),
    [
        ("Torrin sold 300 tickets on Friday.", "300", "how much does a ticket cost?"),
        ("Torrin is an hour and a half away by bus.", "a half", "how much is the bus to Torrin?"),
        ("They met at a hotel in Rauma.", "Rauma", "what is the name of the hotel where they met?"),
        ("“No,” said Ann Lee, a midwife.", "Ann Lee", "what is the name of the midwife's husband?"),
        ("The midwife, Ann Lee, said no.", "Ann Lee", "who is the midwife's husband?"),
        ("In June the goose bites.", "bites", "what is the goose called?"),
        ("Torrin stages a Macbeth set in a garage.", "a garage", "who plays Macbeth in Torrin in June?"),
    ],
    ids=["how many", "how far", "where it is", "whose", "whose, before", "what it does", "where it plays"],
)
def test_what_stands_beside_the_answer_is_none(sentence: str, marked: str, question: str) -> None:
    assert write(PlainReader(marked), question, article("post", sentence)).abstained


@pytest.mark.parametrize(
    ("sentence", "marked", "question"),
    [
        ("A ticket costs £9 a head.", "£9 a head", "how much does a ticket cost?"),
        ("The hotel Aurora is in Rauma.", "Aurora", "what is the name of the hotel where they met?"),
        ("In the city, Ann Lee became mayor.", "Ann Lee", "who is the city's mayor?"),
        ("The goose is called Pip.", "Pip", "what is the goose called?"),
        ("The club did invest in Ann Lee.", "Ann Lee", "who did the club invest in?"),
    ],
    ids=["price", "its name", "in the city", "called", "ends in in"],
)
def test_the_answer_itself_is_told(sentence: str, marked: str, question: str) -> None:
    assert write(PlainReader(marked), question, article("post", sentence)).short == marked


def test_a_price_is_told_with_its_currency() -> None:
    passage = article("post", "A ticket costs £9.")
    assert write(PlainReader("9"), "how much does a ticket cost?", passage).short == "£9"


def test_what_is_left_beside_a_surer_span_of_another_kind_is_no_answer() -> None:
    passage = article("post", "Ann Lee, a baker, died in 2019 of typhus.")
    assert write(RankedReader("2019", "a baker"), "what did Ann Lee die of?", passage).abstained
    assert write(RankedReader("typhus", "2019"), "what did Ann Lee die of?", passage).short == "typhus"


def test_a_time_beside_a_surer_span_of_another_kind_is_told() -> None:
    passage = article("post", "A technician, Yusuf Demirel, noticed it on 25 October.")
    question = "who noticed it and when was it noticed?"
    assert (
        write(RankedReader("Yusuf Demirel", "25 October"), question, passage).short
        == "Yusuf Demirel; 25 October"
    )


def test_a_sentence_that_repeats_what_is_asked_gives_no_reason() -> None:
    question, closed = "why did the Torrin mine close?", "The mine at Torrin closed in 1974."
    assert write(RankedReader("1974", surest=0.2), question, article("post", closed)).abstained
    assert not write(
        PlainReader("for lack of coal"), question, article("post", f"{closed[:-1]} for lack of coal.")
    ).abstained
    told = article("post", closed, "The coal had run out.")
    assert not write(PlainReader(closed, "The coal had run out"), question, told).abstained


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        pytest.param(
            "what is the name of the twins' mother?",
            "The twins' father, Ed Fox, thanked the crew.",
            None,
            id="father",
        ),
        pytest.param(
            "who is the twins' father?",
            "The twins' father, Ed Fox, thanked the crew.",
            "Ed Fox",
            id="as asked",
        ),
        pytest.param(
            "what is the name of the neighbour who called the police?",
            "Inspector Ed Fox said that a neighbour had called the police.",
            None,
            id="told of one without a name",
        ),
        pytest.param(
            "what is the name of the neighbour who called the police?",
            "Ed Fox, a neighbour, had called the police.",
            "Ed Fox",
            id="told of the one",
        ),
        pytest.param(
            "who was the pilot of the rescue plane?",
            "The rescue plane belongs to Ed Fox, a brewer.",
            None,
            id="nothing of a pilot",
        ),
        pytest.param(
            "who was the pilot of the rescue plane?",
            "The rescue plane was flown by Ed Fox, a brewer.",
            "Ed Fox",
            id="the one who flew",
        ),
        pytest.param(
            "who leads the Whigs in Torrin?",
            "The Farmers of Torrin, led by Ed Fox, lost six seats.",
            None,
            id="led another",
        ),
        pytest.param(
            "who leads the Whigs in Torrin?",
            "The Whigs of Torrin, led by Ed Fox, lost six seats.",
            "Ed Fox",
            id="led it",
        ),
        pytest.param(
            "who is the head of Vellmar Rail?",
            "Ed Fox, head of Torrin Air, talked of Vellmar.",
            None,
            id="head of another",
        ),
    ],
)
def test_who_has_another_role_is_not_the_one_asked_for(
    question: str, sentence: str, short: str | None
) -> None:
    answer = write(PlainReader("Ed Fox"), question, article("post", sentence))
    assert answer.short == short


def test_who_is_told_beside_the_role_is_the_one_asked_for() -> None:
    passage = article(
        "post",
        "Ed Fox kept the books of the Torrin brewery case.",
        "The brewery's money went on what Judge Ann Lee called hats.",
    )
    reader = RankedReader("Ed Fox", "Ann Lee")
    answer = write(reader, "who was the judge in the Torrin brewery case?", passage)
    assert answer.short == "Ann Lee"


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        pytest.param(
            "how many drivers went on strike?",
            "The strike of the drivers, called for two days, lasted six.",
            "six",
            id="lasted",
        ),
        pytest.param(
            "how many goals did Ann Lee score?", "Ann Lee scored in the 71st minute.", "71", id="minute"
        ),
        pytest.param(
            "what did it cost to build the Torrin crane?",
            "The Torrin crane, built in a year, weighs 240 tonnes.",
            "240 tonnes",
            id="weight",
        ),
        pytest.param(
            "who was the previous head of Torrin Rail?",
            "The head of Torrin Rail, Ann Lee, spoke of mud.",
            "Ann Lee",
            id="the one of now",
        ),
        pytest.param(
            "when will RX-7 be approved?",
            "Members approve it in a vote on 9 May.",
            "9 May",
            id="another thing",
        ),
    ],
)
def test_what_is_of_the_kind_but_of_something_else_is_no_answer(
    question: str, sentence: str, marked: str
) -> None:
    assert write(PlainReader(marked), question, article("post", sentence)).short is None


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        pytest.param(
            "how many drivers went on strike?",
            "In six days of strike 300 drivers stayed at home.",
            "300",
            id="drivers",
        ),
        pytest.param(
            "how many trains go to Torrin?", "Trains go to Torrin 40 a day.", "40 a day", id="a rate"
        ),
        pytest.param(
            "how many days did the drivers strike?",
            "The strike of the drivers, called for two days, lasted six.",
            "six",
            id="days",
        ),
        pytest.param(
            "what does copper cost in Torrin?",
            "Copper costs 300 florins a tonne in Torrin.",
            "300 florins a tonne",
            id="price of a weight",
        ),
        pytest.param(
            "who was the previous head of Torrin Rail?",
            "Orla Berg succeeds the head of Torrin Rail, Ann Lee.",
            "Ann Lee",
            id="the one of before",
        ),
        pytest.param(
            "when will RX-7 be approved?", "Members approve RX-7 in a vote on 9 May.", "9 May", id="the thing"
        ),
    ],
)
def test_what_is_of_the_thing_asked_for_is_told(question: str, sentence: str, marked: str) -> None:
    assert write(PlainReader(marked), question, article("post", sentence)).short == marked


def test_a_span_that_is_hardly_likely_does_not_stand_in_for_one_of_another() -> None:
    passage = article(
        "post",
        "The Farmers of Torrin, led by Ed Fox, lost six seats.",
        "The Whigs, who lead Torrin, took two and the Vellmar List eight.",
    )
    reader = RankedReader("Ed Fox", "Vellmar List")
    assert write(reader, "who leads the Whigs in Torrin?", passage).short is None
