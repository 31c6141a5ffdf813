"""The assistant over HTTP, beside the page: health, one answer, and the shape that OpenAI clients speak."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal
from uuid import uuid4

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field, SecretStr

from assistant.answers import Answer
from assistant.conversations import Conversation
from assistant.errors import AssistantError, LanguageModelError, NoArticlesError, QuestionError
from chat.answering import Answering
from indexes.searching import SearchFilters

STATUS = {QuestionError: 422, NoArticlesError: 409, LanguageModelError: 502}


class Filters(BaseModel):
    """Which articles may be searched; both days are inclusive."""

    published_from: date | None = None
    published_to: date | None = None
    publishers: list[str] = []

    def as_search(self) -> SearchFilters:
        """Return them as the index takes them."""
        return SearchFilters(self.published_from, self.published_to, frozenset(self.publishers))


class EarlierTurn(BaseModel):
    """A question asked before, with what was answered."""

    question: str
    answer: str


class AnswerRequest(BaseModel):
    """One question; earlier turns let it be a follow-up."""

    question: str
    earlier: list[EarlierTurn] = []
    filters: Filters = Filters()


class TextPart(BaseModel):
    """A part of a message; only text can be read."""

    type: Literal["text"]
    text: str


class Message(BaseModel):
    """A message of a chat; system messages are not followed."""

    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[TextPart]

    @property
    def text(self) -> str:
        """What the message says."""
        parts = self.content if isinstance(self.content, list) else []
        return self.content if isinstance(self.content, str) else "\n".join(part.text for part in parts)


class ChatRequest(BaseModel):
    """What OpenAI's chat completions take; the last message is the question. Other fields are ignored."""

    messages: Annotated[list[Message], Field(min_length=1)]
    model: str = "article-assistant"
    stream: bool = False


def add_endpoints(
    app: FastAPI, assistant: Answering, *, token: SecretStr | None = None, closed: bool = False
) -> None:
    """Add the endpoints to the application; with a token, all but /health want it as a bearer token.

    Where they are `closed` and there is no token, only /health answers.
    """

    def authorised(request: Request) -> None:
        if token is None and closed:
            raise HTTPException(403, "Users log in here; set ASSISTANT_API_TOKEN to answer over HTTP too.")
        given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
        if token is not None and not secrets.compare_digest(given, token.get_secret_value().encode()):
            raise HTTPException(401, "Send the token of ASSISTANT_API_TOKEN as a bearer token.")

    router = APIRouter(prefix="/v1", dependencies=[Depends(authorised)])

    @app.get("/health", summary="Whether the index can be searched, and how much it holds")
    def health() -> dict[str, Any]:
        stats = assistant.index.stats()
        return {
            "status": "ok",
            "articles": stats.articles,
            "passages": stats.passages,
            "writer": assistant.writer.name,
        }

    @router.post("/answer", summary="Answer one question, with its citations")
    def answer(request: AnswerRequest) -> dict[str, Any]:
        earlier = [(turn.question, turn.answer) for turn in request.earlier]
        filters = request.filters.as_search()
        return _ask(assistant, request.question, _conversation(earlier), filters).to_dict()

    @router.post("/chat/completions", summary="Answer the last message, as OpenAI's clients expect it")
    def complete(request: ChatRequest) -> Response:
        question, conversation = _question(request.messages)
        if request.stream:
            chunks = _chunks(assistant, question, conversation, request.model)
            # the first chunk is made before the status is sent, so that a refusal has its own
            return StreamingResponse(_begun(chunks), media_type="text/event-stream")
        found = _ask(assistant, question, conversation, SearchFilters())
        message = {"role": "assistant", "content": found.text}
        return JSONResponse(
            {
                **_envelope("chat.completion", request.model),
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": _usage(found),
                "answer": found.to_dict(),
            }
        )

    @app.exception_handler(AssistantError)
    def refuse(_: Request, error: AssistantError) -> JSONResponse:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
        return JSONResponse({"error": _error(error)}, status_code=status)

    app.include_router(router)


def _ask(assistant: Answering, question: str, conversation: Conversation, filters: SearchFilters) -> Answer:
    *_, found = assistant.stream(question, conversation, filters=filters)
    if not isinstance(found, Answer):
        raise RuntimeError("the assistant ended without an answer")
    return found


def _conversation(earlier: Sequence[tuple[str, str]]) -> Conversation:
    conversation = Conversation()
    for question, text in earlier:
        conversation = conversation.add(Answer(question=question, text=text, searched_for=question))
    return conversation


def _question(messages: Sequence[Message]) -> tuple[str, Conversation]:
    spoken = [message for message in messages if message.role in ("user", "assistant")]
    if not spoken or spoken[-1].role != "user":
        raise QuestionError("The last message must be the question, with the role “user”.")
    pairs = [
        (before.text, after.text)
        for before, after in pairwise(spoken)
        if (before.role, after.role) == ("user", "assistant")
    ]
    return spoken[-1].text, _conversation(pairs)


def _chunks(
    assistant: Answering, question: str, conversation: Conversation, model: str
) -> Iterator[dict[str, Any]]:
    """Yield the text as it grows; where checking changed it, the checked text follows the draft."""
    envelope = _envelope("chat.completion.chunk", model)
    sent = ""

    def chunk(delta: dict[str, str], finish: str | None = None, **more: Any) -> dict[str, Any]:
        return {**envelope, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}

    for item in assistant.stream(question, conversation):
        text = item.text
        if isinstance(item, Answer) and not text.startswith(sent):
            text = f"{sent}\n\nAfter checking:\n{item.text}"
        if not sent and not text:
            yield chunk({"role": "assistant", "content": ""})
        elif text.startswith(sent) and text != sent:
            yield chunk({"role": "assistant", "content": text[len(sent) :]})
            sent = text
        if isinstance(item, Answer):
            yield chunk({}, "stop", answer=item.to_dict())


def _begun(chunks: Iterator[dict[str, Any]]) -> Iterator[str]:
    first = next(chunks)

    def lines() -> Iterator[str]:
        yield f"data: {json.dumps(first)}\n\n"
        try:
            for chunk in chunks:
                yield f"data: {json.dumps(chunk)}\n\n"
        except AssistantError as error:
            yield f"data: {json.dumps({'error': _error(error)})}\n\n"
        yield "data: [DONE]\n\n"

    return lines()


def _envelope(kind: str, model: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid4().hex}", "object": kind, "created": int(time.time()), "model": model}


def _usage(answer: Answer) -> dict[str, int]:
    read, written = (int(answer.usage.get(name, 0)) for name in ("prompt_tokens", "completion_tokens"))
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _error(error: AssistantError) -> dict[str, str]:
    return {"message": str(error), "type": type(error).__name__}
