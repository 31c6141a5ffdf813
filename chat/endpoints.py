"""The assistant over HTTP, beside the page: health, one answer, and the shape that OpenAI clients speak."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Generator, Iterator
from contextlib import AsyncExitStack, closing
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.errors import AssistantError
from assistant.writing import AnswerProgress
from chat.answering import Answering
from chat.guard import LARGEST_REQUEST
from chat.limits import Places, RateLimit, caller_of
from chat.proxies import user_of
from chat.refusals import UNEXPECTED, add_refusals, assistant_error, error_body
from chat.requests import MODEL, AnswerRequest, ChatRequest
from indexes.searching import SearchFilters

logger = logging.getLogger(__name__)

_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
_BEARER = HTTPBearer(auto_error=False, description="The token of ASSISTANT_API_TOKEN, where one is set")
Bearer = HTTPAuthorizationCredentials | None

_REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"description": "The token is missing or wrong"},
    409: {"description": "There are no articles to read yet"},
    413: {"description": f"The request has more than {LARGEST_REQUEST} bytes"},
    422: {"description": "The request or its question cannot be used"},
    429: {"description": "Too many questions, or too many waiting; Retry-After says when to try again"},
    502: {"description": "The language model failed"},
}


def add_endpoints(
    app: FastAPI,
    assistant: Answering,
    *,
    token: SecretStr | None = None,
    closed: bool = False,
    rate: RateLimit | None = None,
    places: Places | None = None,
) -> None:
    """Add the endpoints to the application; with a token, all but /health want it as a bearer token.

    Where they are `closed` and there is no token, only /health answers, and those whom a proxy names.
    `rate` counts the questions of each user or address, `places` are for those answered at once.
    """
    add_refusals(app)

    def authorised(request: Request, sent: Annotated[Bearer, Depends(_BEARER)]) -> None:
        if token is None:
            if closed and user_of(request) is None:
                raise HTTPException(
                    403, "Users log in here; set ASSISTANT_API_TOKEN to answer over HTTP too."
                )
            return
        given = sent.credentials.encode() if sent is not None else b""
        if not secrets.compare_digest(given, token.get_secret_value().encode()):
            raise HTTPException(401, "Send the token of ASSISTANT_API_TOKEN as a bearer token.")

    def counted(request: Request) -> None:
        if rate is not None:
            rate.take(caller_of(user_of(request), request.client.host if request.client else None))

    router = APIRouter(
        prefix="/v1",
        dependencies=[Depends(authorised), Depends(counted)],
        responses=_REFUSALS,
    )
    places = places or Places(4, queue_length=100)

    @app.get("/health", summary="Whether the index can be searched, and how much it holds")
    def health() -> dict[str, Any]:
        stats = assistant.index.stats()
        return {
            "status": "ok",
            "articles": stats.articles,
            "passages": stats.passages,
            "writer": assistant.writer.name,
        }

    async def answered(
        request: Request, question: str, conversation: Conversation, filters: SearchFilters
    ) -> Answer:
        async with places.one():
            if await request.is_disconnected():
                raise HTTPException(499, "The client left while its question was waiting.")
            return await run_in_threadpool(_ask, assistant, question, conversation, filters)

    @app.get(
        "/v1/models",
        dependencies=[Depends(authorised)],
        summary="The one model there is, as OpenAI's clients list them",
    )
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [_MODEL]}

    @app.get("/v1/models/{name}", dependencies=[Depends(authorised)], summary="That model by its name")
    def model(name: str) -> dict[str, Any]:
        if name != MODEL:
            raise HTTPException(404, f"There is no model {name!r}; the one there is is {MODEL!r}.")
        return _MODEL

    @router.post("/answer", summary="Answer one question, with its citations")
    async def answer(asked: AnswerRequest, request: Request) -> dict[str, Any]:
        filters = await run_in_threadpool(asked.filters.as_search, assistant.index)
        return (await answered(request, asked.question, asked.conversation, filters)).to_dict()

    @router.post("/chat/completions", summary="Answer the last message, as OpenAI's clients expect it")
    async def complete(asked: ChatRequest, request: Request) -> Response:
        question, conversation = asked.asked()
        if asked.stream:
            async with AsyncExitStack() as held:
                await held.enter_async_context(places.one())
                chunks = _chunks(assistant, question, conversation, asked)
                held.callback(chunks.close)
                # the search is over before the status is sent, so that a refusal has its own
                lines = await run_in_threadpool(_begun, chunks)
                return _Stream(lines, until=held.pop_all())
        found = await answered(request, question, conversation, SearchFilters())
        message = {"role": "assistant", "content": found.text}
        return JSONResponse(
            {
                **_envelope("chat.completion", asked.model),
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": _usage(found),
                "answer": found.to_dict(),
            }
        )

    app.include_router(router)

    @app.api_route(
        "/v1/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
    )
    def unknown(path: str, request: Request) -> None:
        # the page, which is at / and would tell of this in its own way, has nothing below /v1
        raise HTTPException(404, f"There is no {request.method} /v1/{path}; see /openapi.json.")


class _Stream(StreamingResponse):
    """Sends the lines and, however that ends, stops the assistant's work and gives its place back."""

    def __init__(self, lines: Iterator[str], *, until: AsyncExitStack) -> None:
        super().__init__(lines, media_type="text/event-stream", headers={"cache-control": "no-cache"})
        self._until = until

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async with self._until:
            await super().__call__(scope, receive, send)


