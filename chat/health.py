"""Whether the language model's server answers: asked seldom, beside the requests, never without one."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from assistant.settings import Settings
from indexes.settings import OPENAI

SECONDS_BETWEEN_CHECKS = 60.0
SECONDS_TO_WAIT = 5.0


@dataclass(frozen=True, slots=True)
class Reached:
    """What the last check found: a reason where the server could not be used, None where it answers."""

    reason: str | None
    at: datetime


class ModelHealth:
    """Asks the server for its list of models, which costs no tokens, in a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is asked where the settings name no language model."""
        self._settings = settings
        self._lock = threading.Lock()
        self._last: Reached | None = None
        self._due = 0.0

    @property
    def configured(self) -> bool:
        """Whether there is a server to ask."""
        return self._settings.language_model_configured

    def last(self) -> Reached | None:
        """Return what was found last, at once; where that is a while ago, have it found again meanwhile."""
        if not self.configured:
            return None
        with self._lock:
            if monotonic() >= self._due:
                self._due = monotonic() + SECONDS_BETWEEN_CHECKS
                threading.Thread(target=self.check, name="asking for the model", daemon=True).start()
            return self._last

    def check(self) -> Reached:
        """Ask now and return what was found."""
        found = Reached(self._ask(), datetime.now(UTC))
        with self._lock:
            self._last = found
        return found

    def _ask(self) -> str | None:
        base = (self._settings.openai_base_url or OPENAI).rstrip("/")
        key = self._settings.openai_api_key
        headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
        try:
            request = urllib.request.Request(f"{base}/models", headers=headers)
            with urllib.request.urlopen(request, timeout=SECONDS_TO_WAIT):
                return None
        except urllib.error.HTTPError as error:
            if error.code in (401, 403):
                return "it refuses the key; check OPENAI_API_KEY"
            # a server that knows no such list may still write
            well = error.code < 500 or error.code == 501
            return None if well else f"it answers with status {error.code}"
        except TimeoutError:
            return f"it does not answer within {SECONDS_TO_WAIT:g} seconds"
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                return f"it does not answer within {SECONDS_TO_WAIT:g} seconds"
            return f"{getattr(reason, 'strerror', None) or type(reason).__name__}; check OPENAI_BASE_URL"
