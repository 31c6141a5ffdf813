"""The parts of the chat without a browser: markup, highlights, desks, saved conversations, exports."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Answer, Citation, ConsideredPassage, Sentence
from assistant.errors import SettingsError
from assistant.writing import AnswerProgress
from chat.answering import answer_on_desk
from chat.article_view import Highlight, article_paragraphs, mark_paragraphs
from chat.desk import Desk, Target
from chat.desk_at_hand import DeskAtHand
from chat.errors import HistoryError
from chat.exporting import export
from chat.filtering import describe_filters, read_filters, write_filters
from chat.history import History
from chat.markup import answer_paragraphs, format_day, web_address
from chat.settings import ChatSettings
from chat.transcript import render_last
from chat.users import Users, user_line
from chat.visitors import Kept
from chat.welcome import written_examples
from indexes.articles import Article
from indexes.searching import SearchFilters
from tests.app_fakes import FERRY, HARBOUR, HOSTILE, QuotingAssistant, example_index

COST = "What did the dredging of the harbour board cost?"


def cite(number: int, quote: str) -> Citation:
    start = HARBOUR.text.index(quote)
    return Citation(number, HARBOUR, start, start + len(quote), quote, also_in=(FERRY,))


def an_answer(**changes: object) -> Answer:
    quote = "Dredging cost 4.2 million, the harbour board said."
    start = FERRY.text.index("Fares")
    return dataclasses.replace(
        Answer(
            question=COST,
            searched_for=COST,
            text=f"4.2 million. [1]\n{quote} [1] Nobody was hurt. [2]",
            short="4.2 million",
            sentences=(
                Sentence("4.2 million.", (1,), score=0.9),
                Sentence(quote, (1,)),
                Sentence("Nobody was hurt.", (2,), "not found", 0.1),
            ),
            citations=(cite(1, quote), cite(2, "Nobody was hurt.")),
            considered=(ConsideredPassage(FERRY, start, len(FERRY.text), FERRY.text[start:], 0.25),),
            notices=("One article without a date.",),
            timings_ms={"total": 12.5},
        ),
        **changes,
    )


def test_claims_are_laid_over_the_text_with_their_verdicts_and_numbers() -> None:
    paragraphs = answer_paragraphs(an_answer())
    told = [
        [(claim.verdict, [(piece.text, piece.numbers) for piece in claim.pieces]) for claim in paragraph]
        for paragraph in paragraphs
    ]
    assert told == [
        [("supported", [("4.2 million.", (1,))])],
        [
            ("supported", [("Dredging cost 4.2 million, the harbour board said.", (1,))]),
            ("not found", [("Nobody was hurt.", (2,))]),
        ],
    ]


def test_where_text_and_sentences_differ_the_sentences_are_shown() -> None:
    paragraphs = answer_paragraphs(an_answer(text="Something else altogether. [1]"))
    assert [claim.verdict for claim in paragraphs[0]] == ["supported", "supported", "not found"]
    assert paragraphs[0][2].pieces[0].numbers == (2,)


def test_a_number_that_is_no_citation_stays_text() -> None:
    text = "The treaty [1949] was signed."
    paragraphs = answer_paragraphs(an_answer(text=text, sentences=(), citations=()))
    assert next(piece for claim in paragraphs[0] for piece in claim.pieces).text == text


@given(st.lists(st.text("ab. \n[1]", min_size=1), min_size=1, max_size=4))
def test_no_word_of_an_answer_is_lost(words: list[str]) -> None:
    sentences = tuple(Sentence(text) for text in words if text.strip())
    paragraphs = answer_paragraphs(an_answer(text=" ".join(words), sentences=sentences, citations=()))
    shown = "".join(piece.text for paragraph in paragraphs for claim in paragraph for piece in claim.pieces)
    assert "".join(shown.split()) == "".join(" ".join(words).split())


def test_the_marked_characters_are_the_cited_ones_even_across_paragraphs() -> None:
    text = "One. Two.\n\nThree. Four."
    wide = Highlight(5, 17, "1", active=True)
    paragraphs = mark_paragraphs(text, [wide, Highlight(11, 17, "2")])
    marked = [one.text for paragraph in paragraphs for one in paragraph if one.highlight is wide]
    assert marked == ["Two.", "Three."]
    assert ["".join(one.text for one in paragraph) for paragraph in paragraphs] == [
        "One. Two.",
        "Three. Four.",
    ]


@pytest.mark.parametrize(
    ("lines", "headings"),
    [
        pytest.param(
            ["20:15 That's all for tonight", "We are closing this blog now.", "A list:", "Eggs", "Milk"],
            ["20:15 That's all for tonight"],
            id="no end of a sentence",
        ),
        pytest.param(
            ["Why?", "Because.", "And then?", "Nothing.", "Sure?", "Yes."],
            ["Why?", "And then?", "Sure?"],
            id="interview",
        ),
        pytest.param(["Was it a joke?", "Nobody laughed."], [], id="one question"),
    ],
)
def test_lines_that_stand_as_headings_are_shown_as_such(lines: list[str], headings: list[str]) -> None:
    article = Article.create(id="one", title="One", text="\n\n".join(lines))
    paragraphs = article_paragraphs(article)
    assert [one.stretches[0].text for one in paragraphs if one.heading] == headings


def test_title_byline_and_day_that_open_the_text_are_shown_once_unless_they_are_cited() -> None:
    text = "Storm\nBy Ada Byrne\n5 November 2026\n\nIt rained."
    article = Article.create(id="one", title="Storm", author="Ada Byrne", published="2026-11-05", text=text)

    def shown(*highlights: Highlight) -> list[str]:
        paragraphs = article_paragraphs(article, highlights)
        return ["".join(stretch.text for stretch in one.stretches) for one in paragraphs]

    assert shown() == ["It rained."]
    assert shown(Highlight(0, 5, "1"))[0] == "Storm"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/b?c#d", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        (" JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("https:", False),
        ("http://[bad", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, safe: bool) -> None:
    assert (web_address(url) is not None) == safe


def test_days_are_written_out_and_unknown_ones_left_empty() -> None:
    assert format_day("2023-10-11T23:30:00+02:00") == "11 October 2023"
    assert format_day(None) == ""


def test_a_desk_is_never_changed_and_its_conversation_holds_answers_only() -> None:
    empty = Desk()
    waiting = empty.begin(COST)
    answered = waiting.with_last(answer=an_answer())
    failed = answered.begin("And now?").with_last(failure="No.")
    assert empty.entries == ()
    assert waiting.last is not None
    assert waiting.last.working
    assert [turn.question for turn in failed.conversation.turns] == [COST]
    assert failed.id == waiting.id != ""
    assert failed.without_last() == answered


def test_neighbours_of_a_citation_are_the_ones_of_its_answer() -> None:
    desk = Desk().begin(COST).with_last(answer=an_answer())
    assert desk.last is not None
    first, second = (Target(desk.last.key, "citation", number) for number in (1, 2))
    assert desk.neighbours(first) == (None, second)
    assert desk.neighbours(second) == (first, None)
    assert desk.neighbours(Target("gone", "citation", 1)) == (None, None)


def test_answering_shows_each_step_and_ends_with_the_answer() -> None:
    with example_index() as index:
        steps = list(answer_on_desk(QuotingAssistant(index), Desk(), COST))
    told = [step.last.progress.step for step in steps if step.last and step.last.progress]
    assert list(dict.fromkeys(told)) == ["searching", "reading", "writing", "checking"]
    assert steps[-1].last is not None
    assert steps[-1].last.answer is not None
    assert all(step.last is not None and step.last.working for step in steps[:-1])


def test_closing_the_answer_stops_the_work_of_the_assistant() -> None:
    closed = []

    class Endless:
        def stream(self, *_: object, **__: object) -> Iterator[AnswerProgress]:
            try:
                while True:
                    yield AnswerProgress("searching")
            finally:
                closed.append(True)

    steps = answer_on_desk(Endless(), Desk(), COST)  # type: ignore[arg-type]
    next(steps)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert closed == [True]


@pytest.mark.parametrize("alone", [False, True], ids=["read", "in its own words"])
def test_a_question_in_its_own_words_is_read_as_typed(alone: bool) -> None:
    told = []

    class Telling:
        def stream(self, *_: object, as_typed: bool, **__: object) -> Iterator[Answer]:
            told.append(as_typed)
            yield an_answer()

    list(answer_on_desk(Telling(), Desk(), COST, alone=alone))  # type: ignore[arg-type]
    assert told == [alone]


def test_an_abstention_offers_the_question_that_may_have_been_meant() -> None:
    desk = Desk().begin(COST)
    offered = 'data-action="ask" data-question="who is Ann &lt;Lee&gt;?">who is Ann &lt;Lee&gt;?</button>'
    meant = an_answer(abstained=True, did_you_mean="who is Ann <Lee>?")
    assert offered in render_last(desk.with_last(answer=meant))
    assert "Did you mean" not in render_last(desk.with_last(answer=an_answer(abstained=True)))


def test_whatever_an_article_says_is_escaped_in_the_transcript() -> None:
    passage = ConsideredPassage(HOSTILE, 0, len(HOSTILE.text), HOSTILE.text, 1.0)
    desk = Desk().begin("<b>?").with_last(answer=an_answer(considered=(passage,)))
    html = render_last(desk)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;b&gt;?" in html


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path / "conversations.sqlite")
    yield history
    history.close()


def test_a_conversation_is_reopened_exactly_as_it_was(history: History) -> None:
    narrowed = SearchFilters(publishers=frozenset({"The Quay"}))
    desk = Desk().begin(COST, narrowed).with_last(answer=an_answer(), seconds=1.5)
    desk = desk.begin("Broken?").with_last(failure="It broke.", seconds=0.5)
    desk = desk.judged(desk.entries[0].key, helpful=False, note="Too short.")
    history.save("ann", desk)
    assert history.desk("ann", desk.id) == desk


def test_a_question_cut_off_by_a_crash_is_kept_as_stopped(tmp_path: Path) -> None:
    desk = Desk().begin(COST)
    History(tmp_path / "kept.sqlite").save("ann", desk)  # never closed, as in a crash
    reopened = History(tmp_path / "kept.sqlite").desk("ann", desk.id)
    assert [(entry.question, entry.stopped) for entry in reopened.entries] == [(COST, True)]


def test_nobody_reads_renames_deletes_or_overwrites_the_conversation_of_another(history: History) -> None:
    desk = Desk().begin(COST).with_last(answer=an_answer())
    history.save("ann", desk)
    assert history.conversations("bob") == []
    for trespass in (
        lambda: history.desk("bob", desk.id),
        lambda: history.rename("bob", desk.id, "Mine"),
        lambda: history.delete("bob", desk.id),
        lambda: history.save("bob", desk),
    ):
        with pytest.raises(HistoryError):
            trespass()
    assert history.title("ann", desk.id) == COST


def test_deleting_a_conversation_deletes_its_articles_but_not_those_of_others(
    history: History, tmp_path: Path
) -> None:
    one, other = (Desk().begin(COST).with_last(answer=an_answer()) for _ in range(2))
    history.save("ann", one)
    history.save("bob", other)
    history.delete("ann", one.id)
    assert history.desk("bob", other.id) == other
    history.delete("bob", other.id)
    with sqlite3.connect(tmp_path / "conversations.sqlite") as connection:
        for table in ("conversations", "entries", "articles"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_an_answer_that_is_made_anew_leaves_none_of_its_articles_behind(
    history: History, tmp_path: Path
) -> None:
    desk = Desk().begin(COST).with_last(answer=an_answer())
    history.save("ann", desk)
    history.save("ann", desk.with_last(answer=an_answer(citations=())))
    with sqlite3.connect(tmp_path / "conversations.sqlite") as connection:
        assert connection.execute("SELECT id FROM articles").fetchall() == [(FERRY.id,)]


def test_a_conversation_that_goes_on_is_written_only_where_it_changed(history: History) -> None:
    desk = Desk().begin(COST).with_last(answer=an_answer())
    desk = desk.begin("And the ferry?").with_last(answer=an_answer())
    history.save("ann", desk)

    def rows_written(desk: Desk) -> int:
        before = history._connection.total_changes
        history.save("ann", desk)
        assert history.desk("ann", desk.id) == desk
        return history._connection.total_changes - before

    told_when, entry = 1, 1
    assert rows_written(desk) == told_when
    assert rows_written(desk.judged(desk.entries[0].key, helpful=True)) == told_when + entry
    assert rows_written(desk.begin("Broken?").with_last(failure="It broke.")) == told_when + 2 * entry
    assert rows_written(desk) == told_when + entry


def test_a_conversation_deleted_elsewhere_stays_deleted_when_its_answer_is_judged(history: History) -> None:
    desk = Desk().begin(COST).with_last(answer=an_answer())
    history.save("ann", desk)
    history.delete("ann", desk.id)
    history.save("ann", desk.judged(desk.entries[0].key, helpful=True), begin=False)
    assert history.conversations("ann") == []


def test_after_a_change_that_failed_at_its_end_the_history_is_kept_again(history: History) -> None:
    desk = Desk().begin(COST).with_last(answer=an_answer())

    def refuse_to_commit(action: int, name: str | None, *_: object) -> int:
        ends = action == sqlite3.SQLITE_TRANSACTION and name == "COMMIT"
        return sqlite3.SQLITE_DENY if ends else sqlite3.SQLITE_OK

    history._connection.set_authorizer(refuse_to_commit)
    with pytest.raises(HistoryError):
        history.save("ann", desk)
    history._connection.set_authorizer(None)
    assert history.conversations("ann") == []
    history.save("ann", desk)
    assert history.desk("ann", desk.id) == desk


def test_a_history_of_another_format_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "later.sqlite") as connection:
        connection.execute("PRAGMA user_version=99")
    with pytest.raises(HistoryError, match="format 99"):
        History(tmp_path / "later.sqlite")


def test_a_desk_that_the_server_forgot_is_brought_back_for_its_visitor_alone(history: History) -> None:
    narrowed = SearchFilters(publishers=frozenset({"The Quay"}))
    kept = Desk().begin(COST, narrowed).with_last(answer=an_answer())
    history.save("user ann", kept)
    memory: Kept = {"visitor": "a browser", "conversation": kept.id}
    ann, bob = (gr.Request(username=name) for name in ("ann", "bob"))
    forgotten, other = Desk(), Desk().begin("Another?")
    with example_index() as index:
        at_hand = DeskAtHand(history, index)
        back, filters, shown = at_hand.with_filters(forgotten, memory, ann)
        assert (back, filters) == (kept, narrowed)
        assert "The Quay" in shown
        assert at_hand.desk(other, memory, ann) is other
        assert at_hand.desk(forgotten, memory, bob) is forgotten
        assert at_hand.desk(forgotten, None, ann) is forgotten
        history.delete("user ann", kept.id)
        assert at_hand.brought_back(forgotten, memory, ann) == gr.skip()


@pytest.mark.parametrize("kind", ["md", "html", "json"])
def test_an_export_holds_quotes_dates_and_addresses(kind: str) -> None:
    desk = Desk().begin(COST).with_last(answer=an_answer()).begin("Unanswered?")
    file = export("Costs / 2024", desk, kind)
    assert file.name == f"costs-2024.{kind}"
    for part in (
        "Dredging cost 4.2 million, the harbour board said.",
        "https://quay.example/harbour",
        "2024",
    ):
        assert part in file.text
    assert "Unanswered?" not in file.text
    if kind == "json":
        assert json.loads(file.text)["turns"] == [an_answer().to_dict()]


def test_a_page_that_is_exported_escapes_articles_and_links_only_to_the_web() -> None:
    start = HOSTILE.text.index("<script>")
    citation = Citation(1, HOSTILE, start, len(HOSTILE.text), HOSTILE.text[start:])
    desk = (
        Desk().begin(COST).with_last(answer=an_answer(citations=(citation,), text="Yes. [1]", sentences=()))
    )
    text = export("<i>", desk, "html").text
    assert "<script" not in text
    assert "<img" not in text
    assert "href=" not in text


def test_filters_survive_the_way_through_the_page_and_are_told_in_words() -> None:
    filters = read_filters({"from": "2024-06-01", "to": "2024-05-01", "publishers": ["Coast Mail"]})
    assert read_filters(write_filters(filters)) == filters
    assert describe_filters(filters) == "from 1 May 2024 to 1 June 2024 by Coast Mail"
    assert read_filters({"from": "no day", "publishers": None}) == SearchFilters()


def test_examples_are_the_written_ones_of_known_articles() -> None:
    address = "https://meridian-wire.example/travel/portavel-strike"
    known = Article.create(id=address, url=address, title="Strike", text="The cabin crew is on strike.")
    with example_index() as index:
        assert written_examples(index.listing()) == []
        index.add_articles([known])
        assert written_examples(index.listing()) == ["Why did Portavel cancel flights?"]


def test_a_user_comes_in_with_the_right_password_only() -> None:
    users = Users.parse(f"{user_line('ann', 'open')}, {user_line('bob', 'sesame')}")
    assert users.check("ann", "open")
    assert users.check("bob", "sesame")
    for name, password in (("ann", "sesame"), ("eve", "open"), ("", ""), ("eve", "")):
        assert not users.check(name, password)


@pytest.mark.parametrize("line", ["ann", "ann:open", "ann:zz:00", ":00:00", "ann:00:"])
def test_a_line_of_a_user_that_nobody_made_is_refused(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_USERS", line)
    with pytest.raises(SettingsError, match="ASSISTANT_USERS: "):
        ChatSettings.read()


def test_the_folders_of_articles_are_separated_like_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_ARTICLES", "one:two three")
    assert ChatSettings.read().articles == (Path("one"), Path("two three"))
