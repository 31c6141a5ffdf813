"""Whatever a model's server does, a reader gets an answer and a plain notice, and nobody sees the key."""

from __future__ import annotations

import logging
import subprocess
import sys
import traceback
from datetime import UTC, datetime, timedelta

import pytest

from assistant.answers import Answer
from assistant.errors import LanguageModelError, SettingsError
from assistant.generative.faults import LONGEST_WAIT, ModelFaultError, NotReachedError
from assistant.generative.language_model import Usage, build_language_model, stream_reply
from assistant.generative.writer import GenerativeWriter
from assistant.writing import AnswerProgress
from eval.model_servers.lasting_faults import LASTING
from eval.model_servers.scripted import (
    SENTINEL_KEY,
    Scene,
    fails,
    hangs_up_after,
    is_cut_off_after,
    says,
    serving,
    settings_for,
)
from prompts import FilledPrompt
from tests.conftest import ROOT
from tests.generative_fakes import TermJudge
from tests.test_generative_writer import Fallback, task, writer

GOOD = says("The bridge closed [1].")
PROMPT = FilledPrompt("Be brief.", "Hello?")


def answer_of(*scenes: Scene) -> tuple[Answer, int]:
    """The answer, and how many requests it took."""
    with writer(*scenes) as (one, script):
        *_, answer = one.write(task())
        assert isinstance(answer, Answer)
        return answer, len(script.requests)


@pytest.mark.parametrize("name", LASTING)
def test_a_lasting_fault_ends_in_the_other_writers_answer_and_a_notice(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    scene, notice, requests = LASTING[name]
    answer, made = answer_of(scene)
    assert answer.text == "Fixed."
    assert answer.notices[0].startswith(notice)
    assert answer.notices[0].endswith("This answer was taken from the articles without it.")
    assert made == requests
    assert SENTINEL_KEY not in caplog.text + str(answer.to_dict())


@pytest.mark.parametrize(
    "scene",
    [
        fails(429),
        fails(429, headers={"Retry-After": "1"}),
        fails(500),
        hangs_up_after("The bridge opened", " [1"),
        says(),
    ],
    ids=["429", "429 with Retry-After", "500", "disconnect mid-stream", "empty"],
)
def test_a_passing_fault_is_tried_again_and_the_reader_notices_nothing(scene: Scene) -> None:
    answer, made = answer_of(scene, GOOD)
    assert answer.text == "The bridge closed. [1]"
    assert answer.notices == ()
    assert made == 2


def test_the_text_starts_over_when_a_broken_stream_is_tried_again() -> None:
    with writer(hangs_up_after("The ferry "), GOOD) as (one, _):
        texts = [item.text for item in one.write(task()) if isinstance(item, AnswerProgress)]
    assert "The ferry" in texts
    again = texts.index("", texts.index("The ferry"))
    assert not any("ferry" in text for text in texts[again:])


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        (None, 0.5, 0.5),
        ("7", 7, 7),
        ("7.5", 7.5, 7.5),
        # far enough for the slowest run: the date is made when the tests are collected
        ((datetime.now(UTC) + timedelta(hours=5)).strftime("%a, %d %b %Y %H:%M:%S GMT"), None, None),
        ("soon", 0.5, 0.5),
    ],
    ids=["none", "seconds", "fractions", "a date beyond the longest wait", "nonsense"],
)
def test_retry_after_is_waited_for_up_to_the_longest_wait(
    header: str | None, least: float | None, most: float | None
) -> None:
    waited: list[float] = []
    headers = {} if header is None else {"Retry-After": header}
    with writer(fails(429, headers=headers), GOOD, sleep=waited.append) as (one, _):
        *_, answer = one.write(task())
    if least is None or most is None:
        assert waited == []
        assert answer.text == "Fixed."
    else:
        assert least <= waited[0] <= most <= LONGEST_WAIT
        assert answer.text == "The bridge closed. [1]"


