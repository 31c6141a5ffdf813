"""What can go wrong in the assistant, each message saying what to do next.

AssistantError
├── QuestionError          the question is empty or too long to search for
├── NoArticlesError        the index holds no article yet
├── SettingsError          a setting has a value that cannot be used
├── IndexUnusableError     the article index could not be opened or searched
└── LanguageModelError     the language model could not be reached, or refused
"""

from __future__ import annotations


class AssistantError(Exception):
    """Anything that the assistant raises on purpose."""


class QuestionError(AssistantError):
    """The question is empty or too long to search for."""


class NoArticlesError(AssistantError):
    """There is nothing to read yet."""


class SettingsError(AssistantError):
    """A setting has a value that cannot be used."""


class IndexUnusableError(AssistantError):
    """The article index could not be opened, filled or searched."""


class LanguageModelError(AssistantError):
    """The language model could not be reached, or refused."""
