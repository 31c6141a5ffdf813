"""In front of the endpoints and the login: request ids, limits on size and tries, one log line a request."""

from __future__ import annotations

import logging
import time
from typing import Any
from uuid import uuid4

from fastapi import HTTPException
from fastapi.responses import JSONResponse

from chat.errors import LimitReachedError
from chat.limits import RateLimit, caller_of
from chat.logs import request_id
from chat.refusals import ENDPOINTS

UPLOADS = "/gradio_api/upload"  # has a limit of its own
LARGEST_REQUEST = 1_000_000  # bytes: a long conversation, and far less than would hurt

logger = logging.getLogger(__name__)


class Guard:
    """ASGI middleware; `logins` limits how often an address may try a password."""

    def __init__(self, app: Any, *, logins: RateLimit) -> None:
        self._app = app
        self._logins = logins

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or scope["path"] == UPLOADS:
            await self._app(scope, receive, send)
        elif scope["path"].startswith(ENDPOINTS):
            await self._endpoint(scope, _limited(receive), send)
        elif scope["method"] == "POST" and scope["path"].rstrip("/") == "/login":
            await self._login(scope, _limited(receive), send)
        else:
            await self._app(scope, _limited(receive), send)

    async def _endpoint(self, scope: Any, receive: Any, send: Any) -> None:
        began = time.perf_counter()
        token = request_id.set(uuid4().hex)
        status = 500

        async def send_named(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                named = (b"x-request-id", request_id.get().encode())
                message["headers"] = [*message.get("headers", ()), named]
            await send(message)

        try:
            await self._app(scope, receive, send_named)
        finally:
            # the path only where it is one of ours: it may be anything that a client sends
            path = getattr(scope.get("route"), "path", "") or "other"
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            done = {"method": scope["method"], "path": path, "status": status, "ms": milliseconds}
            logger.info("request", extra=done)
            request_id.reset(token)

    async def _login(self, scope: Any, receive: Any, send: Any) -> None:
        client = scope.get("client")
        try:
            self._logins.take(caller_of(None, client[0] if client else None))
        except LimitReachedError as error:
            logger.warning("login refused, too many tries")
            headers = {"retry-after": str(error.retry_after)}
            await JSONResponse({"detail": str(error)}, 429, headers)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _limited(receive: Any) -> Any:
    """Return what receives a request until it is too large; the framework passes its refusal on."""
    size = 0

    async def receive_limited() -> Any:
        nonlocal size
        message = await receive()
        if message["type"] == "http.request":
            size += len(message.get("body", b""))
            if size > LARGEST_REQUEST:
                raise HTTPException(413, f"A request may have {LARGEST_REQUEST} bytes. Send less at a time.")
        return message

    return receive_limited
