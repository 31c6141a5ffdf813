"""What can go wrong in the chat itself.

ChatError
├── HistoryError     saved conversations could not be read or written
└── FeedbackError    an opinion could not be written
"""

from __future__ import annotations


class ChatError(Exception):
    """Anything that this package raises on purpose; the message says what to do next."""


class HistoryError(ChatError):
    """Saved conversations could not be read or written."""


class FeedbackError(ChatError):
    """An opinion could not be written."""
