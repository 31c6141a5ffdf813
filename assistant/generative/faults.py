"""What can go wrong while a language model answers, as a reader is told it.

LanguageModelError (assistant.errors)
└── ModelFaultError            `retry`: whether asking again may help
    ├── KeyRefusedError        401, 403
    ├── ModelUnknownError      404
    ├── TooManyRequestsError   429; `wait_seconds` where the server names them
    ├── QuotaSpentError        429 that waiting does not cure
    ├── ServerFailedError      5xx, or an error sent in the stream
    ├── NotReachedError        no connection
    ├── TooSlowError           no token within the timeout
    ├── BrokenStreamError      the connection broke while it answered
    ├── EmptyAnswerError       it wrote nothing
    ├── CutShortError          its tokens were spent before it answered
    ├── OtherFormatError       it wrote something that is no text
    ├── PromptTooLongError     more tokens than its context window
    └── RequestRefusedError    any other 4xx

No message repeats what a server said, since some repeat the key.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import ClassVar, TypeVar

from assistant.errors import LanguageModelError

# Waits before the second and third try, in seconds; a server's own Retry-After counts up to the longest.
BACKOFF = (0.5, 2.0)
LONGEST_WAIT = 10.0

Item = TypeVar("Item")


class ModelFaultError(LanguageModelError):
    """The language model failed in a way that has no class of its own."""

    what: ClassVar[str] = "The language model failed"
    advice: ClassVar[str] = "Try again, or check the endpoint"
    retry: ClassVar[bool] = False

    def __init__(self, detail: str = "", *, wait_seconds: float | None = None) -> None:
        self.wait_seconds = wait_seconds
        super().__init__(f"{self.what}{f' ({detail})' if detail else ''}. {self.advice}.")


class KeyRefusedError(ModelFaultError):
    """The endpoint does not accept the key."""

    what = "The language model refused the key"
    advice = "Check OPENAI_API_KEY"


class ModelUnknownError(ModelFaultError):
    """The endpoint knows no such model, or no such address."""

    what = "The language model was not found"
    advice = "Check ASSISTANT_MODEL and OPENAI_BASE_URL"


class TooManyRequestsError(ModelFaultError):
    """The endpoint asks to slow down."""

    what = "The language model is receiving too many requests"
    advice = "Ask again in a moment"
    retry = True


class QuotaSpentError(ModelFaultError):
    """The account behind the key has nothing left."""

    what = "The quota of the language model's account is spent"
    advice = "Check the plan and billing of the account"


class ServerFailedError(ModelFaultError):
    """The endpoint failed."""

    what = "The language model's server failed"
    advice = "Ask again in a moment"
    retry = True


class NotReachedError(ModelFaultError):
    """There was no connection."""

    what = "The language model could not be reached"
    advice = "Check OPENAI_BASE_URL and that its server runs"
    retry = True


class TooSlowError(ModelFaultError):
    """No token came within the timeout; asking again would double the wait."""

    what = "The language model did not answer in time"
    advice = "Ask again, or raise ASSISTANT_TIMEOUT_SECONDS"


class BrokenStreamError(ModelFaultError):
    """The connection broke while the model was answering."""

    what = "The connection to the language model broke while it was answering"
    advice = "Ask again in a moment"
    retry = True


class EmptyAnswerError(ModelFaultError):
    """The model wrote nothing."""

    what = "The language model wrote nothing"
    advice = "Ask again, or try another model"
    retry = True


class CutShortError(ModelFaultError):
    """The model spent all its tokens before it answered, as by reasoning; it would do so again."""

    what = "The language model used up its tokens before it answered"
    advice = "Raise ASSISTANT_MAX_ANSWER_TOKENS, or turn off its reasoning"


class OtherFormatError(ModelFaultError):
    """The model wrote something that is no text."""

    what = "The language model answered in a format that is no text"
    advice = "Try another model"


class PromptTooLongError(ModelFaultError):
    """The request has more tokens than the model takes."""

    what = "The request is longer than the language model's context window"
    advice = "Set ASSISTANT_CONTEXT_WINDOW to the window of the model"


class RequestRefusedError(ModelFaultError):
    """The endpoint does not accept the request."""

    what = "The language model refused the request"
    advice = "Check ASSISTANT_MODEL and the endpoint's log"


def with_retries(
    attempt: Callable[[], Iterator[Item]], *, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Item]:
    """Yield from an attempt, beginning anew after a fault that asking again may cure.

    Items of a failed attempt have been yielded by then; each attempt must begin with one that tells
    the reader to start over. Raises the last ModelFaultError when the tries are used up, and at once when
    the server asks for a longer wait than `LONGEST_WAIT`.
    """
    for wait in (*BACKOFF, None):
        try:
            yield from attempt()
        except ModelFaultError as fault:
            asked = fault.wait_seconds or 0.0
            if wait is None or not fault.retry or asked > LONGEST_WAIT:
                raise
            sleep(max(wait, asked))
        else:
            return
