"""A reverse proxy in front: only its own addresses may say who the user is and where a request came from."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Sequence
from typing import Any

from fastapi.responses import PlainTextResponse
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

USER = "article-assistant.user"  # where the scope of a request keeps whom the proxy named
OPEN_PATH = "/health"
LONGEST_NAME = 200

logger = logging.getLogger(__name__)


class ReverseProxy:
    """ASGI middleware that takes the client's address, and with `user_header` the user, from trusted proxies.

    With a user header every request but those for /health must come from a trusted address and name one
    user; all others are refused. The header must be set by the proxy alone: one that passes on what
    clients send would let them be anybody, so a header that comes twice is refused as well.
    """

    def __init__(self, app: Any, *, trusted: Sequence[str], user_header: str | None = None) -> None:
        self._app = ProxyHeadersMiddleware(app, list(trusted))
        self._trusted = [ipaddress.ip_network(one) for one in trusted]
        self._header = user_header.lower().encode() if user_header else None
        if user_header:
            logger.warning(
                "users are taken from a header; the proxy must remove it from what clients send",
                extra={"header": user_header, "trusted": ",".join(trusted)},
            )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on with what the proxy says, or refuse it."""
        refusal = None
        if self._header and scope["type"] == "http" and scope["path"] != OPEN_PATH:
            refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Any) -> PlainTextResponse | None:
        """Note the user in the scope, or return what to say in place of an answer."""
        if not self._trusts(scope.get("client")):
            return PlainTextResponse("Open this through its reverse proxy, which logs users in.\n", 403)
        given = [value for name, value in scope["headers"] if name == self._header]
        names = [value.decode("latin-1").strip() for value in given]
        if len(names) > 1:
            return PlainTextResponse("The proxy must replace the user's header, not add another one.\n", 400)
        if not names or not names[0] or len(names[0]) > LONGEST_NAME:
            return PlainTextResponse("The proxy named no user; log in there.\n", 401)
        scope[USER] = names[0]
        return None

    def _trusts(self, client: Sequence[Any] | None) -> bool:
        try:
            address = ipaddress.ip_address(client[0] if client else "")
        except ValueError:
            return False
        return any(address in network for network in self._trusted)


def user_of(request: Any) -> str | None:
    """Return whom the proxy named, for a request that came through one."""
    name = request.scope.get(USER)
    return str(name) if name else None