def test_a_request_that_is_too_long_is_made_again_with_fewer_passages() -> None:
    overflow = fails(400, "the request exceeds the available context size", code="exceed_context_size_error")
    with writer(overflow, GOOD) as (one, script):
        *_, answer = one.write(task())
    assert answer.text == "The bridge closed. [1]"
    assert "END PASSAGE 2" in script.messages(0)
    assert "END PASSAGE 2" not in script.messages(1)


def test_a_reply_cut_off_at_its_longest_loses_its_half_sentence() -> None:
    answer, _ = answer_of(is_cut_off_after("The bridge closed [1]. Fares stay the"))
    assert answer.text == "The bridge closed. [1]"


def test_a_server_that_is_not_there_is_a_fault() -> None:
    with serving(GOOD) as (base_url, _):
        pass
    llm = build_language_model(settings_for(base_url))
    assert llm is not None
    one = GenerativeWriter(llm, judge=TermJudge(), fallback=Fallback(), sleep=lambda _: None)
    *_, answer = one.write(task())
    assert isinstance(answer, Answer)
    assert answer.notices[0].startswith("The language model could not be reached.")


def test_closing_the_answer_ends_the_request() -> None:
    with writer(says(*["word "] * 2000, pause=0.01)) as (one, script):
        progress = one.write(task())
        assert next(item.text for item in progress if item.text) == "word"
        progress.close()  # type: ignore[attr-defined]
        assert script.hung_up.wait(timeout=5)


def test_an_answer_that_is_read_to_its_end_is_not_hung_up_on() -> None:
    with writer(GOOD) as (one, script):
        list(one.write(task()))
        assert not script.hung_up.is_set()


@pytest.mark.parametrize("name", LASTING)
def test_no_error_or_log_holds_the_key(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(LASTING[name][0]) as (base_url, script):
        llm = build_language_model(settings_for(base_url))
        assert llm is not None
        try:
            list(stream_reply(llm, PROMPT, Usage()))
        except ModelFaultError as fault:
            seen = "".join(traceback.format_exception(fault)) + repr(fault)
            assert SENTINEL_KEY not in seen
        assert script.keys[0] == SENTINEL_KEY
        assert SENTINEL_KEY not in caplog.text + repr(llm) + str(llm.to_dict())


def test_faults_are_errors_of_the_assistant() -> None:
    assert issubclass(ModelFaultError, LanguageModelError)
    assert str(NotReachedError()).endswith("Check OPENAI_BASE_URL and that its server runs.")


def test_nothing_configured_is_no_model() -> None:
    settings = settings_for("http://127.0.0.1:1/v1", model=None, openai_api_key=None)
    assert build_language_model(settings.model_copy(update={"openai_base_url": None})) is None


def test_an_endpoint_without_a_model_says_what_to_set() -> None:
    with pytest.raises(SettingsError, match="Set ASSISTANT_MODEL"):
        build_language_model(settings_for("http://127.0.0.1:1/v1", model=None))


def test_a_model_without_a_key_and_an_endpoint_says_what_to_set() -> None:
    settings = settings_for("http://127.0.0.1:1/v1", model="gpt-4.1-mini", openai_api_key=None)
    with pytest.raises(SettingsError, match="Set OPENAI_API_KEY"):
        build_language_model(settings.model_copy(update={"openai_base_url": None}))


def test_a_model_is_built_as_the_settings_say() -> None:
    llm = build_language_model(settings_for("http://127.0.0.1:1/v1", context_window=4096))
    assert llm is not None
    assert llm.metadata.context_window == 4096
    assert llm.metadata.num_output == 128
    assert llm.metadata.is_chat_model
    assert llm.metadata.model_name == "scripted"


def test_importing_the_writer_loads_no_client() -> None:
    program = (
        "import sys, assistant.generative.writer, assistant.followups.model_rewriting\n"
        "print([name for name in ('openai', 'llama_index', 'httpx', 'gradio') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
