"""One GET at a time, within limits: of size before and after unpacking, of time, of redirects."""

from __future__ import annotations

import http
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpcore

from indexes.errors import ReadError
from indexes.fetching.connections import CheckedBackend, Resolve, look_up
from indexes.readers.common import canonical_url

USER_AGENT = "ArticleAssistant/0.1"
NO_ADDRESS = "it is not an address that begins with http:// or https://"
_REDIRECTS = (301, 302, 303, 307, 308)
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5"


class StatusError(ReadError):
    """The server answered with a status that carries no article."""

    def __init__(self, status: int) -> None:
        """Keep the number of the status."""
        known = {entry.value: entry.phrase for entry in http.HTTPStatus}
        super().__init__(f"the server answers {status} {known.get(status, '')}".rstrip())
        self.status = status


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Where fetching stops: bytes of a page as sent and unpacked, seconds for a page, redirects in a row.

    `pause` is the seconds between two pages of one site when many are fetched from it.
    """

    largest: int = 25_000_000
    seconds: float = 30.0
    redirects: int = 5
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent, unpacked; `url` is where the redirects ended, `unchanged` that it sent nothing."""

    url: str
    content: bytes = b""
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False


class Fetcher:
    """Fetches over HTTP and HTTPS; use it from one thread at a time, and close it."""

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        allow_private: bool = False,
        resolve: Resolve = look_up,
    ) -> None:
        """`allow_private` lets it fetch from the own network, `resolve` looks up names."""
        self.limits = limits or FetchLimits()
        self._backend = CheckedBackend(allow_private=allow_private, resolve=resolve)
        self._pool = httpcore.ConnectionPool(
            network_backend=self._backend, max_connections=10, max_keepalive_connections=4, keepalive_expiry=5
        )
        self._last: dict[str, float] = {}

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        check: Callable[[str], None] | None = None,
    ) -> Fetched:
        """Return what is at the address, after at most `limits.redirects` redirects.

        With `etag` or `last_modified` of an earlier answer, `unchanged` tells that nothing is new. `check`
        raises ReadError where a redirect must not be followed to the address. Raises ReadError when it is
        refused, too large, too slow or not there.
        """
        deadline = time.monotonic() + self.limits.seconds
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        target = _target(url)
        try:
            for _ in range(self.limits.redirects + 1):
                # a check may have fetched something in between
                self._backend.deadline = deadline
                answer = self._get(target, {name: value for name, value in headers.items() if value})
                if isinstance(answer, Fetched):
                    return answer
                target = _target(_joined(target, answer))
                if check is not None:
                    check(target)
        except httpcore.TimeoutException as error:
            raise ReadError(f"it took more than {self.limits.seconds:g} seconds") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, OSError) as error:
            raise ReadError(f"it cannot be fetched: {error or type(error).__name__}") from error
        raise ReadError(f"it redirects more than {self.limits.redirects} times")

    def wait(self, url: str, pause: float | None = None) -> None:
        """Wait until the site of the address may be asked again."""
        site = urlsplit(url).netloc
        due = self._last.get(site, -1e9) + (self.limits.pause if pause is None else pause)
        time.sleep(max(0.0, due - time.monotonic()))
        self._last[site] = time.monotonic()

    def _get(self, url: str, conditions: Mapping[str, str]) -> Fetched | str:
        """Return the answer, or the address that it redirects to."""
        headers: dict[bytes | str, bytes | str] = {
            "Host": urlsplit(url).netloc,
            "User-Agent": USER_AGENT,
            "Accept": _ACCEPT,
            # unpacked below, a little at a time
            "Accept-Encoding": "gzip",
        }
        headers.update(conditions.items())
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self.limits.seconds)
        with self._pool.stream("GET", url, headers=headers, extensions={"timeout": timeouts}) as response:
            answered: dict[str, str] = {}
            for name, value in response.headers:
                answered.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
            if response.status in _REDIRECTS and answered.get("location"):
                return _utf_8(answered["location"])
            if response.status == 304 and conditions:
                return Fetched(url, unchanged=True)
            if response.status != 200:
                raise StatusError(response.status)
            announced = answered.get("content-length", "")
            if announced.isdigit() and int(announced) > self.limits.largest:
                raise ReadError(self._too_large())
            kind = Message()
            kind["Content-Type"] = answered.get("content-type", "")
            return Fetched(
                url=url,
                content=self._content(response, answered.get("content-encoding", "identity")),
                content_type=kind.get_content_type() if answered.get("content-type") else None,
                charset=kind.get_content_charset(),
                etag=answered.get("etag"),
                last_modified=answered.get("last-modified"),
            )

    def _content(self, response: httpcore.Response, encoding: str) -> bytes:
        """Return the body, unpacked; raises ReadError as soon as it is too large."""
        packed = encoding.strip().lower() not in ("", "identity")
        if packed and encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
            raise ReadError(f"it is packed as {encoding}, which was not asked for")
        unpacker = zlib.decompressobj(wbits=47)
        parts: list[bytes] = []
        size = received = 0
        for part in response.iter_stream():
            received += len(part)
            try:
                data = unpacker.decompress(part, self.limits.largest - size + 1) if packed else part
            except zlib.error as error:
                raise ReadError(f"it cannot be unpacked: {error}") from error
            parts.append(data)
            size += len(data)
            if max(size, received) > self.limits.largest:
                raise ReadError(self._too_large())
        if packed and not unpacker.eof:
            raise ReadError("it cannot be unpacked: it breaks off")
        return b"".join(parts)

    def _too_large(self) -> str:
        return f"it is larger than {self.limits.largest / 1_000_000:g} MB"

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _utf_8(value: str) -> str:
    """Return a header that was read as Latin-1, as which any bytes can be read, as UTF-8 where it is that."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value


def _joined(url: str, location: str) -> str:
    """Return where a redirect leads; raises ReadError when that is malformed."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise ReadError(NO_ADDRESS) from error


def _target(url: str) -> str:
    """Return the address as it is sent, host in ASCII; raises ReadError unless it is one of the web."""
    # a server may need the very parameters that are none of an identifier's
    plain = canonical_url(url, keep_tracking=True)
    if plain is None:
        raise ReadError(NO_ADDRESS)
    host = urlsplit(plain).hostname or ""
    if host.isascii():
        return plain
    try:
        return plain.replace(host, host.encode("idna").decode("ascii"), 1)
    except UnicodeError as error:
        raise ReadError(f"{host} is no name of a host") from error
