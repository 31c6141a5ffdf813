"""Serves the page: nothing it loads may come from another machine, and its answers may not be framed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fastapi import FastAPI

from chat.guard import Guard
from chat.hosts import KnownHosts, is_loopback
from chat.limits import RateLimit
from chat.proxies import ReverseProxy
from chat.settings import ChatSettings
from chat.theme import asset, stylesheet

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

# Gradio builds functions from text and styles elements inline; everything else is held to this host.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


class OwnHostOnly:
    """ASGI middleware that adds the headers to every response without holding back a stream."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        """Pass the request on, adding to the start of its response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def protect(app: FastAPI, settings: ChatSettings) -> None:
    """Put in front of the application what guards it; what is added last sees a request first."""
    app.add_middleware(OwnHostOnly)
    app.add_middleware(Guard, logins=RateLimit(settings.logins_per_minute, of="tries to log in"))
    if settings.trusted_proxies:
        app.add_middleware(ReverseProxy, trusted=settings.trusted_proxies, user_header=settings.user_header)
    if settings.allowed_hosts or is_loopback(settings.host):
        app.add_middleware(KnownHosts, allowed=settings.allowed_hosts)


def login_message(settings: ChatSettings) -> str:
    """Return what the log-in page shows, with the style that it does not get otherwise.

    That page has no words of its own for who is refused for trying too often.
    """
    tries = settings.logins_per_minute
    style = f"<style>{stylesheet()}{asset('styles/login.css')}</style>"
    limit = f" At most {tries} tries per minute." if tries else ""
    return f"{style}Log in to ask the articles.{limit}"
