"""Windows of tokens: nothing is left out, and offsets point at the characters they name."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.encoder import HERE
from models.weights import open_tokenizer
from models.windows import tokenize, windows


@settings(deadline=None)  # a busy machine is no failure
@given(length=st.integers(0, 3000), size=st.integers(1, 400), share=st.floats(0, 0.9))
def test_windows_cover_every_token_in_order_and_share_at_least_the_overlap(
    length: int, size: int, share: float
) -> None:
    overlap = int(share * (size - 1))
    found = windows(length, size, overlap)
    assert found[0][0] == 0
    assert found[-1][1] == length
    assert all(end - start <= size for start, end in found)
    for (_, end), (start, next_end) in itertools.pairwise(found):
        assert end - start >= overlap
        assert next_end > end


def test_a_text_that_fits_is_one_window() -> None:
    assert windows(254, 254, 64) == [(0, 254)]
    assert windows(0, 254, 64) == [(0, 0)]


def test_an_overlap_as_large_as_the_window_is_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        windows(10, 4, 4)


def test_tokens_point_at_their_characters_and_words() -> None:
    text = "Zoë’s café — in Zaporizhzhia 🙂 since Feb. 9"
    (tokens,) = tokenize(open_tokenizer(HERE / "tokenizer.json"), [text])
    places = list(zip(tokens.starts, tokens.ends, tokens.words, strict=True))
    characters = text.index("Zaporizhzhia"), text.index("Zaporizhzhia") + len("Zaporizhzhia")
    inside = [place for place in places if place[0] >= characters[0] and place[1] <= characters[1]]
    assert len(inside) > 1
    assert len({word for *_, word in inside}) == 1
    assert (inside[0][0], inside[-1][1]) == characters


def test_tokens_of_a_long_text_are_all_there() -> None:
    (tokens,) = tokenize(open_tokenizer(HERE / "tokenizer.json"), ["word " * 5000])
    assert len(tokens) == 5000
