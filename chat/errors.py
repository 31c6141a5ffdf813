"""What can go wrong in the chat itself.

ChatError
├── HistoryError            saved conversations could not be read or written
├── FeedbackError           an opinion could not be written
├── QualityError            there is no evaluation to show
├── StoppedError            a visitor stopped work on the index
└── LimitReachedError       a caller asked too often, or too many are waiting
"""

from __future__ import annotations


class ChatError(Exception):
    """Anything that this package raises on purpose; the message says what to do next."""


class HistoryError(ChatError):
    """Saved conversations could not be read or written."""


class FeedbackError(ChatError):
    """An opinion could not be written."""


class LimitReachedError(ChatError):
    """A caller asked too often, or too many are waiting; `retry_after` is in seconds."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class QualityError(ChatError):
    """There is no evaluation to show."""


class StoppedError(ChatError):
    """A visitor stopped work on the index; what began the work catches it."""
