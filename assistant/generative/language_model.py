"""Language models: the one configured by settings, or any llama-index `LLM`; the border to both libraries.

Requests are streamed, so that a reader sees words early and closing the iterator ends the request. The
key is given to the HTTP client alone, and no message of a server is repeated, since some repeat the key.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Generator
from contextlib import closing
from typing import TYPE_CHECKING, Any, cast

from assistant.errors import SettingsError
from assistant.generative.faults import (
    BrokenStreamError,
    CutShortError,
    EmptyAnswerError,
    KeyRefusedError,
    ModelFaultError,
    ModelUnknownError,
    NotReachedError,
    PromptTooLongError,
    QuotaSpentError,
    RequestRefusedError,
    ServerFailedError,
    TooManyRequestsError,
    TooSlowError,
)
from assistant.generative.model_output import after_reasoning
from assistant.generative.usage import Usage as Usage
from assistant.settings import Settings

if TYPE_CHECKING:
    import httpx
    import openai
    from llama_index.core.llms import LLM as LLM

    from prompts import FilledPrompt

DEFAULT_MODEL = "gpt-4.1-mini"
CONNECT_SECONDS = 5.0

# llama-index keeps an abandoned stream alive, and with it the request, until garbage is collected; so each
# reply knows the responses that were begun for it, in the thread that begins them, and closes them itself.
_begun = threading.local()

_ENDED_WELL = re.compile(r"[.!?…][\s\"”’»)\]】］*\d]*$")


def build_language_model(settings: Settings) -> LLM | None:
    """Return the model that the settings name, or None when they name none; nothing is requested yet.

    Raises SettingsError when a base URL is set without a model, a model without a base URL and a key, or the
    model has no chat endpoint.
    """
    if not settings.language_model_configured:
        return None
    model = settings.model
    if model is None and settings.openai_base_url is not None:
        raise SettingsError("Set ASSISTANT_MODEL to a model that the endpoint at OPENAI_BASE_URL serves.")
    if settings.openai_api_key is None and settings.openai_base_url is None:
        raise SettingsError(
            "Set OPENAI_API_KEY for the model of ASSISTANT_MODEL, or OPENAI_BASE_URL to an endpoint that "
            "needs no key."
        )
    import openai
    from llama_index.llms.openai_like import OpenAILike

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "not needed"
    client = openai.OpenAI(
        api_key=key,
        base_url=settings.openai_base_url,
        timeout=openai.Timeout(settings.timeout_seconds, connect=CONNECT_SECONDS),
        max_retries=0,  # `with_retries` sees every fault, also those in the middle of a stream
        http_client=openai.DefaultHttpxClient(event_hooks={"response": [_note_response]}),
    )
    try:
        model_class = cast(Any, OpenAILike)  # its type leaves out the arguments that are no fields
        return cast(
            "LLM",
            model_class(
                model=model or DEFAULT_MODEL,
                api_base=str(client.base_url),
                api_key="held by the client",
                openai_client=client,
                is_chat_model=True,
                context_window=settings.context_window,
                max_tokens=settings.max_answer_tokens,
                temperature=settings.temperature,
                timeout=settings.timeout_seconds,
                max_retries=0,
                additional_kwargs={"stream_options": {"include_usage": True}},
            ),
        )
    except ValueError as error:
        raise SettingsError(f"Set ASSISTANT_MODEL to a chat model; {model} cannot be used.") from error


def stream_reply(llm: LLM, prompt: FilledPrompt, usage: Usage) -> Generator[str, None, None]:
    """Yield the reply as it comes, adding what it cost to `usage`; closing the iterator ends the request.

    Raises ModelFaultError, of which EmptyAnswerError or CutShortError where nothing but blanks was written.
    """
    from llama_index.core.llms import ChatMessage, MessageRole

    messages = [
        ChatMessage(role=MessageRole.SYSTEM, content=prompt.system),
        ChatMessage(role=MessageRole.USER, content=prompt.user),
    ]
    began = time.perf_counter()
    usage.requests += 1
    written = ""
    ended: str | None = None
    last: Any = None
    responses: list[httpx.Response] = []
    _begun.responses = responses
    try:
        with closing(_generator(llm.stream_chat(messages))) as replies:
            for reply in replies:
                last = reply
                ended = _finish_reason(reply.raw) or ended
                if reply.delta:
                    if usage.first_token_seconds is None:
                        usage.first_token_seconds = time.perf_counter() - began
                    written = (written + reply.delta)[-80:]
                    yield reply.delta
    except Exception as error:  # noqa: BLE001 - any integration may raise anything
        # not `from error`, whose words are the server's
        raise _fault(error, streaming=bool(written.strip())) from None
    finally:
        usage.seconds += time.perf_counter() - began
        vars(_begun).pop("responses", None)
        for response in responses:
            response.close()
    if last is not None:
        counts = last.additional_kwargs
        usage.prompt_tokens += counts.get("prompt_tokens") or 0
        usage.completion_tokens += counts.get("completion_tokens") or 0
    usage.cut_short = ended == "length"
    if not written.strip():
        raise CutShortError if usage.cut_short else EmptyAnswerError
    if ended is None and hasattr(last.raw, "choices") and not _ENDED_WELL.search(written):
        raise BrokenStreamError  # a server that dies may end the stream as if it were complete


def reply(llm: LLM, prompt: FilledPrompt, usage: Usage) -> str:
    """Return the whole reply without the reasoning before it; see `stream_reply`."""
    return after_reasoning("".join(stream_reply(llm, prompt, usage)))


def _note_response(response: httpx.Response) -> None:
    """Hand a response that begins in this thread to the reply that asked for it."""
    getattr(_begun, "responses", []).append(response)


def _generator(replies: Any) -> Generator[Any, None, None]:
    """Return the replies as a generator, which can be closed whatever the integration returned."""
    yield from replies


def _finish_reason(raw: Any) -> str | None:
    """Return why the server says that the reply ends here, or None where it does not."""
    choices = getattr(raw, "choices", None) or []
    reason = getattr(choices[0], "finish_reason", None) if choices else None
    return None if reason is None else str(reason)


def _fault(error: Exception, *, streaming: bool) -> ModelFaultError:
    """Return the fault that a foreign error is."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return TooSlowError()
    if isinstance(error, openai.APIStatusError):
        return _status_fault(error)
    if isinstance(error, openai.APIConnectionError):
        return BrokenStreamError() if streaming else NotReachedError()
    if isinstance(error, openai.APIError):
        return PromptTooLongError() if _is_overflow(str(error)) else ServerFailedError()
    names = {cls.__name__ for cls in type(error).__mro__}
    if "TimeoutException" in names or isinstance(error, TimeoutError):
        return TooSlowError()
    if "TransportError" in names or isinstance(error, (ConnectionError, ValueError)):
        # httpx's own error, or half an event, in the middle of a stream
        return BrokenStreamError() if streaming else ServerFailedError("the reply could not be read")
    return PromptTooLongError() if _is_overflow(str(error)) else ModelFaultError(type(error).__name__)


def _status_fault(error: openai.APIStatusError) -> ModelFaultError:
    status, said = error.status_code, str(error.body or error.message)
    code = f"status {status}"
    if status in (401, 403):
        return KeyRefusedError(code)
    if status == 404:
        return ModelUnknownError(code)
    if status == 429:
        if "insufficient_quota" in said:
            return QuotaSpentError(code)
        return TooManyRequestsError(
            code, wait_seconds=_retry_after(error.response.headers.get("retry-after"))
        )
    if status == 408:
        return TooSlowError(code)
    if status == 413 or _is_overflow(said):
        return PromptTooLongError(code)
    return ServerFailedError(code) if status >= 500 else RequestRefusedError(code)


def _is_overflow(said: str) -> bool:
    """Tell whether a server complains of too many tokens, in the words of OpenAI, vLLM or llama.cpp."""
    said = said.lower()
    return any(
        words in said
        for words in ("context_length", "context length", "context size", "context window", "maximum context")
    )


def _retry_after(value: str | None) -> float | None:
    """Return the seconds of a Retry-After header, given as seconds or as a date (RFC 9110, 10.2.3)."""
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
        except ValueError:
            return None
