"""Fitting: the regressions find what made their data, and the encoder that remembers says the same again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import AssistantError
from assistant.fitted import Features, Fitted, fitted
from assistant.judging.claim_checks import Differences
from eval.fitting.examples import Example, Questioner
from eval.fitting.judge_values import JudgedClaim, balanced_accuracies, fit_penalties, replaced_penalty
from eval.fitting.judge_values import cross_validated as judged_elsewhere
from eval.fitting.regression import fit_choice, fit_logistic
from eval.fitting.remembered import RememberedEncoder
from eval.fitting.writer_values import cross_validated, fit, outcome, summary
from eval.systems import in_memory_index
from indexes.articles import Article
from models import Encoder, Reading, Span
from models.windows import TokenizedText


def questions(count: int, *, seed: int) -> list[Example]:
    """Questions whose right sentence has the most evidence, and some without any."""
    draw = np.random.default_rng(seed)
    found = []
    for number in range(count):
        features = np.zeros((6, len(Features._fields)))
        features[:, 0] = 1.0
        features[:, Features._fields.index("evidence")] = draw.normal(-3.0, 1.0, 6)
        features[:, Features._fields.index("search_rank")] = draw.normal(1.0, 0.5, 6)
        right = np.zeros(6, dtype=bool)
        if number % 4:
            right[draw.integers(6)] = True
            features[right, Features._fields.index("evidence")] += 4.0
        found.append(
            Example(f"story {number % 10}", "who?", number % 3 == 0, bool(right.any()), features, right)
        )
    return found


def test_the_choice_finds_the_feature_that_tells_and_leaves_a_wrong_sign_at_zero() -> None:
    draw = np.random.default_rng(1)
    features, right = [], []
    for _ in range(1500):
        rows = np.column_stack([np.ones(5), draw.normal(size=5), draw.normal(size=5)])
        scores = np.append(-1.0 + 2.0 * rows[:, 1] - 1.0 * rows[:, 2], 0.0) + draw.gumbel(size=6)
        features.append(rows)
        right.append(np.arange(5) == int(np.argmax(scores)))
    free = fit_choice(features, right, prior=np.zeros(3), ridge=0.1, signs=np.zeros(3))
    assert free == pytest.approx([-1.0, 2.0, -1.0], abs=0.35)
    signed = fit_choice(features, right, prior=np.zeros(3), ridge=0.1, signs=np.array([0.0, 1.0, 1.0]))
    assert signed[2] == 0.0
    assert signed[1] > 1.0


def test_the_logistic_regression_finds_what_made_the_data() -> None:
    draw = np.random.default_rng(2)
    rows = np.column_stack([np.ones(3000), draw.normal(size=3000)])
    right = (draw.random(3000) < 1 / (1 + np.exp(-(0.5 + 1.5 * rows[:, 1])))).astype(float)
    assert fit_logistic(rows, right) == pytest.approx([0.5, 1.5], abs=0.2)


def test_a_fit_tells_answers_from_silence_on_stories_that_it_has_not_seen() -> None:
    examples = questions(200, seed=3)
    told = summary([(one, at) for _, one, at in cross_validated(examples)])
    assert told["best sentence right"] > 0.8
    assert told["right in all"] > 0.75
    values = fit(examples)
    assert values.span.evidence > 0.5
    assert 0.1 <= values.answer_at <= 0.7
    assert outcome(examples[1], values).answerable


def test_values_are_written_by_name_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "fitted.json"
    values = fitted()
    values.write(file)
    assert Fitted.read(file) == values
    assert all(name.replace("_", " ") in file.read_text(encoding="utf-8") for name in Features._fields)


def test_a_broken_file_of_values_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "fitted.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(AssistantError, match="python -m eval fit"):
        Fitted.read(file)


def test_what_the_assistant_answers_without_its_writer_is_no_example() -> None:
    text = "The bridge opened in 1932. It is 503 metres long."
    article = Article.create(id="bridge", title="The bridge", text=text, published="2025-12-20")
    with in_memory_index([article]) as index, Questioner(index, Encoder.load()) as questioner:
        _, task = questioner.ask("When did the bridge open?")
        assert task is not None
        assert task.searched_for == "When did the bridge open?"
        _, task = questioner.ask("How many articles are there?")
        assert task is None
        answer, _ = questioner.ask("What did articles published last month say about the bridge?")
    assert "from 2025-12-01 to 2025-12-31" in answer.notices[0]


class CountingEncoder:
    """Says the same of every passage, and counts how many it was asked about."""

    calibration = None
    asked = 0

    def read(self, question: str, passages: Sequence[str], headings: Sequence[str] = ()) -> list[Reading]:
        assert question
        assert len(headings) in (0, len(passages))
        self.asked += len(passages)
        starts = np.array([0, 4])
        tokens = TokenizedText(ids=starts, starts=starts, ends=starts + 3, words=starts)
        return [Reading((Span(0, 3, 0.75),), 0.5, tokens, np.array([0.25, 0.75])) for _ in passages]

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        self.asked += len(pairs)
        return np.tile([0.5, 0.25, 0.25], (len(pairs), 1))


def test_what_was_read_once_is_read_from_the_file(tmp_path: Path) -> None:
    network = CountingEncoder()
    for time in (1, 2):
        encoder = RememberedEncoder(network, tmp_path / "memory.npz")  # type: ignore[arg-type]
        (reading, _) = encoder.read("who?", ["one two", "two one"])
        assert reading.spans == (Span(0, 3, 0.75),)
        assert (reading.answerable, reading.evidence(0, 7)) == (0.5, 0.5)
        assert encoder.judge([("a", "b")]).tolist() == [[0.5, 0.25, 0.25]]
        assert network.asked == 3, time
        encoder.save()
    assert isinstance(encoder, Encoder)


def claims(count: int) -> list[JudgedClaim]:
    """Claims that the encoder takes for likely, and that are wrong where a number is missing."""
    draw = np.random.default_rng(4)
    found = []
    for number in range(count):
        missing = bool(draw.random() < 0.5)
        supported = bool(draw.random() < (0.1 if missing else 0.8))
        log_odds = float(draw.normal(1.5 if supported else 0.5))
        told = Differences(numbers=int(missing), words=float(draw.random()))
        found.append(JudgedClaim(f"set {number % 2}", f"text {number % 50}", supported, log_odds, told))
    return found


def test_the_judge_learns_what_a_missing_number_means_on_texts_that_it_has_not_seen() -> None:
    known = claims(600)
    penalties = fit_penalties(known, threshold=0.4)
    assert penalties.number > 1.0
    assert penalties.word < 0.7
    assert penalties.date == 0.0
    assert min(judged_elsewhere(known, threshold=0.4).values()) > 0.75
    assert min(balanced_accuracies(known, penalties, threshold=0.4).values()) > 0.75


def test_another_number_in_its_place_counts_however_rare_it_is() -> None:
    def judged(supported: bool, replaced: bool, count: int) -> list[JudgedClaim]:
        told = Differences(replaced=replaced)
        return [JudgedClaim("set", f"{supported} {number}", supported, 0.0, told) for number in range(count)]

    rare = [*judged(False, True, 9), *judged(False, False, 90), *judged(True, False, 99)]
    assert replaced_penalty(rare) == pytest.approx(np.log(19), abs=0.01)
    assert replaced_penalty([*judged(True, True, 5), *judged(False, False, 5)]) == 0.0
