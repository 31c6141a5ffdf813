"""The names that the chat answers to: a page that leads its own name to this machine reads nothing."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import Any

from fastapi.responses import PlainTextResponse

_HOST = re.compile(r"\[?([^\[\]@/]+?)\]?(?::\d+)?")
REFUSAL = (
    "The chat does not answer to this name. Open it as localhost or 127.0.0.1, "
    "or put the name into ASSISTANT_ALLOWED_HOSTS and start the chat again.\n"
)


def is_loopback(name: str) -> bool:
    """Tell whether a name or an address can only be this machine."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name.lower() == "localhost"


def address_of(host: str, port: int) -> str:
    """Return the address by which a browser on this machine opens what listens there."""
    listening = ipaddress.ip_address(host)
    if listening.is_unspecified:
        return f"http://localhost:{port}"
    return f"http://[{host}]:{port}" if listening.version == 6 else f"http://{host}:{port}"


class KnownHosts:
    """ASGI middleware that refuses requests to a host which is neither loopback nor `allowed`.

    In a browser a page may have its own name lead to 127.0.0.1 after it was loaded, and read what is here as
    if it were its own; the name in the request tells (https://en.wikipedia.org/wiki/DNS_rebinding).
    """

    def __init__(self, app: Any, *, allowed: Sequence[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(allowed)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on, or refuse it."""
        known = scope["type"] not in ("http", "websocket") or self._knows(scope["headers"])
        await (self._app if known else PlainTextResponse(REFUSAL, 403))(scope, receive, send)

    def _knows(self, headers: Sequence[tuple[bytes, bytes]]) -> bool:
        given = [value.decode("latin-1").lower() for name, value in headers if name == b"host"]
        found = _HOST.fullmatch(given[0]) if len(given) == 1 else None
        return found is not None and (found[1] in self._allowed or is_loopback(found[1]))