def _ask(assistant: Answering, question: str, conversation: Conversation, filters: SearchFilters) -> Answer:
    *_, found = assistant.stream(question, conversation, filters=filters)
    if not isinstance(found, Answer):
        raise RuntimeError("the assistant ended without an answer")
    return found


def _chunks(
    assistant: Answering, question: str, conversation: Conversation, asked: ChatRequest
) -> Generator[dict[str, Any]]:
    """Yield the text as it grows; where checking changed it, the checked text follows the draft."""
    envelope = _envelope("chat.completion.chunk", asked.model)
    with_usage = asked.stream_options is not None and asked.stream_options.include_usage
    if with_usage:
        envelope["usage"] = None
    sent = ""

    def chunk(delta: dict[str, str], finish: str | None = None, **more: Any) -> dict[str, Any]:
        return {**envelope, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}

    stream = assistant.stream(question, conversation)
    with closing(stream):  # type: ignore[type-var]  # a generator in all but its declared type
        begun = False
        for item in stream:
            if isinstance(item, AnswerProgress) and item.step == "searching":
                continue
            if not begun:
                yield chunk({"role": "assistant", "content": ""})
                begun = True
            text = item.text
            if isinstance(item, Answer) and not text.startswith(sent):
                text = f"{sent}\n\nAfter checking:\n{item.text}"
            if text.startswith(sent) and text != sent:
                yield chunk({"content": text[len(sent) :]})
                sent = text
            if isinstance(item, Answer):
                yield chunk({}, "stop", answer=item.to_dict())
                if with_usage:
                    yield {**envelope, "choices": [], "usage": _usage(item)}


def _begun(chunks: Iterator[dict[str, Any]]) -> Iterator[str]:
    first = next(chunks)

    def lines() -> Iterator[str]:
        yield f"data: {json.dumps(first)}\n\n"
        try:
            for chunk in chunks:
                yield f"data: {json.dumps(chunk)}\n\n"
        except AssistantError as error:
            yield f"data: {json.dumps(assistant_error(error)[1])}\n\n"
        except Exception:
            # the status is sent already, and the client must not take what it has for the whole
            logger.exception("answering failed")
            yield f"data: {json.dumps(error_body(500, UNEXPECTED))}\n\n"
        yield "data: [DONE]\n\n"

    return lines()


def _envelope(kind: str, model: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid4().hex}", "object": kind, "created": int(time.time()), "model": model}


def _usage(answer: Answer) -> dict[str, int]:
    read, written = (int(answer.usage.get(name, 0)) for name in ("prompt_tokens", "completion_tokens"))
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
