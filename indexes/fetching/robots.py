"""What a site's robots.txt allows a crawler: RFC 9309."""

from __future__ import annotations

from urllib.parse import urlsplit

from protego import Protego

from indexes.errors import ReadError
from indexes.fetching.fetcher import USER_AGENT, Fetcher, StatusError

_LARGEST = 500_000
_LONGEST_PAUSE = 30.0


class ForbiddenError(ReadError):
    """The site's robots.txt does not allow an address to crawlers."""


class Robots:
    """The rules of each site, fetched once."""

    def __init__(self, fetcher: Fetcher) -> None:
        """Fetch robots.txt with this."""
        self._fetcher = fetcher
        self._rules: dict[str, Protego | str] = {}

    def check(self, url: str) -> None:
        """Raise ForbiddenError where a crawler must not fetch the address, ReadError where nothing tells."""
        rules = self._of(url)
        if isinstance(rules, str):
            raise ReadError(rules)
        if not rules.can_fetch(url, USER_AGENT):
            raise ForbiddenError("robots.txt of the site does not allow it")

    def pause(self, url: str) -> float:
        """Return the seconds to wait between two pages of the site of the address."""
        rules = self._of(url)
        asked = None if isinstance(rules, str) else rules.crawl_delay(USER_AGENT)
        return max(self._fetcher.limits.pause, min(asked or 0.0, _LONGEST_PAUSE))

    def _of(self, url: str) -> Protego | str:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = self._fetched(site)
        return self._rules[site]

    def _fetched(self, site: str) -> Protego | str:
        """Return the rules; no file means none, and a site that cannot say so is left alone."""
        try:
            content = self._fetcher.get(f"{site}/robots.txt").content
        except StatusError as error:
            if 400 <= error.status < 500:
                return Protego.parse("")
            return f"its robots.txt cannot be read: {error}"
        except ReadError as error:
            return f"its robots.txt cannot be read: {error}"
        return Protego.parse(content[:_LARGEST].decode("utf-8", errors="replace"))
