"""The rules that read questions and sentences: kinds, parts, names, lists, dates, polarity."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from assistant.followups.parts import question_parts
from assistant.keyless.amounts_told import bare_amount
from assistant.keyless.answer_sentences import needs_the_sentence_before
from assistant.keyless.polarity import as_claim
from assistant.questions.answer_types import can_answer
from assistant.questions.core_questions import core_question, direct_question
from assistant.questions.question import Question
from assistant.wording.coordination import expand_names, with_same_preposition, without_titles
from assistant.wording.everyday_words import as_written
from assistant.wording.figures import amounts_differ, same_figures, times_differ
from assistant.wording.overlap import AskedWords
from assistant.wording.quantities import quantities
from assistant.wording.question_dates import narrowed, publication_dates
from assistant.wording.spoken_days import spoken_day, written_day
from assistant.wording.terms import names, numbers, stem, terms
from indexes.searching import SearchFilters


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who lit the lamp?", "person"),
        ("and when will it open", "time"),
        ("since when has it been shut?", "time"),
        ("Where was the ferry built?", "place"),
        ("How many people came?", "amount"),
        ("what did the repair cost?", "amount"),
        ("What is the new plant going to cost?", "amount"),
        ("what's the bridge expected to cost the city?", "amount"),
        ("Why did she resign?", "reason"),
        ("what caused the fire?", "reason"),
        ("How do I apply?", "manner"),
        ("What did the mayor say about the bridge?", "statement"),
        ("what was the union's reaction?", "statement"),
        ("What happened to the ferry?", "event"),
        ("Tell me about the strike", "event"),
        ("Is the bridge open?", "yes or no"),
        ("Won't the bridge open?", "yes or no"),
        ("Did they not pay the ransom?", "yes or no"),
        ("Which prize did she win?", "thing"),
        ("Can you tell me who won?", "person"),
    ],
)
def test_the_form_of_a_question_tells_what_it_asks_for(question: str, kind: str) -> None:
    assert Question.read(question).kind == kind


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("who did she meet?", True),
        ("which countries were hit?", True),
        ("Who is the prime minister of Belgium?", False),
        ("what is the capital?", False),
        ("who's the mayor?", False),
    ],
)
def test_only_a_question_that_allows_it_is_answered_by_a_list(question: str, several: bool) -> None:
    assert Question.read(question).several is several


def test_politeness_is_no_part_of_a_question() -> None:
    assert core_question("hi, can you tell me who won?") == "who won?"
    assert core_question("tell me about the strike") == "about the strike"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("who won the prize?", ["who won the prize?"]),
        ("who won the ball and the glove?", ["who won the ball and the glove?"]),
        ("when was it shut and by whom?", ["when was it shut?", "by whom was it shut?"]),
        ("when and why did she step down?", ["when did she step down?", "why did she step down?"]),
        ("who left, and what was the fee?", ["who left?", "what was the fee (who left)?"]),
        (
            "how did the fire start and who started it?",
            ["how did the fire start?", "who started it (how did the fire start)?"],
        ),
        (
            "why did the bank fail and what happened next?",
            ["why did the bank fail?", "what happened next (why did the bank fail)?"],
        ),
        (
            "was it shut, and how many people lost their jobs?",
            ["was it shut?", "how many people lost their jobs (was it shut)?"],
        ),
        ("how many died and where?", ["how many died?", "where (how many died)?"]),
        (
            "when did it close and in which town?",
            ["when did it close?", "in which town did it close?"],
        ),
    ],
    ids=[
        "one question",
        "two things asked for",
        "a part without its verb",
        "two question words",
        "a part with a verb of its own",
        "who did something",
        "what happened",
        "how many did something",
        "a first part without an auxiliary",
        "a part with a noun",
    ],
)
def test_a_question_that_asks_twice_is_taken_apart(question: str, parts: list[str]) -> None:
    assert question_parts(question) == parts


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Did Zelensky meet Biden?", "Zelensky did meet Biden."),
        ("was the deputy convicted as well?", "The deputy was convicted as well."),
        ("is it open again", "It is open again."),
        ("is the Kestrel Bridge open?", "The Kestrel Bridge is open."),
        ("has the second runway been approved?", "The second runway has been approved."),
        ("did the head of Strand Lines resign?", "The head of Strand Lines did resign."),
        ("was the Easter strike cancelled?", "The Easter strike was cancelled."),
        ("was the man found guilty?", "The man was found guilty."),
        ("did the state ban smoking?", "The state did ban smoking."),
        ("did the blast kill children?", "The blast did kill children."),
        ("are there tickets left?", "There are tickets left."),
        ("is the film worth seeing?", "The film is worth seeing."),
        ("is the first better than the second?", "The first is better than the second."),
        ("will the new line open in May?", "The new line will open in May."),
        ("won't the new line open?", "The new line will open."),
        ("can't they go home?", "They can go home."),
        ("might the mayor resign?", "The mayor might resign."),
        ("who won?", None),
    ],
)
def test_a_yes_no_question_becomes_the_claim_it_asks_about(question: str, claim: str | None) -> None:
    assert as_claim(Question.read(question)) == claim


LISTED = (
    "The Ukrainian leader will meet with Stoltenberg, US Defence Secretary Lloyd Austin, and Belgian Prime "
    "Minister Alexander De Croo while in Brussels."
)


@pytest.mark.parametrize("found", ["Stoltenberg", "Lloyd Austin", "Alexander De Croo"])
def test_one_name_of_a_list_gives_them_all(found: str) -> None:
    start = LISTED.index(found)
    listed = [LISTED[a:b] for a, b in expand_names(LISTED, start, start + len(found))]
    assert [without_titles(name) for name in listed] == ["Stoltenberg", "Lloyd Austin", "Alexander De Croo"]


def test_whose_office_it_is_names_nobody() -> None:
    sentence = "He met Lee, the US defence secretary, Ann Ray, and the Belgian prime minister, Bob De Croo."
    start = sentence.index("Ann Ray")
    listed = [sentence[a:b] for a, b in expand_names(sentence, start, start + len("Ann Ray"))]
    assert listed == ["Lee", "Ann Ray", "Bob De Croo"]


def test_a_long_run_of_blanks_between_names_takes_no_long_time() -> None:
    sentence = f"Ann Lee, the{' ' * 5_000}Bob Ray"
    assert expand_names(sentence, 0, len("Ann Lee")) == [(0, len("Ann Lee"))]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Zelensky arrived in Brussels, and Stoltenberg welcomed him.", "Stoltenberg"),
        ("Ann Lee, the mayor of Paris, has left.", "Ann Lee"),
        ("It was Bob Ray who said so.", "Bob Ray"),
    ],
    ids=["two clauses", "apposition", "alone"],
)
def test_a_name_outside_a_list_stays_alone(sentence: str, found: str) -> None:
    start = sentence.index(found)
    assert expand_names(sentence, start, start + len(found)) == [(start, start + len(found))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann Lee on Friday, the Torp Choir on Saturday evening and on Sunday the singer Al Moe.",
        "Ann Lee sings on Friday, the director Tom Ray and Al Moe.",
    ],
    ids=["days between", "no list"],
)
def test_a_programme_lists_names_across_its_days(sentence: str) -> None:
    found = expand_names(sentence, 0, len("Ann Lee"), across_days=True)
    listed = [sentence[start:end] for start, end in found]
    assert listed == (["Ann Lee", "Torp Choir", "Al Moe"] if "Choir" in sentence else ["Ann Lee"])


@pytest.mark.parametrize(
    ("sentence", "more"),
    [
        ("It was paid for by Ann Lee, who gave half, and by the maker, Torp Mill.", "the maker, Torp Mill"),
        ("It was paid for by Ann Lee and in 2019 by Al Moe.", None),
        ("It was paid for by Ann Lee and opened by Al Moe.", None),
        ("They met in Ann Lee and in June they parted.", None),
    ],
    ids=["the same", "another", "a verb between", "a time"],
)
def test_what_stands_after_the_same_preposition_is_of_the_list(sentence: str, more: str | None) -> None:
    start = sentence.index("Ann Lee")
    found = with_same_preposition(sentence, start, start + len("Ann Lee"))
    assert (sentence[slice(*found)] if found else None) == more


def test_a_sentence_without_names_has_no_list() -> None:
    assert expand_names("it rained all day.", 3, 9) == [(3, 9)]


def test_names_keep_their_particles_and_lose_their_possessive() -> None:
    text = "Yesterday Alexander De Croo met Mr. Zelensky’s aide at the Bank of England, says France 2."
    found = [name.text for name in names(text)]
    assert found[-4:] == ["Alexander De Croo", "Mr. Zelensky", "Bank of England", "France 2"]
    assert all(text[name.start : name.end] == name.text for name in names(text))


def test_the_names_of_a_book_take_no_long_time() -> None:
    before = time.perf_counter()
    assert len(names("Ann ran. " + f"Ann {'=' * 45} " * 40_000)) == 40_001
    assert time.perf_counter() - before < 4.0


def test_numbers_are_compared_in_one_spelling() -> None:
    assert numbers("1,200 people and three dogs") == {"1200", "3"}


@pytest.mark.parametrize(
    "forms",
    [
        "arrive arrives arrived arriving",
        "vote votes voted voting",
        "home homes",
        "meet meets met meeting meetings",
        "hundred hundreds",
        "stop stops stopped stopping",
        "travel travelled travelling",
        "call calls called calling",
        "agree agrees agreed agreeing",
        "church churches",
        "case cases",
        "bus buses",
        "city cities",
        "string strings",
    ],
    ids=lambda forms: forms.split()[0],
)
def test_the_inflections_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tim", "time"), ("speed", "spe"), ("string", "strong"), ("fir", "fire"), ("us", "use")],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_country_in_capitals_is_no_pronoun_however_it_is_dotted() -> None:
    told_us, named = "They told us nothing.", "The U.S. struck the port."
    asked = AskedWords.of("What did the US announce?", [told_us, named])
    assert asked.look_into(told_us).names == 0.0
    assert asked.look_into(named).names == 1.0
    assert terms("the WHO") == terms("the W.H.O.") == ["who"]


def test_many_names_are_looked_for_in_a_book_in_no_long_time() -> None:
    asked = AskedWords.of(f"who saw {'Ann Lee, ' * 200}and Bob Ray?", [])
    before = time.perf_counter()
    assert asked.look_into("the rain fell on Bob Ray " * 20_000).names == pytest.approx(1 / 201)
    assert time.perf_counter() - before < 2.0


def test_function_words_carry_nothing() -> None:
    assert terms("Who is the ministers' friend?") == terms("a minister with friends")


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("He called it a plaster.", True),
        ("But the council refused.", True),
        ("The president did not reply.", True),
        ("Ann Lee says that, and I agree.", True),
        ("Ann Lee said that, if it rains, she will stay.", False),
        ("Ann Lee called it a plaster.", False),
        ("The Kestrel Bridge was closed by Harrowford Council.", False),
    ],
)
def test_a_sentence_that_refers_back_is_known_by_its_opening(sentence: str, leans: bool) -> None:
    assert needs_the_sentence_before(sentence) is leans


def test_a_sentence_that_opens_a_paragraph_leans_only_by_its_pronoun() -> None:
    assert needs_the_sentence_before("The job cost a million.")
    assert not needs_the_sentence_before("The job cost a million.", opens_paragraph=True)
    assert needs_the_sentence_before("She paid a million.", opens_paragraph=True)


TODAY = date(2024, 5, 15)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("what do articles from April 2024 say?", date(2024, 4, 1), date(2024, 4, 30)),
        ("what do articles from April 2024 onwards say?", date(2024, 4, 1), None),
        ("the news since April 2024", date(2024, 4, 1), None),
        ("news in February 2024 about the bridge", date(2024, 2, 1), date(2024, 2, 29)),
        ("what was reported yesterday?", date(2024, 5, 14), date(2024, 5, 14)),
        ("which articles published before 2024-03-01 name him?", None, date(2024, 2, 29)),
        ("any stories last month?", date(2024, 4, 1), date(2024, 4, 30)),
        ("any stories from March?", date(2024, 3, 1), date(2024, 3, 31)),
        ("what happened last week?", date(2024, 5, 6), date(2024, 5, 12)),
        ("What has happened this week?", date(2024, 5, 13), date(2024, 5, 15)),
        ("what happened in May 2023?", date(2023, 5, 1), date(2023, 5, 31)),
        ("what happened in October", date(2023, 10, 1), date(2023, 10, 31)),
        ("What happened on 10 May?", date(2024, 5, 10), date(2024, 5, 11)),
        ("What happened on 10 June?", date(2023, 6, 10), date(2023, 6, 11)),
        ("what did the Gazette report in April?", date(2024, 4, 1), date(2024, 4, 30)),
        ("What happened on 9th May 2024?", date(2024, 5, 9), date(2024, 5, 10)),
        ("the news on 3rd of March, 2023", date(2023, 3, 3), date(2023, 3, 3)),
        ("what happened on the 9th of May?", date(2024, 5, 9), date(2024, 5, 10)),
        ("What happened on May 9, 2024?", date(2024, 5, 9), date(2024, 5, 10)),
        ("what happened on May 20?", date(2023, 5, 20), date(2023, 5, 21)),
        ("articles since May 9, 2024", date(2024, 5, 9), None),
        ("articles from 2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("yesterday's news", date(2024, 5, 14), date(2024, 5, 14)),
        ("What are today’s headlines?", date(2024, 5, 15), date(2024, 5, 15)),
        ("whats new today", date(2024, 5, 15), date(2024, 5, 15)),
    ],
)
def test_words_on_publication_bound_the_search_and_say_so(
    question: str, first: date | None, last: date | None
) -> None:
    dates = publication_dates(question, today=TODAY)
    assert dates is not None
    assert (dates.first, dates.last) == (first, last)
    assert dates.words in dates.notice


@pytest.mark.parametrize(
    "question",
    [
        "what happened in Torrin in May 2024?",
        "what happened to the bridge last week?",
        "what do the articles on May say?",
        "which articles were written by May Chen?",
        "how many articles by April Jones are there?",
        "was there any news after May resigned?",
        "What is the news from May's government?",
        "articles in may be wrong?",
        "what happened on 31 February?",
        "who won in 2022?",
        "what is the latest news?",
        "how many deaths were reported in 2020?",
        "which book published in 1999 did she cite?",
        "what did the report in 2021 say?",
        "articles published after 9999-12-31",
        "Did Fox News in 2020 call it?",
        "what happened in the last week?",
        "what did he say at yesterday's news conference?",
    ],
)
def test_the_date_of_an_event_bounds_nothing(question: str) -> None:
    assert publication_dates(question, today=TODAY) is None


def test_a_filter_that_is_set_already_wins_over_the_question() -> None:
    dates = publication_dates("articles from May 2024", today=TODAY)
    own = SearchFilters(published_to=date(2023, 1, 1))
    assert narrowed(own, dates) is own
    assert narrowed(SearchFilters(publishers=frozenset({"A"})), dates).publishers == {"A"}


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("when did it open?", "in May", True),
        ("when did it open?", "48-hour", False),
        ("when did it open?", "42", False),
        ("when did it open?", "1942", True),
        ("when did it open?", "twice a week", False),
        ("on what days is it open?", "Tuesdays and Fridays", True),
        ("on what days is it open?", "the morning", False),
        ("how long did it last?", "48 hours", True),
        ("what is the phone number of the shop?", "020 7946 0018", True),
        ("what is the phone number of the shop?", "£7,200", False),
        ("who won?", "Ann Lee", True),
        ("who won?", "the race", True),
        ("who did Ann Lee beat?", "Ann Lee", False),
        ("who owns the farm?", "Milk and vegetables", False),
        ("who came to the fire?", "Police and firefighters", True),
        ("what is the name of the girl who was hurt?", "a leg", False),
        ("what are the names of the two men?", "the other two men", False),
        ("what was the name of the ship?", "The Grey Seal", True),
    ],
)
def test_only_words_of_the_kind_that_is_asked_for_answer(question: str, text: str, fits: bool) -> None:
    assert can_answer(text, Question.read(question)) is fits


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Weighing 26 kilograms", "26 kilograms"),
        ("£3 to make in the laboratory", "£3"),
        ("two to three weeks", "two to three weeks"),
        ("11,000, or more", "11,000"),
        ("four years and three months", "four years and three months"),
        ("half of it", "half of it"),
        ("131-page", "131"),
    ],
)
def test_an_amount_is_shown_without_what_is_told_of_it(text: str, bare: str) -> None:
    assert bare_amount(text) == bare


FRIDAY = date(2022, 11, 11)


@pytest.mark.parametrize(
    ("sentence", "words", "day"),
    [
        ("The mayor resigned on Wednesday.", "Wednesday", date(2022, 11, 9)),
        ("He was held on Friday.", "Friday", FRIDAY),
        ("The ship will sail on Monday.", "Monday", date(2022, 11, 14)),
        ("Tickets sold out yesterday.", "yesterday", date(2022, 11, 10)),
        ("Last Sunday it fell.", "Last Sunday", date(2022, 11, 6)),
    ],
)
def test_a_weekday_is_told_from_the_day_of_publication(sentence: str, words: str, day: date) -> None:
    assert spoken_day(sentence, 0, len(sentence), FRIDAY) == (words, day)


@pytest.mark.parametrize(
    "sentence",
    [
        "It opens every Friday.",
        "It opens on Fridays.",
        "He said “we leave on Monday”.",
        "On Tuesday 8 November it rained.",
        "Last Wednesday the bank closed.",
        "The mayor, who left on Monday, will speak.",
        "They met on Monday and on Tuesday.",
    ],
    ids=["every", "plural", "quoted", "dated", "which week", "before or after", "two days"],
)
def test_a_weekday_that_could_be_another_is_left_alone(sentence: str) -> None:
    assert spoken_day(sentence, 0, len(sentence), FRIDAY) is None
    assert spoken_day("The mayor resigned on Wednesday.", 0, 32, None) is None


def test_a_day_is_written_out() -> None:
    assert written_day(date(2022, 11, 9)) == "9 November 2022"


@pytest.mark.parametrize(
    ("question", "latest", "earliest"),
    [
        ("who leads the council now?", True, False),
        ("what is the latest estimate?", True, False),
        ("what was the original estimate?", False, True),
        ("how much was it first thought to cost?", False, True),
        ("who was first across the bridge?", False, False),
    ],
)
def test_a_question_may_ask_for_the_newest_or_the_oldest(question: str, latest: bool, earliest: bool) -> None:
    asked = Question.read(question)
    assert (asked.latest, asked.earliest) == (latest, earliest)


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("The bridge was closed. Why?", "Why?"),
        ("In 2022, who won the cup?", "who won the cup?"),
        ("According to the article, who did she meet?", "who did she meet?"),
        ("whats the price of a ticket?", "what is the price of a ticket?"),
        ("In Paris and Rome, people protested", "In Paris and Rome, people protested"),
        ("the bridge was closed. why?", "why?"),
        ("Who is Dr. Smith?", "Who is Dr. Smith?"),
        ("Did the U.S. Senate approve the bill?", "Did the U.S. Senate approve the bill?"),
        ("what’s the score?", "what is the score?"),
        ("who's been sacked?", "who has been sacked?"),
    ],
)
def test_what_stands_before_a_question_is_no_part_of_it(question: str, core: str) -> None:
    assert core_question(question) == core


@pytest.mark.parametrize(
    ("question", "direct"),
    [
        ("Can you tell me how long it took?", "how long it took?"),
        ("And how long did it take?", "how long did it take?"),
        ("In 2022, who won the cup?", "who won the cup in 2022?"),
        ("By how much did it rise?", "By how much did it rise?"),
        ("The bridge was closed. Why?", "The bridge was closed. Why?"),
    ],
)
def test_a_question_can_begin_with_what_it_asks_and_lose_nothing(question: str, direct: str) -> None:
    assert direct_question(question) == direct


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("what's the price of a ticket?", "amount"),
        ("What’s the death toll?", "amount"),
        ("whats the deadline for bids", "time"),
        ("what’s the reason for the delay?", "reason"),
        ("What’s going on at the port?", "event"),
        ("what’s his name?", "person"),
        ("When did Mrs. Marlowe resign?", "time"),
        ("How many people live in St. Ives?", "amount"),
    ],
)
def test_contractions_and_abbreviations_do_not_hide_what_is_asked(question: str, kind: str) -> None:
    assert Question.read(question).kind == kind


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Was it 3.5 per cent? Who said so?", ["Was it 3.5 per cent?", "Who said so?"]),
        ("Who is Dr. Lee?", ["Who is Dr. Lee?"]),
        (
            "Did they say what it will cost and when it opens?",
            ["what it will cost?", "when it opens (what it will cost)?"],
        ),
    ],
)
def test_a_question_is_parted_at_its_questions_alone(question: str, parts: list[str]) -> None:
    assert question_parts(question) == parts


SAME_FIGURES = [
    ("three", "3"),
    ("two hundred homes", "200 homes"),
    ("1.5 million", "1,500,000"),
    ("3 May", "3 May 2024"),
    ("14 people", "14"),
    ("one and a half million", "1.5 million"),
    ("half a million homes", "500,000 homes"),
    ("a million and a half", "1.5 million"),
    ("a hundred people", "100 people"),
    ("200 m", "200 metres"),
    ("£5m", "5 million pounds"),
    ("£40m from its reserves", "40 million pounds from its reserves"),
]
OTHER_FIGURES = [
    ("3 May", "3 June"),
    ("20%", "20 people"),
    ("£20", "20 homes"),
    ("20 people", "20 million dollars"),
    ("20 people", "20 homes"),
]


@pytest.mark.parametrize(("one", "two"), SAME_FIGURES)
def test_two_spellings_of_an_amount_or_day_are_the_same(one: str, two: str) -> None:
    assert same_figures(one, two)
    assert same_figures(two, one)
    assert not amounts_differ(one, two)


@pytest.mark.parametrize(("one", "two"), OTHER_FIGURES)
def test_amounts_of_other_things_and_other_days_are_not_the_same(one: str, two: str) -> None:
    assert not same_figures(one, two)


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("3 May 2024", "9 August 2024", True),
        ("in 2023", "3 May 2024", True),
        ("May 2024", "3 May", False),
        ("1 March to 3 May", "3 May", False),
        ("4pm", "5pm", True),
    ],
)
def test_times_differ_where_they_cannot_be_the_same(one: str, two: str, differ: bool) -> None:
    assert times_differ(one, two) is differ


def test_each_question_of_several_is_asked_as_it_stands() -> None:
    assert question_parts("When did it open? How much did it cost?") == [
        "When did it open?",
        "How much did it cost?",
    ]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who won the race? How old is she?",
            ["Who won the race?", "How old is the one who won the race?"],
        ),
        ("Was it closed? Why?", ["Was it closed?", "Why was it closed?"]),
        (
            "Why did the bridge close? Will it reopen? When?",
            ["Why did the bridge close?", "Will the bridge reopen?", "When will the bridge reopen?"],
        ),
        ("Did he resign? If so, when?", ["Did he resign?", "When did he resign?"]),
        ("Mustn't it close? If so, why?", ["Mustn't it close?", "Why mustn't it close?"]),
        ("What did Ann Lee say? Is the bridge closed?", ["What did Ann Lee say?", "Is the bridge closed?"]),
    ],
    ids=["a pronoun", "an ellipsis", "one after the other", "if so", "if it must not", "of something else"],
)
def test_a_later_question_goes_on_about_the_first(question: str, parts: list[str]) -> None:
    assert question_parts(question) == parts


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Defence Secretary Lloyd Austin", "Lloyd Austin"),
        ("Belgian Prime Minister Alexander De Croo", "Alexander De Croo"),
        ("Sauli Niinistö and Secretary General Jens Stoltenberg", None),
        ("Martin Luther King Jr", None),
        ("Maria Major Lopez", None),
        ("Archbishop of Paris", None),
        ("Attorney General Merrick Garland", "Merrick Garland"),
        ("US President Joe Biden", "Joe Biden"),
        ("General Motors", None),
        ("US Steel", None),
        ("Justice Department", None),
        ("King's College Hospital", None),
        ("Queen’s Park Rangers", None),
    ],
)
def test_only_offices_before_a_name_are_left_out(name: str, bare: str | None) -> None:
    assert without_titles(name) == (bare or name)


@pytest.mark.parametrize(
    ("question", "articles", "written"),
    [
        ("did they call off the strike?", "The strike was cancelled.", "did they cancel the strike?"),
        ("did the plan succeed?", "Ann took over from Bob.", "did the plan succeed?"),
        ("who took over from Bob?", "Ann succeeded Bob.", "who succeeded Bob?"),
        ("did he step down?", "He will not resign.", "did he resign?"),
        ("did he step down?", "He stepped down; nobody else resigned.", "did he step down?"),
        ("who is the ceo?", "The chief executive, Ann Lee, left.", "who is the chief executive?"),
        ("did he step down?", "He stayed.", "did he step down?"),
    ],
)
def test_a_question_uses_the_words_of_the_articles(question: str, articles: str, written: str) -> None:
    assert as_written(question, [articles]) == written


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how do I claim for a late train?", "manner"),
        ("what does he claim?", "statement"),
        ("lido ticket price", "amount"),
        ("cup final score", "amount"),
        ("where is the money for the tram coming from?", "thing"),
        ("where is it from?", "place"),
        ("where is the stolen cash from the raid?", "place"),
        ("should I pay a fee?", "yes or no"),
        ("date of the autumn budget", "time"),
    ],
)
def test_the_form_of_a_question_tells_apart_what_looks_alike(question: str, kind: str) -> None:
    assert Question.read(question).kind == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [("Eighty-five pounds", {"85"}), ("thirty-first", set()), ("two of 1,200", {"2", "1200"})],
)
def test_numbers_are_read_in_words_too(text: str, found: set[str]) -> None:
    assert numbers(text) == found


def test_a_score_is_no_part_of_a_name() -> None:
    assert [name.text for name in names("They lost to Wexcombe Rovers 8–7.")] == ["Wexcombe Rovers"]
    assert [name.text for name in names("He told France 2.")] == ["France 2"]


def test_a_firm_with_an_ampersand_is_one_name() -> None:
    text = "It was built by Corrigan & Daughters of Hull."
    assert expand_names(text, 16, 36) == [(16, 36)]


@pytest.mark.parametrize("published", [date.min, date.max], ids=["first day", "last day"])
def test_beside_the_first_and_the_last_day_there_is_no_other(published: date) -> None:
    for sentence in ("It closed on Wednesday.", "It closed yesterday.", "It will close tomorrow."):
        found = spoken_day(sentence, 0, len(sentence), published)
        assert found is None or date.min <= found[1] <= date.max


def test_letters_that_match_english_ones_are_read_as_these() -> None:
    # the long s and the dotted capital I match s and i where case is ignored
    dates, usual = (publication_dates(f"NEWS FROM TH{i}S WEEK", today=TODAY) for i in ("İ", "I"))
    assert dates is not None
    assert usual is not None
    assert (dates.first, dates.last) == (usual.first, usual.last)
    sentence = "It closed on Wedneſday."
    found = spoken_day(sentence, 0, len(sentence), FRIDAY)
    assert found == ("Wedneſday", FRIDAY - timedelta(days=2))
    assert as_written("who is the boſs?", ["The chief executive left."]) == "who is the chief executive?"
    assert quantities("the ſixth and the twelfth") == quantities("the sixth and the twelfth")
