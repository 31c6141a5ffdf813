"""Passages cover every sentence of an article and keep their exact places."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indexes.articles import Article
from indexes.passages import split_passages
from indexes.sentences import split_sentences

TEXTS = st.lists(
    st.lists(st.sampled_from(["Mr. Lee", "said", "“no”", "2023", "über", "😀"]), min_size=1, max_size=60)
    .map(" ".join),
    min_size=1,
    max_size=30,
).map(". ".join)  # fmt: skip


@given(TEXTS, st.integers(1, 200))
def test_every_sentence_is_in_a_passage_at_its_exact_place(text: str, words: int) -> None:
    article = Article.create(id="a", title="t", text=text)
    passages = split_passages(article, words=words)
    sentences = split_sentences(article.text)
    assert {place for passage in passages for place in passage.sentences} == set(sentences)
    for passage in passages:
        assert passage.text == article.text[passage.start : passage.end]
        assert (passage.sentences[0][0], passage.sentences[-1][1]) == (passage.start, passage.end)
        lengths = [len(article.text[start:end].split()) for start, end in passage.sentences]
        assert len(lengths) == 1 or sum(lengths) <= words + lengths[-1] / 2
    starts = [passage.start for passage in passages]
    assert starts == sorted(set(starts))
    assert len({passage.id for passage in passages}) == len(passages)


def test_neighbours_share_a_sentence() -> None:
    text = " ".join(f"This is sentence number {number} of ten words or so." for number in range(40))
    passages = split_passages(Article.create(id="a", title="t", text=text), words=55)
    for before, after in pairwise(passages):
        assert before.sentences[-1] == after.sentences[0]


def test_the_same_window_has_the_same_id() -> None:
    article = Article.create(id="a", title="t", text="One. Two.")
    assert [p.id for p in split_passages(article)] == [p.id for p in split_passages(article)]
    assert (
        split_passages(Article.create(id="b", title="t", text="One. Two."))[0].id
        != split_passages(article)[0].id
    )
