"""A language model's server that follows a script, for what a real one cannot be made to do on demand."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.settings import Settings

SENTINEL_KEY = "sk-sentinel-3f9a7c21d4e8"


@dataclass
class Script:
    """What the server does with each request in turn; the last scene is repeated."""

    scenes: list[Scene] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)

    def messages(self, at: int = -1) -> str:
        """Return the text of all messages of a request."""
        return "\n".join(message["content"] for message in self.requests[at]["messages"])


Scene = Callable[[BaseHTTPRequestHandler, Script], None]


def says(*chunks: str, pause: float = 0.0, usage: tuple[int, int] | None = (100, 20)) -> Scene:
    """Stream a reply in these chunks."""

    def scene(handler: BaseHTTPRequestHandler, script: Script) -> None:
        _begin_stream(handler)
        try:
            for chunk in chunks:
                _send(handler, _event({"content": chunk}))
                time.sleep(pause)
            _send(handler, _event({}, finish="stop"))
            if usage:
                counts = {
                    "prompt_tokens": usage[0],
                    "completion_tokens": usage[1],
                    "total_tokens": sum(usage),
                }
                _send(handler, {**_event({}), "choices": [], "usage": counts})
            handler.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            script.hung_up.set()

    return scene


def fails(
    status: int, message: str = "no", *, headers: dict[str, str] | None = None, code: str = ""
) -> Scene:
    """Refuse with a status, repeating the key as some gateways do."""

    def scene(handler: BaseHTTPRequestHandler, script: Script) -> None:
        error = {"message": f"{message} (key {script.keys[-1]})", "type": "error", "code": code}
        body = json.dumps({"error": error}).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return scene


def hangs_up_after(*chunks: str) -> Scene:
    """Stream these chunks and break the connection."""

    def scene(handler: BaseHTTPRequestHandler, _script: Script) -> None:
        _begin_stream(handler, chunked=True)
        for chunk in chunks:
            data = b"data: " + json.dumps(_event({"content": chunk})).encode() + b"\n\n"
            handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)

    return scene


def stops_after(*chunks: str) -> Scene:
    """Stream these chunks and end without saying that the reply is complete."""

    def scene(handler: BaseHTTPRequestHandler, _script: Script) -> None:
        _begin_stream(handler)
        for chunk in chunks:
            _send(handler, _event({"content": chunk}))

    return scene


def sends_error_in_stream(message: str, *chunks: str) -> Scene:
    """Stream these chunks and then an error event."""

    def scene(handler: BaseHTTPRequestHandler, script: Script) -> None:
        _begin_stream(handler)
        for chunk in chunks:
            _send(handler, _event({"content": chunk}))
        _send(handler, {"error": {"message": f"{message} (key {script.keys[-1]})"}})

    return scene


def waits(seconds: float) -> Scene:
    """Send nothing for a while, then a reply."""

    def scene(handler: BaseHTTPRequestHandler, script: Script) -> None:
        _begin_stream(handler)
        time.sleep(seconds)
        try:
            _send(handler, _event({"content": "Too late."}))
        except OSError:
            script.hung_up.set()

    return scene


def sends_raw(body: bytes, content_type: str = "text/event-stream") -> Scene:
    """Send these bytes as the whole reply."""

    def scene(handler: BaseHTTPRequestHandler, _script: Script) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return scene


def is_cut_off_after(text: str) -> Scene:
    """Send a text that ends because the reply was as long as it may be."""
    choices = [{"delta": {"content": text}, "finish_reason": None}, {"delta": {}, "finish_reason": "length"}]
    events = "".join(f"data: {json.dumps({'choices': [choice]})}\n\n" for choice in choices)
    return sends_raw(f"{events}data: [DONE]\n\n".encode())


@contextmanager
def serving(*scenes: Scene) -> Iterator[tuple[str, Script]]:
    """Serve a script on loopback; gives the base URL and the script, which records the requests."""
    script = Script(list(scenes))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            script.requests.append(json.loads(self.rfile.read(length)))
            script.keys.append(self.headers.get("Authorization", "").removeprefix("Bearer "))
            self.close_connection = True
            script.scenes[min(len(script.requests), len(script.scenes)) - 1](self, script)

        def end_headers(self) -> None:
            """Tell the client that the connection ends, or it would send the next request on a dying one."""
            self.send_header("Connection", "close")
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", script
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def settings_for(base_url: str, **values: Any) -> Settings:
    """Return settings that name the scripted model, with a key that must never be seen."""
    named = {
        "model": "scripted",
        "openai_api_key": SENTINEL_KEY,
        "timeout_seconds": 2,
        "max_answer_tokens": 128,
    }
    return Settings(_env_file=None, openai_base_url=base_url, **{**named, **values})  # type: ignore[call-arg]


def _begin_stream(handler: BaseHTTPRequestHandler, *, chunked: bool = False) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    if chunked:
        handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()


def _event(delta: dict[str, Any], *, finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "x",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [choice],
    }


def _send(handler: BaseHTTPRequestHandler, event: dict[str, Any]) -> None:
    handler.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")
    handler.wfile.flush()
