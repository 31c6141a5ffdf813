"""Refusals of the endpoints: the shape that OpenAI's clients read, a reason that says what to do."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from assistant.errors import AssistantError, LanguageModelError, NoArticlesError, QuestionError
from chat.errors import LimitReachedError

ENDPOINTS = "/v1/"
STATUS = {QuestionError: 422, NoArticlesError: 409, LanguageModelError: 502}
UNEXPECTED = "Something went wrong while answering; the log of the chat says what. Try again."


def error_body(status: int, message: str, *, code: str | None = None) -> dict[str, Any]:
    """Return what tells the client about an error, for a reply or within a stream."""
    kind = (
        "rate_limit_error" if status == 429 else "invalid_request_error" if status < 500 else "server_error"
    )
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def assistant_error(error: AssistantError) -> tuple[int, dict[str, Any]]:
    """Return the status and the body for an error of the assistant's."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    return status, error_body(status, str(error), code=type(error).__name__)


def add_refusals(app: FastAPI) -> None:
    """Have the application refuse in this shape; what is not an endpoint keeps its own."""

    @app.exception_handler(AssistantError)
    async def failed(_: Request, error: AssistantError) -> Response:
        status, body = assistant_error(error)
        return JSONResponse(body, status)

    @app.exception_handler(LimitReachedError)
    async def limited(_: Request, error: LimitReachedError) -> Response:
        body = error_body(429, str(error), code="rate_limit_exceeded")
        return JSONResponse(body, 429, {"retry-after": str(error.retry_after)})

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if not request.url.path.startswith(ENDPOINTS):
            return await http_exception_handler(request, error)
        return JSONResponse(error_body(error.status_code, error.detail), error.status_code, error.headers)

    @app.exception_handler(RequestValidationError)
    async def misunderstood(request: Request, error: RequestValidationError) -> Response:
        if not request.url.path.startswith(ENDPOINTS):
            return await request_validation_exception_handler(request, error)
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()
        )
        return JSONResponse(error_body(422, f"Correct the request: {wrong}."), 422)

    @app.exception_handler(Exception)
    async def broken(request: Request, _: Exception) -> Response:
        if not request.url.path.startswith(ENDPOINTS):
            return PlainTextResponse("Internal Server Error", 500)
        return JSONResponse(error_body(500, UNEXPECTED), 500)
