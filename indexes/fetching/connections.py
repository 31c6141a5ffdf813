"""Connections to public addresses only, with a deadline.

A name is looked up once and the connection goes to the very address that was checked, so a name server
that answers differently the second time gains nothing (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from indexes.errors import ReadError

LOOKUP_SECONDS = 10.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolve = Callable[[str, int], list[str]]


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host; raises ReadError when there are none or the answer takes too long."""
    found: list[str] = []
    problems: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))
        except (OSError, UnicodeError) as error:
            problems.append(getattr(error, "strerror", None) or str(error))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(LOOKUP_SECONDS)
    if thread.is_alive():
        raise ReadError(f"looking up {host} took more than {LOOKUP_SECONDS:g} seconds")
    if not found:
        reason = f" ({problems[0]})" if problems else ""
        raise ReadError(f"no server is known by the name {host}; check its spelling{reason}")
    return found


def refusal(address: str, *, allow_private: bool) -> str | None:
    """Return why an address must not be fetched from, or None when it may."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return "is no address"
    if isinstance(ip, ipaddress.IPv6Address):
        # addresses of IPv4 in the dress of IPv6 are judged as what they are
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return refusal(str(inner), allow_private=allow_private)
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        # cloud machines tell their secrets at a link-local address
        return "is a link-local, multicast or unspecified address"
    if allow_private and (ip.is_private or ip.is_loopback):
        return None
    if not ip.is_global or ip.is_reserved:
        return "is a private address; allow those with ASSISTANT_FETCH_PRIVATE_ADDRESSES=true"
    return None


class _TimedStream(httpcore.NetworkStream):
    """A stream on which no step goes beyond the deadline, however little arrives at a time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Callable[[], float]) -> None:
        self._stream = stream
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline() - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore, to checked addresses; `deadline` is a time of `time.monotonic`."""

    def __init__(self, *, allow_private: bool, resolve: Resolve = look_up) -> None:
        """`resolve` looks up the addresses of a host."""
        self.deadline = 0.0
        self._allow_private = allow_private
        self._resolve = resolve
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that answers; raises ReadError when one is refused."""
        addresses = self._resolve(host, port)
        for address in addresses:
            # one bad address among good ones is no accident
            reason = refusal(address, allow_private=self._allow_private)
            if reason is not None:
                raise ReadError(f"{host} {reason}" if host == address else f"{host} at {address} {reason}")
        failure: Exception = httpcore.ConnectError(f"no address for {host}")
        for address in addresses:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise httpcore.ConnectTimeout("the deadline has passed")
            try:
                stream = self._backend.connect_tcp(
                    address, port, min(left, timeout or left), local_address, socket_options
                )
                return _TimedStream(stream, lambda: self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure
