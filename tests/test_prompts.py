"""Prompts load, name exactly the variables that the code fills, and never expand a value."""

from __future__ import annotations

from pathlib import Path

import pytest

import prompts

VARIABLES = {
    "answer": {"fence", "passages", "question", "today"},
    "repair": {"fence", "passages", "question", "sentences"},
    "standalone_question": {"history", "question"},
}


def test_every_prompt_has_its_variables_fixed_here() -> None:
    assert set(prompts.names()) == set(VARIABLES)


@pytest.mark.parametrize("name", VARIABLES)
def test_a_prompt_has_exactly_its_variables(name: str) -> None:
    assert prompts.load(name).variables == VARIABLES[name]


@pytest.mark.parametrize("name", VARIABLES)
def test_filling_leaves_no_variable_and_keeps_both_messages(name: str) -> None:
    filled = prompts.load(name).fill(**{variable: f"<{variable}>" for variable in VARIABLES[name]})
    assert filled.system
    assert "$" not in filled.system + filled.user
    for variable in VARIABLES[name]:
        assert f"<{variable}>" in filled.system + filled.user


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(prompts.PromptVariableError, match="“standalone_question”, give history"):
        prompts.load("standalone_question").fill(question="Who?")


def test_a_variable_that_the_prompt_does_not_have_is_named() -> None:
    with pytest.raises(prompts.PromptVariableError, match="leave out tone"):
        prompts.load("standalone_question").fill(question="Who?", history="", tone="kind")


def test_a_value_with_dollar_signs_is_kept_as_it_is() -> None:
    filled = prompts.load("standalone_question").fill(question="Is $history worth $$5?", history="none")
    assert "Is $history worth $$5?" in filled.user


def test_an_unknown_prompt_lists_those_there_are() -> None:
    with pytest.raises(prompts.UnknownPromptError, match="answer, repair, standalone_question"):
        prompts.load("poem")


@pytest.mark.parametrize(
    "text",
    ["only one message", "cost: $5\n---\nuser"],
    ids=["without a divider", "with a dollar sign that names nothing"],
)
def test_a_file_that_is_no_prompt_is_an_error_that_names_it(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(prompts, "FOLDER", tmp_path)
    with pytest.raises(prompts.PromptFormatError, match=r"prompts/broken\.md"):
        prompts.load("broken")
